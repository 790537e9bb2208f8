"""Each example of each command's help works: typed into a shell as it stands, where it makes sense."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pexpect
import pytest

from orgctl.domain.values import Edition, Role, Side
from orgctl.store.transaction import Store
from orgctl.usecases import integrations, organizations, switching
from tests.cli.test_help import LEAVES
from tests.journeys.stage import ANNA, EWA, JAN, OLA, PASSWORD, Stage
from tests.support.run import UNTESTABLE

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = [example for _path, command in LEAVES for example in command.callback.lesson.examples]

HOLDING = """
version: 1
users:
  - {email: jan@zylker.example, name: Jan}
organizations:
  - url: zylker
    name: Zylker
    invitations:
      - {email: new@other.example, role: admin}
"""


def _without_ewa(stage: Stage) -> None:
    stage.acts.unlink(JAN, EWA, org="zylker")


def _ewa_is_invited(stage: Stage) -> None:
    _without_ewa(stage)
    stage.acts.send(JAN, EWA, org="zylker")


def _ola_is_invited(stage: Stage) -> None:
    stage.acts.sign_up(OLA, "olas")
    stage.acts.send(JAN, OLA, org="zylker")


def _without_services(stage: Stage) -> None:
    stage.acts.do(organizations.delete, JAN, organization="zylker-services")


def _linked(stage: Stage) -> None:
    stage.acts.do(
        integrations.add, JAN, org="zylker", app="desk", account="zylker-support", feature=None, side=Side.CRM
    )


def _backed_up(stage: Stage) -> None:
    stage.orgctl.ok("store", "backup", "backup.db")


def _file(name: str, text: str) -> Callable[[Stage], None]:
    return lambda stage: (stage.orgctl.folder / name).write_text(text) and None


@dataclass(frozen=True)
class Needs:
    """What an example needs beside Jan's sign-in: a scene, somebody else, answers, and how it ends."""

    scene: Callable[[Stage], None] = lambda _stage: None
    who: str | None = JAN
    answers: tuple[tuple[str, str], ...] = ()
    stdin: str | None = None
    code: int = 0
    program: str = "bash"
    on_another_store: bool = False
    env: dict[str, str] = field(default_factory=dict)


_NEW_PASSWORD = (("New password: ", PASSWORD), ("The same again: ", PASSWORD))
_SIGNS_IN = Needs(who=None, answers=(("Password: ", PASSWORD),))
_HOLDING = _file("holding.yaml", HOLDING)

NEEDS: dict[str, Needs] = {
    "orgctl signup jan@zylker.example --name 'Jan Kowalski' --org-name Zylker --org-url zylker": Needs(
        who=None, answers=_NEW_PASSWORD, on_another_store=True
    ),
    "orgctl login jan@zylker.example": _SIGNS_IN,
    "orgctl login jan@zylker.example --url zylker-services": _SIGNS_IN,
    "orgctl password": Needs(answers=_NEW_PASSWORD),
    "orgctl org create 'Zylker Services' --url zylker-services --timezone Europe/Warsaw": Needs(
        _without_services
    ),
    "orgctl org transfer anna@zylker.example": Needs(answers=(("Hand .* over", "y"),)),
    "orgctl member leave --org zylker-services --yes": Needs(who=ANNA),
    "orgctl invite send ewa@zylker.example jan@other.example --role admin": Needs(_without_ewa),
    "orgctl invite send --from-file people.csv": Needs(
        _file("people.csv", "email,role\nnew@other.example,admin\n")
    ),
    "orgctl invite accept zylker": Needs(_ola_is_invited, who=OLA),
    "orgctl invite decline zylker --reason 'I have left the project.'": Needs(_ola_is_invited, who=OLA),
    "orgctl invite accept --token TOKEN --name 'Ewa Nowak' --password-stdin": Needs(
        lambda stage: stage.acts.send(JAN, "newcomer@other.example", org="zylker") and None,
        who=None,
        stdin=f"{PASSWORD}\n",
    ),
    "orgctl invite revoke ewa@zylker.example": Needs(_ewa_is_invited),
    "orgctl invite resend ewa@zylker.example": Needs(_ewa_is_invited),
    "orgctl integrate remove desk zylker-support": Needs(_linked),
    "orgctl plan holding.yaml": Needs(_HOLDING),
    "orgctl plan holding.yaml --check": Needs(_HOLDING, code=6),
    "orgctl plan holding.yaml --save holding.plan": Needs(_HOLDING),
    "orgctl apply holding.yaml": Needs(_HOLDING, answers=(("\\[y/N\\]", "y"),)),
    "orgctl apply people.csv --yes": Needs(
        _file(
            "people.csv",
            "org,email,role\nshops,jan@zylker.example,superadmin\nshops,new@other.example,admin\n",
        )
    ),
    "orgctl store restore backup.db --yes": Needs(_backed_up),
    "orgctl completion install": Needs(env={"SHELL": "/bin/bash"}),
    "orgctl completion uninstall": Needs(env={"SHELL": "/bin/bash"}),
    'eval "$(orgctl completion zsh)"': Needs(program="zsh"),
    "orgctl completion fish > ~/.config/fish/completions/orgctl.fish": Needs(
        lambda stage: (stage.orgctl.home / ".config/fish/completions").mkdir(parents=True)
    ),
}


@pytest.fixture
def stage(sqlite_url, orgctl):
    """Jan's zylker (active) and zylker-services, with Anna as an administrator in both and Ewa in the first."""
    store = Store.open(sqlite_url)
    stage = Stage.today(store, orgctl)
    acts = stage.acts
    stage.person(JAN, "zylker")
    acts.create(JAN, "zylker-services")
    acts.subscribe(JAN, "zylker", Edition.ENTERPRISE)
    for url in ("zylker", "zylker-services"):
        acts.join(ANNA, url, by=JAN, role=Role.ADMIN)
    acts.join(EWA, "zylker", by=JAN)
    orgctl.env()
    yield stage
    store.close()


def test_what_an_example_needs_is_written_down_for_examples_that_there_are():
    assert set(NEEDS) <= set(EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_works_as_it_stands(stage, example, request):
    needs = NEEDS.get(example, Needs())
    if shutil.which(needs.program) is None:
        pytest.skip(reason=f"{UNTESTABLE}: there is no {needs.program}, and only root could install it")
    needs.scene(stage)
    line = example.replace("TOKEN", stage.acts.tokens[-1])
    if example.startswith("orgctl store copy"):
        line = f"orgctl store copy {stage.orgctl.store} {request.getfixturevalue('another_database')}"
    who = _ready(stage, needs.who).with_env(**needs.env)

    if needs.on_another_store:
        who = who.on(who.home / "another.db")
    stage.acts.store.close()
    code, shown = _typed(who, line, needs)

    assert code == needs.code, shown
    assert "Traceback" not in shown


def _ready(stage: Stage, who: str | None):
    """The program as somebody who has switched before; nobody, for what needs no sign-in."""
    if who is None:
        return stage.orgctl
    secret = stage.secret(who)
    for url in ["zylker-services", "zylker"] if who == JAN else []:
        mine = [each[0] for each in stage.acts.rows("SELECT url FROM organizations")]
        if url in mine:
            stage.acts.signed_in(
                secret,
                lambda tx, actor, url=url: switching.switch(tx, actor, organization=url, now=stage.acts.now),
            )
    return stage.orgctl.with_env(ORGCTL_TOKEN=secret)


def _typed(who, line: str, needs: Needs) -> tuple[int, str]:
    command = [needs.program, "-c", line]
    if not needs.answers:
        done = subprocess.run(
            command,
            cwd=who.folder,
            env=who.env(),
            input=needs.stdin or "",
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr
    terminal = pexpect.spawn(
        command[0], command[1:], cwd=str(who.folder), env=who.env(TERM="xterm"), encoding="utf-8", timeout=60
    )
    shown = ""
    for question, answer in needs.answers:
        terminal.expect(question)
        shown += str(terminal.before)
        terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.exitstatus, shown + str(terminal.before)


@pytest.fixture
def another_database(postgres):
    with postgres.fresh() as url:
        yield url
