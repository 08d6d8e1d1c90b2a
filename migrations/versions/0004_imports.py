"""imports: rows on their way to items, a fuller report, references checked by the statement

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.rights import who_may_write

revision = "0004"
down_revision = "0003"

# A foreign key asks for every row by itself; 1,000,000 items with three keys are 13 s of asking.
# The keys stay as documentation, and this asks once for a statement. What they point to is never
# deleted by the application: batches and assets of items lie as long as the items.
ITEM_REFERS = """
CREATE FUNCTION item_refers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT project_id, stage_id, batch_id FROM new_items) n
    WHERE NOT EXISTS (
      SELECT FROM batch b
      WHERE b.project_id = n.project_id AND b.id = n.batch_id AND b.stage_id = n.stage_id)
  ) OR EXISTS (
    SELECT FROM new_items n WHERE n.asset_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM asset a WHERE a.project_id = n.project_id AND a.id = n.asset_id)
  ) THEN
    RAISE EXCEPTION 'an item refers to a batch, a stage or an asset that is not there'
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$
"""
NOT_ENFORCED = {
    "item": (
        "fk_item_project_id_stage_id",
        "fk_item_project_id_batch_id",
        "fk_item_project_id_asset_id",
    ),
    "asset": ("fk_asset_project_id",),
}


def upgrade() -> None:
    op.add_column("batch", sa.Column("skip_existing", sa.Boolean(), **_or("false")))
    op.add_column("batch", sa.Column("read", sa.BigInteger(), **_or("0")))
    op.add_column("batch", sa.Column("skipped", sa.BigInteger(), **_or("0")))
    op.add_column("batch", sa.Column("noted", sa.BigInteger(), **_or("0")))
    op.add_column("batch", sa.Column("first_item_id", sa.BigInteger()))
    op.add_column("batch", sa.Column("last_item_id", sa.BigInteger()))
    op.add_column("refusal", sa.Column("place", sa.Text(), nullable=False))
    op.add_column("refusal", sa.Column("grade", sa.Text(), nullable=False))
    op.alter_column("item", "name", type_=sa.Text(collation="C"))
    op.alter_column("asset", "sha256", type_=sa.Text(collation="C"))
    op.create_table(
        "import_row",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("sha256", sa.Text(collation="C"), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger()),
        sa.Column("width", sa.BigInteger()),
        sa.Column("height", sa.BigInteger()),
        sa.Column("storage_key", sa.Text()),
        sa.Column("thumbnail_key", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("meta", postgresql.JSONB()),
        sa.Column("prelabels", postgresql.JSONB()),
        sa.PrimaryKeyConstraint("project_id", "batch_id", "row", name=op.f("pk_import_row")),
        prefixes=["UNLOGGED"],
    )
    for table, keys in NOT_ENFORCED.items():
        for key in keys:
            op.execute(f"ALTER TABLE {table} ALTER CONSTRAINT {key} NOT ENFORCED")
    op.execute(ITEM_REFERS)
    op.execute(
        "CREATE TRIGGER refers AFTER INSERT ON item REFERENCING NEW TABLE AS new_items"
        " FOR EACH STATEMENT EXECUTE FUNCTION item_refers()"
    )
    # Only the condition is looked at when the engine moves an item's state.
    op.execute(
        "CREATE TRIGGER stays BEFORE UPDATE ON item FOR EACH ROW WHEN ("
        " (OLD.stage_id, OLD.batch_id, OLD.asset_id) IS DISTINCT FROM"
        " (NEW.stage_id, NEW.batch_id, NEW.asset_id))"
        " EXECUTE FUNCTION refuse_change()"
    )
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON import_row TO {role}")
        op.execute(f"GRANT MAINTAIN ON import_row, asset TO {role}")
        op.execute(f"REVOKE DELETE ON asset, batch FROM {role}")


def _or(default: str) -> dict[str, object]:
    return {"server_default": sa.text(default), "nullable": False}


def downgrade() -> None:
    raise NotImplementedError("Imports already rely on it.")
