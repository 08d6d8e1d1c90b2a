"""Words to many of a project's people at once."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.people.notifications import Told
from app.queue import news


def tell_members(
    s: Session,
    project_id: int,
    kind: Told,
    params: dict[str, Any],
    *,
    roles: Sequence[str] | None,
    but: int | None = None,
) -> int:
    """Tell everybody with one of these roles in the project (None: with any), but one person; how
    many. One statement; whoever was told just this before is not told again."""
    values = {
        "project": project_id,
        "kind": kind.value,
        "params": orjson.dumps(params).decode(),
        "roles": None if roles is None else list(roles),
        "but": but,
    }
    news.tell(s, news.EVERYBODY)
    return int(s.execute(text(_TELL), values).rowcount)  # type: ignore[attr-defined]


_TELL = """
INSERT INTO notification (person_id, project_id, kind, params)
SELECT m.person_id, m.project_id, :kind, CAST(:params AS jsonb)
FROM project_member m
WHERE m.project_id = :project AND m.person_id IS DISTINCT FROM CAST(:but AS bigint)
  AND EXISTS (SELECT FROM project_role r WHERE r.project_id = m.project_id
    AND r.person_id = m.person_id
    AND (CAST(:roles AS text[]) IS NULL OR r.role = ANY (CAST(:roles AS text[]))))
  AND NOT EXISTS (SELECT FROM notification n WHERE n.person_id = m.person_id
    AND n.project_id = m.project_id AND n.kind = :kind AND n.params = CAST(:params AS jsonb))
ORDER BY m.person_id
"""
