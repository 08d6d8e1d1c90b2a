"""Money, decided: what moves where, and how much must be set aside. Pure; integer minor units."""

from dataclasses import dataclass

from app.models.ledger import EntryKind


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement that is to be written."""

    debit: int
    credit: int
    amount: int
    kind: EntryKind
    cause: str


def place_cost(level0: int, level1: int, level2: int, *, inspected: bool, hand_ins: int) -> int:
    """The most that one place on a task can cost.

    Its answer is paid once; each of at most `hand_ins` hand-ins can be seen by both levels,
    because a rejection goes to the second whatever its sample is.
    """
    inspections = hand_ins * (level1 + level2) if inspected else 0
    return level0 + inspections


def task_cost(place: int, overlap: int) -> int:
    """What is set aside when a task opens: its places, and one replacement."""
    return place * (overlap + 1)


def earn(reserve: int, account: int, amount: int, cause: str) -> list[Entry]:
    """Pay for accepted work; none where the price is zero."""
    if amount == 0:
        return []
    return [Entry(reserve, account, amount, EntryKind.EARN, cause)]


def give_back(reserve: int, budget: int, amount: int, cause: str) -> list[Entry]:
    """Return what was set aside and not needed; none where nothing is left."""
    if amount == 0:
        return []
    return [Entry(reserve, budget, amount, EntryKind.GIVE_BACK, cause)]
