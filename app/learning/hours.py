"""Hours of training, by person and month."""

import csv as tables
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import StringIO
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

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
CHUNK = 500

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
    """The table, some hundred rows at a time; a byte order mark first, so that spreadsheets read
    Korean."""
    yield "\ufeff" + _lines([HEADINGS])
    with open_() as s:
        rows = s.execute(
            text(_HOURS), {"project": project_id}, execution_options={"yield_per": CHUNK}
        )
        for part in rows.partitions(CHUNK):
            yield _lines([[_safe(value) for value in row] for row in part])


def _lines(rows: Any) -> str:
    written = StringIO()
    tables.writer(written).writerows(rows)
    return written.getvalue()


def _safe(value: Any) -> Any:
    """A title that a spreadsheet would take for a formula is text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
