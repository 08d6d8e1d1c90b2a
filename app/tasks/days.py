"""A person's work by day: what was handed in, and what became of it.

A piece belongs to the day on which it was first handed in, an inspection to the day of its
verdict; days are Asia/Seoul. All is read from the person's own hand-ins between two moments, by
their index; money is what the ledger says, or the pinned price while nothing is decided.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

# Rework is time, and no other piece; until it is handed in, nothing waits for a verdict. What is
# rejected may still be won back by an appeal.
_DONE = """
SELECT v.project_id, v.stage_id, v.level, (v.at AT TIME ZONE 'Asia/Seoul')::date AS day,
  (v.level > 0 OR v.attempt = 1)::int AS piece, coalesce(v.active_seconds, 0) AS seconds,
  coalesce(e.amount, 0) AS earned,
  CASE WHEN v.level = 0 AND v.attempt = 1 AND a.state IN ('submitted', 'appealed')
    THEN a.price ELSE 0 END AS pending,
  CASE WHEN v.level = 0 AND v.attempt = 1
      AND a.state IN ('rejected', 'rejected_final', 'rework_expired')
    THEN a.price ELSE 0 END AS rejected
FROM submission v
JOIN assignment a ON a.project_id = v.project_id AND a.id = v.assignment_id
LEFT JOIN ledger_entry e ON e.project_id = v.project_id AND e.kind = 'earn'
  AND (v.level > 0 OR v.attempt = 1)
  AND e.cause = CASE v.level WHEN 0 THEN 'assignment:' || v.assignment_id
    ELSE 'submission:' || v.id END
WHERE v.worker_id = %(me)s AND v.at >= %(since)s AND v.at < %(until)s
"""

_TODAY = f"""
WITH done AS ({_DONE})
SELECT coalesce(sum(earned) FILTER (WHERE day = %(day)s), 0)::bigint AS earned,
  coalesce(sum(pending) FILTER (WHERE day = %(day)s), 0)::bigint AS pending,
  coalesce(sum(piece) FILTER (WHERE day = %(day)s), 0)::bigint AS pieces,
  coalesce(sum(seconds) FILTER (WHERE day = %(day)s), 0)::bigint AS seconds,
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
    values = {"me": me, "day": day} | _between(day.replace(day=1), day)
    return dict(s.connection().exec_driver_sql(_TODAY, values).mappings().one())


_NEWEST = """
SELECT (v.at AT TIME ZONE 'Asia/Seoul')::date FROM submission v
WHERE v.worker_id = %(me)s AND v.at >= %(since)s AND v.at < %(until)s
  AND (%(project)s::bigint IS NULL OR v.project_id = %(project)s)
ORDER BY v.at DESC LIMIT 1
"""

_DAYS = f"""
WITH done AS ({_DONE} AND (%(project)s::bigint IS NULL OR v.project_id = %(project)s))
SELECT d.day, d.project_id, p.name AS project, p.currency, sum(d.earned)::bigint AS earned,
  sum(d.pending)::bigint AS pending, sum(d.rejected)::bigint AS rejected,
  sum(d.piece)::bigint AS pieces, sum(d.seconds)::bigint AS seconds
FROM done d JOIN project p ON p.id = d.project_id
GROUP BY d.day, d.project_id, p.id
ORDER BY d.day DESC, d.project_id
"""


def days(
    s: Session, me: int, *, since: date, until: date, project_id: int | None, limit: int
) -> tuple[list[dict[str, Any]], date | None]:
    """What has this person done on each day, by project? The newest day first: `limit` days that
    end with the last day of work not after `until`, and the day to go on with as `until`."""
    run = s.connection().exec_driver_sql
    values: dict[str, Any] = {"me": me, "project": project_id}
    newest = run(_NEWEST, values | _between(since, until)).scalar()
    if newest is None:
        return [], None
    first = max(since, newest - timedelta(days=limit - 1))
    rows = [dict(row) for row in run(_DAYS, values | _between(first, newest)).mappings()]
    if first == since:
        return rows, None
    before = first - timedelta(days=1)
    return rows, run(_NEWEST, values | _between(since, before)).scalar()


_INSPECTIONS = f"""
WITH done AS ({_DONE} AND v.level > 0),
judged AS (
  SELECT (v.at AT TIME ZONE 'Asia/Seoul')::date AS day, v.active_seconds,
    CASE WHEN v.attempt = a.attempt THEN a.upheld END AS upheld
  FROM submission v
  JOIN assignment a ON a.project_id = v.project_id AND a.id = v.assignment_id
  WHERE v.worker_id = %(me)s AND v.at >= %(since)s AND v.at < %(until)s AND v.level > 0)
SELECT j.day, count(*) AS judged, count(*) FILTER (WHERE NOT j.upheld) AS overturned,
  count(j.upheld) AS second_looked, count(j.active_seconds) AS timed,
  coalesce(sum(j.active_seconds), 0)::bigint AS seconds,
  (SELECT coalesce(sum(d.earned), 0)::bigint FROM done d WHERE d.day = j.day) AS earned
FROM judged j GROUP BY j.day ORDER BY j.day DESC
"""

_MEDIAN = """
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY v.active_seconds) FROM submission v
WHERE v.worker_id = %(me)s AND v.at >= %(since)s AND v.at < %(until)s AND v.level > 0
"""


def inspections(s: Session, me: int, *, day: date, days: int) -> dict[str, Any]:
    """How has this person judged on the `days` days that end with `day`? A verdict counts as
    looked at again once the second level has had its say."""
    span = _between(day - timedelta(days=days - 1), day)
    run = s.connection().exec_driver_sql
    rows = [dict(row) for row in run(_INSPECTIONS, {"me": me} | span).mappings()]
    return {"median_seconds": run(_MEDIAN, {"me": me} | span).scalar(), "days": rows}
