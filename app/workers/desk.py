"""The manager's desk, aside: what items are found by is kept, and acts on many are done."""

from typing import Any

from app.core.database import transaction
from app.desk.traits import advance, lagging
from app.queue.registry import chore, every
from app.queue.run import Run, stopping
from app.workflow.act import COUNT, DO, count, do
from app.workflow.act_steps import WIND_DOWN
from app.workflow.undo import UNDO, undo_all, wind_down


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
    wind_down(run, run.args["project_id"], run.args["act_id"], last=run.args["last"])
