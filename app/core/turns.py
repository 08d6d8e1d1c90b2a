"""Threads of one process, and their turns at the interpreter."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

QUICK = 0.0005


@contextmanager
def quick_turns() -> Iterator[None]:
    """Give the interpreter away after half a millisecond, where the default is five.

    A thread that reads from the database asks for it back after every packet; beside one that
    counts without a pause it got a packet every five milliseconds, and the whole waited for it.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(QUICK)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
