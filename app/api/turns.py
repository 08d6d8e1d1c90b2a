"""Turns: of what everybody does all day long, a few are done at once, and the others wait."""

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

P = ParamSpec("P")
R = TypeVar("R")

AT_ONCE = 4
"""In one process. More would wait for one another inside the database, at the head of the same
queue, and do less. 200 clients, two processes on two cores: 172 hand-ins a second with 32 at once,
267 with 8; with the other things of decision 57, 290 with 8 and 324 with 4."""

_turns: RunVar[CapacityLimiter] = RunVar("turns")


def in_turn(step: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """A handler that is done when it has its turn: first come, first served. Others, which may take
    long, are not held up by it."""

    @wraps(step)
    async def waiting(*args: P.args, **kwargs: P.kwargs) -> R:
        limiter = _turns.get(None)
        if limiter is None:
            limiter = CapacityLimiter(AT_ONCE)
            _turns.set(limiter)
        return await to_thread.run_sync(partial(step, *args, **kwargs), limiter=limiter)

    return waiting
