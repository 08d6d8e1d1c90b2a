"""What stages accept flows on to others; what has flowed in is put on offer."""

from typing import Any

from app.core.database import transaction
from app.queue.registry import chore, every
from app.queue.run import Run
from app.workflow.feed import LARGE, cut_reopened, offer, waiting
from app.workflow.flow import due_projects, flow_chunk, sweep_stages
from app.workflow.opening import settle_queue
from app.workflow.ring import FLOW, ring


@chore(FLOW)
def flow(run: Run) -> dict[str, Any]:
    """Take up what a project's stages have accepted until nothing is left, and put it on offer.
    With `sweep`, all that these stages ever accepted."""
    project_id = run.args["project_id"]
    if run.args.get("sweep"):
        sweep_stages(project_id, run.args["sweep"])
    taken = made = 0
    while True:
        rows, items = flow_chunk(project_id)
        if not rows:
            break
        taken, made = taken + rows, made + items
        run.progress(taken)
    return {"taken": taken, "made": made, "opened": _offer(project_id)}


@every(seconds=5)
def watch_flows() -> int:
    """Have taken up what lies there and nobody takes up. Answers in how many projects."""
    with transaction() as s:
        found = due_projects(s)
        for project_id in found:
            ring(s, project_id)
    return len(found)


@every(seconds=60)
def cut_what_was_reopened() -> int:
    """Have cut again what was reopened and has no pieces yet. Answers in how many stages."""
    with transaction() as s:
        return cut_reopened(s)


@every(seconds=15)
def offer_what_flowed() -> int:
    """Put on offer what came into a stage before it was open, or could pay for it."""
    return _offer(None)


def _offer(project_id: int | None) -> int:
    with transaction() as s:
        found = waiting(s, project_id)
    total = 0
    for one in found:
        opened = offer(one)
        total += opened
        if opened >= LARGE:
            settle_queue(one.project_id)
    return total
