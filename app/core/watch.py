"""Whose work this is: the request or the chore that a line of the log, a problem, a statement's
span and a chore that follows from it belong to.

A request's id is the caller's (`X-Request-ID`) where it has a form that is safe to write down, else
made here. It goes with the work wherever that runs, threads and chores included.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from structlog.typing import EventDict, WrappedLogger

_TAKEN_OVER = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(slots=True)
class Work:
    """One request or chore while it runs; what is learnt of it on the way is noted here."""

    request_id: str | None
    person_id: int | None = None  # who asks, once he has come through the door
    trace_id: str | None = None  # where traces are kept


_work: ContextVar[Work | None] = ContextVar("dure_work", default=None)


def id_for(given: str | None) -> str:
    """The id of a request: what the caller calls it, or a new one."""
    if given is not None and _TAKEN_OVER.fullmatch(given):
        return given
    return secrets.token_hex(8)


@contextmanager
def working(request_id: str | None) -> Iterator[Work]:
    """What runs in this block, and in the threads that it starts by anyio, is this work."""
    token = _work.set(work := Work(request_id))
    try:
        yield work
    finally:
        _work.reset(token)


def current() -> Work | None:
    """The work that runs here; None between requests and chores."""
    return _work.get()


def request_id() -> str | None:
    """The id of the request that this follows from; None where the clock alone asked for it."""
    work = _work.get()
    return None if work is None else work.request_id


def note_person(person_id: int) -> None:
    """Note who asks."""
    work = _work.get()
    if work is not None:
        work.person_id = person_id


def in_lines(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """structlog's processor: says in every line whose work it was."""
    work = _work.get()
    if work is not None:
        if work.request_id is not None:
            line.setdefault("request_id", work.request_id)
        if work.trace_id is not None:
            line.setdefault("trace_id", work.trace_id)
    return line
