"""money rules: dated rates and floors, bonuses, top-ups, alerts

Revision ID: 0019
Revises: 0018
"""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write, written_once

revision = "0019"
down_revision = "0018"

RULES = (
    "minimum_wage",
    "business",
    "other",
    "daily",
    "quota",
    "retention",
    "rejection_ceiling",
)
NEW = ("bonus", "top_up", "top_up_mark", "budget_alert")
WRITTEN_ONCE = ("money_rule",)

# What comes with Dure. An accountant confirms it before real use.
WAGES = {2020: 8590, 2021: 8720, 2022: 9160, 2023: 9620, 2024: 9860, 2025: 10030, 2026: 10320}
WAGE_SOURCE = "최저임금법 제10조에 따른 고용노동부 고시"
BUSINESS = {"rate": "0.03", "local_rate": "0.1", "floor_to": 10}
SEED = (
    *(
        ("minimum_wage", date(year, 1, 1), {"hourly": wage}, f"{WAGE_SOURCE} ({year}년)")
        for year, wage in WAGES.items()
    ),
    (
        "business",
        date(2019, 1, 1),
        BUSINESS | {"least_tax": 1000},
        "소득세법 제86조, 제127조 제1항 제3호, 제129조 제1항 제3호; 지방세법 제103조의13",
    ),
    (
        "business",
        date(2024, 7, 1),
        BUSINESS | {"least_tax": 0},
        "소득세법 제86조 개정(2024년 7월 1일 이후 지급분), 제129조 제1항 제3호",
    ),
    (
        "other",
        date(2019, 1, 1),
        {
            "rate": "0.2",
            "local_rate": "0.1",
            "floor_to": 10,
            "least_tax": 0,
            "deemed_expense": "0.6",
            "free_to": 125000,
        },
        "소득세법 제84조, 제129조 제1항 제6호; 소득세법 시행령 제87조",
    ),
    (
        "daily",
        date(2019, 1, 1),
        {
            "rate": "0.027",
            "local_rate": "0.1",
            "floor_to": 10,
            "least_tax": 1000,
            "deduction": 150000,
        },
        "소득세법 제47조 제2항, 제59조 제3항, 제86조, 제129조 제1항 제4호",
    ),
    (
        "quota",
        date(2020, 1, 1),
        {"per": 100000000, "people": "10", "hires": "2.4", "least_count": 5},
        "인공지능 학습용 데이터 구축 사업 수행 지침",
    ),
    (
        "retention",
        date(2020, 1, 1),
        {"identity_years": 5, "account_years": 5},
        "국세기본법 제85조의3 제2항",
    ),
    (
        "rejection_ceiling",
        date(2020, 1, 1),
        {"least": 3, "share": "0.3", "per_day": 10},
        "두레의 공정 작업 기준",
    ),
)


def upgrade() -> None:
    rules = op.create_table(
        "money_rule",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*RULES, name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_money_rule_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_rule")),
    )
    op.create_index(
        "ix_money_rule_kind",
        "money_rule",
        ["kind", sa.text("valid_from DESC"), sa.text("id DESC")],
    )
    op.bulk_insert(
        rules,
        [
            {"kind": kind, "valid_from": day, "value": value, "source": source}
            for kind, day, value, source in SEED
        ],
    )
    op.create_table(
        "bonus",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "quality",
                "volume",
                "deadline",
                "first",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("awarded", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Numeric(precision=4, scale=3), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pot_account_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0 AND most > 0 AND pieces > 0", name=op.f("ck_bonus_amounts")),
        sa.CheckConstraint("awarded BETWEEN 0 AND most", name=op.f("ck_bonus_awarded")),
        sa.CheckConstraint("(kind = 'quality') = (share IS NOT NULL)", name=op.f("ck_bonus_share")),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_bonus_share_range")),
        sa.CheckConstraint("kind <> 'deadline' OR until IS NOT NULL", name=op.f("ck_bonus_until")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_bonus_created_by")),
        sa.ForeignKeyConstraint(
            ["pot_account_id"], ["account.id"], name=op.f("fk_bonus_pot_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_bonus_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("project_id", "id", name=op.f("pk_bonus")),
        sa.UniqueConstraint("project_id", "key", name=op.f("uq_bonus_project_id_key")),
    )
    op.create_index(
        "ix_bonus_open",
        "bonus",
        ["project_id", "stage_id"],
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "top_up",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("wage", sa.BigInteger(), nullable=False),
        sa.Column("levels", postgresql.JSONB(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_top_up_amount")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_top_up_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id", "stage_id"],
            ["stage.project_id", "stage.id"],
            name=op.f("fk_top_up_project_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "stage_id", "day", "person_id", name=op.f("pk_top_up")
        ),
    )
    op.create_index("ix_top_up_person", "top_up", ["person_id", "day"])
    op.create_index(
        "ix_top_up_waits", "top_up", ["project_id"], postgresql_where=sa.text("paid_at IS NULL")
    )
    op.create_table(
        "top_up_mark",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("submission_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_top_up_mark_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_top_up_mark")),
    )
    # What was accepted before is not topped up: those days have passed.
    op.execute(
        "INSERT INTO top_up_mark (project_id, day, entry_id, submission_id)"
        " SELECT p.id, (now() AT TIME ZONE 'Asia/Seoul')::date - 1,"
        " coalesce((SELECT max(e.id) FROM ledger_entry e WHERE e.project_id = p.id), 0),"
        " coalesce((SELECT max(v.id) FROM submission v WHERE v.project_id = p.id), 0)"
        " FROM project p"
    )
    op.create_table(
        "budget_alert",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "spent_80",
                "spent_95",
                "runs_out",
                "top_ups",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "told_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_budget_alert_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "kind", name=op.f("pk_budget_alert")),
    )
    op.create_index(
        "ix_ledger_entry_besides",
        "ledger_entry",
        ["credit", "at"],
        postgresql_where=sa.text("kind IN ('bonus', 'top_up')"),
    )
    written_once(*WRITTEN_ONCE)
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(NEW)} TO {role}")
        op.execute(f"GRANT SELECT, INSERT ON {', '.join(WRITTEN_ONCE)} TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")


def downgrade() -> None:
    raise NotImplementedError("What was written since would be lost.")
