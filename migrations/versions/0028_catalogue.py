"""catalogue

Revision ID: 0028
Revises: 0027
"""

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
