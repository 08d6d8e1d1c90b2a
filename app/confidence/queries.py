"""What is known of people at a level of a stage, and what that is counted from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.policy import FIRST
from app.models.quality import QualityModel, Trust
from app.quality.trust import NEWEST, USUAL, WEAK

PAST = 2_000
"""The newest pieces of work of one person at a level that verdicts are counted of."""

EXAMPLES = 20

# A stage that asks for nothing of it any more has none, whatever was counted once.
_ROWS = f"""
SELECT x.project_id, p.name AS project, x.stage_id, s.name AS stage, x.level, x.person_id,
  coalesce(m.pseudonym, '') AS pseudonym, x.answers, x.gold, x.gold_right, x.verdicts,
  x.verdicts_right, x.peers, x.peers_right::float8 AS peers_right, x.mean::float8 AS mean,
  x.low::float8 AS low, x.high::float8 AS high, x.below::float8 AS below,
  coalesce((k.bars ->> x.level::text)::float8, {USUAL - WEAK}) AS bar,
  CASE WHEN s.quality ? 'holds' THEN least(s.holds, x.holds) ELSE s.holds END AS holds,
  least(s.holds, coalesce((s.quality -> 'holds' ->> 'trusted')::int, s.holds)) AS holds_most,
  x.paused_at, CASE WHEN x.paused_at IS NOT NULL THEN x.paused_by END AS hit_id, x.counted_at,
  x.watched_by IS NOT NULL AS watched,
  coalesce((s.quality -> 'gold' ->> 'tell')::boolean, false) AS tells, {{place}} AS place
FROM trust x
JOIN stage s ON s.project_id = x.project_id AND s.id = x.stage_id AND s.quality IS NOT NULL
JOIN project p ON p.id = x.project_id
LEFT JOIN project_member m ON m.project_id = x.project_id AND m.person_id = x.person_id
LEFT JOIN quality_model k ON k.project_id = x.project_id AND k.stage_id = x.stage_id
WHERE {{wanted}}
ORDER BY {{order}} LIMIT %(limit)s
"""
_MINE = _ROWS.format(
    place="0",
    wanted="x.person_id = %(me)s AND (x.project_id, x.stage_id, x.level)"
    " > (%(project)s, %(stage)s, %(level)s)",
    order="x.project_id, x.stage_id, x.level",
)
_ONE = _ROWS.format(
    place="0",
    wanted="x.project_id = %(project)s AND x.stage_id = %(stage)s AND x.level = %(level)s"
    " AND x.person_id = %(me)s",
    order="x.person_id",
)
_MICROS = "(extract(epoch FROM {at}) * 1000000)::bigint"
# Where each order has a person, the first first.
PLACES = {
    "lowest": "coalesce(round(x.mean * 10000)::bigint, 10001)",
    "newest": f"coalesce(-{_MICROS.format(at='x.counted_at')}, 0)",
    "paused": f"coalesce(-{_MICROS.format(at='x.paused_at')}, 0)",
}
_OF_STAGE = {
    sort: _ROWS.format(
        place=place,
        wanted="x.project_id = %(project)s AND x.stage_id = %(stage)s AND x.level = %(level)s"
        f" AND (%(first)s OR ({place}, x.person_id) > (%(place)s, %(person)s))"
        + (" AND x.paused_at IS NOT NULL" if sort == "paused" else ""),
        order=f"{place}, x.person_id",
    )
    for sort, place in PLACES.items()
}


def mine(s: Session, me: int, *, after: tuple[int, int, int], limit: int) -> list[dict[str, Any]]:
    """What is known of this person, in the order of projects, stages and levels."""
    project, stage, level = after
    values = {"me": me, "project": project, "stage": stage, "level": level, "limit": limit}
    return [dict(row) for row in s.connection().exec_driver_sql(_MINE, values).mappings()]


def one(s: Session, me: int, project_id: int, stage_id: int, level: int) -> dict[str, Any] | None:
    """What is known of this person there; None: nothing is."""
    values = {"me": me, "project": project_id, "stage": stage_id, "level": level, "limit": 1}
    row = s.connection().exec_driver_sql(_ONE, values).mappings().first()
    return None if row is None else dict(row)


def of_stage(
    s: Session,
    project_id: int,
    stage_id: int,
    level: int,
    *,
    sort: str,
    after: tuple[int, int] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """What is known of the people of a stage's level, in one of `PLACES`."""
    place, person = after or (0, 0)
    values = {
        "project": project_id,
        "stage": stage_id,
        "level": level,
        "first": after is None,
        "place": place,
        "person": person,
        "limit": limit,
    }
    rows = s.connection().exec_driver_sql(_OF_STAGE[sort], values)
    return [dict(row) for row in rows.mappings()]


# The last word on what somebody handed in, each time that he did: the second level's where there is
# one, on the answer or on what the first made of it; that what the first mended is right says that
# the answer was not. Who chose between answers judged none alone.
_FIRST = """second.id IS NULL
    OR second.verdict = 'approve' AND first.verdict IS NOT DISTINCT FROM 'fix'"""
_WORDS = f"""
SELECT a.worker_id, a.id AS assignment_id, a.task_id, a.state,
  CASE WHEN {_FIRST} THEN first.verdict ELSE second.verdict END AS verdict,
  CASE WHEN {_FIRST} THEN first.reason ELSE second.reason END AS reason,
  coalesce(second.at, first.at) AS at,
  CASE WHEN {_FIRST} THEN first.verdict ELSE second.verdict END = 'approve'
    OR v.attempt = a.attempt AND EXISTS (SELECT FROM appeal p
      WHERE p.project_id = a.project_id AND p.root_id = a.id AND p.won) AS "right"
FROM {{roots}} a
JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id
LEFT JOIN LATERAL (
  SELECT w.id, w.verdict, w.reason, w.at FROM assignment x
  JOIN submission w ON w.project_id = x.project_id AND w.assignment_id = x.id
  WHERE x.project_id = a.project_id AND x.root_id = a.id AND x.level = 1
    AND x.gold_id IS NULL AND w.subject_id = v.id
    AND NOT EXISTS (SELECT FROM consensus c WHERE c.project_id = x.project_id
      AND c.task_id = x.task_id AND c.submission_id = w.id)
  ORDER BY w.id DESC LIMIT 1) first ON true
LEFT JOIN LATERAL (
  SELECT w.id, w.verdict, w.reason, w.at FROM assignment x
  JOIN submission w ON w.project_id = x.project_id AND w.assignment_id = x.id
  WHERE x.project_id = a.project_id AND x.root_id = a.id AND x.level = 2
    AND x.gold_id IS NULL AND w.subject_id IN (v.id, first.id)
  ORDER BY w.id DESC LIMIT 1) second ON true
WHERE coalesce(second.verdict, first.verdict) IS NOT NULL
"""
# The author of an answer reads what was said of it once that has been decided upon.
_EXAMPLES = f"""
WITH a AS MATERIALIZED (
  SELECT * FROM assignment WHERE worker_id = %(me)s AND project_id = %(project)s
    AND stage_id = %(stage)s AND level = %(level)s AND gold_id IS NULL AND attempt > 0
  ORDER BY reserved_at DESC LIMIT 200),
found AS (
  (SELECT w.assignment_id, w.task_id, 'verdict' AS kind, w."right", NULL::numeric AS score,
    '[]'::jsonb AS marks, w.verdict, w.reason, w.at
  FROM ({_WORDS.format(roots="a")}) w
  WHERE %(level)s = 0 AND w.state <> 'submitted')
  UNION ALL
  (SELECT a.id, a.task_id, 'verdict', a.upheld, NULL, '[]', v.verdict, v.reason, v.at
  FROM a JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id
  JOIN assignment r ON r.project_id = a.project_id AND r.id = a.root_id
  WHERE a.level > 0 AND a.upheld IS NOT NULL AND r.state <> 'submitted')
  UNION ALL
  (SELECT g.assignment_id, k.task_id, 'gold', g."right", g.score, g.marks, v.verdict, v.reason, g.at
  FROM gold_given g
  JOIN gold k ON k.project_id = g.project_id AND k.id = g.gold_id AND k.stage_id = %(stage)s
    AND k.level = %(level)s
  JOIN submission v ON v.project_id = g.project_id AND v.assignment_id = g.assignment_id
  WHERE %(tells)s AND g.project_id = %(project)s AND g.person_id = %(me)s
  ORDER BY g.at DESC LIMIT {EXAMPLES}))
SELECT f.assignment_id, i.name AS item, h.thumbnail_key, f.kind, f."right",
  f.score::float8 AS score, f.marks, f.verdict, f.reason, o.ko AS reason_ko, o.en AS reason_en, f.at
FROM (SELECT * FROM found ORDER BY at DESC, assignment_id DESC LIMIT {EXAMPLES}) f
JOIN task t ON t.project_id = %(project)s AND t.id = f.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
LEFT JOIN asset h ON h.project_id = i.project_id AND h.id = coalesce(t.asset_id, i.asset_id)
  AND NOT h.withheld
LEFT JOIN reason o ON o.project_id = t.project_id AND o.code = f.reason
ORDER BY f.at DESC, f.assignment_id DESC
"""


def examples(
    s: Session, me: int, project_id: int, stage_id: int, level: int, *, tells: bool
) -> list[dict[str, Any]]:
    """What of this person's work was looked at lately and what came of it; `tells`: known answers
    too. The newest first."""
    values = {
        "me": me,
        "project": project_id,
        "stage": stage_id,
        "level": level,
        "tells": tells,
    }
    return [dict(row) for row in s.connection().exec_driver_sql(_EXAMPLES, values).mappings()]


_FAULTY = f"""
WITH a AS MATERIALIZED (
  SELECT * FROM assignment WHERE worker_id = %(person)s AND project_id = %(project)s
    AND stage_id = %(stage)s AND level = %(level)s AND attempt > 0
    AND (gold_id IS NOT NULL) = %(known)s
  ORDER BY reserved_at DESC LIMIT 200)
SELECT DISTINCT f.id FROM (
  SELECT g.assignment_id AS id FROM a JOIN gold_given g ON g.project_id = a.project_id
    AND g.assignment_id = a.id WHERE %(known)s AND NOT g."right"
  UNION ALL
  SELECT a.id FROM a WHERE NOT %(known)s AND a.level > 0 AND a.upheld IS FALSE
  UNION ALL
  SELECT w.assignment_id FROM ({_WORDS.format(roots="a")}) w
  WHERE NOT %(known)s AND %(level)s = 0 AND NOT w."right") f
ORDER BY f.id DESC LIMIT {EXAMPLES}
"""


def faulty(
    s: Session, project_id: int, stage_id: int, level: int, person_id: int, *, known: bool
) -> list[int]:
    """The newest of this person's work there that were wrong, by a known answer (`known`) or by
    what the next level said."""
    values = {
        "project": project_id,
        "stage": stage_id,
        "level": level,
        "person": person_id,
        "known": known,
    }
    return list(s.connection().exec_driver_sql(_FAULTY, values).scalars())


_FIRST = f"""
SELECT v.assignment_id FROM submission v
WHERE v.worker_id = %(person)s AND v.project_id = %(project)s AND v.stage_id = %(stage)s
  AND v.level = %(level)s
ORDER BY v.id LIMIT {FIRST}
"""


def first(s: Session, project_id: int, stage_id: int, level: int, person_id: int) -> list[int]:
    """What this person handed in as a newcomer."""
    values = {"project": project_id, "stage": stage_id, "level": level, "person": person_id}
    return list(s.connection().exec_driver_sql(_FIRST, values).scalars())


# Two answers are the same that say the same, whatever their annotations are called, in any order.
_SAID = """md5(coalesce((SELECT jsonb_agg(x - 'id' ORDER BY x - 'id')
  FROM jsonb_array_elements(v.answer -> 'annotations') x), '[]')::text)"""
_HIS = f"""
SELECT {_SAID} FROM submission v
WHERE v.worker_id = %(person)s AND v.project_id = %(project)s AND v.stage_id = %(stage)s
  AND v.level = 0
ORDER BY v.id LIMIT {FIRST}
"""
_OTHERS = f"""
SELECT {_SAID} FROM (
  SELECT worker_id, answer FROM submission
  WHERE project_id = %(project)s AND stage_id = %(stage)s AND level = 0
  ORDER BY id DESC LIMIT {NEWEST}) v
WHERE v.worker_id <> %(person)s
"""


def said(s: Session, project_id: int, stage_id: int, person_id: int) -> tuple[list[str], list[str]]:
    """What this person answered as a newcomer, and what others answered last, as texts that tell
    one answer from another."""
    values = {"project": project_id, "stage": stage_id, "person": person_id}
    run = s.connection().exec_driver_sql
    own, others = (list(run(one, values).scalars()) for one in (_HIS, _OTHERS))
    return own, others


# --- Counting ---

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
    _WORDS.format(
        roots='''(
      SELECT a.* FROM assignment a WHERE a.worker_id = p.id AND a.project_id = %(project)s
        AND a.stage_id = %(stage)s AND a.level = 0 AND a.gold_id IS NULL AND a.attempt > 0
      ORDER BY a.reserved_at DESC LIMIT %(past)s)'''
    )
}) z) w
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
    s: Session, project_id: int, stage_id: int, level: int, people: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """What did each of these people hand in, and what did the next level say of it?"""
    values = {"project": project_id, "stage": stage_id, "level": level, "people": list(people)}
    rows = s.connection().exec_driver_sql(_COUNTED, values | {"past": PAST}).mappings()
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
