"""watched: a chore knows which request it follows from, and the dead are found at once

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("chore", sa.Column("request_id", sa.Text()))
    op.create_index("ix_chore_dead", "chore", ["id"], postgresql_where=sa.text("state = 'dead'"))


def downgrade() -> None:
    op.drop_index("ix_chore_dead", "chore")
    op.drop_column("chore", "request_id")
