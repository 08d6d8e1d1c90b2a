"""operations: what an operator sees of the machine

Revision ID: 0035
Revises: 0034
"""

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
