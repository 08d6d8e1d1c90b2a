"""Corners that the ways meet in: each was wrong once, or is easily got wrong."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.core.errors import WrongState
from app.models import Inspect
from app.workflow.appeal import AppealTooLate
from app.workflow.cancel import _cancel_idle, exclude_item, restore_item, wind_down_item
from app.workflow.design import change_stage, set_prices
from app.workflow.expire import sweep
from app.workflow.fund import pay_in
from app.workflow.lease import give_back, save_draft
from app.workflow.opening import open_chunk
from app.workflow.resume import HoldsFull, PlaceTaken, resume
from tests.factories import Place, boxes
from tests.priced import PRICED

pytestmark = pytest.mark.usefixtures("database")


WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND :p > 0"


def rejected(place: Place, worker: int, one: int, two: int) -> int:
    """An answer that both levels have rejected."""
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "reject")
    (second,) = place.claim(two, 2)
    place.decide(two, second, "reject")
    return lease


def returned(place: Place, worker: int, one: int) -> tuple[int, int]:
    """An answer that was sent back and has been done again: (lease, inspection)."""
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "return")
    place.submit(worker, lease, boxes(12))
    return lease, first


def exclude(place: Place, item_id: int) -> None:
    with transaction() as s:
        exclude_item(
            s, by=place.manager, project_id=place.project_id, item_id=item_id, reason="face"
        )


def restore(place: Place, item_id: int) -> None:
    with transaction() as s:
        restore_item(s, by=place.manager, project_id=place.project_id, item_id=item_id)


def take_up(place: Place, who: int, lease: int) -> None:
    with transaction() as s:
        resume(s, me=who, project_id=place.project_id, assignment_id=lease)


def go_back(place: Place, who: int, lease: int) -> None:
    with transaction() as s:
        give_back(s, me=who, project_id=place.project_id, assignment_id=lease, why="")


def draft(place: Place, who: int, lease: int, revision: int) -> None:
    with transaction() as s:
        save_draft(
            s,
            me=who,
            project_id=place.project_id,
            assignment_id=lease,
            revision=revision,
            body=boxes(10),
        )


def state(place: Place, lease: int) -> str:
    return place.assignment(lease).state.value


@pytest.mark.parametrize("swept", [False, True])
def test_an_appeal_comes_within_its_term_or_not_at_all(swept: bool) -> None:
    place = Place.make()
    worker, one, two = (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("secondary_inspector"),
    )
    lease = rejected(place, worker, one, two)
    place.age(days=8)
    if swept:
        sweep()
    with pytest.raises(AppealTooLate):
        place.appeal(worker, lease)
    assert state(place, lease) == "rejected"


def test_an_item_comes_back_when_its_earlier_work_is_over() -> None:
    place = Place.make(overlap=2, inspect1="none")
    worker = place.person("worker")
    ((item_id,),) = place.rows("SELECT id FROM item WHERE project_id = :p")
    (lease,) = place.claim(worker)
    exclude(place, item_id)
    wind_down_item(place.project_id, item_id)
    with pytest.raises(WrongState):
        restore(place, item_id)
    place.submit(worker, lease)
    restore(place, item_id)
    assert open_chunk(place.project_id, place.stage_id, None, priority=0, by=place.manager) == 1
    assert len(place.claim(worker)) == 1
    assert place.rows("SELECT state, tasks_left FROM item WHERE project_id = :p") == [
        ("in_work", 1)
    ]


def test_a_claim_that_takes_a_recheck_finds_it_again() -> None:
    place = Place.make(items=2)
    worker, one = place.person("worker"), place.person("primary_inspector")
    _, first = returned(place, worker, one)
    (other,) = place.claim(worker)
    place.submit(worker, other)
    assert place.claim(one, 1, key="tab") == [first]
    assert place.claim(one, 1, key="tab") == [first]
    assert place.rows(
        "SELECT count(*) FROM assignment WHERE project_id = :p AND level = 1 AND state = 'reserved'"
    ) == [(1,)]


def test_a_rework_waits_for_who_returned_it_and_for_nobody_else() -> None:
    place = Place.make()
    worker, one, other = (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("primary_inspector"),
    )
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (theirs,) = place.claim(other, 1)
    go_back(place, other, theirs)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "return")
    place.submit(worker, lease, boxes(12))
    with pytest.raises(PlaceTaken):
        take_up(place, other, theirs)
    take_up(place, one, first)
    assert state(place, first) == "reserved"


def test_a_recheck_that_somebody_else_took_does_not_hide_another() -> None:
    place = Place.make(items=2)
    worker, one, other = (
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("primary_inspector"),
    )
    leases = place.claim(worker, count=2)
    for lease in leases:
        place.submit(worker, lease)
    _, second = place.claim(one, 1, count=2)
    for row in place.rows("SELECT id FROM assignment WHERE project_id = :p AND level = 1"):
        place.decide(one, row[0], "return")
    for lease in leases:
        place.submit(worker, lease, boxes(12))
    place.age(hours=25)
    sweep()
    assert len(place.claim(other, 1)) == 1
    assert place.claim(one, 1) == [second]


def test_a_place_offered_while_its_item_was_taken_out_goes_with_the_task() -> None:
    place = Place.make()
    ((item_id,),) = place.rows("SELECT id FROM item WHERE project_id = :p")
    exclude(place, item_id)
    assert _cancel_idle(place.project_id, place.stage_id) == 1
    assert place.rows("SELECT * FROM seat WHERE project_id = :p") == []
    assert place.claim(place.person("worker")) == []


def test_a_task_that_somebody_decides_about_is_waited_for() -> None:
    place = Place.make()
    ((item_id,),) = place.rows("SELECT id FROM item WHERE project_id = :p")
    exclude(place, item_id)
    with ThreadPoolExecutor(1) as pool:
        with transaction() as s:
            s.execute(text("SELECT FROM task FOR NO KEY UPDATE"))
            ending = pool.submit(wind_down_item, place.project_id, item_id)
            while not ending.done() and place.rows(WAITING) == []:
                pass
        ending.result(10)
    assert place.rows("SELECT state FROM task WHERE project_id = :p") == [("cancelled",)]


def test_who_holds_enough_takes_up_nothing_more() -> None:
    place = Place.make(items=2, holds=1)
    worker = place.person("worker")
    (first,) = place.claim(worker)
    go_back(place, worker, first)
    (second,) = place.claim(worker)
    with pytest.raises(HoldsFull):
        take_up(place, worker, first)
    place.submit(worker, second)
    take_up(place, worker, first)
    assert state(place, first) == "reserved"


def test_pay_raised_while_nothing_is_drawn_covers_what_still_waits_for_a_verdict() -> None:
    place = Place.make(prices=(100, 30, 20))
    worker, one = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    here = {"by": place.manager, "project_id": place.project_id, "stage_id": place.stage_id}
    with transaction() as s:
        change_stage(s, values={"inspect1": Inspect.NONE}, **here)
    with transaction() as s:
        set_prices(s, level0=100, level1=5_000, level2=0, **PRICED, **here)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "approve")
    assert place.owed(one) == 5_000


def test_money_opens_no_place_on_an_excluded_item() -> None:
    # Just enough for its opening: two places of a picture that needs two answers, one to replace.
    place = Place.make(overlap=2, prices=(100, 30, 20), funds=3 * (100 + 3 * 50))
    worker, again, one, two, late = (
        place.person("worker"),
        place.person("worker"),
        place.person("primary_inspector"),
        place.person("secondary_inspector"),
        place.person("worker"),
    )
    rejected(place, worker, one, two)
    rejected(place, again, one, two)
    place.claim(late)
    ((item_id, wanted),) = place.rows("SELECT item_id, wanted FROM task WHERE project_id = :p")
    assert wanted == 1
    exclude(place, item_id)
    wind_down_item(place.project_id, item_id)
    with transaction() as s:
        pay_in(s, by=place.manager, project_id=place.project_id, amount=10_000, key="more")
    assert place.rows("SELECT * FROM seat WHERE project_id = :p") == []


@pytest.mark.parametrize("begun", [False, True])
def test_a_closing_stage_pays_for_a_rework_that_was_begun_not_for_an_old_draft(begun: bool) -> None:
    place = Place.make()
    worker, one = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    draft(place, worker, lease, revision=0)
    place.submit(worker, lease)
    (first,) = place.claim(one, 1)
    place.decide(one, first, "return")
    if begun:
        draft(place, worker, lease, revision=1)
    place.cancel()
    place.age(days=4)
    sweep()
    assert state(place, lease) == "rework_expired"
    assert place.owed(worker) == (100 if begun else 0)
