"""Budgets that come to their end: their managers are told once of each thing, until it is over."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.core.states import ProjectState
from app.figures.rules import Forecast
from app.ledger.top_ups import waits
from app.models.bonus import AlertKind, BudgetAlert
from app.models.person import ProjectRoleName
from app.models.project import Project, ProjectRole
from app.oversight.forecasts import Spending, spending
from app.people.notifications import Told, notify

SHARES = {AlertKind.SPENT_95: 95, AlertKind.SPENT_80: 80}
"""Hundredths of what was paid in, the graver first."""
SOON = timedelta(days=7)
FAR = timedelta(days=14)
"""From then on the end is far again; between the two nothing is said anew."""
CHUNK = 200


def watch() -> int:
    """Look at the money of all projects that run. Answers how much managers were told."""
    told = after = 0
    while True:
        with transaction() as s:
            found = list(
                s.execute(
                    select(Project.id)
                    .where(Project.state != ProjectState.CLOSED, Project.id > after)
                    .order_by(Project.id)
                    .limit(CHUNK)
                ).scalars()
            )
        if not found:
            return told
        for project_id in found:
            with transaction() as s:
                told += look(s, project_id)
        after = found[-1]


def look(s: Session, project_id: int) -> int:
    """Tell the project's managers what is so by now and was not; how much."""
    project = s.get_one(Project, project_id)
    seen = spending(s, project_id, runs=project.state is ProjectState.OPEN)
    waiting = waits(s, project_id)
    today = day_of(utcnow())
    so = {
        kind
        for kind, share in SHARES.items()
        if seen.funded > 0 and 100 * seen.spent >= share * seen.funded
    }
    so |= {AlertKind.RUNS_OUT} if ends_by(seen.ends, today + SOON) else set()
    so |= {AlertKind.TOP_UPS} if waiting > 0 else set()
    over = set(AlertKind) - so
    if ends_by(seen.ends, today + FAR):
        over.discard(AlertKind.RUNS_OUT)
    s.execute(
        delete(BudgetAlert).where(BudgetAlert.project_id == project_id, BudgetAlert.kind.in_(over))
    )
    if not so:
        return 0
    fresh = set(
        s.execute(
            insert(BudgetAlert)
            .values([{"project_id": project_id, "kind": kind} for kind in sorted(so)])
            .on_conflict_do_nothing()
            .returning(BudgetAlert.kind)
        ).scalars()
    )
    news = _news(fresh, project, seen, waiting)
    managers = s.execute(
        select(ProjectRole.person_id).where(
            ProjectRole.project_id == project_id, ProjectRole.role == ProjectRoleName.MANAGER
        )
    ).scalars()
    for person_id in managers:
        for kind, said in news.items():
            notify(s, person_id, kind, said, project_id)
    return len(news)


def ends_by(ends: Forecast, day: date) -> bool:
    """Whether the money is expected to have been spent by then."""
    return ends.day is not None and ends.day <= day


def _news(
    fresh: set[AlertKind], project: Project, seen: Spending, waiting: int
) -> Mapping[Told, dict[str, Any]]:
    news: dict[Told, dict[str, Any]] = {}
    for kind, share in SHARES.items():
        if kind in fresh:
            news[Told.BUDGET_SPENT] = {"project": project.name, "share": share}
            break
    if AlertKind.RUNS_OUT in fresh and seen.ends.day is not None:
        news[Told.BUDGET_RUNS_OUT] = {"project": project.name, "day": seen.ends.day.isoformat()}
    if AlertKind.TOP_UPS in fresh:
        news[Told.TOP_UPS_WAIT] = {"project": project.name, "amount": waiting}
    return news
