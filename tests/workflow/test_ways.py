"""The ways that one piece of work can go."""

import pytest

from app.core.states import AssignmentState as A
from app.workflow.claim import HoldsFull
from app.workflow.decide import NoMoreReturns
from app.workflow.expire import sweep
from tests.factories import Place, boxes

pytestmark = pytest.mark.usefixtures("database")


def state(place: Place, lease: int) -> str:
    return place.assignment(lease).state.value


def task(place: Place) -> tuple[str, int, int, int, int]:
    return tuple(
        place.rows(
            "SELECT state, accepted, reserved, spent, held FROM task"
            " WHERE project_id = :p ORDER BY id"
        )[0]
    )


def reserve(place: Place) -> int:
    """What is set aside, by the ledger alone."""
    return int(
        place.rows(
            """SELECT coalesce(sum(CASE WHEN c.kind = 'reserve' THEN e.amount ELSE 0 END
                 - CASE WHEN d.kind = 'reserve' THEN e.amount ELSE 0 END), 0)
               FROM ledger_entry e
               JOIN account c ON c.id = e.credit JOIN account d ON d.id = e.debit
               WHERE e.project_id = :p"""
        )[0][0]
    )


def test_uninspected_work_is_accepted_and_paid_at_hand_in() -> None:
    place = Place.make(inspect1="none")
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    receipt = place.submit(worker, lease)
    assert receipt.state is A.ACCEPTED
    assert place.owed(worker) == 100
    assert task(place) == ("done", 1, 100, 100, 0)
    assert reserve(place) == 0
    assert place.claim(worker) == []


def test_both_inspections_approve() -> None:
    place = Place.make(inspect1="all", inspect2="all")
    worker, one, two = (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("secondary_inspector"),
    )
    (lease,) = place.claim(worker)
    assert place.submit(worker, lease).state is A.SUBMITTED
    assert place.owed(worker) == 0
    (first,) = place.claim(one, 1)
    place.decide(one, first, "approve")
    assert state(place, lease) == "submitted"
    assert place.owed(one) == 30
    (second,) = place.claim(two, 2)
    place.decide(two, second, "approve")
    assert state(place, lease) == "accepted"
    assert (place.owed(worker), place.owed(one), place.owed(two)) == (100, 30, 20)
    assert place.assignment(first).upheld is True
    assert reserve(place) == 0


def test_return_rework_recheck_by_the_same_inspector() -> None:
    place = Place.make(items=2)
    worker, one, other = (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("primary_inspector"),
    )
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "return")
    assert state(place, lease) == "rework"
    place.submit(worker, lease, boxes(12))
    assert place.claim(other, 1) == []
    assert place.claim(one, 1) == [first]
    place.decide(one, first, "return")
    place.submit(worker, lease, boxes(13))
    (again,) = place.claim(one, 1)
    with pytest.raises(NoMoreReturns):
        place.decide(one, again, "return")
    place.decide(one, again, "fix", boxes(14))
    assert state(place, lease) == "accepted"
    assert (place.owed(worker), place.owed(one)) == (100, 90)
    assert reserve(place) == 100 * 2 + 3 * 50 * 2


def test_a_recheck_left_for_a_day_goes_to_anyone() -> None:
    place = Place.make()
    worker, one, other = (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("primary_inspector"),
    )
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "return")
    place.submit(worker, lease)
    place.age(hours=25)
    sweep()
    (second,) = place.claim(other, 1)
    assert second != first
    assert place.claim(one, 1) == []
    place.decide(other, second, "approve")
    assert state(place, lease) == "accepted"


def test_reject_goes_to_level_two_replacement_and_appeal() -> None:
    place = Place.make(inspect2="none")
    worker, one, two, next_worker, arbiter = (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("secondary_inspector"),
        place.person("worker"),
        place.arbiter(),
    )
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "reject")
    assert state(place, lease) == "submitted"
    (second,) = place.claim(two, 2)
    place.decide(two, second, "reject")
    assert state(place, lease) == "rejected"
    assert place.claim(worker) == []
    (fresh,) = place.claim(next_worker)
    place.submit(next_worker, fresh)
    assert place.claim(one, 1) != []
    place.appeal(worker, lease)
    inspections = place.rows(
        "SELECT id, worker_id FROM assignment"
        " WHERE project_id = :p AND level = 1 AND state = 'reserved'"
    )
    place.decide(inspections[0][1], inspections[0][0], "approve")
    assert task(place)[0] == "done"
    assert reserve(place) == 100  # the appeal is still open
    place.decide_appeal(arbiter, lease, True)
    assert place.owed(worker) == 100
    assert reserve(place) == 0
    kept = place.assignment(lease)
    assert (kept.state.value, kept.surplus) == ("accepted", True)


def test_expired_leases_come_back_and_can_be_resumed_once() -> None:
    place = Place.make()
    worker, other = place.person("worker"), place.person("worker")
    (lease,) = place.claim(worker)
    assert place.claim(other) == []
    place.age(hours=2)
    (theirs,) = place.claim(other)
    assert state(place, lease) == "expired"
    assert theirs != lease


def test_silence_accepts_and_a_later_verdict_counts() -> None:
    place = Place.make()
    worker, one = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    place.age(days=8)
    sweep()
    assert (state(place, lease), place.assignment(lease).judged) == ("accepted", False)
    assert place.owed(worker) == 100
    assert task(place)[0] == "open"
    (first,) = place.claim(one, 1)
    place.decide(one, first, "approve")
    assert place.assignment(lease).judged
    assert task(place)[0] == "done"
    assert place.owed(worker) == 100
    assert reserve(place) == 0


def test_cancelling_pays_what_was_handed_in_and_frees_the_rest() -> None:
    place = Place.make(items=3)
    worker, other = place.person("worker"), place.person("worker")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (held,) = place.claim(other)
    place.cancel()
    assert state(place, lease) == "accepted"
    assert place.owed(worker) == 100
    place.submit(other, held)
    assert place.owed(other) == 100
    assert reserve(place) == 0
    states = {row[0] for row in place.rows("SELECT state FROM task WHERE project_id = :p")}
    assert states == {"cancelled"}


def test_holds_are_limited() -> None:
    place = Place.make(items=3, holds=2)
    worker = place.person("worker")
    assert len(place.claim(worker, count=3)) == 2
    with pytest.raises(HoldsFull):
        place.claim(worker)


def test_one_person_is_never_author_and_inspector_of_one_task() -> None:
    place = Place.make(overlap=3)
    both = place.person("worker", "primary_inspector")
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (mine,) = place.claim(both)
    assert place.claim(both, 1) == []
    place.submit(both, mine)
    assert place.claim(both, 1) == []
