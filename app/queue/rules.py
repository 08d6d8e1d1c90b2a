"""Pure decisions about chores."""

from datetime import timedelta

LEASE = timedelta(minutes=2)  # renewed by every progress(); who is silent for longer has died
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)


def delay(attempt: int) -> timedelta:
    """How long to wait after failed attempt number `attempt` (from 1): 5 s, 20 s, 80 s … 1 h."""
    longer: int = 4 ** min(attempt - 1, 10)
    return min(LONGEST_DELAY, FIRST_DELAY * longer)


def may_try_again(attempt: int, attempts: int, *, permanent: bool) -> bool:
    """Whether another attempt can help after number `attempt` of at most `attempts`."""
    return not permanent and attempt < attempts
