"""suggestions: a stage's model, and what it says of items

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "stage_model",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("header_name", sa.Text()),
        sa.Column("header_value", sa.LargeBinary()),
        sa.Column("seconds", sa.SmallInteger(), nullable=False),
        sa.Column("batch", sa.SmallInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)
            for name in ("asked", "given", "left_out")
        ),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("fault", postgresql.JSONB()),
        sa.Column("failed_at", sa.DateTime(timezone=True)),
        sa.Column("again_at", sa.DateTime(timezone=True)),
        sa.Column("walked_at", sa.DateTime(timezone=True)),
        sa.Column("chore_id", sa.BigInteger()),
        sa.CheckConstraint("seconds BETWEEN 1 AND 60", name=op.f("ck_stage_model_seconds")),
        sa.CheckConstraint("batch BETWEEN 1 AND 32", name=op.f("ck_stage_model_batch")),
        sa.CheckConstraint(
            "(header_name IS NULL) = (header_value IS NULL)", name=op.f("ck_stage_model_header")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_stage_model_project_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "stage_id", name=op.f("pk_stage_model")),
    )
    op.create_table(
        "suggestion",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("schema_version", sa.BigInteger(), nullable=False),
        sa.Column("answer", postgresql.JSONB()),
        sa.Column("model", sa.Text()),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "item_id"],
            ["item.project_id", "item.id"],
            name=op.f("fk_suggestion_project_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "item_id", name=op.f("pk_suggestion")),
    )
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON stage_model, suggestion TO {role}")


def downgrade() -> None:
    op.drop_table("suggestion")
    op.drop_table("stage_model")
