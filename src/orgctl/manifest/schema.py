"""The JSON Schema of set-up files, for editors and checkers: the keys that `shaping` reads, as it reads them.

The models are for publishing. Files are read without them: a reader that knows places and sentences
answers sooner and says more. A test holds the two to the same verdicts, another the published file to this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, SkipJsonSchema, WithJsonSchema

from orgctl.domain.limits import LICENSES_AT_MOST
from orgctl.manifest.shaping import APPS, EDITIONS, INVITED_ROLES, KINDS, LANGUAGE_PATTERN, ROLES, SIDES
from orgctl.manifest.values import SAMPLE_MODULES
from orgctl.text.addresses import ADDRESS_OCTETS
from orgctl.text.names import NAME_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic.config import JsonDict
    from pydantic_core import CoreSchema
    from pydantic_core.core_schema import WithDefaultSchema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _text(**terms: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **terms})


def _one_of(words: Iterable[str]) -> WithJsonSchema:
    return _text(enum=list(words))


_SLUG = {"pattern": "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", "minLength": 2, "maxLength": 63}

Name = Annotated[str, _text(minLength=1, maxLength=NAME_CHARACTERS)]
Url = Annotated[str, _text(**_SLUG)]
UrlOrNone = Annotated[str | None, WithJsonSchema({"type": ["string", "null"], **_SLUG})]
Email = Annotated[str, _text(pattern=r'^[^@\s,;<>()"]+@[^@\s,;<>()"]+$', maxLength=ADDRESS_OCTETS)]
Network = Annotated[str, _text(pattern="^[0-9A-Fa-f:.]+/(0|[1-9][0-9]{0,2})$")]
Language = Annotated[str, _text(pattern=f"^{LANGUAGE_PATTERN}$")]
Modules = Annotated[
    bool | list[str],
    WithJsonSchema(
        {"anyOf": [{"type": "boolean"}, {"type": "array", "items": {"enum": list(SAMPLE_MODULES)}}]}
    ),
]

_EXTERNAL: JsonDict = {
    "if": {"properties": {"kind": {"const": "external"}}, "required": ["kind"]},
    "then": {"properties": {"role": {"const": "standard"}}},
}
_ONE_SUPERADMIN: JsonDict = {
    "contains": {"properties": {"role": {"const": "superadmin"}}, "required": ["role"]},
    "minContains": 0,
    "maxContains": 1,
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


class User(_Part):
    """A person."""

    email: Email
    """Exactly one address."""
    name: Name | SkipJsonSchema[None] = None
    default: UrlOrNone = None
    """The access URL of the default organization; null: has none."""
    language: Language | SkipJsonSchema[None] = None


class Member(_Part):
    """A membership."""

    model_config = ConfigDict(json_schema_extra=_EXTERNAL)

    email: Email
    role: Annotated[str, _one_of(ROLES)] | SkipJsonSchema[None] = None
    """Left out: as it is; standard for a new member."""
    kind: Annotated[str, _one_of(KINDS)] | SkipJsonSchema[None] = None
    """external: without a license, in a zoho-one organization, as standard."""


class Invitation(_Part):
    """An invitation that waits for its answer."""

    model_config = ConfigDict(json_schema_extra=_EXTERNAL)

    email: Email
    role: Annotated[str, _one_of(INVITED_ROLES)] | SkipJsonSchema[None] = None
    """Left out: as it is; standard for a new invitation."""
    kind: Annotated[str, _one_of(KINDS)] | SkipJsonSchema[None] = None
    invited_by: Email | SkipJsonSchema[None] = None
    """Left out: the super administrator."""
    language: Language | SkipJsonSchema[None] = None
    """Of the mail."""


class Integration(_Part):
    """An app account linked to the organization."""

    app: Annotated[str, _one_of(APPS)]
    feature: (
        Annotated[str, _one_of(dict.fromkeys(name for app in APPS.values() for name in app))]
        | SkipJsonSchema[None]
    ) = None
    """Left out: the app's main one."""
    account: Annotated[str, _text(minLength=1)]
    """A portal, report, mailbox, folder, or PORTAL/TAB."""
    started_from: Annotated[str, _one_of(SIDES)] | SkipJsonSchema[None] = Field(default=None, alias="from")
    """The side that the integration is started from; left out: one that the app allows."""
    user: Email | SkipJsonSchema[None] = None
    """Who links; left out: the super administrator."""


class Organization(_Part):
    """An organization. What is left out is left alone; with --prune, lists of invitations and integrations are empty then."""

    model_config = ConfigDict(json_schema_extra={"dependentRequired": {"licenses": ["edition"]}})

    url: Url
    """The access URL, which names the organization."""
    name: Name | SkipJsonSchema[None] = None
    timezone: Annotated[str, _text()] | SkipJsonSchema[None] = None
    """An IANA name, such as Europe/Warsaw."""
    edition: Annotated[str, _one_of(EDITIONS)] | SkipJsonSchema[None] = None
    """Left out: stays on the trial."""
    licenses: Annotated[int, Field(ge=0, le=LICENSES_AT_MOST)] | SkipJsonSchema[None] = None
    sample_data: Modules | SkipJsonSchema[None] = None
    """true: all of it is loaded; false: none is; or the modules that are."""
    restrict_ip: list[Network] | SkipJsonSchema[None] = None
    """Networks in CIDR; empty: no restriction."""
    created_by: Email | SkipJsonSchema[None] = None
    """Left out: the super administrator."""
    sign_up: bool | SkipJsonSchema[None] = None
    """Whether it is its creator's sign-up, and so none of the five of B6; left out: the first of a person without any is."""
    members: Annotated[list[Member], Field(json_schema_extra=_ONE_SUPERADMIN)] | SkipJsonSchema[None] = None
    """All of the members: with --prune, who is not here leaves."""
    invitations: list[Invitation] | SkipJsonSchema[None] = None
    integrations: list[Integration] | SkipJsonSchema[None] = None


class SetUp(_Part):
    """A set-up file of orgctl: what `plan` and `apply` read and `export` writes."""

    json_schema_location: str | SkipJsonSchema[None] = Field(default=None, alias="$schema")
    """For editors; not read."""
    version: Literal[1]
    users: list[User] | SkipJsonSchema[None] = None
    organizations: list[Organization] | SkipJsonSchema[None] = None


class _Published(GenerateJsonSchema):
    """Without the titles and defaults that say nothing: what is left out is left alone, not set to null."""

    schema_dialect = DIALECT

    def default_schema(self, schema: WithDefaultSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 (the generator's own signature)
        return False

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> dict[str, Any]:
        return {"$schema": self.schema_dialect, **super().generate(schema, mode)}


def json_schema() -> dict[str, Any]:
    """The schema, in draft 2020-12. What it can't say (time zones, who is there twice), `plan` says."""
    return SetUp.model_json_schema(schema_generator=_Published)
