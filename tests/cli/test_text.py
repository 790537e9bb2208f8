"""What people typed is shown and never obeyed; time is said in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from orgctl.cli.output.sentence import filled, render
from orgctl.cli.output.text import clean, is_safe, shorten, width
from orgctl.cli.output.when import days_left, expires, instant, is_soon, rfc3339, span
from orgctl.domain.refusals import say

NOW = datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Zylker", "Zylker"),
        ("Żabka Polska", "Żabka Polska"),
        ("日本の会社", "日本の会社"),
        ("\x1b[2Jx", "<U+001B>[2Jx"),
        ("\x9b2J", "<U+009B>2J"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
        ("a\u200bb\u200d", "a<U+200B>b<U+200D>"),
        ("a\ufeffb", "a<U+FEFF>b"),
        ("a\nb\tc\x00", "a<U+000A>b<U+0009>c<U+0000>"),
        ("a\udcffb", "a<U+DCFF>b"),
        ("a\u00a0b", "a b"),
        ("a\u3164b", "a<U+3164>b"),
        ("a\ufe0fb", "a<U+FE0F>b"),
        ("a\U000e0041b", "a<U+E0041>b"),
        ("[red]x[/nope]", "[red]x[/nope]"),
    ],
)
def test_what_could_mislead_a_terminal_is_shown_by_its_code_point(text, shown):
    assert clean(text) == shown
    assert is_safe(clean(text))


def test_a_value_can_neither_be_a_template_nor_hide_in_a_sentence():
    sentence = say("{name} is there, with {count} members.", name="{count}\x1b]0;x\x07", count=2)

    assert render(sentence) == "{count}<U+001B>]0;x<U+0007> is there, with 2 members."


def test_a_sentence_holds_lists_instants_and_other_sentences():
    text = filled(
        "{names}; {at}; {reason}", names=("a", "b\n"), at=NOW, reason=say("because of {x}", x="y\u200b")
    )

    assert text == "a, b<U+000A>; 2026-11-25 01:02 UTC; because of y<U+200B>"


@pytest.mark.parametrize(
    "text, columns", [("Zylker", 6), ("Żabka", 5), ("日本", 4), ("e\u0301", 1), ("…", 1), ("", 0)]
)
def test_width_counts_columns_and_not_characters(text, columns):
    assert width(text) == columns


@pytest.mark.parametrize(
    "text, columns, shortened",
    [
        ("Zylker", 6, "Zylker"),
        ("Zylker Products", 9, "Zylker P…"),
        ("Zylker Products", 8, "Zylker…"),
        ("日本の会社", 6, "日本…"),
        ("日本の会社", 7, "日本の…"),
    ],
)
def test_what_is_cut_ends_in_an_ellipsis_and_fits(text, columns, shortened):
    assert shorten(text, columns, "…") == shortened
    assert width(shorten(text, columns, "…")) <= columns


@pytest.mark.parametrize(
    "left, words",
    [
        (timedelta(days=15), "15 days left"),
        (timedelta(days=14, hours=23), "15 days left"),
        (timedelta(days=14, hours=22), "14 days left"),
        (timedelta(days=1), "1 day left"),
        (timedelta(hours=23), "1 day left"),
        (timedelta(hours=22, minutes=59), "22 hours left"),
        (timedelta(hours=1), "1 hour left"),
        (timedelta(minutes=59), "59 minutes left"),
        (timedelta(seconds=1), "1 minute left"),
        (timedelta(0), "ended"),
        (timedelta(days=-3), "ended"),
    ],
)
def test_what_is_left_is_said_in_words_and_promises_no_more_than_an_hour_too_much(left, words):
    assert days_left(NOW + left, NOW) == words


@pytest.mark.parametrize(
    "left, words",
    [
        (timedelta(days=7), "7 days left"),
        (timedelta(hours=3, minutes=59), "expires in 3 hours"),
        (timedelta(hours=1), "expires in 1 hour"),
        (timedelta(minutes=2), "expires in 2 minutes"),
        (timedelta(seconds=1), "expires in 1 minute"),
        (timedelta(0), "expired"),
    ],
)
def test_an_invitation_says_how_long_it_holds(left, words):
    assert expires(NOW + left, NOW) == words


def test_a_span_is_the_same_in_fewer_words():
    assert span(NOW + timedelta(days=12), NOW) == "12 days"
    assert span(NOW + timedelta(hours=3), NOW) == "3 hours"
    assert span(NOW + timedelta(minutes=1), NOW) == "1 minute"


def test_less_than_three_days_are_soon():
    assert is_soon(NOW + timedelta(days=3, seconds=-1), NOW)
    assert not is_soon(NOW + timedelta(days=3), NOW)


def test_instants_are_utc_whatever_zone_they_come_in():
    from zoneinfo import ZoneInfo

    warsaw = NOW.astimezone(ZoneInfo("Europe/Warsaw"))

    assert rfc3339(warsaw) == "2026-11-25T01:02:03Z"
    assert instant(warsaw) == "2026-11-25 01:02 UTC"
    assert rfc3339(NOW.replace(microsecond=400)) == "2026-11-25T01:02:03.000400Z"
