"""The log of accesses: who read personal data of whom, as what, which fields, when and where."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.personal import Noted
from app.core.watch import request_id


def keep(
    s: Session,
    noted: Noted,
    *,
    by: int,
    acting: str,
    route: str,
    organisation_id: int | None = None,
    project_id: int | None = None,
) -> None:
    """Write down what was noted while an answer was built, but for what is `by`'s own. One
    statement, however many people it is about."""
    others = [one for one in noted.shown.items() if one[0] != by and one[1]]
    if not others:
        return
    s.connection().exec_driver_sql(
        _KEEP,
        {
            "people": [person_id for person_id, _ in others],
            "fields": [" ".join(sorted(fields)) for _, fields in others],
            "by": by,
            "acting": acting,
            "route": route,
            "organisation": organisation_id,
            "project": project_id,
            "why": noted.why,
            "request": request_id(),
        },
    )


_KEEP = """
INSERT INTO access_log (by, person_id, acting, organisation_id, project_id, fields, route, why,
  request_id)
SELECT %(by)s, seen.person_id, %(acting)s, %(organisation)s, %(project)s,
  string_to_array(seen.fields, ' '), %(route)s, %(why)s, %(request)s
FROM unnest(%(people)s::bigint[], %(fields)s::text[]) AS seen(person_id, fields)
"""


def read(
    s: Session,
    *,
    before: int,
    limit: int,
    person_id: int | None = None,
    by: int | None = None,
) -> list[dict[str, Any]]:
    """Who looked at whose data, the last first: at `person_id`'s, or what `by` looked at."""
    values = {"before": before, "limit": limit, "person": person_id, "by": by}
    rows = s.execute(text(_READ.format(where=_where(values))), values)
    return [dict(row) for row in rows.mappings()]


def _where(values: Mapping[str, int | None]) -> str:
    """Only what is asked for, so that each question has its index."""
    parts = {"before": "a.id < :before", "person": "a.person_id = :person", "by": "a.by = :by"}
    return " AND ".join(["true", *(said for name, said in parts.items() if values[name])])


_READ = """
SELECT a.id, a.at, a.by, b.name AS by_name, a.person_id, p.name AS person, a.acting,
  a.organisation_id, o.name AS organisation, a.project_id, r.name AS project, a.fields, a.route,
  a.why, a.request_id
FROM access_log a
JOIN person b ON b.id = a.by
JOIN person p ON p.id = a.person_id
LEFT JOIN project r ON r.id = a.project_id
LEFT JOIN organisation o ON o.id = coalesce(a.organisation_id, r.organisation_id)
WHERE {where}
ORDER BY a.id DESC LIMIT :limit
"""
