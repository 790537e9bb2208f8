from __future__ import annotations

import re

import pytest

from tests.mail.mails import page, plain


def test_the_page_says_its_language_and_title_for_screen_readers():
    html = page(language="pl", organization="Żabka & Spółka")

    assert html.startswith('<!DOCTYPE html>\n<html lang="pl" dir="ltr">')
    assert "<title>Anna Nowak zaprasza Cię do organizacji Żabka &amp; Spółka</title>" in html
    assert 'role="article" lang="pl" dir="ltr" aria-label="Anna Nowak zaprasza' in html
    assert '<meta charset="utf-8">' in html


@pytest.mark.parametrize("language", ["en", "pl"])
def test_headings_go_down_by_one_and_say_what_the_text_says(language):
    html, text = page(language=language), plain(language=language)

    headings = re.findall(r"<h([1-6])>(.*?)</h\1>", html)

    assert [level for level, _ in headings] == ["1", "2", "2", "2", "2"]
    for _, words in headings:
        assert re.sub(r"<.*?>", "", words) in text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_both_parts_hold_the_same_words(language):
    names = {"language": language, "other_organizations": ("Acme", "Żabka"), "invitee_name": None}
    body = page(**names).partition("<body>")[2]

    from_page = re.sub(r"<.*?>", " ", body).replace("&lt;", "<").replace("&gt;", ">")
    from_text = plain(**names)

    def words(text):
        return sorted(re.findall(r"[\w@.-]*\w", text))

    assert words(from_page) == words(from_text)


def test_names_are_isolated_from_the_direction_of_their_neighbours():
    html = page(inviter_name="محمد", organization="שלום", other_organizations=("شركة",))

    visible = html.partition("<body>")[2].replace('aria-label="محمد invites you to שלום"', "")
    for name in ("محمد", "שלום", "شركة"):
        assert visible.count(name) == visible.count(f"<bdi>{name}</bdi>") > 0


def test_the_page_adapts_to_dark_and_to_narrow_screens():
    html = page()

    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme:dark)" in html
    assert "white-space:pre-wrap" in html
    assert not re.search(r"(?<!max-)width:\d", html)


def luminance(color):
    if len(color) == 3:
        color = "".join(2 * digit for digit in color)
    channels = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def test_every_text_color_stands_out_from_every_background_of_its_mode():
    style = page().partition("<style>")[2].partition("</style>")[0]
    modes = style.split("@media (prefers-color-scheme:dark){")
    assert len(modes) == 2

    for mode in modes:
        texts = re.findall(r"(?<![-\w])color:#([0-9a-f]{3,6})", mode)
        backgrounds = re.findall(r"background:#([0-9a-f]{3,6})", mode)
        assert texts
        assert backgrounds
        pairs = {(text, ground): contrast(text, ground) for text in texts for ground in backgrounds}
        assert min(pairs.values()) >= 4.5, pairs


def test_the_measure_of_contrast_is_the_one_of_wcag():
    assert contrast("000", "fff") == pytest.approx(21)
    assert contrast("767676", "ffffff") == pytest.approx(4.54, abs=0.01)
