"""Sixty-four at once in a stage that hides known answers among its work: nobody gets one twice,
everybody as many as he should, no place is given twice, and every won is where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from app.core.database import transaction
from app.core.policy import GoldShares, Quality
from app.models.project import Stage
from app.workflow import refill
from app.workflow.gild import gild
from tests.factories import Place, boxes
from tests.races import checks
from tests.races.calls import claim, submit
from tests.races.crew import Crew

CLIENTS = 64
FUNDS = 10_000_000
FIRST = 15
KNOWN = 5  # of the first fifteen
Gather = Callable[[Place, list[int]], Crew]


def known_stage(golds: int, others: int) -> Place:
    """A stage with that many known answers, at most 20, of items that somebody
    else has answered."""
    place = Place.make(items=golds + others, inspect1="none", holds=20, funds=FUNDS)
    author = place.person("worker")
    for lease in place.claim(author, count=golds):
        place.submit(author, lease, boxes(10.0))
    shares = Quality(gold=GoldShares(first=0.3, then=0.2, later=0.03))
    with transaction() as s:
        s.get_one(Stage, (place.project_id, place.stage_id)).quality = shares.kept()
    return place


def make_known(place: Place, people: int) -> None:
    done = checks.rows(
        place, "SELECT id FROM item WHERE project_id = %(p)s AND state = 'accepted' ORDER BY id"
    )
    for (item,) in done:
        with transaction() as s:
            gild(
                s,
                by=place.manager,
                project_id=place.project_id,
                stage_id=place.stage_id,
                level=0,
                item_id=item,
                people=people,
            )


GIVEN = """SELECT worker_id, gold_id, count(*) FROM assignment
           WHERE project_id = %(p)s AND gold_id IS NOT NULL GROUP BY 1, 2"""
HAD = """SELECT worker_id, count(*), count(gold_id) FROM assignment
         WHERE project_id = %(p)s AND level = 0 AND worker_id = ANY (%(people)s) GROUP BY 1"""


def test_known_answers_are_given_once_each_and_as_often_as_they_should(gather: Gather) -> None:
    """Sixty-four people hand in and take the next, fifteen times each; a refill runs meanwhile."""
    place = known_stage(golds=20, others=CLIENTS * FIRST)
    people = [place.person("worker") for _ in range(CLIENTS)]
    make_known(place, people=5)
    crew = gather(place, people)
    for turn in range(FIRST):
        log = crew.volley({n: [claim(place, f"known-take-{n}-{turn}")] for n in range(CLIENTS)})
        leases = {n: row.answer["leases"][0]["id"] for n, row in _by_client(log, people).items()}
        assert len(leases) == CLIENTS, "there is work for everybody"
        crew.volley(
            {n: [submit(place, lease, f"known-give-{n}-{turn}")] for n, lease in leases.items()}
        )
        with transaction() as s:
            refill.refill(s, place.project_id, place.stage_id)
    twice = [row for row in checks.rows(place, GIVEN) if row[2] > 1]
    assert not twice, f"the same known answer, twice to one person: {twice[:5]}"
    had = checks.rows(place, HAD, people=people)
    assert {(all_, known) for _, all_, known in had} == {(FIRST, KNOWN)}
    assert checks.one(place, "SELECT count(*) FROM gold_given WHERE project_id = %(p)s") == (
        CLIENTS * KNOWN
    )
    assert checks.rows(place, "SELECT FROM assignment WHERE project_id = %(p)s AND dry") == []
    _holds(place)


def test_no_place_of_one_is_given_twice(gather: Gather) -> None:
    """Three known answers with two places each, and all are due one: six get one, the others
    ordinary work that is noted to be looked at."""
    place = known_stage(golds=3, others=CLIENTS * 2)
    with transaction() as s:
        stage = s.get_one(Stage, (place.project_id, place.stage_id))
        stage.quality = Quality(gold=GoldShares(first=1, then=1, later=1)).kept()
    people = [place.person("worker") for _ in range(CLIENTS)]
    make_known(place, people=2)
    crew = gather(place, people)
    log = crew.volley({n: [claim(place, f"known-rush-{n}")] for n in range(CLIENTS)})
    assert Counter(row.status for row in log) == {201: CLIENTS}
    assert all(len(row.answer["leases"]) == 1 for row in log)
    given = Counter(gold for _, gold, _ in checks.rows(place, GIVEN))
    assert set(given.values()) == {2}
    assert len(given) == 3
    dry = checks.one(
        place,
        "SELECT count(*) FROM assignment WHERE project_id = %(p)s AND dry AND gold_id IS NULL",
    )
    assert dry == CLIENTS - 6
    _holds(place)


def _by_client(log: list[Any], people: list[int]) -> dict[int, Any]:
    return {people.index(row.who): row for row in log}


def _holds(place: Place) -> None:
    """Money, and of each known answer: what is held, done and free are the places it has."""
    checks.money_holds(place, FUNDS)
    wrong = checks.rows(
        place,
        """SELECT g.id, t.places, w.used, coalesce(x.free, 0) FROM gold g
           JOIN task t ON t.project_id = g.project_id AND t.id = g.task_id
           CROSS JOIN LATERAL (SELECT count(*) AS used FROM assignment a
             WHERE a.project_id = g.project_id AND a.gold_id = g.id
               AND a.state IN ('reserved', 'submitted', 'accepted')) w
           LEFT JOIN LATERAL (SELECT sum(s.slots_left) AS free FROM seat s
             WHERE s.project_id = g.project_id AND s.task_id = g.task_id) x ON true
           WHERE g.project_id = %(p)s AND w.used + coalesce(x.free, 0) <> t.places""",
    )
    assert not wrong, f"(gold, places, used, free): {wrong[:5]}"
