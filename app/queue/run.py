"""Doing one chore: claim, call its handler, and write what became of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core import watch, watch_traces
from app.core.database import transaction
from app.core.errors import Problem
from app.core.watch_meters import meters
from app.queue import news, queries
from app.queue.registry import KINDS
from app.queue.rules import LEASE, delay, may_try_again

ERROR_LENGTH = 2000  # characters of an error that are kept
RENEW_EVERY = LEASE.total_seconds() / 4

log = structlog.get_logger(__name__)

stopping = threading.Event()  # set when this process is told to stop


class Stopped(Exception):
    """This process is to stop: the chore goes back, to be done from the start by another."""


class LeaseLost(Exception):
    """The chore was cancelled, or given to another worker: whatever is left undone stays so."""


class Run:
    """One attempt at a chore, as its handler sees it."""

    def __init__(
        self,
        chore_id: int,
        kind: str,
        args: dict[str, Any],
        attempt: int,
        project_id: int | None = None,
    ) -> None:
        self.id = chore_id
        self.project_id = project_id
        self.kind = kind
        self.args = args
        self.attempt = attempt  # 1 at the first attempt
        self._renewed = time.monotonic()
        self._shown: tuple[int | None, int | None] = (None, None)

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is, which also keeps the lease: call it at least once a minute, as often
        as you like. Raises Stopped and LeaseLost, which a handler lets pass."""
        if stopping.is_set():
            raise Stopped
        now = time.monotonic()
        new_total = total is not None and total != self._shown[1]
        if not new_total and now - self._renewed < 0.5 and done != total:
            return
        if (done, total) == self._shown and now - self._renewed < RENEW_EVERY:
            return
        with transaction() as s:
            if not queries.renew(s, self.id, self.attempt, done, total):
                raise LeaseLost
        self._renewed, self._shown = now, (done, total)
        self.tell()

    def tell(self) -> None:
        """Have those who watch look how it stands."""
        news.cry((news.project(self.project_id), news.project(None)))

    def others_wait(self, s: Session) -> bool:
        """Whether another chore is due, which could have its turn now."""
        return queries.waits(s)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A short transaction of the chore's; never one for the whole of it."""
        with transaction() as s:
            yield s


def do(chore_id: int | None = None) -> bool:
    """Do the chore that has been due longest, or just `chore_id`; False where none is due.

    Raises only what is not the chore's own fault: that the database cannot be reached, or that
    the process is made to exit.
    """
    with transaction() as s:
        row = queries.claim(s, chore_id)
        if row is None:
            return False
        run = Run(row.id, row.kind, row.args, row.attempts, row.project_id)
        request_id = row.request_id
    started = time.monotonic()
    run.tell()
    with watch.working(request_id):
        outcome = _attempt(run)
    run.tell()
    m = meters()
    m.chores.labels(run.kind, outcome).inc()
    m.chore_seconds.labels(run.kind).observe(time.monotonic() - started)
    return True


def _attempt(run: Run) -> str:
    """Do it, and write what became of it; answers that in a word."""
    said = log.bind(chore=run.id, kind=run.kind, attempt=run.attempt)
    started = time.monotonic()
    try:
        with watch_traces.span(f"chore {run.kind}", "CONSUMER", {"dure.chore": run.id}):
            result = _call(run)
    except LeaseLost:
        said.warning("chore.lost")
        return "lost"
    except Problem as problem:
        _failed(run, problem.detail, permanent=True)
        said.warning("chore.refused", error=problem.detail)
        return "refused"
    except Exception as error:
        _failed(run, f"{type(error).__name__}: {error}", permanent=False)
        said.exception("chore.failed")
        return "failed"
    except BaseException:
        _give_back(run)
        raise
    with transaction() as s:
        kept = queries.finish(s, run.id, run.attempt, result)
    outcome = "done" if kept else "lost"
    said.info(f"chore.{outcome}", seconds=round(time.monotonic() - started, 3))
    return outcome


def _call(run: Run) -> dict[str, Any] | None:
    kind = KINDS.get(run.kind)
    if kind is None:
        raise LookupError(f"This worker knows no chore {run.kind!r}.")
    try:
        return kind.handler(run)
    except Stopped:
        _give_back(run)
        raise LeaseLost from None


def _give_back(run: Run) -> None:
    with transaction() as s:
        queries.give_back(s, run.id, run.attempt)


def _failed(run: Run, error: str, *, permanent: bool) -> None:
    kind = KINDS.get(run.kind)
    attempts = kind.attempts if kind is not None else 5
    again = None
    if may_try_again(run.attempt, attempts, permanent=permanent):
        again = func.now() + delay(run.attempt)
    with transaction() as s:
        queries.fail(
            s, run.id, run.attempt, error=error[:ERROR_LENGTH], attempts=attempts, again=again
        )
