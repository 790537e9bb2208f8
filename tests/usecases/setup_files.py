"""Set-up files and single acts at random: few people and organizations, so that they meet, and limits too."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from orgctl.domain.catalogue import entry
from orgctl.domain.refusals import Failure
from orgctl.domain.values import Edition, Kind, Role, Side
from orgctl.manifest.values import (
    Manifest,
    WantedInvitation,
    WantedLink,
    WantedMember,
    WantedOrganization,
    WantedUser,
)
from orgctl.text.addresses import parse_address
from orgctl.usecases import integrations, invitations, members, organizations, sample_data, switching

if TYPE_CHECKING:
    from orgctl.text.addresses import Address
    from tests.usecases.acts import Acts

PEOPLE = [parse_address(f"{name}@zylker.example") for name in ("anna", "ewa", "jan", "Ola", "piotr", "zofia")]
URLS = ["east", "north", "south", "west", "centre", "coast", "hills"]
ACCOUNTS = [
    ("desk", None, "support"),
    ("desk", None, "Sales"),
    ("salesiq", None, "chat"),
    ("campaigns", None, "spring"),
    ("ms-teams", "portal", "holding"),
    ("ms-teams", "tab", "portal/sales"),
    ("ms-teams", "message-extension", "bot"),
    ("cliq", None, "talk"),
]


def a_file(seed: int) -> Manifest:
    """A file that may ask for anything; every other one is careful, and less often refused."""
    some = Random(seed)  # noqa: S311 (tests want the same again)
    careful = some.random() < 0.6
    wanted = tuple(
        _organization(some, url, careful=careful) for url in some.sample(URLS, some.randint(1, len(URLS)))
    )
    return Manifest(users=tuple(_users(some, wanted, careful=careful)), organizations=wanted)


def _organization(some: Random, url: str, *, careful: bool) -> WantedOrganization:
    everybody = some.sample(PEOPLE, len(PEOPLE))
    count = some.randint(1, len(everybody))
    edition = some.choice([None, None, None, *Edition])
    members = tuple(_member(some, each, edition, first=not at) for at, each in enumerate(everybody[:count]))
    enough = len(PEOPLE) if careful else 1
    invited = everybody[count:][: some.randint(0, 2)]
    inviters = [each.address for each in members if each.role is Role.ADMIN] if careful else PEOPLE
    linkers = everybody[:count] if careful else PEOPLE
    return WantedOrganization(
        url,
        name=some.choice([None, url.title(), "Zylker"]),
        timezone=some.choice([None, "UTC", "Europe/Warsaw"]),
        edition=edition,
        licenses=some.choice([some.randint(enough, 8), *([] if careful else [None])]) if edition else None,
        sample_data=some.choice([None, None, (), ("leads",), ("leads", "deals")]),
        restrict_ip=some.choice([None, None, (), ("203.0.113.0/24", "2001:db8::/32")]),
        created_by=some.choice([None, None, some.choice(PEOPLE)]),
        sign_up=some.choice([None, None, None, None, True, *([] if careful else [False])]),
        members=members if some.random() < (0.95 if careful else 0.8) else None,
        invitations=some.choice([(), tuple(_invitation(some, each, inviters) for each in invited)]),
        integrations=some.choice([(), tuple(_links(some, linkers, careful=careful))]),
    )


def _member(some: Random, address: Address, edition: Edition | None, *, first: bool) -> WantedMember:
    if first:
        return WantedMember(address, Role.SUPERADMIN, None)
    kinds = [None, None, None, Kind.INTERNAL, *([Kind.EXTERNAL] if edition is Edition.ZOHO_ONE else [])]
    kind = some.choice(kinds)
    role = Role.STANDARD if kind is Kind.EXTERNAL else some.choice([Role.ADMIN, Role.STANDARD, Role.STANDARD])
    return WantedMember(address, some.choice([role, role, None]), kind)


def _invitation(some: Random, address: Address, inviters: list[Address]) -> WantedInvitation:
    role = some.choice([None, Role.ADMIN, Role.STANDARD])
    by = some.choice([None, *inviters])
    return WantedInvitation(address, role, invited_by=by, language=some.choice([None, None, "pl"]))


def _links(some: Random, linkers: list[Address], *, careful: bool) -> list[WantedLink]:
    found = []
    for app, feature, account in some.sample(ACCOUNTS, some.randint(0, 2 if careful else 4)):
        row = entry(app, feature)
        if row is None:
            raise AssertionError
        side = some.choice([None, None, None if careful else Side.APP])
        found.append(WantedLink(app, account, row.feature, side, some.choice([None, some.choice(linkers)])))
    return found


def _users(some: Random, wanted: tuple[WantedOrganization, ...], *, careful: bool) -> list[WantedUser]:
    found = []
    for address in some.sample(PEOPLE, some.randint(0, 4)):
        theirs = [
            each.url
            for each in wanted
            if not careful or any(member.address == address for member in each.members or ())
        ]
        default = some.choice([None, *theirs])
        found.append(
            WantedUser(
                address,
                name=some.choice([None, "Anna Nowak", "Jan Kowalski"]),
                default=default,
                no_default=default is None and some.random() < 0.2,
                language=some.choice([None, "pl"]),
            )
        )
    return found


def some_acts(acts: Acts, seed: int, count: int = 12) -> None:
    """What people may do to a store one command at a time; what is refused is left undone."""
    some = Random(seed)  # noqa: S311 (as above)
    for _ in range(count):
        with suppress(Failure):
            _act(acts, some)


def _act(acts: Acts, some: Random) -> None:
    who, other, url = some.choice(PEOPLE).email, some.choice(PEOPLE), some.choice(URLS)
    role = some.choice([Role.ADMIN, Role.STANDARD])
    app, feature, account = some.choice(ACCOUNTS)
    match some.randint(0, 12):
        case 0:
            acts.sign_up(who, url)
        case 1:
            acts.create(who, url)
        case 2 | 3:
            if not acts.send(who, other.email, org=url, role=role).failed:
                acts.accept_by_token(acts.tokens[-1])
        case 4:
            acts.send(who, other.email, org=url, role=role)
        case 5:
            acts.do(members.set_role, who, org=url, email=other, role=role)
        case 6:
            acts.unlink(who, other.email, org=url)
        case 7:
            acts.do(members.leave, who, org=url)
        case 8:
            acts.do(organizations.transfer, who, org=url, email=other)
        case 9:
            acts.subscribe(who, url, some.choice(list(Edition)), some.randint(2, 8))
        case 10:
            acts.do(switching.set_default, who, organization=url)
        case 11:
            facts = {"app": app, "account": account, "feature": feature}
            acts.do(integrations.add, who, org=url, side=some.choice(list(Side)), **facts)
        case _:
            late = [
                lambda: acts.do(sample_data.load, who, org=url),
                lambda: acts.do(organizations.delete, who, organization=url),
                lambda: acts.do(invitations.revoke, who, org=url, email=other),
                lambda: acts.do(organizations.restrict_ip, who, org=url, networks=("198.51.100.0/24",)),
            ]
            some.choice(late)()
