"""Signing up, in and out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from orgctl.cli.commands import begin, command, group
from orgctl.cli.language import _
from orgctl.cli.options import DryRun, Org, Output, PasswordStdin
from orgctl.cli.output.sentence import filled
from orgctl.domain.refusals import Code, InvalidInput, NotSignedIn, say
from orgctl.usecases import accounts
from orgctl.usecases.results import WhoResult

if TYPE_CHECKING:
    from orgctl.cli.context import Run
    from orgctl.store.transaction import Transaction
    from orgctl.text.addresses import Address

app = group("Sign up, in and out.")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Your e-mail address.", show_default=False)]
Timezone = Annotated[
    str, typer.Option("--timezone", metavar="TZ", help="The organization's time zone, an IANA name.")
]


@dataclass(frozen=True, slots=True)
class SignedIn(WhoResult):
    """Who signed in, with the token that --print-token asked for."""

    token: str


@command(
    app,
    "signup",
    "orgctl signup jan@zylker.example --name 'Jan Kowalski' --org-name Zylker --org-url zylker",
    rules="A1 A2 B2 B4 D2",
)
def signup(
    context: typer.Context,
    email: Email,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Your name.")],
    org_name: Annotated[str, typer.Option("--org-name", metavar="NAME", help="The organization's name.")],
    org_url: Annotated[
        str, typer.Option("--org-url", metavar="SLUG", help="Its access URL: a-z, 0-9 and hyphens.")
    ],
    timezone: Timezone = "UTC",
    password_stdin: PasswordStdin = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Without a password: nobody can sign in with one.")
    ] = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Make a user and a first organization, and sign in."""
    from orgctl.cli import passwords
    from orgctl.session.location import Choice
    from orgctl.text.addresses import parse_address
    from orgctl.text.names import clean_name
    from orgctl.text.timezones import clean_timezone
    from orgctl.text.urls import clean_url

    run = begin(context, output=output)
    if password_stdin and no_password:
        raise InvalidInput(Code.USAGE_ARGUMENT, say("--password-stdin and --no-password exclude each other."))
    address = parse_address(email)
    name, org_name = clean_name(name), clean_name(org_name)
    url, timezone = clean_url(org_url), clean_timezone(timezone)
    password_hash = None
    if not no_password:
        password_hash = passwords.new_hash(
            run, from_stdin=password_stdin, flags="--password-stdin --no-password"
        )
    for_somebody = run.signing.as_ is not None
    secret = None if dry_run or for_somebody else run.signing.secret_to_keep()
    result = run.transact(
        lambda tx: accounts.sign_up(
            tx,
            address=address,
            name=name,
            organization_name=org_name,
            url=url,
            timezone=timezone,
            language=run.language,
            password_hash=password_hash,
            secret_hash=secret and run.signing.hashed(secret),
            operator=run.signing.operator_of(tx) if for_somebody else None,
            choice=Choice(),
            now=run.now,
        ),
        dry_run=dry_run,
    )
    if secret is not None:
        run.signing.keep(secret, insecure=False)
    run.signing.warn_unless_kept()
    run.tell(
        filled(
            "{email} has the organization {name} ({url}), on trial.",
            email=address.email,
            name=result.name,
            url=result.url,
        ),
        dry_run=dry_run,
    )
    run.emit(result)


@command(
    app,
    "login",
    "orgctl login jan@zylker.example",
    "orgctl login jan@zylker.example --url zylker-services",
    rules="A1 D2 D3 D4",
)
def login(
    context: typer.Context,
    email: Email,
    password_stdin: PasswordStdin = False,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="ACCESS_URL", help="The organization that becomes active."),
    ] = None,
    print_token: Annotated[
        bool, typer.Option("--print-token", help="Print a token for ORGCTL_TOKEN, and keep nothing.")
    ] = False,
    insecure_storage: Annotated[
        bool, typer.Option("--insecure-storage", help="Keep the sign-in in a file that only you can read.")
    ] = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Sign in; the default organization becomes active."""
    from orgctl.cli import passwords
    from orgctl.session.location import Choice
    from orgctl.session.secrets import require_keeper
    from orgctl.session.tokens import new_session_secret
    from orgctl.text.addresses import parse_address

    run = begin(context, output=output)
    if print_token and insecure_storage:
        raise InvalidInput(
            Code.USAGE_ARGUMENT, say("--print-token and --insecure-storage exclude each other.")
        )
    address = parse_address(email)
    if not print_token:
        require_keeper(insecure=insecure_storage)
    password = passwords.password(run, from_stdin=password_stdin, new=False)
    rehash = _checked(run, address, password, dry_run=dry_run)
    secret = new_session_secret()
    who = run.transact(
        lambda tx: accounts.sign_in(
            tx,
            address=address,
            attempts_key=run.signing.hashed(address.key),
            secret_hash=run.signing.hashed(secret),
            url=url,
            rehash=rehash,
            choice=Choice(),
            now=run.now,
        ),
        dry_run=dry_run,
    )
    if print_token and not dry_run:
        if who.active is None:
            _note_no_default(run)
        run.emit(SignedIn(**asdict(who), token=secret))
        return
    if not dry_run:
        run.signing.keep(secret, insecure=insecure_storage)
    if who.active is None:
        who = _without_default(run, who, dry_run=dry_run)
    place = who.active or _("no organization")
    run.tell(filled("{email} is signed in, in {place}.", email=who.email, place=place), dry_run=dry_run)
    run.emit(who)


def _checked(run: Run, address: Address, password: str, *, dry_run: bool) -> str | None:
    """Check a password; the hash to keep instead of an outdated one.

    The failure is written down before the password is looked at, so that eight attempts at once are eight.
    A dry run is counted too, or it could be used for guessing; where its password is right, it is taken back.
    Raises NotSignedIn auth.failed, auth.throttled.
    """
    from orgctl.domain.attempts import require_no_wait
    from orgctl.session.passwords import verify

    key = run.signing.hashed(address.key)

    def attempt(tx: Transaction) -> accounts.Credentials:
        found = accounts.credentials(tx, address, key)
        require_no_wait(found.failures, found.last_failed_at, run.now)
        accounts.note_failure(tx, key, run.now)
        return found

    found = run.store.write(attempt)
    verified = verify(found.password_hash, password)
    if not verified.ok:
        raise NotSignedIn(
            Code.AUTH_FAILED,
            say("Wrong address or password."),
            say("New here: orgctl signup EMAIL --name NAME --org-name NAME --org-url URL"),
        )
    if dry_run:
        run.store.write(lambda tx: accounts.take_back_failure(tx, key, found))
    return verified.rehash


def _without_default(run: Run, who: WhoResult, *, dry_run: bool) -> WhoResult:
    """D4: on a terminal the user chooses a default from the list; else is told which command does."""
    from orgctl.cli import picking
    from orgctl.usecases import switching

    if dry_run or not run.prompter.allowed:
        _note_no_default(run)
        return who
    url = picking.organization(run, _("Which organization is your default from now on?"))
    if url is None:
        run.note(_("You are in no organization yet; orgctl invite list shows who invites you."))
        return who
    run.change(
        lambda tx, actor: (
            switching.set_default(tx, actor, organization=url, now=run.now),
            switching.switch(tx, actor, organization=url, now=run.now),
        ),
        located=False,
    )
    return run.read(accounts.who, located=False)


def _note_no_default(run: Run) -> None:
    run.note(_("No organization is active. Choose a default: orgctl default set ORG"))


@command(app, "logout", "orgctl logout", "orgctl logout --all", rules="A1")
def logout(
    context: typer.Context,
    everywhere: Annotated[bool, typer.Option("--all", help="End all of your sign-ins, everywhere.")] = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Sign out here, or everywhere."""
    run = begin(context, output=output)
    try:
        result = run.change(
            lambda tx, actor: accounts.sign_out(tx, actor, everywhere=everywhere, now=run.now),
            dry_run=dry_run,
            located=False,
        )
    except NotSignedIn as dead:
        # A secret that opens nothing any more is not worth keeping.
        if not dry_run and dead.code is not Code.AUTH_NOT_OWNER and run.signing.as_ is None:
            run.signing.forget()
        raise
    if not dry_run and run.signing.as_ is None:
        run.signing.forget()
    run.tell(filled("{email} is signed out.", email=result.email), dry_run=dry_run)
    run.emit(result)


@command(app, "whoami", "orgctl whoami -o json", rules="A1 D1")
def whoami(context: typer.Context, org: Org = None, output: Output = None) -> None:
    """Show who is signed in and where commands act."""
    run = begin(context, output=output, org=org)
    run.emit(run.read(accounts.who))


@command(app, "password", "orgctl password", rules="A1")
def password(
    context: typer.Context,
    password_stdin: PasswordStdin = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Set another password."""
    from orgctl.cli import passwords

    run = begin(context, output=output)
    new = passwords.new_hash(run, from_stdin=password_stdin)
    result = run.change(
        lambda tx, actor: accounts.set_password(tx, actor, password_hash=new, now=run.now),
        dry_run=dry_run,
        located=False,
    )
    run.tell(
        filled("The password of {email} is set; other sign-ins have ended.", email=result.email),
        dry_run=dry_run,
    )
    run.emit(result)
