"""One project's history and money as its people may read them: who did it, by pseudonym."""

from typing import Any

from sqlalchemy.orm import Session

# Who did it, and whose role it was, as the project's people know them.
_KNOWN = """
SELECT e.id, m.pseudonym, r.pseudonym AS of_role
FROM event e
LEFT JOIN project_member m ON m.project_id = e.project_id AND m.person_id = e.actor_id
LEFT JOIN project_member r ON e.subject = 'project_role' AND r.project_id = e.project_id
  AND r.person_id = e.subject_id
WHERE e.project_id = %(project)s AND e.id = ANY (%(ids)s)
"""


def with_pseudonyms(
    s: Session, project_id: int, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """`rows` of the project's history, each with the `pseudonym` of who did it; whom a role is
    `about` by his."""
    found = s.connection().exec_driver_sql(
        _KNOWN, {"project": project_id, "ids": [row["id"] for row in rows]}
    )
    known = {row.id: row for row in found}
    return [
        row | {"pseudonym": who.pseudonym, "about": who.of_role or row["about"]}
        for row in rows
        if (who := known[row["id"]])
    ]


def by_pseudonym(entry: dict[str, Any]) -> dict[str, Any]:
    """A movement without who it is about: neither name nor number, which is the same in every
    project."""
    heads = {
        side: entry[side] | {"person_id": None} for side in ("debit_account", "credit_account")
    }
    return entry | heads | {"person": None, "person_id": None}
