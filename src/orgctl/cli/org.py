"""Organizations: creating, listing, changing."""

from __future__ import annotations

from typing import Annotated

import typer

from orgctl.cli import everyday
from orgctl.cli.commands import begin, command, group
from orgctl.cli.options import DryRun, Org, Output, Yes
from orgctl.cli.output.sentence import filled, named
from orgctl.cli.overruled import warn_if_overruled
from orgctl.domain.editions import clean_licenses
from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.domain.values import Edition
from orgctl.usecases import reading

app = group("Create, list and change organizations.")

Edition_ = Annotated[
    Edition,
    typer.Argument(metavar="EDITION", help=f"One of {', '.join(Edition)}.", show_default=False),
]


@command(
    app,
    "create",
    "orgctl org create 'Zylker Services' --url zylker-services --timezone Europe/Warsaw",
    rules="B1 B2 B4 B5 B6 B9",
)
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="1 to 120 characters.", show_default=False)],
    url: Annotated[str, typer.Option("--url", metavar="SLUG", help="Its access URL: a-z, 0-9 and hyphens.")],
    timezone: Annotated[
        str, typer.Option("--timezone", metavar="TZ", help="Its time zone, an IANA name.")
    ] = "UTC",
    with_sample_data: Annotated[
        bool, typer.Option("--sample-data", help="Load sample records into it.")
    ] = False,
    if_not_exists: Annotated[
        bool, typer.Option("--if-not-exists", help="Make yours of that URL active, if there is one.")
    ] = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Create an organization on trial; it becomes the active one."""
    from orgctl.text.names import clean_name
    from orgctl.text.timezones import clean_timezone
    from orgctl.text.urls import clean_url
    from orgctl.usecases import organizations

    run = begin(context, output=output)
    name, slug, zone = clean_name(name), clean_url(url), clean_timezone(timezone)
    result = run.change(
        lambda tx, actor: organizations.create(
            tx,
            actor,
            name=name,
            url=slug,
            timezone=zone,
            sample_data=with_sample_data,
            if_not_exists=if_not_exists,
            now=run.now,
        ),
        dry_run=dry_run,
        located=False,
    )
    warn_if_overruled(run, result)
    run.tell(filled("{name} is there, and active.", name=named(result)), dry_run=dry_run)
    run.emit(result)


@command(app, "list", "orgctl org list", "orgctl org list --tree", rules="A1 C2 C4 D1")
def list_(
    context: typer.Context,
    tree: Annotated[
        bool, typer.Option("--tree", help="Below who created them, each with the apps that hang on it.")
    ] = False,
    org: Org = None,
    output: Output = None,
) -> None:
    """List your organizations, and those that invite you."""
    everyday.list_organizations(begin(context, output=output, org=org), as_tree=tree)


@command(app, "show", "orgctl org show zylker", rules="A1 A3")
def show(
    context: typer.Context,
    organization: Annotated[
        str | None, typer.Argument(metavar="[ORG]", help="By access URL or name; else the active one.")
    ] = None,
    org: Org = None,
    output: Output = None,
) -> None:
    """Show one of your organizations."""
    run = begin(context, output=output, org=org)
    if organization is not None and org is not None:
        raise InvalidInput(Code.USAGE_ARGUMENT, say("ORG and --org exclude each other."))
    run.emit(
        run.read(
            lambda tx, actor: reading.show_organization(tx, actor, organization=organization),
            located=organization is None,
        )
    )


@command(app, "rename", "orgctl org rename 'Zylker Products'", rules="R2")
def rename(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="1 to 120 characters.", show_default=False)],
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Give an organization another name."""
    from orgctl.text.names import clean_name
    from orgctl.usecases import organizations

    run = begin(context, output=output, org=org)
    name = clean_name(name)
    result = run.change(
        lambda tx, actor: organizations.rename(tx, actor, name=name, now=run.now), dry_run=dry_run
    )
    run.tell(filled("{url} is now called {name}.", url=result.url, name=result.name), dry_run=dry_run)
    run.emit(result)


@command(app, "set-url", "orgctl org set-url zylker-products", rules="B4")
def set_url(
    context: typer.Context,
    url: Annotated[
        str,
        typer.Argument(metavar="SLUG", help="The new access URL: a-z, 0-9 and hyphens.", show_default=False),
    ],
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Give an organization another access URL, as its super administrator."""
    from orgctl.text.urls import clean_url
    from orgctl.usecases import organizations

    run = begin(context, output=output, org=org)
    slug = clean_url(url)
    result = run.change(
        lambda tx, actor: organizations.set_url(tx, actor, url=slug, now=run.now), dry_run=dry_run
    )
    run.tell(filled("{name} has the access URL {url}.", name=result.name, url=result.url), dry_run=dry_run)
    run.emit(result)


@command(app, "set-timezone", "orgctl org set-timezone Europe/Warsaw", rules="R2")
def set_timezone(
    context: typer.Context,
    timezone: Annotated[str, typer.Argument(metavar="TZ", help="An IANA name.", show_default=False)],
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Set an organization's time zone."""
    from orgctl.text.timezones import clean_timezone
    from orgctl.usecases import organizations

    run = begin(context, output=output, org=org)
    zone = clean_timezone(timezone)
    result = run.change(
        lambda tx, actor: organizations.set_timezone(tx, actor, timezone=zone, now=run.now), dry_run=dry_run
    )
    run.tell(
        filled("{name} is in the time zone {timezone}.", name=named(result), timezone=result.timezone),
        dry_run=dry_run,
    )
    run.emit(result)


@command(app, "subscribe", "orgctl org subscribe professional --licenses 25", rules="B2 B3 B7 B8")
def subscribe(
    context: typer.Context,
    edition: Edition_,
    licenses: Annotated[int, typer.Option("--licenses", metavar="N", help="For how many internal members.")],
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Subscribe an organization to an edition, which ends its trial."""
    from orgctl.usecases import editions

    run = begin(context, output=output, org=org)
    clean_licenses(licenses)
    result = run.change(
        lambda tx, actor: editions.subscribe(tx, actor, edition=edition, licenses=licenses, now=run.now),
        dry_run=dry_run,
    )
    run.tell(
        filled(
            "{name} is subscribed to {edition} with {licenses} licenses.",
            name=named(result),
            edition=result.edition,
            licenses=licenses,
        ),
        dry_run=dry_run,
    )
    if result.made_external:
        run.note(filled("External from now on (B8): {emails}", emails=result.made_external))
    run.emit(result)


@command(app, "licenses", "orgctl org licenses 30", rules="B3")
def set_licenses(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help="How many.", show_default=False)],
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Change how many licenses an organization has."""
    from orgctl.usecases import editions

    run = begin(context, output=output, org=org)
    clean_licenses(number)
    result = run.change(
        lambda tx, actor: editions.set_licenses(tx, actor, licenses=number, now=run.now),
        dry_run=dry_run,
    )
    run.tell(filled("{name} has {licenses} licenses.", name=named(result), licenses=number), dry_run=dry_run)
    run.emit(result)


@command(
    app,
    "restrict-ip",
    "orgctl org restrict-ip 203.0.113.0/24 2001:db8::/32",
    "orgctl org restrict-ip --off",
    rules="R2 C4",
)
def restrict_ip(
    context: typer.Context,
    networks: Annotated[
        list[str] | None,
        typer.Argument(metavar="CIDR…", help="Networks without host bits.", show_default=False),
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Lift the restriction.")] = False,
    org: Org = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Restrict an organization to some networks, or lift that."""
    from orgctl.text.networks import clean_network
    from orgctl.usecases import organizations

    run = begin(context, output=output, org=org)
    if bool(networks) is off:
        raise InvalidInput(
            Code.USAGE_ARGUMENT if off else Code.USAGE_MISSING,
            say("Networks and --off exclude each other.") if off else say("CIDR or --off is missing."),
        )
    allowed = tuple(dict.fromkeys(clean_network(each) for each in networks or ()))
    result = run.change(
        lambda tx, actor: organizations.restrict_ip(tx, actor, networks=allowed, now=run.now),
        dry_run=dry_run,
    )
    if allowed:
        text = filled("{name} is reached from {networks} only.", name=named(result), networks=allowed)
    else:
        text = filled("{name} is reached from everywhere.", name=named(result))
    run.tell(text, dry_run=dry_run)
    run.emit(result)


@command(app, "transfer", "orgctl org transfer anna@zylker.example", rules="R1 R2")
def transfer(
    context: typer.Context,
    email: Annotated[
        str, typer.Argument(metavar="EMAIL", help="An internal administrator of it.", show_default=False)
    ],
    org: Org = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Make somebody else the super administrator; you become an administrator."""
    from orgctl.text.addresses import parse_address
    from orgctl.usecases import organizations

    run = begin(context, output=output, org=org)
    address = parse_address(email)
    result = run.change(
        lambda tx, actor: organizations.transfer(tx, actor, email=address, now=run.now),
        dry_run=dry_run,
        confirm=lambda would: filled("Hand {name} over to {email}?", name=named(would), email=address.email),
        yes=yes,
    )
    run.tell(
        filled("{email} is the super administrator of {name}.", email=address.email, name=named(result)),
        dry_run=dry_run,
    )
    run.emit(result)


@command(app, "delete", "orgctl org delete zylker-services --yes", rules="R2 D4")
def delete(
    context: typer.Context,
    organization: Annotated[
        str, typer.Argument(metavar="ORG", help="By access URL or name.", show_default=False)
    ],
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Delete an organization with all that hangs on it."""
    from orgctl.usecases import organizations

    run = begin(context, output=output)
    run.named = organization
    result = run.change(
        lambda tx, actor: organizations.delete(tx, actor, organization=organization, now=run.now),
        dry_run=dry_run,
        located=False,
        confirm=lambda would: filled(
            "Delete {name}, {members} members and everything in it?",
            name=named(would),
            members=would.members,
        ),
        yes=yes,
    )
    run.tell(filled("{name} is deleted.", name=named(result)), dry_run=dry_run)
    run.emit(result)
