"""what a cancelled stage paid without a hand-in is found by whose it is and when

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index(
        "ix_assignment_unfinished",
        "assignment",
        ["worker_id", "decided_at"],
        postgresql_where=sa.text(
            "level = 0 AND attempt = 0 AND state IN ('returned', 'expired', 'released')"
        ),
    )


def downgrade() -> None:
    op.drop_index("ix_assignment_unfinished", table_name="assignment")
