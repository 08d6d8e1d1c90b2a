"""What the release before does keeps working on the new tables, so that its processes may go on
while the next one's are started: from 0033 on migrations only add (docs/upgrading.md)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from alembic import command as alembic
from sqlalchemy import Connection, create_engine, pool, text

from app.commands.migrate import configuration
from app.core.settings import APP_ROLE

FROM = "0032"  # where the rule begins
COLUMNS = """
SELECT a.attrelid::regclass::text, a.attname::text, format_type(a.atttypid, a.atttypmod),
  a.attnotnull, a.atthasdef OR a.attidentity <> ''
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND c.relnamespace IN ('public'::regnamespace, 'vault'::regnamespace)
"""
CONSTRAINTS = """
SELECT c.conrelid::regclass::text, c.conname::text, c.contype::text, pg_get_constraintdef(c.oid),
  ARRAY(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey))
FROM pg_constraint c WHERE c.contype IN ('c', 'f', 'p', 'u', 'x')
  AND c.connamespace IN ('public'::regnamespace, 'vault'::regnamespace)
"""
INDEXES = """
SELECT i.indrelid::regclass::text, c.relname::text, pg_get_indexdef(i.indexrelid),
  ARRAY(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey))
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisunique
  AND c.relnamespace IN ('public'::regnamespace, 'vault'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""
TRIGGERS = """
SELECT t.tgrelid::regclass::text, t.tgname::text FROM pg_trigger t WHERE NOT t.tgisinternal
"""
RIGHTS = f"""
SELECT c.oid::regclass::text, x.privilege_type FROM pg_class c, aclexplode(c.relacl) x
WHERE c.relkind IN ('r', 'p', 'S') AND x.grantee = '{APP_ROLE}'::regrole
"""


class Tables:
    """What stands in the catalogue of a database."""

    def __init__(self, owner: Connection) -> None:
        self.columns = {(row[0], row[1]): tuple(row[2:]) for row in owner.execute(text(COLUMNS))}
        self.tables = {table for table, _ in self.columns}
        self.constraints = {
            (row[0], row[1]): (row[2], row[3], frozenset(row[4]))
            for row in owner.execute(text(CONSTRAINTS))
        }
        self.indexes = {
            (row[0], row[1]): (row[2], frozenset(row[3])) for row in owner.execute(text(INDEXES))
        }
        self.triggers = {tuple(row) for row in owner.execute(text(TRIGGERS))}
        self.rights = {tuple(row) for row in owner.execute(text(RIGHTS))}


def faults(before: Tables, after: Tables) -> list[str]:
    """What the release before would stumble over."""
    found = [f"{table} is gone" for table in before.tables - after.tables]
    found += [
        f"{APP_ROLE} may not {right} {table}" for table, right in before.rights - after.rights
    ]
    for (table, name), (kind, needed, default) in before.columns.items():
        if (table, name) not in after.columns:
            found.append(f"{table}.{name} is gone")
            continue
        now, needs, has = after.columns[table, name]
        if now != kind:
            found.append(f"{table}.{name} was {kind} and is {now}")
        if needs and not needed:
            found.append(f"{table}.{name} must be given now")
        if default and not has:
            found.append(f"{table}.{name} has no default any more")
    for (table, name), (_, needs, has) in after.columns.items():
        if table in before.tables and (table, name) not in before.columns and needs and not has:
            found.append(f"{table}.{name} is new and must be given")
    found += [
        f"{table} has the trigger {name}"
        for table, name in after.triggers - before.triggers
        if table in before.tables
    ]
    return found + _tightened(before, after)


def _tightened(before: Tables, after: Tables) -> list[str]:
    """Constraints on what was there, that refuse more than those before."""
    found = []
    for (table, name), (kind, words, columns) in after.constraints.items():
        if table not in before.tables or any((table, one) not in before.columns for one in columns):
            continue  # a new column's: left alone, it is empty or has its default
        was = before.constraints.get((table, name))
        if was is not None and (was[1] == words or _wider(was[1], words)):
            continue
        if kind == "u" and any(
            one[0] in ("u", "p") and one[2] <= columns
            for place, one in before.constraints.items()
            if place[0] == table
        ):
            continue  # fewer columns were unique by themselves
        found.append(f"{table}: {name} {words}")
    for (table, name), (words, columns) in after.indexes.items():
        known = before.indexes.get((table, name), ("",))[0] == words
        if not known and all((table, one) in before.columns for one in columns):
            found.append(f"{table}: {name} {words}")
    return found


def _wider(before: str, after: str) -> bool:
    """The same words, and more values in their lists."""
    literal = r"'[^']*'(::[a-z ]+)?(, )?"
    same = re.sub(literal, "", before) == re.sub(literal, "", after)
    return same and set(re.findall(r"'[^']*'", before)) <= set(re.findall(r"'[^']*'", after))


def migrate(owner: Connection, revision: str) -> None:
    config = configuration()
    config.attributes["connection"] = owner
    alembic.upgrade(config, revision)


@pytest.fixture
def old(empty: str) -> Any:
    """A connection to a database of the release with which the rule began, and what is in it."""
    engine = create_engine(empty, poolclass=pool.NullPool)
    with engine.connect() as owner:
        migrate(owner, FROM)
        yield owner, Tables(owner)


def test_the_release_before_goes_on(old: tuple[Connection, Tables]) -> None:
    owner, before = old
    assert len(before.tables) > 140
    migrate(owner, "head")
    assert faults(before, Tables(owner)) == []


def test_what_would_stop_it_is_found(old: tuple[Connection, Tables]) -> None:
    owner, before = old
    for change, word in STOPS.items():
        with owner.begin_nested() as attempt:
            owner.execute(text(change))
            found = faults(before, Tables(owner))
            assert found, change
            assert any(word in one for one in found), (change, found)
            attempt.rollback()
    for change in GOES_ON:
        with owner.begin_nested() as attempt:
            owner.execute(text(change))
            assert faults(before, Tables(owner)) == [], change
            attempt.rollback()


STOPS = {
    "DROP TABLE hook CASCADE": "hook is gone",
    "ALTER TABLE person DROP COLUMN locale CASCADE": "person.locale is gone",
    "ALTER TABLE person RENAME COLUMN locale TO language": "person.locale is gone",
    "ALTER TABLE person ALTER COLUMN name TYPE varchar(40)": "person.name was text",
    "ALTER TABLE person ADD COLUMN phone text NOT NULL": "phone is new and must be given",
    "ALTER TABLE person ALTER COLUMN birth_year SET NOT NULL": "birth_year must be given",
    "ALTER TABLE person ALTER COLUMN created_at DROP DEFAULT": "no default any more",
    "ALTER TABLE person ADD CONSTRAINT short CHECK (length(name) < 40)": "short",
    "ALTER TABLE person ADD CONSTRAINT alone UNIQUE (name)": "alone",
    "CREATE UNIQUE INDEX alone ON person (lower(name), birth_year)": "alone",
    "CREATE TRIGGER never BEFORE UPDATE ON person"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()": "trigger never",
    f"REVOKE UPDATE ON person FROM {APP_ROLE}": "may not UPDATE person",
}
GOES_ON = (
    "CREATE TABLE phone (person_id bigint NOT NULL)",
    "ALTER TABLE person ADD COLUMN phone text UNIQUE CHECK (phone <> '')",
    "ALTER TABLE person ADD COLUMN calls int NOT NULL DEFAULT 0",
    "CREATE INDEX ix_names ON person (name)",
    "ALTER TABLE task ADD CONSTRAINT more UNIQUE (project_id, id, priority)",
)
