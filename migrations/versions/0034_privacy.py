"""privacy: who looked at personal data; how long what is kept

Revision ID: 0034
Revises: 0033
"""

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
