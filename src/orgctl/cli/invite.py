"""Invitations: sending, listing, answering."""

from __future__ import annotations

from typing import Annotated

import typer

from orgctl.cli.commands import begin, command, group
from orgctl.cli.exits import SomeRefused
from orgctl.cli.language import _, plural
from orgctl.cli.options import DryRun, Org, Output, PasswordStdin, Token, Unasked
from orgctl.cli.output.formats import Format
from orgctl.cli.output.sentence import filled, named
from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.domain.values import Role, Status
from orgctl.usecases import invitations, reading
from orgctl.usecases.results import InvitationResult

app = group("Send, list and answer invitations.")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The invited address.", show_default=False)]
Inviting = Annotated[
    str | None,
    typer.Argument(metavar="[ORG]", help="The organization that invites, by access URL or name."),
]


@command(
    app,
    "send",
    "orgctl invite send ewa@zylker.example jan@other.example --role admin",
    "orgctl invite send --from-file people.csv",
    rules="R2 C1 C2 C3 B8",
)
def send(
    context: typer.Context,
    emails: Annotated[
        list[str] | None, typer.Argument(metavar="EMAIL…", help="Whom to invite.", show_default=False)
    ] = None,
    role: Annotated[
        Role | None, typer.Option("--role", metavar="ROLE", help="admin or standard (the default).")
    ] = None,
    external: Annotated[
        bool, typer.Option("--external", help="As external members, in a Zoho One organization.")
    ] = False,
    from_file: Annotated[
        str | None,
        typer.Option("--from-file", metavar="CSV", help="A file with the columns email,role; - for stdin."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="The mail's language: en or pl.")
    ] = None,
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Invite people to an organization, by mail."""
    from orgctl.cli.mailing import known_language, token_maker
    from orgctl.cli.roster import invitees

    run = begin(context, output=output, org=org)
    spoken = known_language(language) if language is not None else run.language
    items = invitees(emails or [], from_file, role or Role.STANDARD)
    new_token = token_maker(run)
    result, place = run.change(
        lambda tx, actor: (
            invitations.send(
                tx,
                actor,
                items=items,
                external=external,
                language=spoken,
                new_token=new_token,
                now=run.now,
            ),
            reading.show_organization(tx, actor, organization=None),
        ),
        dry_run=dry_run,
    )
    # With failures and JSON, standard error is the one document of the failures.
    if result.sent and not (result.failed and run.output is Format.JSON):
        count = plural("1 person is invited", "{n} people are invited", len(result.sent))
        text = filled("{count} to {name}.", count=count, name=named(place))
        run.tell(text, dry_run=dry_run)
    run.emit(result)
    if result.failed:
        raise SomeRefused(result.failed, len(items))


@command(app, "list", "orgctl invite list", "orgctl invite list --sent --status expired", rules="C2 C4 R2")
def list_(
    context: typer.Context,
    sent: Annotated[bool, typer.Option("--sent", help="Those that an organization has sent.")] = False,
    received: Annotated[
        bool, typer.Option("--received", help="Those that you can answer from here (the default).")
    ] = False,
    status: Annotated[
        Status | None,
        typer.Option("--status", metavar="STATUS", help=f"Only {', '.join(Status)}."),
    ] = None,
    org: Org = None,
    output: Output = None,
) -> None:
    """List invitations: received ones, or those that an organization has sent."""
    from orgctl.cli.output.views import RECEIVED, SENT

    run = begin(context, output=output, org=org)
    if sent and received:
        raise InvalidInput(Code.USAGE_ARGUMENT, say("--sent and --received exclude each other."))
    result = run.read(
        lambda tx, actor: reading.list_invitations(tx, actor, sent=sent, status=status, now=run.now),
        located=sent,
    )
    run.emit(
        result,
        item=InvitationResult,
        view=SENT if sent else RECEIVED,
        empty=_("No invitation was sent.") if sent else _("No invitation is waiting."),
    )


@command(
    app,
    "accept",
    "orgctl invite accept zylker",
    "orgctl invite accept --token TOKEN --name 'Ewa Nowak' --password-stdin",
    rules="C1 C2 C4 B5 B7 B8 D2",
)
def accept(
    context: typer.Context,
    organization: Inviting = None,
    token: Token = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Your name, if this is your first sign-in.")
    ] = None,
    password_stdin: PasswordStdin = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Accept an invitation, from the list or with the token from the mail."""
    from orgctl.cli import newcomers, picking
    from orgctl.usecases import answers

    run = begin(context, output=output)
    organization, secret = picking.answered(run, organization, token, _("Accept the invitation of"))
    if secret is not None:
        accepted = newcomers.accept(run, secret, name=name, password_stdin=password_stdin, dry_run=dry_run)
    else:
        wanted = organization or ""
        accepted = run.change(
            lambda tx, actor: answers.accept(tx, actor, organization=wanted, now=run.now),
            dry_run=dry_run,
            located=False,
        )
    its = accepted.invitation
    run.tell(
        filled(
            "{email} is in {organization} ({url}), as {role}.",
            email=its.email,
            organization=its.organization,
            url=its.url,
            role=its.role if its.kind == "internal" else _("external"),
        ),
        dry_run=dry_run,
    )
    if accepted.became_external:
        run.note(
            _("You are an internal member of another Zoho One organization, so here you are external (B8).")
        )
    run.emit(its)


@command(
    app,
    "decline",
    "orgctl invite decline zylker --reason 'I have left the project.'",
    rules="C2 C4",
)
def decline(
    context: typer.Context,
    organization: Inviting = None,
    token: Token = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="What the organization gets to read.")
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Decline an invitation, from the list or with the token from the mail."""
    from orgctl.cli import picking
    from orgctl.text.prose import REASON_CHARACTERS, clean_prose
    from orgctl.usecases import answers

    run = begin(context, output=output)
    said = None if reason is None else clean_prose(reason, limit=REASON_CHARACTERS)
    organization, secret = picking.answered(run, organization, token, _("Decline the invitation of"))
    resolve = run.signing.someone() if secret is not None else run.signing.resolver(located=False)
    result = run.transact(
        lambda tx: answers.decline(
            tx,
            resolve(tx),
            organization=organization,
            token_hash=None if secret is None else run.signing.hashed(secret),
            reason=said,
            now=run.now,
        ),
        dry_run=dry_run,
    )
    run.tell(
        filled(
            "{email} has declined to join {organization} ({url}).",
            email=result.email,
            organization=result.organization,
            url=result.url,
        ),
        dry_run=dry_run,
    )
    run.emit(result)


@command(app, "revoke", "orgctl invite revoke ewa@zylker.example", rules="R2 C2")
def revoke(
    context: typer.Context,
    email: Email,
    org: Org = None,
    yes: Unasked = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Take a pending invitation back."""
    from orgctl.text.addresses import parse_address

    del yes  # accepted, as everywhere where something is removed; inviting again undoes it
    run = begin(context, output=output, org=org)
    address = parse_address(email)
    result = run.change(
        lambda tx, actor: invitations.revoke(tx, actor, email=address, now=run.now), dry_run=dry_run
    )
    run.tell(
        filled(
            "The invitation of {email} to {organization} ({url}) is revoked.",
            email=result.email,
            organization=result.organization,
            url=result.url,
        ),
        dry_run=dry_run,
    )
    run.emit(result)


@command(app, "resend", "orgctl invite resend ewa@zylker.example", rules="R2 C2")
def resend(
    context: typer.Context,
    email: Email,
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Send a pending invitation again, with a new token and seven new days."""
    from orgctl.cli.mailing import token_maker
    from orgctl.cli.output.when import instant
    from orgctl.text.addresses import parse_address

    run = begin(context, output=output, org=org)
    address = parse_address(email)
    new_token = token_maker(run)
    result = run.change(
        lambda tx, actor: invitations.resend(tx, actor, email=address, new_token=new_token, now=run.now),
        dry_run=dry_run,
    )
    run.tell(
        filled(
            "{email} is invited to {organization} ({url}) again, until {until}.",
            email=result.email,
            organization=result.organization,
            url=result.url,
            until=instant(result.expires_at),
        ),
        dry_run=dry_run,
    )
    run.emit(result)
