"""The schema as SQLModel tables, with every constraint that backs a rule beside the columns.

Instants are whole microseconds since 1970-01-01T00:00:00Z: the same number on both engines, sortable,
and free to read. Identifiers are random 63-bit numbers: nobody can count with them, and on a
distributed engine they make no hot spot. Queries do not use these classes (see `store.engine`);
migrations, `store check` and `store copy` do.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    text,
)
from sqlmodel import Field, SQLModel

BIG = BigInteger().with_variant(Integer(), "sqlite")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def metadata() -> MetaData:
    """All tables of the store."""
    return SQLModel.metadata


def _id() -> Column[int]:
    return Column("id", BIG, primary_key=True, autoincrement=False)


def _refers(name: str, target: str) -> Column[int]:
    return Column(name, BIG, ForeignKey(target), nullable=False)


def _where(clause: str) -> dict[str, Any]:
    return {"sqlite_where": text(clause), "postgresql_where": text(clause)}


class UserRow(SQLModel, table=True):
    """A person. `email_key` is the identity; `email` is where mail goes, as it was first typed."""

    __tablename__ = "users"

    id: int = Field(sa_column=_id())
    email: str
    email_key: str = Field(unique=True)
    name: str
    language: str | None = None
    password_hash: str | None = None
    default_organization_id: int | None = Field(
        sa_column=Column("default_organization_id", BIG, nullable=True)
    )
    created_at: int = Field(sa_type=BigInteger)


class OrganizationRow(SQLModel, table=True):
    """A CRM account. `url` is lower-case ASCII, so that it is its own key (B4)."""

    __tablename__ = "organizations"
    __table_args__: ClassVar[tuple[object, ...]] = (
        CheckConstraint("creator_slot BETWEEN 1 AND 5", name="creator_slot"),
        CheckConstraint("licenses >= 1", name="licenses"),
        CheckConstraint("internal_members <= members", name="members"),
        CheckConstraint("licenses IS NULL OR internal_members <= licenses", name="licensed"),
        Index("uq_organizations_creator_slot", "creator_id", "creator_slot", unique=True),
        Index(
            "uq_organizations_crm_plus_creator",
            "creator_id",
            unique=True,
            **_where("edition = 'crm-plus'"),
        ),
    )

    id: int = Field(sa_column=_id())
    url: str = Field(unique=True)
    name: str
    timezone: str
    edition: str
    licenses: int | None = None
    trial_ends_at: int = Field(sa_type=BigInteger)
    created_at: int = Field(sa_type=BigInteger)
    creator_id: int = Field(sa_column=_refers("creator_id", "users.id"))
    creator_slot: int | None = None
    restrict_ip: str = Field(default="")
    members: int = Field(default=0)
    internal_members: int = Field(default=0)


class MembershipRow(SQLModel, table=True):
    """A user in an organization. `slot` backs B5, `zoho_one` backs B8: set while internal in one."""

    __tablename__ = "memberships"
    __table_args__: ClassVar[tuple[object, ...]] = (
        CheckConstraint("slot BETWEEN 1 AND 10", name="slot"),
        CheckConstraint("kind = 'internal' OR role = 'standard'", name="external_standard"),
        CheckConstraint("kind = 'internal' OR NOT zoho_one", name="external_zoho_one"),
        CheckConstraint("role IN ('superadmin', 'admin', 'standard')", name="role"),
        CheckConstraint("kind IN ('internal', 'external')", name="kind"),
        Index("uq_memberships_user_slot", "user_id", "slot", unique=True),
        Index(
            "uq_memberships_superadmin",
            "organization_id",
            unique=True,
            **_where("role = 'superadmin'"),
        ),
        Index("uq_memberships_zoho_one", "user_id", unique=True, **_where("zoho_one")),
        Index("ix_memberships_organization", "organization_id", "user_id"),
        {"sqlite_with_rowid": False},
    )

    user_id: int = Field(sa_column=Column("user_id", BIG, ForeignKey("users.id"), primary_key=True))
    organization_id: int = Field(
        sa_column=Column("organization_id", BIG, ForeignKey("organizations.id"), primary_key=True)
    )
    role: str
    kind: str
    since: int = Field(sa_type=BigInteger)
    slot: int
    zoho_one: bool = Field(default=False)


class InvitationRow(SQLModel, table=True):
    """An offer. `token_hash` is null where no mail went out (an owner's apply)."""

    __tablename__ = "invitations"
    __table_args__: ClassVar[tuple[object, ...]] = (
        CheckConstraint("role IN ('admin', 'standard')", name="role"),
        CheckConstraint("kind = 'internal' OR role = 'standard'", name="external_standard"),
        CheckConstraint(
            "status IN ('pending', 'accepted', 'declined', 'revoked', 'expired')",
            name="status",
        ),
        Index(
            "uq_invitations_pending",
            "organization_id",
            "email_key",
            unique=True,
            **_where("status = 'pending'"),
        ),
        Index("ix_invitations_email", "email_key", "sent_at"),
        Index("ix_invitations_organization", "organization_id", "email_key"),
    )

    id: int = Field(sa_column=_id())
    organization_id: int = Field(sa_column=_refers("organization_id", "organizations.id"))
    email: str
    email_key: str
    role: str
    kind: str
    status: str
    token_hash: str | None = Field(default=None, unique=True)
    sent_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    inviter_id: int = Field(sa_column=_refers("inviter_id", "users.id"))
    language: str | None = None
    reason: str | None = None


class LinkRow(SQLModel, table=True):
    """An app account in an organization.

    `exclusive` holds what only one link of this app may have (an account, a tab or a user), `slot` the
    place among the accounts that an organization may have; both are null where there is no such limit.
    """

    __tablename__ = "links"
    __table_args__: ClassVar[tuple[object, ...]] = (
        Index(
            "uq_links_pair",
            "organization_id",
            "app",
            "feature",
            "account",
            "holder_id",
            unique=True,
        ),
        Index("uq_links_exclusive", "app", "feature", "exclusive", unique=True),
        Index("uq_links_slot", "organization_id", "app", "feature", "slot", unique=True),
        Index("ix_links_hiding", "organization_id", **_where("hides_invitations")),
    )

    id: int = Field(sa_column=_id())
    app: str
    feature: str = Field(default="")
    account: str
    organization_id: int = Field(sa_column=_refers("organization_id", "organizations.id"))
    user_id: int = Field(sa_column=_refers("user_id", "users.id"))
    holder_id: int = Field(sa_column=Column("holder_id", BIG, nullable=False))
    started_from: str
    since: int = Field(sa_type=BigInteger)
    exclusive: str | None = None
    slot: int | None = None
    hides_invitations: bool = Field(default=False)


class SessionRow(SQLModel, table=True):
    """A sign-in, or, without a secret, what `--as` remembers of one user."""

    __tablename__ = "sessions"
    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("uq_sessions_as", "user_id", unique=True, **_where("secret_hash IS NULL")),
        Index("ix_sessions_user", "user_id"),
    )

    id: int = Field(sa_column=_id())
    user_id: int = Field(sa_column=_refers("user_id", "users.id"))
    secret_hash: str | None = Field(default=None, unique=True)
    active_organization_id: int | None = Field(sa_column=Column("active_organization_id", BIG, nullable=True))
    previous_organization_id: int | None = Field(
        sa_column=Column("previous_organization_id", BIG, nullable=True)
    )
    created_at: int = Field(sa_type=BigInteger)
    last_seen_at: int = Field(sa_type=BigInteger)


class LoginAttemptRow(SQLModel, table=True):
    """Failed sign-ins with one address, whether or not anybody has it; the address itself is not kept."""

    __tablename__ = "login_attempts"
    __table_args__: ClassVar[tuple[object, ...]] = (Index("ix_login_attempts_last_failed", "last_failed_at"),)

    key_hash: str = Field(primary_key=True)
    failures: int
    last_failed_at: int = Field(sa_type=BigInteger)


class OutboxRow(SQLModel, table=True):
    """A message on its way. `sealed_token` is gone once the message is sent or given up."""

    __tablename__ = "outbox"
    __table_args__: ClassVar[tuple[object, ...]] = (
        CheckConstraint("state IN ('queued', 'sent', 'failed', 'cancelled')", name="state"),
        Index("ix_outbox_invitation", "invitation_id"),
        Index("ix_outbox_queued", "next_attempt_at", **_where("state = 'queued'")),
    )

    id: int = Field(sa_column=_id())
    invitation_id: int = Field(sa_column=_refers("invitation_id", "invitations.id"))
    state: str
    sealed_token: str | None = None
    attempts: int = Field(default=0)
    queued_at: int = Field(sa_type=BigInteger)
    next_attempt_at: int = Field(sa_type=BigInteger)
    claimed_until: int | None = Field(default=None, sa_type=BigInteger)
    sent_at: int | None = Field(default=None, sa_type=BigInteger)
    error: str | None = None


class RecordRow(SQLModel, table=True):
    """One record of sample data, visible in its organization only (A3)."""

    __tablename__ = "records"
    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("ix_records_organization", "organization_id", "module", "position"),
    )

    id: int = Field(sa_column=_id())
    organization_id: int = Field(sa_column=_refers("organization_id", "organizations.id"))
    module: str
    position: int
    name: str
    fields: str


class AuditRow(SQLModel, table=True):
    """History: a row is seen from its organization's side and from its person's, so it holds only what
    both may know. Names are copied, because history outlives what it speaks of.
    """

    __tablename__ = "audit"
    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("ix_audit_organization", "organization_id", "at"),
        Index("ix_audit_person", "person_id", "at"),
    )

    id: int = Field(sa_column=_id())
    at: int = Field(sa_type=BigInteger)
    position: int
    organization_id: int | None = Field(sa_column=Column("organization_id", BIG, nullable=True))
    person_id: int | None = Field(sa_column=Column("person_id", BIG, nullable=True))
    organization: str | None = None
    actor: str
    operator: str | None = None
    action: str
    subject: str | None = None
    detail: str = Field(default="{}")
