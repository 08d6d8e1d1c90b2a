"""Who does which kind of chore, and what is done regularly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from app.queue.run import Run

Act = TypeVar("Act", bound=Callable[[], object])
Handler = Callable[["Run"], "dict[str, Any] | None"]


@dataclass(frozen=True)
class Kind:
    """A kind of chore: its handler must stand being run again from the start."""

    name: str
    handler: Handler
    attempts: int


@dataclass(frozen=True)
class Duty:
    """What one worker process among all does every `seconds`."""

    name: str
    act: Callable[[], object]
    seconds: float


KINDS: dict[str, Kind] = {}
DUTIES: dict[str, Duty] = {}


def chore(name: str, *, attempts: int = 5) -> Callable[[Handler], Handler]:
    """Make the decorated function the handler of the kind `name`.

    It is given a `Run` and answers the chore's result (JSON) or None. A `Problem` that it raises
    ends the chore at once, for trying again would meet it again; any other exception is followed
    by up to `attempts` attempts in all, ever further apart.
    """

    def register(handler: Handler) -> Handler:
        known = KINDS.get(name)
        if known is not None and known.handler is not handler:
            raise ValueError(f"The chore {name!r} has two handlers.")
        KINDS[name] = Kind(name, handler, attempts)
        return handler

    return register


def every(seconds: float) -> Callable[[Act], Act]:
    """Have the decorated function called every `seconds` by one worker process."""

    def register(act: Act) -> Act:
        name = f"{act.__module__}.{act.__qualname__}"
        DUTIES[name] = Duty(name, act, seconds)
        return act

    return register
