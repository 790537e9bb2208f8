"""Options that hold everywhere stand anywhere; what follows `--` is somebody else's."""

from __future__ import annotations

import pytest

from orgctl.cli.argv import hoisted, output_asked_for
from orgctl.domain.refusals import Code, InvalidInput


@pytest.mark.parametrize(
    "given, arranged",
    [
        (["org", "list", "--quiet"], ["--quiet", "org", "list"]),
        (["org", "--as", "jan@x.example", "list"], ["--as", "jan@x.example", "org", "list"]),
        (["org", "list", "--as=jan@x.example"], ["--as=jan@x.example", "org", "list"]),
        (["--debug", "org", "list", "--store", "x.db"], ["--debug", "--store", "x.db", "org", "list"]),
        (["org", "list", "--no-input", "--no-color"], ["--no-input", "--no-color", "org", "list"]),
        (["org", "list", "--version"], ["--version", "org", "list"]),
        (["org", "list", "--org", "zylker", "-o", "json"], ["org", "list", "--org", "zylker", "-o", "json"]),
    ],
)
def test_an_option_that_holds_everywhere_may_stand_anywhere(given, arranged):
    assert hoisted(given) == arranged


def test_what_follows_two_hyphens_is_left_alone():
    given = ["exec", "zylker", "--", "ls", "--quiet", "--as", "nobody"]

    assert hoisted(given) == given


@pytest.mark.parametrize("given", [["org", "list", "--as"], ["--store"], ["exec", "x", "--as", "--", "ls"]])
def test_a_global_option_without_its_value_is_wrong_usage(given):
    with pytest.raises(InvalidInput) as raised:
        hoisted(given)

    assert raised.value.code is Code.USAGE_MISSING


@pytest.mark.parametrize(
    "argv, asked",
    [
        (["org", "list"], None),
        (["org", "list", "-o", "json"], "json"),
        (["org", "list", "-ojson"], "json"),
        (["--output", "json", "org", "list"], "json"),
        (["org", "list", "--output=yaml"], "yaml"),
        (["-o", "csv", "org", "list", "-o", "json"], "json"),
        (["exec", "zylker", "--", "kubectl", "-o", "json"], None),
        (["org", "list", "-o"], ""),
    ],
)
def test_the_format_of_errors_is_known_before_anything_is_parsed(argv, asked):
    assert output_asked_for(argv) == asked
