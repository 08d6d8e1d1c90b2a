"""Moving a project's mark: what lies behind it is added to the figures that are kept, once.

A mark is first only noted, and moved there when every transaction that was open at that moment has
ended: what they wrote behind it can be seen by then (`app/core/settled.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.settled import SETTLED
from app.figures.fresh import BY_DAY, FRESH, HANDED, Mark, between

CHUNK = 20_000
"""Events, hand-ins and entries each that are added up in one transaction."""

_LOCK = f"""
SELECT m.submission_id, m.event_id, m.entry_id, m.next_submission_id, m.next_event_id,
  m.next_entry_id, m.noted_at,
  {SETTLED} AS settled
FROM figure_mark m WHERE m.project_id = %(project)s FOR UPDATE SKIP LOCKED
"""
_BEGIN = """
INSERT INTO figure_mark (project_id, submission_id, event_id, entry_id, next_submission_id,
  next_event_id, next_entry_id, noted_at)
SELECT id, 0, 0, 0, 0, 0, 0, clock_timestamp() FROM project p
WHERE NOT EXISTS (SELECT FROM figure_mark m WHERE m.project_id = p.id) ORDER BY id
ON CONFLICT DO NOTHING
"""
_ADD = f"""
WITH fresh AS MATERIALIZED ({FRESH}),
days AS (
  INSERT INTO figure (project_id, stage_id, what, day, n)
  SELECT %(project)s, stage_id, what, day, sum(n) FROM fresh GROUP BY stage_id, what, day
  ON CONFLICT (project_id, stage_id, what, day) DO UPDATE SET n = figure.n + excluded.n),
people AS (
  INSERT INTO member_figure (project_id, person_id, stage_id, what, n)
  SELECT %(project)s, person_id, stage_id, what, sum(n) FROM fresh WHERE person_id IS NOT NULL
  GROUP BY person_id, stage_id, what
  ON CONFLICT (project_id, person_id, stage_id, what)
    DO UPDATE SET n = member_figure.n + excluded.n),
hours AS (
  INSERT INTO hour_figure (project_id, day, hour, stage_id, what, n)
  SELECT %(project)s, day, hour, stage_id, what, sum(n) FROM fresh
  WHERE hour IS NOT NULL AND what = ANY (%(handed)s) GROUP BY day, hour, stage_id, what
  ON CONFLICT (project_id, day, hour, stage_id, what)
    DO UPDATE SET n = hour_figure.n + excluded.n),
member_days AS (
  INSERT INTO member_day (project_id, day, person_id, stage_id, what, n)
  SELECT %(project)s, day, person_id, stage_id, what, sum(n) FROM fresh
  WHERE hour IS NOT NULL AND what = ANY (%(by_day)s) GROUP BY day, person_id, stage_id, what
  ON CONFLICT (project_id, day, person_id, stage_id, what)
    DO UPDATE SET n = member_day.n + excluded.n)
UPDATE figure_mark SET submission_id = %(last_submission)s, event_id = %(last_event)s,
  entry_id = %(last_entry)s WHERE project_id = %(project)s
"""
_NOTE = """
UPDATE figure_mark SET noted_at = clock_timestamp(),
  next_submission_id = greatest(next_submission_id, (SELECT coalesce(max(id), 0) FROM submission
    WHERE project_id = %(project)s)),
  next_event_id = greatest(next_event_id, (SELECT coalesce(max(id), 0) FROM event
    WHERE project_id = %(project)s)),
  next_entry_id = greatest(next_entry_id, (SELECT coalesce(max(id), 0) FROM ledger_entry
    WHERE project_id = %(project)s))
WHERE project_id = %(project)s
"""
_STRETCH = """
SELECT coalesce(max(id), %(upto)s) FROM (
  SELECT id FROM {table} WHERE project_id = %(project)s AND id > %(after)s AND id <= %(upto)s
  ORDER BY id LIMIT {chunk}) x
"""
# A mark that lags behind is a project in which something has happened.
_LAGGING = """
SELECT p.id FROM project p
LEFT JOIN figure_mark m ON m.project_id = p.id
WHERE p.id > %(after)s AND (m.project_id IS NULL
  OR m.event_id < coalesce((SELECT max(e.id) FROM event e WHERE e.project_id = p.id), 0)
  OR m.entry_id < coalesce((SELECT max(l.id) FROM ledger_entry l WHERE l.project_id = p.id), 0)
  OR m.submission_id
    < coalesce((SELECT max(v.id) FROM submission v WHERE v.project_id = p.id), 0)
  OR m.label_id < m.event_id
  OR EXISTS (SELECT FROM target t WHERE t.project_id = p.id AND t.what LIKE 'meta:%%'
    AND t.what <> ALL (m.metas)))
ORDER BY p.id LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class _Noted:
    now: Mark
    then: Mark
    at: datetime
    settled: bool


def lagging(s: Session, after: int = 0) -> list[int]:
    """In which projects has something happened that is in no figure yet? 500 at most."""
    return list(s.connection().exec_driver_sql(_LAGGING, {"after": after}).scalars())


def advance(project_id: int) -> bool:
    """Add up to `CHUNK` rows of each kind to the project's figures, and note a new mark once there
    is nothing left to add. Answers whether there is more that may be added at once."""
    with transaction() as s:
        run = s.connection().exec_driver_sql
        noted = _locked(s, project_id)
        if noted is None or not noted.settled:
            return False
        if noted.now == noted.then:
            run(_NOTE, {"project": project_id})
            return False
        upto = Mark(
            _stretch(s, project_id, "submission", noted.now.submission, noted.then.submission),
            _stretch(s, project_id, "event", noted.now.event, noted.then.event),
            _stretch(s, project_id, "ledger_entry", noted.now.entry, noted.then.entry),
        )
        more = {"handed": list(HANDED), "by_day": list(BY_DAY)}
        run(_ADD, between(project_id, noted.now, upto) | more)
        if upto == noted.then:
            run(_NOTE, {"project": project_id})
        return upto != noted.then


def _locked(s: Session, project_id: int) -> _Noted | None:
    """The project's mark, locked; None where somebody else moves it at this moment."""
    values: dict[str, Any] = {"project": project_id}
    row = s.connection().exec_driver_sql(_LOCK, values).first()
    if row is None:
        s.connection().exec_driver_sql(_BEGIN)
        row = s.connection().exec_driver_sql(_LOCK, values).first()
    if row is None:
        return None
    return _Noted(Mark(*row[0:3]), Mark(*row[3:6]), row[6], row[7])


def _stretch(s: Session, project_id: int, table: str, after: int, upto: int) -> int:
    """The last id of at most `CHUNK` rows after `after`, `upto` where fewer are left."""
    found = s.connection().exec_driver_sql(
        _STRETCH.format(table=table, chunk=CHUNK),
        {"project": project_id, "after": after, "upto": upto},
    )
    return int(found.scalar_one())
