"""Figures are kept up to date, so that reading them never counts from the beginning."""

from app.core.database import transaction
from app.figures import labels
from app.figures.marks import advance, lagging
from app.queue.registry import every
from app.queue.run import stopping


@every(seconds=5)
def keep_figures() -> int:
    """Add what has happened to each project's figures. Answers in how many something had."""
    projects: list[int] = []
    after = 0
    while not stopping.is_set():
        with transaction() as s:
            found = lagging(s, after)
        if not found:
            break
        for project_id in found:
            while not stopping.is_set() and advance(project_id):
                pass
            while not stopping.is_set() and labels.advance(project_id):
                pass
        projects += found
        after = found[-1]
    return len(projects)
