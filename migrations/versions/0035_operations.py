"""operations: backups that were made, faults that were met

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

from migrations.rights import who_may_write

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "backup",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("snapshot_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("database_bytes", sa.BigInteger(), nullable=False),
        sa.Column("objects", sa.BigInteger(), nullable=False),
        sa.Column("object_bytes", sa.BigInteger(), nullable=False),
        sa.Column("new_bytes", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("ledger_sha256", sa.Text(), nullable=False),
        sa.Column("with_keys", sa.Boolean(), nullable=False),
        _at("made_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
    )
    op.create_table(
        "failure",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        _at("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failure")),
    )
    op.create_index("ix_failure_at", "failure", ["at"])
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON backup, failure TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def _at(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def downgrade() -> None:
    op.drop_table("failure")
    op.drop_table("backup")
