"""hooks

Revision ID: 0031
Revises: 0030
"""

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
