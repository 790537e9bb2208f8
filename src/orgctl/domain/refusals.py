"""How the program says no: the closed list of codes, and the failures that carry them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Code(StrEnum):
    """Every code that scripts may meet. The first word says which kind of failure carries it."""

    CREATE_NOT_ADMIN = "create.not_admin"
    LICENSE_NONE_FREE = "license.none_free"
    LICENSE_TOO_FEW = "license.too_few"
    LICENSE_ON_TRIAL = "license.on_trial"
    URL_TAKEN = "url.taken"
    URL_INVALID = "url.invalid"
    URL_NOT_SUPERADMIN = "url.not_superadmin"
    LIMIT_MEMBERSHIPS = "limit.memberships"
    LIMIT_CREATED = "limit.created"
    LIMIT_CRM_PLUS_CREATED = "limit.crm_plus_created"
    LIMIT_CRM_PLUS_INVITED = "limit.crm_plus_invited"
    LIMIT_ZOHO_ONE = "limit.zoho_one"
    TRIAL_EXPIRED = "trial.expired"
    EXTERNAL_NOT_ZOHO_ONE = "external.not_zoho_one"
    EXTERNAL_STANDARD_ONLY = "external.standard_only"
    ROLE_SUPERADMIN_REQUIRED = "role.superadmin_required"
    ROLE_TRANSFER_TARGET = "role.transfer_target"
    ROLE_NOT_ADMIN = "role.not_admin"
    ROLE_NOT_SUPERADMIN = "role.not_superadmin"
    INVITE_EXPIRED = "invite.expired"
    INVITE_EMAIL_ONLY = "invite.email_only"
    INVITE_NOT_PENDING = "invite.not_pending"
    INVITE_ALREADY_PENDING = "invite.already_pending"
    INVITE_ALREADY_MEMBER = "invite.already_member"
    INVITE_NOT_YOURS = "invite.not_yours"
    INTEGRATE_CARDINALITY = "integrate.cardinality"
    INTEGRATE_WRONG_SIDE = "integrate.wrong_side"
    PLAN_STALE = "plan.stale"
    PLAN_TOO_MANY_REMOVALS = "plan.too_many_removals"

    NOT_FOUND_ORGANIZATION = "not_found.organization"
    NOT_FOUND_USER = "not_found.user"
    NOT_FOUND_INVITATION = "not_found.invitation"
    NOT_FOUND_APP = "not_found.app"
    NOT_FOUND_LINK = "not_found.link"
    NOT_FOUND_RULE = "not_found.rule"

    AUTH_REQUIRED = "auth.required"
    AUTH_FAILED = "auth.failed"
    AUTH_EXPIRED = "auth.expired"
    AUTH_THROTTLED = "auth.throttled"
    AUTH_NO_KEYRING = "auth.no_keyring"
    AUTH_STORAGE = "auth.storage"
    AUTH_NOT_OWNER = "auth.not_owner"

    INPUT_NAME = "input.name"
    INPUT_EMAIL = "input.email"
    INPUT_TIMEZONE = "input.timezone"
    INPUT_NETWORK = "input.network"
    INPUT_ACCOUNT = "input.account"
    INPUT_LICENSES = "input.licenses"
    INPUT_TEXT = "input.text"
    INPUT_PASSWORD = "input.password"  # noqa: S105 (a code, not a secret)
    INPUT_FILE = "input.file"
    INPUT_USER_EXISTS = "input.user_exists"

    USAGE_ARGUMENT = "usage.argument"
    USAGE_MISSING = "usage.missing"
    USAGE_PROMPT = "usage.prompt"
    USAGE_CONFIRM = "usage.confirm"

    STORE_UNAVAILABLE = "store.unavailable"
    STORE_BUSY = "store.busy"
    STORE_FULL = "store.full"
    STORE_READ_ONLY = "store.read_only"
    STORE_DAMAGED = "store.damaged"
    STORE_NOT_A_STORE = "store.not_a_store"
    STORE_NEWER = "store.newer"
    STORE_OUTDATED = "store.outdated"
    STORE_ISOLATION = "store.isolation"
    STORE_INVARIANT = "store.invariant"
    STORE_IN_USE = "store.in_use"
    STORE_UNSUPPORTED = "store.unsupported"
    STORE_FAULT = "store.fault"
    MAIL_UNAVAILABLE = "mail.unavailable"
    MAIL_REFUSED = "mail.refused"
    MAIL_SETTINGS = "mail.settings"
    OUTPUT_FAILED = "output.failed"
    INTERNAL = "internal.bug"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence for people, kept apart from its values so that it can be said in another language."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format_map(self.values)


def say(template: str, **values: object) -> Sentence:
    """A sentence whose `{names}` are filled from values; values are data and never templates."""
    return Sentence(template, values)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule's no: its code, the rule's id in POLICY numbering, what happened and what would help.

    `subjects` are the e-mail addresses of the people in the way, where the caller may know them.
    """

    code: Code
    rule: str
    message: Sentence
    hint: Sentence | None = None
    subjects: tuple[str, ...] = ()


class Failure(Exception):  # noqa: N818 (a refusal is no error; its subclasses name what they are)
    """Base of everything that ends a command: a code, a sentence, and a hint where there is one."""

    def __init__(self, code: Code, message: Sentence, hint: Sentence | None = None) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message
        self.hint = hint


class Refused(Failure):
    """A rule said no (exit 3); nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code, refusal.message, refusal.hint)
        self.refusal = refusal


class NotFound(Failure):
    """There is none, or none that this user may see (exit 5): the same answer, on purpose."""


class InvalidInput(Failure):
    """Input that no rule needs to judge (exit 2)."""


class NotSignedIn(Failure):
    """Nobody is signed in, or the sign-in failed or expired (exit 4)."""


class Fault(Failure):
    """Something outside the rules failed: store, mail server, disk (exit 1)."""


def require(refusal: Refusal | None) -> None:
    """Raise `Refused` with the refusal, if there is one."""
    if refusal is not None:
        raise Refused(refusal)
