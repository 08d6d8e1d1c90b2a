"""Models are asked ahead of the workers, and asked again by themselves after they failed."""

from typing import Any

from app.core.database import transaction
from app.queue.registry import chore, every
from app.queue.run import Run
from app.suggestions import queries, service
from app.suggestions.asking import Walk


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
