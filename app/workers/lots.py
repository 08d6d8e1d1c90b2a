"""Lots are decided about, and hand-ins put in order of risk."""

from app.core.database import transaction
from app.inspection.learning import due_stages, learn
from app.queue.registry import every
from app.workflow.lots import settle_lots


@every(seconds=5)
def the_lots() -> int:
    """Decide about lots whose sample was looked at. Answers how much was done."""
    return settle_lots()


@every(seconds=60)
def the_riskiest() -> int:
    """Learn again which hand-ins tend to be wrong, where some have come. Answers in how many
    stages."""
    with transaction() as s:
        found = due_stages(s)
    for project_id, stage_id in found:
        with transaction() as s:
            learn(s, project_id, stage_id)
    return len(found)
