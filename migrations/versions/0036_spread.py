"""spread: keys that let projects spread over many databases

Revision ID: 0036
Revises: 0035
"""

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
