"""Leases that run out while others claim and their holders hand in late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from app.workflow.expire import sweep
from tests.factories import Place
from tests.races import checks
from tests.races.calls import claim, open_all, submit
from tests.races.crew import Crew, Row

CLIENTS = 64
Gather = Callable[[Place, list[int]], Crew]

RUN_OUT = """
UPDATE assignment SET due_at = now() - interval '1 second'
WHERE project_id = %(p)s AND id IN (
  SELECT id FROM assignment WHERE project_id = %(p)s AND state = 'reserved'
    AND due_at > now() ORDER BY random() LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED)
"""


def run_out(place: Place, most: int = 10_000) -> int:
    """Let leases run out, any ones; how many."""
    return checks.act(place, RUN_OUT, most=most)


def test_leases_run_out_under_claimers_and_late_submitters(gather: Gather) -> None:
    funds, tasks, overlap = 10_000_000, 90, 3
    place = Place.make(items=0, overlap=overlap, inspect1="none", funds=funds, holds=6)
    people = [place.person("worker") for _ in range(CLIENTS)]
    crew = gather(place, people)
    log: list[Row] = []
    turns = 0
    # Who is quicker is the machine's matter: again, until many were late and were reclaimed.
    while len(refused(log)) <= 5 or len(expired(place)) <= 10:
        place.add_items(tasks)
        open_all(place)
        crew.begin("dither")
        wanted = len(handed_in(log)) + tasks * overlap * 0.9
        # The clock of the worker, only faster; claimers who find nothing reclaim by themselves too.
        while len(handed_in(crew.rows())) < wanted:
            run_out(place, 12)
            turns += 1
            if turns % 3 == 0:
                sweep()
        log += crew.end()
        checks.places_hold(place)

    # What the last of them left behind goes to whoever asks, with nobody's clock but the claims'.
    run_out(place)
    log += crew.play("drain")
    run_out(place)
    sweep()
    log += crew.play("drain")

    seen = checks.statuses(log)
    unexpected = {
        what: count
        for what, count in seen.items()
        if what.split()[1] not in ("200", "201") and not what.endswith(LATE)
    }
    assert not unexpected, seen
    checks.answers_kept(place, log)
    checks.places_hold(place)
    checks.all_done(place)
    checks.money_holds(place, funds)
    assert checks.balance(place, "reserve") == 0

    # Who was refused had lost the lease to a reclaim; who was not is accepted, however late.
    accepted = {row.assignment for row in handed_in(log) if row.status == 201}
    states = dict(checks.rows(place, "SELECT id, state FROM assignment WHERE project_id = %(p)s"))
    assert {states[each] for each in accepted} == {"accepted"}
    assert {states[each] for each in refused(log) - accepted} <= {"expired"}
    assert refused(log) <= expired(place)


def handed_in(log: list[Row]) -> list[Row]:
    return [row for row in log if row.verb == "submission"]


def refused(log: list[Row]) -> set[int]:
    """What was handed in too late."""
    return {row.assignment for row in handed_in(log) if row.status == 409}


def expired(place: Place) -> set[int]:
    """What was reclaimed, once at least."""
    statement = """SELECT subject_id FROM event WHERE project_id = %(p)s
                   AND subject = 'assignment' AND target = 'expired'"""
    return {number for (number,) in checks.rows(place, statement)}


LATE = ("wrong_state", "place_taken", "holds_full")


def test_what_has_run_out_is_found_by_everybody_who_asks_at_once(gather: Gather) -> None:
    """Forty places run out that nobody has reclaimed; forty others ask at the same moment. One of
    them reclaims all, and the rest must not be told meanwhile that there is nothing."""
    rounds, places = 8, 40
    place = Place.make(items=0, overlap=10, inspect1="none", holds=100, funds=100_000_000)
    losers = [place.person("worker") for _ in range(10)]
    people = [place.person("worker") for _ in range(places)]
    crew = gather(place, people)
    for turn in range(rounds):
        place.add_items(places // 10)
        open_all(place)
        for who in losers:
            assert len(place.claim(who, count=places // 10)) == places // 10
        assert run_out(place) >= places
        log = crew.volley({n: [claim(place, f"found-by-{turn}-{n}")] for n in range(places)})
        assert {row.status for row in log} == {201}, checks.statuses(log)
        told_empty = sum(row.answer["empty"] for row in log)
        assert told_empty == 0, f"round {turn}: {told_empty} were told that there is no work"
        checks.places_hold(place)
        # Off with what was claimed, so that the next round has its own places only.
        late = crew.volley(
            {
                row.player: [
                    submit(place, row.answer["leases"][0]["id"], f"handed-in-{turn}-{row.player}")
                ]
                for row in log
            }
        )
        assert {row.status for row in late} == {201}, checks.statuses(late)
    checks.all_done(place)


def test_late_hand_in_against_reclaim_has_one_winner(gather: Gather) -> None:
    """The holder hands in at the moment at which another's claim reclaims the place: one of the
    two has it, and both are told the truth."""
    rounds, pairs = 10, 16
    place = Place.make(items=0, overlap=1, inspect1="none", holds=100, funds=100_000_000)
    holders = [place.person("worker") for _ in range(pairs)]
    takers = [place.person("worker") for _ in range(pairs)]
    crew = gather(place, holders + takers)
    wins: Counter[str] = Counter()
    turn = 0
    while turn < rounds or not (wins["late"] and wins["taken"]):
        turn += 1
        place.add_items(pairs)
        open_all(place)
        held = [place.claim(who)[0] for who in holders]
        run_out(place)
        log = crew.volley(
            {n: [submit(place, lease, f"late-one-{turn}-{n}")] for n, lease in enumerate(held)}
            | {pairs + n: [claim(place, f"take-one-{turn}-{n}")] for n in range(pairs)}
        )
        late = [row for row in log if row.verb == "submission"]
        taken = [lease for row in log for lease in checks.leases(row)]
        assert {row.status for row in late} <= {201, 409}, checks.statuses(log)
        counted = [row for row in late if row.status == 201]
        states = Counter(place.assignment(lease).state.value for lease in held)
        assert states["accepted"] == len(counted)
        assert states["accepted"] + states["expired"] == pairs
        checks.places_hold(place)
        wins["late"] += len(counted)
        wins["taken"] += len(taken)
