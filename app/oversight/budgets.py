"""Where the money of projects is, and of organisations."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.figures import service as figures
from app.models.bonus import AlertKind, BudgetAlert
from app.models.project import Project
from app.oversight import queries


def budgets(
    s: Session, *, organisation_id: int | None, q: str, before: int, limit: int
) -> list[dict[str, Any]]:
    """Projects, the newest first, each with where its money is, as `schemas.BudgetRow`."""
    rows = queries.projects(s, organisation_id=organisation_id, q=q, before=before, limit=limit)
    ids = [row["id"] for row in rows]
    money, told = figures.budgets(s, ids), alerts(s, ids)
    return [
        {
            "project_id": row["id"],
            "project": row["name"],
            **{name: row[name] for name in ("state", "organisation_id", "organisation")},
            "currency": row["currency"],
            "alerts": told.get(row["id"], []),
            **money[row["id"]],
        }
        for row in rows
    ]


def alerts(s: Session, projects: Sequence[int]) -> dict[int, list[AlertKind]]:
    """What the managers of each of these projects were told of its budget, and is still so."""
    found: dict[int, list[AlertKind]] = {}
    statement = (
        select(BudgetAlert.project_id, BudgetAlert.kind)
        .where(BudgetAlert.project_id.in_(projects))
        .order_by(BudgetAlert.project_id, BudgetAlert.kind)
    )
    for project_id, kind in s.execute(statement):
        found.setdefault(project_id, []).append(kind)
    return found


def of_house(s: Session, organisation_id: int) -> list[dict[str, Any]]:
    """Where all the money of an organisation's projects is, by currency, as
    `schemas.HouseBudget`."""
    rows = s.execute(
        select(Project.id, Project.currency)
        .where(Project.organisation_id == organisation_id)
        .order_by(Project.id)
    )
    currencies = {row.id: row.currency for row in rows}
    sums: dict[str, defaultdict[str, int]] = {}
    for project_id, where in figures.budgets(s, list(currencies)).items():
        whole = sums.setdefault(currencies[project_id], defaultdict(int))
        whole["projects"] += 1
        for name, amount in where.items():
            whole[name] += amount
    return [{"currency": currency, **whole} for currency, whole in sorted(sums.items())]
