"""sources: clouds that data lies in, what a dry run shows

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0024"
down_revision = "0023"

UNSEEN = "connection_id IS NOT NULL AND looked_at IS NULL"
UNDRAWN = "looked_at IS NOT NULL AND unfit IS NULL AND thumbnail_key IS NULL"


def upgrade() -> None:
    op.create_table(
        "connection",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("region", sa.Text()),
        sa.Column("endpoint", sa.Text()),
        sa.Column(
            "mode",
            sa.Enum(
                "reference",
                "copy",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("key_id", sa.Text()),
        sa.Column("secret", sa.LargeBinary()),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(secret IS NULL) OR (gone_at IS NULL)", name=op.f("ck_connection_gone")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_connection_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_connection_created_by")
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_connection")),
    )
    op.add_column("asset", sa.Column("connection_id", sa.BigInteger()))
    op.add_column("asset", sa.Column("etag", sa.Text()))
    op.add_column("asset", sa.Column("looked_at", sa.DateTime(timezone=True)))
    op.add_column("asset", sa.Column("unfit", sa.Text()))
    for name, where in (("ix_asset_unseen", UNSEEN), ("ix_asset_undrawn", UNDRAWN)):
        op.create_index(name, "asset", ["project_id", "id"], postgresql_where=sa.text(where))
    op.add_column("import_row", sa.Column("connection_id", sa.BigInteger()))
    op.add_column("import_row", sa.Column("etag", sa.Text()))
    op.add_column("batch", sa.Column("mark", sa.Text()))
    op.add_column(
        "batch",
        sa.Column("reasons", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("batch", sa.Column("preview", postgresql.JSONB()))
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON connection TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("Where pictures lie would be lost.")
