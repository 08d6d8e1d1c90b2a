"""the manager's desk: traits of items, kept filters, acts on many, questions

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0030"
down_revision = "0029"

NEW = (
    "act",
    "act_row",
    "guideline_entry",
    "inquiry",
    "saved_filter",
    "trait",
    "trait_mark",
)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)


def _made(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _when(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def upgrade() -> None:
    op.create_table(
        "trait",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(collation="C"), nullable=False),
        sa.Column("value", sa.Text(collation="C"), nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "what", "value", "item_id", name=op.f("pk_trait")),
    )
    op.create_index("ix_trait_item", "trait", ["project_id", "item_id"])
    op.create_table(
        "trait_mark",
        sa.Column("project_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("next_event_id", sa.BigInteger(), nullable=False),
        sa.Column("next_item_id", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_trait_mark_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_trait_mark")),
    )
    op.create_table(
        "saved_filter",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", _choice("kind", "items", "work"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked", postgresql.JSONB(), nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _made("created_at"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_saved_filter_owner_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_saved_filter_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_saved_filter")),
    )
    op.create_index("ix_saved_filter_owner", "saved_filter", ["project_id", "owner_id"])
    op.create_table(
        "act",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            _choice("kind", "reopen", "reset", "exclude", "include", "priority", "reassign"),
            nullable=False,
        ),
        sa.Column(
            "state",
            _choice("state", "counting", "ready", "doing", "done", "stopped", "undoing", "undone"),
            server_default="counting",
            nullable=False,
        ),
        sa.Column("scope", postgresql.JSONB(), nullable=False),
        sa.Column("params", postgresql.JSONB(), nullable=False),
        _count("after"),
        _count("found"),
        sa.Column("refusals", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        _count("cost"),
        _count("done"),
        _count("refused"),
        _count("undone"),
        _count("kept"),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        _made("made_at"),
        _when("started_at"),
        _when("finished_at"),
        sa.Column("undone_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("done >= 0 AND undone <= done", name=op.f("ck_act_counts")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_act_made_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_act_project_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["person.id"], name=op.f("fk_act_undone_by")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_act")),
    )
    op.create_table(
        "act_row",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("act_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('done', 'refused', 'undone', 'kept')", name=op.f("ck_act_row_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IN ('refused', 'kept')) = (code IS NOT NULL)", name=op.f("ck_act_row_code")
        ),
        sa.PrimaryKeyConstraint("project_id", "act_id", "target_id", name=op.f("pk_act_row")),
    )
    op.create_index(
        "ix_act_row_outcome", "act_row", ["project_id", "act_id", "outcome", "target_id"]
    )
    op.create_table(
        "inquiry",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        _made("asked_at"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            _choice("state", "open", "joined", "answered"),
            server_default="open",
            nullable=False,
        ),
        sa.Column("same_as", sa.BigInteger(), nullable=True),
        sa.Column("holds", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        _when("answered_at"),
        sa.CheckConstraint(
            "state <> 'answered' OR answered_at IS NOT NULL", name=op.f("ck_inquiry_answered")
        ),
        sa.CheckConstraint(
            "state <> 'joined' OR same_as IS NOT NULL", name=op.f("ck_inquiry_joined")
        ),
        sa.CheckConstraint("same_as <> id", name=op.f("ck_inquiry_another")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_inquiry_answered_by")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_inquiry_asked_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "assignment_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_inquiry_project_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "same_as"],
            ["inquiry.project_id", "inquiry.id"],
            name=op.f("fk_inquiry_project_id_same_as"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_inquiry")),
    )
    op.create_index("ix_inquiry_queue", "inquiry", ["project_id", "state", "id"])
    op.create_index(
        "ix_inquiry_item",
        "inquiry",
        ["project_id", "item_id"],
        postgresql_where=sa.text("state <> 'answered'"),
    )
    op.create_index("ix_inquiry_assignment", "inquiry", ["project_id", "assignment_id"])
    op.create_index("ix_inquiry_asker", "inquiry", ["asked_by", "id"])
    op.create_index(
        "ix_inquiry_same",
        "inquiry",
        ["project_id", "same_as"],
        postgresql_where=sa.text("same_as IS NOT NULL"),
    )
    op.create_table(
        "guideline_entry",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("inquiry_id", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        _made("made_at"),
        _when("removed_at"),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_guideline_entry_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_guideline_entry_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_guideline_entry")),
    )
    op.create_index(
        "ix_guideline_entry_stage",
        "guideline_entry",
        ["project_id", "stage_id", "id"],
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_index(
        "ix_assignment_open",
        "assignment",
        ["project_id", "stage_id", "state", "id"],
        postgresql_where=sa.text("state IN ('reserved', 'submitted', 'rework', 'appealed')"),
    )
    op.create_index(
        "ix_task_priority",
        "task",
        ["project_id", "priority", "item_id"],
        postgresql_where=sa.text("state = 'open' AND priority <> 0"),
    )
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
