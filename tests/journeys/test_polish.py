"""A user who reads Polish, through real processes: nothing stays English but what is typed or read by programs."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pexpect
import pytest
from babel.messages.pofile import read_po

from orgctl.cli import app, language, tree
from orgctl.domain.rulebook import EXPLANATIONS, RULES

CATALOGUE = Path(__file__).parents[2] / "src/orgctl/locale/pl/LC_MESSAGES/orgctl.po"
JAN, EWA = "jan@zylker.example", "ewa@x.example"
POLISH = {"ORGCTL_LANGUAGE": "pl"}
WORD = re.compile(r"[^\W\d_]{3,}")
TYPED = re.compile(r"`[^`]*`|--?[a-z][\w-]*|[\w.+-]+@[\w.-]+|\{\w*\}|\b\w+\.\w+\b|/\S+|\w+_\w+|\w+(?:-\w+)+")
"""What stands in a sentence to be typed as it is: commands, options, addresses, codes, paths."""
PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b")
"""Help names arguments by words such as FEATURE, which are no words of a sentence."""
VALUES = {
    *(
        "external",
        "internal",
        "pending",
        "accepted",
        "crm",
        "app",
        "orgctl",
        "example",
        "maildir",
        "interrupted",
        "error",
        "hint",
        "warning",
    ),
    *(word for each in (*tree.words(), *tree.NESTED["org"]) for word in (each.name, *each.below)),
}


def words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(TYPED.sub(" ", text))}


def english_words() -> set[str]:
    """Words of the English messages that no Polish one has."""
    english: set[str] = set()
    polish: set[str] = set()
    for message in read_po(io.StringIO(CATALOGUE.read_text()), locale="pl"):
        if message.id:
            ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
            texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
            english.update(*map(words, ids))
            polish.update(*map(words, texts))
    return english - polish - VALUES


ENGLISH = english_words()


def left_over(text: str) -> set[str]:
    """English words in what should be Polish; lines that are commands to be typed are not looked at."""
    said = "\n".join(line for line in text.splitlines() if not line.startswith("  orgctl "))
    return words(said) & ENGLISH


def test_the_words_that_are_looked_for_are_many_and_no_polish():
    assert len(ENGLISH) > 600
    assert {"members", "shows", "nothing", "already", "invited", "refused"} <= ENGLISH
    assert left_over("There is no member here.") == {"there", "here"}
    assert not left_over("Nie ma tu członka. Zobacz: `orgctl member list`")


@pytest.fixture(scope="module")
def screens():
    """What each page of help and of the rulebook prints in Polish, made in one process."""
    language.choose(POLISH)
    shown = {}
    try:
        paths = [
            [],
            *([word.name, *more] for word in tree.words() for more in ([], *([b] for b in word.below))),
        ]
        paths += [["org", word.name, below] for word in tree.NESTED["org"] for below in word.below]
        asked = [[*path, "--help"] for path in paths]
        asked += [["explain", rule.id] for rule in RULES]
        asked += [["explain", each.code.value] for each in EXPLANATIONS]
        for argv in asked:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                assert app.run(argv) == 0
            shown[" ".join(argv)] = out.getvalue()
    finally:
        language.choose({})
    return shown


def test_no_page_of_help_and_no_rule_has_an_english_word(screens):
    assert len(screens) > 100
    left = {name: left_over(PLACEHOLDER.sub(" ", text)) for name, text in screens.items()}
    assert {name: each for name, each in left.items() if each} == {}


@pytest.fixture
def jan(orgctl):
    """Jan reads Polish, and has two organizations, of which Services is active."""
    polish = orgctl.with_env(**POLISH)
    polish.ok("signup", JAN, "--name", "Jan", "--org-name", "Zylker", "--org-url", "zylker", "--no-password")
    polish.acting(JAN).ok("org", "create", "Services", "--url", "services", "--sample-data")
    return polish.acting(JAN)


BAD_FILE = """version: 1
organizations:
  - url: Zy--lker
    name: 3
    licenses: gold
    foo: 1
    members:
      - {email: xyzzy, role: boss}
"""
SCREENS = [
    [],
    ["completion", "install", "--dry-run"],
    ["org", "list"],
    ["org", "show"],
    ["org", "rename", "Usługi"],
    ["org", "subscribe", "professional", "--licenses", "3"],
    ["org", "licenses", "0"],
    ["org", "restrict-ip", "203.0.113.7"],
    ["org", "create", "X", "--url", "zylker"],
    ["org", "delete", "services"],
    ["org", "transfer", EWA, "--yes"],
    ["member", "list"],
    ["member", "leave", "--yes"],
    ["member", "unlink", EWA, "--yes"],
    ["invite", "send", EWA, JAN],
    ["invite", "send", "xyzzy"],
    ["invite", "send", EWA, "--dry-run"],
    ["invite", "list"],
    ["invite", "list", "--sent"],
    ["invite", "accept"],
    ["invite", "accept", "--token", "xyzzy"],
    ["switch", "xyzzy"],
    ["default", "show"],
    ["pin"],
    ["whoami"],
    ["limits"],
    ["audit"],
    ["integrate", "apps"],
    ["integrate", "add", "desk", "portal-1"],
    ["integrate", "add", "projects", "portal-1", "--from", "app"],
    ["integrate", "list"],
    ["mail", "list"],
    ["store", "info"],
    ["store", "check"],
    ["explain", "xyzzy"],
    ["plan", "BAD.yaml"],
    ["plan", "GOOD.yaml"],
    ["apply", "GOOD.yaml", "--yes"],
    ["apply", "GOOD.yaml"],
    ["oorg"],
    ["org"],
    ["org", "creat"],
    ["org", "create"],
    ["org", "list", "--limt", "3"],
    ["audit", "--limit", "x"],
    ["audit", "--limit", "0"],
    ["invite", "send", EWA, "--role", "boss"],
    ["org", "list", "xyzzy", "plugh"],
    ["org", "list", "--quiet=3"],
    ["org", "list", "--org"],
]
GOOD_FILE = """version: 1
organizations:
  - url: services
    edition: professional
    licenses: 4
    invitations: [{email: ola@x.example, role: admin}]
    integrations: [{app: slack, account: xyzzy}]
"""


@pytest.fixture
def here(jan, monkeypatch, capsys):
    """Runs a command for Jan in this process, in a language: forty processes would say no more."""
    for name, value in jan.env().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(jan.folder)

    def run(*argv, code="pl"):
        language.choose({"ORGCTL_LANGUAGE": code})
        exit_ = app.run(["--as", JAN, *argv])
        said = capsys.readouterr()
        return exit_, said.out, said.err

    yield run
    language.choose({})


def test_no_screen_has_an_english_word(jan, here):
    (jan.folder / "BAD.yaml").write_text(BAD_FILE)
    (jan.folder / "GOOD.yaml").write_text(GOOD_FILE)
    shown = {" ".join(argv): here(*argv) for argv in SCREENS}

    assert {name: left for name, (_, out, err) in shown.items() if (left := left_over(out + err))} == {}
    assert {code for code, _out, _err in shown.values()} == {0, 2, 3, 5}


def test_a_refusal_its_hint_and_a_table_read_well(jan):
    refused = jan.run("org", "create", "X", "--url", "zylker")
    assert (refused.code, refused.err) == (
        3,
        (
            "error: Adres URL dostępu zylker należy już do innej organizacji.\n"
            "hint: Wybierz inny: `--url`, przy rejestracji `--org-url`, dla istniejącej organizacji `orgctl org set-url SLUG`.\n"
        ),
    )
    assert jan.ok("org", "list").out.splitlines()[0].split() == (
        ["NAZWA", "URL", "ROLA", "EDYCJA", "CZŁONKOWIE"]
    )
    assert "próbna: 15 dni" in jan.ok("org", "list").out


@pytest.mark.parametrize(
    "variables, said",
    [
        ({"LANG": "pl_PL.UTF-8"}, "Organizacja Zylker (zylker) jest aktywna.\n"),
        ({"LANG": "pl_PL.UTF-8", "ORGCTL_LANGUAGE": "en"}, "Zylker (zylker) is active.\n"),
        ({"LANG": "C.UTF-8", "ORGCTL_LANGUAGE": "pl"}, "Organizacja Zylker (zylker) jest aktywna.\n"),
        ({"LANG": "de_DE.UTF-8"}, "Zylker (zylker) is active.\n"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "pl:en"}, "Organizacja Zylker (zylker) jest aktywna.\n"),
        ({"LANG": "pl_PL.UTF-8", "LC_ALL": "C.UTF-8"}, "Zylker (zylker) is active.\n"),
        ({"LANG": "pl_PL.UTF-8", "ORGCTL_LANGUAGE": "tlh"}, "Zylker (zylker) is active.\n"),
    ],
)
def test_the_hot_lane_and_the_full_program_speak_the_same_language(jan, variables, said):
    path = jan.store.removeprefix("sqlite:///")  # a URL is for the full program
    here = jan.on(path).with_env(**{"ORGCTL_LANGUAGE": None, **variables})

    assert here.ok("switch", "zylker").out == said
    assert here.ok("switch", "zylker", "-o", "table").out == said


def test_what_programs_read_is_the_same_in_both_languages(jan, here):
    (jan.folder / "BAD.yaml").write_text(BAD_FILE)
    (jan.folder / "GOOD.yaml").write_text(GOOD_FILE)
    here("invite", "send", EWA)
    asked = [
        ["org", "list"], ["org", "show"], ["whoami"], ["limits"], ["invite", "list", "--sent"], ["member", "list"],
        ["audit"], ["integrate", "apps"], ["mail", "list"], ["store", "info"], ["store", "check"],
        ["explain", "B6"], ["explain", "invite.expired"], ["plan", "GOOD.yaml"], ["schema"], ["export"],
    ]  # fmt: skip
    failing = [
        ["org", "create", "X", "--url", "zylker"], ["invite", "send", JAN, EWA], ["switch", "nowhere"],
        ["plan", "BAD.yaml"], ["oorg"], ["org", "create"], ["audit", "--limit", "x"], ["org", "delete", "zylker"],
        ["invite", "send", "nobody"], ["org", "list", "more"],
    ]  # fmt: skip
    for format_ in ("json", "yaml", "csv"):
        for argv in asked if format_ == "json" else asked[:8]:
            assert here(*argv, "-o", format_)[:2] == here(*argv, "-o", format_, code="en")[:2], argv
    for argv in failing:
        told = here(*argv, "-o", "json")
        assert told == here(*argv, "-o", "json", code="en"), argv
        assert told[0] in {2, 3, 5}
    assert jan.run("switch", "xyzzy", "-o", "json").err == here("switch", "xyzzy", "-o", "json", code="en")[2]


def test_a_question_is_asked_in_polish_and_answered_in_either(jan):
    for answer in ("n", "", "nie"):
        terminal = jan.terminal("org", "delete", "services")
        terminal.expect_exact(
            "Usunąć organizację Services (services), jej członków (1) i wszystko, co w niej jest? [t/N] "
        )
        terminal.sendline(answer)
        terminal.expect_exact("Przerwano, nic nie zmieniono.")
        terminal.expect(pexpect.EOF)
    for url, answer in (("services", "t"), ("zylker", "yes")):
        terminal = jan.terminal("org", "delete", url)
        terminal.expect_exact("[t/N] ")
        terminal.sendline(answer)
        terminal.expect_exact("została usunięta.")
        terminal.expect(pexpect.EOF)
    assert jan.ok("org", "list").out == "Nie należysz do żadnej organizacji.\n"


def test_a_picker_is_polish(jan):
    terminal = jan.terminal("switch")
    terminal.expect_exact("Przełącz na")
    terminal.expect_exact("aktywna")
    terminal.send("\x1b")
    terminal.expect_exact("Przerwano, nic nie zmieniono.")
    terminal.expect(pexpect.EOF)


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-2", "cp437"])
def test_a_terminal_without_the_letters_gets_all_the_rest(jan, encoding):
    there = jan.with_env(ORGCTL_LANGUAGE=None, LANG="pl_PL", PYTHONIOENCODING=encoding, PYTHONUTF8="0")

    assert there.run("org", "--help").code == 0
    assert there.run("org", "list").code == 0
    refused = there.run("org", "create", "X", "--url", "zylker")
    assert refused.code == 3
    assert "Wybierz inny" in refused.err
    assert "Traceback" not in refused.err


def test_help_fits_its_columns_in_polish(jan):
    for columns in (60, 120):
        for argv in (["--help"], ["org", "--help"], ["invite", "send", "--help"], ["explain", "B8"]):
            lines = jan.with_env(COLUMNS=str(columns)).ok(*argv).out.splitlines()
            examples = [line for line in lines if line.lstrip().startswith(("orgctl ", "--"))]
            assert not [line for line in lines if len(line) > columns and line not in examples], argv
