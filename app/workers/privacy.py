"""Making copies of people's data, and letting go of what has been kept long enough."""

from app.core.clock import utcnow
from app.core.database import transaction
from app.privacy import copies
from app.queue.registry import chore, every
from app.queue.run import Run
from app.storage import storage
from app.workflow.hand_over import hand_over


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
