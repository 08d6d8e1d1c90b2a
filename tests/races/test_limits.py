"""Sixty-four at once, where a day, a person, a hand or a share is limited: never one too many by
any of them, and nothing that somebody may still have is left lying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from app.core.database import transaction
from app.routing.requirements import set_requirement
from app.routing.rules import Asked
from app.workflow import announce
from tests.factories import Place
from tests.races import checks
from tests.races.calls import claim, open_all, submit
from tests.races.crew import Crew

CLIENTS = 64
Gather = Callable[[Place, list[int]], Crew]

HAD = """
SELECT worker_id, count(*) FROM assignment WHERE project_id = %(p)s AND level = 0 GROUP BY 1
"""


def limit(place: Place, asked: dict[str, Any] | None = None, **limits: int) -> None:
    with transaction() as s:
        set_requirement(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            level=0,
            asked=Asked.model_validate(asked or {}),
            day_limit=limits.get("day"),
            person_limit=limits.get("person"),
        )


def had(place: Place) -> dict[int, int]:
    return {who: int(count) for who, count in checks.rows(place, HAD)}


def test_a_day_a_person_and_a_hand_are_never_exceeded(gather: Gather) -> None:
    """Thirty-two people in two windows each ask for three at a time, again and again; then they
    hand in with the next lease, which is a claim, too. Two hundred and forty pieces: more than all
    may have on a day."""
    place = Place.make(items=240, inspect1="none", holds=4)
    limit(place, day=6, person=7)
    people = [place.person("worker") for _ in range(CLIENTS // 2)]
    crew = gather(place, people * 2)

    asks = {
        n: [claim(place, f"limited-{n}-{turn}", count=3) for turn in range(4)]
        for n in range(CLIENTS)
    }
    log = crew.volley(asks)
    assert set(had(place).values()) == {4}, "no hand is fuller than may be, and all are full"
    assert {row.answer["code"] for row in log if row.status == 409} == {"holds_full"}

    held = checks.rows(
        place, "SELECT worker_id, id FROM assignment WHERE project_id = %(p)s ORDER BY id"
    )
    of: dict[int, list[int]] = {}
    for who, lease in held:
        of.setdefault(who, []).append(lease)
    # Both windows hand in the very same work, with keys of their own, and ask for the next.
    log = crew.volley(
        {
            n: [
                submit(place, lease, f"limited-hand-in-{n}-{lease}", follow=True)
                for lease in of[people[n % len(people)]]
            ]
            for n in range(CLIENTS)
        }
    )
    assert set(had(place).values()) == {6}, "no day is longer, and each is full"
    checks.places_hold(place)

    log = crew.volley({n: [claim(place, f"same-day-{n}")] for n in range(CLIENTS)})
    assert Counter(row.answer["code"] for row in log) == {"day_limit": CLIENTS}
    assert all(row.answer["needs"][0]["limit"] == 6 for row in log)

    checks.act(
        place,
        """UPDATE assignment SET reserved_at = reserved_at - interval '1 day'
           WHERE project_id = %(p)s""",
    )
    log = crew.volley({n: [claim(place, f"next-day-{n}", count=4)] for n in range(CLIENTS)})
    assert set(had(place).values()) == {7}, "nobody has more than one may ever have"
    assert {row.answer["code"] for row in log if row.status == 409} == {"person_limit"}
    left = checks.one(place, "SELECT sum(slots_left) FROM seat WHERE project_id = %(p)s")
    assert left == 240 - 7 * len(people)
    checks.places_hold(place)


def test_nothing_is_left_lying_that_somebody_may_have(gather: Gather) -> None:
    """Sixty-four who may have three each, and fewer pieces than that: all of it is taken."""
    place = Place.make(items=150, inspect1="none", holds=20)
    limit(place, day=3)
    people = [place.person("worker") for _ in range(CLIENTS)]
    crew = gather(place, people)
    crew.volley(
        {
            n: [claim(place, f"all-of-it-{n}-{turn}", count=2) for turn in range(3)]
            for n in range(CLIENTS)
        }
    )
    assert max(had(place).values()) == 3
    assert sum(had(place).values()) == 150
    assert checks.rows(place, "SELECT FROM seat WHERE project_id = %(p)s") == []
    checks.places_hold(place)


def test_who_is_let_in_is_let_in_once(gather: Gather) -> None:
    """Eight windows of each of eight people ask for the first time at once: each is looked at, and
    kept, without a fault; and who lacks a thing has nothing."""
    place = Place.make(items=100, inspect1="none", holds=20)
    limit(place, {"teams": ["A"]}, person=9)
    people = [place.person("worker") for _ in range(8)]
    for who in people[:4]:
        checks.act(
            place,
            "UPDATE project_member SET team = 'A' WHERE project_id = %(p)s AND person_id = %(who)s",
            who=who,
        )
    crew = gather(place, people * 8)
    log = crew.volley({n: [claim(place, f"let-in-{n}", count=2)] for n in range(CLIENTS)})
    assert had(place) == dict.fromkeys(people[:4], 9)
    assert {row.answer["code"] for row in log if row.who in people[4:]} == {"team"}
    kept = checks.rows(place, "SELECT person_id FROM admission WHERE project_id = %(p)s")
    assert sorted(kept) == [(who,) for who in sorted(people[:4])]


def test_announced_work_is_shared_out_while_all_ask(gather: Gather) -> None:
    """Thirty-two wished for a part of a hundred pieces: four each, at most, while all sixty-four
    ask from before it opens until after; then the rest goes to whoever comes."""
    place = Place.make(items=100, inspect1="none", holds=20, opened=False)
    people = [place.person("worker") for _ in range(CLIENTS)]
    here = {"project_id": place.project_id}
    values = {
        "stage_id": place.stage_id,
        "batch_id": None,
        "priority": 0,
        "opens_at": datetime.now(UTC) + timedelta(hours=1),
        "share_seconds": 3600,
    }
    with transaction() as s:
        one = announce.announce(s, by=place.manager, **here, values=values)
    for who in people[:32]:
        with transaction() as s:
            announce.wish(s, me=who, **here, announcement_id=one)
    checks.act(place, "UPDATE announcement SET opens_at = now() WHERE project_id = %(p)s")

    crew = gather(place, people)
    asks = {
        n: [claim(place, f"shared-{n}-{turn}", count=3) for turn in range(12)]
        for n in range(CLIENTS)
    }
    crew.begin("volley", calls={str(n): each for n, each in asks.items()})
    assert announce.open_due() == 1
    open_all(place)
    crew.end()
    # Whoever wished and has not had all of it asks once more, when all is quiet.
    for turn in range(3):
        log = crew.volley({n: [claim(place, f"quiet-{turn}-{n}", count=3)] for n in range(CLIENTS)})
    counts = had(place)
    assert max(counts.values()) == 4
    assert set(counts) <= set(people[:32]), "who wished for none waits"
    assert sum(counts.values()) == 100, "a share each: nothing is left lying"
    assert {row.answer["code"] for row in log if row.status == 409} <= {"share_taken"}
    checks.places_hold(place)

    place.add_items(40)
    open_all(place)
    with transaction() as s:
        ends = "UPDATE announcement SET opened_at = now() - interval '2 hours' WHERE id = :one"
        s.execute(text(ends), {"one": one})
    crew.volley({n: [claim(place, f"after-{n}")] for n in range(CLIENTS)})
    assert sum(had(place).values()) == 140
    checks.places_hold(place)
