"""Programs elsewhere are told what happens, and told again until they have it."""

from typing import Any

import structlog

from app.core.database import transaction
from app.hooks import queries
from app.queue.registry import chore, every
from app.queue.run import Run, stopping
from app.workflow import deliver

log = structlog.get_logger(__name__)


@chore(deliver.CHORE)
def send_hook(run: Run) -> dict[str, Any]:
    """Send what one hook is to be told. What is not taken is noted with the hook, not with the
    chore: it comes again when it is due."""
    return {"taken": deliver.send(run)}


@every(seconds=2)
def tell_hooks() -> int:
    """Make messages of what has happened, and have sent what is due. Answers how many hooks had
    something to be told."""
    after = (-1, 0)
    while not stopping.is_set():
        with transaction() as s:
            found = queries.lagging(s, after)
        if not found:
            break
        for hook in found:
            try:
                _catch_up(*hook)
            except Exception:
                # One that cannot be told does not starve the others.
                log.exception("hook.failed", project_id=hook[0], hook_id=hook[1])
        after = found[-1]
    with transaction() as s:
        due = queries.due(s)
        for project_id, hook_id in due:
            deliver.start(s, project_id, hook_id)
    return len(due)


def _catch_up(project_id: int, hook_id: int) -> None:
    while not stopping.is_set():
        with transaction() as s:
            if not queries.advance(s, project_id, hook_id):
                return


@every(seconds=3600)
def forget_deliveries() -> int:
    """Take what was delivered long ago out of the log. Answers how much that was."""
    done = 0
    while not stopping.is_set():
        with transaction() as s:
            gone = queries.forget_old(s)
        done += gone
        if gone == 0:
            break
    return done
