"""Tab in real shells: what it inserts is what the program gets, whatever is in it."""

from __future__ import annotations

import pytest

from tests.journeys.stage import JAN
from tests.shells.conftest import ACCOUNTS, ODD
from tests.shells.shell import SHELLS, begun


@pytest.fixture(params=SHELLS)
def shell(request, anna):
    begun_ = begun(request.param, anna)
    yield begun_
    begun_.process.close(force=True)


def test_words_options_and_values_are_completed(shell):
    assert shell.words("orgctl org sh") == ["'org'", "'show'"]
    assert shell.words("orgctl invite send a@b.example --ro") == [
        "'invite'",
        "'send'",
        "'a@b.example'",
        "'--role'",
    ]
    assert shell.words("orgctl org show zylker-") == ["'org'", "'show'", "'zylker-services'"]
    assert shell.words("orgctl member list --org zylker-") == [
        "'member'",
        "'list'",
        "'--org'",
        "'zylker-services'",
    ]
    assert shell.words("orgctl member list --org=zylker-") == [
        "'member'",
        "'list'",
        "'--org=zylker-services'",
    ]
    assert shell.words("orgctl org set-timezone Europe/Wars") == [
        "'org'",
        "'set-timezone'",
        "'Europe/Warsaw'",
    ]
    assert shell.words("orgctl explain limit.mem") == ["'explain'", "'limit.memberships'"]
    assert shell.words("orgctl member unlink ja") == ["'member'", "'unlink'", f"'{JAN}'"]
    assert shell.words("orgctl member unlink jan@zy") == ["'member'", "'unlink'", f"'{JAN}'"]
    assert shell.words("orgctl org subscribe ult") == ["'org'", "'subscribe'", "'ultimate'"]


def test_what_is_awkward_to_type_arrives_whole(shell):
    assert shell.words("orgctl member unlink o") == ["'member'", "'unlink'", ascii(ODD)]
    for account, begins in zip(ACCOUNTS, ["Sal", "a", "it", "ż"], strict=True):
        assert shell.words(f"orgctl integrate remove analytics {begins}") == [
            "'integrate'", "'remove'", "'analytics'", ascii(account)
        ]  # fmt: skip


def test_within_quotes_and_behind_colons_the_rest_is_completed(shell):
    remove = ["'integrate'", "'remove'", "'analytics'"]

    assert shell.words('orgctl integrate remove analytics "Sales re') == [*remove, "'Sales report'"]
    assert shell.words("orgctl integrate remove analytics 'Sales re") == [*remove, "'Sales report'"]
    assert shell.words("orgctl integrate remove analytics Sales\\ re") == [*remove, "'Sales report'"]
    assert shell.words("orgctl integrate remove analytics a:") == [*remove, "'a:b'"]


def test_a_list_has_a_description_beside_each(shell):
    shown = shell.listed("orgctl org show zylker", "Zylker-Services, superadmin")

    assert 'It\'s "Z" $HOME `id` \\n %F{red} [x](y)' in shown


def test_files_are_the_shells_own_affair(shell, anna):
    (anna.folder / "two words.yaml").write_text("")
    (anna.folder / "plans").mkdir()

    assert shell.words("orgctl plan two") == ["'plan'", "'two words.yaml'"]
    assert shell.words("orgctl plan x --save two") == ["'plan'", "'x'", "'--save'", "'two words.yaml'"]
    assert shell.words("orgctl store backup pla")[2] in {"'plans/'", "'plans'"}


def test_what_runs_inside_is_completed_as_a_command(shell):
    assert shell.words("orgctl exec zylker -- printen") == ["'exec'", "'zylker'", "'--'", "'printenv'"]


def test_where_nothing_fits_nothing_happens(shell):
    assert shell.words("orgctl org show nowh") == ["'org'", "'show'", "'nowh'"]
    assert shell.words("orgctl org create na") == ["'org'", "'create'", "'na'"]
    assert shell.words("orgctl nonsense na") == ["'nonsense'", "'na'"]


def test_a_word_in_the_middle_of_a_line_is_completed(shell):
    left = "\x1b[D" * len(" --yes")

    assert shell.words("orgctl org delete zylker- --yes", f"{left}\t") == [
        "'org'", "'delete'", "'zylker-services'", "'--yes'"
    ]  # fmt: skip


def test_a_store_that_is_broken_says_nothing(shell, anna):
    shell.line("export ORGCTL_STORE=/etc/passwd")

    assert shell.words("orgctl org show zy") == ["'org'", "'show'", "'zy'"]
    assert "error" not in shell.complained("orgctl org show zy")
    assert shell.words("orgctl org sh") == ["'org'", "'show'"]
