"""Every message has its Polish, and the catalogues are what the sources and each other say."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from orgctl.cli.language import CATALOGUES
from orgctl.domain.rulebook import RULES

PROJECT = Path(__file__).parents[2]
TOOL = PROJECT / "tools" / "messages"


def checked(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, root / "tools" / "messages", "--check"], capture_output=True, text=True, check=False
    )


def loaded(tool: Path) -> ModuleType:
    spec = spec_from_loader("messages", SourceFileLoader("messages", str(tool)))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return loaded(TOOL)


@pytest.fixture
def copy(tmp_path):
    """A copy of the sources and of what reads them, to spoil."""
    shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tools").mkdir()
    for tool in (TOOL, TOOL.with_name("manual.py")):
        shutil.copy(tool, tmp_path / "tools")
    return tmp_path


def polish(root: Path) -> Path:
    return root / "src" / "orgctl" / "locale" / "pl" / "LC_MESSAGES" / "orgctl.po"


def test_every_message_is_translated_and_the_catalogues_are_in_step():
    done = checked(PROJECT)

    assert done.returncode == 0, done.stdout + done.stderr


def test_each_language_that_is_spoken_has_its_catalogue_and_no_other_lies_there(tool):
    assert sorted(CATALOGUES) == tool.languages()


def test_a_sentence_is_found_wherever_it_is_written(tool):
    ids = {message if isinstance(message, str) else message[0] for message, _file in tool.messages()}

    assert ids >= {
        "{email} belongs to {memberships} organizations, and {limit} is the most that one user may.",  # say
        "Nothing to change.",  # _
        "1 day left",  # plural
        "{name} is active.",  # filled
        "People",  # later
        "Create an organization on trial; it becomes the active one.",  # a command's docstring
        "Make yours of that URL active, if there is one.",  # an option's help
        "Create, list and change organizations.",  # a word's sentence
        "Looking after it",  # a section
        "Invited by",  # a column
        "Accounts",  # a column's shorter title
        "person\4Name",  # a column's title told apart
        "time zone",  # a label
        "{actor} unlinked {subject}",  # an act of history
        *(rule.sentence for rule in RULES),
        *(reading for rule in RULES for reading in rule.readings),
    }


def test_a_new_sentence_without_polish_fails_the_check(copy):
    file = copy / "src" / "orgctl" / "cli" / "audit.py"
    file.write_text(file.read_text().replace("Nothing has happened yet.", "Nothing to be seen."))

    done = checked(copy)

    assert done.returncode == 1
    assert "not in step" in done.stdout
    assert "Nothing to be seen." in done.stdout


@pytest.mark.parametrize(
    "was, becomes, flaw",
    [
        ('msgstr "Nic się jeszcze nie wydarzyło."', 'msgstr ""', "not translated: Nothing has happened yet."),
        (
            '\nmsgid "Nothing has happened yet."',
            '\n#, fuzzy\nmsgid "Nothing has happened yet."',
            "a guess (fuzzy): Nothing has happened yet.",
        ),
        ('msgstr "Organizacja {name} jest aktywna."', 'msgstr "Organizacja jest aktywna."', "{values}"),
        ('msgstr "Organizacja {name} jest aktywna."', 'msgstr "Organizacja {nazwa} jest aktywna."', "{values}"),
        ('msgstr[2] "zostało {n} dni"', 'msgstr[2] ""', "not translated: 1 day left"),
        ('msgstr "Nic się jeszcze nie wydarzyło."', 'msgstr "Jeszcze nic."', "orgctl.mo is not in step"),
    ],
)  # fmt: skip
def test_a_spoilt_catalogue_fails_the_check(copy, capsys, was, becomes, flaw):
    text = polish(copy).read_text()
    assert was in text
    polish(copy).write_text(text.replace(was, becomes, 1))

    code = loaded(copy / "tools" / "messages").main(["--check"])

    assert code == 1
    assert flaw in capsys.readouterr().out


def test_the_tool_brings_a_catalogue_back_in_step_and_keeps_what_is_translated(copy):
    text = polish(copy).read_text()
    polish(copy).with_suffix(".mo").unlink()

    done = subprocess.run([sys.executable, copy / "tools" / "messages"], check=False)

    assert done.returncode == 0
    assert polish(copy).read_text() == text
    assert checked(copy).returncode == 0


def test_what_the_source_says_is_shown_in_its_own_words():
    catalog: Catalog = read_po(io.StringIO(polish(PROJECT).read_text()), locale="pl")

    for rule in RULES:
        for quote in rule.quotes:
            message = catalog.get(quote.english)
            assert message is not None
            assert message.string == quote.polish
