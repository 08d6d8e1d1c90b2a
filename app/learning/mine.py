"""Courses as those see them who take them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.learning import exams, queries
from app.models.learn import Course
from app.models.project import Project

_MINE = f"""
SELECT k.project_id, p.name AS project, k.stage_id, g.name AS stage, k.level, k.id, k.title,
  k.about, k.state, p.currency, k.drawn > 0 AS exam, k.training_pay, k.exam_pay,
  l.lessons, l.lessons_read, q.practice, q.practised,
  EXISTS (SELECT FROM studied t WHERE t.project_id = k.project_id AND t.person_id = :me
    AND t.course_id = k.id) OR EXISTS (SELECT FROM attempt a WHERE a.project_id = k.project_id
    AND a.course_id = k.id AND a.person_id = :me) AS begun,
  c.id IS NOT NULL AS certified, c.expires_at
FROM (SELECT DISTINCT r.project_id FROM project_role r WHERE r.person_id = :me) r
JOIN project p ON p.id = r.project_id
JOIN course k ON k.project_id = p.id AND k.state <> 'draft'
JOIN stage g ON g.project_id = k.project_id AND g.id = k.stage_id
CROSS JOIN LATERAL (
  SELECT count(*) AS lessons, count(t.done_at) AS lessons_read
  FROM lesson l LEFT JOIN studied t ON t.project_id = l.project_id AND t.person_id = :me
    AND t.lesson_id = l.id AND t.question_id IS NULL
  WHERE l.project_id = k.project_id AND l.course_id = k.id AND l.retired_at IS NULL) l
CROSS JOIN LATERAL (
  SELECT count(*) AS practice, count(t.done_at) AS practised
  FROM question q LEFT JOIN studied t ON t.project_id = q.project_id AND t.person_id = :me
    AND t.question_id = q.id AND t.lesson_id IS NULL
  WHERE q.project_id = k.project_id AND q.course_id = k.id AND q.use = 'practice'
    AND q.retired_at IS NULL) q
LEFT JOIN LATERAL (
  SELECT c.id, c.expires_at FROM certificate c
  WHERE c.person_id = :me AND c.project_id = k.project_id AND c.course_id = k.id
    AND {queries.HOLDS}
  ORDER BY c.expires_at DESC NULLS FIRST LIMIT 1) c ON true
WHERE k.id > :after AND (k.state = 'open' OR c.id IS NOT NULL OR EXISTS (
  SELECT FROM studied t WHERE t.project_id = k.project_id AND t.person_id = :me
    AND t.course_id = k.id))
ORDER BY k.id LIMIT :limit
"""

_LESSONS = """
SELECT l.id, l.title, l.body, t.done_at AS read_at, coalesce(t.seconds, 0) AS seconds
FROM lesson l LEFT JOIN studied t ON t.project_id = l.project_id AND t.person_id = :me
  AND t.lesson_id = l.id AND t.question_id IS NULL
WHERE l.project_id = :project AND l.course_id = :course AND l.retired_at IS NULL
ORDER BY l.position, l.id
"""

_PRACTICE = """
SELECT q.id, coalesce(t.tries, 0) AS tries, t.best::float AS best, t.done_at,
  coalesce(t.seconds, 0) AS seconds
FROM question q LEFT JOIN studied t ON t.project_id = q.project_id AND t.person_id = :me
  AND t.question_id = q.id AND t.lesson_id IS NULL
WHERE q.project_id = :project AND q.course_id = :course AND q.use = 'practice'
  AND q.retired_at IS NULL
ORDER BY q.position, q.id
"""

_OWED = """
SELECT coalesce(sum(amount), 0)::bigint FROM owed
WHERE project_id = :project AND course_id = :course AND person_id = :me
"""


def courses(s: Session, me: int, after: int, limit: int) -> list[Mapping[str, Any]]:
    """The courses that this person may take in his projects, or has begun or passed."""
    rows = s.execute(text(_MINE), {"me": me, "after": after, "limit": limit})
    return [dict(row) for row in rows.mappings()]


def course(s: Session, found: Course, me: int, *, knows: bool) -> dict[str, Any]:
    """One course as this person takes it, in the shape of `schemas.MyCourse` but for the money that
    was paid and is there. `knows` is whether he may read what is right."""
    values = {"me": me, "project": found.project_id, "course": found.id}
    run = s.execute
    project = s.get_one(Project, found.project_id)
    where = exams.stands(s, found, me, knows=knows)
    return {
        "project_id": found.project_id,
        "project": project.name,
        "stage_id": found.stage_id,
        "stage": queries.stage(s, found.project_id, found.stage_id)["name"],
        "level": found.level,
        "id": found.id,
        "title": found.title,
        "about": found.about,
        "state": found.state,
        "currency": project.currency,
        "lessons": [dict(row) for row in run(text(_LESSONS), values).mappings()],
        "practice": [dict(row) for row in run(text(_PRACTICE), values).mappings()],
        "finished": where.finished,
        "exam": None if found.drawn == 0 else _exam(found, where),
        "certificate": where.certificate,
        "training_pay": found.training_pay,
        "exam_pay": found.exam_pay,
        "owed": run(text(_OWED), values).scalar_one(),
    }


def _exam(found: Course, where: exams.Standing) -> dict[str, Any]:
    return {
        "questions": found.drawn,
        "pass_mark": found.pass_mark,
        "right_from": found.right_from,
        "seconds": found.exam_seconds,
        "attempts": found.attempts,
        "attempts_left": where.left,
        "next_attempt_at": where.next_at,
        "open_attempt": None if where.open is None else where.open.id,
        "may_begin": where.why_not is None,
        "why_not": where.why_not,
        "past": [
            {
                "id": one.id,
                "nth": one.nth,
                "started_at": one.started_at,
                "due_at": one.due_at,
                "ended_at": one.ended_at,
                "score": one.score,
                "passed": one.passed,
            }
            for one in where.past
        ],
    }
