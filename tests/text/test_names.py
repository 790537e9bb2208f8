from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgctl.domain.refusals import Code, InvalidInput
from orgctl.text.characters import refused_character, visible
from orgctl.text.names import clean_name
from orgctl.text.prose import clean_prose


@pytest.mark.parametrize(
    "name",
    [
        "Z",
        "Zylker",
        "Anna Nowak",
        "O'Brien & Sons, Ltd.",
        "Żabka Polska",
        "日本語の組織",
        "شركة",
        "हिन्दी",
        "Ελλάδα",
        "💶 Finanse",
        "🫩",
        "[red]x[/red]",
        "{name}",
        "%s",
        "=1+1",
        "no",
        "x" * 120,
        "ł" * 120,
        "💶" * 120,
    ],
)
def test_ordinary_unicode_is_kept_as_it_is(name: str):
    assert clean_name(name) == name


def test_outer_spaces_are_trimmed_and_inner_ones_kept():
    assert clean_name(" \u00a0\u3000Anna  Nowak\u2003 ") == "Anna  Nowak"


def test_letters_and_their_accents_are_composed():
    assert clean_name("Z\u0307abka") == "Żabka"


def test_the_length_is_counted_after_trimming_and_composing():
    assert len(clean_name("  " + "z\u0307" * 120 + "  ")) == 120


@pytest.mark.parametrize("name", ["x" * 121, "ł" * 121, "💶" * 121, "x" * 10_000_000])
def test_a_longer_name_is_refused(name: str):
    with pytest.raises(InvalidInput) as refused:
        clean_name(name)

    assert str(refused.value) == f"The name is {len(name)} characters long; 120 is the most."


@pytest.mark.parametrize("name", ["", " ", "   ", "\u00a0", "\u3000\u2003", "\u2800", "\u0301", " \u2800 "])
def test_a_name_of_nothing_that_can_be_seen_is_refused(name: str):
    with pytest.raises(InvalidInput) as refused:
        clean_name(name)

    assert refused.value.code is Code.INPUT_NAME


HIDDEN = (
    "\x00\x07\x08\t\n\v\f\r\x1b\x1f\x7f\x80\x85\x9b\x9f"
    "\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2028\u2029\u2060\u2061\u2066\u2067\u2068\u2069\u206f\u3164\ufe0f\ufeff\uffa0\ufff9\ufffe\uffff"
    "\ud800\udfff\ufdd0\U000e0001\U000e0041\U000e0100\U0001d173\U0010ffff"
)


@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
@pytest.mark.parametrize("form", ["{}Zylker", "Zyl{}ker", "Zylker{}", "{}"])
def test_a_character_that_cannot_be_seen_is_refused_by_its_code_point(form: str, character: str):
    name = form.format(character)

    with pytest.raises(InvalidInput) as refused:
        clean_name(name)

    assert f"U+{ord(character):04X}, character {name.index(character) + 1} of it" in str(refused.value)
    assert character not in str(refused.value)


def test_every_control_bidirectional_and_unpaired_character_of_unicode_is_refused():
    let_in = [
        hex(point)
        for point in range(0x110000)
        if unicodedata.category(chr(point)) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(chr(point))
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"}
        if refused_character(chr(point)) is None
    ]

    assert let_in == []


def test_no_letter_number_or_symbol_of_unicode_is_refused():
    fillers = {0x115F, 0x1160, 0x3164, 0xFFA0}

    refused = [
        hex(point)
        for point in range(0x110000)
        if unicodedata.category(chr(point))[0] in "LNPS" and point not in fillers
        if refused_character(chr(point)) is not None
    ]

    assert refused == []


@given(st.text(max_size=140))
@settings(max_examples=500)
def test_a_clean_name_is_clean_already(text: str):
    try:
        name = clean_name(text)
    except InvalidInput:
        return

    assert clean_name(name) == name
    assert 1 <= len(name) <= 120
    name.encode()


@given(st.text(max_size=200))
def test_what_is_shown_of_a_text_holds_nothing_that_cannot_be_seen(text: str):
    shown = visible(text, limit=80)

    assert refused_character(shown) is None
    assert len(shown) <= 80 * len("<U+10FFFF>") + 1


def test_what_is_shown_of_a_long_text_is_cut_off():
    assert visible("x" * 81) == "x" * 80 + "…"
    assert visible("x" * 80) == "x" * 80


def test_prose_is_one_line_trimmed_and_composed():
    assert clean_prose("  Nie mam cz\u0061su, z\u0307al.  ", limit=40) == "Nie mam czasu, żal."


@pytest.mark.parametrize(
    "text", ["", "  ", "x" * 41, "x" * 1000, "two\nlines", "\x1b]0;title\x07", "a\u202eb"]
)
def test_prose_that_is_empty_too_long_or_hides_something_is_refused(text: str):
    with pytest.raises(InvalidInput) as refused:
        clean_prose(text, limit=40)

    assert refused.value.code is Code.INPUT_TEXT
    assert refused_character(str(refused.value)) is None


def test_prose_of_the_longest_length_is_kept():
    assert clean_prose("ł" * 40, limit=40) == "ł" * 40
