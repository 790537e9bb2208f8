"""The composition root: the one reader of clock, environment, folders and randomness.

Everything that a command needs from outside comes from its `Run`; the parts are imported when they are
asked for, so that a command pays for what it uses.
"""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from orgctl.cli import streams
from orgctl.cli.argv import output_asked_for
from orgctl.cli.exits import DONE, Cancelled, Manner, report
from orgctl.cli.folders import own_folder
from orgctl.cli.language import preferred
from orgctl.cli.output.formats import Format, rendered
from orgctl.cli.output.sentence import dry
from orgctl.cli.terminal import Terminal, terminal_of
from orgctl.domain.refusals import Code, Failure, InvalidInput, NotSignedIn, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from orgctl.cli.output.views import View
    from orgctl.cli.progress import Bar
    from orgctl.cli.prompts import Prompter
    from orgctl.cli.signing import Signing
    from orgctl.session.location import Choice
    from orgctl.store.transaction import Store, Transaction
    from orgctl.usecases.acting import Actor

T = TypeVar("T")

_HELP_AT_MOST = 100


class Flags(NamedTuple):
    """The options that hold everywhere."""

    as_: str | None = None
    store: str | None = None
    quiet: bool = False
    debug: bool = False
    no_input: bool = False
    no_color: bool = False


class Run:
    """One run of the program: what a command reads, changes, asks and says."""

    def __init__(self, argv: list[str], environ: Mapping[str, str] | None = None) -> None:
        self.environ: Mapping[str, str] = os.environ if environ is None else environ
        self.flags = Flags()
        self.committed = False
        self.org: str | None = None
        self.named: str | None = None
        """The organization that an argument names, where it is no option."""
        self._output: Format | None = None
        self._asked = output_asked_for(argv)
        self._debug = "--debug" in argv
        self._store: Store | None = None

    # What was asked for

    def settle(self, *, output: Format | str | None, org: str | None) -> None:
        """Take what was said at one more place of the command line; what is said later wins.

        Raises InvalidInput usage.argument for an ORGCTL_OUTPUT that is no format.
        """
        self.org = self.org if org is None else org
        self._output = self._output if output is None else Format(output)
        self.output  # noqa: B018 (a wrong variable is told before the store opens)

    def variable(self, name: str) -> str | None:
        """An environment variable; one that is empty is as good as none."""
        return self.environ.get(name) or None

    @property
    def output(self) -> Format:
        """The format of results: the option's, else ORGCTL_OUTPUT's, else a table."""
        if self._output is not None:
            return self._output
        named = self.variable("ORGCTL_OUTPUT")
        try:
            return Format.TABLE if named is None else Format(named)
        except ValueError:
            raise InvalidInput(
                Code.USAGE_ARGUMENT,
                say("ORGCTL_OUTPUT is {named}, which is none of {known}.", named=named, known=list(Format)),
            ) from None

    @property
    def manner(self) -> Manner:
        """How a failure is to be told."""
        asked = self._asked or self.variable("ORGCTL_OUTPUT")
        return Manner(
            json=asked == Format.JSON,
            debug=self._debug,
            committed=self.committed,
            organization=self.named or self.org,
        )

    @property
    def language(self) -> str | None:
        """The language asked for, by ORGCTL_LANGUAGE or the locale: a code like `pl`, None for none."""
        return next(iter(preferred(self.environ)), None)

    # What is outside

    @cached_property
    def now(self) -> datetime:
        """The instant of the command, read once."""
        from datetime import UTC, datetime

        return datetime.now(UTC)

    @property
    def terminal(self) -> Terminal:
        """Where results go; asked for its width before the flags are known, so never kept."""
        return terminal_of(sys.stdout, self.environ, no_color=self.flags.no_color)

    @property
    def help_columns(self) -> int:
        """How wide help is."""
        return min(self.terminal.columns or 80, _HELP_AT_MOST)

    @cached_property
    def prompter(self) -> Prompter:
        """Who may be asked, if anybody."""
        from orgctl.cli.prompts import Prompter

        allowed = not self.flags.no_input and sys.stdin.isatty() and sys.stderr.isatty()
        return Prompter(
            allowed=allowed, plain=not terminal_of(sys.stderr, self.environ, no_color=True).styled
        )

    def folder(self, kind: str) -> str:
        """orgctl's own folder for `data` or for `state`."""
        return own_folder(kind, self.environ)

    def random_bytes(self, count: int) -> bytes:
        """Bytes that nobody can foresee."""
        import secrets

        return secrets.token_bytes(count)

    @cached_property
    def working_folder(self) -> str | None:
        """Where the command runs; None if that folder is gone."""
        try:
            return os.getcwd()
        except FileNotFoundError:
            return None

    # The store

    @cached_property
    def store_setting(self) -> str:
        """Which store: --store, else ORGCTL_STORE, else a file in the data folder."""
        if self.flags.store is not None:
            if not self.flags.store:
                raise InvalidInput(Code.USAGE_ARGUMENT, say("--store names nothing."))
            return self.flags.store
        return self.variable("ORGCTL_STORE") or os.path.join(self.folder("data"), "orgctl.db")

    @property
    def store(self) -> Store:
        """The store, opened when it is first needed. Raises Fault store.*."""
        if self._store is None:
            from orgctl.store.transaction import Store

            self._store = Store.open(self.store_setting)
        return self._store

    def to_its_end(self, whole: Callable[[], None]) -> int:
        """Do all of it; answers the exit code, having told every failure."""
        try:
            whole()
            streams.finish()
        except BaseException as error:  # noqa: BLE001 (the exit code of every failure is decided in one table)
            return report(error, self.manner)
        finally:
            self.close()
        return DONE

    def close(self) -> None:
        """Let go of what is open."""
        if self._store is not None:
            self._store.close()

    @cached_property
    def signing(self) -> Signing:
        """Who acts, and what is kept of sign-ins."""
        from orgctl.cli.signing import Signing

        return Signing(self)

    def change(
        self,
        work: Callable[[Transaction, Actor], T],
        *,
        dry_run: bool = False,
        located: bool = True,
        confirm: Callable[[T], str | None] | None = None,
        yes: bool = False,
    ) -> T:
        """Do something as the actor, in one transaction; a dry run does the same and keeps nothing.

        `located=False` for what doesn't act in an organization: a broken pin or variable then hinders
        nothing. `confirm` makes the question that is asked first, from a rehearsal of the work, so that
        nobody is asked about what would be refused.
        """
        resolve = self.signing.resolver(located=located)

        def acting(tx: Transaction) -> T:
            actor = resolve(tx)
            if actor.is_stale(self.now):
                self.signing.touch(tx, actor)
            return work(tx, actor)

        return self.transact(acting, dry_run=dry_run, confirm=confirm, yes=yes)

    def read(
        self, work: Callable[[Transaction, Actor], T], *, located: bool = True, showing: bool = False
    ) -> T:
        """Look something up as the actor; `showing` for what a prompt asks at every line."""
        resolve = self.signing.resolver(located=located, showing=showing)
        seen: list[Actor] = []

        def looking(tx: Transaction) -> T:
            seen.append(resolve(tx))
            return work(tx, seen[-1])

        result = self.look(looking)
        if seen[-1].is_stale(self.now):
            self._note_use(seen[-1])
        return result

    def transact(
        self,
        work: Callable[[Transaction], T],
        *,
        dry_run: bool = False,
        confirm: Callable[[T], str | None] | None = None,
        yes: bool = False,
    ) -> T:
        """As `change`, where nobody need be signed in. What was queued is mailed after the commit."""
        if confirm is not None and not yes and not dry_run:
            self.prompter.require(Code.USAGE_CONFIRM, "--yes")
            question = confirm(self.store.write(work, commit=False))
            if question is not None:
                self.confirm(question, yes=False)
        queued: list[int] = []

        def noting(tx: Transaction) -> T:
            result = work(tx)
            queued[:] = tx.queued
            return result

        try:
            result = self.store.write(noting, commit=not dry_run)
        finally:
            # Asked of the store: a signal may have come when the change was made, but nobody knew yet.
            self.committed = self._store is not None and self._store.committed
            self._note_expiry(dry_run=dry_run)
        if queued and not dry_run:
            from orgctl.cli.mailing import deliver_queued

            deliver_queued(self, queued)
        return result

    def look(self, work: Callable[[Transaction], T]) -> T:
        """As `read`, where nobody need be signed in."""
        try:
            return self.store.read(work)
        finally:
            self._note_expiry(dry_run=False)

    def _note_use(self, actor: Actor) -> None:
        import contextlib

        # A store that can't be written loses only this.
        with contextlib.suppress(Failure):
            self.store.write(lambda tx: self.signing.touch(tx, actor))

    def _note_expiry(self, *, dry_run: bool) -> None:
        if dry_run or self._store is None or not self._store.seen_expired:
            return
        import contextlib

        from orgctl.usecases.expiry import write_down_expired

        # A store that can't be written still answers; the next one who can write will note it.
        with contextlib.suppress(Failure):
            self._store.write(lambda tx: write_down_expired(tx, self.now))

    def require_owner(self, tx: Transaction) -> None:
        """Raise NotSignedIn auth.not_owner unless the operating system's user owns the store."""
        if not tx.is_mine():
            raise NotSignedIn(
                Code.AUTH_NOT_OWNER,
                say("Only the owner of the store may do this: {store}", store=self.store.identity),
                say("Sign in (orgctl login EMAIL), or run it as the store's owner."),
            )

    @property
    def choice(self) -> Choice:
        """Which organization was named from outside, and where. Raises what `find_pin` raises."""
        from orgctl.session.location import locate

        return locate(self.org, self.variable("ORGCTL_ORG"), self.working_folder)

    # What is said and asked

    def emit(
        self, result: object, *, item: type | None = None, view: View | None = None, empty: str = ""
    ) -> None:
        """Write a result to standard output in the format asked for."""
        text = rendered(result, self.output, self.terminal, now=self.now, item=item, view=view, empty=empty)
        streams.write_out(text)

    def note(self, text: str) -> None:
        """Say to a person, on standard error, what happened; not with --quiet."""
        if not self.flags.quiet:
            streams.write_err(f"{text}\n")

    def tell(self, text: str, *, dry_run: bool) -> None:
        """Say what a command did, to what, in which organization; or what it would have done."""
        self.note(dry(text) if dry_run else text)

    def warn(self, text: str) -> None:
        """Say to a person what needs attention, with --quiet too."""
        streams.write_err(f"warning: {text}\n")

    def progress(self, what: str, total: int) -> Bar:
        """A bar for a long command."""
        from orgctl.cli.progress import Bar

        shown = sys.stderr.isatty() and not self.flags.quiet
        return Bar(what, total, terminal_of(sys.stderr, self.environ, no_color=True) if shown else None)

    def confirm(self, question: str, *, yes: bool) -> None:
        """Ask before something is removed or handed over.

        Raises Cancelled for a no, and InvalidInput usage.confirm where nobody may be asked.
        """
        if yes:
            return
        self.prompter.require(Code.USAGE_CONFIRM, "--yes")
        if not self.prompter.confirm(question):
            raise Cancelled
