"""What is fair, decided. Pure."""

from decimal import Decimal

REPLY_DAYS = 7
"""So long somebody is waited for who is to be suspended."""

DROP_DAYS = 9
"""A suspension that nobody has decided by then is dropped: silence favours the worker."""


def most_rejections(least: int, share: Decimal, decided: int) -> int:
    """How many of a person's `decided` pieces of work in a project may be rejected without another
    look: the larger of `least` and their `share`."""
    return max(least, int(share * decided))


def ceiling_passed(least: int, share: Decimal, *, rejected: int, decided: int) -> bool:
    """Whether one more rejection waits for an administrator, where so many of the decided pieces
    are rejected already; the one more is counted among both."""
    return rejected + 1 > most_rejections(least, share, decided + 1)
