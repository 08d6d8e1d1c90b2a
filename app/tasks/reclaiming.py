"""Leases that ran out go back to the queue in bulk; nobody is told "nothing is left" before."""

from sqlalchemy.orm import Session

from app.core.states import WORK, AssignmentState, sources
from app.tasks.hints import hints
from app.tasks.queries import EXCLUDED

RECLAIM_LOCK = 3 << 60  # where the advisory locks of those who reclaim begin

_DUE = f"""
  FROM assignment a
  JOIN stage s ON s.project_id = a.project_id AND s.id = a.stage_id AND s.state <> 'cancelled'
  JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
    AND (t.state = 'open' OR a.level > 0
      AND (t.state IN ('escalated', 'done') OR a.gold_id IS NOT NULL))
  JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
  WHERE a.due_at < now() AND a.state = ANY (%(sources)s) AND a.state = 'reserved'
    AND NOT ({EXCLUDED})
    AND (%(project)s::bigint IS NULL OR a.project_id = %(project)s)
    AND (%(stage)s::bigint IS NULL OR a.stage_id = %(stage)s AND a.level = %(level)s)
  ORDER BY a.due_at LIMIT %(limit)s
"""

# Seats are written in the order of their key, so that two who reclaim places of the same tasks
# wait for each other and never in a circle.
_RECLAIM = f"""
WITH due AS MATERIALIZED (
  SELECT a.project_id, a.id, a.stage_id, a.task_id, a.root_id, a.level, a.state,
    t.queue_id, t.priority - CASE WHEN a.level > 0 AND s.quality IS NOT NULL THEN coalesce((
      -- As far ahead as its risk had put it (`outcomes.URGENT`).
      SELECT round(1000 * w.risk)::int FROM drawn w WHERE w.project_id = a.project_id
        AND w.root_id = a.root_id AND w.level = a.level AND a.gold_id IS NULL
      ORDER BY w.attempt DESC LIMIT 1), 0) ELSE 0 END AS priority,
    a.gold_id IS NOT NULL AS known
{_DUE}
  FOR NO KEY UPDATE OF a SKIP LOCKED),
over AS (
  UPDATE assignment a SET state = 'expired', due_at = NULL, recheck = false, decided_at = now()
  FROM due WHERE a.project_id = due.project_id AND a.id = due.id RETURNING a.id),
free AS (
  INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
  SELECT d.project_id, d.queue_id, d.priority, d.task_id, d.root_id, count(*),
    ARRAY(SELECT r.worker_id FROM task_role r
          WHERE r.project_id = d.project_id AND r.task_id = d.task_id
            AND (d.root_id = 0 OR r.side <> 'inspector'))
    || ARRAY(SELECT b.worker_id FROM assignment b
          WHERE b.project_id = d.project_id AND b.root_id = d.root_id)
  FROM (SELECT due.project_id, coalesce(q.id, due.queue_id) AS queue_id, due.priority, due.task_id,
          CASE due.level WHEN 0 THEN 0 ELSE due.root_id END AS root_id
        FROM due LEFT JOIN queue q ON due.level > 0 AND q.project_id = due.project_id
          AND q.stage_id = due.stage_id AND q.level = due.level AND NOT q.held
          AND q.gold = due.known) d
  GROUP BY d.project_id, d.queue_id, d.priority, d.task_id, d.root_id
  ORDER BY d.project_id, d.queue_id, d.priority, d.task_id, d.root_id
  ON CONFLICT (project_id, queue_id, priority, task_id, root_id)
    DO UPDATE SET slots_left = seat.slots_left + excluded.slots_left),
told AS (
  INSERT INTO event (project_id, subject, subject_id, source, target, why)
  SELECT project_id, 'assignment', id, 'reserved', 'expired', 'lease ran out' FROM due)
SELECT due.project_id, due.queue_id FROM due JOIN over USING (id)
"""


def reclaim(
    s: Session,
    *,
    project_id: int | None = None,
    stage_id: int | None = None,
    level: int | None = None,
    limit: int = 500,
) -> int:
    """Give back the places of leases that ran out: at most `limit`, in one statement; everywhere,
    in one project, or at one of its stages and levels. Returns how many. Work of cancelled stages
    is left to `workflow.expire`, which pays for drafts.

    Whoever reclaims waits for others who do, until their commit: then what they have given back
    is there to be seen, and nobody says meanwhile that there is no work.
    """
    run = s.connection().exec_driver_sql
    if project_id is None:
        run(f"SELECT pg_advisory_xact_lock({RECLAIM_LOCK})")
    else:
        hold_reclaiming(s, project_id)
    rows = run(_RECLAIM, _due(project_id, stage_id, level, limit)).all()
    for home, queue in {(row[0], row[1]) for row in rows}:
        hints.drop(s, (home, queue))
    return len(rows)


def hold_reclaiming(s: Session, project_id: int) -> None:
    """Until commit nobody else gives back the project's leases that ran out."""
    s.connection().exec_driver_sql(
        f"SELECT pg_advisory_xact_lock_shared({RECLAIM_LOCK}),"
        f" pg_advisory_xact_lock({RECLAIM_LOCK} + %(project)s)",
        {"project": project_id},
    )


def _due(
    project_id: int | None, stage_id: int | None, level: int | None, limit: int
) -> dict[str, object]:
    return {
        "project": project_id,
        "stage": stage_id,
        "level": level,
        "limit": limit,
        "sources": [state.value for state in sources(WORK, AssignmentState.EXPIRED)],
    }


def what_is_left(
    s: Session, *, project_id: int, stage_id: int, level: int, queue_id: int, me: int
) -> tuple[bool, bool]:
    """Is there any seat for this person in the queue, whether or not somebody is just taking it;
    and any lease of that stage and level that ran out, whether or not somebody is just giving it
    back?"""
    row = (
        s.connection()
        .exec_driver_sql(
            f"""SELECT EXISTS (SELECT FROM seat WHERE project_id = %(project)s
                  AND queue_id = %(queue)s AND %(me)s <> ALL (seen)),
                EXISTS (SELECT a.id {_DUE})""",
            _due(project_id, stage_id, level, 1) | {"queue": queue_id, "me": me},
        )
        .one()
    )
    return row[0], row[1]
