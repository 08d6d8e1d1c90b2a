"""What limits count: exactly, and what was counted once is not read again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from app.core.database import engine, owner_engine, transaction
from app.tasks.counted import NONE, WORTH, Counts, Settled, counts
from app.tasks.terms import TERMS, Terms, terms
from tests.factories import Place

HISTORY = 20_000
BOTH = (1000, 86_400)  # until, and when the day began


@pytest.fixture
def place(database: None) -> Place:
    return Place.make(items=3)


def has_done(place: Place, who: int, count: int) -> None:
    """So many claims of his, two hours apart, the last one two hours ago."""
    with owner_engine().begin() as owner:
        for statement in (
            """INSERT INTO task (project_id, stage_id, item_id, queue_id, state, priority, overlap,
                 places, reserved)
               SELECT project_id, stage_id, item_id, queue_id, 'done', priority, overlap, places,
                 reserved
               FROM (SELECT * FROM task WHERE project_id = :p ORDER BY id LIMIT 1) t,
                 generate_series(1, :count)""",
            """INSERT INTO task_role (project_id, task_id, worker_id, side)
               SELECT project_id, id, :me, 'author' FROM task
               WHERE project_id = :p AND state = 'done'""",
            """INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id,
                 state, claim_key, schema_version, price, reserved_at)
               SELECT project_id, n.id, stage_id, n.task_id, n.id, 0, :me, 'submitted',
                 gen_random_uuid(), 1, 100, now() - make_interval(hours => 2 * nth::int)
               FROM (SELECT project_id, stage_id, id AS task_id, row_number() OVER () AS nth,
                       nextval('assignment_id_seq') AS id
                     FROM task WHERE project_id = :p AND state = 'done') n""",
        ):
            owner.execute(text(statement), {"p": place.project_id, "me": who, "count": count})
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        owner.execute(text("VACUUM ANALYZE assignment, task, task_role"))


def limited(place: Place, *, day: int | None, ever: int | None) -> None:
    with owner_engine().begin() as owner:
        owner.execute(
            text(
                """INSERT INTO requirement (project_id, stage_id, level, version, asked, day_limit,
                     person_limit, changed_by)
                   SELECT :p, :s, 0, 1, '{}', :day, :ever, min(id) FROM person"""
            ),
            {"p": place.project_id, "s": place.stage_id, "day": day, "ever": ever},
        )


def read(place: Place, who: int) -> Terms:
    with transaction() as s:
        found = terms(
            s, project_id=place.project_id, stage_id=place.stage_id, level=0, me=who, key=uuid4()
        )
    assert found is not None
    return found


def counted_anew(place: Place, who: int) -> tuple[int, int]:
    (row,) = place.rows(
        f"""SELECT count(*) FILTER (WHERE reserved_at >= date_trunc('day', now(), 'Asia/Seoul')),
              count(*) FROM assignment WHERE project_id = :p AND worker_id = {who}"""
    )
    return row[0], row[1]


def test_what_is_limited_is_counted_exactly_however_often_it_is_read(place: Place) -> None:
    who = place.person("worker")
    has_done(place, who, 3 * WORTH)
    assert read(place, who).ever is None, "nothing is limited"
    limited(place, day=1000, ever=5000)
    for claims in range(3):
        for _ in range(2):
            found = read(place, who)
            assert (found.today, found.ever) == counted_anew(place, who)
        assert found.ever == 3 * WORTH + claims
        (lease,) = place.claim(who)
        place.submit(who, lease)


def test_what_was_counted_is_not_read_again(place: Place) -> None:
    """By the index from its time on: the second reading is as cheap as a newcomer's."""
    who, fresh = place.person("worker"), place.person("worker")
    has_done(place, who, HISTORY)
    limited(place, day=1000, ever=100_000)
    assert pages(place, who)[0] > 60, "the first reading counts all of it"
    assert read(place, who).ever == HISTORY
    again, plan = pages(place, who)
    # The newcomer has no claim whose place in the queue is to be looked up.
    assert again <= pages(place, fresh)[0] + 12
    assert "ix_assignment_claims" in plan


def pages(place: Place, who: int) -> tuple[int, str]:
    here = (who, place.project_id, place.stage_id, 0)
    bound: dict[str, Any] = {
        "project": place.project_id,
        "stage": place.stage_id,
        "level": 0,
        "me": who,
        "key": uuid4(),
        "since": counts.settled(engine(), here).until,
    }
    with transaction() as s:
        found = s.connection().exec_driver_sql(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {TERMS}", bound
        )
        plan = found.scalar_one()[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], str(plan)


def test_a_new_day_begins_at_nothing() -> None:
    kept, where, until, day = Counts(), (1, 1, 1, 0), *BOTH
    base = create_engine("postgresql+psycopg://")
    assert kept.add(base, where, NONE, [80, 70, 60, 55, until, day]) == (70, 80)
    settled = kept.settled(base, where)
    assert settled == Settled(until, 60, 55, day)
    # Twenty that were too new, and two more.
    assert kept.add(base, where, settled, [22, 17, 0, 0, until, day]) == (72, 82)
    assert kept.add(base, where, settled, [23, 1, 22, 0, until + 60, 2 * day]) == (1, 83)
    assert kept.settled(base, where) == Settled(until + 60, 82, 0, 2 * day)


def test_few_claims_are_not_worth_keeping() -> None:
    kept, base = Counts(), create_engine("postgresql+psycopg://")
    kept.add(base, (1, 1, 1, 0), NONE, [WORTH - 1, 0, WORTH - 1, 0, *BOTH])
    assert kept.settled(base, (1, 1, 1, 0)) == NONE
