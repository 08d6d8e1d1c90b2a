"""What routing adds to a claim: the same claim of the same people with nothing asked, and with all
that a level can ask: a requirement with both limits, known answers among the work, seats by trust.

Two projects alike, one of which asks; a claim of each in turn, so that whatever else the machine
does falls on both. A claim is the engine's whole decision, commit included, without HTTP: what
every claim has anyway would make the difference look smaller.
"""

from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

import orjson
from sqlalchemy import text

from app.bench.ground import Ground, prepare
from app.core.database import engine, owner_engine, transaction
from app.core.policy import DynamicOverlap, GoldShares, InspectShares, Pause, Quality, Seats
from app.models.project import Inspect
from app.tasks.counted import counts
from app.tasks.terms import TERMS
from app.workflow.claim import claim

ROUNDS = 20
PEOPLE = 60
"""Who claim in turn: so that nobody claims much faster than somebody who reads what he labels."""
HISTORY = 300
"""How many answers each has given: what limits count, and no newcomer's share of gold."""
GOLD = 300
TASKS = HISTORY + PEOPLE * (ROUNDS + 1)

QUALITY = Quality(
    overlap=DynamicOverlap(),
    gold=GoldShares(),
    inspect=InspectShares(),
    holds=Seats(),
    pause=Pause(),
)


def compare() -> dict[str, float]:
    """Milliseconds of a claim, plain and routed; how many times the one the other is; and the
    buffers that reading the terms touches."""
    grounds = [_ground("plain"), _ground("routed")]
    _ask(grounds[1])
    took: list[list[float]] = [[], []]
    for nth in range(-PEOPLE, ROUNDS * PEOPLE):  # each person's first is no part of it
        for which in (nth % 2, (nth + 1) % 2):  # neither is always the first
            ground = grounds[which]
            spent = _timed(ground, ground.people[nth % PEOPLE].id)
            if nth >= 0:
                took[which].append(spent)
    plain, routed = (median(each) for each in took)
    return {
        "plain_ms": round(plain * 1000, 3),
        "routed_ms": round(routed * 1000, 3),
        "ratio": round(routed / plain, 3),
        "plain_buffers": _pages(grounds[0]),
        "routed_buffers": _pages(grounds[1]),
    }


def _timed(ground: Ground, me: int) -> float:
    """Seconds of one claim; its lease is then as if handed in."""
    begun = perf_counter()
    with transaction() as s:
        leases = claim(
            s,
            me=me,
            project_id=ground.project_id,
            stage_id=ground.stage_id,
            level=0,
            count=1,
            key=str(uuid4()),
        )
    spent = perf_counter() - begun
    if not leases:
        raise RuntimeError("The queue ran dry: measure with more tasks.")
    _run(
        "UPDATE assignment SET state = 'submitted', due_at = NULL"
        " WHERE project_id = :project AND id = ANY (:ids)",
        project=ground.project_id,
        ids=leases,
    )
    return spent


def _ground(name: str) -> Ground:
    """A project where each has a history, and a pool of known answers waits."""
    ground = prepare(name=name, tasks=TASKS, people=PEOPLE, inspect=Inspect.ALL)
    project, stage = ground.project_id, ground.stage_id
    _run(
        """WITH last AS (
             SELECT id FROM task WHERE project_id = :project ORDER BY id DESC LIMIT :count),
           gone AS (
             DELETE FROM seat USING last
             WHERE project_id = :project AND task_id = last.id),
           role AS (
             INSERT INTO task_role (project_id, task_id, worker_id, side)
             SELECT :project, id, me, 'author' FROM last, unnest(CAST(:people AS bigint[])) me
             RETURNING task_id, worker_id)
           INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id,
             state, claim_key, schema_version, price, reserved_at)
           SELECT :project, n.id, :stage, n.task_id, n.id, 0, n.worker_id, 'submitted',
             gen_random_uuid(), 1, 130, now() - make_interval(mins => 10 + (n.id % 90000)::int)
           FROM (SELECT nextval('assignment_id_seq') AS id, task_id, worker_id FROM role) n""",
        project=project,
        stage=stage,
        people=[one.id for one in ground.people],
        count=HISTORY,
    )
    _run(
        """WITH place AS (
             INSERT INTO queue (project_id, stage_id, level, held, gold)
             VALUES (:project, :stage, 0, false, true)
             ON CONFLICT (project_id, stage_id, level, held, gold)
               DO UPDATE SET gold = excluded.gold RETURNING id),
           known AS (
             INSERT INTO task (project_id, stage_id, item_id, queue_id, state, overlap, places,
               reserved)
             SELECT :project, :stage, i.id, place.id, 'open', 1000, 1000, 1000000
             FROM place, (SELECT id FROM item WHERE project_id = :project ORDER BY id
               LIMIT :count) i
             RETURNING id, queue_id, item_id),
           made AS (
             INSERT INTO gold (project_id, stage_id, level, item_id, task_id, source,
               schema_version, answer)
             SELECT :project, :stage, 0, item_id, id, 'hand', 1, '{}'::jsonb FROM known)
           INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
           SELECT :project, queue_id, 0, id, 0, 1000, '{}' FROM known""",
        project=project,
        stage=stage,
        count=GOLD,
    )
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE assignment, task, seat, task_role, gold, queue"))
    return ground


def _ask(ground: Ground) -> None:
    """The level asks for all that it can."""
    place: dict[str, Any] = {"project": ground.project_id, "stage": ground.stage_id}
    people = [one.id for one in ground.people]
    _run(
        "UPDATE stage SET quality = CAST(:quality AS jsonb)"
        " WHERE project_id = :project AND id = :stage",
        quality=orjson.dumps(QUALITY.kept()).decode(),
        **place,
    )
    _run(
        """INSERT INTO requirement (project_id, stage_id, level, version, asked, day_limit,
             person_limit, changed_by)
           VALUES (:project, :stage, 0, 1, '{"accepted": 50}', 100000, 1000000, :boss)""",
        boss=ground.people[0].id,
        **place,
    )
    _run(
        """INSERT INTO admission (project_id, stage_id, level, person_id, version, missing)
           SELECT :project, :stage, 0, me, 1, '[]' FROM unnest(CAST(:people AS bigint[])) me""",
        people=people,
        **place,
    )
    _run(
        """INSERT INTO trust (project_id, stage_id, level, person_id, answers, gold, gold_right,
             mean, low, high, below, holds)
           SELECT :project, :stage, 0, me, :answers, 40, 38, 0.93, 0.85, 0.98, 0.01, 5
           FROM unnest(CAST(:people AS bigint[])) me""",
        people=people,
        answers=HISTORY,
        **place,
    )


def _pages(ground: Ground) -> int:
    """Shared buffers that reading the terms of a claim touches."""
    me = ground.people[-1].id
    place = (me, ground.project_id, ground.stage_id, 0)
    with transaction() as s:
        found = s.connection().exec_driver_sql(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {TERMS}",
            {
                "project": ground.project_id,
                "stage": ground.stage_id,
                "level": 0,
                "me": me,
                "key": uuid4(),
                "since": counts.settled(engine(), place).until,
            },
        )
        plan = found.scalar_one()[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _run(statement: str, **values: Any) -> None:
    with owner_engine().begin() as connection:
        connection.execute(text(statement), values)
