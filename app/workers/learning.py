"""What the clock does for those who learn: exams whose time is over, pay that waited for money."""

from app.core.database import transaction
from app.queue.registry import every
from app.workflow.examine import sweep
from app.workflow.learn import owing, pay_owed


@every(seconds=5)
def exams_over() -> int:
    """End attempts whose time is over. Answers how many."""
    return sweep()


@every(seconds=30)
def owed_learning() -> int:
    """Pay for what was learned while the budget was short, where it has money now."""
    with transaction() as s:
        projects = owing(s)
    paid = 0
    for project_id in projects:
        with transaction() as s:
            paid += pay_owed(s, project_id)
    return paid
