"""fair work: the rejection ceiling, ratings, suspensions

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write, written_once

revision = "0021"
down_revision = "0020"

NEW = ("fair_work", "held_rejection", "rating", "suspension")
WRITTEN_ONCE = ("suspension_evidence",)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "held_rejection",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("root_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("decided", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column(
            "held_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("outcome", _choice("outcome", "confirmed", "refused", "lapsed"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)", name=op.f("ck_held_rejection_settled")
        ),
        sa.CheckConstraint(
            "settled_at IS NULL OR (settled_by IS NULL) = (outcome = 'lapsed')",
            name=op.f("ck_held_rejection_settler"),
        ),
        sa.CheckConstraint("settled_by <> person_id", name=op.f("ck_held_rejection_another")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_held_rejection_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "root_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_held_rejection_project_id_root_id"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["person.id"], name=op.f("fk_held_rejection_settled_by")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_held_rejection")),
        sa.UniqueConstraint(
            "project_id", "root_id", name=op.f("uq_held_rejection_project_id_root_id")
        ),
    )
    op.create_index(
        "ix_held_rejection_open",
        "held_rejection",
        ["id"],
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "rating",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("pay", sa.SmallInteger(), nullable=False),
        sa.Column("clarity", sa.SmallInteger(), nullable=False),
        sa.Column("inspection", sa.SmallInteger(), nullable=False),
        sa.Column("answers", sa.SmallInteger(), nullable=False),
        sa.Column(
            "rated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "pay BETWEEN 1 AND 5 AND clarity BETWEEN 1 AND 5 AND inspection BETWEEN 1 AND 5"
            " AND answers BETWEEN 1 AND 5",
            name=op.f("ck_rating_marks"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rating_person_id")),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_rating")),
    )
    op.create_table(
        "suspension",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            _choice("state", "proposed", "in_force", "dropped", "lifted"),
            server_default="proposed",
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drop_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.BigInteger(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("proposed_by <> person_id", name=op.f("ck_suspension_proposer")),
        sa.CheckConstraint(
            "decided_by NOT IN (proposed_by, person_id)", name=op.f("ck_suspension_arbiter")
        ),
        sa.CheckConstraint(
            "state = 'proposed' OR decided_at IS NOT NULL", name=op.f("ck_suspension_decided")
        ),
        sa.CheckConstraint(
            "state NOT IN ('in_force', 'lifted') OR decided_by IS NOT NULL",
            name=op.f("ck_suspension_heard"),
        ),
        sa.CheckConstraint(
            "(state = 'lifted') = (lifted_at IS NOT NULL)", name=op.f("ck_suspension_lifted")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_suspension_decided_by")
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["person.id"], name=op.f("fk_suspension_lifted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_suspension_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "person_id"],
            ["project_member.project_id", "project_member.person_id"],
            name=op.f("fk_suspension_project_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_suspension_proposed_by")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_suspension")),
    )
    op.create_index(
        "uq_suspension_live",
        "suspension",
        ["project_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('proposed', 'in_force')"),
    )
    op.create_index("ix_suspension_person", "suspension", ["person_id", "id"])
    op.create_index(
        "ix_suspension_due",
        "suspension",
        ["drop_at"],
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "suspension_evidence",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("suspension_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "assignment_id"],
            ["assignment.project_id", "assignment.id"],
            name=op.f("fk_suspension_evidence_project_id_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "suspension_id"],
            ["suspension.project_id", "suspension.id"],
            name=op.f("fk_suspension_evidence_project_id_suspension_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "suspension_id", "assignment_id", name=op.f("pk_suspension_evidence")
        ),
    )
    op.create_table(
        "fair_work",
        sa.Column("project_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("values", postgresql.JSONB(), nullable=False),
        sa.Column(
            "counted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_fair_work_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_fair_work")),
    )
    written_once(*WRITTEN_ONCE)
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT SELECT, INSERT ON {', '.join(WRITTEN_ONCE)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What was written since would be lost.")
