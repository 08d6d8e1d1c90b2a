"""read_anew

Revision ID: 0032
Revises: 0031
"""

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("What people have made would be lost.")
