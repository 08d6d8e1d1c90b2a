"""Delete what has been kept long enough, a portion at a time, and write down how much it was.

A run that breaks off is begun again and finds what is left.
"""

from app.assets.attempt import Attempt
from app.core.clock import utcnow
from app.core.settings import settings
from app.privacy import schedule
from app.workflow.leave import leave


def tidy(attempt: Attempt) -> dict[str, int]:
    """One run over the whole schedule; how much of what was deleted."""
    counts = {}
    for keeping in schedule.KEEPINGS:
        counts[keeping.what] = 0
        while True:
            with attempt.transaction() as s:
                some = schedule.delete_some(s, keeping)
            counts[keeping.what] += some
            attempt.progress()
            if some < schedule.AT_ONCE:
                break
    counts[schedule.UNPROVED] = _close_unproved(attempt)
    counts[schedule.OUTBOX] = schedule.delete_mails(settings().outbox, utcnow())
    with attempt.transaction() as s:
        for what, count in counts.items():
            schedule.note(s, what, count)
    return counts


def _close_unproved(attempt: Attempt) -> int:
    count = 0
    while True:
        with attempt.transaction() as s:
            due = schedule.unproved(s)
            for person_id in due:
                leave(s, person_id, by=None)
        count += len(due)
        attempt.progress()
        if not due:
            return count
