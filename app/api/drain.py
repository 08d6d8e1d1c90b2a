"""The end of a process that is told to stop: it says so first, and goes when nothing hangs on it.

On SIGTERM or SIGINT `draining` is set at once: it is not ready any more, and its event streams
end. For `DURE_NOTICE` seconds it still takes requests, so that a balancer can see that and send
them elsewhere; then uvicorn takes no more, and waits for those that are open. A second signal cuts
the notice short.
"""

import asyncio
import signal
import threading
from collections.abc import Callable
from typing import Any

from app.core.settings import settings

draining = threading.Event()


def begin_when_told() -> None:
    """In a server's main thread, once uvicorn's own handlers are there: be told first."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        known = signal.getsignal(number)
        if callable(known):
            signal.signal(number, _told_first(known, loop))


def _told_first(known: Callable[..., Any], loop: asyncio.AbstractEventLoop) -> Callable[..., None]:
    def handle(*what: Any) -> None:
        notice = settings().notice
        if draining.is_set() or notice == 0:
            draining.set()
            known(*what)
            return
        draining.set()
        loop.call_soon_threadsafe(loop.call_later, notice, lambda: known(*what))

    return handle
