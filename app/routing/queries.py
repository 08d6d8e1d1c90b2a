"""Who may do which work, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models.routing import Admission, Requirement
from app.routing.rules import OF_THE_CLAIM, Asked, Course, Known

# Of a certificate of another project only that counts which its holder shows. Pieces of work are
# counted only where they are asked for: that reads all that the person has had. Of rejections only
# those count that stand for good.
_KNOWN = """
SELECT w.nth, m.team, k.language, k.lives,
  EXISTS (SELECT FROM invited v WHERE v.project_id = w.project AND v.stage_id = w.stage
    AND v.level = w.level AND v.person_id = w.person) AS invited,
  CASE WHEN w.answers IS NOT NULL OR w.verdicts THEN (SELECT ARRAY[
      count(*) FILTER (WHERE a.level = w.answers AND a.state = 'accepted'),
      count(*) FILTER (WHERE a.level = w.answers AND (a.state IN ('accepted', 'rejected_final')
        OR a.state = 'rejected' AND a.due_at IS NULL)),
      count(*) FILTER (WHERE a.level = 1 AND a.upheld IS NOT NULL),
      count(*) FILTER (WHERE a.level = 1 AND a.upheld)]
    FROM assignment a WHERE a.worker_id = w.person AND a.project_id = w.project
      AND a.stage_id = w.stage) END AS counts,
  (SELECT jsonb_agg(jsonb_build_object('project_id', c.project_id, 'course_id', c.id,
      'title', c.title, 'open', c.state = 'open', 'passed', x.id IS NOT NULL,
      'valid', coalesce(x.expires_at > now(), x.id IS NOT NULL),
      'expires_at', x.expires_at, 'next_attempt_at', (
        SELECT t.ended_at + make_interval(secs => c.wait_seconds)
        FROM (SELECT t.ended_at, t.passed FROM attempt t WHERE t.project_id = c.project_id
            AND t.course_id = c.id AND t.person_id = w.person AND t.ended_at IS NOT NULL
          ORDER BY t.nth DESC LIMIT 1) t
        WHERE NOT t.passed AND t.ended_at + make_interval(secs => c.wait_seconds) > now())
      ) ORDER BY u.nth)
    FROM ROWS FROM (jsonb_to_recordset(coalesce(w.courses, '[]'))
      AS (project_id bigint, course_id bigint)) WITH ORDINALITY u (project_id, course_id, nth)
    JOIN course c ON c.project_id = u.project_id AND c.id = u.course_id
    LEFT JOIN LATERAL (SELECT x.id, x.expires_at FROM certificate x
      WHERE x.person_id = w.person AND x.project_id = c.project_id AND x.course_id = c.id
        AND x.revoked_at IS NULL AND (x.project_id = w.project OR x.shown)
      ORDER BY x.expires_at DESC NULLS FIRST LIMIT 1) x ON true) AS courses
FROM jsonb_to_recordset(%(wanted)s::jsonb) AS w (nth int, person bigint, project bigint,
  stage bigint, level int, answers int, verdicts boolean, courses jsonb)
LEFT JOIN project_member m ON m.project_id = w.project AND m.person_id = w.person
LEFT JOIN participant k ON k.person_id = w.person
ORDER BY w.nth
"""


# Known beyond their projects are those of the organisation, and of projects that are open to all.
_CERTIFYING = """
SELECT c.project_id, p.name AS project, c.id AS course_id, c.title, c.level
FROM course c JOIN project p ON p.id = c.project_id
WHERE c.state = 'open' AND c.project_id <> %(project)s AND c.id > %(after)s
  AND (p.enrolment = 'open' OR p.organisation_id =
    (SELECT organisation_id FROM project WHERE id = %(project)s))
ORDER BY c.id LIMIT %(limit)s
"""


def certifying(s: Session, project_id: int, *, after: int, limit: int) -> list[dict[str, Any]]:
    """Open courses of other projects, one more than a page has."""
    values = {"project": project_id, "after": after, "limit": limit + 1}
    rows = s.connection().exec_driver_sql(_CERTIFYING, values)
    return [dict(row) for row in rows.mappings()]


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody, and the level that he wants in to."""

    person_id: int
    project_id: int
    stage_id: int
    level: int
    asked: Asked


def known(s: Session, questions: Sequence[Question]) -> list[Known]:
    """What is known of these people, as far as these levels ask for it? One statement."""
    if not questions:
        return []
    wanted = [
        {
            "nth": nth,
            "person": one.person_id,
            "project": one.project_id,
            "stage": one.stage_id,
            "level": one.level,
            "answers": one.asked.accepted.level if one.asked.accepted else None,
            "verdicts": one.asked.upheld is not None,
            "courses": [course.model_dump() for course in one.asked.certificates],
        }
        for nth, one in enumerate(questions)
    ]
    rows = s.connection().exec_driver_sql(_KNOWN, {"wanted": orjson.dumps(wanted).decode()})
    found = []
    for _, team, language, lives, invited, counts, courses in rows:
        accepted, decided, verdicts, upheld = counts or (0, 0, 0, 0)
        found.append(
            Known(
                courses=[_course(course) for course in courses or []],
                accepted=accepted,
                decided=decided,
                verdicts=verdicts,
                upheld=upheld,
                language=language,
                lives=lives,
                team=team,
                invited=invited,
            )
        )
    return found


def _course(row: dict[str, Any]) -> Course:
    times = {
        name: None if row[name] is None else datetime.fromisoformat(row[name])
        for name in ("expires_at", "next_attempt_at")
    }
    return Course(**{**row, **times})


def requirement(s: Session, project_id: int, stage_id: int, level: int) -> Requirement | None:
    """What does the level ask?"""
    return s.get(Requirement, (project_id, stage_id, level))


def keep_admission(s: Session, question: Question, *, version: int, until: datetime | None) -> None:
    """Somebody is let in: his next claims find that by its key."""
    made = insert(Admission).values(
        project_id=question.project_id,
        stage_id=question.stage_id,
        level=question.level,
        person_id=question.person_id,
        version=version,
        missing=[],
        until=until,
    )
    s.execute(
        made.on_conflict_do_update(
            index_elements=["project_id", "stage_id", "level", "person_id"],
            set_={
                "version": made.excluded.version,
                "missing": made.excluded.missing,
                "until": made.excluded.until,
                "checked_at": func.now(),
            },
        )
    )


def forget_admissions(s: Session, person_id: int, project_id: int | None = None) -> None:
    """Something that admissions of this person rest on has changed: the next claim looks anew."""
    gone = delete(Admission).where(Admission.person_id == person_id)
    if project_id is not None:
        gone = gone.where(Admission.project_id == project_id)
    s.execute(gone)


# What the levels of these stages ask of one person, and what of it is settled.
_STANDINGS = f"""
SELECT w.nth, r.version, r.asked, r.day_limit, r.person_limit,
  d.version IS NOT NULL OR r.asked - ARRAY[{", ".join(f"'{one}'" for one in OF_THE_CLAIM)}] = '{{}}'
    AS let_in,
  CASE WHEN r.day_limit IS NOT NULL THEN (SELECT count(*) FROM assignment a
    WHERE a.worker_id = %(me)s AND a.project_id = w.project AND a.stage_id = w.stage
      AND a.level = w.level AND a.reserved_at >= date_trunc('day', now(), 'Asia/Seoul')) END,
  CASE WHEN r.person_limit IS NOT NULL THEN (SELECT count(*) FROM assignment a
    WHERE a.worker_id = %(me)s AND a.project_id = w.project AND a.stage_id = w.stage
      AND a.level = w.level) END,
  (SELECT ARRAY[n.share, (SELECT count(*) FROM assignment a
      WHERE a.worker_id = %(me)s AND a.project_id = w.project AND a.stage_id = w.stage
        AND a.level = w.level AND a.reserved_at >= n.since)]
    FROM (SELECT sum(CASE WHEN EXISTS (SELECT FROM wish v WHERE v.project_id = n.project_id
          AND v.announcement_id = n.id AND v.person_id = %(me)s) THEN n.share ELSE 0 END)::bigint
          AS share,
        min(n.opened_at) AS since
      FROM announcement n WHERE n.project_id = w.project AND n.stage_id = w.stage
        AND n.level = w.level AND n.share IS NOT NULL
        AND n.opened_at + make_interval(secs => n.share_seconds) > now()
      HAVING count(*) > 0) n) AS shared,
  (SELECT max(n.opened_at + make_interval(secs => n.share_seconds))
    FROM announcement n WHERE n.project_id = w.project AND n.stage_id = w.stage
      AND n.level = w.level AND n.share IS NOT NULL AND n.opened_at IS NOT NULL) AS until,
  (SELECT jsonb_build_object('hit_id', x.paused_by) FROM trust x
    JOIN stage g ON g.project_id = x.project_id AND g.id = x.stage_id AND g.quality IS NOT NULL
    WHERE x.project_id = w.project AND x.stage_id = w.stage AND x.level = w.level
      AND x.person_id = %(me)s AND x.paused_at IS NOT NULL) AS paused,
  (SELECT u.id FROM suspension u WHERE u.project_id = w.project AND u.person_id = %(me)s
    AND u.state = 'in_force') AS suspended_by,
  (SELECT g.read_version FROM stage g WHERE g.project_id = w.project AND g.id = w.stage
    AND g.read_version IS NOT NULL AND NOT EXISTS (SELECT FROM guideline_read b
      WHERE b.project_id = g.project_id AND b.stage_id = g.id AND b.person_id = %(me)s
        AND b.version >= g.read_version)) AS unread
FROM unnest(%(projects)s::bigint[], %(stages)s::bigint[], %(levels)s::int[])
  WITH ORDINALITY w (project, stage, level, nth)
LEFT JOIN requirement r ON r.project_id = w.project AND r.stage_id = w.stage AND r.level = w.level
LEFT JOIN admission d ON d.project_id = r.project_id AND d.stage_id = r.stage_id
  AND d.level = r.level AND d.person_id = %(me)s AND d.version = r.version AND d.missing = '[]'
  AND (d.until IS NULL OR d.until > now())
ORDER BY w.nth
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to what a level asks."""

    version: int | None
    asked: dict[str, Any] | None
    day_limit: int | None
    person_limit: int | None
    let_in: bool | None
    today: int | None
    ever: int | None
    shared: list[int] | None  # his share, and what he has had of it
    until: datetime | None  # of the shares
    paused: dict[str, int | None] | None  # by which hit; None: he is not
    suspended_by: int | None  # which suspension is in force
    unread: int | None  # the guideline's version that he has to read first


def standings(s: Session, me: int, levels: Sequence[tuple[int, int, int]]) -> list[Standing]:
    """How does this person stand to these (project, stage, level)? One statement."""
    if not levels:
        return []
    projects, stages, numbers = zip(*levels, strict=True)
    rows = s.connection().exec_driver_sql(
        _STANDINGS,
        {"me": me, "projects": list(projects), "stages": list(stages), "levels": list(numbers)},
    )
    return [Standing(*row[1:]) for row in rows]
