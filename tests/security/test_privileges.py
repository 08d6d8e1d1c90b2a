"""What the application's own role may do in the database, table by table: less than its owner, and
no more than is written here. Whoever gets hold of the application cannot rewrite what happened."""

from __future__ import annotations

from sqlalchemy import Engine, text

from app.core.settings import APP_ROLE

ADDED_TO = (
    "access_log",
    "agreement",
    "bank_row",
    "delivery_template_version",
    "drawn",
    "event",
    "guide_picture",
    "guideline",
    "label_schema",
    "ledger_entry",
    "money_rule",
    "original_access",
    "price_card",
    "release_change",
    "release_class",
    "release_item",
    "release_share",
    "signature",
    "submission",
    "suspension_evidence",
    "terms_accepted",
    "tombstone",
    "vault.opening",
)
"""Read, and added to. Nothing is ever changed, nothing taken away."""

KEPT = (
    "account",
    "asset",
    "assignment",
    "batch",
    "connection",
    "delivery_template",
    "payout",
    "payout_line",
    "person",
    "release",
    "task",
    "vault.sealed",
)
"""Read, added to and changed. No row is taken away."""

READ = ["alembic_version"]

_GRANTED = f"""
SELECT n.nspname, t.relname, ARRAY(
  SELECT p FROM unnest(ARRAY['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE',
                             'UPDATE']) p
  WHERE has_table_privilege('{APP_ROLE}', t.oid, p) ORDER BY p)
FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE t.relkind IN ('r', 'p', 'v', 'm') AND n.nspname IN ('public', 'vault')
"""


def test_each_table_allows_what_is_written_here(owner: Engine) -> None:
    with owner.connect() as connection:
        rows = connection.execute(text(_GRANTED)).all()
    granted = {
        (name if schema == "public" else f"{schema}.{name}"): "".join(one[0] for one in rights)
        for schema, name, rights in rows
    }
    asked = (
        dict.fromkeys(granted, "DISU")
        | dict.fromkeys(ADDED_TO, "IS")
        | dict.fromkeys(KEPT, "ISU")
        | dict.fromkeys(READ, "S")
    )
    wrong = {name: (granted.get(name), asked[name]) for name in asked}
    assert {name: both for name, both in wrong.items() if both[0] != both[1]} == {}


def test_what_is_added_to_is_not_changed_column_by_column_either(owner: Engine) -> None:
    with owner.connect() as connection:
        for table in ADDED_TO:
            for right in ("UPDATE", "REFERENCES"):
                may = text(f"SELECT has_any_column_privilege('{APP_ROLE}', :table, :right)")
                found = connection.execute(may, {"table": table, "right": right})
                assert found.scalar_one() is False, (table, right)


def test_the_role_is_an_ordinary_one(owner: Engine) -> None:
    """It owns nothing, makes nothing, becomes nobody; and what runs with its owner's rights when it
    asks is known by name."""
    with owner.connect() as connection:
        role = connection.execute(
            text(
                "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication,"
                " EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid),"
                " EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid),"
                " has_schema_privilege(r.oid, 'public', 'CREATE'),"
                " has_schema_privilege(r.oid, 'vault', 'CREATE'),"
                " has_database_privilege(r.oid, current_database(), 'CREATE')"
                " FROM pg_roles r WHERE r.rolname = :role"
            ),
            {"role": APP_ROLE},
        ).one()
        lent = connection.execute(
            text(
                "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                " WHERE p.prosecdef AND n.nspname NOT LIKE 'pg_%' ORDER BY 1"
            )
        )
        assert list(role) == [False] * len(role)
        # What a withdrawal destroys, and looks that are older than the law has them kept.
        assert list(lent.scalars()) == ["erase_answers", "forget_access"]
