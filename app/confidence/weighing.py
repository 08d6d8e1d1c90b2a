"""Whom to weigh anew, what is counted of people, and what is written of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.confidence.queries import PAST, WORDS
from app.models.quality import QualityModel, Trust

PEERS = 40
"""The newest answers of one person that are compared with what all of them came to."""

_DUE = """
SELECT DISTINCT x.project_id, x.stage_id FROM trust x
JOIN stage s ON s.project_id = x.project_id AND s.id = x.stage_id AND s.quality IS NOT NULL
WHERE x.fresh ORDER BY x.project_id, x.stage_id
"""

# Whoever hands in at this moment is left for the next time: he is fresh again then.
_TAKE = """
UPDATE trust x SET fresh = false
FROM (SELECT * FROM trust WHERE project_id = %(project)s AND stage_id = %(stage)s AND fresh
  ORDER BY level, person_id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED) f
WHERE x.project_id = f.project_id AND x.stage_id = f.stage_id AND x.level = f.level
  AND x.person_id = f.person_id
RETURNING x.level, x.person_id, x.counted_at - interval '5 minutes'
"""

# A hand-in is new for everybody who has a hand in its task: whose answer is judged, whose verdict
# is upheld, who has answered the same.
_TOUCHED = """
WITH f AS (SELECT * FROM unnest(%(levels)s::int[], %(people)s::bigint[], %(since)s::timestamptz[])
    f (level, person_id, since)),
t AS (
  SELECT DISTINCT a.task_id FROM f
  JOIN submission v ON v.worker_id = f.person_id AND v.at > coalesce(f.since, '-infinity')
    AND v.project_id = %(project)s AND v.stage_id = %(stage)s AND v.level = f.level
  JOIN assignment a ON a.project_id = v.project_id AND a.id = v.assignment_id)
SELECT level, person_id FROM f
UNION
SELECT b.level, b.worker_id FROM t
JOIN assignment a ON a.project_id = %(project)s AND a.task_id = t.task_id AND a.level = 0
JOIN assignment b ON b.project_id = a.project_id AND b.root_id = a.id AND b.attempt > 0
ORDER BY 1, 2
"""

# Of rejections those count that stand for good, and of one day in the project only so many.
_COUNTED = f"""
SELECT p.id AS person_id, n.answers, n.verdicts, n.verdicts_right
FROM unnest(%(people)s::bigint[]) p (id)
CROSS JOIN LATERAL (
  SELECT coalesce(sum(a.attempt), 0)::bigint AS answers,
    count(a.upheld) FILTER (WHERE a.gold_id IS NULL) AS verdicts,
    count(*) FILTER (WHERE a.upheld AND a.gold_id IS NULL) AS verdicts_right
  FROM assignment a WHERE a.worker_id = p.id AND a.project_id = %(project)s
    AND a.stage_id = %(stage)s AND a.level = %(level)s) n
WHERE %(level)s > 0
UNION ALL
SELECT p.id, n.answers, w.verdicts, w.verdicts_right
FROM unnest(%(people)s::bigint[]) p (id)
CROSS JOIN LATERAL (
  SELECT coalesce(sum(a.attempt), 0)::bigint AS answers FROM assignment a
  WHERE a.worker_id = p.id AND a.project_id = %(project)s
    AND a.stage_id = %(stage)s AND a.level = 0) n
CROSS JOIN LATERAL (
  SELECT count(*) AS verdicts, count(*) FILTER (WHERE z."right") AS verdicts_right
  FROM ({
    WORDS.format(
        roots='''(
      SELECT a.* FROM assignment a WHERE a.worker_id = p.id AND a.project_id = %(project)s
        AND a.stage_id = %(stage)s AND a.level = 0 AND a.gold_id IS NULL AND a.attempt > 0
      ORDER BY a.reserved_at DESC LIMIT %(past)s)'''
    )
}) z
  LEFT JOIN (
    SELECT b.id, row_number() OVER (
      PARTITION BY date_trunc('day', b.decided_at, 'Asia/Seoul') ORDER BY b.decided_at, b.id) AS nth
    FROM assignment b WHERE b.worker_id = p.id AND b.project_id = %(project)s AND b.level = 0
      AND b.gold_id IS NULL
      AND (b.state = 'rejected_final' OR b.state = 'rejected' AND b.due_at IS NULL)) f
    ON f.id = z.assignment_id
  WHERE z.verdict <> 'reject' OR z."right" OR f.nth <= %(per_day)s) w
WHERE %(level)s = 0
"""

_PEERS = """
SELECT a.worker_id, v.answer, c.answer AS agreed, l.definition::text AS schema,
  cardinality(t.item_ids) AS members
FROM unnest(%(people)s::bigint[]) p (id)
CROSS JOIN LATERAL (
  SELECT a.* FROM assignment a WHERE a.worker_id = p.id AND a.project_id = %(project)s
    AND a.stage_id = %(stage)s AND a.level = 0 AND a.gold_id IS NULL AND a.attempt > 0
    AND a.state = 'accepted' AND EXISTS (SELECT FROM consensus c
      WHERE c.project_id = a.project_id AND c.task_id = a.task_id AND c.answers > 1
        AND c.state <> 'undecided')
  ORDER BY a.reserved_at DESC LIMIT %(limit)s) a
JOIN consensus c ON c.project_id = a.project_id AND c.task_id = a.task_id
JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
JOIN label_schema l ON l.project_id = a.project_id AND l.stage_id = a.stage_id
  AND l.version = a.schema_version
CROSS JOIN LATERAL (
  SELECT v.answer FROM submission v WHERE v.project_id = a.project_id AND v.assignment_id = a.id
    AND v.answer IS NOT NULL ORDER BY v.attempt DESC LIMIT 1) v
"""

_ADD = """
INSERT INTO trust (project_id, stage_id, level, person_id, holds, fresh)
SELECT %(project)s, %(stage)s, %(level)s, p.id, %(holds)s, false
FROM unnest(%(people)s::bigint[]) p (id) ORDER BY p.id
ON CONFLICT DO NOTHING
"""

_LOCKED = """
SELECT x.person_id, x.answers, x.gold, x.gold_right, x.verdicts, x.verdicts_right, x.peers,
  x.peers_right::float8 AS peers_right, x.paused_at IS NOT NULL AS paused,
  x.cleared_at IS NOT NULL AS cleared
FROM trust x WHERE x.project_id = %(project)s AND x.stage_id = %(stage)s AND x.level = %(level)s
  AND x.person_id = ANY (%(people)s)
ORDER BY x.person_id FOR NO KEY UPDATE SKIP LOCKED
"""

_WRITE = """
UPDATE trust x SET answers = m.answers, verdicts = m.verdicts, verdicts_right = m.verdicts_right,
  peers = m.peers, peers_right = m.peers_right, mean = m.mean, low = m.low, high = m.high,
  below = m.below, holds = m.holds, counted_at = now()
FROM jsonb_to_recordset(%(rows)s::jsonb) AS m (person_id bigint, answers bigint, verdicts bigint,
  verdicts_right bigint, peers bigint, peers_right numeric, mean numeric, low numeric,
  high numeric, below numeric, holds smallint)
WHERE x.project_id = %(project)s AND x.stage_id = %(stage)s AND x.level = %(level)s
  AND x.person_id = m.person_id
"""

_MIDDLES = """
SELECT x.level, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY x.mean::float8)
FROM trust x WHERE x.project_id = %(project)s AND x.stage_id = %(stage)s AND x.mean IS NOT NULL
GROUP BY x.level
"""

_KNOWN = """
SELECT x.person_id FROM trust x
WHERE x.project_id = %(project)s AND x.stage_id = %(stage)s AND x.level = %(level)s
  AND x.mean IS NOT NULL AND x.person_id > %(after)s
ORDER BY x.person_id LIMIT %(limit)s
"""


def due(s: Session) -> list[tuple[int, int]]:
    """In which stages has somebody done something since he was counted?"""
    return [(row[0], row[1]) for row in s.connection().exec_driver_sql(_DUE)]


def take(s: Session, project_id: int, stage_id: int, limit: int) -> list[tuple[int, int, Any]]:
    """Up to so many of those, who are to be counted now: level, person, and since when; None:
    never."""
    values = {"project": project_id, "stage": stage_id, "limit": limit}
    return [(row[0], row[1], row[2]) for row in s.connection().exec_driver_sql(_TAKE, values)]


def touched(
    s: Session, project_id: int, stage_id: int, fresh: Sequence[tuple[int, int, Any]]
) -> list[tuple[int, int]]:
    """Of whom is something else known than before, because of what these have done? In order, by
    level and person."""
    levels, people, since = zip(*fresh, strict=True)
    values = {
        "project": project_id,
        "stage": stage_id,
        "levels": list(levels),
        "people": list(people),
        "since": list(since),
    }
    return [(row[0], row[1]) for row in s.connection().exec_driver_sql(_TOUCHED, values)]


def counted(
    s: Session,
    project_id: int,
    stage_id: int,
    level: int,
    people: Sequence[int],
    *,
    per_day: int,
) -> dict[int, dict[str, Any]]:
    """What did each of these people hand in, and what did the next level say of it? Of one day's
    rejections in the project at most `per_day` count."""
    values = {"project": project_id, "stage": stage_id, "level": level, "people": list(people)}
    values |= {"past": PAST, "per_day": per_day}
    rows = s.connection().exec_driver_sql(_COUNTED, values).mappings()
    return {row["person_id"]: {k: row[k] for k in row if k != "person_id"} for row in rows}


def peers(s: Session, project_id: int, stage_id: int, people: Sequence[int]) -> list[Any]:
    """What these people answered last where several did, beside what that came to: `worker_id`,
    `answer`, `agreed`, the label schema as text, of a bundle how many items."""
    values = {"project": project_id, "stage": stage_id, "people": list(people), "limit": PEERS}
    return list(s.connection().exec_driver_sql(_PEERS, values).all())


def locked(
    s: Session,
    project_id: int,
    stage_id: int,
    level: int,
    people: Sequence[int],
    *,
    holds: int | None = None,
) -> list[Any]:
    """The rows of these people, but of who hands in at this moment, until the commit. Who has none
    gets one, with so many seats (`holds`)."""
    values = {"project": project_id, "stage": stage_id, "level": level, "people": list(people)}
    run = s.connection().exec_driver_sql
    if holds is not None:
        run(_ADD, values | {"holds": holds})
    return list(run(_LOCKED, values).all())


def write(
    s: Session, project_id: int, stage_id: int, level: int, rows: Sequence[dict[str, Any]]
) -> None:
    """Write what was counted of people. What stops or watches them stays as it is."""
    values = {"project": project_id, "stage": stage_id, "level": level}
    s.connection().exec_driver_sql(_WRITE, values | {"rows": orjson.dumps(rows).decode()})


def known(
    s: Session, project_id: int, stage_id: int, level: int, *, after: int, limit: int
) -> list[int]:
    """Of whom is anything known at this level? By their ids, page by page."""
    values = {"project": project_id, "stage": stage_id, "level": level}
    rows = s.connection().exec_driver_sql(_KNOWN, values | {"after": after, "limit": limit})
    return list(rows.scalars())


def middles(s: Session, project_id: int, stage_id: int) -> dict[int, tuple[int, float]]:
    """By level: of how many people something is known, and the middle of their means."""
    values = {"project": project_id, "stage": stage_id}
    rows = s.connection().exec_driver_sql(_MIDDLES, values)
    return {row[0]: (row[1], row[2]) for row in rows}


def bars(s: Session, project_id: int, stage_id: int) -> dict[str, float]:
    """The bars that were counted last, by level."""
    found = s.execute(
        select(QualityModel.bars).where(
            QualityModel.project_id == project_id, QualityModel.stage_id == stage_id
        )
    ).scalar_one_or_none()
    return found or {}


_FRESH = """
UPDATE trust x SET fresh = true FROM (
  SELECT t.* FROM trust t JOIN assignment a ON a.project_id = %(project)s AND a.root_id = %(root)s
    AND a.stage_id = t.stage_id AND a.level = t.level AND a.worker_id = t.person_id
  WHERE t.project_id = %(project)s ORDER BY t.level, t.person_id FOR NO KEY UPDATE OF t) f
WHERE x.project_id = f.project_id AND x.stage_id = f.stage_id AND x.level = f.level
  AND x.person_id = f.person_id
"""


def freshen(s: Session, project_id: int, root_id: int) -> None:
    """What became of this answer is other than it was: all who had a hand in it are to be counted
    again."""
    s.connection().exec_driver_sql(_FRESH, {"project": project_id, "root": root_id})


def count_anew(s: Session, project_id: int, stage_id: int) -> None:
    """The stage's settings are others: everybody is to be measured by them."""
    s.execute(
        update(Trust)
        .where(Trust.project_id == project_id, Trust.stage_id == stage_id)
        .values(fresh=True)
    )


def keep_bars(s: Session, project_id: int, stage_id: int, found: dict[str, float]) -> None:
    """Keep the bars of a stage's levels; what else was learned of it stays."""
    s.execute(
        insert(QualityModel)
        .values(project_id=project_id, stage_id=stage_id, bars=found)
        .on_conflict_do_update(
            index_elements=[QualityModel.project_id, QualityModel.stage_id], set_={"bars": found}
        )
    )
