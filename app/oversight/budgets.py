"""Where the money of all projects is."""

from typing import Any

from sqlalchemy.orm import Session

from app.figures import service as figures
from app.oversight import queries


def budgets(
    s: Session, *, organisation_id: int | None, q: str, before: int, limit: int
) -> list[dict[str, Any]]:
    """Projects, the newest first, each with where its money is, as `schemas.BudgetRow`."""
    rows = queries.projects(s, organisation_id=organisation_id, q=q, before=before, limit=limit)
    money = figures.budgets(s, [row["id"] for row in rows])
    return [
        {
            "project_id": row["id"],
            "project": row["name"],
            **{name: row[name] for name in ("state", "organisation_id", "organisation")},
            "currency": row["currency"],
            **money[row["id"]],
        }
        for row in rows
    ]
