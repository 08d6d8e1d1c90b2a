"""What waits for an administrator, who is to be suspended and why, what people say: in SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session


def _rows(s: Session, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in s.connection().exec_driver_sql(statement, values).mappings()]


_HELD = """
SELECT h.id, h.project_id, p.name AS project, h.stage_id, g.name AS stage,
  h.root_id AS assignment_id,
  i.name AS item, coalesce(m.pseudonym, '') AS pseudonym, h.reason, o.ko AS reason_ko,
  o.en AS reason_en, v.comment, h.rejected, h.decided, h.most, a.price, a.due_at, h.held_at,
  h.outcome, h.answer, h.settled_at,
  h.person_id <> %(me)s AND NOT EXISTS (SELECT FROM assignment x
    WHERE x.project_id = h.project_id AND x.task_id = h.task_id AND x.worker_id = %(me)s)
    AS may_settle
FROM held_rejection h
JOIN project p ON p.id = h.project_id
JOIN stage g ON g.project_id = h.project_id AND g.id = h.stage_id
JOIN assignment a ON a.project_id = h.project_id AND a.id = h.root_id
JOIN task t ON t.project_id = h.project_id AND t.id = h.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
JOIN submission v ON v.project_id = h.project_id AND v.id = h.submission_id
LEFT JOIN reason o ON o.project_id = h.project_id AND o.code = h.reason
LEFT JOIN project_member m ON m.project_id = h.project_id AND m.person_id = h.person_id
WHERE {wanted}
"""
_HELD_FOR = """EXISTS (SELECT FROM organisation_role k WHERE k.person_id = %(me)s
    AND k.organisation_id = p.organisation_id AND k.role = 'administrator')
  AND (h.settled_at IS NULL) = %(open)s
  AND (%(after)s = 0 OR h.id {way} %(after)s)
ORDER BY h.id {order} LIMIT %(limit)s"""


def held_for(
    s: Session, me: int, *, open_only: bool, after: int, limit: int
) -> list[dict[str, Any]]:
    """Which rejections wait for this administrator, the oldest first; or which have been settled,
    the newest first?"""
    way, order = (">", "ASC") if open_only else ("<", "DESC")
    wanted = _HELD_FOR.format(way=way, order=order)
    values = {"me": me, "open": open_only, "after": after, "limit": limit}
    return _rows(s, _HELD.format(wanted=wanted), values)


def held(s: Session, project_id: int, held_id: int, me: int) -> dict[str, Any] | None:
    """One of them."""
    wanted = _HELD.format(wanted="h.project_id = %(project)s AND h.id = %(held)s")
    found = _rows(s, wanted, {"project": project_id, "held": held_id, "me": me})
    return found[0] if found else None


# The last word on each piece of evidence, as its author reads it.
_EVIDENCE = """
SELECT jsonb_agg(jsonb_build_object('assignment_id', a.id, 'item', i.name, 'level', a.level,
    'state', a.state, 'reason', w.reason, 'reason_ko', o.ko, 'reason_en', o.en,
    'comment', w.comment, 'decided_at', a.decided_at) ORDER BY a.id)
FROM suspension_evidence e
JOIN assignment a ON a.project_id = e.project_id AND a.id = e.assignment_id
JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
LEFT JOIN LATERAL (
  SELECT v.reason, v.comment FROM assignment x
  JOIN submission v ON v.project_id = x.project_id AND v.assignment_id = x.id
  WHERE a.level = 0 AND a.state <> 'submitted' AND x.project_id = a.project_id
    AND x.root_id = a.id AND x.level > 0 AND x.gold_id IS NULL AND v.reason IS NOT NULL
  ORDER BY v.id DESC LIMIT 1) w ON true
LEFT JOIN reason o ON o.project_id = a.project_id AND o.code = w.reason
WHERE e.project_id = u.project_id AND e.suspension_id = u.id
"""
_SUSPENSIONS = f"""
SELECT u.id, u.project_id, p.name AS project, u.person_id, coalesce(m.pseudonym, '') AS pseudonym,
  u.state, u.why, u.proposed_at, u.reply_by, u.drop_at, u.reply, u.replied_at, u.answer,
  u.decided_at, u.lifted_at, coalesce(({_EVIDENCE}), '[]') AS evidence,
  u.state = 'proposed' AND (u.reply IS NOT NULL OR u.reply_by <= now()) AS heard,
  %(me)s NOT IN (u.person_id, u.proposed_by) AND EXISTS (SELECT FROM organisation_role k
    WHERE k.person_id = %(me)s AND k.organisation_id = p.organisation_id AND k.role = 'arbiter')
    AND NOT EXISTS (SELECT FROM project_role r
      WHERE r.project_id = u.project_id AND r.person_id = %(me)s) AS may_decide
FROM suspension u
JOIN project p ON p.id = u.project_id
LEFT JOIN project_member m ON m.project_id = u.project_id AND m.person_id = u.person_id
WHERE {{wanted}} AND (%(before)s = 0 OR u.id < %(before)s)
ORDER BY u.id DESC LIMIT %(limit)s
"""
_OF_ME = _SUSPENSIONS.format(wanted="u.person_id = %(me)s")
_OF_PROJECT = _SUSPENSIONS.format(wanted="u.project_id = %(project)s AND u.person_id <> %(me)s")
_FOR_ARBITER = _SUSPENSIONS.format(
    wanted="""(u.state = 'proposed') = %(open)s AND u.person_id <> %(me)s
  AND EXISTS (SELECT FROM organisation_role k WHERE k.person_id = %(me)s
    AND k.organisation_id = p.organisation_id AND k.role = 'arbiter')"""
)
_ONE = _SUSPENSIONS.format(wanted="u.project_id = %(project)s AND u.id = %(one)s")


def suspensions_of(s: Session, me: int, *, before: int, limit: int) -> list[dict[str, Any]]:
    """Which suspensions are, or were, about this person? The newest first."""
    return _rows(s, _OF_ME, {"me": me, "before": before, "limit": limit})


def suspensions_in(
    s: Session, project_id: int, me: int, *, before: int, limit: int
) -> list[dict[str, Any]]:
    """Whose suspension was proposed in this project? The newest first, but for one's own."""
    return _rows(
        s, _OF_PROJECT, {"project": project_id, "me": me, "before": before, "limit": limit}
    )


def suspensions_for_arbiter(
    s: Session, me: int, *, open_only: bool, before: int, limit: int
) -> list[dict[str, Any]]:
    """Which suspensions are to be decided wherever this person is arbiter, or were? The newest
    first."""
    values = {"me": me, "open": open_only, "before": before, "limit": limit}
    return _rows(s, _FOR_ARBITER, values)


def suspension(s: Session, project_id: int, suspension_id: int, me: int) -> dict[str, Any] | None:
    """One of them."""
    values = {"project": project_id, "one": suspension_id, "me": me, "before": 0, "limit": 1}
    found = _rows(s, _ONE, values)
    return found[0] if found else None


_ROOT = """
SELECT a.root_id FROM suspension_evidence e
JOIN assignment a ON a.project_id = e.project_id AND a.id = e.assignment_id
WHERE e.project_id = %(project)s AND e.suspension_id = %(one)s AND e.assignment_id = %(assignment)s
"""


def root_of_evidence(
    s: Session, project_id: int, suspension_id: int, assignment_id: int
) -> int | None:
    """Which answer is this piece of evidence about? None where it is none of this suspension's."""
    values = {"project": project_id, "one": suspension_id, "assignment": assignment_id}
    row = s.connection().exec_driver_sql(_ROOT, values).first()
    return None if row is None else int(row[0])


_PIECES = """
SELECT a.id, a.level, a.state, i.name AS item, g.name AS stage, w.reason, o.ko AS reason_ko,
  o.en AS reason_en, a.decided_at
FROM (SELECT * FROM assignment WHERE worker_id = %(person)s AND project_id = %(project)s
    AND attempt > 0 AND gold_id IS NULL AND (%(before)s = 0 OR id < %(before)s)
  ORDER BY id DESC LIMIT %(limit)s) a
JOIN stage g ON g.project_id = a.project_id AND g.id = a.stage_id
JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
LEFT JOIN LATERAL (
  SELECT v.reason FROM assignment x
  JOIN submission v ON v.project_id = x.project_id AND v.assignment_id = x.id
  WHERE a.level = 0 AND x.project_id = a.project_id AND x.root_id = a.id AND x.level > 0
    AND x.gold_id IS NULL AND v.reason IS NOT NULL
  ORDER BY v.id DESC LIMIT 1) w ON true
LEFT JOIN reason o ON o.project_id = a.project_id AND o.code = w.reason
ORDER BY a.id DESC
"""


def pieces(
    s: Session, project_id: int, person_id: int, *, before: int, limit: int
) -> list[dict[str, Any]]:
    """What has this person handed in here, and what came of it? The newest first."""
    values = {"project": project_id, "person": person_id, "before": before, "limit": limit}
    return _rows(s, _PIECES, values)


_ARBITERS = """
SELECT o.person_id FROM project p
JOIN organisation_role o ON o.organisation_id = p.organisation_id AND o.role = 'arbiter'
WHERE p.id = %(project)s AND o.person_id <> ALL (%(but)s)
  AND NOT EXISTS (SELECT FROM project_role r
    WHERE r.project_id = p.id AND r.person_id = o.person_id)
ORDER BY o.person_id
"""


def arbiters(s: Session, project_id: int, *, but: Sequence[int]) -> Sequence[int]:
    """Who may decide about people of this project, but for these?"""
    values = {"project": project_id, "but": list(but)}
    return s.connection().exec_driver_sql(_ARBITERS, values).scalars().all()
