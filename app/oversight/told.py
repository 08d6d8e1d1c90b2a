"""One project's history as its managers read it: with names, the newest first."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.oversight import queries

# What an event is about, by its name: a stage's, an import's, an item's, a release's version, the
# pseudonym of whose role it was; of work the item that it is on.
_ABOUT = """
SELECT x.id, m.pseudonym, CASE x.subject
  WHEN 'stage' THEN (SELECT t.name FROM stage t
    WHERE t.project_id = %(project)s AND t.id = x.subject_id)
  WHEN 'batch' THEN (SELECT b.name FROM batch b
    WHERE b.project_id = %(project)s AND b.id = x.subject_id)
  WHEN 'release' THEN (SELECT r.version FROM release r
    WHERE r.project_id = %(project)s AND r.id = x.subject_id)
  WHEN 'project_role' THEN (SELECT r.pseudonym FROM project_member r
    WHERE r.project_id = %(project)s AND r.person_id = x.subject_id)
  WHEN 'item' THEN (SELECT i.name FROM item i
    WHERE i.project_id = %(project)s AND i.id = x.subject_id)
  WHEN 'task' THEN (SELECT i.name FROM task t
    JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
    WHERE t.project_id = %(project)s AND t.id = x.subject_id)
  WHEN 'assignment' THEN (SELECT i.name FROM assignment a
    JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
    JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
    WHERE a.project_id = %(project)s AND a.id = x.subject_id)
  END AS about
FROM event x
LEFT JOIN project_member m ON m.project_id = x.project_id AND m.person_id = x.actor_id
WHERE x.project_id = %(project)s AND x.id = ANY (%(ids)s)
"""


def history(
    s: Session,
    project_id: int,
    *,
    subject: str | None,
    actor_id: int | None,
    since: datetime | None,
    before: int,
    limit: int,
) -> tuple[list[dict[str, Any]], int | None]:
    """What has happened in a project, the newest first, each with what it is `about` and the
    `pseudonym` of who did it; and the key to go on from where the page ends early.

    Without a subject of work these are what people decided; with it, moves of that.
    """
    rows, edge = queries.audit(
        s,
        subject=subject,
        project_id=project_id,
        actor_id=actor_id,
        since=since,
        until=None,
        before=before,
        limit=limit,
    )
    found = s.connection().exec_driver_sql(
        _ABOUT, {"project": project_id, "ids": [row["id"] for row in rows]}
    )
    named = {row["id"]: dict(row) for row in found.mappings()}
    return [row | named[row["id"]] for row in rows], edge
