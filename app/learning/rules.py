"""Learning, decided: what is right, who passes, when he may try again, what is drawn. Pure."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

RENEW = timedelta(days=30)
"""How long before a certificate ends its exam may be taken anew."""

MAX_SITTING = 3600
"""Seconds that one reading of a lesson, or one try, counts for at most."""


def right(score: float, right_from: float) -> bool:
    """Whether an answer that came this near counts as right."""
    return score >= right_from - 1e-9


def share(right_ones: int, asked: int) -> float:
    """How much of an exam was got right, 0 to 1; what was not answered is wrong."""
    return right_ones / asked if asked else 0.0


def passes(score: float, pass_mark: float) -> bool:
    """Whether an exam with this share of right answers is passed."""
    return score >= pass_mark - 1e-9


def counted(known: int, sitting: int, since_first: float) -> int:
    """Seconds with hands on a lesson or a task, with another sitting of `sitting` seconds added.

    A browser says how long somebody sat; it is never more than an hour at once, and all of it
    never more than has gone by since he first began (`since_first`), and that hour.
    """
    most = int(since_first) + MAX_SITTING
    return min(known + min(sitting, MAX_SITTING), max(most, known))


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt at an exam that is over."""

    nth: int
    ended_at: datetime
    passed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with an exam: how many attempts are left, and when the next may begin
    (None: at once, or never where none is left)."""

    left: int
    next_at: datetime | None


def standing(tried: Sequence[Tried], allowed: int, wait_seconds: int, now: datetime) -> Standing:
    """Attempts are counted from the last one that passed: whoever renews a certificate, or lost
    one, begins anew. After one that failed there is a wait."""
    since = max((one.nth for one in tried if one.passed), default=0)
    failed = [one for one in tried if one.nth > since]
    left = max(0, allowed - len(failed))
    if not failed or left == 0:
        return Standing(left, None)
    at = max(one.ended_at for one in failed) + timedelta(seconds=wait_seconds)
    return Standing(left, at if at > now else None)


def renewable(expires_at: datetime | None, now: datetime) -> bool:
    """Whether who holds a certificate until then may take its exam again already."""
    return expires_at is not None and expires_at - now <= RENEW


def drawn(pool: Sequence[int], count: int, had: Sequence[Set[int]]) -> list[int]:
    """`count` questions of `pool`, which comes in a chance order; those that this person has had
    least come first. Never a set that he has had (`had`) while the pool holds another."""
    seen = {one: sum(one in before for before in had) for one in pool}
    order = sorted(pool, key=lambda one: seen[one])
    known = set(map(frozenset, had))
    sets = combinations(order, min(count, len(order)))
    # At most one more than he has had is looked at.
    fresh = next((one for one in sets if frozenset(one) not in known), None)
    return list(fresh if fresh is not None else order[:count])
