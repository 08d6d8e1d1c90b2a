"""hooks: who is told what happens; tokens for some projects; what models predict and people mend

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0031"
down_revision = "0030"

NEW = (
    "hook",
    "hook_delivery",
    "hook_attempt",
    "prediction",
    "loop_mark",
    "correction",
    "model_figure",
)


def upgrade() -> None:
    op.add_column("api_token", sa.Column("projects", postgresql.ARRAY(sa.BigInteger())))
    op.add_column("api_token", sa.Column("used_at", sa.DateTime(timezone=True)))
    _hooks()
    _loop()
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def _hooks() -> None:
    op.create_table(
        "hook",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "on",
                "off",
                "resting",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="on",
            nullable=False,
        ),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("secret_before", sa.LargeBinary(), nullable=True),
        sa.Column("before_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        _made("created_at"),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("next_event_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "noted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("sequence", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chore_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(project_id = 0) = (organisation_id IS NOT NULL)", name=op.f("ck_hook_home")
        ),
        sa.CheckConstraint("cardinality(kinds) > 0", name=op.f("ck_hook_kinds")),
        sa.CheckConstraint(
            "(secret_before IS NULL) = (before_until IS NULL)", name=op.f("ck_hook_before")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_hook_organisation_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_hook_created_by")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_hook")),
    )
    op.create_index(
        "ix_hook_organisation_id",
        "hook",
        ["organisation_id"],
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )
    op.create_table(
        "hook_delivery",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("hook_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _made("made_at"),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True
        ),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "delivered_at IS NULL OR next_at IS NULL", name=op.f("ck_hook_delivery_delivered")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "hook_id"],
            ["hook.project_id", "hook.id"],
            name=op.f("fk_hook_delivery_project_id_hook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_hook_delivery")),
        sa.UniqueConstraint(
            "project_id",
            "hook_id",
            "sequence",
            name=op.f("uq_hook_delivery_project_id_hook_id_sequence"),
        ),
        sa.UniqueConstraint(
            "project_id",
            "hook_id",
            "event_id",
            name=op.f("uq_hook_delivery_project_id_hook_id_event_id"),
        ),
    )
    op.create_index("ix_hook_delivery_page", "hook_delivery", ["project_id", "hook_id", "id"])
    op.create_index(
        "ix_hook_delivery_due",
        "hook_delivery",
        ["project_id", "hook_id", "next_at"],
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index("ix_hook_delivery_made_at", "hook_delivery", ["made_at"])
    op.create_table(
        "hook_attempt",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        _made("at"),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "(status IS NULL) = (fault IS NOT NULL)", name=op.f("ck_hook_attempt_fault")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "delivery_id"],
            ["hook_delivery.project_id", "hook_delivery.id"],
            name=op.f("fk_hook_attempt_project_id_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "delivery_id", "nth", name=op.f("pk_hook_attempt")),
    )


def _loop() -> None:
    op.create_table(
        "prediction",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("schema_version", sa.BigInteger(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        _made("made_at"),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_prediction_score")),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_prediction_project_id_item_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_prediction_made_by")),
        sa.PrimaryKeyConstraint("project_id", "item_id", "model", name=op.f("pk_prediction")),
    )
    op.create_index(
        "ix_prediction_model", "prediction", ["project_id", "stage_id", "model", "item_id"]
    )
    op.create_table(
        "loop_mark",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_loop_mark_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", name=op.f("pk_loop_mark")),
    )
    op.create_table(
        "correction",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_correction_project_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_correction")),
        sa.UniqueConstraint("project_id", "item_id", name=op.f("uq_correction_project_id_item_id")),
    )
    op.create_index("ix_correction_page", "correction", ["project_id", "stage_id", "id"])
    op.create_table(
        "model_figure",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("items", sa.BigInteger(), nullable=False),
        sa.Column("agreed", sa.Double(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("removed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_model_figure_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "stage_id", "model", "label", name=op.f("pk_model_figure")
        ),
    )


def _made(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
