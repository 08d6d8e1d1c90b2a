"""Where each queue's head was lately, as one process remembers it."""

from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

HINT_SECONDS = 2.0
Place = tuple[int, int]  # (priority, task): where in the queue
HEAD: Place = (-(2**31), 0)


class Hints:
    """Where each queue's head was lately, per process.

    Rows deleted at the head of a draining queue are read again by each claim until they are
    vacuumed; starting from the last claim passes them over. A hint is only a hint: it lives for
    `HINT_SECONDS`, and who finds nothing looks again from the head.
    """

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Engine, dict[tuple[int, int], tuple[Place, float]]] = (
            WeakKeyDictionary()
        )

    def get(self, s: Session, queue: tuple[int, int]) -> Place:
        """The place after which to look."""
        place, since = self._kept.get(engine_of(s), {}).get(queue, (HEAD, 0.0))
        return place if monotonic() - since < HINT_SECONDS else HEAD

    def put(self, s: Session, queue: tuple[int, int], first: Place) -> None:
        """Remember that everything before `first` was taken. Keeps the age of an older hint, so
        that a busy queue too is looked at from its head every few seconds."""
        kept = self._kept.setdefault(engine_of(s), {})
        old, since = kept.get(queue, (HEAD, 0.0))
        fresh = monotonic() - since < HINT_SECONDS
        kept[queue] = ((first[0], first[1] - 1), since if fresh and old != HEAD else monotonic())

    def drop(self, s: Session, queue: tuple[int, int]) -> None:
        """Look from the head the next time."""
        self._kept.get(engine_of(s), {}).pop(queue, None)


def engine_of(s: Session) -> Engine:
    """What the session is bound to: what a process remembers is of one database."""
    bind = s.get_bind()
    assert isinstance(bind, Engine)
    return bind


hints = Hints()
