"""privacy: who looked at personal data; how long what is kept

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

from migrations.rights import who_may_write

revision = "0034"
down_revision = "0033"

# The application adds to the log and cannot take out of it. What the law asks to be kept for a
# year at the least (PIPA, Standards of Measures for Safety of Personal Information, article 8) is
# out of everybody's reach for that long; after it, this function alone lets go of it.
GUARD = """
CREATE FUNCTION refuse_early_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '1 year' THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = '42501';
END $$
"""
FORGET = """
CREATE FUNCTION forget_access(before timestamptz, most int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (
    DELETE FROM public.access_log WHERE id IN (
      SELECT id FROM public.access_log
      WHERE at < least(before, now() - interval '1 year') ORDER BY at LIMIT most)
    RETURNING 1)
  SELECT count(*) FROM gone
$$
"""

# Whoever read what is under seal did so as an officer, in his organisation's name.
OPENED = """
INSERT INTO access_log (at, by, person_id, acting, organisation_id, fields, route, why)
SELECT at, by, person_id, 'finance', organisation_id, ARRAY[what], 'vault', reason
FROM vault.opening WHERE by <> person_id ORDER BY id
"""


def upgrade() -> None:
    op.create_table(
        "access_log",
        _id(),
        _at("at"),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("acting", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("fields", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_access_log_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_log_person_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_access_log_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_access_log_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_person_id_id", "access_log", ["person_id", "id"])
    op.create_index("ix_access_log_at", "access_log", ["at"])
    op.create_table(
        "data_copy",
        _id(),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chore_id", sa.BigInteger(), nullable=True),
        sa.Column("storage_key", sa.Text(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        _at("asked_at"),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "storage_key IS NULL OR ready_at IS NOT NULL", name=op.f("ck_data_copy_ready")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_copy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_copy")),
    )
    op.create_index("ix_data_copy_person_id_id", "data_copy", ["person_id", "id"])
    op.create_index(
        "ix_data_copy_ends_at",
        "data_copy",
        ["ends_at"],
        postgresql_where=sa.text("storage_key IS NOT NULL"),
    )
    op.create_table(
        "tidied",
        _id(),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("deleted", sa.BigInteger(), nullable=False),
        _at("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tidied")),
    )
    op.create_index("ix_tidied_what_id", "tidied", ["what", "id"])
    op.create_index("ix_access_log_by_id", "access_log", ["by", "id"])
    op.execute(OPENED)
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON access_log"
        " FOR EACH ROW EXECUTE FUNCTION refuse_early_end()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON access_log"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(FORGET)
    op.execute("REVOKE ALL ON FUNCTION forget_access FROM PUBLIC")
    for role in who_may_write():
        op.execute(f"GRANT SELECT, INSERT ON access_log TO {role}")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON data_copy, tidied TO {role}")
        op.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        op.execute(f"GRANT EXECUTE ON FUNCTION forget_access TO {role}")


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def downgrade() -> None:
    raise NotImplementedError("Who looked at what would be lost.")
