"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "audit",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organization_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("organization", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_organization", "audit", ["organization_id", "at"], unique=False)
    op.create_index("ix_audit_person", "audit", ["person_id", "at"], unique=False)
    op.create_table(
        "login_attempts",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_login_attempts")),
    )
    op.create_index("ix_login_attempts_last_failed", "login_attempts", ["last_failed_at"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("default_organization_id", KEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_key", name=op.f("uq_users_email_key")),
    )
    op.create_table(
        "organizations",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("licenses", sa.Integer(), nullable=True),
        sa.Column("trial_ends_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("creator_id", KEY, nullable=False),
        sa.Column("creator_slot", sa.Integer(), nullable=True),
        sa.Column("restrict_ip", sa.String(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("internal_members", sa.Integer(), nullable=False),
        sa.CheckConstraint("creator_slot BETWEEN 1 AND 5", name=op.f("ck_organizations_creator_slot")),
        sa.CheckConstraint("internal_members <= members", name=op.f("ck_organizations_members")),
        sa.CheckConstraint("licenses >= 1", name=op.f("ck_organizations_licenses")),
        sa.CheckConstraint(
            "licenses IS NULL OR internal_members <= licenses",
            name=op.f("ck_organizations_licensed"),
        ),
        sa.ForeignKeyConstraint(["creator_id"], ["users.id"], name=op.f("fk_organizations_creator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("url", name=op.f("uq_organizations_url")),
    )
    op.create_index(
        "uq_organizations_creator_slot",
        "organizations",
        ["creator_id", "creator_slot"],
        unique=True,
    )
    op.create_index(
        "uq_organizations_crm_plus_creator",
        "organizations",
        ["creator_id"],
        unique=True,
        sqlite_where=sa.text("edition = 'crm-plus'"),
        postgresql_where=sa.text("edition = 'crm-plus'"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=True),
        sa.Column("active_organization_id", KEY, nullable=True),
        sa.Column("previous_organization_id", KEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_sessions_secret_hash")),
    )
    op.create_index("ix_sessions_user", "sessions", ["user_id"], unique=False)
    op.create_index(
        "uq_sessions_as",
        "sessions",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("secret_hash IS NULL"),
        postgresql_where=sa.text("secret_hash IS NULL"),
    )
    op.create_table(
        "invitations",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("inviter_id", KEY, nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind = 'internal' OR role = 'standard'",
            name=op.f("ck_invitations_external_standard"),
        ),
        sa.CheckConstraint("role IN ('admin', 'standard')", name=op.f("ck_invitations_role")),
        sa.CheckConstraint(
            "status IN ('pending', 'accepted', 'declined', 'revoked', 'expired')",
            name=op.f("ck_invitations_status"),
        ),
        sa.ForeignKeyConstraint(["inviter_id"], ["users.id"], name=op.f("fk_invitations_inviter_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_invitations_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index("ix_invitations_email", "invitations", ["email_key", "sent_at"], unique=False)
    op.create_index(
        "ix_invitations_organization",
        "invitations",
        ["organization_id", "email_key"],
        unique=False,
    )
    op.create_index(
        "uq_invitations_pending",
        "invitations",
        ["organization_id", "email_key"],
        unique=True,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "links",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("feature", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("holder_id", KEY, nullable=False),
        sa.Column("started_from", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("exclusive", sa.String(), nullable=True),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("hides_invitations", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_links_organization_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_links_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(
        "ix_links_hiding",
        "links",
        ["organization_id"],
        unique=False,
        sqlite_where=sa.text("hides_invitations"),
        postgresql_where=sa.text("hides_invitations"),
    )
    op.create_index("uq_links_exclusive", "links", ["app", "feature", "exclusive"], unique=True)
    op.create_index(
        "uq_links_pair",
        "links",
        ["organization_id", "app", "feature", "account", "holder_id"],
        unique=True,
    )
    op.create_index(
        "uq_links_slot",
        "links",
        ["organization_id", "app", "feature", "slot"],
        unique=True,
    )
    op.create_table(
        "memberships",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("zoho_one", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind = 'internal' OR NOT zoho_one",
            name=op.f("ck_memberships_external_zoho_one"),
        ),
        sa.CheckConstraint(
            "kind = 'internal' OR role = 'standard'",
            name=op.f("ck_memberships_external_standard"),
        ),
        sa.CheckConstraint("kind IN ('internal', 'external')", name=op.f("ck_memberships_kind")),
        sa.CheckConstraint(
            "role IN ('superadmin', 'admin', 'standard')",
            name=op.f("ck_memberships_role"),
        ),
        sa.CheckConstraint("slot BETWEEN 1 AND 10", name=op.f("ck_memberships_slot")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_memberships_organization_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("user_id", "organization_id", name=op.f("pk_memberships")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_memberships_organization",
        "memberships",
        ["organization_id", "user_id"],
        unique=False,
    )
    op.create_index(
        "uq_memberships_superadmin",
        "memberships",
        ["organization_id"],
        unique=True,
        sqlite_where=sa.text("role = 'superadmin'"),
        postgresql_where=sa.text("role = 'superadmin'"),
    )
    op.create_index("uq_memberships_user_slot", "memberships", ["user_id", "slot"], unique=True)
    op.create_index(
        "uq_memberships_zoho_one",
        "memberships",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("zoho_one"),
        postgresql_where=sa.text("zoho_one"),
    )
    op.create_table(
        "records",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_records_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_index(
        "ix_records_organization",
        "records",
        ["organization_id", "module", "position"],
        unique=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sealed_token", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'failed', 'cancelled')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_outbox_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_invitation", "outbox", ["invitation_id"], unique=False)
    op.create_index(
        "ix_outbox_queued",
        "outbox",
        ["next_attempt_at"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
