"""One project's history as its managers read it: with names, the newest first."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.oversight import queries

# Who did it, and whose role it was, as the project's people know them.
_KNOWN = """
SELECT e.id, m.pseudonym, r.pseudonym AS of_role
FROM event e
LEFT JOIN project_member m ON m.project_id = e.project_id AND m.person_id = e.actor_id
LEFT JOIN project_member r ON e.subject = 'project_role' AND r.project_id = e.project_id
  AND r.person_id = e.subject_id
WHERE e.project_id = %(project)s AND e.id = ANY (%(ids)s)
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
    """What has happened in a project, the newest first, each with the `pseudonym` of who did it,
    whom a role is `about` by his; and the key to go on from where the page ends early.

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
        _KNOWN, {"project": project_id, "ids": [row["id"] for row in rows]}
    )
    known = {row.id: row for row in found}
    told = [
        row | {"pseudonym": who.pseudonym, "about": who.of_role or row["about"]}
        for row in rows
        if (who := known[row["id"]])
    ]
    return told, edge
