"""Claiming, in SQL: the queue's head, one statement a claim.

`PICK` reads the queue's only index in its own order, so a claim costs the same at a thousand and
at ten million tasks. In PostgreSQL the parts of one statement do not see each other's effects;
each row is therefore the target of one part only.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from app.core.money import amount_sql
from app.models.units import JOIN_ROOT, ROOT_UNITS
from app.tasks.hints import Place
from app.tasks.terms import Terms

WAIT_MS = 8000

PICK = """
  SELECT queue_id, priority, task_id, root_id, slots_left FROM seat
  WHERE project_id = %(project)s AND queue_id = %(queue)s
    AND (priority, task_id) > (%(after_priority)s, %(after_task)s)
    AND %(me)s <> ALL (seen) {among}
  ORDER BY priority, task_id, root_id LIMIT {count}
  FOR UPDATE {wait}
"""
# A known answer is among others: who gets work where there is none could tell it from them.
_AMONG = """AND EXISTS (SELECT FROM queue g JOIN queue q ON q.project_id = g.project_id
      AND q.stage_id = g.stage_id AND q.level = g.level AND NOT q.held AND NOT q.gold
    JOIN seat x ON x.project_id = q.project_id AND x.queue_id = q.id AND %(me)s <> ALL (x.seen)
    WHERE g.project_id = %(project)s AND g.id = %(queue)s)"""
# Work that was announced may open between the reading of the terms and this statement: who saw no
# share in them has none of it. What opens is kept as opened before any of its seats is there.
_UNSHARED = """AND NOT EXISTS (SELECT FROM announcement n WHERE n.project_id = %(project)s
      AND n.stage_id = %(stage)s AND n.level = %(level)s AND n.share IS NOT NULL
      AND n.opened_at + make_interval(secs => n.share_seconds) > now())"""

_UNITS = f"""SELECT {ROOT_UNITS.format(unit="%(unit)s::text")}
            FROM task t
            LEFT JOIN assignment r ON r.project_id = t.project_id AND r.id = p.root_id
            {JOIN_ROOT}
            WHERE t.project_id = %(project)s AND t.id = p.task_id"""

# A claim is dated when the seats are taken, not when its transaction began: one that waited for
# another of the same person is counted with the day, and with the shared work, that its terms saw.
# `picked` has the seat as it is under its lock; a second look at the row, in the same statement,
# begins at the statement's snapshot, in which it may have had fewer places.
_CLAIM = f"""
WITH picked AS MATERIALIZED ({PICK}),
role AS (
  INSERT INTO task_role (project_id, task_id, worker_id, side)
  SELECT DISTINCT %(project)s::bigint, task_id, %(me)s::bigint, %(side)s FROM picked
  ON CONFLICT (project_id, task_id, worker_id)
    DO UPDATE SET side = task_role.side WHERE task_role.side = excluded.side
  RETURNING task_id),
taken AS (
  INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id, state,
    claim_key, guideline_version, schema_version, price_version, price, units, due_at, reserved_at,
    gold_id, dry)
  SELECT %(project)s, n.id, %(stage)s, n.task_id,
    CASE WHEN n.root_id = 0 THEN n.id ELSE n.root_id END, %(level)s, %(me)s, 'reserved',
    %(key)s, %(guideline)s, %(schema)s, %(price_version)s,
    {amount_sql("%(price)s::bigint", "n.units", "%(per)s::bigint")}, n.units,
    statement_timestamp() + make_interval(secs => %(lease)s),
    statement_timestamp(),
    CASE WHEN %(known)s::boolean THEN (SELECT g.id FROM gold g
      WHERE g.project_id = %(project)s AND g.task_id = n.task_id AND g.level = %(level)s
        AND coalesce(g.root_id, 0) = n.root_id) END, {{dry}}
  FROM (SELECT nextval('assignment_id_seq') AS id, p.task_id, p.root_id,
          CASE WHEN %(unit)s::text = 'task' THEN 1 ELSE ({_UNITS}) END AS units
        FROM picked p JOIN role USING (task_id)) n
  ON CONFLICT DO NOTHING
  RETURNING id, task_id, root_id),
kept AS (
  UPDATE seat x SET seen = x.seen || %(me)s::bigint,
    slots_left = p.slots_left - CASE WHEN t.id IS NULL THEN 0 ELSE 1 END
  FROM picked p LEFT JOIN taken t
    ON t.task_id = p.task_id AND (p.root_id = 0 OR t.root_id = p.root_id)
  WHERE x.project_id = %(project)s AND x.queue_id = p.queue_id AND x.priority = p.priority
    AND x.task_id = p.task_id AND x.root_id = p.root_id
    AND (p.slots_left > 1 OR t.id IS NULL)),
gone AS (
  DELETE FROM seat x USING picked p JOIN taken t
    ON t.task_id = p.task_id AND (p.root_id = 0 OR t.root_id = p.root_id)
  WHERE x.project_id = %(project)s AND x.queue_id = p.queue_id AND x.priority = p.priority
    AND x.task_id = p.task_id AND x.root_id = p.root_id AND p.slots_left = 1),
told AS (
  INSERT INTO event (project_id, subject, subject_id, actor_id, target, why)
  SELECT %(project)s, 'assignment', id, %(me)s, 'reserved', 'claim' FROM taken)
SELECT t.id, p.priority, p.task_id FROM picked p LEFT JOIN taken t
  ON t.task_id = p.task_id AND (p.root_id = 0 OR t.root_id = p.root_id)
ORDER BY p.priority, p.task_id, p.root_id
"""


def claim_statement(
    count: int,
    *,
    wait: bool = False,
    known: bool = False,
    dry: bool = False,
    shared: bool = False,
) -> str:
    """The claim of up to `count` seats. Without `wait`, seats that others are taking are passed
    over; with it, they are waited for, so that “no work” is never said by mistake. `known`: only
    while there is other work for this person, too. `shared`: of work that is being shared out,
    which is left without it."""
    return _CLAIM.format(
        count=int(count),
        wait="" if wait else "SKIP LOCKED",
        among=_AMONG if known else "" if shared else _UNSHARED,
        dry="true" if dry else "false",
    )


def pick(
    s: Session,
    *,
    project_id: int,
    stage_id: int,
    level: int,
    me: int,
    key: UUID,
    held: Terms,
    count: int,
    after: Place,
    wait: bool = False,
    known: bool = False,
    dry: bool = False,
) -> tuple[list[int], Place | None, bool]:
    """Claim up to `count` seats that come after the place `after`; `known`: of tasks with a known
    answer; `dry`: one of these was due, and there is none.

    Returns the assignments' ids, the place of the first seat that was read, and whether a seat
    was read that this person cannot have (then it is worth looking again).
    """
    rows = (
        s.connection()
        .exec_driver_sql(
            claim_statement(count, wait=wait, known=known, dry=dry, shared=held.shared is not None),
            {
                "project": project_id,
                "stage": stage_id,
                "queue": held.gold_queue_id if known else held.queue_id,
                "known": known,
                "level": level,
                "me": me,
                "key": key,
                "side": "author" if level == 0 else "inspector",
                "guideline": held.guideline_version,
                "schema": held.schema_version,
                "price": held.price,
                "per": held.per,
                "unit": held.unit,
                "price_version": held.price_version,
                "lease": held.lease_seconds,
                "after_priority": after[0],
                "after_task": after[1],
            },
        )
        .all()
    )
    ids = [row[0] for row in rows if row[0] is not None]
    first = (rows[0][1], rows[0][2]) if rows else None
    return ids, first, len(ids) < len(rows)


def known_left(s: Session, *, project_id: int, held: Terms, me: int) -> bool:
    """Is there a known answer for this person, among other work, whether or not somebody is just
    taking it?"""
    return bool(
        s.connection()
        .exec_driver_sql(
            f"""SELECT EXISTS (SELECT FROM seat WHERE project_id = %(project)s
                  AND queue_id = %(queue)s AND %(me)s <> ALL (seen)) {_AMONG}""",
            {"project": project_id, "queue": held.gold_queue_id, "me": me},
        )
        .scalar_one()
    )


def set_lock_timeout(s: Session, milliseconds: int) -> None:
    """How long this transaction waits for a locked row."""
    s.connection().exec_driver_sql(f"SET LOCAL lock_timeout = {int(milliseconds)}")
