"""Every filter is answered by an index: a page in the middle of many items reads some pages, not
the table."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import engine, owner_engine
from app.desk.queries import finding, finding_work
from app.desk.schemas import ItemFilter, WorkFilter
from tests.factories import Place

ITEMS = 60_000
# What a page of 50 reads: the leaves of the leading index, and for each row that it gives the item
# and what else is asked of it; of ten that it gives one may be what is wanted.
PAGES = 2_000


@pytest.fixture(scope="module")
def place(shared_database: None) -> Place:
    """Many items, each third of a class, each tenth with a key; and work on each."""
    place = Place.make(items=1)
    worker = place.person("worker")
    with owner_engine().begin() as owner:
        for statement in (
            """INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state)
               SELECT project_id, stage_id, batch_id, asset_id, format('%s.jpg', n),
                 CASE WHEN n % 2 = 0 THEN 'accepted' ELSE 'ready' END
               FROM item, generate_series(1, :most) n WHERE project_id = :p""",
            """INSERT INTO trait (project_id, what, value, item_id)
               SELECT project_id, w.what, w.value, i.id FROM item i, (VALUES
                 ('class', 'RBC', 3), ('reason', 'position', 5), ('verdict', 'return', 4),
                 ('day', '2026-11-29', 2), ('meta:hospital', 'A', 10), ('person', :who, 2))
                 w (what, value, each)
               WHERE i.project_id = :p AND i.id % w.each = 0""",
            """INSERT INTO task (project_id, stage_id, item_id, queue_id, state, priority, overlap,
                 places, reserved)
               SELECT t.project_id, t.stage_id, i.id, t.queue_id, 'open',
                 CASE WHEN i.id % 7 = 0 THEN -10 ELSE 0 END, 1, 1, 100000
               FROM task t JOIN item i ON i.project_id = t.project_id AND i.id <> t.item_id
               WHERE t.project_id = :p""",
            """INSERT INTO task_role (project_id, task_id, worker_id, side)
               SELECT project_id, id, :who::bigint, 'author' FROM task WHERE project_id = :p""",
            """INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id,
                 state, claim_key, schema_version, price)
               SELECT project_id, 1000000 + id, stage_id, id, 1000000 + id, 0, :who::bigint,
                 CASE WHEN id % 3 = 0 THEN 'reserved' ELSE 'accepted' END, gen_random_uuid(), 1, 100
               FROM task WHERE project_id = :p""",
        ):
            owner.exec_driver_sql(
                statement.replace("%", "%%")
                .replace(":most", "%(most)s")
                .replace(":p", "%(p)s")
                .replace(":who::bigint", "%(who)s::bigint")
                .replace(":who", "%(who)s::text"),
                {"p": place.project_id, "most": ITEMS, "who": worker},
            )
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        owner.execute(text("VACUUM ANALYZE item, task, assignment, trait"))
    place.worker = worker  # type: ignore[attr-defined]
    return place


def read(statement: str, values: dict[str, Any]) -> tuple[int, int, set[str]]:
    """How many rows a page has and how many pages it read, and what was read through."""
    with Session(engine()) as s:
        run = s.connection().exec_driver_sql
        ids, _ = run(statement, values).one()
        plan = run(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", values).scalar_one()[0]
    through = set()
    nodes = [plan["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node["Node Type"] == "Seq Scan":
            through.add(node["Relation Name"])
    blocks = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    return len(ids), blocks, through


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"state": ["accepted"]},
        {"label": "RBC"},
        {"reason": "position"},
        {"verdict": "return"},
        {"day": "2026-11-29"},
        {"person": "x"},
        {"meta_key": "hospital", "meta_value": "A"},
        {"priority": -10},
        {"label": "RBC", "state": ["accepted"], "reason": "position"},
        {"label": "RBC", "q": "3"},
    ],
    ids=str,
)
def test_a_page_of_items_comes_from_an_index(place: Place, asked: dict[str, Any]) -> None:
    statement, values = finding(
        place.project_id,
        ItemFilter.model_validate(asked),
        stages=[place.stage_id],
        batch=None,
        person_id=place.worker if "person" in asked else None,  # type: ignore[attr-defined]
        after=ITEMS // 2,
        limit=50,
    )
    rows, blocks, through = read(statement, values)
    assert rows == 50
    assert through == set()
    assert blocks < PAGES, blocks


@pytest.mark.parametrize("asked", [{"state": ["reserved"]}, {"person": "x"}, {}], ids=str)
def test_a_page_of_work_comes_from_an_index(place: Place, asked: dict[str, Any]) -> None:
    statement, values = finding_work(
        place.project_id,
        WorkFilter.model_validate(asked),
        stages=[place.stage_id],
        person_id=place.worker if "person" in asked else None,  # type: ignore[attr-defined]
        after=1_000_000 + ITEMS // 2,
        limit=50,
    )
    rows, blocks, through = read(statement, values)
    assert rows == 50
    assert through == set()
    assert blocks < PAGES, blocks
