"""Accepting with a token: also for somebody whom accepting makes a login."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgctl.cli.language import _
from orgctl.cli.output.sentence import filled
from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.usecases import answers
from orgctl.usecases.answers import Newcomer

if TYPE_CHECKING:
    from orgctl.cli.context import Run
    from orgctl.store.transaction import Transaction
    from orgctl.usecases.answers import Accepted


def accept(run: Run, token: str, *, name: str | None, password_stdin: bool, dry_run: bool) -> Accepted:
    """Accept the invitation of a mailed token, signed in or not.

    Somebody without a login may name themselves and set a password, and is signed in then. On a terminal
    both are asked for; elsewhere the token is enough, which proves who reads the mailbox.
    """
    resolve = run.signing.someone()
    token_hash = run.signing.hashed(token)

    def needs_login(tx: Transaction) -> bool:
        return resolve(tx) is None and answers.needs_login(tx, token_hash, run.now)

    newcomer, secret = None, None
    if run.look(needs_login):
        newcomer, secret = _newcomer(run, name, password_stdin=password_stdin, dry_run=dry_run)
    accepted = run.transact(
        lambda tx: answers.accept_by_token(
            tx, resolve(tx), token_hash=token_hash, newcomer=newcomer, now=run.now
        ),
        dry_run=dry_run,
    )
    if accepted.signed_in and not dry_run:
        if secret is not None:
            run.signing.keep(secret, insecure=False)
        if newcomer is None or newcomer.password_hash is None:
            run.warn(
                filled(
                    "{email} has no password yet, and signs in once there is one: orgctl --as {email} password",
                    email=accepted.user.email,
                )
            )
    run.signing.warn_unless_kept()
    return accepted


def _newcomer(
    run: Run, name: str | None, *, password_stdin: bool, dry_run: bool
) -> tuple[Newcomer | None, str | None]:
    from orgctl.cli import passwords
    from orgctl.text.names import clean_name

    asked = run.prompter.allowed and name is None
    if asked:
        name = run.prompter.line(_("Your name: "))
    if name is None:
        if password_stdin:
            raise InvalidInput(
                Code.USAGE_PROMPT, say("Your name is missing."), say("Say it with --name NAME.")
            )
        return None, None
    name = clean_name(name)
    password_hash = None
    if password_stdin or run.prompter.allowed:
        password_hash = passwords.new_hash(run, from_stdin=password_stdin)
    secret = None if dry_run else run.signing.secret_to_keep()
    return Newcomer(name, password_hash, secret and run.signing.hashed(secret)), secret
