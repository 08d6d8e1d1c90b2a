"""What becomes of a task once its answers are in: done, one more place, or a person decides; and
the money for it, to the won."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.database import transaction
from app.core.errors import WrongState
from app.models.quality import ConsensusState
from app.models.task import Verdict
from app.workflow.aggregate import aggregate, aggregate_stage
from app.workflow.choose import ChooseAnswer, NoSuchLetter, NothingToChoose
from app.workflow.decide import Judgement, decide
from tests.conftest import Database
from tests.factories import Place, boxes

OVERLAP = {"overlap": {"least": 2, "most": 3, "sure": 0.9}}
PRICES = 100, 30, 20


def made(items: int = 1, quality: dict[str, Any] | None = None, **stage: Any) -> Place:
    asked = {"inspect1": "none", "inspect2": "none", "quality": quality or OVERLAP}
    return Place.make(items=items, prices=PRICES, **(asked | stage))


def answers(place: Place, *given: dict[str, Any]) -> list[int]:
    """Each by somebody else; the assignments."""
    found = []
    for answer in given:
        worker = place.person("worker")
        (lease,) = place.claim(worker)
        place.submit(worker, lease, answer)
        found.append(lease)
    return found


def task(place: Place) -> Any:
    (row,) = place.rows(
        "SELECT state, overlap, accepted, places, wanted, reserved, spent, held FROM task"
        " WHERE project_id = :p"
    )
    return row


def consensus(place: Place) -> Any:
    rows = place.rows(
        "SELECT state, answers, answer, sure, confidence, submission_id, root_id FROM consensus"
        " WHERE project_id = :p"
    )
    return rows[0] if rows else None


def left(place: Place) -> tuple[int, int, int]:
    """Of the ten million: in the budget, set aside, paid."""
    budget, reserve = (
        place.rows(
            f"""SELECT coalesce(sum(CASE WHEN e.credit = s.{account}_account_id THEN e.amount
                  ELSE -e.amount END), 0)::bigint
                FROM stage s JOIN ledger_entry e ON e.project_id = s.project_id
                  AND s.{account}_account_id IN (e.credit, e.debit)
                WHERE s.project_id = :p"""
        )[0][0]
        for account in ("budget", "reserve")
    )
    paid = place.rows(
        "SELECT coalesce(sum(amount), 0)::bigint FROM ledger_entry"
        " WHERE project_id = :p AND kind = 'earn'"
    )[0][0]
    return budget, reserve, paid


def judged(place: Place, who: int, lease: int, **said: Any) -> None:
    body = {"verdict": str(said["verdict"]), "chosen": said.get("chosen")}
    with transaction() as s:
        decide(
            s,
            me=who,
            project_id=place.project_id,
            assignment_id=lease,
            key=place.key(),
            judgement=Judgement(**said),
            body=body,
        )


def test_it_opens_with_the_fewest_and_the_money_for_the_most(database: Database) -> None:
    place = made()
    # Three places and a replacement, and who decides at both levels.
    assert tuple(task(place))[:6] == ("open", 2, 0, 2, 0, 4 * 100 + 30 + 20)
    assert left(place) == (10_000_000 - 450, 450, 0)


def test_answers_that_agree_are_enough(database: Database) -> None:
    place = made()
    leases = answers(place, boxes(10, 100), boxes(11, 101))
    assert task(place).state == "aggregating"
    assert aggregate() == 1
    assert tuple(task(place))[:3] == ("done", 2, 2)
    found = consensus(place)
    assert (found.state, found.answers, found.submission_id) == ("agreed", 2, None)
    assert found.sure >= 0.9
    assert found.confidence is None, "nobody is told what was not calibrated"
    assert len(found.answer["annotations"]) == 2
    assert found.root_id in leases
    assert left(place) == (10_000_000 - 200, 0, 200)
    assert aggregate() == 0, "done once"
    (item,) = place.rows("SELECT state FROM item WHERE project_id = :p")
    assert item.state == "accepted"


def test_one_more_is_bought_and_settles_it(database: Database) -> None:
    place = made()
    answers(place, boxes(10), boxes(300))
    assert aggregate() == 1
    assert tuple(task(place))[:5] == ("open", 3, 2, 3, 0)
    assert left(place) == (10_000_000 - 450, 250, 200), "what was set aside pays for it"
    answers(place, boxes(301))
    assert aggregate() == 1
    assert task(place).state == "done"
    found = consensus(place)
    assert (found.state, found.answers) == ("agreed", 3)
    (mark,) = found.answer["annotations"]
    assert mark["x"] in (300, 301)
    # Who said something else was paid like the others.
    assert left(place) == (10_000_000 - 300, 0, 300)


def undecided(place: Place) -> tuple[int, int, list[int]]:
    """Three answers that do not agree: the inspector, his seat, the roots."""
    leases = answers(place, boxes(10), boxes(300))
    aggregate()
    leases += answers(place, boxes(500))
    assert aggregate() == 1
    inspector = place.person("primary_inspector")
    (lease,) = place.claim(inspector, 1)
    return inspector, lease, leases


def test_what_does_not_agree_is_decided_by_an_inspector(database: Database) -> None:
    place = made()
    inspector, lease, leases = undecided(place)
    assert tuple(task(place))[:3] == ("escalated", 3, 3)
    found = consensus(place)
    assert (found.state, found.answers) == ("undecided", 3)
    assert place.rows("SELECT why, level FROM drawn WHERE project_id = :p") == [("undecided", 1)]
    with pytest.raises(ChooseAnswer):
        judged(place, inspector, lease, verdict=Verdict.REJECT, reason="position", comment="음")
    with pytest.raises(NoSuchLetter):
        judged(place, inspector, lease, verdict=Verdict.APPROVE, chosen="D")
    judged(place, inspector, lease, verdict=Verdict.FIX, answer=boxes(12, 305))
    found = consensus(place)
    assert found.state == ConsensusState.DECIDED
    assert [mark["x"] for mark in found.answer["annotations"]] == [12, 305]
    assert found.submission_id is not None
    assert task(place).state == "done"
    assert left(place) == (10_000_000 - 330, 0, 330)
    # Nobody's answer became another by it.
    rows = place.rows(
        "SELECT a.answer_id, v.assignment_id, a.id FROM assignment a JOIN submission v"
        " ON v.id = a.answer_id WHERE a.project_id = :p AND a.level = 0"
    )
    assert all(row[1] == row[2] for row in rows)
    assert {row[2] for row in rows} == set(leases)
    with pytest.raises(WrongState):
        judged(place, inspector, lease, verdict=Verdict.APPROVE)


def test_a_letter_chooses_one_of_them(database: Database) -> None:
    place = made()
    inspector, lease, leases = undecided(place)
    judged(place, inspector, lease, verdict=Verdict.APPROVE, chosen="B")
    found = consensus(place)
    assert found.state == "decided"
    assert found.root_id in leases
    (standing,) = place.rows(
        f"""SELECT v.answer, v.id FROM assignment a JOIN submission v ON v.id = a.answer_id
            WHERE a.project_id = :p AND a.id = {found.root_id}"""
    )
    assert standing[0] == found.answer
    (said,) = place.rows(
        f"SELECT subject_id FROM submission WHERE project_id = :p AND id = {found.submission_id}"
    )
    assert said[0] == standing[1]


def test_a_letter_is_for_answers_side_by_side(database: Database) -> None:
    place = made(inspect1="all")
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (look,) = place.claim(inspector, 1)
    with pytest.raises(NothingToChoose):
        judged(place, inspector, look, verdict=Verdict.APPROVE, chosen="A")


def test_a_seat_that_ran_out_is_offered_again(database: Database) -> None:
    from app.workflow.expire import sweep

    place = made()
    undecided(place)
    place.age(hours=300)
    sweep()
    other = place.person("primary_inspector")
    (lease,) = place.claim(other, 1)
    judged(place, other, lease, verdict=Verdict.APPROVE, chosen="A")
    assert consensus(place).state == "decided"


@pytest.mark.parametrize("when", ["aggregating", "escalated"])
def test_what_is_not_decided_ends_with_its_stage(database: Database, when: str) -> None:
    place = made()
    if when == "aggregating":
        answers(place, boxes(10), boxes(300))
    else:
        leases = answers(place, boxes(10), boxes(300))
        aggregate()
        leases += answers(place, boxes(500))
        aggregate()
    assert task(place).state == when
    place.cancel()
    assert task(place).state == "cancelled"
    budget, reserve, paid = left(place)
    assert reserve == 0
    assert budget + paid == 10_000_000
    assert place.rows(
        "SELECT source FROM event WHERE project_id = :p AND subject = 'task'"
        " AND target = 'cancelled'"
    ) == [(when,)]


def test_tasks_from_before_ask_the_budget(database: Database) -> None:
    """They were opened with the money for one answer; places beyond wait for the budget's."""
    place = made(quality={"gold": {"later": 0.0, "first": 0.0, "then": 0.0}})
    assert tuple(task(place))[:6] == ("open", 1, 0, 1, 0, 200)
    from app.workflow.design import change_stage

    with transaction() as s:
        change_stage(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            values={"quality": OVERLAP},
        )
    answers(place, boxes(10))
    aggregate()
    found = task(place)
    assert (found.state, found.overlap, found.places, found.wanted) == ("open", 2, 2, 0)
    assert found.reserved == 300
    answers(place, boxes(300))
    aggregate()
    answers(place, boxes(500))
    aggregate()
    assert task(place).state == "escalated"
    inspector = place.person("primary_inspector")
    (lease,) = place.claim(inspector, 1)
    judged(place, inspector, lease, verdict=Verdict.FIX, answer=boxes(9))
    budget, reserve, paid = left(place)
    assert (reserve, paid) == (0, 330)
    assert budget == 10_000_000 - 330


def test_what_waits_for_money_keeps_nobody_waiting(database: Database) -> None:
    """The first of two tasks needs somebody to decide, for whom there is no money."""
    place = Place.make(
        items=2,
        funds=60,
        prices=(10, 300, 20),
        inspect1="none",
        inspect2="none",
        overlap=2,
        quality={"gold": {"later": 0.0, "first": 0.0, "then": 0.0}},
    )
    from app.workflow.design import change_stage

    with transaction() as s:
        change_stage(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            values={"quality": {"overlap": {"least": 2, "most": 2, "sure": 0.9}}},
        )
    answers(place, boxes(10), boxes(300))
    answers(place, boxes(40, 90), boxes(41, 91))
    assert aggregate_stage(place.project_id, place.stage_id, limit=1) == 1
    rows = place.rows("SELECT state FROM task WHERE project_id = :p ORDER BY id")
    assert [row.state for row in rows] == ["aggregating", "done"]


def test_a_rejected_answer_is_replaced_before_anything_is_weighed(database: Database) -> None:
    place = made(inspect1="all")
    inspector = place.person("primary_inspector")
    second = place.person("secondary_inspector")
    first = answers(place, boxes(10))
    (look,) = place.claim(inspector, 1)
    place.decide(inspector, look, "reject")
    (look,) = place.claim(second, 2)
    place.decide(second, look, "reject")
    answers(place, boxes(11), boxes(12))
    for _ in range(2):
        (look,) = place.claim(inspector, 1)
        place.decide(inspector, look, "approve")
    assert task(place).state == "aggregating"
    assert aggregate() == 1
    assert task(place).state == "done"
    assert consensus(place).root_id not in first
    place.age(days=10)
    from app.workflow.expire import sweep

    sweep()
    budget, reserve, paid = left(place)
    assert (reserve, budget + paid) == (0, 10_000_000)
