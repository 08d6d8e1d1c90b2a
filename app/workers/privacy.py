"""Making copies of people's data, and letting go of what has been kept long enough."""

from typing import Any

from app.core.clock import SEOUL, utcnow
from app.core.database import transaction
from app.privacy import copies
from app.queue.registry import chore, every
from app.queue.run import Run
from app.queue.service import enqueue
from app.storage import storage
from app.workflow.hand_over import hand_over
from app.workflow.tidy import tidy

NIGHT = 3
"""The hour, in Seoul, after which a day's run over the schedule begins."""


@chore(copies.KIND)
def make_copy(run: Run) -> None:
    """Make a copy of what is kept of somebody."""
    hand_over(run, run.args["copy_id"], utcnow())


@every(seconds=3600)
def end_copies() -> None:
    """Delete copies that could be fetched for long enough."""
    with transaction() as s:
        keys = copies.end(s)
    for key in keys:
        storage().delete(key)


@every(seconds=600)
def tonight() -> None:
    """Have the schedule run once a night."""
    now = utcnow().astimezone(SEOUL)
    if now.hour >= NIGHT:
        with transaction() as s:
            enqueue(s, "tidy", {}, key=f"tidy:{now:%Y-%m-%d}")


@chore("tidy")
def tidy_up(run: Run) -> dict[str, Any]:
    """Delete what has been kept long enough."""
    return dict(tidy(run))
