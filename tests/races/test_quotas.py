"""Many of one group at once: never one too many, never one too few when places come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.factories import Place
from tests.people.collecting import ask_for, site, standing, words
from tests.races import checks
from tests.races.calls import claim, work
from tests.races.crew import Crew, Row

CLIENTS = 64
Gather = Callable[[Place, list[int]], Crew]

RUN_OUT = """
UPDATE assignment SET due_at = now() - interval '1 second'
WHERE project_id = %(p)s AND state = 'reserved'
"""


def leases(log: list[Row]) -> list[tuple[int, int]]:
    """Who holds what: (player, lease)."""
    return [
        (row.player, one["id"]) for row in log if row.status == 201 for one in checks.leases(row)
    ]


def refused(log: list[Row]) -> Counter[str]:
    return Counter(row.answer["code"] for row in log if row.status not in (200, 201))


@pytest.mark.parametrize("counts", ["people", "pieces"])
def test_sixty_four_of_two_groups_at_once(gather: Gather, counts: str) -> None:
    """Thirty-two of each group, twelve and seven wanted; then places come back three ways."""
    place = site(prompts=40, overlap=2, inspect1="all", inspect2="none", holds=20)
    cells = ({"sex": "female"}, 12), ({"sex": "male"}, 7)
    ask_for(place, ["sex"], *cells, counts=counts)
    people = [place.participant(sex="male" if n % 2 else "female") for n in range(CLIENTS)]
    crew = gather(place, people)

    log = crew.volley({n: [claim(place, f"first-claim-{n}")] for n in range(CLIENTS)})
    held = leases(log)
    assert Counter(n % 2 for n, _ in held) == {0: 12, 1: 7}
    assert refused(log) == {"quota_full": CLIENTS - 19}
    assert standing(place) == [(12, 12, 0), (7, 7, 0)]
    checks.places_hold(place)

    # Everybody who holds something gives it back while all others ask until they have something.
    inside = {n for n, _ in held}
    back = {n: [work(place, lease, "return", {"why": ""})] for n, lease in held}
    asks = {
        n: [claim(place, f"second-claim-{n}-{turn}") for turn in range(12)]
        for n in range(CLIENTS)
        if n not in inside
    }
    log = crew.volley(back | asks)
    now = standing(place)
    assert all(taken <= goal for goal, taken, _ in now), now
    # Who asks once more, when all is quiet, finds what is left: to the last one.
    log = crew.volley({n: [claim(place, f"third-claim-{n}")] for n in range(CLIENTS)})
    assert standing(place) == [(12, 12, 0), (7, 7, 0)]
    checks.places_hold(place)

    # Time runs out for all at once; nobody's clock has come by when others ask.
    checks.act(place, RUN_OUT)
    log = crew.volley({n: [claim(place, f"fourth-claim-{n}")] for n in range(CLIENTS)})
    assert standing(place) == [(12, 12, 0), (7, 7, 0)]
    assert set(refused(log)) <= {"quota_full"}
    checks.places_hold(place)


def test_a_rejection_gives_its_place_to_one(gather: Gather) -> None:
    """One piece is wanted: it is handed in and rejected, again and again, while sixteen ask."""
    place = site(prompts=30, overlap=1, inspect1="all", inspect2="all", holds=20)
    ask_for(place, ["sex"], ({"sex": "female"}, 1), counts="pieces")
    people = [place.participant() for _ in range(16)]
    first, second = place.person("primary_inspector"), place.person("secondary_inspector")
    crew = gather(place, people)
    for turn in range(4):
        log = crew.volley({n: [claim(place, f"piece-{turn}-{n}")] for n in range(16)})
        ((player, lease),) = leases(log)
        assert refused(log) == {"quota_full": 15}
        place.submit(people[player], lease, words())
        for inspector, level in ((first, 1), (second, 2)):
            (inspection,) = place.claim(inspector, level)
            place.decide(inspector, inspection, "reject")
    assert standing(place) == [(1, 0, 0)]


def test_a_group_is_joined_by_one_more_only(gather: Gather) -> None:
    """Thirty-two read the same code; three may speak, and one more of their group is wanted."""
    place = site(prompts=4, overlap=8, collect={"group_max": 3}, holds=5)
    ask_for(place, ["sex"], ({"sex": "female"}, 2), counts="people")
    people = [place.participant() for _ in range(33)]
    crew = gather(place, people)
    log = crew.volley({0: [claim(place, "the-host-claims")]})
    ((_, lease),) = leases(log)
    log = crew.volley({0: [work(place, lease, "group")]})
    path = f"/api/v1/projects/{place.project_id}/groups"
    code = {"code": log[0].answer["code"]}
    calls = {n: [{"method": "POST", "path": path, "body": code}] for n in range(1, 33)}
    log = crew.volley(calls)
    assert Counter(row.status for row in log) == {201: 1, 409: 31}
    assert standing(place) == [(2, 2, 0)]
    checks.places_hold(place)
