"""worker's pages: time with hands on, the pace of a stage, open enrolment, guideline pictures

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from migrations.rights import who_may_write

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "project",
        sa.Column("enrolment", sa.String(24), server_default="invited", nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_project_enrolment"), "project", "enrolment IN ('open', 'invited')"
    )
    _who_handed_in()
    # The newest hand-ins of a stage and level, whose time is known; rework would count twice.
    op.create_index(
        "ix_submission_pace",
        "submission",
        ["project_id", "stage_id", "level", "id"],
        postgresql_where=sa.text("active_seconds IS NOT NULL AND (level > 0 OR attempt = 1)"),
    )
    op.create_index("ix_submission_worker_id_at", "submission", ["worker_id", "at"])
    op.create_index(
        "ix_assignment_mend",
        "assignment",
        ["worker_id", "id"],
        postgresql_where=sa.text("state IN ('rework', 'appealed')"),
    )
    op.create_table(
        "pace",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("median_seconds", sa.BigInteger()),
        sa.Column("hand_ins", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "counted_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "level", name=op.f("pk_pace")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_pace_project_id_stage_id"),
        ),
    )
    op.create_table(
        "guide_picture",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_guide_picture")),
        sa.UniqueConstraint(
            "project_id", "sha256", name=op.f("uq_guide_picture_project_id_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_guide_picture_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_guide_picture_created_by")
        ),
    )
    # Asked for every row, it was half of the time that freezing a release takes. The one statement
    # that writes these rows holds the release's lock, and a release is never deleted.
    op.execute(
        "ALTER TABLE release_item ALTER CONSTRAINT fk_release_item_project_id_release_id"
        " NOT ENFORCED"
    )
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON pace TO {role}")
        op.execute(f"GRANT SELECT, INSERT ON guide_picture TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def _who_handed_in() -> None:
    """The hand-in itself says whose it is and of which stage and level: what a person did on a day
    is then read without a look at each assignment."""
    op.add_column("submission", sa.Column("worker_id", sa.BigInteger()))
    op.add_column("submission", sa.Column("stage_id", sa.BigInteger()))
    op.add_column("submission", sa.Column("level", sa.SmallInteger()))
    op.add_column("submission", sa.Column("active_seconds", sa.BigInteger()))
    op.execute("ALTER TABLE submission DISABLE TRIGGER written_once")
    op.execute(
        "UPDATE submission v SET worker_id = a.worker_id, stage_id = a.stage_id, level = a.level"
        " FROM assignment a WHERE a.project_id = v.project_id AND a.id = v.assignment_id"
    )
    op.execute("ALTER TABLE submission ENABLE TRIGGER written_once")
    for column in ("worker_id", "stage_id", "level"):
        op.alter_column("submission", column, nullable=False)
    op.create_check_constraint(
        op.f("ck_submission_active_seconds"), "submission", "active_seconds >= 0"
    )


def downgrade() -> None:
    raise NotImplementedError("Hand-ins already say whose they are.")
