"""invitations are looked up by their address

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_invitation_email", "invitation", [sa.text("lower(email)")])


def downgrade() -> None:
    op.drop_index("ix_invitation_email", table_name="invitation")
