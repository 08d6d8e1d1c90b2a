"""media: what a sound, a video, a document, a time series is, and what it is shown from

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

_LARGE = "tiles IS NULL AND storage_key IS NOT NULL AND width * height > 16000000"
_LARGE_PICTURE = (
    "tiles IS NULL AND facts IS NULL AND storage_key IS NOT NULL AND width * height > 16000000"
)
_WAITS = "prepared IS NULL AND facts IS NOT NULL AND storage_key IS NOT NULL"


def _untiled(where: str) -> None:
    op.drop_index("ix_asset_untiled", table_name="asset")
    op.create_index(
        "ix_asset_untiled", "asset", ["project_id", "id"], postgresql_where=sa.text(where)
    )


def upgrade() -> None:
    op.add_column("asset", sa.Column("facts", postgresql.JSONB()))
    op.add_column("asset", sa.Column("prepared", postgresql.JSONB()))
    op.add_column("import_row", sa.Column("facts", postgresql.JSONB()))
    # Only of those that wait: it is empty most of the time, also beside millions of assets.
    op.create_index(
        "ix_asset_unprepared", "asset", ["project_id", "id"], postgresql_where=sa.text(_WAITS)
    )
    _untiled(_LARGE_PICTURE)


def downgrade() -> None:
    _untiled(_LARGE)
    op.drop_index("ix_asset_unprepared", table_name="asset")
    op.drop_column("import_row", "facts")
    op.drop_column("asset", "prepared")
    op.drop_column("asset", "facts")
