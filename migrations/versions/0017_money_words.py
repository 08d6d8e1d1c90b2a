"""money words: kinds of accounts, entries and agreements that pay and its papers need

Revision ID: 0017
Revises: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"

KINDS = {
    "account": ("sponsor", "budget", "reserve", "person", "bonus", "transit", "bank", "tax"),
    "agreement": ("terms", "privacy", "project", "win_win"),
    "ledger_entry": (
        "fund",
        "reserve",
        "give_back",
        "earn",
        "bonus",
        "top_up",
        "payout",
        "paid",
        "withhold",
        "withhold_local",
        "reverse",
    ),
}


def upgrade() -> None:
    for table, kinds in KINDS.items():
        op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        op.create_check_constraint(op.f(f"ck_{table}_kind"), table, f"kind IN ({listed})")


def downgrade() -> None:
    raise NotImplementedError("Entries of the new kinds are never taken back.")
