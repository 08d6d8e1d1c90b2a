"""What courses, studying and certificates are asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, tuple_
from sqlalchemy.orm import Session

from app.core.document import EXCERPT
from app.core.errors import NotFound
from app.core.states import CourseState
from app.models.asset import Asset
from app.models.item import Item
from app.models.learn import Attempt, Course, Earned, Lesson, Question
from app.models.quality import Gold

# A certificate that holds today.
HOLDS = "c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > now())"


def now(s: Session) -> datetime:
    """The transaction's time, by the database's clock."""
    return s.execute(select(func.now())).scalar_one()


def course(s: Session, project_id: int, course_id: int, *, lock: bool = False) -> Course:
    """The course, locked against other changes if asked. Raises `NotFound`."""
    found = s.get(
        Course, (project_id, course_id), with_for_update={"key_share": True} if lock else None
    )
    if found is None:
        raise NotFound("There is no such course in this project.")
    return found


def open_to_learners(s: Session, project_id: int, course_id: int) -> Course:
    """The course, as somebody who takes it may know it: not while it is a draft."""
    found = course(s, project_id, course_id)
    if found.state is CourseState.DRAFT:
        raise NotFound("There is no such course in this project.")
    return found


def lesson(s: Session, project_id: int, course_id: int, lesson_id: int) -> Lesson:
    """The lesson of this course. Raises `NotFound`."""
    found = s.get(Lesson, (project_id, lesson_id))
    if found is None or found.course_id != course_id:
        raise NotFound("There is no such lesson in this course.")
    return found


def question(s: Session, project_id: int, course_id: int, question_id: int) -> Question:
    """The question of this course. Raises `NotFound`."""
    found = s.get(Question, (project_id, question_id))
    if found is None or found.course_id != course_id:
        raise NotFound("There is no such question in this course.")
    return found


def attempt(
    s: Session, project_id: int, course_id: int, attempt_id: int, *, lock: bool = False
) -> Attempt:
    """The attempt at this course's exam. Raises `NotFound`."""
    found = s.get(
        Attempt, (project_id, attempt_id), with_for_update={"key_share": True} if lock else None
    )
    if found is None or found.course_id != course_id:
        raise NotFound("There is no such attempt at this exam.")
    return found


_COURSES = f"""
SELECT k.*,
  (SELECT count(*) FROM lesson l WHERE l.project_id = k.project_id AND l.course_id = k.id
     AND l.retired_at IS NULL) AS lessons,
  (SELECT count(*) FROM question q WHERE q.project_id = k.project_id AND q.course_id = k.id
     AND q.use = 'practice' AND q.retired_at IS NULL) AS practice,
  (SELECT count(*) FROM question q WHERE q.project_id = k.project_id AND q.course_id = k.id
     AND q.use = 'exam' AND q.retired_at IS NULL) AS exam,
  (SELECT count(*) FROM (
     SELECT t.person_id FROM studied t WHERE t.project_id = k.project_id AND t.course_id = k.id
     UNION SELECT a.person_id FROM attempt a
     WHERE a.project_id = k.project_id AND a.course_id = k.id) u) AS learners,
  (SELECT count(DISTINCT c.person_id) FROM certificate c
   WHERE c.project_id = k.project_id AND c.course_id = k.id AND {HOLDS}) AS certified,
  (SELECT coalesce(sum(o.amount), 0)::bigint FROM owed o
   WHERE o.project_id = k.project_id AND o.course_id = k.id) AS owed
FROM course k
WHERE k.project_id = :project AND (CAST(:course AS bigint) IS NULL OR k.id = :course)
  AND k.id > :after
  AND (CAST(:stage AS bigint) IS NULL OR k.stage_id = :stage)
ORDER BY k.id LIMIT :limit
"""


def courses(
    s: Session,
    project_id: int,
    *,
    course_id: int | None = None,
    stage_id: int | None = None,
    after: int = 0,
    limit: int = 1,
) -> list[Mapping[str, Any]]:
    """The project's courses, with how much is in them and how many have learned by them."""
    return _rows(
        s, _COURSES, project=project_id, course=course_id, stage=stage_id, after=after, limit=limit
    )


def lessons(
    s: Session, project_id: int, course_id: int, *, retired: bool = False
) -> Sequence[Lesson]:
    """The lessons in the order in which they are read."""
    wanted = select(Lesson).where(Lesson.project_id == project_id, Lesson.course_id == course_id)
    if not retired:
        wanted = wanted.where(Lesson.retired_at.is_(None))
    return s.execute(wanted.order_by(Lesson.position, Lesson.id)).scalars().all()


_QUESTIONS = f"""
SELECT q.id, q.use, q.position, q.item_id, i.name AS item, f.thumbnail_key,
  {EXCERPT.format(asset="f")} AS excerpt, q.schema_version, q.answer, q.shown, q.verdict, q.note,
  q.retired_at, n.asked, n.got_right
FROM question q
JOIN course k ON k.project_id = q.project_id AND k.id = q.course_id
JOIN item i ON i.project_id = q.project_id AND i.id = q.item_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = i.asset_id AND NOT f.withheld
CROSS JOIN LATERAL (
  SELECT count(*) AS asked, count(*) FILTER (WHERE w.score >= k.right_from) AS got_right FROM (
    SELECT t.best AS score FROM studied t WHERE q.use = 'practice'
      AND t.project_id = q.project_id AND t.course_id = q.course_id AND t.question_id = q.id
    UNION ALL
    SELECT x.score FROM attempt a JOIN attempt_answer x ON x.project_id = a.project_id
      AND x.attempt_id = a.id AND x.question_id = q.id
    WHERE q.use = 'exam' AND a.project_id = q.project_id AND a.course_id = q.course_id
      AND a.ended_at IS NOT NULL) w) n
WHERE q.project_id = :project AND q.course_id = :course AND q.id > :after
  AND (CAST(:question AS bigint) IS NULL OR q.id = :question)
  AND (CAST(:use AS text) IS NULL OR q.use = :use)
  AND (:retired OR q.retired_at IS NULL OR q.id = :question)
ORDER BY q.id LIMIT :limit
"""


def questions(
    s: Session,
    project_id: int,
    course_id: int,
    *,
    question_id: int | None = None,
    use: str | None = None,
    retired: bool = False,
    after: int = 0,
    limit: int = 1,
) -> list[Mapping[str, Any]]:
    """The course's questions with their right answers, and how people did."""
    return _rows(
        s,
        _QUESTIONS,
        project=project_id,
        course=course_id,
        question=question_id,
        use=use,
        retired=retired,
        after=after,
        limit=limit,
    )


_ITEM = """
SELECT i.id, i.name, i.stage_id, f.media_type, f.width, f.height, f.document, f.facts, f.withheld,
  f.id AS asset_id,
  CASE WHEN f.facts IS NOT NULL THEN f.prepared IS NOT NULL END AS prepared,
  CASE WHEN f.tiles ? 'key' THEN f.tiles - 'key' END AS tiles
FROM item i LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = i.asset_id
WHERE i.project_id = :project AND i.id = :item
"""


def item(s: Session, project_id: int, item_id: int) -> Mapping[str, Any]:
    """An item and what it shows. Raises `NotFound`."""
    found = _rows(s, _ITEM, project=project_id, item=item_id)
    if not found:
        raise NotFound("There is no such item in this project.")
    return found[0]


def asset_of(s: Session, project_id: int, item_id: int) -> Asset | None:
    """The file that the item shows."""
    return s.execute(
        select(Asset)
        .join(Item, (Item.project_id == Asset.project_id) & (Item.asset_id == Asset.id))
        .where(Item.project_id == project_id, Item.id == item_id)
    ).scalar_one_or_none()


_ACCEPTED = """
SELECT v.answer, v.schema_version FROM task t
JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
  AND a.state = 'accepted'
JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
WHERE t.project_id = :project AND t.item_id = :item AND t.part IS NULL AND t.item_ids IS NULL
  AND t.gold_id IS NULL AND v.answer IS NOT NULL
ORDER BY a.judged DESC, v.id DESC LIMIT 1
"""


def accepted(s: Session, project_id: int, item_id: int) -> tuple[dict[str, Any], int] | None:
    """The answer that was accepted of an item, and the schema that it was written to."""
    found = _rows(s, _ACCEPTED, project=project_id, item=item_id)
    return (found[0]["answer"], found[0]["schema_version"]) if found else None


_STAGE = """
SELECT g.schema_version, g.guideline_version, l.definition AS label_schema, d.body AS guideline,
  g.name
FROM stage g
LEFT JOIN label_schema l ON l.project_id = g.project_id AND l.stage_id = g.id
  AND l.version = coalesce(CAST(:version AS bigint), g.schema_version)
LEFT JOIN guideline d ON d.project_id = g.project_id AND d.stage_id = g.id
  AND d.version = g.guideline_version
WHERE g.project_id = :project AND g.id = :stage
"""


def stage(
    s: Session, project_id: int, stage_id: int, version: int | None = None
) -> Mapping[str, Any]:
    """What a stage asks: its label schema (of `version`, else the one of now) and guideline."""
    found = _rows(s, _STAGE, project=project_id, stage=stage_id, version=version)
    if not found:
        raise NotFound("There is no such stage in this project.")
    return found[0]


def hidden(s: Session, project_id: int, item_id: int) -> bool:
    """Whether the item is given, among other work, to see how people do: who has been asked it with
    what is right would know it again."""
    found = s.execute(
        select(Gold.id)
        .where(Gold.project_id == project_id, Gold.item_id == item_id, Gold.retired_at.is_(None))
        .limit(1)
    )
    return found.first() is not None


def used_otherwise(s: Session, project_id: int, item_id: int, use: str) -> bool:
    """Whether the item is, or has been, a question of the other use anywhere in the project: what
    was practised, with its right answer, asks nothing in an exam."""
    found = s.execute(
        select(Question.id)
        .where(Question.project_id == project_id, Question.item_id == item_id, Question.use != use)
        .limit(1)
    )
    return found.first() is not None


_LEARNERS = f"""
SELECT m.person_id, m.pseudonym,
  count(t.id) FILTER (WHERE t.lesson_id IS NOT NULL AND t.done_at IS NOT NULL) AS lessons_read,
  count(t.id) FILTER (WHERE t.question_id IS NOT NULL AND t.done_at IS NOT NULL) AS practised,
  (coalesce(sum(t.seconds), 0) + x.seconds)::bigint AS seconds,
  x.attempts, x.best::float AS best,
  greatest(max(t.done_at), max(t.first_at), x.last_at) AS last_at,
  c.id AS certificate_id, c.earned_at, c.expires_at, c.revoked_at,
  coalesce({HOLDS}, false) AND c.id IS NOT NULL AS certified
FROM project_member m
LEFT JOIN studied t ON t.project_id = m.project_id AND t.course_id = :course
  AND t.person_id = m.person_id
CROSS JOIN LATERAL (
  SELECT count(DISTINCT a.id) AS attempts, max(a.score) AS best,
    greatest(max(a.started_at), max(a.ended_at)) AS last_at,
    coalesce(sum(w.seconds), 0) AS seconds
  FROM attempt a
  LEFT JOIN attempt_answer w ON w.project_id = a.project_id AND w.attempt_id = a.id
  WHERE a.project_id = m.project_id AND a.course_id = :course AND a.person_id = m.person_id) x
LEFT JOIN LATERAL (
  SELECT * FROM certificate c WHERE c.person_id = m.person_id AND c.project_id = m.project_id
    AND c.course_id = :course ORDER BY c.id DESC LIMIT 1) c ON true
WHERE m.project_id = :project AND m.person_id > :after
  AND (t.id IS NOT NULL OR x.attempts > 0 OR c.id IS NOT NULL OR EXISTS (
    SELECT FROM project_role r WHERE r.project_id = m.project_id AND r.person_id = m.person_id
      AND r.role <> 'manager'))
GROUP BY m.person_id, m.pseudonym, x.seconds, x.attempts, x.best, x.last_at, c.id, c.earned_at,
  c.expires_at, c.revoked_at
ORDER BY m.person_id LIMIT :limit
"""


def learners(
    s: Session, project_id: int, course_id: int, after: int, limit: int
) -> list[Mapping[str, Any]]:
    """How far is everybody on the team with this course?"""
    return _rows(s, _LEARNERS, project=project_id, course=course_id, after=after, limit=limit)


_CERTIFICATES = f"""
SELECT c.*, p.name AS project, k.title, k.stage_id, g.name AS stage, k.level, {HOLDS} AS valid
FROM certificate c
JOIN project p ON p.id = c.project_id
JOIN course k ON k.project_id = c.project_id AND k.id = c.course_id
JOIN stage g ON g.project_id = k.project_id AND g.id = k.stage_id
"""


def certificates(s: Session, person_id: int, before: int, limit: int) -> list[Mapping[str, Any]]:
    """A person's certificates, the newest first."""
    return _rows(
        s,
        f"""{_CERTIFICATES} WHERE c.person_id = :me AND (:before = 0 OR c.id < :before)
        ORDER BY c.id DESC LIMIT :limit""",
        me=person_id,
        before=before,
        limit=limit,
    )


def certificate(s: Session, certificate_id: int) -> Mapping[str, Any] | None:
    """One certificate."""
    found = _rows(s, f"{_CERTIFICATES} WHERE c.id = :id", id=certificate_id)
    return found[0] if found else None


def certificate_by_code(s: Session, code: str) -> Mapping[str, Any] | None:
    """The certificate with this code, and whose it is."""
    found = _rows(
        s,
        f"""SELECT x.*, n.name FROM ({_CERTIFICATES} WHERE c.code = :code) x
        JOIN person n ON n.id = x.person_id""",
        code=code,
    )
    return found[0] if found else None


def newest_certificate(
    s: Session, project_id: int, course_id: int, person_id: int
) -> Mapping[str, Any] | None:
    """The certificate that stands for this person and course: one that holds, else the newest."""
    found = _rows(
        s,
        f"""{_CERTIFICATES} WHERE c.person_id = :me AND c.project_id = :project
        AND c.course_id = :course ORDER BY ({HOLDS}) DESC, c.id DESC LIMIT 1""",
        me=person_id,
        project=project_id,
        course=course_id,
    )
    return found[0] if found else None


def titles(s: Session, entries: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """Of what learning paid, which course it was: titles by (project, cause) of entries of the
    ledger, `training:…` and `exam:…`, of which there may be others."""
    wanted = {}
    for project_id, cause in entries:
        what, _, rest = cause.partition(":")
        number = rest.partition(":")[0]
        if what in set(Earned) and number.isdigit():
            wanted[project_id, cause] = (project_id, int(number))
    if not wanted:
        return {}
    rows = s.execute(
        select(Course.project_id, Course.id, Course.title).where(
            tuple_(Course.project_id, Course.id).in_(set(wanted.values()))
        )
    )
    found = {(row.project_id, row.id): row.title for row in rows}
    return {entry: found[key] for entry, key in wanted.items() if key in found}


def _rows(s: Session, statement: str, **values: Any) -> list[Mapping[str, Any]]:
    return [dict(row) for row in s.execute(text(statement), values).mappings()]
