"""Known answers are kept on offer as far as people and money reach, and end with what they are
about; where there is none to give, the work is looked at, and the managers hear of it once a day.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.models.quality import Why
from app.workers.known import the_known
from app.workflow.cancel import exclude_item, wind_down_item
from app.workflow.design import write_schema
from app.workflow.expire import sweep
from app.workflow.fund import pay_in
from app.workflow.gild import FREE
from app.workflow.known import LATEST
from app.workflow.reopen import reopen_item
from tests.api.conftest import Web
from tests.confidence.test_golds import Desk
from tests.factories import SCHEMA, boxes
from tests.races.checks import act

AGO = """UPDATE queue SET warned_at = warned_at - make_interval(hours => %(hours)s)
         WHERE project_id = %(p)s"""


def told(desk: Desk) -> list[tuple[str, int]]:
    return [
        (kind, level)
        for kind, level in desk.place.rows(
            f"""SELECT kind, (params ->> 'level')::int FROM notification
                WHERE project_id = :p AND person_id = {desk.place.manager}
                  AND kind IN ('gold_dry', 'gold_short') ORDER BY id"""
        )
    ]


def dry(desk: Desk) -> list[int]:
    """The levels that have nothing to give, as the pool says."""
    answer = desk.http.get(f"{desk.golds}/pool")
    assert answer.is_success, answer.text
    return [one["level"] for one in answer.json() if one["dry_since"] is not None]


def taken_by(desk: Desk, people: list[int]) -> None:
    for who in people:
        for lease in desk.known(who):
            desk.place.submit(who, lease, boxes(10.0, 300.0))


def test_each_is_on_offer_to_a_few_at_a_time_while_there_are_people(web: Web) -> None:
    desk = Desk(web, people=8)
    gold = desk.make().json()
    assert (gold["free"], desk.free()) == (FREE, FREE)
    taken_by(desk, desk.people[:3])
    assert desk.free() == FREE - 3
    assert the_known() == 3
    assert (desk.free(), the_known()) == (FREE, 0)
    taken_by(desk, desk.people[3:6])
    assert the_known() == 0, "two people are left, and two places"
    assert desk.free() == 2
    newcomer = desk.place.person("worker")
    assert the_known() == 1
    assert dry(desk) == []
    taken_by(desk, [*desk.people[6:], newcomer])
    assert (desk.free(), the_known()) == (0, 0)
    assert desk.http.get(desk.golds).json()["items"][0]["given"] == 9
    desk.holds()

    # Nobody is left: those who manage it hear of it, once a day, until there is more.
    assert dry(desk) == [0]
    assert told(desk) == [("gold_dry", 0)]
    act(desk.place, AGO, hours=23)
    the_known()
    assert len(told(desk)) == 1
    act(desk.place, AGO, hours=2)
    the_known()
    assert len(told(desk)) == 2
    assert desk.make(item_id=desk.items[1]).is_success
    act(desk.place, AGO, hours=25)
    the_known()
    assert (dry(desk), len(told(desk))) == ([], 2)
    desk.holds()


def test_as_far_as_the_budget_reaches(web: Web) -> None:
    desk = Desk(web, people=8)
    assert desk.make().is_success
    taken_by(desk, desk.people[:2])
    spend(desk, leave=100)
    assert the_known() == 0, "places for two cost more than is left"
    assert (dry(desk), told(desk)) == ([], []), "three may still be given"
    taken_by(desk, desk.people[2:5])
    the_known()
    assert dry(desk) == [0]
    assert told(desk) == [("gold_short", 0)]
    with transaction() as s:
        pay_in(s, by=desk.place.manager, project_id=desk.place.project_id, amount=900, key="more")
    assert the_known() == 3
    assert (dry(desk), desk.free()) == ([], 3)


def spend(desk: Desk, *, leave: int) -> None:
    """Set all but `leave` of the budget aside for something else."""
    act(
        desk.place,
        """INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause)
           SELECT project_id, budget_account_id, reserve_account_id, 'KRW', %(amount)s, 'reserve',
             'something else' FROM stage WHERE project_id = %(p)s""",
        amount=desk.budget() - leave,
    )


@pytest.mark.parametrize("inspect", ["all", "sample", "none", "risk"])
def test_where_there_is_none_the_work_is_looked_at(web: Web, inspect: str) -> None:
    """One was due, and there was none to give: whatever else the stage draws, but where it has no
    inspection at all."""
    desk = Desk(web, people=3)
    act(
        desk.place,
        "UPDATE stage SET inspect1 = %(inspect)s, rate1 = 0.0001, inspect2 = 'none',"
        ' quality = quality || \'{"inspect": {"newcomer": 0, "trusted": 0, "risky": 0,'
        ' "random": 0.01}}\' WHERE project_id = %(p)s',
        inspect=inspect,
    )
    made = desk.make()
    assert made.is_success
    who = desk.people[0]
    (known,) = desk.place.claim(who)
    first = desk.place.assignment(known)
    assert (first.gold_id, first.dry) == (made.json()["id"], False)
    (plain,) = desk.place.claim(who)
    assert (desk.place.assignment(plain).gold_id, desk.place.assignment(plain).dry) == (None, True)
    act(desk.place, "UPDATE stage SET salt = 'rolls high' WHERE project_id = %(p)s")
    desk.place.submit(who, plain, boxes(10.0))
    drawn = desk.place.rows(f"SELECT why, chance FROM drawn WHERE root_id = {plain}")
    state = desk.place.assignment(plain).state
    if inspect == "none":
        assert (drawn, state) == ([], "accepted")
        return
    ((why, chance),) = drawn
    assert state == "submitted"
    if inspect == "all":
        assert why == Why.ALL
    else:
        assert (why, float(chance)) == (Why.GOLD_DRY, 1.0)


@pytest.mark.parametrize("level", [0, 1])
def test_with_its_stage_it_ends(web: Web, level: int) -> None:
    desk, held = begun(web, level)
    desk.place.cancel()
    assert_over(desk)
    who, lease = held
    hand_in(desk, who, lease, level)
    assert desk.place.owed(who) == (100, 30)[level]
    settled(desk)


@pytest.mark.parametrize("how", ["excluded", "reopened", "lapsed"])
@pytest.mark.parametrize("level", [0, 1])
def test_with_its_item_it_ends(web: Web, level: int, how: str) -> None:
    desk, (who, lease) = begun(web, level)
    here = {"by": desk.place.manager, "project_id": desk.place.project_id}
    tasks = desk.place.rows(
        f"SELECT tasks_left FROM item WHERE project_id = :p AND id = {desk.items[0]}"
    )
    if how == "reopened":
        with transaction() as s:
            reopen_item(s, **here, item_id=desk.items[0], why="틀림")
    else:
        with transaction() as s:
            exclude_item(s, **here, item_id=desk.items[0], reason="broken")
        wind_down_item(desk.place.project_id, desk.items[0])
    assert_over(desk)
    if how == "lapsed":
        desk.place.age(days=10)
        while sweep():
            pass
        the_known()
        assert desk.place.owed(who) == 0
    else:
        hand_in(desk, who, lease, level)
        assert desk.place.owed(who) == (100, 30)[level]
    left = desk.place.rows(
        f"SELECT tasks_left FROM item WHERE project_id = :p AND id = {desk.items[0]}"
    )
    assert left == ([(1,)] if how == "reopened" else tasks), "its own tasks alone"
    settled(desk)


@pytest.mark.parametrize("how", ["excluded", "cancelled"])
@pytest.mark.parametrize("level", [0, 1])
def test_what_nobody_has_begun_ends_at_once(web: Web, level: int, how: str) -> None:
    desk = Desk(web, items=1, levels=1, people=2)
    desk.place.person("primary_inspector")
    before = desk.budget()
    if level == 0:
        assert desk.make().is_success
    else:
        shown: dict[str, Any] = {"shown": boxes(10.0), "verdict": "fix", "root_id": desk.roots[0]}
        assert desk.make(level=1, **shown).is_success
    assert desk.budget() < before
    if how == "excluded":
        here = {"by": desk.place.manager, "project_id": desk.place.project_id}
        with transaction() as s:
            exclude_item(s, **here, item_id=desk.items[0], reason="broken")
        wind_down_item(desk.place.project_id, desk.items[0])
        assert desk.budget() == before
    else:
        desk.place.cancel()
    assert_over(desk)
    state = "SELECT state, tasks_left FROM item WHERE project_id = :p AND id = "
    assert desk.place.rows(f"{state} {desk.items[0]}") == [
        ("excluded" if how == "excluded" else "accepted", 0)
    ]
    settled(desk)


def begun(web: Web, level: int) -> tuple[Desk, tuple[int, int]]:
    """One known answer at the level, and somebody at it."""
    desk = Desk(web, items=1, levels=level, people=2)
    if level == 0:
        assert desk.make().is_success
        who = desk.people[0]
    else:
        shown: dict[str, Any] = {"shown": boxes(10.0), "verdict": "fix", "root_id": desk.roots[0]}
        who = desk.place.person("primary_inspector")
        desk.place.person("primary_inspector")
        assert desk.make(level=1, **shown).is_success
    (lease,) = desk.known(who, level)
    desk.holds()
    return desk, (who, lease)


def hand_in(desk: Desk, who: int, lease: int, level: int) -> None:
    if level == 0:
        desk.place.submit(who, lease, boxes(10.0, 300.0))
    else:
        desk.place.decide(who, lease, "approve")
    desk.place.age(seconds=LATEST)
    while sweep():
        pass


def assert_over(desk: Desk) -> None:
    """Nothing of it is on offer, and only what is held is still set aside."""
    assert desk.free() == 0
    (gold,) = desk.http.get(desk.golds).json()["items"]
    assert gold["retired_at"] is not None
    desk.holds()


def settled(desk: Desk) -> None:
    """Nothing is set aside for it any more."""
    the_known()
    desk.holds()
    rest = desk.place.rows(
        """SELECT t.state, t.reserved - t.spent FROM task t
           JOIN gold g ON g.project_id = t.project_id AND g.task_id = t.id
           WHERE t.project_id = :p"""
    )
    ((state, kept),) = rest
    assert kept == 0
    assert state in ("cancelled", "done")


def narrowed(to: str) -> dict[str, Any]:
    """The stage's schema with one class alone."""
    (label,) = SCHEMA["labels"]
    assert isinstance(label, dict)
    return {**SCHEMA, "labels": [{**label, "classes": [{"id": to}]}]}


def test_it_goes_with_the_schema_or_it_goes(web: Web) -> None:
    desk = Desk(web, people=3)
    assert desk.make().is_success
    here = {
        "by": desk.place.manager,
        "project_id": desk.place.project_id,
        "stage_id": desk.place.stage_id,
    }
    fits = narrowed("RBC")
    with transaction() as s:
        write_schema(s, definition=fits, **here)
    the_known()
    assert desk.free() == 3
    version = "SELECT schema_version FROM gold WHERE project_id = :p"
    assert desk.place.rows(version) == [(2,)]
    unfit = narrowed("WBC")
    with transaction() as s:
        write_schema(s, definition=unfit, **here)
    the_known()
    assert desk.free() == 0
    assert dry(desk) == [0]
    desk.holds()
    with transaction() as s:
        why = s.execute(
            text("SELECT why FROM event WHERE subject = 'gold' ORDER BY id DESC LIMIT 1")
        ).scalar_one()
    assert why == "does not fit the label schema"


def test_what_is_hidden_in_the_work_is_no_question_of_a_course(web: Web) -> None:
    desk = Desk(web, people=2)
    gold = desk.make().json()
    courses = f"{desk.home}/courses"
    course = {"title": "세포", "stage_id": desk.place.stage_id, "level": 0}
    made = desk.http.post(courses, json=course)
    assert made.status_code == 201, made.text
    asked = {"use": "exam", "item_id": desk.items[0], "from_accepted": True}
    questions = f"{courses}/{made.json()['id']}/questions"
    refused = desk.http.post(questions, json=asked)
    assert (refused.status_code, refused.json()["code"]) == (422, "question_unfit"), refused.text
    assert desk.retire(gold["id"]).is_success
    assert desk.http.post(questions, json=asked).status_code == 201
