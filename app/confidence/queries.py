"""What is known of people at a level of a stage, and by what work of theirs."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.core.policy import FIRST
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
_MENDED = """second.id IS NULL
    OR second.verdict = 'approve' AND first.verdict IS NOT DISTINCT FROM 'fix'"""
WORDS = f"""
SELECT a.worker_id, a.id AS assignment_id, a.task_id, a.state,
  CASE WHEN {_MENDED} THEN first.verdict ELSE second.verdict END AS verdict,
  CASE WHEN {_MENDED} THEN first.reason ELSE second.reason END AS reason,
  coalesce(second.at, first.at) AS at,
  CASE WHEN {_MENDED} THEN first.verdict ELSE second.verdict END = 'approve'
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
  FROM ({WORDS.format(roots="a")}) w
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
  SELECT w.assignment_id FROM ({WORDS.format(roots="a")}) w
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
