"""managers' and operators' pages: figures that are kept, ways to find people and the history

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from migrations.rights import who_may_write

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "stage_id", "what", "day", name=op.f("pk_figure")),
    )
    op.create_table(
        "member_figure",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "person_id", "stage_id", "what", name=op.f("pk_member_figure")
        ),
    )
    op.create_table(
        "figure_mark",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in (
                "submission_id",
                "event_id",
                "entry_id",
                "next_submission_id",
                "next_event_id",
                "next_entry_id",
            )
        ),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_figure_mark")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_figure_mark_project_id")
        ),
    )
    # What people did to people, projects and rules stands between millions of moves of the work;
    # this finds it. The work's own moves never touch it.
    op.create_index(
        "ix_event_audit",
        "event",
        ["id"],
        postgresql_where=sa.text("subject NOT IN ('assignment', 'item', 'task')"),
    )
    op.create_index(
        "ix_person_email_prefix",
        "person",
        [sa.text("lower(email) text_pattern_ops")],
    )
    op.create_index("ix_person_name_prefix", "person", [sa.text("lower(name) text_pattern_ops")])
    op.create_index(op.f("ix_signature_agreement_id"), "signature", ["agreement_id"])
    for role in who_may_write():
        op.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON figure, member_figure, figure_mark TO {role}"
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_signature_agreement_id"), table_name="signature")
    op.drop_index("ix_person_name_prefix", table_name="person")
    op.drop_index("ix_person_email_prefix", table_name="person")
    op.drop_index("ix_event_audit", table_name="event")
    for table in ("figure_mark", "member_figure", "figure"):
        op.drop_table(table)
