"""Projects, their taxonomy and money."""

from typing import Annotated

from fastapi import Path, Query
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Id, IdempotencyKey, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.core.states import ProjectState
from app.figures.queries import sums
from app.figures.service import money, progress
from app.models.project import Project, Reason
from app.models.transition import move, record
from app.people.permits import May
from app.projects import queries
from app.projects.money_schemas import BudgetOut, FundIn
from app.projects.schemas import (
    ProjectIn,
    ProjectListed,
    ProjectOut,
    ProjectPatch,
    ReasonIn,
    ReasonOut,
    WhyIn,
)
from app.workflow.found import found_project
from app.workflow.fund import pay_in

router = Router(tags=["projects"])

Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Wanted = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


@router.post("/organisations/{organisation_id}/projects", status_code=201)
def create_project(organisation_id: Key, body: ProjectIn, door: Way) -> ProjectOut:
    """Begin a project, as a draft."""
    with door.enter(May.PROJECT_CREATE, organisation=organisation_id) as (s, me):
        project_id = found_project(
            s,
            by=me.id,
            organisation_id=organisation_id,
            name=body.name,
            goal=body.goal,
            enrolment=body.enrolment,
        )
        return ProjectOut.model_validate(queries.project(s, project_id))


@router.get("/projects")
def list_projects(
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    state: ProjectState | None = None,
    q: Wanted = "",
) -> Page[ProjectListed]:
    """The projects that you have a part in, the newest first; with `state` and a part of the name
    (`q`), those."""
    with door.enter(limited=True) as (s, me):
        rows = queries.projects_of(
            s, me.id, state=state, q=q, after=after, limit=limit + 1, only=me.projects
        )
        far = progress(s, [row.id for row in rows])
        return page([_row(row, *far[row.id]) for row in rows], limit)


def _row(project: Project, items: int, accepted: int) -> ProjectListed:
    told = ProjectListed.model_validate(project)
    return told.model_copy(update={"items": items, "accepted": accepted})


@router.get("/projects/{project_id}")
def read_project(project_id: Key, door: Way) -> ProjectOut:
    """One project."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        return ProjectOut.model_validate(queries.project(s, project_id))


@router.patch("/projects/{project_id}")
def change_project(project_id: Key, body: ProjectPatch, door: Way) -> ProjectOut:
    """Change its name, its goal, or who may join."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        found = queries.project(s, project_id)
        for name, value in body.model_dump(exclude_none=True).items():
            setattr(found, name, value)
        s.flush()
        _tell(s, project_id, me.id, "changed")
        return ProjectOut.model_validate(found)


def _tell(s: Session, project_id: int, by: int, why: str) -> None:
    record(s, project_id=project_id, subject="project", subject_id=project_id, by=by, why=why)


def _move(project_id: int, door: Way, to: ProjectState, why: str) -> ProjectOut:
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        move(s, Project, project_id, to, by=me.id, why=why)
        s.expire_all()
        return ProjectOut.model_validate(queries.project(s, project_id))


@router.post("/projects/{project_id}/open")
def open_project(project_id: Key, door: Way) -> ProjectOut:
    """Let its open stages hand out work, for the first time or after a pause."""
    return _move(project_id, door, ProjectState.OPEN, "opened")


@router.post("/projects/{project_id}/pause")
def pause_project(project_id: Key, body: WhyIn, door: Way) -> ProjectOut:
    """Hand out no work until it is opened again; leases that are held go on."""
    return _move(project_id, door, ProjectState.PAUSED, body.why)


@router.post("/projects/{project_id}/close")
def close_project(project_id: Key, body: WhyIn, door: Way) -> ProjectOut:
    """End the project; nothing of it is handed out any more."""
    return _move(project_id, door, ProjectState.CLOSED, body.why)


@router.get("/projects/{project_id}/reasons")
def list_reasons(project_id: Key, door: Way) -> list[ReasonOut]:
    """The taxonomy of what can be wrong with an answer (at most 500 entries)."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        return [ReasonOut.model_validate(row) for row in queries.reasons(s, project_id)]


@router.put("/projects/{project_id}/reasons/{code}")
def put_reason(project_id: Key, code: Code, body: ReasonIn, door: Way) -> ReasonOut:
    """Add a reason, reword it, or bring a retired one back."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        reason = Reason(project_id=project_id, code=code, ko=body.ko, en=body.en, retired_at=None)
        _tell(s, project_id, me.id, f"reason {code} worded")
        return ReasonOut.model_validate(s.merge(reason))


@router.delete("/projects/{project_id}/reasons/{code}", status_code=204)
def retire_reason(project_id: Key, code: Code, door: Way) -> None:
    """Offer a reason no longer; verdicts that gave it keep it."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        queries.retire_reason(s, project_id, code)
        _tell(s, project_id, me.id, f"reason {code} retired")


@router.post("/projects/{project_id}/funding", status_code=201)
def fund_project(
    project_id: Key, body: FundIn, door: Way, idempotency_key: IdempotencyKey
) -> BudgetOut:
    """Record a payment of the sponsor; places that waited for money open."""
    with door.enter(May.BUDGET_WRITE, project=project_id) as (s, me):
        pay_in(s, by=me.id, project_id=project_id, amount=body.amount, key=idempotency_key)
        return _budget(s, project_id, None)


@router.get("/projects/{project_id}/budget")
def read_budget(project_id: Key, door: Way, stage_id: Id = None) -> BudgetOut:
    """Where the project's money is; with `stage_id`, what one stage has set aside and spent."""
    with door.enter(May.BUDGET_READ, project=project_id) as (s, _):
        return _budget(s, project_id, stage_id)


def _budget(s: Session, project_id: int, stage_id: int | None) -> BudgetOut:
    found = sums(s, project_id, stage_id, since=day_of(utcnow()), daily=())
    where: dict[str, int | None] = {**money(found.whole)}
    if stage_id is not None:
        where |= dict.fromkeys(("owed", "on_its_way", "paid", "withheld"))
    return BudgetOut.model_validate({"currency": queries.project(s, project_id).currency, **where})
