"""The machine's own duty: what is noted of faults does not grow for ever."""

from app.oversight.failures import forget_old
from app.queue.registry import every


@every(seconds=3600)
def forget_failures() -> int:
    """Forget faults that are older than a month; answers how many."""
    return forget_old()
