"""Acts on many at once: what they say beforehand, do, refuse, and put back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.core.errors import WrongState
from app.core.states import ActState, ItemState
from app.ledger.queries import lock_budget
from app.workflow import act, undo
from app.workflow.opening import Opening, complete, open_tasks
from tests.desk.doing import back, found, go, money, outcomes, prepare, settle, start, states
from tests.factories import Place, boxes

pytestmark = pytest.mark.usefixtures("shared_database")


def accepted(place: Place, count: int) -> tuple[int, list[int]]:
    """A worker, and the items of which his answers were accepted."""
    worker = place.person("worker")
    leases = place.claim(worker, count=count)
    for lease in leases:
        place.submit(worker, lease)
    rows = place.rows("SELECT id FROM item WHERE project_id = :p AND state = 'accepted' ORDER BY 1")
    return worker, [row[0] for row in rows]


def test_what_is_counted_is_what_is_done_and_nothing_before_it_is_started() -> None:
    place = Place.make(items=5, inspect1="none", overlap=1)
    _, done = accepted(place, 2)
    before = states(place)
    here = {"items": {"stage_id": place.stage_id}}
    made = prepare(place, "reopen", here, why="지침이 바뀌었어요.")
    with transaction() as s:
        counted = act.locked(s, place.project_id, made)
        assert counted.state is ActState.READY
        assert (counted.found, counted.refusals) == (5, {"not_accepted": 3})
        worst = place.rows("SELECT max(reserved) FROM task WHERE project_id = :p")[0][0]
        assert counted.cost == 2 * worst
    assert states(place) == before
    after = start(place, made)
    assert (after.state, after.done, after.refused) == (ActState.DONE, 2, 3)
    assert {one for one, said in outcomes(place, made).items() if said[0] == "done"} == set(done)
    assert states(place) == before | dict.fromkeys(done, "in_work")


def test_reopening_is_put_back_until_somebody_claims() -> None:
    place = Place.make(items=3, inspect1="none", overlap=1)
    worker, done = accepted(place, 3)
    before, had = states(place), money(place)
    made = go(place, "reopen", {"ids": done}, why="다시 봐요.")
    other = place.person("worker")
    (lease,) = place.claim(other)
    claimed = place.rows(
        f"""SELECT t.item_id FROM task t JOIN assignment a ON a.project_id = t.project_id
            AND a.task_id = t.id WHERE t.project_id = :p AND a.id = {lease}"""
    )[0][0]
    after = back(place, made.id)
    assert (after.state, after.undone, after.kept) == (ActState.UNDONE, 2, 1)
    assert outcomes(place, made.id)[claimed] == ("kept", "claimed")
    assert states(place) == before | {claimed: "in_work"}
    surplus = place.rows(
        """SELECT t.item_id FROM assignment a JOIN task t ON t.project_id = a.project_id
           AND t.id = a.task_id WHERE a.project_id = :p AND a.surplus"""
    )
    assert [row[0] for row in surplus] == [claimed]
    seats = place.rows("SELECT count(*) FROM seat WHERE project_id = :p")
    assert seats[0][0] == 0
    # Of what was put back the money is where it was.
    place.submit(other, lease)
    left, was = ({row[0]: row[3] for row in rows} for rows in (money(place), had))
    assert left["budget"] == was["budget"] - 100
    assert place.owed(worker) == 300


def test_priority_moves_what_is_on_offer_and_back() -> None:
    place = Place.make(items=4, inspect1="none", overlap=1)
    items = sorted(states(place))
    made = go(place, "priority", {"ids": items[2:]}, priority=-10)
    assert (made.done, made.refused) == (2, 0)
    assert found(place, priority=-10) == items[2:]
    assert found(place, priority=0) == items[:2]
    worker = place.person("worker")
    first = place.claim(worker)[0]
    about = """SELECT t.item_id, t.priority FROM assignment a JOIN task t
      ON t.project_id = a.project_id AND t.id = a.task_id WHERE a.project_id = :p AND a.id = {}"""
    assert place.rows(about.format(first)) == [(items[2], -10)]
    again = go(place, "priority", {"ids": items[2:]}, priority=-10)
    assert set(outcomes(place, again.id).values()) == {("refused", "same_priority")}
    after = back(place, made.id)
    assert (after.undone, after.kept) == (2, 0)
    seats = place.rows("SELECT priority, count(*) FROM seat WHERE project_id = :p GROUP BY 1")
    assert [tuple(row) for row in seats] == [(0, 3)]


def test_what_is_taken_out_is_back_as_it_was() -> None:
    place = Place.make(items=4, opened=False, inspect1="none", overlap=1)
    items = sorted(states(place))
    go_open(place, items[1:])
    worker = place.person("worker")
    one, two = place.claim(worker, count=2)
    place.submit(worker, one)
    before, had = states(place), money(place)
    assert list(before.values()) == ["ready", "accepted", "in_work", "in_work"]
    made = go(place, "exclude", {"items": {}}, reason="duplicate")
    assert (made.done, made.refused) == (4, 0)
    assert set(states(place).values()) == {"excluded"}
    place.submit(worker, two)  # what is held may be handed in, and is paid
    after = back(place, made.id)
    assert outcomes(place, made.id) == {
        items[0]: ("undone", None),
        items[1]: ("undone", None),
        items[2]: ("kept", "begun"),
        items[3]: ("undone", None),
    }
    assert states(place) == before | {items[2]: "excluded"}
    assert after.undone == 3
    assert len(place.claim(place.person("worker"), count=9)) == 1
    assert place.owed(worker) == 200
    assert [row[0] for row in money(place)] == [row[0] for row in had]


def go_open(place: Place, items: list[int]) -> None:
    """Put just these on offer."""
    with transaction() as s:
        lock_budget(s, place.project_id)
        stage, card = complete(s, place.project_id, place.stage_id)
        openings = [Opening((item,)) for item in items]
        open_tasks(s, stage, card, openings, source=ItemState.READY)


def test_what_is_brought_back_is_taken_out_again_with_its_reason() -> None:
    place = Place.make(items=2, opened=False, inspect1="none", overlap=1)
    items = sorted(states(place))
    go(place, "exclude", {"ids": items}, reason="private")
    made = go(place, "include", {"items": {"state": ["excluded"]}})
    assert set(states(place).values()) == {"ready"}
    after = back(place, made.id)
    assert after.undone == 2
    reasons = place.rows("SELECT DISTINCT excluded_for FROM item WHERE project_id = :p")
    assert [tuple(row) for row in reasons] == [("private",)]


def test_leases_are_taken_back_for_others_and_given_back() -> None:
    place = Place.make(items=3, inspect1="none", overlap=1)
    slow, quick = place.person("worker"), place.person("worker")
    leases = place.claim(slow, count=2)
    other = place.claim(quick)[0]
    name = place.rows(
        f"SELECT pseudonym FROM project_member WHERE project_id = :p AND person_id = {slow}"
    )[0][0]
    made = go(place, "reassign", {"work": {"person": name}}, why="쉬는 중이에요.")
    assert outcomes(place, made.id) == dict.fromkeys(leases, ("done", None))
    assert place.assignment(other).state == "reserved"
    assert place.claim(slow) == []  # not to him again
    taken = place.claim(quick)[0]
    about = place.rows(f"SELECT task_id FROM assignment WHERE project_id = :p AND id = {taken}")[0][
        0
    ]
    after = back(place, made.id)
    assert (after.undone, after.kept) == (1, 1)
    kept = [one for one, said in outcomes(place, made.id).items() if said[0] == "kept"]
    assert place.assignment(kept[0]).task_id == about
    (given,) = set(leases) - set(kept)
    assert place.assignment(given).state == "reserved"
    told = place.rows(
        f"SELECT count(*) FROM notification WHERE person_id = {slow} AND kind = 'work_released'"
    )
    assert told[0][0] == 2


def test_what_was_said_is_set_aside_paid_and_done_anew_by_others() -> None:
    place = Place.make(items=3, inspect1="all", overlap=1)
    worker = place.person("worker")
    one, two = place.claim(worker, count=2)
    place.submit(worker, one)
    items = sorted(states(place))
    made = go(place, "reset", {"ids": items}, why="질문이 바뀌었어요.")
    assert outcomes(place, made.id) == {
        items[0]: ("done", None),
        items[1]: ("refused", "in_hands"),
        items[2]: ("done", None),
    }
    assert place.owed(worker) == 100
    assert set(states(place).values()) == {"in_work"}
    other = place.person("worker")
    again = place.claim(other, count=9)
    assert len(again) == 2
    assert place.claim(place.person("primary_inspector"), 1) == []
    for lease in again:
        place.submit(other, lease)
    inspector = place.person("primary_inspector")
    for lease in place.claim(inspector, 1, count=9):
        place.decide(inspector, lease, "approve")
    in_data = place.rows(
        """SELECT count(*) FROM assignment WHERE project_id = :p AND level = 0
           AND state = 'accepted' AND NOT surplus"""
    )
    assert in_data[0][0] == 2
    with pytest.raises(WrongState):
        back(place, made.id)
    place.submit(worker, two)


def test_items_are_found_by_what_was_said_of_them() -> None:
    place = Place.make(items=5, inspect1="all", overlap=1)
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    first, second = place.claim(worker, count=2)
    place.submit(worker, first, boxes(1.0))
    place.submit(worker, second, boxes())
    (looked,) = place.claim(inspector, 1)
    place.decide(inspector, looked, "return")
    settle(place)
    items = sorted(states(place))
    name = place.rows(
        f"SELECT pseudonym FROM project_member WHERE project_id = :p AND person_id = {worker}"
    )[0][0]
    assert found(place, person=name) == items[:2]
    assert found(place, verdict="return") == items[:1]
    assert found(place, reason="position", person=name) == items[:1]
    assert found(place, verdict="approve") == []
    assert found(place, label="RBC") == []  # it was sent back: nothing stands
    day = place.rows("SELECT to_char(now() AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD')")[0][0]
    assert found(place, day=day) == items[:2]
    place.submit(worker, first, boxes(2.0))
    settle(place)
    assert found(place, label="RBC") == items[:1]
    assert found(place, label="RBC", state=["accepted"]) == []
    assert found(place, label="RBC", q=f"{name}x") == []


def test_an_act_that_is_stopped_keeps_what_it_did_and_late_ones_stay() -> None:
    place = Place.make(items=1, inspect1="none", overlap=1)
    items = sorted(states(place))
    made = prepare(place, "priority", {"ids": items}, priority=5)
    with transaction() as s:
        act.stop(s, by=place.manager, project_id=place.project_id, act_id=made)
    with transaction() as s, pytest.raises(WrongState):
        act.start(s, by=place.manager, project_id=place.project_id, act_id=made)
    done = go(place, "priority", {"ids": items}, priority=5)
    place.rows("SELECT 1")
    with transaction() as s:
        act.locked(s, place.project_id, done.id).finished_at = late(s)
    with transaction() as s, pytest.raises(WrongState):
        undo.undo(s, by=place.manager, project_id=place.project_id, act_id=done.id)


def late(s: Any) -> Any:
    return s.scalars(text("SELECT now() - interval '8 days'")).one()
