"""Filters that are kept, and acts as they are told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, delete, func, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.desk.schemas import FilterIn
from app.models.desk import SavedFilter

MOST = 100
"""Filters that one person keeps in a project."""


class FiltersFull(Conflict):
    """No further filter is kept."""

    code, title = "filters_full", "Delete a filter first"


def keep_filter(s: Session, *, me: int, project_id: int, body: FilterIn) -> int:
    """Keep a filter; its id. Raises `FiltersFull`."""
    kept = s.execute(
        select(func.count()).where(SavedFilter.project_id == project_id, SavedFilter.owner_id == me)
    ).scalar_one()
    if kept >= MOST:
        raise FiltersFull(f"You keep {MOST} filters here; delete one that you do not need.")
    made = SavedFilter(project_id=project_id, owner_id=me, **body.model_dump())
    s.add(made)
    s.flush()
    return made.id


def change_filter(s: Session, *, me: int, project_id: int, filter_id: int, body: FilterIn) -> None:
    """Change one's own filter. Raises `NotFound`."""
    found = s.get(SavedFilter, (project_id, filter_id), with_for_update=True)
    if found is None or found.owner_id != me:
        raise NotFound("There is no such filter of yours here.")
    for name, value in body.model_dump().items():
        setattr(found, name, value)
    s.flush()


def drop_filter(s: Session, *, me: int, project_id: int, filter_id: int) -> None:
    """Keep one's own filter no longer. Raises `NotFound`."""
    gone = s.execute(
        delete(SavedFilter)
        .where(
            SavedFilter.project_id == project_id,
            SavedFilter.id == filter_id,
            SavedFilter.owner_id == me,
        )
        .returning(SavedFilter.id)
    ).first()
    if gone is None:
        raise NotFound("There is no such filter of yours here.")


_FILTERS = """
SELECT f.id, f.name, f.kind, f.asked, f.shared, f.owner_id = %(me)s AS mine, m.pseudonym AS by
FROM saved_filter f
LEFT JOIN project_member m ON m.project_id = f.project_id AND m.person_id = f.owner_id
WHERE f.project_id = %(project)s AND (f.owner_id = %(me)s OR f.shared)
  AND (%(one)s::bigint IS NULL OR f.id = %(one)s) AND f.id > %(after)s
ORDER BY f.id LIMIT %(limit)s
"""


def filters(
    s: Session, project_id: int, me: int, *, one: int | None = None, after: int = 0, limit: int = 1
) -> Sequence[RowMapping]:
    """One's own filters and those that others share, or one of them."""
    values = {"project": project_id, "me": me, "one": one, "after": after, "limit": limit}
    return s.connection().exec_driver_sql(_FILTERS, values).mappings().all()


_ACTS = """
SELECT a.*, m.pseudonym AS by,
  CASE WHEN a.state IN ('done', 'stopped') AND a.done > 0 AND a.kind <> 'reset'
    AND a.finished_at > now() - make_interval(days => %(days)s)
    THEN a.finished_at + make_interval(days => %(days)s) END AS undo_until
FROM act a
LEFT JOIN project_member m ON m.project_id = a.project_id AND m.person_id = a.made_by
WHERE a.project_id = %(project)s AND (%(one)s::bigint IS NULL OR a.id = %(one)s)
  AND (%(after)s = 0 OR a.id < %(after)s)
ORDER BY a.id DESC LIMIT %(limit)s
"""


def acts(
    s: Session,
    project_id: int,
    *,
    days: int,
    one: int | None = None,
    after: int = 0,
    limit: int = 1,
) -> list[dict[str, Any]]:
    """The project's acts, the newest first, or one of them; `days` is how long they can be
    undone."""
    values = {"project": project_id, "one": one, "after": after, "limit": limit, "days": days}
    rows = s.connection().exec_driver_sql(_ACTS, values).mappings()
    return [dict(row) for row in rows]


_ROWS = """
SELECT r.target_id, r.outcome, r.code, i.name FROM (
  SELECT * FROM act_row WHERE project_id = %(project)s AND act_id = %(act)s
    AND (%(outcome)s::text IS NULL OR outcome = %(outcome)s) AND target_id > %(after)s
  ORDER BY target_id LIMIT %(limit)s) r
LEFT JOIN assignment a ON %(work)s::boolean AND a.project_id = %(project)s AND a.id = r.target_id
LEFT JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
LEFT JOIN item i ON i.project_id = %(project)s
  AND i.id = CASE WHEN %(work)s::boolean THEN t.item_id ELSE r.target_id END
ORDER BY r.target_id
"""


def rows(
    s: Session,
    project_id: int,
    act_id: int,
    *,
    work: bool,
    outcome: str | None,
    after: int,
    limit: int,
) -> Sequence[RowMapping]:
    """What became of each in an act; `work` is whether it is about pieces of work."""
    values = {
        "project": project_id,
        "act": act_id,
        "work": work,
        "outcome": outcome,
        "after": after,
        "limit": limit,
    }
    return s.connection().exec_driver_sql(_ROWS, values).mappings().all()


_TAKEN_OUT = """
SELECT r.target_id FROM act_row r
JOIN item i ON i.project_id = r.project_id AND i.id = r.target_id AND i.state = 'excluded'
  AND i.tasks_left > 0
WHERE r.project_id = %(project)s AND r.act_id = %(act)s AND r.outcome = 'done'
  AND r.target_id > %(after)s AND r.target_id <= %(last)s
ORDER BY r.target_id LIMIT 100
"""


def taken_out(s: Session, project_id: int, act_id: int, *, after: int, last: int) -> list[int]:
    """Which items that an act took out have open work still? 100 at most, in order."""
    values = {"project": project_id, "act": act_id, "after": after, "last": last}
    return list(s.connection().exec_driver_sql(_TAKEN_OUT, values).scalars())
