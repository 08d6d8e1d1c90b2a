"""How a project treats people, in figures that anybody may read: counted aside, once a day."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from app.models.fairness import LEAST_PEOPLE, FairWork

AGAIN = "20 hours"
"""After so long a project is counted again."""

_DUE = f"""
SELECT p.id FROM project p LEFT JOIN fair_work f ON f.project_id = p.id
WHERE p.state <> 'draft' AND (f.counted_at IS NULL OR f.counted_at < now() - interval '{AGAIN}')
ORDER BY f.counted_at NULLS FIRST, p.id LIMIT %(limit)s
"""

# What an hour of a person's own work has paid: his accepted pieces whose time is known.
_HOURLY = """
SELECT count(*) AS people,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY x.paid * 3600.0 / x.seconds) AS hourly
FROM (
  SELECT a.worker_id, sum(a.price) AS paid, sum(t.seconds) AS seconds
  FROM assignment a
  JOIN LATERAL (SELECT sum(v.active_seconds) AS seconds FROM submission v
    WHERE v.project_id = a.project_id AND v.assignment_id = a.id) t ON t.seconds > 0
  WHERE a.project_id = %(project)s AND a.level = 0 AND a.state = 'accepted'
  GROUP BY a.worker_id) x
"""
_WORK = """
SELECT count(DISTINCT a.worker_id) AS people, count(*) AS decided,
  count(*) FILTER (WHERE a.returns > 0) AS returned,
  count(*) FILTER (WHERE a.state <> 'accepted') AS rejected
FROM assignment a WHERE a.project_id = %(project)s AND a.level = 0 AND a.gold_id IS NULL
  AND a.state IN ('accepted', 'rejected', 'appealed', 'rejected_final')
"""
_APPEALS = """
SELECT count(DISTINCT a.worker_id) AS people, count(*) AS decided,
  count(*) FILTER (WHERE p.won) AS won
FROM appeal p JOIN assignment a ON a.project_id = p.project_id AND a.id = p.root_id
WHERE p.project_id = %(project)s AND p.decided_at IS NOT NULL
"""
# Money is paid in the order in which it was earned: a won of work went out with the first transfer
# that arrived and with which as much had been sent as had been earned up to it.
_DELAY = """
WITH earned AS (
  SELECT e.credit AS account, e.at,
    sum(e.amount) OVER (PARTITION BY e.credit ORDER BY e.id) AS so_far
  FROM ledger_entry e JOIN account k ON k.id = e.credit AND k.kind = 'person'
  WHERE e.project_id = %(project)s AND e.kind IN ('earn', 'bonus', 'top_up')),
paid AS (
  SELECT o.debit AS account, d.at, sum(o.amount) OVER (PARTITION BY o.debit ORDER BY d.id) AS so_far
  FROM ledger_entry d
  JOIN ledger_entry o ON o.project_id = d.project_id AND o.cause = d.cause AND o.kind = 'payout'
  WHERE d.project_id = %(project)s AND d.kind = 'paid')
SELECT count(DISTINCT e.account) AS people,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM p.at - e.at)::float8) AS seconds
FROM earned e
JOIN LATERAL (SELECT p.at FROM paid p WHERE p.account = e.account AND p.so_far >= e.so_far
  ORDER BY p.so_far LIMIT 1) p ON true
"""


def due(s: Session, limit: int) -> list[int]:
    """Which projects are to be counted (again)? The longest ago first."""
    return list(s.connection().exec_driver_sql(_DUE, {"limit": limit}).scalars())


def count(s: Session, project_id: int) -> None:
    """Count a project and keep it. No figure is kept that fewer people than `LEAST_PEOPLE` are
    in."""
    kept = {"values": _counted(s, project_id), "counted_at": func.now()}
    s.execute(
        insert(FairWork)
        .values(project_id=project_id, **kept)
        .on_conflict_do_update(index_elements=[FairWork.project_id], set_=kept)
    )


def kept(s: Session, project_id: int) -> FairWork | None:
    """What was counted last; None where nothing was yet."""
    return s.execute(select(FairWork).where(FairWork.project_id == project_id)).scalar_one_or_none()


def _counted(s: Session, project_id: int) -> dict[str, Any]:
    run, values = s.connection().exec_driver_sql, {"project": project_id}
    hourly, work, appeals, delay = (
        run(statement, values).mappings().one() for statement in (_HOURLY, _WORK, _APPEALS, _DELAY)
    )
    found: dict[str, Any] = {}
    if work["people"] >= LEAST_PEOPLE:
        found |= {
            "people": work["people"],
            "decided": work["decided"],
            "return_rate": round(work["returned"] / work["decided"], 4),
            "rejection_rate": round(work["rejected"] / work["decided"], 4),
        }
    if hourly["people"] >= LEAST_PEOPLE:
        found["hourly"] = int(hourly["hourly"])
    if appeals["people"] >= LEAST_PEOPLE:
        found |= {"appeals": appeals["decided"], "appeals_won": appeals["won"]}
    if delay["people"] >= LEAST_PEOPLE:
        found["delay_days"] = round(delay["seconds"] / 86_400, 1)
    return found
