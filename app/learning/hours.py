"""Hours of training, by person and month."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.papers import tables
from app.papers.tables import CHUNK, Column, Table

HEADINGS = (
    "month",
    "pseudonym",
    "person_id",
    "course_id",
    "course",
    "seconds",
    "hours",
    "lessons_read",
    "practised",
    "exam_answers",
)

_HOURS = """
WITH sat AS (
  SELECT t.person_id, t.course_id, t.first_at AS at, t.seconds,
    (t.lesson_id IS NOT NULL AND t.done_at IS NOT NULL)::int AS lesson,
    (t.question_id IS NOT NULL AND t.done_at IS NOT NULL)::int AS practice, 0 AS exam
  FROM studied t WHERE t.project_id = :project
  UNION ALL
  SELECT a.person_id, a.course_id, x.at, coalesce(x.seconds, 0), 0, 0, 1
  FROM attempt a
  JOIN attempt_answer x ON x.project_id = a.project_id AND x.attempt_id = a.id
  WHERE a.project_id = :project)
SELECT to_char(sat.at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM') AS month, m.pseudonym, sat.person_id,
  sat.course_id, k.title AS course, sum(sat.seconds)::bigint AS seconds,
  round(sum(sat.seconds) / 3600.0, 2) AS hours, sum(sat.lesson) AS lessons_read,
  sum(sat.practice) AS practised, sum(sat.exam) AS exam_answers
FROM sat
JOIN project_member m ON m.project_id = :project AND m.person_id = sat.person_id
JOIN course k ON k.project_id = :project AND k.id = sat.course_id
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 4
"""


def csv(open_: Callable[[], AbstractContextManager[Session]], project_id: int) -> Iterator[str]:
    """The table as CSV, some hundred rows at a time."""
    with open_() as s:
        rows = s.execute(
            text(_HOURS), {"project": project_id}, execution_options={"yield_per": CHUNK}
        )
        yield from tables.csv(Table("hours", [Column(name) for name in HEADINGS], rows))
