"""spread: keys that let projects spread over many databases

Revision ID: 0036
Revises: 0035
"""

from alembic import op

revision = "0036"
down_revision = "0035"

# Table, the columns that were unique by themselves, and those that are now: with the project.
WIDER = (
    ("capture", ["upload_id"], ["project_id", "upload_id"]),
    ("group_session", ["code"], ["project_id", "code"]),
    ("guardian", ["token_hash"], ["token_hash", "project_id"]),
)


def _named(table: str, columns: list[str]) -> str:
    return f"uq_{table}_{'_'.join(columns)}"


def upgrade() -> None:
    for table, before, after in WIDER:
        op.create_unique_constraint(op.f(_named(table, after)), table, after)
        op.drop_constraint(op.f(_named(table, before)), table, type_="unique")


def downgrade() -> None:
    for table, before, after in WIDER:
        op.create_unique_constraint(op.f(_named(table, before)), table, before)
        op.drop_constraint(op.f(_named(table, after)), table, type_="unique")
