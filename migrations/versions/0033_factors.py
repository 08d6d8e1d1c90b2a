"""factors: second factors, passkeys, outside identities, known browsers, how a session was opened

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.rights import who_may_write

revision = "0033"
down_revision = "0032"

NEW = ("totp", "recovery_code", "passkey", "outside_identity", "browser", "proving")


def upgrade() -> None:
    op.add_column(
        "login", sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)
    )
    op.create_unique_constraint(op.f("uq_login_id"), "login", ["id"])
    op.add_column(
        "login",
        sa.Column("opened_by", sa.String(24), server_default="password", nullable=False),
    )
    op.add_column("login", sa.Column("second", sa.String(24), nullable=True))
    op.create_check_constraint(
        "opened_by", "login", "opened_by IN ('password', 'passkey', 'outside')"
    )
    op.create_check_constraint("second", "login", "second IN ('totp', 'recovery', 'passkey')")
    op.add_column("login", _at("proved_at"))
    op.add_column("login", _at("used_at"))
    op.create_table(
        "totp",
        _person(),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _at("created_at"),
        _when("confirmed_at"),
        *_of_person("totp", "person_id"),
    )
    op.create_table(
        "recovery_code",
        _person(),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        _at("created_at"),
        _when("used_at"),
        *_of_person("recovery_code", "person_id", "code_hash"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        _person(),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _at("created_at"),
        _when("used_at"),
        *_of_person("passkey", "id"),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"])
    op.create_table(
        "outside_identity",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        _person(),
        sa.Column("email", sa.Text(), nullable=False),
        _at("created_at"),
        _when("used_at"),
        *_of_person("outside_identity", "issuer", "subject"),
    )
    op.create_index(op.f("ix_outside_identity_person_id"), "outside_identity", ["person_id"])
    op.create_table(
        "browser",
        _person(),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _at("created_at"),
        _at("seen_at"),
        *_of_person("browser", "person_id", "token_hash"),
    )
    op.create_table(
        "proving",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("challenge", sa.LargeBinary(), nullable=True),
        sa.Column(
            "data",
            JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("tries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _at("created_at"),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('confirm', 'link', 'outside', 'passkey', 'register', 'second')",
            name="kind",
        ),
        *_of_person("proving", "token_hash"),
    )
    op.create_index(op.f("ix_proving_person_id"), "proving", ["person_id"])
    op.create_index(op.f("ix_proving_expires_at"), "proving", ["expires_at"])
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def _person() -> sa.Column[int]:
    return sa.Column("person_id", sa.BigInteger(), nullable=False)


def _of_person(table: str, *key: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )


def _at(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _when(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def downgrade() -> None:
    raise NotImplementedError("Ways in that people have made would be lost.")
