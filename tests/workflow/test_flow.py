"""What one stage accepts becomes an item of the next: once, at once, and as long as it stands."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.core.errors import NotFound
from app.projects.flows import FlowCircle, FlowDoubled, WhyWaiting, in_circle
from app.queue.run import Run
from app.workers.flow import flow as chore
from app.workflow.design import open_stage, set_prices, write_schema
from app.workflow.flow import flow_chunk, sweep_stages
from app.workflow.fund import pay_in
from tests.factories import SCHEMA, Place, boxes
from tests.priced import PRICED
from tests.workflow.lines import flows, further, items, lead, run_chores, settle, work


@pytest.fixture
def first(database: object) -> Place:
    return Place.make(items=3, inspect1="none")


def chores(place: Place) -> int:
    return len(place.rows("SELECT FROM chore WHERE project_id = :p AND kind = 'flow'"))


def test_what_is_accepted_is_on_offer_in_the_next_stage(first: Place) -> None:
    second = further(first, "다음")
    lead(first, (first, second))
    worker = first.person("worker")
    assert not second.claim(worker)
    work(first, worker, count=2)
    run_chores()
    assert [row.state for row in items(second)] == ["in_work", "in_work"]
    assert [row.name for row in items(second)] == [row.name for row in items(first)[:2]]
    assert [row.source_id for row in items(second)] == [row.id for row in items(first)[:2]]
    assert len(second.claim(worker, count=5)) == 2
    (now,) = flows(first)
    assert (now.made, now.waiting, now.pending, now.why) == (2, 0, 0, None)
    assert first.rows("SELECT format, taken, state FROM batch WHERE format = 'flow'") == [
        ("flow", 2, "imported")
    ]


def test_two_stages_deep(first: Place) -> None:
    second, third = further(first, "다음"), further(first, "끝")
    lead(first, (first, second), (second, third))
    worker = first.person("worker")
    work(first, worker, count=3)
    run_chores()
    work(second, worker, count=2)
    run_chores()
    assert [row.source_id for row in items(third)] == [row.id for row in items(second)[:2]]
    assert len(third.claim(worker, count=5)) == 2


def test_nothing_flows_before_it_is_accepted(first: Place) -> None:
    looked_at = further(first, "검수", inspect1="all")
    second = further(first, "다음")
    lead(first, (first, looked_at), (looked_at, second))
    worker, inspector = first.person("worker"), first.person("primary_inspector")
    work(first, worker)
    run_chores()
    work(looked_at, worker)
    run_chores()
    assert not items(second)
    (lease,) = looked_at.claim(inspector, level=1)
    looked_at.decide(inspector, lease, "approve")
    run_chores()
    assert len(items(second)) == 1


def test_a_stage_without_flows_writes_no_row_and_no_chore(first: Place) -> None:
    further(first, "다음")
    work(first, first.person("worker"))
    assert first.rows("SELECT FROM flowing WHERE project_id = :p") == []
    assert chores(first) == 0


def test_a_second_run_makes_nothing(first: Place) -> None:
    second = further(first, "다음")
    lead(first, (first, second))
    work(first, first.person("worker"), count=2)
    run_chores()
    before = items(second)
    sweep_stages(first.project_id, [first.stage_id])
    assert first.rows("SELECT count(*) FROM flowing WHERE project_id = :p")[0][0] == 2
    assert flow_chunk(first.project_id) == (2, 0)
    assert items(second) == before


def test_a_run_that_is_killed_midway_is_made_up_for(
    first: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each chunk is there whole or not at all; what had been made stays, and is not made again."""
    second = further(first, "다음")
    lead(first, (first, second))
    work(first, first.person("worker"), count=3)
    assert flow_chunk(first.project_id, limit=1) == (1, 1)

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Run, "progress", die)  # after the first chunk that it takes up
        patch.setattr("app.workers.flow.flow_chunk", lambda p: flow_chunk(p, limit=1))
        with pytest.raises(Killed):
            chore(Run(1, "flow", {"project_id": first.project_id}, 1))
    assert len(items(second)) == 2
    settle(first)
    assert [row.state for row in items(second)] == ["in_work"] * 3
    assert len({row.name for row in items(second)}) == 3


def test_a_new_flow_takes_what_was_accepted_before(first: Place) -> None:
    work(first, first.person("worker"), count=2)
    second = further(first, "다음")
    lead(first, (first, second))
    run_chores()
    assert len(items(second)) == 2
    # Somebody decided without knowing of the flow: it is looked for once more.
    later = first.rows(
        "SELECT run_after > now() + interval '1 minute' FROM chore WHERE project_id = :p"
        " AND kind = 'flow' AND state = 'queued'"
    )
    assert later == [(True,)]
    with transaction() as s:
        s.execute(text("UPDATE chore SET run_after = now()"))
    run_chores()
    assert len(items(second)) == 2


def test_where_the_next_stage_cannot_take_it_it_waits_and_says_why(first: Place) -> None:
    second = further(first, "다음", schema=None, prices=None, opened=False)
    lead(first, (first, second))
    work(first, first.person("worker"), count=2)
    settle(first)
    assert not items(second)
    (now,) = flows(first)
    assert (now.made, now.pending, now.why) == (0, 2, WhyWaiting.INCOMPLETE)

    here = {"by": first.manager, "project_id": first.project_id, "stage_id": second.stage_id}
    with transaction() as s:
        write_schema(s, definition=SCHEMA, **here)
        set_prices(s, level0=100, level1=0, level2=0, **PRICED, **here)
    settle(first)
    assert [row.state for row in items(second)] == ["ready", "ready"]
    (now,) = flows(first)
    assert (now.made, now.waiting, now.pending, now.why) == (2, 2, 0, WhyWaiting.CLOSED)
    with transaction() as s:
        open_stage(s, **here)
    settle(first)
    assert [row.state for row in items(second)] == ["in_work", "in_work"]
    assert flows(first)[0].why is None


def test_where_the_money_is_short_as_many_are_opened_as_it_pays(database: object) -> None:
    first = Place.make(items=3, inspect1="none", funds=3 * 200 + 200)
    second = further(first, "다음", prices=(150, 0, 0))
    lead(first, (first, second))
    work(first, first.person("worker"), count=1)
    settle(first)
    # 200 were left, and 100 came back: one place and its replacement are 300.
    assert [row.state for row in items(second)] == ["in_work"]
    work(first, first.person("worker"), count=2)
    settle(first)
    assert [row.state for row in items(second)] == ["in_work", "ready", "ready"]
    (now,) = flows(first)
    assert (now.waiting, now.why) == (2, WhyWaiting.BUDGET)
    with transaction() as s:
        pay_in(s, by=first.manager, project_id=first.project_id, amount=1_000, key="more")
    settle(first)
    assert [row.state for row in items(second)] == ["in_work"] * 3


def test_an_item_of_another_modality_goes_nowhere(first: Place) -> None:
    said = {"modality": "text", "labels": [{"kind": "writing", "name": "w"}]}
    other, second = further(first, "글", schema=said), further(first, "다음")
    lead(first, (first, other), (first, second))
    work(first, first.person("worker"))
    settle(first)
    assert not items(other)
    assert len(items(second)) == 1
    assert first.rows("SELECT FROM flowing WHERE project_id = :p") == []


def test_two_stages_may_feed_one(first: Place) -> None:
    """Of the same name there are two: the second has its source in its name."""
    left, right, end = further(first, "왼"), further(first, "오른"), further(first, "끝")
    lead(first, (first, left), (first, right), (left, end), (right, end))
    worker = first.person("worker")
    work(first, worker)
    run_chores()
    work(left, worker)
    work(right, worker)
    settle(first)
    one, other = items(end)
    assert one.name == items(first)[0].name
    assert other.name == one.name.replace(".png", f"~{other.source_answer_id}.png")
    assert {one.source_id, other.source_id} == {items(left)[0].id, items(right)[0].id}


def test_meta_goes_along(first: Place) -> None:
    second = further(first, "다음")
    lead(first, (first, second))
    with transaction() as s:
        s.execute(text("""UPDATE item SET meta = '{"speaker": "가나"}'"""))
    work(first, first.person("worker"))
    run_chores()
    assert items(second)[0].meta == {"speaker": "가나"}


def test_circles_are_refused(first: Place) -> None:
    second, third = further(first, "다음"), further(first, "끝")
    lead(first, (first, second), (second, third))
    before = [(one.from_id, one.to_id) for one in flows(first)]
    with pytest.raises(FlowCircle) as refused:
        lead(first, (first, second), (second, third), (third, first))
    assert refused.value.extra["stages"]
    with pytest.raises(FlowDoubled):
        lead(first, (first, second), (first, second))
    elsewhere = Place.make(items=0)
    with pytest.raises(NotFound):
        lead(first, (first, elsewhere))
    assert [(one.from_id, one.to_id) for one in flows(first)] == before


def test_circles_are_found() -> None:
    assert in_circle([(1, 2), (2, 3), (1, 3)]) == []
    assert in_circle([(5, 5)]) == [5]
    assert sorted(in_circle([(1, 2), (2, 3), (3, 4), (4, 2)])) == [2, 3, 4]


def test_a_refined_item_flows_with_what_was_made_of_it(first: Place) -> None:
    hiding = {"cells": {"*": "blur"}}
    refine = further(first, "비식별", kind="refine", effects=hiding)
    second = further(first, "다음")
    lead(first, (first, refine), (refine, second))
    worker = first.person("worker")
    work(first, worker)
    run_chores()
    work(refine, worker, answer=boxes(10.0))
    settle(first)
    assert not items(second), "nothing was made of it yet"
    (waits,) = first.rows("SELECT item_id FROM flowing WHERE project_id = :p")
    with transaction() as s:
        made = s.execute(
            text(
                """INSERT INTO asset (project_id, sha256, media_type, width, height)
                   VALUES (:p, repeat('ab', 32), 'image/png', 640, 480) RETURNING id"""
            ),
            {"p": first.project_id},
        ).scalar_one()
        s.execute(text("UPDATE item SET made_id = :m WHERE id = :i"), {"m": made, "i": waits[0]})
    settle(first)
    assert first.rows(
        f"SELECT asset_id FROM item WHERE project_id = :p AND stage_id = {second.stage_id}"
    ) == [(made,)]
