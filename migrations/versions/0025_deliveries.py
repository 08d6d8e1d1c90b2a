"""deliveries: what a release is compared by, shared out into and packed as

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write, written_once

revision = "0025"
down_revision = "0024"

NEW = ("release_change", "release_class", "release_share")


def upgrade() -> None:
    op.add_column(
        "release",
        sa.Column("provenance", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("release", sa.Column("packing", postgresql.JSONB()))
    op.add_column("release", sa.Column("shards", sa.SmallInteger()))
    op.add_column("release", sa.Column("previous_id", sa.BigInteger()))
    op.add_column("release", sa.Column("parts", postgresql.JSONB()))
    # JSON Lines said who did what before anybody could choose.
    op.execute("ALTER TABLE release DISABLE TRIGGER frozen")
    op.execute("UPDATE release SET provenance = true WHERE format = 'jsonl'")
    op.execute("ALTER TABLE release ENABLE TRIGGER frozen")
    op.add_column("release_item", sa.Column("digest", sa.LargeBinary()))
    op.create_table(
        "release_share",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "release_id", "item_id", name=op.f("pk_release_share")
        ),
    )
    op.create_table(
        "release_change",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "added",
                "removed",
                "changed",
                name="what",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "release_id", "item_id", name=op.f("pk_release_change")
        ),
    )
    op.create_table(
        "release_class",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("release_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("class_id", sa.Text(), nullable=False),
        sa.Column("annotations", sa.BigInteger(), nullable=False),
        sa.Column("items", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "release_id", "label", "class_id", name=op.f("pk_release_class")
        ),
    )
    written_once(*NEW)
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT ON {', '.join(NEW)} TO {role}")
        op.execute(f"REVOKE UPDATE, DELETE ON {', '.join(NEW)} FROM {role}")


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
