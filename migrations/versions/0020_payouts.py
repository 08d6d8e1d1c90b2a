"""payouts: batches, lines, payees, and what is kept under seal

Revision ID: 0020
Revises: 0019
"""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("What was written since would be lost.")
