"""texts: what an item says stands with its asset

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for table in ("asset", "import_row"):
        op.add_column(table, sa.Column("document", postgresql.JSONB()))


def downgrade() -> None:
    for table in ("import_row", "asset"):
        op.drop_column(table, "document")
