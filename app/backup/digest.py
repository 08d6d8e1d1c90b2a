"""The ledger as one hash, and what the application's role may do: of a snapshot, to be compared."""

import hashlib
from typing import Any

import psycopg

from app.backup.manifest import Grant, Ledger, Rights

ENTRIES = """
COPY (
  SELECT project_id, id, debit, credit, currency, amount, kind, cause, reverses, at
  FROM ledger_entry ORDER BY project_id, id
) TO STDOUT
"""
BALANCES = """
COPY (
  SELECT a.id, a.kind, a.currency, a.project_id, a.stage_id, a.person_id,
         coalesce(c.amount, 0) - coalesce(d.amount, 0)
  FROM account a
  LEFT JOIN (SELECT credit AS id, sum(amount) AS amount FROM ledger_entry GROUP BY 1) c USING (id)
  LEFT JOIN (SELECT debit AS id, sum(amount) AS amount FROM ledger_entry GROUP BY 1) d USING (id)
  ORDER BY a.id
) TO STDOUT
"""
# What is not the owner's: of the application's role, and of everybody (PUBLIC, grantee 0).
GRANTS = """
WITH things AS (
  SELECT relacl AS acl, relowner AS owner, relnamespace AS schema,
         CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || oid::regclass AS thing
  FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL
  SELECT proacl, proowner, pronamespace, 'FUNCTION ' || oid::regprocedure FROM pg_proc
  UNION ALL
  SELECT nspacl, nspowner, oid, 'SCHEMA ' || quote_ident(nspname) FROM pg_namespace
)
SELECT one.grantee <> 0, string_agg(one.privilege_type, ', ' ORDER BY one.privilege_type), t.thing
FROM things t
JOIN pg_namespace n ON n.oid = t.schema
CROSS JOIN LATERAL aclexplode(t.acl) one
LEFT JOIN pg_roles r ON r.oid = one.grantee
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND one.grantee <> t.owner AND (one.grantee = 0 OR r.rolname = %(role)s)
GROUP BY 1, t.thing
ORDER BY 1, t.thing
"""
CLOSED = """
SELECT 'FUNCTION ' || p.oid::regprocedure FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND p.proacl IS NOT NULL
  AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) one WHERE one.grantee = 0)
ORDER BY 1
"""


def ledger(connection: psycopg.Connection[Any]) -> Ledger:
    """Every movement in order and every account's balance, hashed as they come."""
    connection.execute("SET LOCAL timezone = 'UTC'")
    connection.execute("SET LOCAL datestyle = 'ISO'")
    digest = hashlib.sha256()
    counts = []
    for statement in (ENTRIES, BALANCES):
        rows = 0
        with connection.cursor() as cursor, cursor.copy(statement) as coming:
            for piece in coming:
                digest.update(piece)
                rows += bytes(piece).count(b"\n")
        counts.append(rows)
    return Ledger(entries=counts[0], accounts=counts[1], sha256=digest.hexdigest())


def rights(connection: psycopg.Connection[Any], role: str) -> Rights:
    """What `role` and everybody may do beside the owner, each thing with its schema."""
    connection.execute("SET LOCAL search_path = ''")
    found = connection.execute(GRANTS, {"role": role}).fetchall()
    granted = [Grant(app=app, rights=may, thing=thing) for app, may, thing in found]
    closed = [thing for (thing,) in connection.execute(CLOSED)]
    connection.execute("SET LOCAL search_path = public")
    return Rights(granted=granted, closed=closed)
