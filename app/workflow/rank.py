"""Put what a model is least sure of first: open tasks by the score of its predictions."""

from sqlalchemy.orm import Session

from app.queue.run import Run
from app.queue.service import enqueue
from app.suggestions import loop, loop_queries
from app.workflow.act_steps import prefer

CHORE = "rank_tasks"
STRETCH = 500
BEST = 0
"""The priority of what a model is quite sure of: as of what it has not seen."""
STEPS = 1_000


def begin(s: Session, project_id: int, stage_id: int, model: str, *, by: int) -> int:
    """Have a chore do it; its id. Raises `NotFound` for a model that has predicted nothing."""
    loop.must_have_predicted(s, project_id, stage_id, model)
    args = {"project_id": project_id, "stage_id": stage_id, "model": model}
    return enqueue(s, CHORE, args, project_id=project_id, created_by=by)


def rank(run: Run) -> int:
    """Do it, stretch by stretch; again from the start does no harm. Answers how many tasks have
    another place in line."""
    key = (run.args["project_id"], run.args["stage_id"], run.args["model"])
    after = done = 0
    while True:
        with run.transaction() as s:
            found, last = loop_queries.scores(s, *key, after=after, limit=STRETCH)
            if found:
                wanted = {task: _priority(score) for task, score in found.items()}
                done += len(prefer(s, key[0], dict(wanted)))
        if last is None:
            return done
        after = last
        run.progress(done)


def _priority(score: float) -> int | None:
    """Lower comes first: the less sure, the further ahead."""
    return BEST - STEPS + round(STEPS * score)
