"""learning and routing: what a stage asks for, courses and what they earn, announced work

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0015"
down_revision = "0014"

NEW = (
    "requirement",
    "admission",
    "invited",
    "announcement",
    "wish",
    "course",
    "lesson",
    "question",
    "studied",
    "attempt",
    "attempt_answer",
    "certificate",
    "owed",
)


def upgrade() -> None:
    op.create_table(
        "admission",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("missing", postgresql.JSONB(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "checked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_admission_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_admission_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "stage_id", "level", "person_id", name=op.f("pk_admission")
        ),
    )
    op.create_index("ix_admission_person", "admission", ["person_id"])
    op.create_table(
        "announcement",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("share_seconds", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("share_seconds >= 0", name=op.f("ck_announcement_share_seconds")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_announcement_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_announcement_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_announcement")),
    )
    op.create_index(
        "ix_announcement_due",
        "announcement",
        ["opens_at"],
        unique=False,
        postgresql_where=sa.text("opened_at IS NULL"),
    )
    op.create_index(
        "ix_announcement_stage", "announcement", ["project_id", "stage_id", "level", "id"]
    )
    op.create_table(
        "course",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "retired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("drawn", sa.SmallInteger(), server_default=sa.text("10"), nullable=False),
        sa.Column(
            "right_from",
            sa.Numeric(precision=4, scale=3),
            server_default=sa.text("0.75"),
            nullable=False,
        ),
        sa.Column(
            "pass_mark",
            sa.Numeric(precision=4, scale=3),
            server_default=sa.text("0.8"),
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("3"), nullable=False),
        sa.Column("wait_seconds", sa.BigInteger(), server_default=sa.text("3600"), nullable=False),
        sa.Column("exam_seconds", sa.BigInteger(), server_default=sa.text("3600"), nullable=False),
        sa.Column("valid_days", sa.BigInteger(), nullable=True),
        sa.Column("training_pay", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("exam_pay", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("attempts BETWEEN 1 AND 100", name=op.f("ck_course_attempts")),
        sa.CheckConstraint("drawn BETWEEN 0 AND 100", name=op.f("ck_course_drawn")),
        sa.CheckConstraint("level IN (0, 1, 2)", name=op.f("ck_course_level")),
        sa.CheckConstraint("pass_mark BETWEEN 0 AND 1", name=op.f("ck_course_pass_mark")),
        sa.CheckConstraint("right_from BETWEEN 0 AND 1", name=op.f("ck_course_right_from")),
        sa.CheckConstraint("training_pay >= 0 AND exam_pay >= 0", name=op.f("ck_course_pay")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_course_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_course_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_course")),
    )
    op.create_table(
        "invited",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "invited_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_invited_invited_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invited_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_invited_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "stage_id", "level", "person_id", name=op.f("pk_invited")
        ),
    )
    op.create_table(
        "requirement",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("asked", postgresql.JSONB(), nullable=False),
        sa.Column("day_limit", sa.BigInteger(), nullable=True),
        sa.Column("person_limit", sa.BigInteger(), nullable=True),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "day_limit > 0 AND person_limit > 0", name=op.f("ck_requirement_limits")
        ),
        sa.CheckConstraint("level IN (0, 1, 2)", name=op.f("ck_requirement_level")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_requirement_changed_by")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_requirement_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "level", name=op.f("pk_requirement")),
    )
    op.create_table(
        "attempt",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        sa.Column("questions", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(passed IS NULL) = (ended_at IS NULL)", name=op.f("ck_attempt_ended")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "course_id"],
            ["course.project_id", "course.id"],
            name=op.f("fk_attempt_project_id_course_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "project_id",
            "course_id",
            "person_id",
            "nth",
            name=op.f("uq_attempt_project_id_course_id_person_id_nth"),
        ),
    )
    op.create_index(
        "ix_attempt_due",
        "attempt",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_attempt_open",
        "attempt",
        ["project_id", "course_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column("shown", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "earned_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "course_id"],
            ["course.project_id", "course.id"],
            name=op.f("fk_certificate_project_id_course_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint(
            "project_id", "attempt_id", name=op.f("uq_certificate_project_id_attempt_id")
        ),
    )
    op.create_index("ix_certificate_person", "certificate", ["person_id", "id"])
    op.create_table(
        "owed",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "training",
                "exam",
                name="what",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_owed_amount")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_owed_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "course_id"],
            ["course.project_id", "course.id"],
            name=op.f("fk_owed_project_id_course_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "course_id", "person_id", "what", name=op.f("pk_owed")
        ),
    )
    op.create_table(
        "lesson",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "course_id"],
            ["course.project_id", "course.id"],
            name=op.f("fk_lesson_project_id_course_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_lesson")),
    )
    op.create_index("ix_lesson_course", "lesson", ["project_id", "course_id", "position", "id"])
    op.create_table(
        "studied",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("lesson_id", sa.BigInteger(), nullable=True),
        sa.Column("question_id", sa.BigInteger(), nullable=True),
        sa.Column("seconds", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("best", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column(
            "first_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(lesson_id IS NULL) <> (question_id IS NULL)", name=op.f("ck_studied_one")
        ),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_studied_seconds")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_studied_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "course_id"],
            ["course.project_id", "course.id"],
            name=op.f("fk_studied_project_id_course_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_studied")),
        sa.UniqueConstraint(
            "project_id",
            "person_id",
            "lesson_id",
            "question_id",
            name=op.f("uq_studied_project_id_person_id_lesson_id_question_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_studied_course", "studied", ["project_id", "course_id", "person_id"])
    op.create_table(
        "wish",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("announcement_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wish_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "announcement_id"],
            ["announcement.project_id", "announcement.id"],
            name=op.f("fk_wish_project_id_announcement_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "announcement_id", "person_id", name=op.f("pk_wish")),
    )
    op.create_table(
        "attempt_answer",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("score", sa.Numeric(precision=4, scale=3), nullable=False),
        sa.Column("seconds", sa.BigInteger(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "attempt_id"],
            ["attempt.project_id", "attempt.id"],
            name=op.f("fk_attempt_answer_project_id_attempt_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "attempt_id", "question_id", name=op.f("pk_attempt_answer")
        ),
    )
    op.create_table(
        "question",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "practice", "exam", name="use", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("schema_version", sa.BigInteger(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=False),
        sa.Column("shown", postgresql.JSONB(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_question_created_by")),
        sa.ForeignKeyConstraint(
            ["project_id", "course_id"],
            ["course.project_id", "course.id"],
            name=op.f("fk_question_project_id_course_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_question_project_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_question")),
        sa.UniqueConstraint(
            "project_id",
            "course_id",
            "item_id",
            "use",
            name=op.f("uq_question_project_id_course_id_item_id_use"),
        ),
    )
    op.create_index(
        "ix_question_course", "question", ["project_id", "course_id", "use", "position", "id"]
    )
    op.add_column("project_member", sa.Column("team", sa.Text(), nullable=True))
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    op.drop_column("project_member", "team")
    for name in reversed(NEW):
        op.drop_table(name)
