"""What the database refuses by itself, whatever the application's code says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from app.core.database import engine, owner_engine
from tests.factories import Place

WRITTEN_ONCE = (
    "agreement",
    "event",
    "guideline",
    "label_schema",
    "ledger_entry",
    "money_rule",
    "price_card",
    "release_change",
    "release_class",
    "release_item",
    "release_share",
    "signature",
    "submission",
)
KEPT = (
    "account",
    "assignment",
    "payout",
    "payout_line",
    "person",
    "release",
    "task",
    "vault.sealed",
)


@pytest.fixture(scope="module")
def place(shared_database: None) -> Place:
    """A project in which something has happened, and a frozen release of it."""
    place = Place.make(items=2)
    worker, one = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "approve")
    with owner_engine().begin() as owner:
        values = {"p": place.project_id, "stage": place.stage_id, "by": worker}
        for statement in (
            "INSERT INTO release (project_id, stage_id, version, format, state, items, frozen_at)"
            " VALUES (:p, :stage, '1.0', 'coco', 'ready', 1, now())",
            "INSERT INTO release_item (project_id, release_id, item_id, submission_ids)"
            " SELECT :p, max(id), 1, '{1}' FROM release",
            "INSERT INTO release_share (project_id, release_id, item_id, share)"
            " SELECT :p, max(id), 1, 'training' FROM release",
            "INSERT INTO release_change (project_id, release_id, item_id, what)"
            " SELECT :p, max(id), 1, 'changed' FROM release",
            "INSERT INTO release_class (project_id, release_id, label, class_id, annotations,"
            " items) SELECT :p, max(id), 'cells', 'RBC', 3, 1 FROM release",
            "INSERT INTO guideline (project_id, stage_id, version, body, created_by)"
            " VALUES (:p, :stage, 1, '', :by)",
            "INSERT INTO signature (person_id, agreement_id, body_sha256)"
            " SELECT :by, min(id), '' FROM agreement",
        ):
            owner.execute(text(statement), values)
    return place


@pytest.fixture
def app(place: Place) -> Iterator[Connection]:
    with engine().connect() as connection:
        yield connection


@pytest.fixture
def owner(place: Place) -> Iterator[Connection]:
    with owner_engine().connect() as connection:
        yield connection


def state_of(caught: pytest.ExceptionInfo[DBAPIError]) -> str:
    return str(getattr(caught.value.orig, "sqlstate", ""))


CHANGES = ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE")
DENIED = "42501"  # insufficient_privilege: the role's, and what the trigger says
COLUMNS = {
    "agreement": "body_ko",
    "event": "why",
    "guideline": "body",
    "label_schema": "definition",
    "ledger_entry": "amount",
    "money_rule": "value",
    "price_card": "level0",
    "release_change": "what",
    "release_class": "annotations",
    "release_item": "submission_ids",
    "release_share": "share",
    "signature": "agreement_id",
    "submission": "answer",
}


def test_what_is_written_once_stays(app: Connection, owner: Connection) -> None:
    """As the application's role, which lacks the right, and as the owner, whom a trigger stops."""
    for table in WRITTEN_ONCE:
        count = owner.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        assert count, f"nothing in {table} to be changed"
        for connection in (app, owner):
            for change in CHANGES:
                with pytest.raises(DBAPIError) as caught:
                    connection.execute(text(change.format(table, COLUMNS[table])))
                assert state_of(caught) == DENIED, (table, change)
                connection.rollback()
        after = owner.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        assert after == count


def test_a_trigger_stands_on_everything_written_once(owner: Connection) -> None:
    found = owner.execute(
        text(
            "SELECT tgrelid::regclass::text, array_agg(tgname::text ORDER BY tgname)"
            " FROM pg_trigger WHERE tgname IN ('written_once', 'never_emptied')"
            " AND tgenabled = 'O' GROUP BY 1"
        )
    )
    assert {row[0]: row[1] for row in found} == {
        table: ["never_emptied", "written_once"]
        for table in (
            *WRITTEN_ONCE,
            "access_log",
            "bank_row",
            "delivery_template_version",
            "drawn",
            "original_access",
            "suspension_evidence",
            "terms_accepted",
            "tombstone",
            "vault.opening",
        )
    }


@pytest.mark.parametrize("table", KEPT)
def test_what_is_kept_is_never_deleted(app: Connection, table: str) -> None:
    for change in ("DELETE FROM {0}", "TRUNCATE {0} CASCADE"):
        with pytest.raises(ProgrammingError) as caught:
            app.execute(text(change.format(table)))
        assert state_of(caught) == DENIED
        app.rollback()


def test_the_application_changes_no_table(app: Connection) -> None:
    for statement in (
        "ALTER TABLE event DISABLE TRIGGER written_once",
        "DROP TRIGGER written_once ON event",
        "DROP TABLE event",
        "CREATE TABLE another (id int)",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = ''",
    ):
        with pytest.raises(DBAPIError) as caught:
            app.execute(text(statement))
        assert state_of(caught) == DENIED, statement
        app.rollback()


@pytest.mark.parametrize(
    "change",
    ["items = 2", "version = '1.1'", "manifest = '{}'", "frozen_at = NULL", "sha256 = 'x'"],
)
def test_a_frozen_release_cannot_change(app: Connection, owner: Connection, change: str) -> None:
    for connection in (app, owner):
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text(f"UPDATE release SET {change}"))
        assert state_of(caught) == DENIED
        connection.rollback()


def test_only_whether_a_release_can_be_had_changes(app: Connection, owner: Connection) -> None:
    app.execute(text("UPDATE release SET state = 'closed', problem = 'withdrawn'"))
    app.rollback()
    with pytest.raises(DBAPIError) as caught:
        owner.execute(text("DELETE FROM release"))
    assert state_of(caught) == DENIED


# --- money ---

ENTRY = """
INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause, reverses)
VALUES (:project, :debit, :credit, :currency, :amount, :kind, :cause, :reverses)
"""


def entry(place: Place, **changes: Any) -> dict[str, Any]:
    accounts = {
        row.kind: row.id
        for row in place.rows(
            "SELECT kind, min(id) AS id FROM account WHERE project_id = :p GROUP BY kind"
        )
    }
    values = {
        "project": place.project_id,
        "debit": accounts["reserve"],
        "credit": accounts["person"],
        "currency": "KRW",
        "amount": 1,
        "kind": "earn",
        "cause": "assignment:999",
        "reverses": None,
    }
    return values | changes


def test_an_entry_as_it_should_be(app: Connection, place: Place) -> None:
    app.execute(text(ENTRY), entry(place))


@pytest.mark.parametrize("amount", [0, -1])
def test_money_moves_forwards(app: Connection, place: Place, amount: int) -> None:
    with pytest.raises(IntegrityError, match="ck_ledger_entry_amount"):
        app.execute(text(ENTRY), entry(place, amount=amount))


def test_one_entry_of_a_kind_for_a_cause(app: Connection, place: Place) -> None:
    app.execute(text(ENTRY), entry(place))
    with pytest.raises(IntegrityError, match="uq_ledger_entry_project_id_cause_kind"):
        app.execute(text(ENTRY), entry(place, amount=2))


def test_an_entry_has_two_accounts(app: Connection, place: Place) -> None:
    one = entry(place)["debit"]
    with pytest.raises(IntegrityError, match="ck_ledger_entry_two_accounts"):
        app.execute(text(ENTRY), entry(place, credit=one))


@pytest.mark.parametrize("side", ["debit", "credit"])
def test_currencies_do_not_mix(app: Connection, place: Place, side: str) -> None:
    dollars = app.execute(
        text(
            "INSERT INTO account (kind, currency, project_id) VALUES ('budget', 'USD', :p)"
            " RETURNING id"
        ),
        {"p": place.project_id},
    ).scalar_one()
    for currency in ("KRW", "USD"):
        with app.begin_nested() as attempt:
            with pytest.raises(IntegrityError, match="fk_ledger_entry"):
                app.execute(text(ENTRY), entry(place, currency=currency, **{side: dollars}))
            attempt.rollback()


def test_a_reversal_names_what_it_reverses(app: Connection, place: Place) -> None:
    for changes in ({"kind": "reverse"}, {"reverses": 1}):
        with app.begin_nested() as attempt:
            with pytest.raises(IntegrityError, match="ck_ledger_entry_reverses"):
                app.execute(text(ENTRY), entry(place, **changes))
            attempt.rollback()


def test_an_account_is_there_once(app: Connection, place: Place) -> None:
    with pytest.raises(IntegrityError, match="uq_account"):
        app.execute(
            text("INSERT INTO account (kind, currency, project_id) VALUES ('budget', 'KRW', :p)"),
            {"p": place.project_id},
        )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("spent = reserved + 1", "ck_task_reserved"),
        ("held = reserved - spent + 1", "ck_task_reserved"),
        ("accepted = overlap + 1", "ck_task_overlap"),
        ("wanted = -1", "ck_task_amounts"),
    ],
)
def test_a_task_never_takes_more_than_it_has(app: Connection, change: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        app.execute(text(f"UPDATE task SET {change}"))


# --- people ---

SIDE = "INSERT INTO task_role (project_id, task_id, worker_id, side) VALUES (:p, :t, :w, :s)"
ASSIGN = """
INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id, state,
  claim_key, schema_version, price)
VALUES (:p, :id, :stage, :t, :root, :level, :w, 'reserved', gen_random_uuid(), 1, 1)
"""


@pytest.fixture
def work(app: Connection, place: Place) -> dict[str, Any]:
    """The piece of work that was inspected: its task, root, author, inspector."""
    row = app.execute(
        text(
            "SELECT r.task_id, r.id, r.worker_id, i.worker_id FROM assignment r"
            " JOIN assignment i ON i.root_id = r.id AND i.level = 1 WHERE r.level = 0"
        )
    ).one()
    return {
        "p": place.project_id,
        "stage": place.stage_id,
        "t": row[0],
        "root": row[1],
        "author": row[2],
        "inspector": row[3],
        "id": 10_000,
    }


@pytest.mark.parametrize("side", ["author", "inspector", "arbiter"])
@pytest.mark.parametrize("who", ["author", "inspector"])
def test_nobody_stands_on_two_sides_of_a_task(
    app: Connection, work: dict[str, Any], who: str, side: str
) -> None:
    with pytest.raises(IntegrityError, match="pk_task_role"):
        app.execute(text(SIDE), {**work, "w": work[who], "s": side})


def test_an_author_inspects_nothing_of_his_task(app: Connection, work: dict[str, Any]) -> None:
    """Not his own answer, which the key of root and worker refuses, nor another's."""
    with app.begin_nested() as attempt:
        with pytest.raises(IntegrityError, match="assignment"):
            app.execute(text(ASSIGN), {**work, "w": work["author"], "level": 1})
        attempt.rollback()
    with pytest.raises(IntegrityError, match="fk_assignment_project_id_task_id_worker_id_side"):
        app.execute(text(ASSIGN), {**work, "w": work["author"], "level": 1, "root": 7})


def test_an_inspector_answers_nothing_of_his_task(app: Connection, work: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="fk_assignment_project_id_task_id_worker_id_side"):
        app.execute(text(ASSIGN), {**work, "w": work["inspector"], "level": 0, "root": work["id"]})


def test_nobody_answers_a_task_twice(app: Connection, work: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="uq_assignment_answer"):
        app.execute(text(ASSIGN), {**work, "w": work["author"], "level": 0, "root": work["id"]})


def test_nobody_inspects_one_answer_at_two_levels(app: Connection, work: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="uq_assignment_project_id_root_id_worker_id"):
        app.execute(text(ASSIGN), {**work, "w": work["inspector"], "level": 2})


@pytest.mark.parametrize("who", ["author", "inspector"])
def test_an_arbiter_is_another_person(app: Connection, work: dict[str, Any], who: str) -> None:
    with pytest.raises(IntegrityError, match="fk_appeal_project_id_task_id_decided_by_side"):
        app.execute(
            text(
                "INSERT INTO appeal (project_id, root_id, task_id, text, won, decided_by,"
                " decided_at) VALUES (:p, :root, :t, '', true, :w, now())"
            ),
            {**work, "w": work[who]},
        )


def test_a_side_is_not_taken_back_while_work_stands_on_it(
    app: Connection, work: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match="fk_assignment_project_id_task_id_worker_id_side"):
        app.execute(text("UPDATE task_role SET side = 'inspector' WHERE worker_id = :author"), work)


def test_states_are_those_of_the_lifecycles(app: Connection) -> None:
    for table in ("assignment", "task", "item", "stage", "project", "batch", "release"):
        with app.begin_nested() as attempt:
            with pytest.raises(IntegrityError, match="state"):
                app.execute(text(f"UPDATE {table} SET state = 'lost'"))
            attempt.rollback()


def test_the_application_is_not_the_owner(owner: Connection, app: Connection) -> None:
    def row(connection: Connection) -> Any:
        return connection.execute(
            text(
                "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication"
                " FROM pg_roles WHERE rolname = current_user"
            )
        ).one()

    assert row(app)[0] != row(owner)[0]
    assert not any(row(app)[1:])
    assert not any(row(owner)[1:2])
