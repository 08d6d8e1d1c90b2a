"""Where the money of all projects is."""

from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.figures.queries import sums
from app.figures.service import money
from app.oversight import queries


def budgets(
    s: Session, *, organisation_id: int | None, q: str, before: int, limit: int
) -> list[dict[str, Any]]:
    """Projects, the newest first, each with where its money is, as `schemas.BudgetRow`."""
    rows = queries.projects(s, organisation_id=organisation_id, q=q, before=before, limit=limit)
    return [
        {
            "project_id": row["id"],
            "project": row["name"],
            **{name: row[name] for name in ("state", "organisation_id", "organisation")},
            "currency": row["currency"],
            **money(sums(s, row["id"], None, since=day_of(utcnow()), daily=()).whole),
        }
        for row in rows
    ]
