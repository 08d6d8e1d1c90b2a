"""What waits: places that are free and since when, and work that lies with somebody.

Seats stand in the order in which they are handed out; of each queue the first `LOOKED` are looked
at, so that a million of them cost what a thousand do.
"""

from typing import Any

from sqlalchemy.orm import Session

LOOKED = 1000
"""Free places of a queue that are looked at."""
HOURS = (1, 4, 24, 72, 168)
"""Ages that waiting work is told apart by; what is older than the last is one group more."""
SHOWN = 20
"""People with whom something lies."""

_EDGES = ", ".join(str(hours * 3600) for hours in HOURS)
_AGES = ", ".join(f"count(*) FILTER (WHERE x.bin = {n})" for n in range(len(HOURS) + 1))

# At level 0 a place waits since its task was made, above since the work was handed in.
_QUEUES = f"""
SELECT q.stage_id, q.level, count(*) AS places, max(x.nth) >= {LOOKED} AS more,
  min(x.since) AS oldest, ARRAY[{_AGES}] AS ages
FROM queue q CROSS JOIN LATERAL (
  SELECT w.since, row_number() OVER () AS nth, width_bucket(
    extract(epoch FROM now() - w.since)::float8, ARRAY[{_EDGES}]::float8[]) AS bin
  FROM (SELECT task_id, root_id FROM seat WHERE project_id = q.project_id AND queue_id = q.id
    ORDER BY priority, task_id, root_id LIMIT {LOOKED}) s
  CROSS JOIN LATERAL (
    SELECT CASE WHEN q.level = 0
      THEN (SELECT t.created_at FROM task t
        WHERE t.project_id = q.project_id AND t.id = s.task_id)
      ELSE (SELECT v.at FROM submission v WHERE v.project_id = q.project_id
        AND v.assignment_id = s.root_id ORDER BY v.attempt DESC LIMIT 1) END AS since) w) x
WHERE q.project_id = %(project)s AND NOT q.gold
  AND (%(stage)s::bigint IS NULL OR q.stage_id = %(stage)s)
GROUP BY q.stage_id, q.level ORDER BY q.stage_id, q.level
"""
_LYING = """
SELECT m.person_id, m.pseudonym, a.stage_id, a.level, a.state, count(*) AS n,
  min(a.since) AS oldest
FROM project_member m CROSS JOIN LATERAL (
  SELECT a.stage_id, a.level, a.state, a.reserved_at AS since FROM assignment a
  WHERE a.worker_id = m.person_id AND a.project_id = m.project_id AND a.state = 'reserved'
  UNION ALL
  SELECT a.stage_id, a.level, a.state, coalesce(a.decided_at, a.reserved_at)
  FROM assignment a WHERE a.worker_id = m.person_id AND a.project_id = m.project_id
    AND a.state = 'rework') a
WHERE m.project_id = %(project)s AND (%(stage)s::bigint IS NULL OR a.stage_id = %(stage)s)
GROUP BY m.person_id, m.pseudonym, a.stage_id, a.level, a.state
ORDER BY oldest, m.pseudonym
"""


def queues(s: Session, project_id: int, stage_id: int | None) -> list[dict[str, Any]]:
    """How many places are free at each level of each stage, since when, and how old are they? Each
    queue's first `LOOKED`; `more` where there are more."""
    values = {"project": project_id, "stage": stage_id}
    return [dict(row) for row in s.connection().exec_driver_sql(_QUEUES, values).mappings()]


def lying(s: Session, project_id: int, stage_id: int | None) -> list[dict[str, Any]]:
    """What lies with whom: leases since they were claimed, and returned work since it was returned,
    the oldest first."""
    values = {"project": project_id, "stage": stage_id}
    return [dict(row) for row in s.connection().exec_driver_sql(_LYING, values).mappings()]
