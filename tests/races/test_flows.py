"""Many accept at once, and several workers take it on: each item is made once, and none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import app.workers
from app.core.database import transaction
from app.queue.run import do
from app.workflow.flow import due_projects, flow_chunk, sweep_stages
from tests.factories import Place
from tests.workflow.lines import further, items, lead, settle

ACCEPTERS = 8
EACH = 6


@pytest.mark.usefixtures("apis")
def test_each_item_is_made_once_however_many_accept() -> None:
    app.workers.load()
    first = Place.make(items=ACCEPTERS * EACH, inspect1="none")
    second, third = further(first, "다음"), further(first, "또")
    lead(first, (first, second), (first, third))
    people = [first.person("worker") for _ in range(ACCEPTERS)]
    going = True

    def accept(who: int) -> None:
        for _ in range(EACH):
            (lease,) = first.claim(who)
            first.submit(who, lease)

    def take() -> None:
        """Who does chores, and a second one who thinks that nobody does."""
        while going:
            if not do():
                flow_chunk(first.project_id, limit=3)

    def again() -> None:
        """A manager who sets the flows anew all the time."""
        while going:
            sweep_stages(first.project_id, [first.stage_id])

    with ThreadPoolExecutor(ACCEPTERS + 3) as pool:
        background = [pool.submit(take), pool.submit(take), pool.submit(again)]
        for done in [pool.submit(accept, who) for who in people]:
            done.result()
        going = False
        for one in background:
            one.result()
    settle(first)
    with transaction() as s:
        assert due_projects(s) == []
    assert first.rows("SELECT FROM flowing WHERE project_id = :p") == []
    sources = sorted(row.id for row in items(first))
    for stage in (second, third):
        made = items(stage)
        assert sorted(row.source_id for row in made) == sources
        assert {row.state for row in made} == {"in_work"}
    # What the batches say is what there is; what is set aside is there once for each task.
    assert [row[0] for row in first.rows(
        "SELECT taken FROM batch WHERE project_id = :p AND format = 'flow' ORDER BY id"
    )] == [ACCEPTERS * EACH] * 2  # fmt: skip
    twice = first.rows(
        "SELECT item_id FROM task WHERE project_id = :p GROUP BY item_id HAVING count(*) > 1"
    )
    assert twice == []
