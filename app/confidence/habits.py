"""What a person says when he begins, beside what others say."""

from sqlalchemy.orm import Session

from app.core.policy import FIRST
from app.quality.trust import NEWEST, Habit, habit

# Two answers are the same that say the same, whatever their annotations are called, in any order.
_SAID = """md5(coalesce((SELECT jsonb_agg(x - 'id' ORDER BY x - 'id')
  FROM jsonb_array_elements(v.answer -> 'annotations') x), '[]')::text)"""

_HIS = f"""
SELECT {_SAID} FROM submission v
WHERE v.worker_id = %(person)s AND v.project_id = %(project)s AND v.stage_id = %(stage)s
  AND v.level = 0 AND v.attempt = 1
ORDER BY v.id LIMIT {FIRST}
"""
_OTHERS = f"""
SELECT {_SAID} FROM (
  SELECT worker_id, answer FROM submission
  WHERE project_id = %(project)s AND stage_id = %(stage)s AND level = 0 AND attempt = 1
  ORDER BY id DESC LIMIT {NEWEST}) v
WHERE v.worker_id <> %(person)s
"""


def habit_of(s: Session, project_id: int, stage_id: int, person_id: int) -> Habit | None:
    """Of a person's first answers in a stage; None before he has given as many as a newcomer does.
    Asked once, with the last of them (`app/quality/trust.py: halts()`)."""
    place = {"project": project_id, "stage": stage_id, "person": person_id}
    own, others = (
        [row[0] for row in s.connection().exec_driver_sql(statement, place)]
        for statement in (_HIS, _OTHERS)
    )
    return habit(own, others)
