"""Hypothesis strategies for everything that a set-up file can ask for."""

from __future__ import annotations

from hypothesis import strategies as st

from orgctl.domain.integrations import clean_account
from orgctl.domain.refusals import InvalidInput
from orgctl.domain.values import Edition, Kind, Role, Side
from orgctl.manifest.shaping import APPS
from orgctl.manifest.values import (
    SAMPLE_MODULES,
    Manifest,
    WantedInvitation,
    WantedLink,
    WantedMember,
    WantedOrganization,
    WantedUser,
)
from orgctl.text.addresses import parse_address
from orgctl.text.names import clean_name
from orgctl.text.timezones import timezone_names

MISREAD = [
    "no",
    "Yes",
    "on",
    "~",
    "null",
    "true",
    "1:30",
    "010",
    "0x1f",
    "0o7",
    "1e3",
    ".inf",
    "-",
    "=1+1",
    "a: b",
    "a #b",
]


def accepted(clean, text: str):
    try:
        return clean(text)
    except InvalidInput:
        return None


def cleaned(clean, texts):
    return texts.map(lambda text: accepted(clean, text)).filter(lambda value: value is not None)


def maybe(strategy):
    return st.none() | strategy


SLUGS = [
    "no",
    "on",
    "010",
    "0x1f",
    "1e3",
    "42",
    "true",
    "null",
    "2026-01-01",
    "zylker",
    "zylker-pl",
    "ab",
    "x" * 63,
]
LOCALS = [
    "anna",
    "Anna.Nowak",
    "=cmd",
    "+a",
    "-b",
    "'=c",
    "'d",
    "o'brien",
    "{x}",
    "a|b",
    "#1",
    "&a",
    "*b",
    "!c",
    "%d",
    "`e",
]
LETTERS = "ŁłżŻéÉαΑßдД日本\u0301\u017f"

urls = st.sampled_from(SLUGS)
names = cleaned(clean_name, st.sampled_from(MISREAD) | st.text(min_size=1, max_size=20))
addresses = cleaned(
    parse_address,
    st.builds("{}@{}".format, st.sampled_from(LOCALS), st.sampled_from(["zylker.example", "b.test"]))
    | st.builds("{}{}@bücher.example".format, st.sampled_from("aZ"), st.text(LETTERS, max_size=4)),
)
zones = st.sampled_from(sorted(timezone_names()))
networks = st.sampled_from(["203.0.113.0/24", "0.0.0.0/0", "2001:db8::/32", "::/0", "10.0.0.7/32"])
languages = st.sampled_from(["en", "no", "pl", "pt-BR"])
kinds = st.none() | st.just(Kind.INTERNAL)


@st.composite
def links(draw):
    app = draw(st.sampled_from(list(APPS)))
    found = draw(st.sampled_from(list(APPS[app].values())))
    part = st.text(min_size=1, max_size=8).filter(lambda text: "/" not in text and text.strip())
    account = accepted(lambda text: clean_account(found, text), "/".join(draw(part) for _ in found.form))
    return WantedLink(
        app,
        account or "/".join(found.form),
        found.feature,
        draw(maybe(st.sampled_from(Side))),
        draw(maybe(addresses)),
    )


@st.composite
def organizations(draw):
    people = draw(st.lists(addresses, min_size=1, max_size=6, unique_by=lambda address: address.key))
    split = draw(st.integers(1, len(people)))
    role_and_kind = st.tuples(st.sampled_from([None, Role.ADMIN, Role.STANDARD]), kinds) | st.tuples(
        st.sampled_from([None, Role.STANDARD]), st.just(Kind.EXTERNAL)
    )
    members = (
        WantedMember(people[0], Role.SUPERADMIN, draw(kinds)),
        *(WantedMember(person, *draw(role_and_kind)) for person in people[1:split]),
    )
    invitations = tuple(
        WantedInvitation(person, *draw(role_and_kind), draw(maybe(addresses)), draw(maybe(languages)))
        for person in people[split:]
    )
    linked = st.lists(
        links(), max_size=3, unique_by=lambda link: (link.app, link.feature, link.account.casefold())
    )
    edition = draw(maybe(st.sampled_from(Edition)))
    modules = st.lists(st.sampled_from(SAMPLE_MODULES), unique=True)
    return WantedOrganization(
        url=draw(urls),
        name=draw(maybe(names)),
        timezone=draw(maybe(zones)),
        edition=edition,
        licenses=draw(maybe(st.integers(1, 2_147_483_647))) if edition else None,
        sample_data=draw(
            maybe(modules.map(lambda some: tuple(one for one in SAMPLE_MODULES if one in some)))
        ),
        restrict_ip=draw(maybe(st.lists(networks, max_size=3, unique=True).map(tuple))),
        created_by=draw(maybe(addresses)),
        sign_up=draw(maybe(st.booleans())),
        members=draw(maybe(st.just(members))),
        invitations=draw(st.sampled_from([(), invitations])),
        integrations=draw(st.one_of(st.just(()), linked.map(tuple))),
    )


@st.composite
def users(draw):
    no_default = draw(st.booleans())
    default = None if no_default else draw(maybe(urls))
    return WantedUser(draw(addresses), draw(maybe(names)), default, no_default, draw(maybe(languages)))


manifests = st.builds(
    Manifest,
    users=st.lists(users(), max_size=4, unique_by=lambda user: user.address.key).map(tuple),
    organizations=st.lists(organizations(), max_size=4, unique_by=lambda wanted: wanted.url).map(tuple),
)
