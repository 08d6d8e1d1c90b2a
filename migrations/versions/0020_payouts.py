"""payouts: batches, lines, payees, and what is kept under seal

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write, written_once

revision = "0020"
down_revision = "0019"

NEW = ("bank_template", "pay_details", "payee", "payout_share")
KEPT = ("payout", "payout_line", "vault.sealed")
WRITTEN_ONCE = ("bank_row", "vault.opening")


def upgrade() -> None:
    # The line of one project that it was before; nothing ever wrote one.
    op.drop_table("payout_line")
    op.execute("CREATE SCHEMA vault")
    op.create_table(
        "payout",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "approved",
                "sent",
                "settled",
                "returned",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_demand", sa.Boolean(), nullable=False),
        sa.Column("taxed_on", sa.Date(), nullable=False),
        sa.Column("people", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("held", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("gross", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("local", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("prepared_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by", sa.BigInteger(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("sent_by", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('prepared', 'returned') OR approved_by IS NOT NULL",
            name=op.f("ck_payout_approved"),
        ),
        sa.CheckConstraint("approved_by <> prepared_by", name=op.f("ck_payout_another")),
        sa.CheckConstraint(
            "tax >= 0 AND local >= 0 AND gross >= tax + local", name=op.f("ck_payout_sums")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_payout_approved_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_payout_organisation_id")
        ),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name=op.f("fk_payout_prepared_by")),
        sa.ForeignKeyConstraint(["returned_by"], ["person.id"], name=op.f("fk_payout_returned_by")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_payout_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_payout_organisation_id_key")),
    )
    op.create_index(
        "ix_payout_organisation_id_id", "payout", ["organisation_id", "id"], unique=False
    )
    op.create_table(
        "payout_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("payout_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
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
            "income",
            sa.Enum(
                "business",
                "other",
                "daily",
                name="income",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("local", sa.BigInteger(), nullable=False),
        sa.Column(
            "held",
            sa.Enum(
                "no_identity",
                "no_account",
                "name_differs",
                "below_minimum",
                "split",
                name="held",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("retry_of", sa.BigInteger(), nullable=True),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.CheckConstraint("held IS NULL OR state = 'payable'", name=op.f("ck_payout_line_waits")),
        sa.CheckConstraint("gross > 0", name=op.f("ck_payout_line_amount")),
        sa.CheckConstraint(
            "tax >= 0 AND local >= 0 AND gross > tax + local", name=op.f("ck_payout_line_net")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_payout_line_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_payout_line_payout_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_payout_line_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["retry_of"], ["payout_line.id"], name=op.f("fk_payout_line_retry_of")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_line")),
        sa.UniqueConstraint(
            "payout_id", "person_id", name=op.f("uq_payout_line_payout_id_person_id")
        ),
    )
    op.create_index("ix_payout_line_payout_id_id", "payout_line", ["payout_id", "id"], unique=False)
    op.create_index("ix_payout_line_person_id_id", "payout_line", ["person_id", "id"], unique=False)
    op.create_index(
        "uq_payout_line_live",
        "payout_line",
        ["organisation_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('batched', 'approved')"),
    )
    op.create_table(
        "payout_share",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("local", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "gross > 0 AND tax >= 0 AND local >= 0", name=op.f("ck_payout_share_amounts")
        ),
        sa.CheckConstraint("gross >= tax + local", name=op.f("ck_payout_share_net")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["payout_line.id"], name=op.f("fk_payout_share_line_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "line_id", name=op.f("pk_payout_share")),
    )
    op.create_index(op.f("ix_payout_share_line_id"), "payout_share", ["line_id"], unique=False)
    op.create_table(
        "bank_row",
        sa.Column("payout_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "paid",
                "failed",
                "already",
                "unknown",
                "amount_differs",
                "contradicts",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_bank_row_by")),
        sa.ForeignKeyConstraint(["line_id"], ["payout_line.id"], name=op.f("fk_bank_row_line_id")),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_bank_row_payout_id")),
        sa.PrimaryKeyConstraint("payout_id", "id", name=op.f("pk_bank_row")),
    )
    op.create_index("ix_bank_row_line_id", "bank_row", ["line_id"], unique=False)
    op.create_table(
        "payee",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "income",
            sa.Enum(
                "business",
                "other",
                "daily",
                name="income",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="business",
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_account", sa.BigInteger(), nullable=True),
        sa.Column("updated_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_payee_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payee_person_id")),
        sa.ForeignKeyConstraint(["updated_by"], ["person.id"], name=op.f("fk_payee_updated_by")),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", name=op.f("pk_payee")),
    )
    op.create_index(op.f("ix_payee_person_id"), "payee", ["person_id"], unique=False)
    op.create_table(
        "pay_details",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("legal_name", sa.Text(), nullable=True),
        sa.Column("identity_id", sa.BigInteger(), nullable=True),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("minimum", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(bank IS NULL) = (account_id IS NULL) AND (bank IS NULL) = (holder IS NULL)",
            name=op.f("ck_pay_details_account"),
        ),
        sa.CheckConstraint(
            "(legal_name IS NULL) = (identity_id IS NULL)", name=op.f("ck_pay_details_identity")
        ),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_pay_details_minimum")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pay_details_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pay_details")),
    )
    op.create_table(
        "bank_template",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("definition", postgresql.JSONB(), nullable=False),
        sa.Column("updated_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bank_template_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["person.id"], name=op.f("fk_bank_template_updated_by")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_bank_template")),
    )
    op.create_table(
        "sealed",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "identity",
                "account",
                name="what",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(sealed IS NULL) = (deleted_at IS NOT NULL)", name=op.f("ck_sealed_deleted")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sealed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed")),
        schema="vault",
    )
    op.create_index("ix_sealed_key", "sealed", ["key"], unique=False, schema="vault")
    op.create_index("ix_sealed_person_id", "sealed", ["person_id"], unique=False, schema="vault")
    op.create_table(
        "opening",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("sealed_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "identity",
                "account",
                name="what",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("payout_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_opening_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_opening_organisation_id")
        ),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.id"], name=op.f("fk_opening_payout_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opening_person_id")),
        sa.ForeignKeyConstraint(
            ["sealed_id"], ["vault.sealed.id"], name=op.f("fk_opening_sealed_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        schema="vault",
    )
    op.create_index(
        "ix_opening_organisation_id_id",
        "opening",
        ["organisation_id", "id"],
        unique=False,
        schema="vault",
    )
    op.create_index(
        "ix_opening_person_id_id", "opening", ["person_id", "id"], unique=False, schema="vault"
    )
    # All that is owed to somebody, whatever the number of projects.
    op.create_index(
        "ix_account_person_id",
        "account",
        ["person_id"],
        postgresql_where=sa.text("kind = 'person'"),
    )
    # What is decided over people and money, between millions of moves of work.
    op.drop_index("ix_event_audit", table_name="event")
    op.create_index(
        "ix_event_audit",
        "event",
        ["id"],
        postgresql_where=sa.text("subject NOT IN ('assignment', 'item', 'payout_line', 'task')"),
    )
    written_once(*WRITTEN_ONCE)
    for role in who_may_write():
        op.execute(f"GRANT USAGE ON SCHEMA vault TO {role}")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {', '.join(KEPT)} TO {role}")
        op.execute(f"GRANT SELECT, INSERT ON {', '.join(WRITTEN_ONCE)} TO {role}")
        # A batch is filled in bulk, and analyzed after it.
        op.execute(f"GRANT MAINTAIN ON payout_line, payout_share TO {role}")
        for schema in ("public", "vault"):
            op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What was paid is never taken back.")
