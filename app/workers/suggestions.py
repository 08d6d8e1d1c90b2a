"""Models are asked ahead of the workers, and asked again by themselves after they failed."""

from typing import Any

import structlog

from app.core.database import transaction
from app.queue.registry import chore, every
from app.queue.run import Run, stopping
from app.suggestions import loop, loop_queries, queries, service
from app.suggestions.asking import Walk
from app.workflow import rank

log = structlog.get_logger(__name__)


@chore(service.CHORE)
def suggest(run: Run) -> dict[str, Any]:
    """Ask a stage's model for some seconds. What it fails at is noted with it, not with the chore:
    it comes again when it is due."""
    return Walk(run).run()


@every(seconds=5)
def ask_models() -> int:
    """Have models asked that have something to be asked. Answers how many."""
    with transaction() as s:
        found = queries.due(s)
        for project_id, stage_id in found:
            service.start(s, project_id, stage_id)
    return len(found)


@chore(rank.CHORE)
def rank_tasks(run: Run) -> dict[str, Any]:
    """Put what a model is least sure of first."""
    return {"moved": rank.rank(run)}


@every(seconds=5)
def gather_corrections() -> int:
    """Note what people have made of what models predicted. Answers in how many stages there was
    something new."""
    with transaction() as s:
        stages = loop_queries.lagging(s)
    for project_id, stage_id in stages:
        try:
            _gather(project_id, stage_id)
        except Exception:
            # One stage that cannot be counted does not starve the others.
            log.exception("corrections.failed", project_id=project_id, stage_id=stage_id)
    return len(stages)


def _gather(project_id: int, stage_id: int) -> None:
    while not stopping.is_set():
        with transaction() as s:
            if not loop.gather(s, project_id, stage_id):
                return
