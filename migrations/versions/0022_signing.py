"""signing: win-win agreements, events, how one is told

Revision ID: 0022
Revises: 0021
"""

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("What was written since would be lost.")
