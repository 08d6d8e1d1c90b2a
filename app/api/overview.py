"""A project at a glance: progress, forecast, quality, cost, and what its members have done."""

from typing import Annotated

from fastapi import Query

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import MAX_KEY, Limit
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.core.database import reading
from app.core.states import ProjectState
from app.figures import desk, service
from app.figures.schemas import (
    DeskBalanceOut,
    DeskHoursOut,
    DeskQueuesOut,
    DeskThroughputOut,
    MemberFigures,
    MembersFiguresPage,
    OverviewOut,
)
from app.ledger.dated import minimum_wage
from app.people.permits import May
from app.projects.queries import project

router = Router(prefix="/projects/{project_id}", tags=["projects"])

Stage = Annotated[int | None, Query(ge=1, le=MAX_KEY, description="Only this stage.")]
AfterName = Annotated[str, Query(max_length=100, description="The `next` of the page before.")]


@router.get("/overview")
def read_overview(project_id: Key, door: Way, stage_id: Stage = None) -> OverviewOut:
    """Items, forecast, quality, reasons, cost, days, and whom to have a word with; with `stage_id`
    of one stage. Days are Asia/Seoul."""
    with door.enter(May.FIGURE_READ, project=project_id) as (own, me), reading(own) as s:
        found = project(s, project_id)
        return OverviewOut.model_validate(
            service.overview(
                s,
                project_id,
                stage_id,
                currency=found.currency,
                running=found.state is ProjectState.OPEN,
                known=May.MEMBER_READ in me.may,
                minimum_wage=minimum_wage(s, day_of(utcnow())),
            )
        )


@router.get("/overview/hours")
def read_hours(project_id: Key, door: Way, stage_id: Stage = None) -> DeskHoursOut:
    """When people work: hand-ins and verdicts of the last 14 days, hour by hour (Asia/Seoul)."""
    with door.enter(May.FIGURE_READ, project=project_id) as (own, _), reading(own) as s:
        return DeskHoursOut.model_validate({"days": desk.hours(s, project_id, stage_id)})


@router.get("/overview/people")
def read_throughput(project_id: Key, door: Way, stage_id: Stage = None) -> DeskThroughputOut:
    """Who has done how much in the last seven days, the busiest hundred first."""
    with door.enter(May.FIGURE_READ, project=project_id) as (own, me), reading(own) as s:
        known = May.MEMBER_READ in me.may
        return DeskThroughputOut.model_validate(
            desk.throughput(s, project_id, stage_id, known=known)
        )


@router.get("/overview/queues")
def read_queues(project_id: Key, door: Way, stage_id: Stage = None) -> DeskQueuesOut:
    """What waits at each level of each stage, for how long, and with whom work has lain longest."""
    with door.enter(May.FIGURE_READ, project=project_id) as (own, me), reading(own) as s:
        known = May.MEMBER_READ in me.may
        return DeskQueuesOut.model_validate(desk.queues(s, project_id, stage_id, known=known))


@router.get("/overview/balance")
def read_balance(project_id: Key, door: Way, stage_id: Stage = None) -> DeskBalanceOut:
    """What accepted items say, class by class, against what was aimed at."""
    with door.enter(May.FIGURE_READ, project=project_id) as (own, _), reading(own) as s:
        return DeskBalanceOut.model_validate({"groups": desk.balance(s, project_id, stage_id)})


@router.get("/members/figures")
def list_member_figures(
    project_id: Key, door: Way, after: AfterName = "", limit: Limit = 50, stage_id: Stage = None
) -> MembersFiguresPage:
    """What everybody who is or was in the project has done there, by pseudonym."""
    with door.enter(May.FIGURE_READ, project=project_id) as (own, me), reading(own) as s:
        rows = service.member_figures(
            s,
            project_id,
            stage_id=stage_id,
            after=after,
            limit=limit + 1,
            known=May.MEMBER_READ in me.may,
        )
        shown = [MemberFigures.model_validate(row) for row in rows[:limit]]
        return MembersFiguresPage(
            items=shown, next=shown[-1].pseudonym if len(rows) > limit else None
        )
