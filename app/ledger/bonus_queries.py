"""What bonuses are asked: which stand, who has reached what, what they have left."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models.bonus import Bonus

# The decided work of people that counts for a bonus: first handed in while it stood. What was
# corrected by an inspector is accepted, and not as it was handed in.
_WORK = """
SELECT b.kind, b.pieces, b.share, b.created_at AS since, a.worker_id AS person_id, a.id,
  coalesce(a.decided_at, v.at) AS at, a.state = 'accepted' AS accepted,
  a.state = 'accepted' AND a.returns = 0 AND coalesce(w.level, 0) = 0 AS clean
FROM bonus b
JOIN assignment a ON a.worker_id = ANY (%(people)s) AND a.project_id = b.project_id
  AND a.stage_id = b.stage_id AND a.level = 0
  AND a.state IN ('accepted', 'rejected', 'appealed', 'rejected_final')
JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id AND v.attempt = 1
  AND v.at >= b.created_at AND (b.until IS NULL OR v.at <= b.until)
LEFT JOIN submission w ON w.project_id = a.project_id AND w.id = a.answer_id
WHERE b.project_id = %(project)s AND b.id = %(bonus)s
"""

# Whose work of the stage was paid since it was last looked at.
_LATELY = """
SELECT array_agg(DISTINCT c.person_id),
  max(e.id) FILTER (WHERE e.at < now() - interval '10 minutes')
FROM ledger_entry e
JOIN account d ON d.id = e.debit AND d.stage_id = %(stage)s
JOIN account c ON c.id = e.credit AND c.kind = 'person'
WHERE e.project_id = %(project)s AND e.id > %(after)s AND e.kind = 'earn'
"""

# An award of a bonus for volume is numbered; any other is given once to a person. Where the pot is
# too small for all, who reached it first is paid.
_GRANT = f"""
WITH work AS ({_WORK}),
ranked AS (
  SELECT w.*, count(*) FILTER (WHERE accepted) OVER so_far AS nth, count(*) OVER so_far AS looked,
    count(*) OVER his AS decided, count(*) FILTER (WHERE clean) OVER his AS good
  FROM work w
  WINDOW so_far AS (PARTITION BY person_id ORDER BY at, id), his AS (PARTITION BY person_id)),
reached AS (
  SELECT r.person_id, r.at, 'bonus:' || %(bonus)s || ':' || r.person_id
    || CASE r.kind WHEN 'volume' THEN ':' || r.nth / r.pieces ELSE '' END AS cause
  FROM ranked r
  WHERE CASE r.kind
    WHEN 'quality' THEN r.looked = r.pieces AND r.good >= r.share * r.decided
    WHEN 'volume' THEN r.accepted AND r.nth %% r.pieces = 0
    WHEN 'first' THEN r.accepted AND r.nth = r.pieces AND NOT EXISTS (
      SELECT FROM assignment o WHERE o.worker_id = r.person_id AND o.level = 0
        AND o.state = 'accepted' AND o.decided_at < r.since)
    ELSE r.accepted AND r.nth = r.pieces END),
due AS (
  SELECT x.person_id, x.cause, m.account_id FROM reached x
  JOIN project_member m ON m.project_id = %(project)s AND m.person_id = x.person_id
  WHERE NOT EXISTS (SELECT FROM ledger_entry e WHERE e.project_id = %(project)s
    AND e.cause = x.cause AND e.kind = 'bonus')
  ORDER BY x.at, x.person_id LIMIT %(left)s),
paid AS (
  INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause)
  SELECT %(project)s, %(pot)s, account_id, %(currency)s, %(amount)s, 'bonus', cause FROM due)
SELECT person_id, count(*)::int FROM due GROUP BY person_id ORDER BY person_id
"""

# Undecided work that was handed in while the bonus stood may still count.
_OVER = """
SELECT b.project_id, b.id FROM bonus b
JOIN stage s ON s.project_id = b.project_id AND s.id = b.stage_id
JOIN project p ON p.id = b.project_id
WHERE b.closed_at IS NULL AND (b.until < now() OR s.state = 'cancelled' OR p.state = 'closed')
  AND NOT EXISTS (
    SELECT FROM assignment a
    JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id AND v.attempt = 1
      AND v.at >= b.created_at AND (b.until IS NULL OR v.at <= b.until)
    WHERE a.project_id = b.project_id AND a.stage_id = b.stage_id AND a.level = 0
      AND a.due_at IS NOT NULL AND a.state IN ('submitted', 'rework', 'rejected', 'appealed'))
ORDER BY b.project_id, b.id LIMIT 100
"""


def of_stage(
    s: Session, project_id: int, stage_id: int, *, after: int = 0, limit: int
) -> list[Bonus]:
    """The stage's bonuses, those that are closed too, the oldest first."""
    statement = (
        select(Bonus)
        .where(Bonus.project_id == project_id, Bonus.stage_id == stage_id, Bonus.id > after)
        .order_by(Bonus.id)
        .limit(limit)
    )
    return list(s.execute(statement).scalars())


def standing(s: Session, stages: Sequence[int]) -> Mapping[int, list[Bonus]]:
    """Which bonuses does each of these stages promise for what is handed in now?"""
    found: dict[int, list[Bonus]] = {}
    statement = (
        select(Bonus)
        .where(
            Bonus.stage_id.in_(stages),
            Bonus.closed_at.is_(None),
            or_(Bonus.until.is_(None), Bonus.until > func.now()),
        )
        .order_by(Bonus.id)
        .limit(1000)
    )
    for one in s.execute(statement).scalars():
        found.setdefault(one.stage_id, []).append(one)
    return found


def open_ones(s: Session) -> list[tuple[int, int]]:
    """The keys of all bonuses that stand."""
    statement = (
        select(Bonus.project_id, Bonus.id)
        .where(Bonus.closed_at.is_(None))
        .order_by(Bonus.project_id, Bonus.id)
        .limit(10_000)
    )
    return [(row.project_id, row.id) for row in s.execute(statement)]


def over(s: Session) -> list[tuple[int, int]]:
    """The keys of bonuses that can be awarded to nobody any more."""
    return [(row[0], row[1]) for row in s.connection().exec_driver_sql(_OVER)]


_SETTLED = """
SELECT id FROM ledger_entry
WHERE project_id = %(project)s AND at < now() - interval '10 minutes' ORDER BY id DESC LIMIT 1
"""


def settled(s: Session, project_id: int) -> int:
    """The newest entry of the project before which all are committed."""
    found = s.connection().exec_driver_sql(_SETTLED, {"project": project_id}).scalar()
    return found or 0


def lately(s: Session, bonus: Bonus) -> tuple[list[int], int]:
    """Whose work in the bonus's stage was paid since it was last looked at, and up to which entry
    that is settled: the newest may still have some before them that are not committed."""
    values = {"project": bonus.project_id, "stage": bonus.stage_id, "after": bonus.entry_id}
    people, upto = s.connection().exec_driver_sql(_LATELY, values).one()
    return people or [], upto or bonus.entry_id


def grant(s: Session, bonus: Bonus, currency: str, people: list[int]) -> dict[int, int]:
    """Pay what of these people have reached, in one statement, as far as the pot goes. The row is
    locked by the caller. How many awards each one was given."""
    values = {
        "project": bonus.project_id,
        "bonus": bonus.id,
        "people": people,
        "left": bonus.left,
        "pot": bonus.pot_account_id,
        "amount": bonus.amount,
        "currency": currency,
    }
    return {row[0]: row[1] for row in s.connection().exec_driver_sql(_GRANT, values)}


_MINE = f"""
WITH work AS ({_WORK})
SELECT coalesce(sum(CASE WHEN kind = 'quality' OR accepted THEN 1 ELSE 0 END), 0)::int,
  round(count(*) FILTER (WHERE clean)::numeric / nullif(count(*), 0), 3)::float8,
  (SELECT coalesce(sum(e.amount), 0)::bigint FROM ledger_entry e
   JOIN project_member m ON m.project_id = e.project_id AND m.account_id = e.credit
     AND m.person_id = %(me)s
   WHERE e.project_id = %(project)s AND e.debit = %(pot)s AND e.kind = 'bonus'
     AND split_part(e.cause, ':', 2) = %(bonus)s::text)
FROM work
"""


def mine(s: Session, bonus: Bonus, person_id: int) -> dict[str, Any]:
    """How far has this person come: pieces, the clean share of them, and what was paid?"""
    values = {
        "project": bonus.project_id,
        "bonus": bonus.id,
        "people": [person_id],
        "me": person_id,
        "pot": bonus.pot_account_id,
    }
    reached, clean, paid = s.connection().exec_driver_sql(_MINE, values).one()
    return {"reached": reached, "clean": clean, "paid": paid}
