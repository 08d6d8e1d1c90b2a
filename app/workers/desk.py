"""The manager's desk, aside: what items are found by is kept, and acts on many are done."""

from typing import Any

from app.core.database import transaction
from app.desk.service import taken_out
from app.desk.traits import advance, lagging
from app.queue.registry import chore, every
from app.queue.run import Run, stopping
from app.workflow.act import COUNT, DO, count, do
from app.workflow.act_steps import WIND_DOWN
from app.workflow.cancel import wind_down_item
from app.workflow.undo import UNDO, undo_all


@every(seconds=5)
def keep_traits() -> int:
    """Look at what has happened in each project. Answers in how many something had."""
    projects: list[int] = []
    after = 0
    while not stopping.is_set():
        with transaction() as s:
            found = lagging(s, after)
        if not found:
            break
        for project_id in found:
            while not stopping.is_set() and advance(project_id):
                pass
        projects += found
        after = found[-1]
    return len(projects)


@chore(COUNT)
def count_act(run: Run) -> None:
    """Count what an act is about."""
    count(run)


@chore(DO)
def do_act(run: Run) -> dict[str, Any]:
    """Do to many what a manager wants done."""
    return do(run)


@chore(UNDO)
def undo_act(run: Run) -> dict[str, Any]:
    """Undo what an act did."""
    return undo_all(run)


@chore(WIND_DOWN)
def wind_down_act(run: Run) -> None:
    """Close the open work of items that an act took out."""
    project_id, after = run.args["project_id"], run.args["first"] - 1
    while True:
        with run.transaction() as s:
            ids = taken_out(s, project_id, run.args["act_id"], after=after, last=run.args["last"])
        for item_id in ids:
            wind_down_item(project_id, item_id)
            run.progress()
        if not ids:
            return
        after = ids[-1]
