"""What flowing costs beside many items, tasks and answers: as much as flows, by indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import engine, owner_engine
from app.workflow import feed, flow, look, making, opening, reopen, ring
from tests.factories import Place
from tests.workflow.lines import further, lead

MANY = 100_000
BIG = {"item", "task", "assignment", "submission", "chore", "event"}


@pytest.fixture(scope="module")
def place(shared_database: None) -> Place:
    """Two stages with many items, each accepted in the first and ready in the second."""
    first = Place.make(items=1, inspect1="none")
    second = further(first, "다음")
    lead(first, (first, second))
    values = {"p": first.project_id, "n": MANY, "to": second.stage_id, "by": first.manager}
    with owner_engine().begin() as owner:
        for statement in (
            """INSERT INTO batch (project_id, stage_id, name, format, source, state, taken)
               SELECT project_id, :to, 'x', 'flow', 'flow:' || stage_id, 'imported', :n
               FROM item WHERE project_id = :p AND stage_id <> :to LIMIT 1""",
            """INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state)
               SELECT project_id, stage_id, batch_id, asset_id, 'x' || g, 'accepted'
               FROM item, generate_series(1, :n) g WHERE project_id = :p AND stage_id <> :to""",
            """INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state, source_id,
                 source_answer_id)
               SELECT i.project_id, :to, b.id, i.asset_id, i.name, 'accepted', i.id, i.id
               FROM item i JOIN batch b ON b.project_id = i.project_id AND b.format = 'flow'
               WHERE i.project_id = :p AND i.stage_id <> :to""",
            """UPDATE batch b SET first_item_id = n.first, last_item_id = n.last FROM (
                 SELECT min(id) AS first, max(id) AS last FROM item
                 WHERE project_id = :p AND stage_id = :to) n
               WHERE b.project_id = :p AND b.format = 'flow'""",
            """INSERT INTO task (project_id, stage_id, item_id, queue_id, state, overlap, places,
                 reserved)
               SELECT i.project_id, i.stage_id, i.id, q.id, 'done', 1, 1, 0
               FROM item i JOIN queue q ON q.project_id = i.project_id AND q.stage_id = i.stage_id
                 AND q.level = 0 AND NOT q.gold
               WHERE i.project_id = :p""",
            """INSERT INTO task_role (project_id, task_id, worker_id, side)
               SELECT project_id, id, :by, 'author' FROM task WHERE project_id = :p""",
            """INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id,
                 state, claim_key, schema_version, price, attempt, judged, answer_id)
               SELECT project_id, n.id, stage_id, n.task_id, n.id, 0, :by, 'accepted',
                 gen_random_uuid(), 1, 100, 1, true, n.id
               FROM (SELECT project_id, stage_id, id AS task_id,
                       nextval('assignment_id_seq') AS id FROM task WHERE project_id = :p) n""",
            """INSERT INTO submission (project_id, id, assignment_id, worker_id, stage_id, level,
                 attempt, client_key, body_hash, answer, schema_version, outcome)
               SELECT project_id, id, id, worker_id, stage_id, 0, 1, 'k', repeat('0', 64),
                 '{"modality": "picture", "annotations": []}', 1, 'accepted'
               FROM assignment WHERE project_id = :p""",
            """INSERT INTO chore (kind, args, project_id, state, finished_at)
               SELECT 'flow', '{}', :p, 'done', now() - interval '1 hour'
               FROM generate_series(1, :n)""",
            """INSERT INTO flowing (project_id, stage_id, item_id)
               SELECT project_id, stage_id, id FROM item
               WHERE project_id = :p AND stage_id <> :to ORDER BY id LIMIT 50""",
        ):
            bound = {name: value for name, value in values.items() if f":{name}" in statement}
            owner.execute(text(statement), bound)
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return first


@pytest.fixture
def s(place: Place) -> Iterator[Session]:
    with Session(engine()) as session:
        yield session
        session.rollback()


def explain(s: Session, statement: str, **values: Any) -> dict[str, Any]:
    with s.begin_nested() as attempt:
        plan: dict[str, Any] = s.execute(
            text(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"), values
        ).scalar_one()[0]
        attempt.rollback()
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def read_through(plan: dict[str, Any]) -> list[str]:
    """The large tables that the plan reads from end to end."""
    return [
        node["Relation Name"]
        for node in nodes(plan["Plan"])
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in BIG
        and node["Actual Loops"]
    ]  # fmt: skip


def pages(plan: dict[str, Any]) -> int:
    return int(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])


def some(place: Place, s: Session, count: int) -> list[int]:
    found = text(
        "SELECT id FROM item WHERE project_id = :p AND stage_id = :s ORDER BY id DESC LIMIT :n"
    )
    return list(s.scalars(found, {"p": place.project_id, "s": place.stage_id, "n": count}))


def test_what_flows_is_read_and_not_what_does_not(place: Place, s: Session) -> None:
    project, items = place.project_id, some(place, s, 50)
    costs = {
        "take": explain(s, flow._TAKE, project=project, limit=200),
        "due": explain(s, flow._DUE, limit=100),
        "accepted": explain(s, flow._ACCEPTED, project=project, items=items),
        "collected": explain(s, flow._COLLECTED, project=project, answers=items),
        "supersede": explain(
            s, flow._SUPERSEDE, project=project, items=items, answers=items, prompts=items[:5],
            sources=["accepted"], reason="superseded",
        ),
        "known": explain(
            s, making._KNOWN, project=project, stages=[place.stage_id] * 50,
            names=[f"x{n}" for n in range(50)],
        ),
    }  # fmt: skip
    assert {name: read_through(plan) for name, plan in costs.items()} == {
        name: [] for name in costs
    }
    # 50 items with a task, an assignment and an answer each: some pages for each of them.
    assert max(pages(plan) for plan in costs.values()) <= 50 * 40, {
        name: pages(plan) for name, plan in costs.items()
    }


def test_ringing_looks_at_what_waits(place: Place, s: Session) -> None:
    plan = s.connection().exec_driver_sql(
        f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {ring._WAITS}", {"project": place.project_id}
    ).scalar_one()[0]  # fmt: skip
    assert read_through(plan) == []
    assert pages(plan) <= 20


def test_one_item_is_looked_at_and_begun_anew_by_itself(place: Place, s: Session) -> None:
    (item,) = some(place, s, 1)
    values = {"project": place.project_id, "item": item}
    costs = {
        "pieces": explain(s, look._PIECES, **values, limit=1000),
        "way": explain(s, look._WAY, **values, limit=1000),
        "lock": explain(s, reopen._LOCK, **values),
        "set aside": explain(s, reopen._SET_ASIDE, **values),
    }
    assert {name: read_through(plan) for name, plan in costs.items()} == {
        name: [] for name in costs
    }
    assert max(pages(plan) for plan in costs.values()) <= 100, {
        name: pages(plan) for name, plan in costs.items()
    }


def test_opening_one_item_reads_one_item(place: Place, s: Session) -> None:
    (item,) = some(place, s, 1)
    s.execute(text("UPDATE item SET state = 'reopened' WHERE id = :i"), {"i": item})
    queue = s.execute(
        text(
            "SELECT id FROM queue WHERE project_id = :p AND stage_id = :s AND level = 0"
            " AND NOT gold"
        ),
        {"p": place.project_id, "s": place.stage_id},
    ).scalar_one()
    bound = {
        "project": place.project_id, "stage": place.stage_id, "queue": queue, "priority": 0,
        "overlap": 1, "unit": "task", "per": 1, "most": None, "prices": [100, 0, 0],
        "times": [2, 0, 0], "by": None, "open": "open", "source": "reopened", "why": "x",
        "rows": f'[{{"items": [{item}], "part": null, "asset_id": null}}]',
    }  # fmt: skip
    plan = s.connection().exec_driver_sql(
        f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {opening._OPEN_TASKS}", bound
    ).scalar_one()[0]  # fmt: skip
    assert read_through(plan) == []
    assert pages(plan) <= 250


def test_what_waits_to_be_offered_is_found_in_its_batch(place: Place, s: Session) -> None:
    costs = {
        "waiting": explain(s, feed._WAITING, project=None),
        "cutting": explain(s, feed._CUTTING, p=place.project_id, b=1),
        "reopened": explain(s, feed._REOPENED),
    }
    assert {name: read_through(plan) for name, plan in costs.items()} == {
        name: [] for name in costs
    }
    assert max(pages(plan) for plan in costs.values()) <= 200, {
        name: pages(plan) for name, plan in costs.items()
    }
