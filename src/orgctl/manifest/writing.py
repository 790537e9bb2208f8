"""Writing values as a set-up file: always in the same order and shape, so that two exports can be compared.

What is read from what was written is equal to what was written (CSV: the members that it holds).
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, Final

from orgctl.manifest.csv_reading import COLUMNS, GUARDED
from orgctl.manifest.values import SAMPLE_MODULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from orgctl.manifest.values import (
        Manifest,
        WantedInvitation,
        WantedLink,
        WantedMember,
        WantedOrganization,
        WantedUser,
    )

SCHEMA_FILE: Final = "orgctl.schema.json"
"""Where editors look for the schema: beside the file. `orgctl schema` prints what belongs there."""

Value = str | int | bool | list[Any] | None

# What no YAML, of 1.1 or 1.2, takes for anything but text, alone or inside braces. Anything else is quoted.
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.@+/-]*(?: [A-Za-z0-9][A-Za-z0-9_.@+/-]*)*|[0-9.]+/[0-9]+")
_NOT_TEXT: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def to_yaml(manifest: Manifest) -> str:
    """The file as YAML, one line a row."""
    return "".join(_yaml_lines(manifest))


def to_json(manifest: Manifest) -> str:
    """The file as JSON, in ASCII."""
    document: dict[str, Value] = {"version": manifest.version}
    if manifest.users:
        document["users"] = [_user(user) for user in manifest.users]
    if manifest.organizations:
        document["organizations"] = [
            _terms(wanted) | {key: list(rows) for key, rows in _lists(wanted)}
            for wanted in manifest.organizations
        ]
    return json.dumps(document, indent=2) + "\n"


def to_csv(manifest: Manifest) -> str:
    """The members alone, as a roster: org, email, role. A member without a role is `standard`.

    Cells that a spreadsheet would run are guarded by a `'`, which reading takes away.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        (wanted.url, guarded(member.address.email), member.role or "standard")
        for wanted in manifest.organizations
        for member in wanted.members or ()
    )
    return out.getvalue()


def guarded(cell: str) -> str:
    """The cell with a `'` before it if a spreadsheet would take it for a formula (`= + - @`, tab, return)."""
    return f"'{cell}" if GUARDED.match(cell) else cell


def _yaml_lines(manifest: Manifest) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
    yield f"version: {manifest.version}\n"
    if manifest.users:
        yield "users:\n"
        for user in manifest.users:
            yield f"  - {_flow(_user(user))}\n"
    if manifest.organizations:
        yield "organizations:\n"
    for wanted in manifest.organizations:
        start = "  - "
        for key, value in _terms(wanted).items():
            yield f"{start}{key}: {_scalar(value)}\n"
            start = "    "
        for key, rows in _lists(wanted):
            written = [f"      - {_flow(row)}\n" for row in rows]
            yield f"    {key}:\n" if written else f"    {key}: []\n"
            yield from written


def _flow(row: Mapping[str, Value]) -> str:
    return f"{{{', '.join(f'{key}: {_scalar(value)}' for key, value in row.items())}}}"


def _scalar(value: Value) -> str:
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
            return value
        # A JSON string is a double-quoted one of YAML. What is not printable is in no value.
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    return json.dumps(value)


def _given(**row: Value) -> dict[str, Value]:
    return {key.rstrip("_"): value for key, value in row.items() if value is not None}


def _user(user: WantedUser) -> dict[str, Value]:
    row = _given(email=user.address.email, name=user.name, default=user.default)
    if user.no_default:
        row["default"] = None
    return row | _given(language=user.language)


def _terms(wanted: WantedOrganization) -> dict[str, Value]:
    modules: Value = None
    if wanted.sample_data is not None:
        some = 0 < len(wanted.sample_data) < len(SAMPLE_MODULES)
        modules = list(wanted.sample_data) if some else bool(wanted.sample_data)
    return _given(
        url=wanted.url,
        name=wanted.name,
        timezone=wanted.timezone,
        edition=wanted.edition and str(wanted.edition),
        licenses=wanted.licenses,
        sample_data=modules,
        restrict_ip=None if wanted.restrict_ip is None else list(wanted.restrict_ip),
        created_by=wanted.created_by and wanted.created_by.email,
        sign_up=wanted.sign_up,
    )


def _lists(wanted: WantedOrganization) -> Iterator[tuple[str, Iterable[dict[str, Value]]]]:
    if wanted.members is not None:
        yield "members", map(_member, wanted.members)
    if wanted.invitations:
        yield "invitations", map(_invitation, wanted.invitations)
    if wanted.integrations:
        yield "integrations", map(_link, wanted.integrations)


def _member(member: WantedMember) -> dict[str, Value]:
    return _given(email=member.address.email, role=member.role, kind=member.kind)


def _invitation(invitation: WantedInvitation) -> dict[str, Value]:
    return _given(
        email=invitation.address.email,
        role=invitation.role,
        kind=invitation.kind,
        invited_by=invitation.invited_by and invitation.invited_by.email,
        language=invitation.language,
    )


def _link(link: WantedLink) -> dict[str, Value]:
    return _given(
        app=link.app,
        feature=link.feature,
        account=link.account,
        from_=link.started_from,
        user=link.user and link.user.email,
    )
