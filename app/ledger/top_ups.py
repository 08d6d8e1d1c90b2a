"""What accepted work of a day pays less than the floor wage, by the median time of its like.

A person's own time decides nothing: the floor of a piece is the wage for the median time that such
a unit has taken people in this stage, at this level. Where fewer than `MEASURED` accepted pieces
were measured, there is no floor yet.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

MEASURED = 10
"""Accepted pieces whose time is known, below which nothing is said."""
NEWEST = 300
"""Pieces that a median is of."""

_UNIT = """LEFT JOIN price_card k ON k.project_id = a.project_id AND k.stage_id = a.stage_id
    AND k.version = a.price_version"""
_KIND = "coalesce(k.unit, 'task')"

# What was accepted on the day: authors' work as it was paid, an inspection as it was handed in. An
# assignment's id is read from a cause only where there is one.
_SHORT = f"""
WITH paid AS MATERIALIZED (
  SELECT e.amount, CASE WHEN e.cause LIKE 'assignment:%%'
    THEN split_part(e.cause, ':', 2)::bigint END AS assignment_id
  FROM ledger_entry e
  WHERE e.project_id = %(project)s AND e.id > %(entry)s AND e.kind = 'earn'
    AND e.at >= %(since)s AND e.at < %(until)s),
work AS (
  SELECT a.stage_id, a.level, a.worker_id AS person_id, p.amount AS pay, a.units, {_KIND} AS unit
  FROM paid p
  JOIN assignment a ON a.project_id = %(project)s AND a.id = p.assignment_id AND a.attempt > 0
  {_UNIT}
  UNION ALL
  SELECT a.stage_id, a.level, a.worker_id, a.price, a.units, {_KIND}
  FROM submission v
  JOIN assignment a ON a.project_id = v.project_id AND a.id = v.assignment_id
  {_UNIT}
  WHERE v.project_id = %(project)s AND v.id > %(submission)s AND v.level > 0
    AND v.at >= %(since)s AND v.at < %(until)s),
known AS (
  SELECT w.stage_id, w.level, w.unit, n.median
  FROM (SELECT DISTINCT stage_id, level, unit FROM work) w
  CROSS JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY x.seconds) AS median, count(*) AS measured
    FROM (
      SELECT v.active_seconds::numeric / greatest(a.units, 1) AS seconds
      FROM submission v
      JOIN assignment a ON a.project_id = v.project_id AND a.id = v.assignment_id
        AND a.state = 'accepted' AND a.gold_id IS NULL
      {_UNIT}
      WHERE v.project_id = %(project)s AND v.stage_id = w.stage_id AND v.level = w.level
        AND v.active_seconds IS NOT NULL AND (v.level > 0 OR v.attempt = 1) AND {_KIND} = w.unit
      ORDER BY v.id DESC LIMIT %(newest)s) x) n
  WHERE n.measured >= %(measured)s),
held AS (
  SELECT w.stage_id, w.person_id, w.level, w.unit, count(*) AS pieces, sum(w.units) AS units,
    sum(w.pay)::bigint AS pay, n.median,
    sum(ceil(%(wage)s * n.median * w.units / 3600))::bigint AS floor
  FROM work w JOIN known n USING (stage_id, level, unit)
  GROUP BY w.stage_id, w.person_id, w.level, w.unit, n.median)
INSERT INTO top_up (project_id, stage_id, day, person_id, amount, wage, levels)
SELECT %(project)s, stage_id, %(day)s, person_id, sum(floor - pay), %(wage)s,
  jsonb_agg(jsonb_build_object('level', level, 'unit', unit, 'pieces', pieces, 'units', units,
    'median', round(median, 2), 'pay', pay, 'floor', floor) ORDER BY level, unit)
FROM held WHERE floor > pay
GROUP BY stage_id, person_id
ON CONFLICT DO NOTHING
"""

# Rows get their numbers before they are committed: a mark stays ten minutes behind.
_MARK = """
INSERT INTO top_up_mark AS m (project_id, day, entry_id, submission_id)
SELECT %(project)s, %(day)s,
  (SELECT coalesce(max(id), %(entry)s) FROM ledger_entry WHERE project_id = %(project)s
    AND id > %(entry)s AND at < %(until)s::timestamptz - interval '10 minutes'),
  (SELECT coalesce(max(id), %(submission)s) FROM submission WHERE project_id = %(project)s
    AND id > %(submission)s AND at < %(until)s::timestamptz - interval '10 minutes')
ON CONFLICT (project_id) DO UPDATE SET day = excluded.day, entry_id = excluded.entry_id,
  submission_id = excluded.submission_id
"""

_BEHIND = """
SELECT p.id FROM project p LEFT JOIN top_up_mark m ON m.project_id = p.id
WHERE p.id > %(after)s AND p.currency = 'KRW'
  AND coalesce(m.day, (p.created_at AT TIME ZONE 'Asia/Seoul')::date - 1) < %(day)s
ORDER BY p.id LIMIT 500
"""
_FROM = """
SELECT coalesce(m.day, (p.created_at AT TIME ZONE 'Asia/Seoul')::date - 1),
  coalesce(m.entry_id, 0), coalesce(m.submission_id, 0)
FROM project p LEFT JOIN top_up_mark m ON m.project_id = p.id
WHERE p.id = %(project)s FOR UPDATE OF p
"""

# In the order of days, as far as the budget has it. The cause makes a second one impossible.
_PAY = """
WITH waits AS (
  SELECT t.*, m.account_id, sum(t.amount) OVER (ORDER BY t.day, t.stage_id, t.person_id) AS upto
  FROM top_up t
  JOIN project_member m ON m.project_id = t.project_id AND m.person_id = t.person_id
  WHERE t.project_id = %(project)s AND t.paid_at IS NULL),
paid AS (
  INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause)
  SELECT project_id, %(budget)s, account_id, %(currency)s, amount, 'top_up',
    'topup:' || person_id || ':' || stage_id || ':' || day
  FROM waits WHERE upto <= %(left)s
  RETURNING cause)
UPDATE top_up t SET paid_at = now() FROM waits w, stage s
WHERE w.upto <= %(left)s AND t.project_id = w.project_id AND t.stage_id = w.stage_id
  AND t.day = w.day AND t.person_id = w.person_id
  AND s.project_id = t.project_id AND s.id = t.stage_id
RETURNING t.person_id, s.name, t.day, t.amount
"""


def behind(s: Session, day: date, after: int = 0) -> list[int]:
    """Which projects, 500 after a key, have not been looked at up to `day`?"""
    values = {"day": day, "after": after}
    return list(s.connection().exec_driver_sql(_BEHIND, values).scalars())


def looked_at(s: Session, project_id: int) -> tuple[date, int, int]:
    """The last day that was looked at, and the last entry and hand-in before its end. Whoever asks
    waits for whoever asked before."""
    row = s.connection().exec_driver_sql(_FROM, {"project": project_id}).one()
    return row[0], row[1], row[2]


def find(
    s: Session, project_id: int, *, day: date, wage: int, between: tuple[datetime, datetime]
) -> int:
    """Note what each person's accepted work of `day` pays less than the floor, and that the day was
    looked at. Days are looked at in their order. How many people it concerns."""
    _, entry, submission = looked_at(s, project_id)
    values: dict[str, Any] = {
        "project": project_id,
        "day": day,
        "wage": wage,
        "since": between[0],
        "until": between[1],
        "entry": entry,
        "submission": submission,
        "measured": MEASURED,
        "newest": NEWEST,
    }
    found = s.connection().exec_driver_sql(_SHORT, values).rowcount
    s.connection().exec_driver_sql(_MARK, values)
    return found


def waiting(s: Session) -> list[int]:
    """In which projects do top-ups wait for money?"""
    statement = "SELECT DISTINCT project_id FROM top_up WHERE paid_at IS NULL LIMIT 500"
    return list(s.connection().exec_driver_sql(statement).scalars())


def waits(s: Session, project_id: int) -> int:
    """How much waits for money in the project, in minor units?"""
    statement = """SELECT coalesce(sum(amount), 0)::bigint FROM top_up
      WHERE project_id = %(project)s AND paid_at IS NULL"""
    return int(s.connection().exec_driver_sql(statement, {"project": project_id}).scalar_one())


def pay(
    s: Session, project_id: int, *, budget_id: int, currency: str, left: int
) -> list[tuple[int, str, date, int]]:
    """Pay what waits, the oldest first, as far as `left` goes; the budget is locked by the caller.
    Answers (person, stage's name, day, amount)."""
    values = {"project": project_id, "budget": budget_id, "currency": currency, "left": left}
    rows = s.connection().exec_driver_sql(_PAY, values)
    return sorted((row[0], row[1], row[2], row[3]) for row in rows)
