"""What the clock does for fair work."""

from app.core.database import transaction
from app.fairness import figures
from app.queue.registry import every
from app.queue.run import stopping
from app.workflow.suspend import drop_due

BULK = 100


@every(seconds=60)
def undecided_suspensions() -> int:
    """Drop suspensions that nobody has decided in time. Answers how many."""
    return drop_due()


@every(seconds=60)
def fair_figures() -> int:
    """Count, once a day each, how projects treat people. Answers how many were counted."""
    with transaction() as s:
        due = figures.due(s, BULK)
    for project_id in due:
        if stopping.is_set():
            break
        with transaction() as s:
            figures.count(s, project_id)
    return len(due)
