"""money rules: dated rates and floors, bonuses, top-ups, alerts

Revision ID: 0019
Revises: 0018
"""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("What was written since would be lost.")
