"""What questions are asked, in SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from app.core.states import InquiryState

SHOWN = 200
"""Entries that stand beside a guideline at most, the newest."""


def _rows(s: Session, statement: str, values: dict[str, Any]) -> Sequence[RowMapping]:
    return s.connection().exec_driver_sql(statement, values).mappings().all()


# What one asks the same as is answered for both.
_ANSWER = """coalesce(q.answer, l.answer) AS answer, q.answered_at"""
_LEAD = """LEFT JOIN inquiry l ON l.project_id = q.project_id AND l.id = q.same_as"""

_QUEUE = f"""
SELECT q.id, q.stage_id, q.item_id, q.assignment_id, q.level, q.text, q.state, q.asked_at,
  q.same_as, {_ANSWER}, i.name AS item, m.pseudonym AS by, k.pseudonym AS answered_by,
  (SELECT count(*) FROM inquiry o WHERE o.project_id = q.project_id AND o.same_as = q.id) AS same,
  EXISTS (SELECT FROM inquiry o WHERE o.project_id = q.project_id AND o.holds
    AND (o.id = q.id OR o.same_as = q.id)) AS waiting,
  EXISTS (SELECT FROM guideline_entry e WHERE e.project_id = q.project_id
    AND e.stage_id = q.stage_id AND e.inquiry_id = q.id AND e.removed_at IS NULL) AS for_all
FROM (SELECT * FROM inquiry q WHERE q.project_id = %(project)s
    AND (%(one)s::bigint IS NULL OR q.id = %(one)s) {{chosen}}) q
{_LEAD}
JOIN item i ON i.project_id = q.project_id AND i.id = q.item_id
LEFT JOIN project_member m ON m.project_id = q.project_id AND m.person_id = q.asked_by
LEFT JOIN project_member k ON k.project_id = q.project_id AND k.person_id = q.answered_by
ORDER BY q.id {{order}}
"""
_OF_STAGE = "AND (%(stage)s::bigint IS NULL OR q.stage_id = %(stage)s)"
_OLDEST = _QUEUE.format(
    chosen=f"""AND q.state = %(state)s AND q.id > %(after)s {_OF_STAGE}
    ORDER BY q.id LIMIT %(limit)s""",
    order="",
)
_NEWEST = _QUEUE.format(
    chosen=f"""AND q.state = %(state)s AND (%(after)s = 0 OR q.id < %(after)s) {_OF_STAGE}
    ORDER BY q.id DESC LIMIT %(limit)s""",
    order="DESC",
)
_ONE = _QUEUE.format(chosen="", order="")


def asked(
    s: Session,
    project_id: int,
    state: InquiryState,
    *,
    stage_id: int | None,
    after: int,
    limit: int,
) -> Sequence[RowMapping]:
    """What is asked in the project: what waits, the oldest first; what is answered, the newest."""
    statement = _NEWEST if state is InquiryState.ANSWERED else _OLDEST
    values = {"project": project_id, "one": None, "state": state.value}
    return _rows(s, statement, values | {"stage": stage_id, "after": after, "limit": limit})


def one(s: Session, project_id: int, inquiry_id: int) -> RowMapping | None:
    """One question as managers read it."""
    found = _rows(s, _ONE, {"project": project_id, "one": inquiry_id})
    return found[0] if found else None


_WAITING = """
SELECT (SELECT count(*) FROM (SELECT FROM inquiry WHERE project_id = %(project)s
    AND state = 'open' LIMIT 1000) x) AS open,
  (SELECT count(*) FROM (SELECT FROM inquiry WHERE project_id = %(project)s
    AND state IN ('open', 'joined') AND holds LIMIT 1000) x) AS leases,
  (SELECT asked_at FROM inquiry WHERE project_id = %(project)s AND state = 'open'
    ORDER BY id LIMIT 1) AS oldest
"""


def waiting(s: Session, project_id: int) -> RowMapping:
    """How much waits for an answer, and since when."""
    return _rows(s, _WAITING, {"project": project_id})[0]


_MINE = f"""
SELECT q.id, q.project_id, p.name AS project, q.stage_id, q.item_id, i.name AS item,
  q.assignment_id, q.level, q.text, q.state, q.asked_at, q.holds, {_ANSWER}
FROM (SELECT * FROM inquiry WHERE asked_by = %(me)s AND (%(after)s = 0 OR id < %(after)s)
  ORDER BY id DESC LIMIT %(limit)s) q
{_LEAD}
JOIN project p ON p.id = q.project_id
JOIN item i ON i.project_id = q.project_id AND i.id = q.item_id
ORDER BY q.id DESC
"""


def mine(s: Session, me: int, *, after: int, limit: int) -> Sequence[RowMapping]:
    """What this person has asked, the newest first."""
    return _rows(s, _MINE, {"me": me, "after": after, "limit": limit})


_HERE = f"""
SELECT q.id, q.stage_id, q.item_id, q.assignment_id, q.level, q.text, q.state, q.asked_at, {_ANSWER}
FROM inquiry q {_LEAD}
WHERE q.project_id = %(project)s AND q.assignment_id = %(assignment)s AND q.asked_by = %(me)s
ORDER BY q.id DESC LIMIT 50
"""


def asked_here(s: Session, project_id: int, assignment_id: int, me: int) -> Sequence[RowMapping]:
    """What this person has asked about this piece of work, the newest first."""
    values = {"project": project_id, "assignment": assignment_id, "me": me}
    return _rows(s, _HERE, values)


_ENTRIES = """
SELECT id, stage_id, question, answer, made_at FROM guideline_entry
WHERE project_id = %(project)s AND stage_id = %(stage)s AND removed_at IS NULL
  AND (%(after)s = 0 OR id < %(after)s)
ORDER BY id DESC LIMIT %(limit)s
"""


def entries(
    s: Session, project_id: int, stage_id: int, *, after: int = 0, limit: int = SHOWN
) -> Sequence[RowMapping]:
    """What stands beside the guideline of a stage, the newest first."""
    values = {"project": project_id, "stage": stage_id, "after": after, "limit": limit}
    return _rows(s, _ENTRIES, values)


_LEASE = """
SELECT a.worker_id, a.stage_id, a.level, a.state, t.item_id,
  (SELECT count(*) FROM inquiry q WHERE q.project_id = a.project_id AND q.assignment_id = a.id)
    AS asked
FROM assignment a JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
WHERE a.project_id = %(project)s AND a.id = %(assignment)s FOR NO KEY UPDATE OF a
"""


def piece(s: Session, project_id: int, assignment_id: int) -> RowMapping | None:
    """Whose piece of work is it, about which item, and how often was something asked about it?
    Locked."""
    found = _rows(s, _LEASE, {"project": project_id, "assignment": assignment_id})
    return found[0] if found else None


# The lease waits for the answer, once.
_HOLD = """
UPDATE assignment SET due_at = greatest(due_at, now() + make_interval(hours => %(hours)s))
WHERE project_id = %(project)s AND id = %(assignment)s AND state IN ('reserved', 'rework')
  AND due_at IS NOT NULL AND NOT EXISTS (SELECT FROM inquiry q WHERE q.project_id = %(project)s
    AND q.assignment_id = %(assignment)s)
RETURNING id
"""


def hold(s: Session, project_id: int, assignment_id: int, hours: int) -> bool:
    """Let a lease, or the time for a rework, wait for an answer, unless it has done so before;
    whether it does."""
    values = {"project": project_id, "assignment": assignment_id, "hours": hours}
    return bool(_rows(s, _HOLD, values))


# The full term begins with the answer.
_GO_ON = """
WITH ended AS (
  UPDATE inquiry q SET holds = false WHERE q.project_id = %(project)s AND q.holds
    AND (q.id = %(one)s OR q.same_as = %(one)s) RETURNING q.assignment_id)
UPDATE assignment a SET due_at = now() + make_interval(secs => CASE a.state
    WHEN 'rework' THEN g.rework_seconds ELSE g.lease_seconds END)
FROM ended e, stage g
WHERE a.project_id = %(project)s AND a.id = e.assignment_id AND a.state IN ('reserved', 'rework')
  AND g.project_id = a.project_id AND g.id = a.stage_id
RETURNING a.id
"""


def go_on(s: Session, project_id: int, inquiry_id: int) -> list[int]:
    """Leases that waited for this answer have a full term from now on; which."""
    rows = _rows(s, _GO_ON, {"project": project_id, "one": inquiry_id})
    return [row["id"] for row in rows]
