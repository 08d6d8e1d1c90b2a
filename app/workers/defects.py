"""Following what was found wrong with releases until one has it put right."""

from app.core.database import transaction
from app.queue.registry import every
from app.workflow.settle_defect import follow


@every(seconds=5)
def follow_defects() -> int:
    """Note which findings are put right, and in which release. In how many something changed."""
    with transaction() as s:
        return follow(s)
