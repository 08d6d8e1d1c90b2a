"""foundation

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "chore",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("args", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "dead",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="queued",
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("max_attempts", sa.Integer(), server_default=sa.text("5"), nullable=False),
        sa.Column(
            "run_after", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chore")),
        sa.UniqueConstraint("key", name=op.f("uq_chore_key")),
    )
    op.create_index(
        "ix_chore_due",
        "chore",
        ["run_after"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued', 'failed', 'running')"),
    )
    op.create_index("ix_chore_project_id_id", "chore", ["project_id", "id"], unique=False)
    op.create_table(
        "event",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_event")),
    )
    op.create_index(
        "ix_event_subject", "event", ["project_id", "subject", "subject_id"], unique=False
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("birth_year", sa.BigInteger(), nullable=True),
        sa.Column("locale", sa.Text(), server_default="ko", nullable=False),
        sa.Column("operator", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index("uq_person_email", "person", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "refusal",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "batch_id", "row", name=op.f("pk_refusal")),
    )
    op.create_table(
        "seat",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=False),
        sa.Column("slots_left", sa.SmallInteger(), nullable=False),
        sa.Column("seen", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("slots_left > 0", name=op.f("ck_seat_slots")),
        sa.PrimaryKeyConstraint(
            "project_id", "queue_id", "priority", "task_id", "root_id", name=op.f("pk_seat")
        ),
    )
    op.create_table(
        "task_role",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "side IN ('author', 'inspector', 'arbiter')", name=op.f("ck_task_role_side")
        ),
        sa.PrimaryKeyConstraint("project_id", "task_id", "worker_id", name=op.f("pk_task_role")),
        sa.UniqueConstraint(
            "project_id",
            "task_id",
            "worker_id",
            "side",
            name=op.f("uq_task_role_project_id_task_id_worker_id_side"),
        ),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_person_id"), "api_token", ["person_id"], unique=False)
    op.create_table(
        "login",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login")),
    )
    op.create_index(op.f("ix_login_person_id"), "login", ["person_id"], unique=False)
    op.create_table(
        "mail_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "verify", "reset", name="kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_token_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_mail_token")),
    )
    op.create_index(op.f("ix_mail_token_person_id"), "mail_token", ["person_id"], unique=False)
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index(
        "ix_notification_person_id_id", "notification", ["person_id", "id"], unique=False
    )
    op.create_table(
        "organisation_role",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "finance",
                "arbiter",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "granted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_role_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_organisation_role_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "person_id", "role", name=op.f("pk_organisation_role")
        ),
    )
    op.create_index(
        op.f("ix_organisation_role_person_id"), "organisation_role", ["person_id"], unique=False
    )
    op.create_table(
        "payout_line",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "payable",
                "batched",
                "approved",
                "paid",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payout_line_amount")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_payout_line_person_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_payout_line")),
    )
    op.create_index(op.f("ix_payout_line_person_id"), "payout_line", ["person_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), server_default="KRW", nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "paused",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="draft",
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_project_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(
        "ix_project_organisation_id_id", "project", ["organisation_id", "id"], unique=False
    )
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sponsor",
                "budget",
                "reserve",
                "person",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("stage_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_account_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("id", "currency", name=op.f("uq_account_id_currency")),
        sa.UniqueConstraint(
            "kind",
            "project_id",
            "stage_id",
            "person_id",
            "currency",
            name=op.f("uq_account_kind_project_id_stage_id_person_id_currency"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "terms",
                "privacy",
                "project",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("title_ko", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("body_ko", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_agreement_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "kind",
            "project_id",
            "version",
            name=op.f("uq_agreement_kind_project_id_version"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "asset",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("storage_key", sa.Text(), nullable=True),
        sa.Column("thumbnail_key", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "width IS NULL OR (width > 0 AND height > 0)", name=op.f("ck_asset_size")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_asset_project_id")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_asset")),
        sa.UniqueConstraint("project_id", "sha256", name=op.f("uq_asset_project_id_sha256")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.BigInteger(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(project_id IS NULL) = (role IN ('administrator', 'finance', 'arbiter'))",
            name=op.f("ck_invitation_role_fits"),
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["person.id"], name=op.f("fk_invitation_accepted_by")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_invitation_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(
        "ix_invitation_organisation_id_id", "invitation", ["organisation_id", "id"], unique=False
    )
    op.create_table(
        "reason",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ko", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_reason_project_id")),
        sa.PrimaryKeyConstraint("project_id", "code", name=op.f("pk_reason")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_upload_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_project_id"), "upload", ["project_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fund",
                "reserve",
                "give_back",
                "earn",
                "reverse",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reverses", sa.BigInteger(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "(kind = 'reverse') = (reverses IS NOT NULL)", name=op.f("ck_ledger_entry_reverses")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ledger_entry_amount")),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_ledger_entry_two_accounts")),
        sa.ForeignKeyConstraint(
            ["credit", "currency"],
            ["account.id", "account.currency"],
            name=op.f("fk_ledger_entry_credit_currency"),
        ),
        sa.ForeignKeyConstraint(
            ["debit", "currency"],
            ["account.id", "account.currency"],
            name=op.f("fk_ledger_entry_debit_currency"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "reverses"],
            ["ledger_entry.project_id", "ledger_entry.id"],
            name=op.f("fk_ledger_entry_project_id_reverses"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint(
            "project_id", "cause", "kind", name=op.f("uq_ledger_entry_project_id_cause_kind")
        ),
    )
    op.create_index(
        "ix_ledger_entry_credit",
        "ledger_entry",
        ["credit", "id"],
        unique=False,
        postgresql_include=["amount"],
    )
    op.create_index(
        "ix_ledger_entry_debit",
        "ledger_entry",
        ["debit", "id"],
        unique=False,
        postgresql_include=["amount"],
    )
    op.create_table(
        "project_member",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "joined_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_project_member_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_project_member_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_member_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_project_member")),
        sa.UniqueConstraint(
            "project_id", "pseudonym", name=op.f("uq_project_member_project_id_pseudonym")
        ),
    )
    op.create_index(
        op.f("ix_project_member_person_id"), "project_member", ["person_id"], unique=False
    )
    op.create_table(
        "signature",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("body_sha256", sa.Text(), nullable=False),
        sa.Column(
            "signed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signature_agreement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id")),
        sa.PrimaryKeyConstraint("person_id", "agreement_id", name=op.f("pk_signature")),
    )
    op.create_table(
        "stage",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "collect",
                "refine",
                "label",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "paused",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("overlap", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("holds", sa.BigInteger(), server_default="5", nullable=False),
        sa.Column("lease_seconds", sa.BigInteger(), server_default="3600", nullable=False),
        sa.Column("rework_seconds", sa.BigInteger(), server_default="259200", nullable=False),
        sa.Column("recheck_seconds", sa.BigInteger(), server_default="86400", nullable=False),
        sa.Column("auto_accept_seconds", sa.BigInteger(), server_default="604800", nullable=False),
        sa.Column(
            "inspect1",
            sa.Enum(
                "all",
                "sample",
                "none",
                name="inspect1",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="all",
            nullable=False,
        ),
        sa.Column("rate1", sa.Numeric(precision=5, scale=4), server_default="1", nullable=False),
        sa.Column(
            "inspect2",
            sa.Enum(
                "all",
                "sample",
                "none",
                name="inspect2",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="none",
            nullable=False,
        ),
        sa.Column("rate2", sa.Numeric(precision=5, scale=4), server_default="0", nullable=False),
        sa.Column("budget_account_id", sa.BigInteger(), nullable=False),
        sa.Column("reserve_account_id", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("guideline_version", sa.BigInteger(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=True),
        sa.Column("price_version", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("holds BETWEEN 1 AND 100", name=op.f("ck_stage_holds")),
        sa.CheckConstraint("lease_seconds BETWEEN 10 AND 604800", name=op.f("ck_stage_lease")),
        sa.CheckConstraint("overlap BETWEEN 1 AND 100", name=op.f("ck_stage_overlap")),
        sa.CheckConstraint(
            "rate1 BETWEEN 0 AND 1 AND rate2 BETWEEN 0 AND 1", name=op.f("ck_stage_rates")
        ),
        sa.ForeignKeyConstraint(
            ["budget_account_id"], ["account.id"], name=op.f("fk_stage_budget_account_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_stage_project_id")),
        sa.ForeignKeyConstraint(
            ["reserve_account_id"], ["account.id"], name=op.f("fk_stage_reserve_account_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_stage")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_stage_project_id_name")),
    )
    op.create_table(
        "batch",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "importing",
                "imported",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="pending",
            nullable=False,
        ),
        sa.Column("taken", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("refused", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("chore_id", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_batch_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_batch_project_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_batch_project_id")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_batch")),
    )
    op.create_table(
        "guideline",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_guideline_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_guideline_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "version", name=op.f("pk_guideline")),
    )
    op.create_table(
        "label_schema",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_label_schema_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_label_schema_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "version", name=op.f("pk_label_schema")),
    )
    op.create_table(
        "price_card",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("level0", sa.BigInteger(), nullable=False),
        sa.Column("level1", sa.BigInteger(), nullable=False),
        sa.Column("level2", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "level0 > 0 AND level1 >= 0 AND level2 >= 0", name=op.f("ck_price_card_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_price_card_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_price_card_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "version", name=op.f("pk_price_card")),
    )
    op.create_table(
        "project_role",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "worker",
                "primary_inspector",
                "secondary_inspector",
                "manager",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "granted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "person_id"],
            ["project_member.project_id", "project_member.person_id"],
            name=op.f("fk_project_role_project_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "person_id", "role", name=op.f("pk_project_role")),
    )
    op.create_index(op.f("ix_project_role_person_id"), "project_role", ["person_id"], unique=False)
    op.create_table(
        "queue",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("held", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("stirred_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_queue_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_queue")),
        sa.UniqueConstraint(
            "project_id",
            "stage_id",
            "level",
            "held",
            name=op.f("uq_queue_project_id_stage_id_level_held"),
        ),
    )
    op.create_table(
        "release",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("media", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "building",
                "ready",
                "failed",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="building",
            nullable=False,
        ),
        sa.Column("items", sa.BigInteger(), nullable=True),
        sa.Column("storage_key", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("manifest", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("chore_id", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_release_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_release_project_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_release_project_id")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_release")),
        sa.UniqueConstraint("project_id", "version", name=op.f("uq_release_project_id_version")),
    )
    op.create_table(
        "item",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("asset_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "ready",
                "in_work",
                "accepted",
                "released",
                "reopened",
                "excluded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("meta", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("prelabels", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("tasks_left", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("excluded_for", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("tasks_left >= 0", name=op.f("ck_item_tasks_left")),
        sa.ForeignKeyConstraint(
            ["project_id", "asset_id"],
            ["asset.project_id", "asset.id"],
            name=op.f("fk_item_project_id_asset_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "batch_id"],
            ["batch.project_id", "batch.id"],
            name=op.f("fk_item_project_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_item_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_item")),
        sa.UniqueConstraint(
            "project_id", "stage_id", "name", name=op.f("uq_item_project_id_stage_id_name")
        ),
    )
    op.create_index(
        "ix_item_stage_state", "item", ["project_id", "stage_id", "state", "id"], unique=False
    )
    op.create_table(
        "release_item",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("submission_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "release_id"],
            ["release.project_id", "release.id"],
            name=op.f("fk_release_item_project_id_release_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "release_id", "item_id", name=op.f("pk_release_item")
        ),
    )
    op.create_table(
        "task",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "blocked",
                "open",
                "aggregating",
                "escalated",
                "done",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("overlap", sa.SmallInteger(), nullable=False),
        sa.Column("accepted", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("wanted", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("accepted <= overlap", name=op.f("ck_task_overlap")),
        sa.CheckConstraint("spent + held <= reserved", name=op.f("ck_task_reserved")),
        sa.CheckConstraint(
            "spent >= 0 AND held >= 0 AND wanted >= 0", name=op.f("ck_task_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_task_project_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_task")),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index("ix_task_item", "task", ["project_id", "item_id"], unique=False)
    op.create_index(
        "ix_task_wanted",
        "task",
        ["project_id", "stage_id"],
        unique=False,
        postgresql_where=sa.text("wanted > 0"),
    )
    op.create_table(
        "assignment",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column(
            "side",
            sa.Text(),
            sa.Computed("CASE WHEN level = 0 THEN 'author' ELSE 'inspector' END", persisted=True),
            nullable=False,
        ),
        sa.Column("worker_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "submitted",
                "rework",
                "accepted",
                "rejected",
                "appealed",
                "rejected_final",
                "returned",
                "expired",
                "rework_expired",
                "released",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("claim_key", sa.Uuid(), nullable=False),
        sa.Column("guideline_version", sa.BigInteger(), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column(
            "reserved_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("returns", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("recheck", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("judged", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("surplus", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("level > 0 OR root_id = id", name=op.f("ck_assignment_root")),
        sa.CheckConstraint("level IN (0, 1, 2)", name=op.f("ck_assignment_level")),
        sa.CheckConstraint("returns BETWEEN 0 AND 2", name=op.f("ck_assignment_returns")),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id", "worker_id", "side"],
            ["task_role.project_id", "task_role.task_id", "task_role.worker_id", "task_role.side"],
            name=op.f("fk_assignment_project_id_task_id_worker_id_side"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"],
            ["task.project_id", "task.id"],
            name=op.f("fk_assignment_project_id_task_id"),
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["person.id"], name=op.f("fk_assignment_worker_id")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "project_id",
            "root_id",
            "worker_id",
            name=op.f("uq_assignment_project_id_root_id_worker_id"),
        ),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index(
        "ix_assignment_claim_key", "assignment", ["worker_id", "claim_key"], unique=False
    )
    op.create_index(
        "ix_assignment_due",
        "assignment",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_assignment_live",
        "assignment",
        ["worker_id", "project_id"],
        unique=False,
        postgresql_where=sa.text("state = 'reserved'"),
    )
    op.create_index(
        "ix_assignment_recheck",
        "assignment",
        ["worker_id"],
        unique=False,
        postgresql_where=sa.text("recheck"),
    )
    op.create_index("ix_assignment_worker", "assignment", ["worker_id", "id"], unique=False)
    op.create_index(
        "uq_assignment_answer",
        "assignment",
        ["project_id", "task_id", "worker_id"],
        unique=True,
        postgresql_where=sa.text("level = 0"),
    )
    op.create_table(
        "appeal",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.Text(), sa.Computed("'arbiter'", persisted=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("won", sa.Boolean(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(won IS NULL) = (decided_at IS NULL)", name=op.f("ck_appeal_decided")),
        sa.ForeignKeyConstraint(
            ["project_id", "root_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_appeal_project_id_root_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id", "decided_by", "side"],
            ["task_role.project_id", "task_role.task_id", "task_role.worker_id", "task_role.side"],
            name=op.f("fk_appeal_project_id_task_id_decided_by_side"),
        ),
        sa.PrimaryKeyConstraint("project_id", "root_id", name=op.f("pk_appeal")),
    )
    op.create_table(
        "draft",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "saved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "assignment_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_draft_project_id_assignment_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "assignment_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "submission",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("schema_version", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("pins", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("difference", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "(verdict IN ('return', 'reject')) = (reason IS NOT NULL)",
            name=op.f("ck_submission_reason"),
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict IN ('approve', 'fix', 'return', 'reject')",
            name=op.f("ck_submission_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "assignment_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_submission_project_id_assignment_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "project_id",
            "assignment_id",
            "attempt",
            name=op.f("uq_submission_project_id_assignment_id_attempt"),
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("The first migration is never undone: drop the database instead.")
