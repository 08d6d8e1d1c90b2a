"""prices: what a unit is, how many a task has, what it took to pay it

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

UNITS = ("task", "object", "second", "character", "page")


def upgrade() -> None:
    one = sa.text("1")
    op.add_column(
        "price_card",
        sa.Column(
            "unit",
            sa.Enum(*UNITS, name="unit", native_enum=False, create_constraint=True, length=24),
            server_default="task",
            nullable=False,
        ),
    )
    op.add_column(
        "price_card", sa.Column("per", sa.BigInteger(), server_default=one, nullable=False)
    )
    op.add_column("price_card", sa.Column("most", sa.BigInteger(), nullable=True))
    op.add_column(
        "price_card",
        sa.Column("accept_top_ups", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    _defined()
    op.create_check_constraint(
        op.f("ck_price_card_units"),
        "price_card",
        "per > 0 AND most > 0 AND (unit <> 'task' OR per = 1 AND most IS NULL)",
    )
    op.create_check_constraint(
        op.f("ck_price_card_defined"), "price_card", "definition <> '' AND estimate_seconds > 0"
    )
    op.add_column("task", sa.Column("units", sa.BigInteger(), server_default=one, nullable=False))
    op.create_check_constraint(op.f("ck_task_units"), "task", "units > 0")
    op.add_column("assignment", sa.Column("price_version", sa.BigInteger(), nullable=True))
    op.add_column(
        "assignment", sa.Column("units", sa.BigInteger(), server_default=one, nullable=False)
    )
    op.add_column("pace", sa.Column("unit_seconds", sa.Double(), nullable=True))
    op.execute("UPDATE pace SET unit_seconds = median_seconds")
    op.alter_column("lot", "price", new_column_name="cost")
    op.execute("UPDATE lot SET cost = cost * size")


def _defined() -> None:
    """Cards of before paid for a piece of work; how long one was thought to take is known by what
    was measured, else by what the price makes at the minimum wage of their time."""
    op.add_column("price_card", sa.Column("definition", sa.Text(), nullable=True))
    op.add_column("price_card", sa.Column("estimate_seconds", sa.BigInteger(), nullable=True))
    op.execute("ALTER TABLE price_card DISABLE TRIGGER written_once")
    op.execute(
        "UPDATE price_card c SET definition = '작업 한 건', estimate_seconds = greatest(coalesce("
        " (SELECT p.median_seconds FROM pace p WHERE p.project_id = c.project_id"
        " AND p.stage_id = c.stage_id AND p.level = 0), c.level0 * 3600 / 10320), 1)"
    )
    op.execute("ALTER TABLE price_card ENABLE TRIGGER written_once")
    op.alter_column("price_card", "definition", nullable=False)
    op.alter_column("price_card", "estimate_seconds", nullable=False)


def downgrade() -> None:
    raise NotImplementedError("What was written since would be lost.")
