"""Copies of what is kept of somebody: asked for by himself, kept a week."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import ChoreState
from app.models.chore import Chore
from app.models.privacy import DataCopy
from app.privacy.register import Part
from app.privacy.schemas import CopyLink, CopyOut
from app.queue.service import enqueue
from app.storage import LINK_TTL, storage

KIND = "data_copy"
KEPT = timedelta(days=7)
AGAIN = timedelta(days=1)
"""How long after the last copy another one can be asked for."""

MEDIA_TYPE = "application/zip"
CHUNK = 500


class CopyAsked(Conflict):
    """Another copy was asked for within the day."""

    code, title = "copy_asked", "A copy was asked for"


def ask(s: Session, person_id: int) -> CopyOut:
    """Have a copy made of all that is kept of somebody. Raises `CopyAsked`. The caller has locked
    out his other requests."""
    young = select(DataCopy.id).where(
        DataCopy.person_id == person_id, DataCopy.asked_at > func.now() - AGAIN
    )
    if s.scalar(young.limit(1)) is not None:
        raise CopyAsked("You asked for a copy within the last day; fetch that one, or wait.")
    made = DataCopy(person_id=person_id)
    s.add(made)
    s.flush()
    made.chore_id = enqueue(s, KIND, {"copy_id": made.id}, created_by=person_id)
    s.flush()
    return of_person(s, person_id, before=0, limit=1)[0]


def of_person(s: Session, person_id: int, *, before: int, limit: int) -> list[CopyOut]:
    """His copies, the last first."""
    asked = (
        select(DataCopy, Chore.state, Chore.done, Chore.total)
        .outerjoin(Chore, Chore.id == DataCopy.chore_id)
        .where(DataCopy.person_id == person_id)
        .order_by(DataCopy.id.desc())
        .limit(limit)
    )
    if before:
        asked = asked.where(DataCopy.id < before)
    found = s.execute(asked.execution_options(populate_existing=True)).all()
    return [
        CopyOut(
            id=row.DataCopy.id,
            state=_state(row.DataCopy, row.state),
            done=row.done or 0,
            total=row.total,
            bytes=row.DataCopy.bytes,
            asked_at=row.DataCopy.asked_at,
            ready_at=row.DataCopy.ready_at,
            ends_at=row.DataCopy.ends_at,
        )
        for row in found
    ]


def _state(kept: DataCopy, chore: ChoreState | None) -> Any:
    if kept.storage_key is not None:
        return "ready"
    if kept.ready_at is not None:
        return "ended"
    return "failed" if chore in (None, ChoreState.DEAD, ChoreState.CANCELLED) else "asked"


def link(s: Session, person_id: int, copy_id: int) -> CopyLink:
    """A short-lived address of a copy. Raises `NotFound`."""
    kept = s.get(DataCopy, copy_id)
    if kept is None or kept.person_id != person_id or kept.storage_key is None:
        raise NotFound("This copy is not kept any more; ask for another one.")
    name = f"dure-{kept.asked_at:%Y-%m-%d}.zip"
    url = storage().link(kept.storage_key, LINK_TTL, media_type=MEDIA_TYPE, filename=name)
    return CopyLink(url=url, filename=name, expires_in=int(LINK_TTL.total_seconds()))


def finish(s: Session, copy_id: int, *, key: str, size: int) -> bool:
    """A copy is made; whether anybody still waits for it."""
    done = update(DataCopy).where(DataCopy.id == copy_id, DataCopy.ready_at.is_(None))
    values = {
        "storage_key": key,
        "bytes": size,
        "ready_at": func.now(),
        "ends_at": func.now() + KEPT,
    }
    return s.execute(done.values(values).returning(DataCopy.id)).first() is not None


def end(s: Session, *, person_id: int | None = None, most: int = 100) -> list[str]:
    """Let go of copies whose time is over, or of all of a person who leaves; their keys, whose
    content the caller deletes once this is committed."""
    which = DataCopy.ends_at < func.now() if person_id is None else DataCopy.person_id == person_id
    rows = (
        select(DataCopy.id, DataCopy.storage_key)
        .where(which, DataCopy.storage_key.is_not(None))
        .order_by(DataCopy.id)
        .limit(most)
        .with_for_update(skip_locked=person_id is None)
    )
    found = s.execute(rows).all()
    ids = [row.id for row in found]
    s.execute(update(DataCopy).where(DataCopy.id.in_(ids)).values(storage_key=None))
    return [row.storage_key for row in found]


def projects_of(s: Session, person_id: int) -> list[int]:
    """In which projects was he ever?"""
    asked = text("SELECT project_id FROM project_member WHERE person_id = :me ORDER BY 1")
    return list(s.scalars(asked, {"me": person_id}))


def rows(s: Session, part: Part, person_id: int, projects: list[int]) -> Iterator[str]:
    """A table's rows of a person, each as JSON, some hundred in memory at a time."""
    shown = ", ".join(f't."{name}"' for name in part.columns)
    found = f"SELECT {shown} FROM {part.table} t WHERE {part.where}"
    asked = text(f"SELECT row_to_json(r)::text FROM ({found}) r")
    values = {"me": person_id, "projects": projects}
    yield from s.execute(asked, values, execution_options={"yield_per": CHUNK}).scalars()


def takes(s: Session, person_id: int, projects: list[int]) -> list[dict[str, Any]]:
    """The files that he recorded or photographed and that are still there."""
    found = s.execute(text(_TAKES), {"me": person_id, "projects": projects})
    return [dict(row) for row in found.mappings()]


_TAKES = """
SELECT c.project_id, c.id, c.name, a.storage_key
FROM capture c JOIN asset a ON a.project_id = c.project_id AND a.id = c.asset_id
WHERE c.project_id = ANY(:projects) AND c.person_id = :me AND a.storage_key IS NOT NULL
ORDER BY 1, 2
"""
