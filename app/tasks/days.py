"""A person's work by day: what was handed in, and what became of it.

A piece belongs to the day on which it was first handed in, an inspection to the day of its
verdict, a draft that a cancelled stage paid to the day of that, what learning paid to the day on
which it did, a bonus too, and a top-up to the day whose work it tops up; days are Asia/Seoul. All
is read from the person's own work and accounts between two moments, by index; money is what the
ledger says, or the pinned price while nothing is decided.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

# Rework is time, and no other piece; until it is handed in, nothing waits for a verdict. What is
# rejected may still be won back by an appeal; what a cancelled stage paid all the same is earned.
_DONE = """
SELECT v.project_id, (v.at AT TIME ZONE 'Asia/Seoul')::date AS day,
  (v.level > 0 OR v.attempt = 1)::int AS piece, coalesce(v.active_seconds, 0) AS seconds,
  coalesce(e.amount, 0) AS earned,
  CASE WHEN v.level = 0 AND v.attempt = 1 AND a.state IN ('submitted', 'appealed')
    THEN a.price ELSE 0 END AS pending,
  CASE WHEN v.level = 0 AND v.attempt = 1 AND e.id IS NULL
      AND a.state IN ('rejected', 'rejected_final', 'rework_expired')
    THEN a.price ELSE 0 END AS rejected, 0 AS learned, 0 AS added
FROM submission v
JOIN assignment a ON a.project_id = v.project_id AND a.id = v.assignment_id
LEFT JOIN ledger_entry e ON e.project_id = v.project_id AND e.kind = 'earn'
  AND (v.level > 0 OR v.attempt = 1)
  AND e.cause = CASE v.level WHEN 0 THEN 'assignment:' || v.assignment_id
    ELSE 'submission:' || v.id END
WHERE v.worker_id = %(me)s AND v.at >= %(since)s AND v.at < %(until)s
  AND (%(project)s::bigint IS NULL OR v.project_id = %(project)s)
"""

# Work that was never handed in, whose draft a cancelled stage paid.
_DRAFTS = """
FROM assignment a
JOIN ledger_entry e ON e.project_id = a.project_id AND e.kind = 'earn'
  AND e.cause = 'assignment:' || a.id
WHERE a.worker_id = %(me)s AND a.level = 0 AND a.attempt = 0
  AND a.state IN ('returned', 'expired', 'released')
  AND a.decided_at >= %(since)s AND a.decided_at < %(until)s
  AND (%(project)s::bigint IS NULL OR a.project_id = %(project)s)
"""
# What courses paid: few are in a project, and an entry is found by its cause.
_LEARNED = """
FROM project_member m
JOIN course k ON k.project_id = m.project_id
JOIN ledger_entry e ON e.project_id = k.project_id AND e.kind = 'earn'
  AND e.cause IN ('training:' || k.id || ':' || m.person_id, 'exam:' || k.id || ':' || m.person_id)
WHERE m.person_id = %(me)s AND e.at >= %(since)s AND e.at < %(until)s
  AND (%(project)s::bigint IS NULL OR m.project_id = %(project)s)
"""
# What bonuses and top-ups added; the cause of a top-up ends with its day.
_ADDED = """
FROM account c
JOIN ledger_entry e ON e.credit = c.id AND e.kind IN ('bonus', 'top_up')
CROSS JOIN LATERAL (SELECT CASE e.kind
  WHEN 'top_up' THEN split_part(e.cause, ':', 4)::timestamp AT TIME ZONE 'Asia/Seoul'
  ELSE e.at END) x (at)
WHERE c.kind = 'person' AND c.person_id = %(me)s AND x.at >= %(since)s AND x.at < %(until)s
  AND (%(project)s::bigint IS NULL OR c.project_id = %(project)s)
"""
_PAID = f"""
{_DONE}
UNION ALL
SELECT a.project_id, (a.decided_at AT TIME ZONE 'Asia/Seoul')::date, 0, 0, e.amount, 0, 0, 0, 0
{_DRAFTS}
UNION ALL
SELECT e.project_id, (e.at AT TIME ZONE 'Asia/Seoul')::date, 0, 0, e.amount, 0, 0, e.amount, 0
{_LEARNED}
UNION ALL
SELECT e.project_id, (x.at AT TIME ZONE 'Asia/Seoul')::date, 0, 0, e.amount, 0, 0, 0, e.amount
{_ADDED}
"""

_TODAY = f"""
WITH done AS ({_PAID})
SELECT coalesce(sum(earned) FILTER (WHERE day = %(day)s), 0)::bigint AS earned,
  coalesce(sum(pending) FILTER (WHERE day = %(day)s), 0)::bigint AS pending,
  coalesce(sum(piece) FILTER (WHERE day = %(day)s), 0)::bigint AS pieces,
  coalesce(sum(seconds) FILTER (WHERE day = %(day)s), 0)::bigint AS seconds,
  coalesce(sum(learned) FILTER (WHERE day = %(day)s), 0)::bigint AS learned,
  coalesce(sum(earned), 0)::bigint AS month_earned,
  coalesce(sum(pending), 0)::bigint AS month_pending,
  (SELECT count(*) FROM assignment WHERE worker_id = %(me)s AND state IN ('rework', 'appealed')
     AND state = 'rework') AS rework,
  (SELECT count(*) FROM assignment WHERE worker_id = %(me)s AND state IN ('rework', 'appealed')
     AND state = 'appealed') AS appeals_open
FROM done
"""


def _midnight(day: date) -> str:
    """The moment at which `day` begins in Seoul, as PostgreSQL reads it."""
    return f"{day.isoformat()} 00:00:00 Asia/Seoul"


def _between(first: date, last: date) -> dict[str, str]:
    return {"since": _midnight(first), "until": _midnight(last + timedelta(days=1))}


def today(s: Session, me: int, day: date) -> dict[str, Any]:
    """What has this person done on `day` and in its month, and what waits for him? Amounts in
    minor units."""
    values: dict[str, Any] = {"me": me, "day": day, "project": None}
    values |= _between(day.replace(day=1), day)
    return dict(s.connection().exec_driver_sql(_TODAY, values).mappings().one())


_NEWEST = f"""
SELECT (greatest(
  (SELECT v.at FROM submission v
   WHERE v.worker_id = %(me)s AND v.at >= %(since)s AND v.at < %(until)s
     AND (%(project)s::bigint IS NULL OR v.project_id = %(project)s)
   ORDER BY v.at DESC LIMIT 1),
  (SELECT max(a.decided_at) {_DRAFTS}),
  (SELECT max(e.at) {_LEARNED})) AT TIME ZONE 'Asia/Seoul')::date
"""
_NEWEST_ADDED = f"SELECT (max(x.at) AT TIME ZONE 'Asia/Seoul')::date {_ADDED}"

_DAYS = f"""
WITH done AS ({_PAID})
SELECT d.day, d.project_id, p.name AS project, p.currency, sum(d.earned)::bigint AS earned,
  sum(d.pending)::bigint AS pending, sum(d.rejected)::bigint AS rejected,
  sum(d.piece)::bigint AS pieces, sum(d.seconds)::bigint AS seconds,
  sum(d.learned)::bigint AS learned, sum(d.added)::bigint AS added
FROM done d JOIN project p ON p.id = d.project_id
GROUP BY d.day, d.project_id, p.id
ORDER BY d.day DESC, d.project_id
"""


def days(
    s: Session, me: int, *, since: date, until: date, project_id: int | None, limit: int
) -> tuple[list[dict[str, Any]], date | None]:
    """What has this person done on each day, by project? The newest day first: `limit` days that
    end with the last day of work not after `until`, days since then on which something was added,
    and the day to go on with as `until`."""
    run = s.connection().exec_driver_sql
    values: dict[str, Any] = {"me": me, "project": project_id}

    def newest(last: date) -> date | None:
        # What is added is added to work: it is looked for alone only where no work is left.
        within = values | _between(since, last)
        found: date | None = run(_NEWEST, within).scalar() or run(_NEWEST_ADDED, within).scalar()
        return found

    last = newest(until)
    if last is None:
        return [], None
    first = max(since, last - timedelta(days=limit - 1))
    rows = [dict(row) for row in run(_DAYS, values | _between(first, until)).mappings()]
    return rows, None if first == since else newest(first - timedelta(days=1))


_INSPECTIONS = f"""
WITH earned AS (
  SELECT d.day, sum(d.earned)::bigint AS earned FROM ({_DONE} AND v.level > 0) d GROUP BY d.day),
judged AS (
  SELECT (v.at AT TIME ZONE 'Asia/Seoul')::date AS day, v.active_seconds,
    CASE WHEN v.attempt = a.attempt THEN a.upheld END AS upheld
  FROM submission v
  JOIN assignment a ON a.project_id = v.project_id AND a.id = v.assignment_id
  WHERE v.worker_id = %(me)s AND v.at >= %(since)s AND v.at < %(until)s AND v.level > 0)
SELECT j.day, count(*) AS judged, count(*) FILTER (WHERE NOT j.upheld) AS overturned,
  count(j.upheld) AS second_looked, count(j.active_seconds) AS timed,
  coalesce(sum(j.active_seconds), 0)::bigint AS seconds, e.earned
FROM judged j JOIN earned e ON e.day = j.day
GROUP BY j.day, e.earned ORDER BY j.day DESC
"""

_MEDIAN = """
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY v.active_seconds) FROM submission v
WHERE v.worker_id = %(me)s AND v.at >= %(since)s AND v.at < %(until)s AND v.level > 0
"""


def inspections(s: Session, me: int, *, day: date, days: int) -> dict[str, Any]:
    """How has this person judged on the `days` days that end with `day`? The rows are of a week at
    least. A verdict counts as looked at again once the second level has had its say."""
    run = s.connection().exec_driver_sql
    values: dict[str, Any] = {"me": me, "project": None}
    shown, seen = (_between(day - timedelta(days=n - 1), day) for n in (days, max(days, 7)))
    rows = [dict(row) for row in run(_INSPECTIONS, values | seen).mappings()]
    return {"median_seconds": run(_MEDIAN, values | shown).scalar(), "days": rows}
