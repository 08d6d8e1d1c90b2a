"""One person in eight tabs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.factories import Place
from tests.races import checks
from tests.races.calls import claim, open_all, submit, work
from tests.races.crew import Crew

TABS = 8
ROUNDS = 6
Gather = Callable[[Place, list[int]], Crew]


def test_the_same_claim_in_all_tabs_is_one_lease(gather: Gather) -> None:
    place = Place.make(items=40, inspect1="none", holds=100)
    me = place.person("worker")
    crew = gather(place, [me] * TABS)
    for turn in range(ROUNDS):
        for count in (1, 3):
            call = claim(place, f"all-tabs-{turn}-{count}", count=count)
            log = crew.volley({tab: [call, call] for tab in range(TABS)})
            answers = [row.answer for row in log]
            assert len(answers) == 2 * TABS
            assert all(answer == answers[0] for answer in answers)
            assert len(answers[0]["leases"]) == count
    held = checks.one(place, "SELECT count(*) FROM assignment WHERE project_id = %(p)s")
    assert held == ROUNDS * (1 + 3)
    checks.places_hold(place)


@pytest.mark.parametrize(("holds", "count"), [(3, 1), (5, 2), (1, 20)])
def test_different_claims_never_hold_more_than_one_may(
    gather: Gather, holds: int, count: int
) -> None:
    place = Place.make(items=60, inspect1="none", holds=holds)
    me = place.person("worker")
    crew = gather(place, [me] * TABS)
    for turn in range(ROUNDS):
        log = crew.volley(
            {tab: [claim(place, f"holding-{turn}-{tab}", count=count)] for tab in range(TABS)}
        )
        assert checks.statuses(log).keys() <= {"claims 201", "claims 409 holds_full"}
        leases = [lease["id"] for row in log for lease in checks.leases(row)]
        assert len(leases) == holds
        assert len(set(leases)) == holds
        # Handed in from all tabs at once, each wanting the next: still never too many.
        calls = {
            n: [submit(place, lease, f"with-next-{turn}-{lease}", follow=True)]
            for n, lease in enumerate(leases)
        } | {
            tab: [claim(place, f"some-more-{turn}-{tab}", count=count)]
            for tab in range(holds, TABS)
        }
        log = crew.volley(calls)
        live = held(place)
        assert live <= holds
        given = {lease["id"] for row in log for lease in checks.leases(row)}
        assert len(given) == live
        off = crew.volley(
            {
                n: [submit(place, lease, f"handed-in-{turn}-{lease}")]
                for n, lease in enumerate(given)
            }
        )
        assert {row.status for row in off} <= {201}
    checks.places_hold(place)


def test_taking_up_again_counts_towards_what_one_may_hold(gather: Gather) -> None:
    holds = 4
    # A turn uses up so many at most: what is given back is not offered to the same person again.
    place = Place.make(items=2 * holds * ROUNDS, inspect1="none", holds=holds)
    me = place.person("worker")
    crew = gather(place, [me] * TABS)
    for turn in range(ROUNDS):
        ended = place.claim(me, count=holds)
        for lease in ended:
            crew.volley({0: [work(place, lease, "return", {"why": ""})]})
        calls = {n: [work(place, lease, "resume")] for n, lease in enumerate(ended)} | {
            holds + n: [claim(place, f"beside-it-{turn}-{n}")] for n in range(TABS - holds)
        }
        log = crew.volley(calls)
        assert {row.status for row in log} <= {200, 201, 409}, checks.statuses(log)
        live = held(place)
        assert live == holds, checks.statuses(log)
        taken = [
            row.answer["id"] if row.verb == "resume" else row.answer["leases"][0]["id"]
            for row in log
            if row.status in (200, 201)
        ]
        assert len(set(taken)) == live
        off = crew.volley(
            {
                n: [submit(place, lease, f"handed-in-{turn}-{lease}")]
                for n, lease in enumerate(taken)
            }
        )
        assert {row.status for row in off} == {201}
    checks.places_hold(place)


def test_the_same_hand_in_from_all_tabs_counts_once(gather: Gather) -> None:
    funds = 1_000_000
    place = Place.make(items=30, inspect1="none", holds=2, funds=funds)
    me = place.person("worker")
    crew = gather(place, [me] * TABS)
    (lease,) = place.claim(me)
    for turn in range(ROUNDS):
        call = submit(place, lease, f"hand-in-no-{turn}", 5.0 + turn, follow=True)
        log = crew.volley({tab: [call, call] for tab in range(TABS)})
        assert {row.status for row in log} == {201}, checks.statuses(log)
        assert all(row.answer == log[0].answer for row in log)
        lease = log[0].answer["next"]["id"]
    assert checks.answers_kept(place, crew.rows()) == ROUNDS
    assert checks.earned(place) == {me: 100 * ROUNDS}
    checks.places_hold(place)
    checks.money_holds(place, funds)


def test_different_hand_ins_of_one_lease_have_one_winner(gather: Gather) -> None:
    funds = 1_000_000
    place = Place.make(items=0, inspect1="none", holds=2, funds=funds)
    me = place.person("worker")
    crew = gather(place, [me] * TABS)
    for turn in range(ROUNDS):
        place.add_items(2)
        open_all(place)
        one, other = place.claim(me, count=2)
        own_keys = {
            tab: [submit(place, one, f"own-key-{turn}-{tab}", 5.0 + tab)] for tab in range(TABS)
        }
        seen = Counter((row.status, row.code) for row in crew.volley(own_keys))
        assert seen == {(201, ""): 1, (409, "wrong_state"): TABS - 1}
        one_key = {tab: [submit(place, other, f"one-key-{turn}", 5.0 + tab)] for tab in range(TABS)}
        seen = Counter((row.status, row.code) for row in crew.volley(one_key))
        assert seen == {(201, ""): 1, (409, "other_answer"): TABS - 1}
    won = [row for row in crew.rows() if row.status == 201]
    assert len(won) == 2 * ROUNDS
    stored = dict(checks.rows(place, "SELECT id, answer FROM submission WHERE project_id = %(p)s"))
    assert stored == {row.answer["submission_id"]: row.sent["answer"] for row in won}
    assert checks.earned(place) == {me: 100 * 2 * ROUNDS}
    checks.money_holds(place, funds)


def held(place: Place) -> int:
    """How many leases are held in the project."""
    return int(
        checks.one(
            place,
            "SELECT count(*) FROM assignment WHERE project_id = %(p)s AND state = 'reserved'",
        )
    )
