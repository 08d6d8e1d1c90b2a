"""The migrations: from nothing, to just what the models say, with just the rights that serving
needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, pool, text

from app.commands.migrate import configuration, pending, upgrade
from app.core.settings import APP_ROLE, OWNER_ROLE
from app.models import Base
from tests.conftest import Database

# What a role may do with a table: r SELECT, a INSERT, w UPDATE, d DELETE, m MAINTAIN (ANALYZE).
EVERYTHING = "arwd"
RIGHTS = {
    # Written once.
    "access_log": "ar",
    "agreement": "ar",
    "bank_row": "ar",
    "delivery_template_version": "ar",
    "drawn": "ar",
    "event": "arm",
    "guide_picture": "ar",
    "guideline": "ar",
    "label_schema": "ar",
    "ledger_entry": "arm",
    "money_rule": "ar",
    "original_access": "ar",
    "vault.opening": "ar",
    "price_card": "ar",
    "release_change": "ar",
    "release_class": "ar",
    "release_item": "ar",
    "release_share": "ar",
    "signature": "ar",
    "submission": "arm",
    "suspension_evidence": "ar",
    "terms_accepted": "ar",
    "tombstone": "ar",
    # Kept: changed, never deleted.
    "account": "arw",
    "asset": "arwm",
    "assignment": "arwm",
    "batch": "arw",
    "connection": "arw",
    "delivery_template": "arw",
    "payout": "arw",
    "payout_line": "arwm",
    "person": "arw",
    "release": "arw",
    "task": "arwm",
    "vault.sealed": "arw",
    # Filled in bulk, and analyzed after it.
    "import_row": "arwdm",
    "item": "arwdm",
    "payout_share": "arwdm",
    "seat": "arwdm",
    # The migrations' own.
    "alembic_version": "r",
}


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    engine = create_engine(database.owner_url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        yield connection


def test_there_is_one_way_up() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    revisions = [script.revision for script in scripts.walk_revisions()][::-1]
    assert revisions == sorted(revisions), "their numbers are their order"


def test_from_nothing_and_twice(empty: str) -> None:
    everything = pending(empty)
    assert everything[0] == "0001"
    assert upgrade(empty) == everything
    assert pending(empty) == []
    assert upgrade(empty) == []


def test_a_newer_database_is_left_alone(empty: str) -> None:
    upgrade(empty)
    engine = create_engine(empty, poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LookupError, match="newer"):
        pending(empty)


def test_a_migration_that_fails_leaves_nothing(empty: str) -> None:
    """All or nothing: a table that is in the way stops the whole upgrade."""
    engine = create_engine(empty, poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE seat (id int)"))
    with pytest.raises(Exception, match="seat"):
        upgrade(empty)
    with engine.connect() as connection:
        tables = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        assert tables.scalars().all() == ["seat"]


def test_models_and_migrations_agree(owner: Connection) -> None:
    """A model that was changed without a migration, or the other way round, shows here."""
    context = MigrationContext.configure(
        owner,
        opts={
            "compare_type": True,
            "compare_server_default": True,
            "include_schemas": True,
        },
    )
    assert compare_metadata(context, Base.metadata) == []


def test_checks_agree_too(owner: Connection) -> None:
    """Alembic does not compare CHECK constraints: their names at least, and that a state's
    lists what its enum has."""
    there: dict[str, set[str]] = {}
    for table, name in owner.execute(
        text(
            "SELECT conrelid::regclass::text, conname::text FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace IN"
            " ('public'::regnamespace, 'vault'::regnamespace)"
        )
    ):
        there.setdefault(table, set()).add(name)
    for table in Base.metadata.tables.values():
        meant = {
            str(check.name)
            for check in table.constraints
            if check.__class__.__name__ == "CheckConstraint" and check.name
        }
        assert there.get(str(table), set()) == meant, str(table)


def test_choices_are_the_enums(owner: Connection) -> None:
    found: dict[tuple[str, str], str] = {
        (row[0], row[1]): row[2]
        for row in owner.execute(
            text(
                "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)"
                " FROM pg_constraint WHERE contype = 'c'"
            )
        )
    }
    seen = 0
    for table in Base.metadata.tables.values():
        for column in table.columns:
            values: list[str] | None = getattr(column.type, "enums", None)
            if not values:
                continue
            check = next(
                text_
                for (name, constraint), text_ in found.items()
                if name == str(table) and constraint == f"ck_{table.name}_{column.type.name}"
            )
            assert sorted(part.split("'")[1] for part in check.split("ARRAY[")[1].split(",")) == (
                sorted(values)
            ), f"{table.name}.{column.name}"
            seen += 1
    assert seen > 10


def test_the_serving_role_may_do_what_it_needs_and_no_more(owner: Connection) -> None:
    found = {
        row[0]: row[1]
        for row in owner.execute(
            text(
                """SELECT c.oid::regclass::text, string_agg(lower(left(
                     CASE x.privilege_type WHEN 'INSERT' THEN 'a' WHEN 'SELECT' THEN 'r'
                       WHEN 'UPDATE' THEN 'w' WHEN 'DELETE' THEN 'd' WHEN 'MAINTAIN' THEN 'm'
                       ELSE '?' END, 1)), '')
                   FROM pg_class c, aclexplode(c.relacl) x
                   WHERE c.relnamespace IN ('public'::regnamespace, 'vault'::regnamespace)
                     AND c.relkind IN ('r', 'p')
                     AND x.grantee = (SELECT oid FROM pg_roles WHERE rolname = :role)
                   GROUP BY 1"""
            ),
            {"role": APP_ROLE},
        )
    }
    tables = [*(str(table) for table in Base.metadata.tables.values()), "alembic_version"]
    for table in tables:
        assert sorted(found.get(table, "")) == sorted(RIGHTS.get(table, EVERYTHING)), table
    assert set(found) == set(tables)


def test_the_serving_role_owns_nothing(owner: Connection) -> None:
    owners: Any = owner.execute(
        text(
            "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class"
            " WHERE relnamespace IN ('public'::regnamespace, 'vault'::regnamespace)"
        )
    )
    assert owners.scalars().all() == [OWNER_ROLE]
    may_create = text("SELECT has_schema_privilege(:role, :schema, 'CREATE')")
    for schema in ("public", "vault"):
        assert not owner.execute(may_create, {"role": APP_ROLE, "schema": schema}).scalar_one()


def test_every_hot_key_starts_with_the_project(owner: Connection) -> None:
    """So that projects can be spread over several databases."""
    for table in ("task", "seat", "task_role", "assignment", "submission", "event", "ledger_entry"):
        first = owner.execute(
            text(
                "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
                " AND a.attnum = i.indkey[0] WHERE i.indrelid = CAST(:t AS regclass)"
                " AND i.indisprimary"
            ),
            {"t": table},
        )
        assert first.scalar_one() == "project_id", table
