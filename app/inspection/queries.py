"""What inspection is asked: what was looked at, why, and what was found."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

# A hand-in that was drawn, with the word of each level on it. The second judges what the first let
# stand: the answer, or his correction of it.
_FOUND = """
SELECT d.root_id, d.level, d.why, d.chance::float8 AS chance, d.besides::float8 AS besides, d.at,
  coalesce(second.verdict, first.verdict) IS NOT NULL AS looked,
  coalesce(second.verdict, first.verdict) <> 'approve'
    OR first.verdict = 'fix' AND second.verdict = 'approve' AS wrong,
  second.verdict IS NOT NULL AS twice, second.verdict IS NOT NULL AND (
    second.verdict <> 'approve') AS overlooked,
  a.worker_id, a.stage_id, v.attempt, v.active_seconds, v.id AS submission_id,
  jsonb_array_length(coalesce(v.answer -> 'annotations', '[]')) AS marks
FROM drawn d
JOIN assignment a ON a.project_id = d.project_id AND a.id = d.root_id AND a.gold_id IS NULL
JOIN submission v ON v.project_id = d.project_id AND v.assignment_id = d.root_id
  AND v.attempt = d.attempt
LEFT JOIN LATERAL (
  SELECT w.id, w.verdict FROM assignment x
  JOIN submission w ON w.project_id = x.project_id AND w.assignment_id = x.id
  WHERE x.project_id = d.project_id AND x.root_id = d.root_id AND x.level = 1
    AND x.gold_id IS NULL AND w.subject_id = v.id
  ORDER BY w.id DESC LIMIT 1) first ON true
LEFT JOIN LATERAL (
  SELECT w.verdict FROM assignment x
  JOIN submission w ON w.project_id = x.project_id AND w.assignment_id = x.id
  WHERE x.project_id = d.project_id AND x.root_id = d.root_id AND x.level = 2
    AND x.gold_id IS NULL AND w.subject_id IN (v.id, first.id)
  ORDER BY w.id DESC LIMIT 1) second ON true
WHERE d.project_id = :p AND d.stage_id = :stage
"""

LARGEST = 20_000
"""The newest looks that are learned from."""


def by_chance(s: Session, project_id: int, stage_id: int) -> list[dict[str, Any]]:
    """What was drawn by chance alone and has been looked at: level, chance, besides, wrong, at. At
    level 2 wrong is what the first let through and the second did not."""
    rows = s.execute(
        text(
            f"""SELECT f.level, f.chance, f.besides, f.at,
                  CASE f.level WHEN 1 THEN f.wrong ELSE f.overlooked END AS wrong
                FROM ({_FOUND} AND d.why = 'random') f
                WHERE CASE f.level WHEN 1 THEN f.looked ELSE f.twice END"""
        ),
        {"p": project_id, "stage": stage_id},
    )
    return [dict(row) for row in rows.mappings()]


def reasons(s: Session, project_id: int, stage_id: int) -> list[tuple[int, str, int]]:
    """(level, why, how many) of everything that was drawn."""
    rows = s.execute(
        text(
            """SELECT level, why, count(*) FROM drawn
               WHERE project_id = :p AND stage_id = :stage GROUP BY 1, 2 ORDER BY 1, 2"""
        ),
        {"p": project_id, "stage": stage_id},
    )
    return [(row[0], row[1], row[2]) for row in rows]


_TRUSTED = """
LEFT JOIN trust z ON z.project_id = :p AND z.stage_id = :stage AND z.level = 0
  AND z.person_id = {who}
"""
_OF_TRUST = """z.mean::float8 AS mean, coalesce(z.answers, 0) AS answers,
  coalesce(z.gold, 0) AS gold, coalesce(z.verdicts, 0) AS verdicts, coalesce(z.peers, 0) AS peers"""


def looked_at(s: Session, project_id: int, stage_id: int) -> list[dict[str, Any]]:
    """The newest hand-ins that somebody has looked at, with what their risk is told by."""
    rows = s.execute(
        text(
            f"""SELECT f.wrong, f.marks, coalesce(f.active_seconds, 0) AS seconds, f.attempt,
                  {_OF_TRUST}
                FROM ({_FOUND} AND d.level = 1) f {_TRUSTED.format(who="f.worker_id")}
                WHERE f.looked ORDER BY f.submission_id DESC LIMIT :limit"""
        ),
        {"p": project_id, "stage": stage_id, "limit": LARGEST},
    )
    return [dict(row) for row in rows.mappings()]


def newest(s: Session, project_id: int, stage_id: int, limit: int = 1_000) -> list[dict[str, Any]]:
    """The newest hand-ins of level 0, with what their risk is told by."""
    rows = s.execute(
        text(
            f"""SELECT v.id, jsonb_array_length(coalesce(v.answer -> 'annotations', '[]')) AS marks,
                  coalesce(v.active_seconds, 0) AS seconds, v.attempt, {_OF_TRUST}
                FROM (SELECT v.* FROM assignment a
                  JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id
                  WHERE a.project_id = :p AND a.stage_id = :stage AND a.level = 0
                    AND a.gold_id IS NULL
                  ORDER BY v.id DESC LIMIT :limit) v {_TRUSTED.format(who="v.worker_id")}"""
        ),
        {"p": project_id, "stage": stage_id, "limit": limit},
    )
    return [dict(row) for row in rows.mappings()]


def due(s: Session) -> list[tuple[int, int]]:
    """Which stages go by risk, and have had hand-ins since their risks were counted?"""
    rows = s.execute(
        text(
            """SELECT g.project_id, g.id FROM stage g
               LEFT JOIN quality_model m ON m.project_id = g.project_id AND m.stage_id = g.id
               WHERE 'risk' IN (g.inspect1, g.inspect2) AND g.state = 'open' AND EXISTS (
                 SELECT FROM submission v WHERE v.project_id = g.project_id AND v.stage_id = g.id
                   AND v.id > coalesce((m.risk ->> 'newest')::bigint, 0))"""
        )
    )
    return [(row[0], row[1]) for row in rows]


def newest_id(s: Session, project_id: int, stage_id: int) -> int:
    """The newest hand-in of a stage, at any level."""
    return int(
        s.execute(
            text(
                """SELECT coalesce(max(id), 0) FROM submission
                   WHERE project_id = :p AND stage_id = :stage"""
            ),
            {"p": project_id, "stage": stage_id},
        ).scalar_one()
    )


def keep(s: Session, project_id: int, stage_id: int, risk: str, verdicts: int) -> None:
    """Keep what was learned of the stage's risks (JSON), and of how many verdicts."""
    s.execute(
        text(
            """INSERT INTO quality_model (project_id, stage_id, risk, verdicts)
               VALUES (:p, :stage, CAST(:risk AS jsonb), :verdicts)
               ON CONFLICT (project_id, stage_id)
                 DO UPDATE SET risk = excluded.risk, verdicts = excluded.verdicts"""
        ),
        {"p": project_id, "stage": stage_id, "risk": risk, "verdicts": verdicts},
    )
