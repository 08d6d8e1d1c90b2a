"""The engine's chores and duties: opening, winding down, and what the clock decides."""

from typing import Any

from app.assets.cuts import Cuts
from app.core.database import transaction
from app.core.states import ItemState
from app.models.project import Stage
from app.queue.registry import chore, every
from app.queue.run import Run
from app.tasks.pace import count_pace
from app.workflow.aggregate import aggregate
from app.workflow.announce import ANNOUNCE, has_opened, open_due, tell
from app.workflow.cancel import wind_down_item, wind_down_stage
from app.workflow.expire import sweep
from app.workflow.fund import open_wanted, projects_wanting
from app.workflow.opening import BudgetShort, open_chunk, quote, settle_queue, splits
from app.workflow.pieces import open_pieces


@chore("open_items")
def open_items(run: Run) -> dict[str, Any]:
    """Put ready items on offer, chunk by chunk; what the budget does not cover stays ready. In a
    stage that splits its items, each in its pieces."""
    project_id, stage_id = run.args["project_id"], run.args["stage_id"]
    with transaction() as s:
        stage = s.get(Stage, (project_id, stage_id))
    pieces = stage is not None and splits(stage)
    found = _open_pieces(run) if pieces else _open_whole(run)
    if announced := run.args.get("announcement_id"):
        has_opened(project_id, announced, found.get("tasks", found["opened"]))
    return found


def _open_whole(run: Run) -> dict[str, Any]:
    project_id, stage_id = run.args["project_id"], run.args["stage_id"]
    batch_id = run.args.get("batch_id")
    with transaction() as s:
        total = quote(s, project_id, stage_id, batch_id).items
    opened, short = 0, None
    run.progress(0, total)
    while True:
        try:
            chunk = open_chunk(
                project_id,
                stage_id,
                batch_id,
                priority=run.args.get("priority", 0),
                by=run.args.get("by"),
            )
        except BudgetShort as refusal:
            short = refusal.detail
            break
        if not chunk:
            break
        opened += chunk
        run.progress(opened, max(total, opened))
    settle_queue(project_id)
    return {"opened": opened, "short": short}


def _open_pieces(run: Run) -> dict[str, Any]:
    project_id, items, tasks, after = run.args["project_id"], 0, 0, 0
    with Cuts(run.progress) as cuts:
        while True:
            opened, after = open_pieces(
                cuts,
                project_id,
                run.args["stage_id"],
                batch_id=run.args.get("batch_id"),
                item_ids=run.args.get("item_ids"),
                source=ItemState(run.args.get("source", ItemState.READY)),
                priority=run.args.get("priority", 0),
                by=run.args.get("by"),
                step=run.progress,
                after=after,
            )
            items, tasks = items + opened.items, tasks + opened.tasks
            run.progress(items)
            if not opened.looked or opened.short is not None:
                break
    settle_queue(project_id)
    return {"opened": items, "tasks": tasks, "short": opened.short}


@chore("wind_down_stage")
def wind_down_cancelled_stage(run: Run) -> dict[str, Any]:
    """Take a cancelled stage's work off the queues, pay what was handed in, free the rest."""
    total = 0
    while done := wind_down_stage(run.args["project_id"], run.args["stage_id"]):
        total += done
        run.progress(total)
    return {"done": total}


@chore("wind_down_item")
def wind_down_excluded_item(run: Run) -> None:
    """Close the tasks of an item that was taken out."""
    wind_down_item(run.args["project_id"], run.args["item_id"])


@every(seconds=5)
def the_clock() -> int:
    """End what has run out. Answers how much."""
    return sweep()


@every(seconds=1)
def the_consensus() -> int:
    """Weigh the answers of tasks that have as many as they asked for. Answers how many went on."""
    return aggregate()


@chore(ANNOUNCE)
def announce_work(run: Run) -> dict[str, Any]:
    """Tell who may want it of work that will open."""
    return {"told": tell(run.args["project_id"], run.args["announcement_id"])}


@every(seconds=1)
def announced_work() -> int:
    """Open announced work whose time has come."""
    return open_due()


@every(seconds=60)
def the_pace() -> int:
    """Look again how long work takes, where some was handed in."""
    with transaction() as s:
        return count_pace(s)


@every(seconds=30)
def wanted_places() -> int:
    """Open replacements that waited for money, where there is some now."""
    with transaction() as s:
        projects = projects_wanting(s)
    opened = 0
    for project_id in projects:
        with transaction() as s:
            opened += open_wanted(s, project_id)
    return opened
