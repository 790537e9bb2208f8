"""Which language: the variables in their order, and what a catalogue makes of a sentence."""

from __future__ import annotations

import pytest

from orgctl.cli import language
from orgctl.cli.context import Run
from orgctl.cli.language import English, _, choose, plural
from orgctl.cli.output.sentence import render
from orgctl.domain.refusals import say


@pytest.fixture(autouse=True)
def english_again():
    yield
    choose({})


@pytest.fixture
def in_polish():
    choose({"ORGCTL_LANGUAGE": "pl"})


SPOKEN = [
    ({}, "yes"),
    ({"ORGCTL_LANGUAGE": "pl"}, "tak"),
    ({"ORGCTL_LANGUAGE": "PL"}, "tak"),
    ({"ORGCTL_LANGUAGE": "pl-PL"}, "tak"),
    ({"ORGCTL_LANGUAGE": "pl_PL.UTF-8"}, "tak"),
    ({"ORGCTL_LANGUAGE": "pl", "LC_ALL": "en_US.UTF-8"}, "tak"),
    ({"ORGCTL_LANGUAGE": "pl", "LC_ALL": "C"}, "tak"),
    ({"ORGCTL_LANGUAGE": "en", "LC_ALL": "pl_PL.UTF-8", "LANGUAGE": "pl"}, "yes"),
    ({"ORGCTL_LANGUAGE": "", "LANG": "pl_PL.UTF-8"}, "tak"),
    ({"ORGCTL_LANGUAGE": "tlh", "LANG": "pl_PL.UTF-8"}, "yes"),
    ({"ORGCTL_LANGUAGE": "../../pl"}, "yes"),
    ({"ORGCTL_LANGUAGE": "C", "LANG": "pl_PL.UTF-8"}, "yes"),
    ({"LANG": "pl_PL.UTF-8"}, "tak"),
    ({"LANG": "pl_PL"}, "tak"),
    ({"LANG": "pl"}, "tak"),
    ({"LANG": "pl_PL@euro"}, "tak"),
    ({"LANG": "de_DE.UTF-8"}, "yes"),
    ({"LANG": "plt_MG"}, "yes"),
    ({"LANG": "C.UTF-8"}, "yes"),
    ({"LC_MESSAGES": "pl_PL.UTF-8", "LANG": "en_US.UTF-8"}, "tak"),
    ({"LC_MESSAGES": "en_US.UTF-8", "LANG": "pl_PL.UTF-8"}, "yes"),
    ({"LC_ALL": "pl_PL.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "tak"),
    ({"LC_ALL": "C", "LANG": "pl_PL.UTF-8"}, "yes"),
    ({"LC_ALL": "", "LANG": "pl_PL.UTF-8"}, "tak"),
    ({"LANGUAGE": "pl:en", "LANG": "en_US.UTF-8"}, "tak"),
    ({"LANGUAGE": "en:pl", "LANG": "pl_PL.UTF-8"}, "yes"),
    ({"LANGUAGE": "de:pl", "LANG": "de_DE.UTF-8"}, "tak"),
    ({"LANGUAGE": "pl", "LANG": "C"}, "yes"),
    ({"LANGUAGE": "pl"}, "yes"),
]


@pytest.mark.parametrize("environ, word", SPOKEN, ids=[str(environ) for environ, _word in SPOKEN])
def test_the_first_language_that_is_wanted_and_known_is_spoken(environ, word):
    choose(environ)

    assert _("yes") == word


@pytest.mark.parametrize(
    "environ, code",
    [
        ({"LANG": "pt_BR.UTF-8"}, "pt"),
        ({"ORGCTL_LANGUAGE": "PL"}, "pl"),
        ({"LANGUAGE": "de:pl", "LANG": "pl_PL"}, "de"),
        ({"ORGCTL_LANGUAGE": "C"}, None),
        ({"ORGCTL_LANGUAGE": "../../pl"}, None),
        ({"LANG": "C.UTF-8", "LANGUAGE": "pl"}, None),
        ({}, None),
    ],
)
def test_the_language_of_a_persons_mail_is_the_dearest_whether_it_is_spoken_here_or_not(environ, code):
    assert Run([], environ).language == code


@pytest.mark.parametrize(
    "number, text",
    [
        (0, "zostało 0 dni"), (1, "został 1 dzień"), (2, "zostały 2 dni"), (4, "zostały 4 dni"),
        (5, "zostało 5 dni"), (12, "zostało 12 dni"), (21, "zostało 21 dni"), (22, "zostały 22 dni"),
        (112, "zostało 112 dni"),
    ],
)  # fmt: skip
def test_polish_counts_in_three_forms(in_polish, number, text):
    assert plural("1 day left", "{n} days left", number) == text


def test_one_word_in_english_may_be_two_in_polish(in_polish):
    assert (_("Name"), _("Name", "person")) == ("Nazwa", "Imię i nazwisko")


def test_a_value_is_never_translated_and_never_a_template(in_polish):
    sentence = say("There is no organization {text}.", text="yes {count}")

    assert render(sentence) == "Nie ma organizacji „yes {count}”."


def test_a_sentence_within_a_sentence_is_translated_with_it(in_polish):
    sentence = say("{text} is no e-mail address: {reason}.", text="x", reason=say("it is empty"))

    assert render(sentence) == "x to nie adres e-mail: jest pusty."
    assert str(sentence) == "x is no e-mail address: it is empty."


def test_what_programs_read_is_english_and_then_it_is_polish_again(in_polish):
    with English():
        assert _("yes") == "yes"
        assert plural("1 day", "{n} days", 2) == "2 days"

    assert _("yes") == "tak"


def test_what_no_catalogue_has_is_said_in_english(in_polish):
    assert _("Something new.") == "Something new."
    assert _("") == ""


def test_a_catalogue_that_is_gone_leaves_english(monkeypatch, tmp_path):
    monkeypatch.setattr(language, "_FOLDER", str(tmp_path))

    choose({"ORGCTL_LANGUAGE": "pl"})

    assert _("yes") == "yes"
