"""The demonstration that the first start makes."""

from __future__ import annotations

import httpx
import pytest
from rich.console import Console
from sqlalchemy import text

from app import demo
from app.core.database import transaction
from app.core.states import AssignmentState
from app.demo import queries, scene
from tests.conftest import Database, Server

QUIET = Console(quiet=True)
ROLES = {
    "worker",
    "primary_inspector",
    "secondary_inspector",
    "manager",
    "administrator",
    "finance",
    "arbiter",
}


def rows(statement: str) -> list[tuple[object, ...]]:
    with transaction() as s:
        return [tuple(row) for row in s.execute(text(statement)).all()]


def counts() -> dict[str, int]:
    """How many rows each table has."""
    tables = rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        " AND table_type = 'BASE TABLE' AND table_name <> 'alembic_version'"
    )
    return {str(name): int(str(rows(f"SELECT count(*) FROM {name}")[0][0])) for (name,) in tables}


@pytest.fixture
def made(database: Database) -> list[demo.Account]:
    return demo.ensure(QUIET)


def test_it_has_seven_people_three_projects_and_work_in_every_state(
    made: list[demo.Account],
) -> None:
    assert len(made) == 7
    assert len({person.password for person in made}) == 1
    assert rows("SELECT count(*) FROM project WHERE state = 'open'") == [(3,)]
    states = {row[0] for row in rows("SELECT DISTINCT state FROM assignment WHERE level = 0")}
    assert states == {state.value for state in AssignmentState}
    assert {row[0] for row in rows("SELECT DISTINCT state FROM assignment WHERE level = 1")} >= {
        "reserved",
        "accepted",
    }
    verdicts = {(row[0]) for row in rows("SELECT DISTINCT verdict FROM submission")}
    assert verdicts == {None, "approve", "fix", "return", "reject"}
    assert rows("SELECT bool_or(upheld), bool_and(upheld) FROM assignment") == [(True, False)]
    assert rows("SELECT count(*) FROM draft") == [(2,)]
    assert rows("SELECT won, count(*) FROM appeal GROUP BY won ORDER BY won NULLS LAST") == [
        (False, 1),
        (True, 1),
        (None, 1),
    ]
    kinds = {row[0] for row in rows("SELECT DISTINCT kind FROM notification")}
    assert kinds >= {"work_returned", "work_rejected", "appeal_won", "appeal_lost", "role_granted"}
    items = {row[0] for row in rows("SELECT DISTINCT state FROM item")}
    assert items == {"ready", "in_work", "accepted", "released", "excluded"}
    assert rows("SELECT state, format, media FROM release") == [("ready", "coco", True)]
    assert {
        row[0]
        for row in rows("SELECT role FROM project_role UNION SELECT role FROM organisation_role")
    } == ROLES
    # Nobody judged what he made; money adds up.
    assert rows(
        "SELECT count(*) FROM assignment a JOIN assignment b USING (project_id, root_id, worker_id)"
        " WHERE a.id <> b.id"
    ) == [(0,)]
    assert rows("SELECT count(*) FROM task WHERE spent + held > reserved") == [(0,)]


def test_a_second_start_makes_nothing(made: list[demo.Account]) -> None:
    before = counts()
    assert demo.ensure(QUIET) == made
    assert counts() == before


@pytest.mark.parametrize("after", [0, 17, 88, 160])
def test_a_start_that_breaks_off_is_finished_by_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Break off at the `after`th transaction of its story, then start again."""

    class Crash(BaseException):
        pass

    begun = 0
    real = scene.transaction

    def failing() -> object:
        nonlocal begun
        begun += 1
        if begun > after:
            raise Crash
        return real()

    with monkeypatch.context() as broken:
        broken.setattr(scene, "transaction", failing)
        with pytest.raises(Crash):
            demo.ensure(QUIET)
    assert queries.made() is None
    demo.ensure(QUIET)
    assert queries.made() is not None
    whole = rows(
        "SELECT p.name, a.level, a.state, count(*) FROM assignment a"
        " JOIN project p ON p.id = a.project_id AND p.name = '혈액 세포 찾기'"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    assert [row[1:] for row in whole if row[1] == 0] == [
        (0, "accepted", 14),
        (0, "appealed", 1),
        (0, "expired", 1),
        (0, "rejected", 1),
        (0, "rejected_final", 1),
        (0, "released", 1),
        (0, "reserved", 2),
        (0, "returned", 1),
        (0, "rework", 1),
        (0, "rework_expired", 1),
        (0, "submitted", 4),
    ]
    assert rows("SELECT count(*) FROM person") == [(7,)]
    assert rows("SELECT state FROM release") == [("ready",)]
    reserves = rows(
        "SELECT cause, count(*) FROM ledger_entry WHERE kind = 'reserve' GROUP BY cause"
    )
    assert len(reserves) == 4  # an opening for each project, and the stricter inspection of one


def test_an_installation_in_use_gets_none(database: Database) -> None:
    from tests.factories import add_person

    add_person()
    assert demo.ensure(QUIET) == []
    assert rows("SELECT count(*) FROM person") == [(1,)]


def test_each_of_the_seven_can_sign_in(made: list[demo.Account], server: Server) -> None:
    offices: set[str] = set()
    for person in made:
        with httpx.Client(base_url=f"{server.url}/api/v1") as http:
            told = {"email": person.email, "password": person.password}
            assert http.post("/sessions", json=told).status_code == 201
            me = http.get("/me").json()
            speaks = person.email.startswith("worker2")  # and decides whether he does
            assert [one["kind"] for one in me["to_sign"]] == ["project"] * speaks
            offices |= {role for place in me["organisations"] for role in place["roles"]}
            offices |= {role for place in me["projects"] for role in place["roles"]}
            assert http.get("/work").status_code == 200
    assert offices == ROLES
