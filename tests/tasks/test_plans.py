"""What one claim costs on a queue of 200,000 seats: its plan, and the pages that it reads.

Times say little on a busy machine; plans and buffers are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from uuid import uuid4

import psycopg
import pytest
from psycopg import ClientCursor
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import engine, owner_engine, transaction
from app.tasks.claiming import PICK, claim_statement
from app.tasks.hints import HEAD, hints
from app.tasks.terms import TERMS, terms
from tests.factories import Place

SEATS = 200_000
DONE = 50_000

# A claim takes a seat, and writes an assignment, a role and an event, with their indexes: 23 pages
# while those are empty, 35 to 38 with 50,000 rows in them. A walk through the queue would be
# thousands.
BUFFERS = 50
# Reading the head of the queue by itself: the index from root to leaf, and the seat.
LOOK = 8
# What a claim would pin, and what stands in its way.
TERMS_READ = 60


@pytest.fixture(scope="module")
def place(shared_database: None) -> Place:
    """One item with many tasks, as the generator of `dure bench` makes them; nobody has worked."""
    place = Place.make(overlap=3)
    with owner_engine().begin() as owner:
        for statement in (
            """INSERT INTO task (project_id, stage_id, item_id, queue_id, state, priority, overlap,
                 places, reserved)
               SELECT project_id, stage_id, item_id, queue_id, state, priority, overlap, places,
                 reserved FROM task, generate_series(2, :seats) WHERE project_id = :p""",
            """INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
               SELECT project_id, queue_id, priority, id, 0, 3, '{}' FROM task
               WHERE project_id = :p ON CONFLICT DO NOTHING""",
        ):
            owner.execute(text(statement), {"p": place.project_id, "seats": SEATS})
    tidy()
    return place


def tidy() -> None:
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE seat, task, assignment, task_role, event"))


@pytest.fixture
def s(place: Place) -> Iterator[Session]:
    with Session(engine()) as session:
        yield session
        session.rollback()


def values(s: Session, place: Place, who: int, after: tuple[int, int]) -> dict[str, Any]:
    """What the application binds."""
    held = terms(
        s, project_id=place.project_id, stage_id=place.stage_id, level=0, me=who, key=uuid4()
    )
    assert held is not None
    return {
        "project": place.project_id,
        "stage": place.stage_id,
        "queue": held.queue_id,
        "level": 0,
        "me": who,
        "key": uuid4(),
        "side": "author",
        "guideline": held.guideline_version,
        "schema": held.schema_version,
        "price": held.price,
        "per": held.per,
        "unit": held.unit,
        "price_version": held.price_version,
        "lease": held.lease_seconds,
        "after_priority": after[0],
        "after_task": after[1],
        "known": False,
    }


def explain(
    s: Session, statement: str, bound: dict[str, Any], *, steady: bool = False
) -> dict[str, Any]:
    """The plan of a statement, run and undone; `steady`: planned once for all values, as the door
    of the work has it."""
    run = s.connection().exec_driver_sql
    with s.begin_nested() as attempt:
        if steady:
            run("SET LOCAL plan_cache_mode = force_generic_plan")
            names = [name for name in bound if f"%({name})s" in statement]
            numbered = {name: f"${number}" for number, name in enumerate(names, 1)}
            run(f"PREPARE looked AS {statement % numbered}")
            driver = cast(psycopg.Connection, s.connection().connection.driver_connection)
            given = ", ".join(f"%({name})s" for name in names)
            statement = ClientCursor(driver).mogrify(f"EXECUTE looked ({given})", bound)
            bound = {}
        found = run(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", bound)
        plan: dict[str, Any] = found.scalar_one()[0]
        if steady:
            run("DEALLOCATE looked")
        attempt.rollback()
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def pages(plan: dict[str, Any]) -> int:
    return int(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])


def cost(s: Session, place: Place, who: int, after: tuple[int, int]) -> int:
    """Pages of one claim. The least of three: a page that is just split is no part of it."""
    bound = values(s, place, who, after)
    return min(pages(explain(s, claim_statement(1), bound, steady=True)) for _ in range(3))


@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("wait", [False, True])
@pytest.mark.parametrize("steady", [False, True])
def test_the_queue_is_read_in_its_own_order(
    place: Place, s: Session, count: int, wait: bool, steady: bool
) -> None:
    """By the seats' one index: never sorted, never read through."""
    who = place.person("worker")
    bound = values(s, place, who, HEAD)
    for statement, gates in (
        (claim_statement(count, wait=wait), 1),
        (claim_statement(count, wait=wait, shared=True), 0),
        (PICK.format(count=count, among="", wait="" if wait else "SKIP LOCKED"), 0),
    ):
        plan = explain(s, statement, bound, steady=steady)["Plan"]
        on_seats = [node for node in nodes(plan) if node.get("Relation Name") == "seat"]
        first = next(node for node in on_seats if "Scan" in node["Node Type"])
        assert first["Node Type"] in ("Index Scan", "Index Only Scan"), first
        assert first["Index Name"] == "pk_seat"
        assert "priority" in first["Index Cond"], "from the place after which to look"
        assert first["Actual Rows"] <= count
        assert not [node for node in on_seats if node["Node Type"] == "Seq Scan"]
        picked = next(node for node in nodes(plan) if node["Node Type"] == "LockRows")
        # Whether work is being shared out is asked once, before the first seat is read.
        gate = [node for node in nodes(plan) if node.get("Relation Name") == "announcement"]
        assert [node["Index Name"] for node in gate] == ["ix_announcement_stage"] * gates
        assert [node["Parent Relationship"] for node in gate] == ["InitPlan"] * gates
        assert [node["Actual Loops"] for node in gate] == [1] * gates
        kinds = [node["Node Type"] for node in nodes(picked)]
        way = ["LockRows", *["Result"] * gates, "Index Scan"]
        assert kinds[: len(way)] == way


def test_a_plan_for_any_value_is_as_good(place: Place, s: Session) -> None:
    """A hand-in's statements are planned once for all values."""
    bound = values(s, place, place.person("worker"), HEAD)
    statement = PICK.format(count=1, among="", wait="SKIP LOCKED")
    plan = explain(s, statement, bound, steady=True)
    scan = next(node for node in nodes(plan["Plan"]) if node.get("Relation Name") == "seat")
    assert (scan["Node Type"], scan["Index Name"]) == ("Index Scan", "pk_seat")
    assert pages(plan) <= LOOK


def test_a_claim_reads_as_much_wherever_the_queue_stands(place: Place) -> None:
    """At the head of a whole queue; after its first quarter is gone, with the hint; and for who
    has done that quarter while others' places are still there, with his cursor."""
    fresh, busy, late = (place.person("worker") for _ in range(3))
    # `busy` has answered the first 50,000, whose other two places are free.
    do(place, busy, DONE)
    with Session(engine()) as s:
        held = terms(
            s, project_id=place.project_id, stage_id=place.stage_id, level=0, me=busy, key=uuid4()
        )
        assert held is not None
        assert held.cursor is not None
        assert held.cursor[1] == newest(place, busy)
        for_busy = cost(s, place, busy, (held.cursor[0], held.cursor[1]))
        at_head = cost(s, place, fresh, HEAD)
        # What would be pinned is read as cheaply for who has done much, whatever the values are.
        asked = {"project": place.project_id, "stage": place.stage_id, "level": 0, "since": 0}
        asked |= {"key": uuid4()}
        before = [
            pages(explain(s, TERMS, asked | {"me": who}, steady=True)) for who in (busy, fresh)
        ]
        assert max(before) <= TERMS_READ, before
        s.rollback()

    # Everything up to there is taken: what was deleted is still on the queue's first pages.
    with owner_engine().begin() as owner:
        owner.execute(
            text("DELETE FROM seat WHERE project_id = :p AND task_id <= :t"),
            {"p": place.project_id, "t": newest(place, busy)},
        )
    with transaction() as s:
        queue = (place.project_id, held.queue_id)
        hints.put(s, queue, (0, newest(place, busy) + 1))
        hint = hints.get(s, queue)
    with Session(engine()) as s:
        drained = cost(s, place, late, hint)
        s.rollback()

    found = {"head": at_head, "busy": for_busy, "drained": drained}
    assert max(found.values()) <= BUFFERS, found
    assert max(found.values()) - min(found.values()) <= 4, found


def do(place: Place, who: int, count: int) -> None:
    """This person has claimed the first `count` tasks."""
    with owner_engine().begin() as owner:
        for statement in (
            """INSERT INTO task_role (project_id, task_id, worker_id, side)
               SELECT project_id, id, :me, 'author' FROM task WHERE project_id = :p
               ORDER BY id LIMIT :count""",
            """INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id,
                 state, claim_key, schema_version, price, attempt)
               SELECT project_id, n.id, stage_id, n.task_id, n.id, 0, :me, 'submitted',
                 gen_random_uuid(), 1, 100, 1
               FROM (SELECT project_id, stage_id, id AS task_id, nextval('assignment_id_seq') AS id
                     FROM (SELECT * FROM task WHERE project_id = :p
                           ORDER BY id LIMIT :count) t) n""",
            """UPDATE seat SET seen = seen || :me, slots_left = slots_left - 1
               WHERE project_id = :p AND task_id IN (
                 SELECT task_id FROM task_role WHERE project_id = :p AND worker_id = :me)""",
        ):
            owner.execute(text(statement), {"p": place.project_id, "me": who, "count": count})
    tidy()


def newest(place: Place, who: int) -> int:
    return int(
        place.rows(
            f"SELECT max(task_id) FROM assignment WHERE project_id = :p AND worker_id = {who}"
        )[0][0]
    )
