"""What a test sees of a project's work, by statements of its own."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

_PICTURE = """
SELECT
  (SELECT array_agg(a ORDER BY a.id)::text FROM assignment a WHERE a.project_id = :p),
  (SELECT array_agg(t ORDER BY t.id)::text FROM task t WHERE t.project_id = :p),
  (SELECT array_agg(x ORDER BY x.task_id, x.root_id, x.queue_id)::text FROM seat x
   WHERE x.project_id = :p),
  (SELECT array_agg(i ORDER BY i.id)::text FROM item i WHERE i.project_id = :p),
  (SELECT array_agg(j ORDER BY j.id)::text FROM stage j WHERE j.project_id = :p),
  (SELECT count(*) FROM event e WHERE e.project_id = :p),
  (SELECT count(*) FROM ledger_entry e WHERE e.project_id = :p),
  (SELECT count(*) FROM submission v WHERE v.project_id = :p),
  (SELECT count(*) FROM notification n WHERE n.project_id = :p)
"""


def picture(s: Session, project_id: int) -> Any:
    """Everything that stands, to see that a step changed nothing."""
    return s.execute(text(_PICTURE), {"p": project_id}).one()
