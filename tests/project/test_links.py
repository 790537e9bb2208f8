"""The one who follows the site's links has to notice when one leads nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LINKS = Path(__file__).parents[2] / "tools" / "links"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(
        '<link rel="stylesheet" href="a.css"><a href="page.html#place">there</a><img src="/a.svg">'
    )
    (tmp_path / "page.html").write_text(
        '<h2 id="place">…</h2><a href="https://elsewhere.example/">a click</a><a href="#place">here</a>'
    )
    (tmp_path / "a.css").write_text("a { background: url(a.svg) }")
    (tmp_path / "a.svg").write_text("<svg/>")
    return tmp_path


def faults(site: Path) -> list[str]:
    done = subprocess.run([sys.executable, LINKS, site], capture_output=True, text=True, check=False)
    assert done.returncode == bool(done.stdout), done.stderr
    return done.stdout.splitlines()


def test_a_sound_site_has_no_faults(site: Path):
    assert faults(site) == []


@pytest.mark.parametrize(
    "html, fault",
    [
        ('<a href="gone.html">', "page.html links to gone.html, which is not there"),
        ('<a href=".">', "page.html links to ., which is not there"),
        ('<a href="index.html#gone">', "page.html links to index.html#gone, which has no such place"),
        ('<img src="gone.svg">', "page.html links to gone.svg, which is not there"),
        ('<script src="https://cdn.example/x.js">', "page.html loads https://cdn.example/x.js"),
        ('<link href="//fonts.example/x.css">', "page.html loads //fonts.example/x.css"),
    ],
)
def test_what_is_wrong_with_a_page_is_told(site: Path, html: str, fault: str):
    with (site / "page.html").open("a") as page:
        page.write(html)

    assert faults(site) == [fault]


def test_a_style_that_fetches_a_font_from_elsewhere_is_told(site: Path):
    (site / "a.css").write_text("@font-face { src: url('https://fonts.example/x.woff2') }")

    assert faults(site) == ["a.css loads url('https://fonts.example/x.woff2"]


def test_a_page_that_the_navigation_lacks_is_told(site: Path):
    (site / "lost.html").write_text("<p>")

    assert faults(site) == ["lost.html is not in the navigation"]
