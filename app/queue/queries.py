"""The statements on chores. Every change of state is one guarded UPDATE, and the attempt's number
is the worker's token: who has lost his lease can no longer change the row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.states import CHORE, ChoreState, sources
from app.models.chore import Chore
from app.queue.bell import CHANNEL
from app.queue.rules import LEASE

WAITING = sources(CHORE, ChoreState.RUNNING)


def add(s: Session, values: dict[str, Any]) -> tuple[int, bool]:
    """The id of a new row, and whether it is new: a key that is known already answers its row."""
    made = s.execute(
        insert(Chore)
        .values(values)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(Chore.id)
    ).scalar_one_or_none()
    if made is not None:
        return made, True
    return s.execute(select(Chore.id).where(Chore.key == values["key"])).scalar_one(), False


def notify(s: Session, chore_id: int) -> None:
    """Tell listening workers, when this transaction commits."""
    s.execute(select(func.pg_notify(CHANNEL, str(chore_id))))


def claim(s: Session, chore_id: int | None = None) -> Chore | None:
    """Lease the chore that has been due longest, or just `chore_id`; None where none is due."""
    due = select(Chore.id).where(Chore.state.in_(WAITING), Chore.run_after <= func.now())
    if chore_id is not None:
        due = due.where(Chore.id == chore_id)
    first = due.order_by(Chore.run_after, Chore.id).limit(1).with_for_update(skip_locked=True)
    return s.execute(
        update(Chore)
        .where(Chore.id == first.scalar_subquery())
        .values(
            state=ChoreState.RUNNING,
            attempts=Chore.attempts + 1,
            leased_until=func.now() + LEASE,
            started_at=func.coalesce(Chore.started_at, func.now()),
            error=None,
        )
        .returning(Chore)
    ).scalar_one_or_none()


def waits(s: Session) -> bool:
    """Whether a chore is due that nobody does."""
    due = select(Chore.id).where(Chore.state.in_(WAITING), Chore.run_after <= func.now())
    return s.execute(select(due.exists())).scalar_one()


def renew(s: Session, chore_id: int, attempt: int, done: int | None, total: int | None) -> bool:
    """Note progress and lengthen the lease; False where the lease is no longer this attempt's."""
    values: dict[str, Any] = {"leased_until": func.now() + LEASE}
    if done is not None:
        values["done"] = done
    if total is not None:
        values["total"] = total
    return _change(s, chore_id, attempt, values)


def finish(s: Session, chore_id: int, attempt: int, result: dict[str, Any] | None) -> bool:
    """Done, with its result; False where the lease was lost."""
    values = {"state": ChoreState.DONE, "result": result, "finished_at": func.now()}
    return _change(s, chore_id, attempt, values)


def fail(
    s: Session, chore_id: int, attempt: int, *, error: str, attempts: int, again: datetime | Any
) -> bool:
    """To be tried again at `again`, or dead where that is None; False where the lease was lost."""
    values: dict[str, Any] = {"error": error, "max_attempts": attempts}
    if again is None:
        values |= {"state": ChoreState.DEAD, "finished_at": func.now()}
    else:
        values |= {"state": ChoreState.FAILED, "run_after": again}
    return _change(s, chore_id, attempt, values)


def give_back(s: Session, chore_id: int, attempt: int) -> bool:
    """Waiting again, as if this attempt had not begun: its worker is told to stop."""
    values = {"state": ChoreState.QUEUED, "attempts": Chore.attempts - 1, "run_after": func.now()}
    return _change(s, chore_id, attempt, values)


def _change(s: Session, chore_id: int, attempt: int, values: dict[str, Any]) -> bool:
    if "state" in values:
        values = {"leased_until": None, **values}
    changed = s.execute(
        update(Chore)
        .where(Chore.id == chore_id, Chore.state == ChoreState.RUNNING, Chore.attempts == attempt)
        .values(values)
        .returning(Chore.id)
    )
    return changed.scalar_one_or_none() is not None


def latest(
    s: Session, *, project_id: int | None, also: Sequence[int], limit: int = 30
) -> list[Chore]:
    """The newest chores of a project (None: of all), and those of `also`, the newest first."""
    wanted = select(Chore).order_by(Chore.id.desc())
    if project_id is not None:
        wanted = wanted.where(Chore.project_id == project_id)
    found = {chore.id: chore for chore in s.scalars(wanted.limit(limit))}
    missing = [chore_id for chore_id in also if chore_id not in found]
    if missing:
        older = select(Chore).where(Chore.id.in_(missing))
        found |= {chore.id: chore for chore in s.scalars(older)}
    return [found[chore_id] for chore_id in sorted(found, reverse=True)]


def end_expired(s: Session, limit: int = 500) -> list[int]:
    """Free the chores whose worker has fallen silent: to wait again, or dead after the last
    attempt. Answers the ids that wait again."""
    expired = (
        select(Chore.id)
        .where(Chore.state == ChoreState.RUNNING, Chore.leased_until < func.now())
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("expired")
    )
    last = Chore.attempts >= Chore.max_attempts
    changed = s.execute(
        update(Chore)
        .where(Chore.id.in_(select(expired.c.id)))
        .values(
            state=case((last, ChoreState.DEAD.value), else_=ChoreState.QUEUED.value),
            leased_until=None,
            error="The worker that did this fell silent.",
        )
        .returning(Chore.id, Chore.state)
    )
    return [chore_id for chore_id, state in changed if state == ChoreState.QUEUED]


def overdue(s: Session, limit: int = 500) -> list[int]:
    """The ids of chores that are due: those whose ring was lost among them."""
    due = (
        select(Chore.id)
        .where(Chore.state.in_(WAITING), Chore.run_after <= func.now())
        .order_by(Chore.run_after, Chore.id)
        .limit(limit)
    )
    return list(s.scalars(due))


def revive(s: Session, chore_id: int) -> bool:
    """A dead chore waits again, with all its attempts; False where it is not dead."""
    ended = sources(CHORE, ChoreState.QUEUED) - {ChoreState.RUNNING}
    changed = s.execute(
        update(Chore)
        .where(Chore.id == chore_id, Chore.state.in_(ended))
        .values(state=ChoreState.QUEUED, attempts=0, run_after=func.now(), finished_at=None)
        .returning(Chore.id)
    )
    return changed.scalar_one_or_none() is not None


def cancel(s: Session, chore_id: int) -> bool:
    """Cancelled; a worker that does it notices at its next progress. False where it has ended."""
    changed = s.execute(
        update(Chore)
        .where(Chore.id == chore_id, Chore.state.in_(sources(CHORE, ChoreState.CANCELLED)))
        .values(state=ChoreState.CANCELLED, leased_until=None, finished_at=func.now())
        .returning(Chore.id)
    )
    return changed.scalar_one_or_none() is not None
