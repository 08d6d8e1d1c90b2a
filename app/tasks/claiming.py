"""Claiming, in SQL: the queue's head, one statement a claim.

`PICK` reads the queue's only index in its own order, so a claim costs the same at a thousand and
at ten million tasks. In PostgreSQL the parts of one statement do not see each other's effects;
each row is therefore the target of one part only.
"""

from dataclasses import dataclass, replace
from time import monotonic
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core.money import amount_sql
from app.core.policy import quality_of
from app.core.states import WORK, AssignmentState, sources
from app.models.units import JOIN_ROOT, ROOT_UNITS
from app.tasks.counted import COUNTED, counts
from app.tasks.queries import EXCLUDED

HINT_SECONDS = 2.0
WAIT_MS = 8000
RECLAIM_LOCK = 3 << 60  # where the advisory locks of those who reclaim begin
Place = tuple[int, int]  # (priority, task): where in the queue
HEAD: Place = (-(2**31), 0)

TERMS = f"""
SELECT s.state AS stage_state, p.state AS project_state, s.holds, s.lease_seconds,
  s.guideline_version, s.schema_version, q.id AS queue_id,
  CASE %(level)s::int WHEN 0 THEN c.level0 WHEN 1 THEN c.level1 ELSE c.level2 END AS price,
  c.per, c.unit, c.version AS price_version,
  EXISTS (SELECT FROM project_member m
          WHERE m.project_id = s.project_id AND m.person_id = %(me)s) AS member,
  (SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s AND a.project_id = s.project_id
     AND a.state = 'reserved' AND a.stage_id = s.id AND a.level = %(level)s) AS live,
  ARRAY(SELECT a.id FROM assignment a WHERE a.worker_id = %(me)s AND a.claim_key = %(key)s
     AND a.project_id = s.project_id ORDER BY a.id) AS same,
  ARRAY(SELECT a.id FROM assignment a WHERE a.worker_id = %(me)s AND a.recheck
     AND a.project_id = s.project_id AND a.stage_id = s.id AND a.level = %(level)s
     ORDER BY a.id LIMIT 20) AS rechecks,
  (SELECT ARRAY[t.priority::bigint, t.id] FROM (
       SELECT b.project_id, b.task_id, b.reserved_at FROM assignment b
       WHERE b.worker_id = %(me)s AND b.project_id = s.project_id AND b.stage_id = s.id
         AND b.level = %(level)s ORDER BY b.reserved_at DESC LIMIT 1) a
     JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
     WHERE %(level)s::int = 0 AND t.queue_id = q.id
       AND (q.stirred_at IS NULL OR a.reserved_at > q.stirred_at)) AS cursor,
  (SELECT g.id FROM (SELECT id FROM agreement WHERE kind = 'project' AND project_id = s.project_id
     ORDER BY version DESC LIMIT 1) g
   WHERE NOT EXISTS (SELECT FROM signature x
     WHERE x.person_id = %(me)s AND x.agreement_id = g.id
       AND NOT EXISTS (SELECT FROM withdrawal w WHERE w.project_id = s.project_id
         AND w.person_id = %(me)s AND w.asked_at >= x.signed_at))) AS unsigned,
  CASE WHEN s.kind = 'collect' AND %(level)s = 0 THEN
    jsonb_build_object('collect', s.collect, 'quota', s.quota) END AS gate,
  r.version AS asked_version, r.asked->'devices' AS devices, r.day_limit, r.person_limit,
  d.version IS NOT NULL OR r.asked - ARRAY['devices', 'climb'] = '{{}}' AS let_in,
  CASE WHEN r.day_limit IS NOT NULL OR r.person_limit IS NOT NULL THEN ({COUNTED}) END AS counted,
  (SELECT jsonb_build_object('share', n.share, 'until', n.until, 'has', (
      SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s
        AND a.project_id = s.project_id AND a.stage_id = s.id AND a.level = %(level)s
        AND a.reserved_at >= n.since))
    FROM (SELECT min(n.opened_at) AS since,
        max(n.opened_at + make_interval(secs => n.share_seconds)) AS until,
        sum(CASE WHEN EXISTS (SELECT FROM wish w WHERE w.project_id = n.project_id
          AND w.announcement_id = n.id AND w.person_id = %(me)s) THEN n.share ELSE 0 END) AS share
      FROM announcement n WHERE n.project_id = s.project_id AND n.stage_id = s.id
        AND n.level = %(level)s AND n.share IS NOT NULL
        AND n.opened_at + make_interval(secs => n.share_seconds) > now()
      HAVING count(*) > 0) n) AS shared,
  s.quality, s.salt, g.id AS gold_queue_id, x.holds AS trusted_holds, x.answers,
  x.paused_at IS NOT NULL AS paused, x.paused_by, x.gold,
  (SELECT u.id FROM suspension u WHERE u.project_id = s.project_id AND u.person_id = %(me)s
     AND u.state = 'in_force') AS suspended_by,
  CASE WHEN g.id IS NOT NULL THEN (SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s
     AND a.project_id = s.project_id AND a.state = 'reserved' AND a.stage_id = s.id
     AND a.level = %(level)s AND a.gold_id IS NOT NULL) END AS live_gold,
  CASE WHEN s.read_version IS NOT NULL AND NOT EXISTS (SELECT FROM guideline_read b
     WHERE b.project_id = s.project_id AND b.stage_id = s.id AND b.person_id = %(me)s
       AND b.version >= s.read_version) THEN s.read_version END AS unread
FROM stage s
JOIN project p ON p.id = s.project_id
JOIN queue q ON q.project_id = s.project_id AND q.stage_id = s.id
  AND q.level = %(level)s AND NOT q.held AND NOT q.gold
LEFT JOIN price_card c ON c.project_id = s.project_id AND c.stage_id = s.id
  AND c.version = s.price_version
LEFT JOIN requirement r ON r.project_id = s.project_id AND r.stage_id = s.id
  AND r.level = %(level)s
LEFT JOIN admission d ON d.project_id = r.project_id AND d.stage_id = r.stage_id
  AND d.level = r.level AND d.person_id = %(me)s AND d.version = r.version AND d.missing = '[]'
  AND (d.until IS NULL OR d.until > now())
LEFT JOIN queue g ON s.quality ? 'gold' AND g.project_id = s.project_id AND g.stage_id = s.id
  AND g.level = %(level)s AND g.gold
LEFT JOIN trust x ON s.quality IS NOT NULL AND x.project_id = s.project_id AND x.stage_id = s.id
  AND x.level = %(level)s AND x.person_id = %(me)s
WHERE s.project_id = %(project)s AND s.id = %(stage)s
"""

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
    count: int, *, wait: bool = False, known: bool = False, dry: bool = False
) -> str:
    """The claim of up to `count` seats. Without `wait`, seats that others are taking are passed
    over; with it, they are waited for, so that “no work” is never said by mistake. `known`: only
    while there is other work for this person, too."""
    return _CLAIM.format(
        count=int(count),
        wait="" if wait else "SKIP LOCKED",
        among=_AMONG if known else "",
        dry="true" if dry else "false",
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What a claim at one stage and level would pin, and what the person holds there."""

    stage_state: str
    project_state: str
    holds: int
    lease_seconds: int
    guideline_version: int | None
    schema_version: int | None
    queue_id: int
    price: int | None  # for `per` units
    per: int | None
    unit: str | None
    price_version: int | None
    member: bool
    live: int
    same: list[int]  # leases made by the same claim key
    rechecks: list[int]  # reworks that wait for this inspector
    cursor: list[int] | None  # (priority, task) of the person's newest claim in this queue
    unsigned: int | None  # the project's own agreement, where he has not signed it
    gate: dict[str, Any] | None = None  # of a collect stage: who may take part, and its quota
    asked_version: int | None = None  # of what the level asks; None: nothing
    devices: list[str] | None = None
    day_limit: int | None = None
    person_limit: int | None = None
    let_in: bool | None = None  # has an admission to this version, or needs none
    counted: list[int] | None = None  # his newer claims here: only where that is limited
    shared: dict[str, Any] | None = None  # his share of announced work, what he has of it, until
    quality: dict[str, Any] | None = None
    salt: str = ""
    gold_queue_id: int | None = None  # where the stage wants known answers hidden
    trusted_holds: int | None = None  # by what is known of him; None: nothing is
    answers: int | None = None  # handed in here
    paused: bool | None = None  # no new seats until a person has looked
    paused_by: int | None = None  # what was noticed
    gold: int | None = None  # of them, to tasks with a known answer
    suspended_by: int | None = None  # a suspension that is in force
    live_gold: int | None = None  # of what he holds
    unread: int | None = None  # the guideline's version that he has to read first
    today: int | None = None  # claims of his here: known only where that is limited
    ever: int | None = None

    @property
    def seats(self) -> int:
        """How many seats this person may hold at once: by the stage, and by what is known of
        him."""
        by_trust = quality_of(self.quality).holds
        if by_trust is None:
            return self.holds
        known = by_trust.newcomer if self.trusted_holds is None else self.trusted_holds
        return min(self.holds, known)


def terms(
    s: Session, *, project_id: int, stage_id: int, level: int, me: int, key: UUID
) -> Terms | None:
    """Which terms hold for a claim of `me` now? None where there is no such stage."""
    engine, place = _engine(s), (me, project_id, stage_id, level)
    settled = counts.settled(engine, place)
    row = (
        s.connection()
        .exec_driver_sql(
            TERMS,
            {
                "project": project_id,
                "stage": stage_id,
                "level": level,
                "me": me,
                "key": key,
                "since": settled.until,
            },
        )
        .first()
    )
    if row is None:
        return None
    found = Terms(*row)
    if found.counted is None:
        return found
    today, ever = counts.add(engine, place, settled, found.counted)
    return replace(found, today=today, ever=ever)


class Hints:
    """Where each queue's head was lately, per process.

    Rows deleted at the head of a draining queue are read again by each claim until they are
    vacuumed; starting from the last claim passes them over. A hint is only a hint: it lives for
    `HINT_SECONDS`, and who finds nothing looks again from the head.
    """

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Engine, dict[tuple[int, int], tuple[Place, float]]] = (
            WeakKeyDictionary()
        )

    def get(self, s: Session, queue: tuple[int, int]) -> Place:
        """The place after which to look."""
        place, since = self._kept.get(_engine(s), {}).get(queue, (HEAD, 0.0))
        return place if monotonic() - since < HINT_SECONDS else HEAD

    def put(self, s: Session, queue: tuple[int, int], first: Place) -> None:
        """Remember that everything before `first` was taken. Keeps the age of an older hint, so
        that a busy queue too is looked at from its head every few seconds."""
        kept = self._kept.setdefault(_engine(s), {})
        old, since = kept.get(queue, (HEAD, 0.0))
        fresh = monotonic() - since < HINT_SECONDS
        kept[queue] = ((first[0], first[1] - 1), since if fresh and old != HEAD else monotonic())

    def drop(self, s: Session, queue: tuple[int, int]) -> None:
        """Look from the head the next time."""
        self._kept.get(_engine(s), {}).pop(queue, None)


def _engine(s: Session) -> Engine:
    bind = s.get_bind()
    assert isinstance(bind, Engine)
    return bind


hints = Hints()


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
            claim_statement(count, wait=wait, known=known, dry=dry),
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
