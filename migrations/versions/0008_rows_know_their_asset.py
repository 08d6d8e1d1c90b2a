"""an import's rows know their asset: items are made of them without looking for it again

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # An import that is going on begins again when it finds its rows gone.
    op.execute("DELETE FROM import_row")
    op.add_column(
        "import_row",
        sa.Column(
            "asset_id",
            sa.BigInteger(),
            nullable=False,
            server_default=sa.text("nextval('asset_id_seq')"),
        ),
    )


def downgrade() -> None:
    op.execute("DELETE FROM import_row")
    op.drop_column("import_row", "asset_id")
