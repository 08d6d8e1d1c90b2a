"""What hooks are asked, and the statements that make deliveries of events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.core.settled import SETTLED
from app.hooks.rules import KEPT, OF_HOUSE, OF_PROJECT, TRIED
from app.models.hook import Hook, HookAttempt, HookDelivery

CHUNK = 20_000
"""Events that are looked through in one transaction."""


class Home(NamedTuple):
    """Whose hooks: a project's, or, with 0 for it, an organisation's."""

    project_id: int
    organisation_id: int | None = None


_LOCK = f"""
SELECT m.organisation_id, m.kinds, m.event_id, m.next_event_id, m.state = 'on' AS live,
  {SETTLED} AS settled
FROM hook m WHERE m.project_id = %(project)s AND m.id = %(hook)s
FOR NO KEY UPDATE SKIP LOCKED
"""
_NOTE = """
UPDATE hook SET noted_at = clock_timestamp(), next_event_id = greatest(next_event_id,
  (SELECT coalesce(max(id), 0) FROM event WHERE project_id = %(project)s))
WHERE project_id = %(project)s AND id = %(hook)s
RETURNING next_event_id > event_id
"""
_STRETCH = f"""
SELECT coalesce(max(id), %(upto)s) FROM (
  SELECT id FROM event WHERE project_id = %(project)s AND id > %(after)s AND id <= %(upto)s
  ORDER BY id LIMIT {CHUNK}) x
"""
_AT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
# What a receiver is told of each kind of thing. People are pseudonyms; nothing that they wrote.
_OF = """CASE e.subject
  WHEN 'item' THEN (SELECT jsonb_build_object('name', x.name, 'stage_id', x.stage_id,
      'batch_id', x.batch_id)
    FROM item x WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'task' THEN (SELECT jsonb_build_object('item_id', x.item_id, 'stage_id', x.stage_id)
    FROM task x WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'assignment' THEN (SELECT jsonb_build_object('task_id', x.task_id, 'item_id', t.item_id,
      'stage_id', x.stage_id, 'attempt', x.attempt, 'worker', m.pseudonym)
    FROM assignment x JOIN task t ON t.project_id = x.project_id AND t.id = x.task_id
    JOIN project_member m ON m.project_id = x.project_id AND m.person_id = x.worker_id
    WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'batch' THEN (SELECT jsonb_build_object('name', x.name, 'stage_id', x.stage_id,
      'taken', x.taken, 'refused', x.refused)
    FROM batch x WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'release' THEN (SELECT jsonb_build_object('version', x.version, 'stage_id', x.stage_id,
      'format', x.format, 'items', x.items, 'bytes', x.bytes, 'sha256', x.sha256)
    FROM release x WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'defect' THEN (SELECT jsonb_build_object('release_id', x.release_id, 'item_id', x.item_id,
      'kind', x.kind, 'answered_in', x.answered_in)
    FROM defect x WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'inquiry' THEN (SELECT jsonb_build_object('item_id', x.item_id, 'stage_id', x.stage_id)
    FROM inquiry x WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'lot' THEN (SELECT jsonb_build_object('name', x.name, 'stage_id', x.stage_id,
      'size', x.size)
    FROM lot x WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'stage' THEN (SELECT jsonb_build_object('name', x.name)
    FROM stage x WHERE x.project_id = e.project_id AND x.id = e.subject_id)
  WHEN 'payout' THEN (SELECT jsonb_build_object('organisation_id', x.organisation_id,
      'people', x.people, 'gross', x.gross, 'currency', x.currency)
    FROM payout x WHERE x.id = e.subject_id)
  WHEN 'payout_line' THEN (SELECT jsonb_build_object('organisation_id', x.organisation_id,
      'payout_id', x.payout_id)
    FROM payout_line x WHERE x.id = e.subject_id)
  ELSE '{}' END"""
# An organisation's payouts lie among those of all. An inspection is no work of its own here, and a
# dry run brings nothing.
_HERE = """(%(house)s::bigint IS NULL
    OR e.subject = 'payout' AND EXISTS (SELECT FROM payout x
      WHERE x.id = e.subject_id AND x.organisation_id = %(house)s)
    OR e.subject = 'payout_line' AND EXISTS (SELECT FROM payout_line x
      WHERE x.id = e.subject_id AND x.organisation_id = %(house)s))
  AND (e.subject <> 'assignment' OR EXISTS (SELECT FROM assignment x
    WHERE x.project_id = e.project_id AND x.id = e.subject_id AND x.level = 0))
  AND (e.subject <> 'batch' OR EXISTS (SELECT FROM batch x
    WHERE x.project_id = e.project_id AND x.id = e.subject_id AND NOT x.dry_run))"""
_MAKE = f"""
WITH chosen AS (
  SELECT e.*, k.kind FROM event e
  JOIN unnest(%(kinds)s::text[], %(subjects)s::text[], %(targets)s::text[])
    k (kind, subject, target) ON k.subject = e.subject AND k.target = e.target
  WHERE e.project_id = %(project)s AND e.id > %(after)s AND e.id <= %(upto)s AND {_HERE}),
numbered AS (
  SELECT e.*, h.sequence + row_number() OVER (ORDER BY e.id) AS sequence
  FROM chosen e JOIN hook h ON h.project_id = %(project)s AND h.id = %(hook)s),
made AS (
  INSERT INTO hook_delivery (project_id, hook_id, sequence, event_id, kind, until, body)
  SELECT %(project)s, %(hook)s, e.sequence, e.id, e.kind, now() + %(tried)s,
    json_build_object('type', e.kind, 'timestamp', {_AT.format("e.at")}, 'sequence', e.sequence,
      'data', jsonb_build_object('project_id', nullif(e.project_id, 0), 'id', e.subject_id,
        'from', e.source, 'to', e.target) || coalesce({_OF}, '{{}}'))::text
  FROM numbered e ORDER BY e.sequence
  RETURNING 1)
UPDATE hook SET event_id = %(upto)s, sequence = sequence + (SELECT count(*) FROM made)
WHERE project_id = %(project)s AND id = %(hook)s
"""
_LAGGING = """
SELECT h.project_id, h.id FROM hook h
WHERE h.state = 'on' AND (h.project_id, h.id) > (%(project)s, %(hook)s)
  AND h.event_id < coalesce((SELECT max(e.id) FROM event e WHERE e.project_id = h.project_id), 0)
ORDER BY h.project_id, h.id LIMIT 500
"""
_DUE = """
SELECT h.project_id, h.id FROM hook h LEFT JOIN chore c ON c.id = h.chore_id
WHERE h.state = 'on' AND (h.again_at IS NULL OR h.again_at <= now())
  AND (c.id IS NULL OR c.state IN ('done', 'dead', 'cancelled'))
  AND EXISTS (SELECT FROM hook_delivery d WHERE d.project_id = h.project_id AND d.hook_id = h.id
    AND d.next_at <= now())
FOR NO KEY UPDATE OF h SKIP LOCKED
"""


def lagging(s: Session, after: tuple[int, int]) -> list[tuple[int, int]]:
    """Which hooks have events before them that they have not seen? (project, hook), 500 at most."""
    values = {"project": after[0], "hook": after[1]}
    return [(row[0], row[1]) for row in s.connection().exec_driver_sql(_LAGGING, values)]


def due(s: Session) -> list[tuple[int, int]]:
    """Which hooks have something to be sent, and nobody who sends? (project, hook), locked."""
    return [(row[0], row[1]) for row in s.connection().exec_driver_sql(_DUE)]


def advance(s: Session, project_id: int, hook_id: int) -> bool:
    """Make deliveries of the events up to the hook's noted mark, `CHUNK` at most, and note the next
    one once there are none left. Answers whether there is more that may be done at once."""
    run = s.connection().exec_driver_sql
    values: dict[str, Any] = {"project": project_id, "hook": hook_id}
    row = run(_LOCK, values).mappings().first()
    if row is None or not row["live"] or not row["settled"]:
        return False
    if row["event_id"] == row["next_event_id"]:
        return bool(run(_NOTE, values).scalar_one())
    house = row["organisation_id"]
    known = OF_PROJECT if house is None else OF_HOUSE
    kinds = [kind for kind in row["kinds"] if kind in known]
    values |= {"after": row["event_id"], "upto": row["next_event_id"], "house": house}
    values["upto"] = run(_STRETCH, values).scalar_one()
    values |= {
        "kinds": kinds,
        "subjects": [known[kind][0] for kind in kinds],
        "targets": [known[kind][1] for kind in kinds],
        "tried": TRIED,
    }
    run(_MAKE, values)
    return True


def _at(home: Home) -> ColumnElement[bool]:
    here = Hook.project_id == home.project_id
    if home.organisation_id is None:
        return here
    return here & (Hook.organisation_id == home.organisation_id)


def hooks(s: Session, home: Home, *, after: int = 0, limit: int | None = None) -> Sequence[Hook]:
    """The hooks of a place, in order."""
    wanted = select(Hook).where(_at(home), Hook.id > after).order_by(Hook.id)
    return s.scalars(wanted.limit(limit)).all()


def hook(s: Session, home: Home, hook_id: int, *, lock: bool = False) -> Hook | None:
    """One of them; locked where it is to be changed."""
    wanted = select(Hook).where(_at(home), Hook.id == hook_id)
    return s.scalars(wanted.with_for_update(key_share=True) if lock else wanted).one_or_none()


def waiting(s: Session, found: Hook) -> int:
    """How many of its deliveries wait to be tried, counted up to a thousand."""
    few = (
        select(HookDelivery.id)
        .where(
            HookDelivery.project_id == found.project_id,
            HookDelivery.hook_id == found.id,
            HookDelivery.next_at.is_not(None),
        )
        .limit(1000)
        .subquery()
    )
    return s.execute(select(func.count()).select_from(few)).scalar_one()


def deliveries(
    s: Session, found: Hook, *, before: int | None, limit: int, state: str | None
) -> Sequence[HookDelivery]:
    """What was to be delivered, the newest first; of one outcome."""
    wanted = select(HookDelivery).where(
        HookDelivery.project_id == found.project_id, HookDelivery.hook_id == found.id
    )
    if before is not None:
        wanted = wanted.where(HookDelivery.id < before)
    if state == "waiting":
        wanted = wanted.where(HookDelivery.next_at.is_not(None))
    elif state == "delivered":
        wanted = wanted.where(HookDelivery.delivered_at.is_not(None))
    elif state == "given_up":
        over = HookDelivery.next_at.is_(None) & HookDelivery.delivered_at.is_(None)
        wanted = wanted.where(over)
    return s.scalars(wanted.order_by(HookDelivery.id.desc()).limit(limit)).all()


def delivery(
    s: Session, found: Hook, delivery_id: int, *, lock: bool = False
) -> HookDelivery | None:
    """One of them; locked where it is to be changed."""
    wanted = select(HookDelivery).where(
        HookDelivery.project_id == found.project_id,
        HookDelivery.hook_id == found.id,
        HookDelivery.id == delivery_id,
    )
    return s.scalars(wanted.with_for_update() if lock else wanted).one_or_none()


def attempts(s: Session, found: HookDelivery) -> Sequence[HookAttempt]:
    """Each try at a delivery, the first one first."""
    return s.scalars(
        select(HookAttempt)
        .where(HookAttempt.project_id == found.project_id, HookAttempt.delivery_id == found.id)
        .order_by(HookAttempt.nth)
    ).all()


def next_due(s: Session, found: Hook) -> HookDelivery | None:
    """What is to be tried now: what has waited longest, of the same age the earlier event."""
    return s.scalars(
        select(HookDelivery)
        .where(
            HookDelivery.project_id == found.project_id,
            HookDelivery.hook_id == found.id,
            HookDelivery.next_at <= func.now(),
        )
        .order_by(HookDelivery.next_at, HookDelivery.sequence)
        .limit(1)
    ).one_or_none()


def now(s: Session) -> datetime:
    """The database's clock."""
    at: datetime = s.execute(select(func.clock_timestamp())).scalar_one()
    return at


_FORGET = """
WITH old AS (
  SELECT project_id, id FROM hook_delivery
  WHERE made_at < now() - %(kept)s AND next_at IS NULL ORDER BY made_at LIMIT 5000)
DELETE FROM hook_delivery d USING old WHERE d.project_id = old.project_id AND d.id = old.id
"""


def forget_old(s: Session) -> int:
    """Take what has been over for long out of the log, 5,000 at most; how many that were."""
    return s.connection().exec_driver_sql(_FORGET, {"kept": KEPT}).rowcount
