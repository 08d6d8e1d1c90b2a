"""quality: known answers, trust, consensus, what is drawn, lots, rules that notice

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write, written_once

revision = "0016"
down_revision = "0015"

NEW = (
    "agreement_report",
    "lot",
    "quality_model",
    "rule",
    "trust",
    "lot_item",
    "rule_hit",
    "gold",
    "consensus",
    "gold_given",
)
WRITTEN_ONCE = ("drawn",)
INSPECT = ("all", "sample", "risk", "none")


def upgrade() -> None:
    op.create_table(
        "drawn",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "all",
                "sample",
                "random",
                "newcomer",
                "trust",
                "risk",
                "undecided",
                "gold_dry",
                "twice",
                "lot",
                "rule",
                name="why",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("chance", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column(
            "besides",
            sa.Numeric(precision=5, scale=4),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("risk", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("chance BETWEEN 0 AND 1", name=op.f("ck_drawn_chance")),
        sa.PrimaryKeyConstraint("project_id", "root_id", "attempt", "level", name=op.f("pk_drawn")),
    )
    op.create_index(
        "ix_drawn_stage", "drawn", ["project_id", "stage_id", "level", "why", "root_id"]
    )
    op.create_table(
        "agreement_report",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("week", sa.DateTime(timezone=True), nullable=False),
        sa.Column("values", postgresql.JSONB(), nullable=False),
        sa.Column(
            "counted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_agreement_report_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "week", name=op.f("pk_agreement_report")),
    )
    op.create_table(
        "lot",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("limit", sa.Numeric(precision=3, scale=1), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sample", sa.BigInteger(), nullable=False),
        sa.Column("accept", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("looked", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("faulty", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sample BETWEEN 1 AND size AND accept >= 0", name=op.f("ck_lot_plan")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_lot_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_lot_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_lot")),
    )
    op.create_table(
        "quality_model",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("people", postgresql.JSONB(), nullable=True),
        sa.Column("calibration", postgresql.JSONB(), nullable=True),
        sa.Column("risk", postgresql.JSONB(), nullable=True),
        sa.Column("bars", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("verdicts", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("answers", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "fitted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_quality_model_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", name=op.f("pk_quality_model")),
    )
    op.create_table(
        "rule",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "off", "on", name="state", native_enum=False, create_constraint=True, length=24
            ),
            server_default="off",
            nullable=False,
        ),
        sa.Column("collector", sa.Text(), nullable=False),
        sa.Column("condition", postgresql.JSONB(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_rule_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_rule_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_rule")),
    )
    op.create_table(
        "trust",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("gold", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("gold_right", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("verdicts", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("verdicts_right", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("peers", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "peers_right",
            sa.Numeric(precision=10, scale=3),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.Column("mean", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("low", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("high", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("below", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("confusion", postgresql.JSONB(), nullable=True),
        sa.Column("holds", sa.SmallInteger(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_by", sa.BigInteger(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("watched_by", sa.BigInteger(), nullable=True),
        sa.Column("fresh", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("low <= mean AND mean <= high", name=op.f("ck_trust_interval")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trust_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_trust_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "stage_id", "level", "person_id", name=op.f("pk_trust")
        ),
    )
    op.create_index("ix_trust_person", "trust", ["person_id"])
    op.create_index(
        "ix_trust_fresh",
        "trust",
        ["project_id", "stage_id"],
        postgresql_where=sa.text("fresh"),
    )
    op.create_table(
        "lot_item",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("lot_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("faulty", sa.Boolean(), nullable=True),
        sa.Column("reserved", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "lot_id"],
            ["lot.project_id", "lot.id"],
            name=op.f("fk_lot_item_project_id_lot_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "lot_id", "item_id", name=op.f("pk_lot_item")),
    )
    op.create_index("ix_lot_item_root", "lot_item", ["project_id", "root_id"])
    op.create_index("ix_lot_item_item", "lot_item", ["project_id", "item_id"])
    op.create_index(
        "ix_lot_item_reserved", "lot_item", ["lot_id"], postgresql_where=sa.text("reserved > 0")
    )
    op.create_table(
        "rule_hit",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column(
            "noticed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)", name=op.f("ck_rule_hit_settled")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rule_hit_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "rule_id"],
            ["rule.project_id", "rule.id"],
            name=op.f("fk_rule_hit_project_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_rule_hit_settled_by")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_rule_hit")),
    )
    op.create_index(
        "ix_rule_hit_open",
        "rule_hit",
        ["project_id", "id"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("ix_rule_hit_person", "rule_hit", ["person_id", "id"])
    op.create_table(
        "gold",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "hand",
                "consensus",
                "inspection",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("schema_version", sa.BigInteger(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=False),
        sa.Column("shown", postgresql.JSONB(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("given", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("right", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("entries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("reserved", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(level = 0) = (root_id IS NULL)", name=op.f("ck_gold_root")),
        sa.CheckConstraint("(level = 0) = (verdict IS NULL)", name=op.f("ck_gold_verdict")),
        sa.CheckConstraint("level IN (0, 1, 2)", name=op.f("ck_gold_level")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_gold_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_gold_project_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_gold_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_gold")),
        sa.UniqueConstraint(
            "project_id",
            "stage_id",
            "level",
            "item_id",
            name=op.f("uq_gold_project_id_stage_id_level_item_id"),
        ),
    )
    op.create_index("ix_gold_stage", "gold", ["project_id", "stage_id", "level", "id"])
    op.create_table(
        "consensus",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "agreed",
                "undecided",
                "decided",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answer", postgresql.JSONB(), nullable=False),
        sa.Column("answers", sa.SmallInteger(), nullable=False),
        sa.Column("sure", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column("confidence", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("risk", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("submission_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "(state = 'decided') = (submission_id IS NOT NULL)", name=op.f("ck_consensus_decided")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "task_id"],
            ["task.project_id", "task.id"],
            name=op.f("fk_consensus_project_id_task_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "task_id", name=op.f("pk_consensus")),
    )
    op.create_index(
        "ix_consensus_state", "consensus", ["project_id", "stage_id", "state", "task_id"]
    )
    op.create_table(
        "gold_given",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("gold_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Numeric(precision=4, scale=3), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("marks", postgresql.JSONB(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_gold_given_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "assignment_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_gold_given_project_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "gold_id"],
            ["gold.project_id", "gold.id"],
            name=op.f("fk_gold_given_project_id_gold_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "gold_id", "person_id", name=op.f("pk_gold_given")),
    )
    op.create_index("ix_gold_given_person", "gold_given", ["project_id", "person_id", "at"])
    op.add_column("assignment", sa.Column("gold_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "assignment",
        sa.Column("dry", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_index(
        "ix_assignment_claims",
        "assignment",
        ["worker_id", "project_id", "stage_id", "level", "reserved_at"],
    )
    op.add_column(
        "queue", sa.Column("gold", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("queue", sa.Column("dry_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("queue", sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("uq_queue_project_id_stage_id_level_held"), "queue", type_="unique")
    op.create_unique_constraint(
        op.f("uq_queue_project_id_stage_id_level_held_gold"),
        "queue",
        ["project_id", "stage_id", "level", "held", "gold"],
    )
    op.add_column("attempt_answer", sa.Column("pins", postgresql.JSONB(), nullable=True))
    op.add_column("stage", sa.Column("quality", postgresql.JSONB(), nullable=True))
    op.add_column("task", sa.Column("gold_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_task_aggregating",
        "task",
        ["project_id", "stage_id"],
        postgresql_where=sa.text("state = 'aggregating'"),
    )
    for level in (1, 2):
        op.drop_constraint(op.f(f"ck_stage_inspect{level}"), "stage", type_="check")
        op.create_check_constraint(
            op.f(f"ck_stage_inspect{level}"),
            "stage",
            f"inspect{level} IN ({', '.join(repr(one) for one in INSPECT)})",
        )
    op.execute(
        "INSERT INTO queue (project_id, stage_id, level, held, gold)"
        " SELECT project_id, id, level, false, true FROM stage, generate_series(0, 2) AS level"
    )
    written_once(*WRITTEN_ONCE)
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT SELECT, INSERT ON {', '.join(WRITTEN_ONCE)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What was drawn is written once.")
