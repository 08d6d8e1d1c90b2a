"""prices: what a unit is, how many a task has, what it took to pay it

Revision ID: 0018
Revises: 0017
"""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("What was written since would be lost.")
