"""tiles: whether a large picture has some stands with its asset

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("asset", sa.Column("tiles", postgresql.JSONB()))
    # Only of those that wait: it is empty most of the time, also beside millions of assets.
    op.create_index(
        "ix_asset_untiled",
        "asset",
        ["project_id", "id"],
        postgresql_where=sa.text(
            "tiles IS NULL AND storage_key IS NOT NULL AND width * height > 16000000"
        ),
    )


def downgrade() -> None:
    op.drop_index("ix_asset_untiled", table_name="asset")
    op.drop_column("asset", "tiles")
