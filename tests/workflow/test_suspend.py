"""Nobody is shut out of a project without a hearing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.core.errors import Invalid, NotFound, WrongState
from app.core.states import AssignmentState, SuspensionState
from app.fairness import suspensions
from app.models import ProjectRoleName, Suspension
from app.people.team import join_project
from app.workflow import suspend
from app.workflow.admit import Suspended
from app.workflow.lease import give_back
from app.workflow.resume import resume
from tests.factories import Place

IN_FORCE, DROPPED = SuspensionState.IN_FORCE, SuspensionState.DROPPED


@pytest.fixture
def place(database: object) -> Place:
    return Place.make(items=6, inspect1="none", holds=20)


def worked(place: Place) -> tuple[int, int]:
    """Somebody who has handed in one piece of work, and that."""
    who = place.person("worker")
    (lease,) = place.claim(who)
    place.submit(who, lease)
    return who, lease


def proposed(place: Place, who: int, *evidence: int) -> int:
    with transaction() as s:
        return suspend.propose(
            s,
            by=place.manager,
            project_id=place.project_id,
            person_id=who,
            why="같은 답이에요.",
            evidence=evidence,
        )


def decide(place: Place, one: int, by: int, *, in_force: bool) -> None:
    with transaction() as s:
        suspend.decide(
            s,
            by=by,
            project_id=place.project_id,
            suspension_id=one,
            in_force=in_force,
            answer="봤어요.",
        )


def reply(place: Place, one: int, who: int) -> None:
    with transaction() as s:
        suspend.reply(
            s, me=who, project_id=place.project_id, suspension_id=one, text="맞게 했어요."
        )


def state(place: Place, one: int) -> SuspensionState:
    with transaction() as s:
        return s.get_one(Suspension, (place.project_id, one)).state


def pass_days(place: Place, days: int) -> None:
    with transaction() as s:
        s.execute(
            text(
                "UPDATE suspension SET reply_by = reply_by - :d * interval '1 day',"
                " drop_at = drop_at - :d * interval '1 day'"
            ),
            {"d": days},
        )


def told(place: Place, who: int) -> list[tuple[str, Any]]:
    return [
        (row.kind, row.params.get("state"))
        for row in place.rows(
            f"SELECT kind, params FROM notification WHERE person_id = {who} AND project_id = :p"
            " AND kind LIKE 'suspension%' ORDER BY id"
        )
    ]


def test_until_an_arbiter_has_heard_both_nothing_follows(place: Place) -> None:
    who, lease = worked(place)
    arbiter = place.arbiter()
    (held,) = place.claim(who)
    one = proposed(place, who, lease)
    assert told(place, who) == [("suspension_proposed", None)]
    assert told(place, arbiter) == [("suspension_waits", None)]
    assert place.claim(who), "work goes on"
    with pytest.raises(suspensions.TooEarly):
        decide(place, one, arbiter, in_force=True)
    reply(place, one, who)
    reply(place, one, who)  # the same, sent again
    for _ in range(2):
        decide(place, one, arbiter, in_force=True)
    assert state(place, one) is IN_FORCE
    with pytest.raises(Suspended) as refused:
        place.claim(who)
    assert refused.value.extra["needs"][0]["suspension_id"] == one
    place.submit(who, held)
    assert place.owed(who) == 200, "what he holds he may finish, and it is paid"
    assert told(place, who)[-1] == ("suspension_decided", "in_force")
    assert told(place, place.manager) == [("suspension_decided", "in_force")]


def test_what_was_given_back_is_not_taken_up_again_either(place: Place) -> None:
    who, lease = worked(place)
    (other,) = place.claim(who)
    with transaction() as s:
        give_back(s, me=who, project_id=place.project_id, assignment_id=other, why="")
    one = proposed(place, who, lease)
    reply(place, one, who)
    decide(place, one, place.arbiter(), in_force=True)
    with pytest.raises(Suspended), transaction() as s:
        resume(s, me=who, project_id=place.project_id, assignment_id=other)


def test_who_says_nothing_for_seven_days_has_been_heard(place: Place) -> None:
    who, lease = worked(place)
    one, arbiter = proposed(place, who, lease), place.arbiter()
    pass_days(place, 7)
    decide(place, one, arbiter, in_force=True)
    assert state(place, one) is IN_FORCE


def test_to_drop_it_waits_for_nothing(place: Place) -> None:
    who, lease = worked(place)
    one, arbiter = proposed(place, who, lease), place.arbiter()
    decide(place, one, arbiter, in_force=False)
    assert state(place, one) is DROPPED
    assert place.claim(who)
    with pytest.raises(WrongState):
        decide(place, one, arbiter, in_force=True)


def test_silence_of_arbiters_drops_it(place: Place) -> None:
    who, lease = worked(place)
    one = proposed(place, who, lease)
    pass_days(place, 8)
    assert suspend.drop_due() == 0
    pass_days(place, 1)
    assert suspend.drop_due() == 1
    assert suspend.drop_due() == 0
    assert state(place, one) is DROPPED
    assert told(place, who)[-1] == ("suspension_decided", "dropped")


def test_it_is_lifted_and_can_be_proposed_anew(place: Place) -> None:
    who, lease = worked(place)
    one = proposed(place, who, lease)
    with pytest.raises(suspensions.SuspensionThere):
        proposed(place, who, lease)
    reply(place, one, who)
    decide(place, one, place.arbiter(), in_force=True)
    with pytest.raises(suspensions.SuspensionThere):
        proposed(place, who, lease)
    for _ in range(2):
        with transaction() as s:
            suspend.lift(s, by=place.manager, project_id=place.project_id, suspension_id=one)
    assert told(place, who)[-1] == ("suspension_lifted", None)
    assert place.claim(who)
    assert proposed(place, who, lease) > one


def test_evidence_is_work_that_he_handed_in_here(place: Place) -> None:
    who, _ = worked(place)
    _, others = worked(place)
    (unfinished,) = place.claim(who)
    elsewhere = Place.make(items=1)
    _, foreign = worked(elsewhere)
    for evidence in (others, unfinished, foreign):
        with pytest.raises(suspensions.EvidenceUnfit) as refused:
            proposed(place, who, evidence)
        assert refused.value.extra["assignment_ids"] == [evidence]
    with pytest.raises(NotFound):
        proposed(place, elsewhere.person("worker"), others)
    with pytest.raises(Invalid):
        proposed(place, place.manager, others)


def test_who_decides_stands_outside(place: Place) -> None:
    who, lease = worked(place)
    one = proposed(place, who, lease)
    reply(place, one, who)
    insider = place.person("primary_inspector")
    for by in (insider, who, place.manager):
        with pytest.raises(suspensions.NotOutside):
            decide(place, one, by, in_force=True)


def test_who_has_worked_is_not_just_taken_off(place: Place) -> None:
    who, _ = worked(place)
    idle = place.person("worker")

    def take_off(person: int, by: int) -> None:
        with transaction() as s:
            suspend.take_off(
                s,
                by=by,
                project_id=place.project_id,
                person_id=person,
                role=ProjectRoleName.WORKER,
            )

    with pytest.raises(suspend.HasWorked):
        take_off(who, place.manager)
    assert place.claim(who)
    take_off(idle, place.manager)
    with transaction() as s:
        join_project(s, place.project_id, who, ProjectRoleName.MANAGER, by=None)
        suspend.take_off(
            s,
            by=place.manager,
            project_id=place.project_id,
            person_id=who,
            role=ProjectRoleName.MANAGER,
        )
    take_off(who, who)  # who goes by himself may


def test_the_database_keeps_who_decides_apart(place: Place) -> None:
    who, lease = worked(place)
    proposed(place, who, lease)
    for values in (
        f"state = 'in_force', decided_by = {place.manager}, decided_at = now()",
        f"state = 'in_force', decided_by = {who}, decided_at = now()",
        "state = 'in_force', decided_at = now()",
        "state = 'dropped'",
    ):
        with pytest.raises(Exception, match="ck_suspension"), transaction() as s:
            s.execute(text(f"UPDATE suspension SET {values}"))


def test_an_appeal_is_open_to_who_is_suspended(database: object) -> None:
    place = Place.make(items=2, inspect1="all", inspect2="none")
    who, one, two = map(place.person, ("worker", "primary_inspector", "secondary_inspector"))
    (lease,) = place.claim(who)
    place.submit(who, lease)
    place.decide(one, place.claim(one, 1)[0], "reject")
    place.decide(two, place.claim(two, 2)[0], "reject")
    suspension = proposed(place, who, lease)
    reply(place, suspension, who)
    arbiter = place.arbiter()
    decide(place, suspension, arbiter, in_force=True)
    place.appeal(who, lease)
    place.decide_appeal(arbiter, lease, won=True)
    assert place.assignment(lease).state is AssignmentState.ACCEPTED
    assert place.owed(who) == 100
