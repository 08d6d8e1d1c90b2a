"""Counting what is in the releases that the catalogue offers."""

from typing import Any

from app.catalogue import counting, service
from app.queue.registry import chore
from app.queue.run import Run


@chore(service.COUNT)
def count_version(run: Run) -> dict[str, Any] | None:
    """Count the figures of a version on offer."""
    of = run.args
    return counting.count(run.transaction, run.progress, of["dataset_id"], of["release_id"])
