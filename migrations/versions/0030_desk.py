"""desk

Revision ID: 0030
Revises: 0029
"""

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
