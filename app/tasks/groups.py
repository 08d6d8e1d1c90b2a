"""Groups, in SQL: two or three who speak on one recording."""

from typing import Any

from sqlalchemy.orm import Session

_VIEW = """
SELECT g.id, g.task_id, g.host_id, g.code, g.expires_at, h.state AS host_state,
  h.attempt AS host_attempt, g.expires_at > now() AS lasts, s.collect, s.id AS stage_id,
  (SELECT jsonb_agg(jsonb_build_object('assignment_id', m.assignment_id, 'number', m.number,
      'person_id', a.worker_id, 'pseudonym', p.pseudonym, 'state', a.state) ORDER BY m.number)
   FROM group_member m
   JOIN assignment a ON a.project_id = m.project_id AND a.id = m.assignment_id
   JOIN project_member p ON p.project_id = a.project_id AND p.person_id = a.worker_id
   WHERE m.project_id = g.project_id AND m.group_id = g.id) AS members
FROM group_session g
JOIN assignment h ON h.project_id = g.project_id AND h.id = g.host_id
JOIN stage s ON s.project_id = h.project_id AND s.id = h.stage_id
WHERE g.project_id = %(project)s AND {which}
"""


def group_of(s: Session, project_id: int, assignment_id: int) -> dict[str, Any] | None:
    """The group to which this assignment belongs."""
    which = """g.id = (SELECT m.group_id FROM group_member m
      WHERE m.project_id = %(project)s AND m.assignment_id = %(value)s)"""
    return _one(s, which, project_id, assignment_id)


def group_by_code(s: Session, project_id: int, code: str) -> dict[str, Any] | None:
    """The group that is joined by this code."""
    return _one(s, "g.code = %(value)s", project_id, code)


def _one(s: Session, which: str, project_id: int, value: int | str) -> dict[str, Any] | None:
    found = s.connection().exec_driver_sql(
        _VIEW.format(which=which), {"project": project_id, "value": value}
    )
    row = found.mappings().first()
    return None if row is None else dict(row)


def make_group(s: Session, project_id: int, host_id: int, code: str) -> None:
    """Make a group around a lease, which it lasts as long as."""
    s.connection().exec_driver_sql(
        """WITH made AS (
          INSERT INTO group_session (project_id, task_id, host_id, code, expires_at)
          SELECT project_id, task_id, id, %(code)s, due_at FROM assignment
          WHERE project_id = %(project)s AND id = %(host)s RETURNING project_id, id, host_id)
        INSERT INTO group_member (project_id, assignment_id, group_id, number)
        SELECT project_id, host_id, id, 1 FROM made""",
        {"project": project_id, "host": host_id, "code": code},
    )


def lasts_as_long(s: Session, project_id: int, host_id: int) -> None:
    """A group around this lease, if there is one, can be joined for as long as the lease lasts."""
    s.connection().exec_driver_sql(
        """UPDATE group_session g SET expires_at = a.due_at FROM assignment a
           WHERE g.project_id = %(project)s AND g.host_id = %(host)s
             AND a.project_id = g.project_id AND a.id = g.host_id""",
        {"project": project_id, "host": host_id},
    )


# A lease on the same task, on the same terms and for the same time as the host's.
_LEASE = """
WITH host AS (SELECT * FROM assignment WHERE project_id = %(project)s AND id = %(host)s),
role AS (
  INSERT INTO task_role (project_id, task_id, worker_id, side)
  SELECT project_id, task_id, %(me)s, 'author' FROM host
  ON CONFLICT (project_id, task_id, worker_id)
    DO UPDATE SET side = task_role.side WHERE task_role.side = excluded.side
  RETURNING task_id),
taken AS (
  INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id, state,
    claim_key, guideline_version, schema_version, price_version,
    price, units, due_at)
  SELECT h.project_id, n.id, h.stage_id, h.task_id, n.id, 0, %(me)s, 'reserved', %(key)s,
    h.guideline_version, h.schema_version, h.price_version, h.price, h.units,
    h.due_at
  FROM host h JOIN role USING (task_id)
  CROSS JOIN LATERAL (SELECT nextval('assignment_id_seq') AS id WHERE h.id IS NOT NULL) n
  ON CONFLICT DO NOTHING
  RETURNING id, project_id, task_id),
seen AS (
  UPDATE seat x SET seen = x.seen || %(me)s::bigint FROM taken t
  WHERE x.project_id = t.project_id AND x.queue_id = %(queue)s AND x.priority = %(priority)s
    AND x.task_id = t.task_id AND x.root_id = 0),
told AS (
  INSERT INTO event (project_id, subject, subject_id, actor_id, target, why)
  SELECT project_id, 'assignment', id, %(me)s, 'reserved', 'joined' FROM taken)
SELECT id FROM taken
"""


def lease_beside(
    s: Session, project_id: int, host_id: int, me: int, key: Any, queue: int, priority: int
) -> int | None:
    """A lease beside the host's; None where the person has had a hand in the task before."""
    found: int | None = (
        s.connection()
        .exec_driver_sql(
            _LEASE,
            {
                "project": project_id,
                "host": host_id,
                "me": me,
                "key": key,
                "queue": queue,
                "priority": priority,
            },
        )
        .scalar()
    )
    return found


def join_group(s: Session, project_id: int, group_id: int, assignment_id: int) -> None:
    """Note that an assignment belongs to a group, as the next in number."""
    s.connection().exec_driver_sql(
        """INSERT INTO group_member (project_id, assignment_id, group_id, number)
           SELECT %(project)s, %(assignment)s, %(group)s, max(number) + 1 FROM group_member
           WHERE project_id = %(project)s AND group_id = %(group)s
           ON CONFLICT (project_id, assignment_id) DO UPDATE
             SET group_id = excluded.group_id, number = excluded.number""",
        {"project": project_id, "assignment": assignment_id, "group": group_id},
    )


def leave_group(s: Session, project_id: int, assignment_id: int) -> None:
    """Who takes his work up again by himself is of no group any more."""
    s.connection().exec_driver_sql(
        """DELETE FROM group_member WHERE project_id = %(project)s
             AND assignment_id = %(assignment)s""",
        {"project": project_id, "assignment": assignment_id},
    )
