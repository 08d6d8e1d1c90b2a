"""factors: second factors, passkeys, outside identities

Revision ID: 0033
Revises: 0032
"""

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
