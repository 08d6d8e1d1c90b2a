"""Ask for background work, ask for it again, call it off."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core.database import after_commit
from app.core.errors import Problem
from app.core.watch import request_id
from app.queue import bell, news, queries


class ChoreNotDead(Problem):
    """Only a dead chore can be started again."""

    status = 409
    code = "chore_not_dead"


class ChoreEnded(Problem):
    """A chore that has ended cannot be called off."""

    status = 409
    code = "chore_ended"


def enqueue(
    s: Session,
    kind: str,
    args: dict[str, Any],
    *,
    project_id: int | None = None,
    created_by: int | None = None,
    key: str | None = None,
    run_after: timedelta | datetime | None = None,
) -> int:
    """Write a chore with the caller's transaction, and ring once that has been committed.

    `key` makes it unique: a second chore with the same key is the first one, whatever became of
    it. `run_after` is a time, or a delay from now by the database's clock. It keeps the id of the
    request that it follows from. Answers the chore's id.
    """
    values: dict[str, Any] = {"kind": kind, "args": args, "project_id": project_id}
    values |= {"created_by": created_by, "key": key, "request_id": request_id()}
    if isinstance(run_after, timedelta):
        values["run_after"] = func.now() + run_after
    elif run_after is not None:
        values["run_after"] = run_after
    chore_id, new = queries.add(s, values)
    if new:
        news.tell(s, news.project(project_id), news.project(None))
        if run_after is None:
            _ring_later(s, chore_id)
    return chore_id


def retry(s: Session, chore_id: int) -> None:
    """Start a dead chore again. Raises ChoreNotDead."""
    if not queries.revive(s, chore_id):
        raise ChoreNotDead("This chore is not dead; only a dead one can be started again.")
    _ring_later(s, chore_id)


def cancel(s: Session, chore_id: int) -> None:
    """Call off a chore that waits or runs. Raises ChoreEnded."""
    if not queries.cancel(s, chore_id):
        raise ChoreEnded("This chore has ended already; there is nothing to call off.")


def _ring_later(s: Session, chore_id: int) -> None:
    queries.notify(s, chore_id)
    after_commit(s, lambda: _ring(chore_id))


def _ring(chore_id: int) -> None:
    bell.ring(chore_id)
