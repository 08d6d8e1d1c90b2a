"""Figures of the releases that the catalogue offers."""

from datetime import timedelta
from typing import Any

from app.catalogue import counting, service
from app.queue.registry import chore
from app.queue.run import Run
from app.queue.service import enqueue

_LATER = timedelta(seconds=5)


@chore(service.COUNT)
def count_version(run: Run) -> dict[str, Any] | None:
    """Put the figures of a version on offer together; look again later while its classes are being
    counted."""
    of = run.args
    with run.transaction() as s:
        counted = counting.count(s, of["dataset_id"], of["release_id"])
        if not counted:
            enqueue(s, service.COUNT, of, project_id=of["project_id"], run_after=_LATER)
    return {"counted": counted}
