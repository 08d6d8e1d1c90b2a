"""The ceiling of rejections: what is beyond it moves nothing before an administrator has looked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from app.core.database import transaction
from app.core.errors import WrongState
from app.core.states import AssignmentState
from app.fairness.rules import ceiling_passed, most_rejections
from app.models import HeldRejection, OrganisationRoleName
from app.people.organisations import grant
from app.workflow.ceiling import HadAHand, settle
from app.workflow.expire import sweep
from tests.factories import Place, add_person

SUBMITTED, ACCEPTED = AssignmentState.SUBMITTED, AssignmentState.ACCEPTED


@pytest.mark.parametrize(
    ("decided", "most"), [(1, 3), (9, 3), (13, 3), (14, 4), (20, 6), (1000, 300)]
)
def test_how_many_may_be_rejected(decided: int, most: int) -> None:
    share = Decimal("0.3")
    assert most_rejections(3, share, decided) == most
    assert not ceiling_passed(3, share, rejected=most - 1, decided=decided - 1)
    assert ceiling_passed(3, share, rejected=most, decided=decided - 1)


@pytest.fixture
def place(database: object) -> Place:
    return Place.make(items=8, inspect1="all", inspect2="none", holds=20)


@pytest.fixture
def crew(place: Place) -> tuple[int, int, int]:
    """A worker, a primary and a secondary inspector."""
    return (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("secondary_inspector"),
    )


def administrator(place: Place) -> int:
    who = add_person("운영자")
    with transaction() as s:
        grant(s, place.organisation_id, who, OrganisationRoleName.ADMINISTRATOR, by=None)
    return who


def handed_in(place: Place, worker: int, count: int) -> list[int]:
    leases = [place.claim(worker)[0] for _ in range(count)]
    for lease in leases:
        place.submit(worker, lease)
    return leases


def reject_all(place: Place, crew: tuple[int, int, int], count: int) -> list[int]:
    """So many pieces of work, each rejected at both levels; as they stand afterwards."""
    worker, one, two = crew
    leases = handed_in(place, worker, count)
    for _ in leases:
        place.decide(one, place.claim(one, 1)[0], "reject")
        place.decide(two, place.claim(two, 2)[0], "reject")
    return leases


def waiting(place: Place) -> list[HeldRejection]:
    with transaction() as s:
        found = s.query(HeldRejection).order_by(HeldRejection.id).all()
        s.expunge_all()
        return found


def told(place: Place, who: int) -> list[str]:
    return [
        row.kind
        for row in place.rows(
            f"SELECT kind FROM notification WHERE project_id = :p AND person_id = {who} ORDER BY id"
        )
    ]


def test_the_fourth_rejection_waits(place: Place, crew: tuple[int, int, int]) -> None:
    boss = administrator(place)
    leases = reject_all(place, crew, 4)
    states = [place.assignment(lease).state for lease in leases]
    assert states == [AssignmentState.REJECTED] * 3 + [SUBMITTED]
    (held,) = waiting(place)
    assert (held.root_id, held.rejected, held.decided, held.most) == (leases[3], 4, 4, 3)
    assert place.assignment(leases[3]).due_at is not None, "its clock runs on"
    assert told(place, crew[0]) == ["work_rejected"] * 3 + ["rejection_waits"]
    assert told(place, boss) == ["rejection_asked"]
    (places,) = place.rows(
        f"""SELECT t.places FROM task t JOIN assignment a ON a.task_id = t.id
            WHERE a.project_id = :p AND a.id = {leases[3]}"""
    )
    assert places[0] == 1, "nobody is asked to do it again while it waits"


def test_a_confirmed_rejection_can_be_appealed(place: Place, crew: tuple[int, int, int]) -> None:
    boss, fourth = administrator(place), reject_all(place, crew, 4)[3]
    (held,) = waiting(place)
    for _ in range(2):  # a retry changes nothing
        with transaction() as s:
            settle(
                s,
                by=boss,
                project_id=place.project_id,
                held_id=held.id,
                confirmed=True,
                answer="지침과 달라요.",
            )
    assert place.assignment(fourth).state is AssignmentState.REJECTED
    assert told(place, crew[0]).count("work_rejected") == 4
    assert place.owed(crew[0]) == 0
    place.appeal(crew[0], fourth)
    arbiter = place.arbiter()
    place.decide_appeal(arbiter, fourth, won=True)
    assert place.owed(crew[0]) == 100
    with pytest.raises(WrongState), transaction() as s:
        settle(
            s,
            by=boss,
            project_id=place.project_id,
            held_id=held.id,
            confirmed=False,
            answer="다시 봤어요.",
        )


def test_a_refused_rejection_is_paid_and_stays_out_of_the_data(
    place: Place, crew: tuple[int, int, int]
) -> None:
    boss, fourth = administrator(place), reject_all(place, crew, 4)[3]
    (held,) = waiting(place)
    with transaction() as s:
        settle(
            s,
            by=boss,
            project_id=place.project_id,
            held_id=held.id,
            confirmed=False,
            answer="맞게 했어요.",
        )
    found = place.assignment(fourth)
    assert (found.state, found.judged, found.surplus) == (ACCEPTED, True, True)
    assert place.owed(crew[0]) == 100
    assert told(place, crew[0])[-1] == "rejection_refused"
    assert place.claim(place.person("worker")), "another place is open for it"


def test_silence_pays(place: Place, crew: tuple[int, int, int]) -> None:
    fourth = reject_all(place, crew, 4)[3]
    place.age(days=8)
    sweep()
    found = place.assignment(fourth)
    assert (found.state, found.judged, found.surplus) == (ACCEPTED, True, True)
    assert place.owed(crew[0]) == 100
    (held,) = waiting(place)
    assert held.outcome == "lapsed"
    assert held.settled_by is None


def test_a_cancelled_stage_pays_what_waits(place: Place, crew: tuple[int, int, int]) -> None:
    fourth = reject_all(place, crew, 4)[3]
    place.cancel()
    found = place.assignment(fourth)
    assert (found.state, found.surplus) == (ACCEPTED, True)
    assert [held.outcome for held in waiting(place)] == ["lapsed"]


def test_who_had_a_hand_in_it_confirms_nothing(place: Place, crew: tuple[int, int, int]) -> None:
    worker, _, two = crew
    reject_all(place, crew, 4)
    (held,) = waiting(place)
    for who in (worker, two):
        with transaction() as s:
            grant(s, place.organisation_id, who, OrganisationRoleName.ADMINISTRATOR, by=None)
        with pytest.raises(HadAHand), transaction() as s:
            settle(
                s,
                by=who,
                project_id=place.project_id,
                held_id=held.id,
                confirmed=False,
                answer="괜찮아요.",
            )


def test_rejections_at_once_do_not_pass_it_together(
    place: Place, crew: tuple[int, int, int]
) -> None:
    """Four verdicts in the same moment, by four people: three reject, one waits."""
    worker, one, _ = crew
    leases = handed_in(place, worker, 4)
    for _ in leases:
        place.decide(one, place.claim(one, 1)[0], "reject")
    seconds = [place.person("secondary_inspector") for _ in leases]
    seats = [(who, place.claim(who, 2)[0]) for who in seconds]
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(lambda seat: place.decide(seat[0], seat[1], "reject"), seats))
    states = sorted(place.assignment(lease).state for lease in leases)
    assert states == [AssignmentState.REJECTED] * 3 + [SUBMITTED]
    assert len(waiting(place)) == 1


def test_good_work_lifts_it(database: object) -> None:
    """Of fourteen pieces four may be rejected."""
    place = Place.make(items=14, inspect1="all", inspect2="none", holds=20)
    worker, one = place.person("worker"), place.person("primary_inspector")
    two = place.person("secondary_inspector")
    for lease in handed_in(place, worker, 10):
        assert place.assignment(lease).state is SUBMITTED
        place.decide(one, place.claim(one, 1)[0], "approve")
    leases = reject_all(place, (worker, one, two), 4)
    assert all(place.assignment(lease).state is AssignmentState.REJECTED for lease in leases)
