"""signing: win-win agreements, events, how one is told

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from migrations.rights import who_may_write

revision = "0022"
down_revision = "0021"

NEW = ("signing", "told_choice", "told_hours", "push_subscription", "delivery")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.add_column("agreement", sa.Column("organisation_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_agreement_organisation_id"),
        "agreement",
        "organisation",
        ["organisation_id"],
        ["id"],
    )
    op.drop_constraint(op.f("uq_agreement_kind_project_id_version"), "agreement", type_="unique")
    op.create_unique_constraint(
        op.f("uq_agreement_kind_project_id_organisation_id_version"),
        "agreement",
        ["kind", "project_id", "organisation_id", "version"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_check_constraint(
        op.f("ck_agreement_project"), "agreement", "(kind = 'project') = (project_id IS NOT NULL)"
    )
    op.create_check_constraint(
        op.f("ck_agreement_organisation"),
        "agreement",
        "(kind = 'win_win') = (organisation_id IS NOT NULL)",
    )
    op.drop_index("ix_signature_agreement_id", table_name="signature")
    op.create_index(
        "ix_signature_agreement_id_signed_at", "signature", ["agreement_id", "signed_at"]
    )
    op.create_table(
        "signing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_signing_times")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signing_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signing_agreement_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_signing_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing")),
    )
    op.create_index("ix_signing_organisation_id_id", "signing", ["organisation_id", "id"])
    op.create_index("ix_signing_closes_at", "signing", ["closes_at"])
    op.create_table(
        "told_choice",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "topic",
            _one_of("topic", "work", "money", "learning", "project", "account"),
            nullable=False,
        ),
        sa.Column("channel", _one_of("channel", "mail", "push"), nullable=False),
        sa.Column("how", _one_of("how", "at_once", "daily", "off"), nullable=False),
        sa.CheckConstraint(
            "channel = 'mail' OR how <> 'daily'", name=op.f("ck_told_choice_daily_by_mail")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_told_choice_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "topic", "channel", name=op.f("pk_told_choice")),
    )
    op.create_table(
        "told_hours",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=True),
        sa.Column("quiet_until", sa.SmallInteger(), nullable=True),
        sa.Column("letter_at", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)", name=op.f("ck_told_hours_quiet_both")
        ),
        sa.CheckConstraint("quiet_from <> quiet_until", name=op.f("ck_told_hours_quiet_some")),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 0 AND 1439", name=op.f(f"ck_told_hours_{name}"))
            for name in ("quiet_from", "quiet_until", "letter_at")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_told_hours_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_told_hours")),
    )
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("login_hash", sa.LargeBinary(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.Text(), nullable=False),
        sa.Column("auth", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_push_subscription_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["login_hash"],
            ["login.token_hash"],
            name=op.f("fk_push_subscription_login_hash"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index("ix_push_subscription_person_id", "push_subscription", ["person_id"])
    op.create_index("ix_push_subscription_login_hash", "push_subscription", ["login_hash"])
    op.create_table(
        "delivery",
        sa.Column("notification_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", _one_of("channel", "mail", "push"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ck_delivery_ended")
        ),
        sa.CheckConstraint(
            "outcome IN ('sent', 'read', 'gone', 'failed')", name=op.f("ck_delivery_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["notification.id"],
            name=op.f("fk_delivery_notification_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_person_id")),
        sa.PrimaryKeyConstraint("notification_id", "channel", name=op.f("pk_delivery")),
    )
    op.create_index(
        "ix_delivery_due", "delivery", ["due_at"], postgresql_where=sa.text("given_at IS NULL")
    )
    op.create_index("ix_delivery_person_id", "delivery", ["person_id"])
    op.add_column(
        "notification", sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True)
    )
    # What was told before stays where it was told.
    op.execute("UPDATE notification SET planned_at = now()")
    op.create_index(
        "ix_notification_unplanned",
        "notification",
        ["id"],
        postgresql_where=sa.text("planned_at IS NULL"),
    )
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What was written since would be lost.")
