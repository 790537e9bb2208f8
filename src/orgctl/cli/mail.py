"""The outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _, plural
from orgctl.cli.options import DryRun, Output
from orgctl.cli.output.sentence import filled
from orgctl.domain.refusals import Code, Fault, say
from orgctl.usecases import reading
from orgctl.usecases.delivery import Undelivered
from orgctl.usecases.results import MailResult

if TYPE_CHECKING:
    from orgctl.cli.context import Run
    from orgctl.store.transaction import Transaction

app = group("See and send the mail that is waiting.")


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """What a run of deliveries did."""

    sent: int
    undelivered: tuple[Undelivered, ...]


@command(app, "list", "orgctl mail list", rules="C2 C3")
def list_(context: typer.Context, output: Output = None) -> None:
    """List the outbox, without what the mails say."""
    run = begin(context, output=output)

    def work(tx: Transaction) -> tuple[MailResult, ...]:
        run.require_owner(tx)
        return reading.mail_list(tx)

    run.emit(run.look(work), item=MailResult, empty=_("The outbox is empty."))


@command(app, "send", "orgctl mail send", rules="C2")
def send(context: typer.Context, dry_run: DryRun = False, output: Output = None) -> None:
    """Send what is due again."""
    from orgctl.cli.mailing import deliver

    run = begin(context, output=output)
    run.look(run.require_owner)
    if dry_run:
        due = [
            mail
            for mail in run.look(reading.mail_list)
            if mail.next_attempt_at is not None and mail.next_attempt_at <= run.now
        ]
        run.tell(plural("1 mail is due.", "{n} mails are due.", len(due)), dry_run=True)
        run.emit(DeliveryResult(0, ()))
        return
    result = deliver(run, None)
    run.committed = result.sent > 0
    _tell_of_waiting(run)
    run.emit(DeliveryResult(result.sent, result.undelivered))
    if result.stopped is not None:
        raise result.stopped.as_fault()
    if result.undelivered:
        raise Fault(
            Code.MAIL_REFUSED,
            say("{count} mails could not be delivered.", count=len(result.undelivered)),
            say("orgctl mail list shows which, and why."),
        )


def _tell_of_waiting(run: Run) -> None:
    """Say so where mails are left alone because their server put them off a short while ago."""
    after = [
        mail.next_attempt_at
        for mail in run.look(reading.mail_list)
        if mail.next_attempt_at is not None and mail.next_attempt_at > run.now
    ]
    if after:
        # shown to the minute, and by then it is to be true
        first = min(after) + timedelta(seconds=59)
        count = plural("1 mail waits for another attempt", "{n} mails wait for another attempt", len(after))
        run.note(filled("{count}, the first from {first} on.", count=count, first=first))
