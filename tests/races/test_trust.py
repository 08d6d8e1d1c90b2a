"""Sixty-four at once, where seats go by trust: nobody ever holds one more than what is known of him
allows, each hand-in counts once, and who is stopped is stopped once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.database import transaction
from app.models.project import Stage
from app.models.quality import Gold, GoldSource, Trust
from app.models.task import Assignment, Task
from tests.factories import Place, boxes
from tests.races import checks
from tests.races.calls import claim, submit
from tests.races.crew import Crew

CLIENTS = 64
Gather = Callable[[Place, list[int]], Crew]

LIVE = """
SELECT worker_id, count(*) FROM assignment
WHERE project_id = %(p)s AND level = 0 AND state = 'reserved' GROUP BY 1
"""
COUNTED = "SELECT person_id, answers FROM trust WHERE project_id = %(p)s AND level = 0"
HANDED_IN = """
SELECT worker_id, count(*) FROM submission WHERE project_id = %(p)s AND level = 0 GROUP BY 1
"""
HITS = "SELECT person_id, count(*) FROM rule_hit WHERE project_id = %(p)s GROUP BY 1"
PAUSED = "SELECT person_id FROM trust WHERE project_id = %(p)s AND paused_by IS NOT NULL"


def settings(place: Place, **quality: Any) -> None:
    with transaction() as s:
        s.get_one(Stage, (place.project_id, place.stage_id)).quality = quality


def by_person(place: Place, statement: str) -> dict[int, int]:
    return {who: int(count) for who, count in checks.rows(place, statement)}


def test_nobody_holds_more_than_his_trust_allows(gather: Gather) -> None:
    """Thirty-two people in two windows each ask for three at a time, again and again; half of them
    are trusted. Then both windows hand in the very same work and ask for the next."""
    place = Place.make(items=400, inspect1="none", holds=4)
    settings(place, holds={"newcomer": 1, "trusted": 5})
    people = [place.person("worker") for _ in range(CLIENTS // 2)]
    trusted = set(people[::2])
    with transaction() as s:
        at = {"project_id": place.project_id, "stage_id": place.stage_id, "level": 0}
        for who in trusted:
            s.add(Trust(**at, person_id=who, holds=3, answers=0))
    crew = gather(place, people * 2)
    log = crew.volley(
        {
            n: [claim(place, f"trust-{n}-{turn}", count=3) for turn in range(4)]
            for n in range(CLIENTS)
        }
    )
    seats = {who: 3 if who in trusted else 1 for who in people}
    assert by_person(place, LIVE) == seats
    assert {row.answer["code"] for row in log if row.status == 409} == {"holds_full"}

    for turn in range(3):
        held = checks.rows(
            place,
            "SELECT worker_id, id FROM assignment WHERE project_id = %(p)s"
            " AND state = 'reserved' ORDER BY id",
        )
        of: dict[int, list[int]] = {}
        for who, lease in held:
            of.setdefault(who, []).append(lease)
        log = crew.volley(
            {
                n: [
                    submit(place, lease, f"trust-in-{turn}-{n}-{lease}", follow=True)
                    for lease in of[people[n % len(people)]]
                ]
                for n in range(CLIENTS)
            }
        )
        assert not [row for row in log if row.status >= 500]
        assert all(live <= seats[who] for who, live in by_person(place, LIVE).items()), (
            "a seat too many"
        )
    counted = by_person(place, COUNTED)
    assert counted == by_person(place, HANDED_IN), "each hand-in counts, and once"
    assert min(counted.values()) >= 3


def test_who_is_stopped_is_stopped_once(gather: Gather) -> None:
    """Thirty-two people hand in eight wrong answers each where the answer is known, from two
    windows at the same time: whichever of them is the last straw, it is one."""
    place = Place.make(items=300, inspect1="none", holds=8)
    settings(place, pause={"known": 6, "below": 0.6})
    people = [place.person("worker") for _ in range(CLIENTS // 2)]
    leases = {who: place.claim(who, count=8) for who in people}
    with transaction() as s:
        for lease in [one for of in leases.values() for one in of]:
            work = s.get_one(Assignment, (place.project_id, lease))
            task = s.get_one(Task, (place.project_id, work.task_id))
            gold = Gold(
                project_id=place.project_id,
                stage_id=place.stage_id,
                level=0,
                item_id=task.item_id,
                task_id=task.id,
                source=GoldSource.HAND,
                schema_version=1,
                answer=boxes(300.0),
            )
            s.add(gold)
            s.flush()
            work.gold_id = task.gold_id = gold.id
    crew = gather(place, people * 2)
    half = {0: slice(0, 4), 1: slice(4, 8)}
    log = crew.volley(
        {
            n: [
                submit(place, lease, f"wrong-{n}-{lease}")
                for lease in leases[people[n % len(people)]][half[n // len(people)]]
            ]
            for n in range(CLIENTS)
        }
    )
    assert {row.status for row in log} <= {200, 201}
    assert by_person(place, HITS) == dict.fromkeys(people, 1)
    assert {row[0] for row in checks.rows(place, PAUSED)} == set(people)
    assert by_person(place, COUNTED) == dict.fromkeys(people, 8)
    log = crew.volley({n: [claim(place, f"more-seats-{n}")] for n in range(CLIENTS)})
    assert {(row.status, row.answer["code"]) for row in log} == {(409, "paused")}
