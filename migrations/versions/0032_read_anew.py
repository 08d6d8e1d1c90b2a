"""read anew: guideline versions to be read before another claim, and who has read them; bulletins

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

from migrations.rights import who_may_write

revision = "0032"
down_revision = "0031"

NEW = ("guideline_read", "bulletin", "bulletin_read")


def upgrade() -> None:
    op.add_column(
        "guideline",
        sa.Column("must_read", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("stage", sa.Column("read_version", sa.BigInteger(), nullable=True))
    op.create_table(
        "guideline_read",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        _at("read_at"),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_guideline_read_project_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_guideline_read_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "stage_id", "person_id", name=op.f("pk_guideline_read")
        ),
    )
    op.create_table(
        "bulletin",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        _at("created_at"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_bulletin_project_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_bulletin_created_by")),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_bulletin")),
    )
    op.create_table(
        "bulletin_read",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("bulletin_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        _at("read_at"),
        sa.ForeignKeyConstraint(
            ["project_id", "bulletin_id"],
            ["bulletin.project_id", "bulletin.id"],
            name=op.f("fk_bulletin_read_project_id_bulletin_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_bulletin_read_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "bulletin_id", "person_id", name=op.f("pk_bulletin_read")
        ),
    )
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def _at(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
