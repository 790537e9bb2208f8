"""From a tree to values: which keys there are and what each holds. The published schema says the same."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from orgctl.domain.catalogue import CATALOGUE, MAIN_FEATURE
from orgctl.domain.editions import clean_licenses
from orgctl.domain.integrations import clean_account
from orgctl.domain.refusals import Code, InvalidInput, say
from orgctl.domain.values import Edition, Kind, Role, Side
from orgctl.manifest.fields import Fields, choose, table, text
from orgctl.manifest.tree import Sequence, Table
from orgctl.manifest.values import (
    SAMPLE_MODULES,
    VERSION,
    Manifest,
    WantedInvitation,
    WantedLink,
    WantedMember,
    WantedOrganization,
    WantedUser,
)
from orgctl.text.addresses import parse_address
from orgctl.text.characters import visible
from orgctl.text.names import clean_name
from orgctl.text.networks import clean_network
from orgctl.text.timezones import clean_timezone
from orgctl.text.urls import clean_url

if TYPE_CHECKING:
    from orgctl.manifest.checking import Checks
    from orgctl.manifest.flaws import Flaws
    from orgctl.manifest.tree import Node

ROLES: Final = {str(role): role for role in Role}
INVITED_ROLES: Final = {str(role): role for role in (Role.ADMIN, Role.STANDARD)}
KINDS: Final = {str(kind): kind for kind in Kind}
EDITIONS: Final = {str(edition): edition for edition in Edition}
SIDES: Final = {str(side): side for side in Side}
APPS: Final = {
    row.app: {one.feature or MAIN_FEATURE: one for one in CATALOGUE if one.app == row.app}
    for row in CATALOGUE
}

FILE_KEYS: Final = ("$schema", "version", "users", "organizations")
USER_KEYS: Final = ("email", "name", "default", "language")
ORGANIZATION_KEYS: Final = (
    *(
        "url",
        "name",
        "timezone",
        "edition",
        "licenses",
        "sample_data",
        "restrict_ip",
        "created_by",
        "sign_up",
    ),
    *("members", "invitations", "integrations"),
)
MEMBER_KEYS: Final = ("email", "role", "kind")
INVITATION_KEYS: Final = ("email", "role", "kind", "invited_by", "language")
LINK_KEYS: Final = ("app", "feature", "account", "from", "user")

LANGUAGE_PATTERN: Final = "[a-z]{2,3}(?:-[A-Z]{2})?"
_LANGUAGE: Final = re.compile(LANGUAGE_PATTERN)


def shape(root: Node, name: str, checks: Checks, flaws: Flaws) -> Manifest | None:
    """What the file asks for, None where that can't be told; flaws are noted."""
    top = table(say("A set-up file"), root, flaws)
    if top is None:
        return None
    fields = Fields(top, FILE_KEYS, flaws)
    fields.text("$schema", str)
    if fields.require("version"):
        fields.whole("version", _version)
    users = fields.each("users", partial(_user, flaws=flaws)) or ()
    checks.users(users)
    organizations = fields.each("organizations", partial(_organization, checks=checks, flaws=flaws)) or ()
    return Manifest(users=users, organizations=organizations, name=name)


def _version(number: int) -> int:
    if number != VERSION:
        raise InvalidInput(
            Code.INPUT_FILE, say("This program reads version {version} of the format.", version=VERSION)
        )
    return number


def _user(node: Node, flaws: Flaws) -> WantedUser | None:
    row = table(say("A user"), node, flaws)
    if row is None:
        return None
    fields = Fields(row, USER_KEYS, flaws)
    fields.require("email")
    address = fields.text("email", parse_address)
    no_default = fields.is_null("default")
    name = fields.text("name", clean_name)
    default = None if no_default else fields.text("default", clean_url)
    language = fields.text("language", clean_language)
    if address is None:
        return None
    return WantedUser(address, name, default, no_default, language, row.line, row.column)


def _organization(node: Node, checks: Checks, flaws: Flaws) -> WantedOrganization | None:
    row = table(say("An organization"), node, flaws)
    if row is None:
        return None
    fields = Fields(row, ORGANIZATION_KEYS, flaws)
    fields.require("url")
    url = fields.text("url", clean_url)
    members = fields.each("members", partial(_member, flaws=flaws))
    invitations = fields.each("invitations", partial(_invitation, flaws=flaws))
    integrations = fields.each("integrations", partial(_link, flaws=flaws))
    networks = fields.each("restrict_ip", partial(text, "restrict_ip", clean=clean_network, flaws=flaws))
    wanted = WantedOrganization(
        url=url or "",
        name=fields.text("name", clean_name),
        timezone=fields.text("timezone", clean_timezone),
        edition=fields.choice("edition", EDITIONS),
        licenses=fields.whole("licenses", clean_licenses),
        sample_data=_sample_data(row, fields, flaws),
        restrict_ip=networks,
        created_by=fields.text("created_by", parse_address),
        sign_up=fields.flag("sign_up"),
        members=members,
        invitations=invitations or (),
        integrations=integrations or (),
        line=row.line,
        column=row.column,
    )
    if "licenses" in fields and "edition" not in fields:
        fields.refuse(
            "licenses",
            say("Licenses are bought with an edition, and there is none here."),
            say("Without an edition the organization stays on the trial; leave licenses out too."),
        )
    checks.organization(wanted)
    return wanted if url is not None else None


def _sample_data(row: Table, fields: Fields, flaws: Flaws) -> tuple[str, ...] | None:
    if "sample_data" not in fields or not isinstance(row.cells["sample_data"].node, Sequence):
        loaded = fields.flag("sample_data")
        return None if loaded is None else SAMPLE_MODULES if loaded else ()
    modules = {module: module for module in SAMPLE_MODULES}
    given = fields.each(
        "sample_data",
        lambda node: text(
            "module", node, lambda word: choose(say("module of sample data"), word, modules), flaws
        ),
    )
    return tuple(module for module in SAMPLE_MODULES if given and module in given)


def _member(node: Node, flaws: Flaws) -> WantedMember | None:
    row = table(say("A member"), node, flaws)
    if row is None:
        return None
    fields = Fields(row, MEMBER_KEYS, flaws)
    fields.require("email")
    address = fields.text("email", parse_address)
    role = fields.choice("role", ROLES)
    kind = fields.choice("kind", KINDS)
    _refuse_external(fields, role, kind)
    return None if address is None else WantedMember(address, role, kind, row.line, row.column)


def _invitation(node: Node, flaws: Flaws) -> WantedInvitation | None:
    row = table(say("An invitation"), node, flaws)
    if row is None:
        return None
    fields = Fields(row, INVITATION_KEYS, flaws)
    fields.require("email")
    address = fields.text("email", parse_address)
    role = fields.choice("role", INVITED_ROLES)
    kind = fields.choice("kind", KINDS)
    invited_by = fields.text("invited_by", parse_address)
    language = fields.text("language", clean_language)
    _refuse_external(fields, role, kind)
    if address is None:
        return None
    return WantedInvitation(address, role, kind, invited_by, language, row.line, row.column)


def _refuse_external(fields: Fields, role: Role | None, kind: Kind | None) -> None:
    if kind is Kind.EXTERNAL and role not in {None, Role.STANDARD}:
        fields.refuse(
            "kind", say("External members have the role standard, and this one is {role}.", role=role)
        )


def _link(node: Node, flaws: Flaws) -> WantedLink | None:
    row = table(say("An integration"), node, flaws)
    if row is None:
        return None
    fields = Fields(row, LINK_KEYS, flaws)
    fields.require("app", "account")
    features = fields.choice("app", APPS)
    started_from = fields.choice("from", SIDES)
    user = fields.text("user", parse_address)
    if features is None:
        return None
    found = fields.choice("feature", features) if "feature" in fields else next(iter(features.values()))
    account = None if found is None else fields.text("account", partial(clean_account, found))
    if found is None or account is None:
        return None
    return WantedLink(found.app, account, found.feature, started_from, user, row.line, row.column)


def clean_language(word: str) -> str:
    """The code of a language, such as `pl` or `pt-BR`. Raises InvalidInput `input.text`."""
    if not _LANGUAGE.fullmatch(word):
        raise InvalidInput(
            Code.INPUT_TEXT,
            say("{word} is no language.", word=visible(word) or "''"),
            say("Languages have codes such as en, pl or pt-BR."),
        )
    return word
