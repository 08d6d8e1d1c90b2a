"""The chores' own duty: nothing that waits is forgotten."""

from app.core.database import transaction
from app.queue import bell, queries
from app.queue.registry import every


@every(seconds=10)
def sweep() -> int:
    """Free the chores of workers that died, and ring again for all that are due: a ring may have
    been lost, or its time has only now come. Answers how many were rung for."""
    with transaction() as s:
        queries.end_expired(s)
        due = queries.overdue(s)
    for chore_id in due:
        if not bell.ring(chore_id):
            break
    return len(due)
