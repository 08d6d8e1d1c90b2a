"""guards: what is only ever added to, and what the application's role may do

Revision ID: 0002
Revises: 0001
"""

from alembic import op
from sqlalchemy import make_url, text

from app.core.settings import APP_ROLE, settings
from migrations.rights import written_once

revision = "0002"
down_revision = "0001"

# Rows of these are written once. The trigger holds even for the owner: who must destroy content
# because the law demands it disables it in a migration of his own, and leaves a trace.
WRITTEN_ONCE = (
    "agreement",
    "event",
    "guideline",
    "label_schema",
    "ledger_entry",
    "price_card",
    "release_item",
    "signature",
    "submission",
)
# The bulk loads of the application end with an ANALYZE of what they filled.
ANALYZED = ("assignment", "event", "item", "ledger_entry", "seat", "submission", "task")

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""
FROZEN = """
CREATE FUNCTION refuse_thaw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a release is never deleted' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.frozen_at IS NOT NULL AND
     to_jsonb(OLD) - '{state,problem}'::text[] IS DISTINCT FROM
     to_jsonb(NEW) - '{state,problem}'::text[] THEN
    RAISE EXCEPTION 'a release is frozen' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$
"""


def app_role() -> str:
    """The role that serves: the one in DURE_DATABASE_URL, or the embedded server's."""
    url = settings().database_url
    return (make_url(url).username if url else None) or APP_ROLE


def upgrade() -> None:
    op.execute(REFUSE)
    written_once(*WRITTEN_ONCE)
    op.execute(FROZEN)
    op.execute(
        "CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON release"
        " FOR EACH ROW EXECUTE FUNCTION refuse_thaw()"
    )
    # The queue's head is where rows die: vacuum early, and do not dawdle.
    op.execute(
        "ALTER TABLE seat SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0,"
        " autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0)"
    )
    role = app_role()
    known = op.get_bind().execute(
        text("SELECT rolname <> current_user FROM pg_roles WHERE rolname = :role"), {"role": role}
    )
    if not known.scalar():
        return  # one role for everything: the triggers still hold
    quoted = '"' + role.replace('"', '""') + '"'
    op.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
    op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
    op.execute(f"REVOKE UPDATE, DELETE ON {', '.join(WRITTEN_ONCE)} FROM {quoted}")
    op.execute(f"REVOKE DELETE ON account, assignment, person, release, task FROM {quoted}")
    op.execute(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quoted}")
    op.execute(f"GRANT MAINTAIN ON {', '.join(ANALYZED)} TO {quoted}")


def downgrade() -> None:
    raise NotImplementedError("The guards are never taken down.")
