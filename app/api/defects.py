"""What users found wrong with a project's releases: the desk of those who decide about it, and
one's own reports."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query, Response
from sqlalchemy.orm import Session

from app.api import limits
from app.api.catalogue import finding
from app.api.deps import Way
from app.api.ids import Id, IdempotencyKey, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.core.errors import Invalid, NotFound
from app.core.states import DefectState
from app.defects import queries, rules, service
from app.defects.schemas import (
    AcceptIn,
    Candidate,
    DayOut,
    DeclineIn,
    DefectIn,
    DefectRow,
    DuplicateIn,
    MyDefect,
    PeriodOut,
)
from app.people.permits import May
from app.workflow.report_defect import report_defect
from app.workflow.settle_defect import accept_defect, decline_defect, join_defect

router = Router(tags=["defects"])

HERE = "/projects/{project_id}/defects"
States = Annotated[list[DefectState] | None, Query(max_length=len(DefectState))]
Day = Annotated[date | None, Query()]
_MOST_DAYS = 366


@router.get("/me/defects")
def list_my_defects(door: Way, after: After = 0, limit: Limit = 50) -> Page[MyDefect]:
    """What you have reported, the newest first, and what became of it."""
    with door.enter() as (s, me):
        rows = queries.mine(s, me.id, before=after, limit=limit + 1)
        return page([MyDefect.model_validate(row) for row in rows], limit)


@router.get("/me/defects/{defect_id}")
def read_my_defect(defect_id: Key, door: Way) -> MyDefect:
    """One report of yours, with its answer."""
    with door.enter() as (s, me):
        found = queries.one_of_mine(s, me.id, defect_id)
        if found is None:
            raise NotFound("You have made no such report.")
        return MyDefect.model_validate(found)


@router.get(HERE)
def list_defects(
    project_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    state: States = None,
    stage_id: Id = None,
    release_id: Id = None,
) -> Page[DefectRow]:
    """What was found wrong with the project's releases, the oldest first."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        rows = queries.defects(
            s,
            project_id,
            states=state or [],
            stage_id=stage_id,
            release_id=release_id,
            after=after,
            limit=limit + 1,
        )
        return page([DefectRow.model_validate(row) for row in rows], limit)


@router.post(HERE, status_code=201)
def report_project_defect(
    project_id: Key,
    body: DefectIn,
    door: Way,
    idempotency_key: IdempotencyKey,
    response: Response,
) -> DefectRow:
    """Note what you have found wrong yourself, as one of its makers. May be retried."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, me):
        limits.spend(limits.REPORT, door.client, f"person {me.id}")
        made, new = report_defect(
            s,
            by=me.id,
            project_id=project_id,
            release_id=body.release_id,
            found=finding(body),
            key=idempotency_key,
        )
        if not new:
            response.status_code = 200
        return _shown(s, project_id, made.id)


@router.get(f"{HERE}/period")
def read_improvement(
    project_id: Key, door: Way, stage_id: Id = None, since: Day = None, until: Day = None
) -> PeriodOut:
    """The time of improvement as a view: findings by state, kind and age, and day by day what came,
    what was settled and what was open. Without days: those that the data set in the catalogue asks
    for findings in, else the last thirty. Days are Asia/Seoul."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        today = day_of(utcnow())
        meant = queries.period(s, project_id, stage_id) or (today - timedelta(days=29), today)
        since, until = since or meant[0], until or meant[1]
        if not 0 <= (until - since).days < _MOST_DAYS:
            raise Invalid(f"Ask for at most {_MOST_DAYS} days, the first one first.")
        found = queries.counts(s, project_id, stage_id)
    reported, settled = (
        {date.fromisoformat(day): n for day, n in (found[name] or {}).items()}
        for name in ("reported", "settled")
    )
    # Of days that are to come there is nothing to tell.
    days = rules.burn_down(reported, settled, since, min(until, today))
    return PeriodOut(
        since=since,
        until=until,
        states=found["states"] or {},
        kinds=found["kinds"] or {},
        ages=rules.ages({int(age): n for age, n in (found["ages"] or {}).items()}),
        oldest_at=found["oldest_at"],
        median_days=found["median_days"],
        days=[DayOut.model_validate(day) for day in days],
    )


@router.get(f"{HERE}/{{defect_id}}")
def read_defect(project_id: Key, defect_id: Key, door: Way) -> DefectRow:
    """One finding, and how far what is done about it has come."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return _shown(s, project_id, defect_id)


@router.get(f"{HERE}/{{defect_id}}/candidates")
def list_defect_candidates(
    project_id: Key, defect_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[Candidate]:
    """Items of the release that have the class which a finding is about: those to be done anew are
    chosen from them."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        found = service.locked(s, project_id, defect_id)
        rows = queries.candidates(s, found, after=after, limit=limit + 1)
        return page([Candidate.model_validate(row) for row in rows], limit)


@router.post(f"{HERE}/{{defect_id}}/accept")
def accept(project_id: Key, defect_id: Key, body: AcceptIn, door: Way) -> DefectRow:
    """Put it right: its item is reopened, and done anew by other people, as its stage has it. A
    patch of the release then answers it, and whoever reported it is told."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        accept_defect(
            s,
            by=me.id,
            project_id=project_id,
            defect_id=defect_id,
            items=body.items,
            answer=body.answer,
        )
        return _shown(s, project_id, defect_id)


@router.post(f"{HERE}/{{defect_id}}/decline")
def decline(project_id: Key, defect_id: Key, body: DeclineIn, door: Way) -> DefectRow:
    """Change nothing, and say why; whoever reported it reads it."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        decline_defect(
            s,
            by=me.id,
            project_id=project_id,
            defect_id=defect_id,
            reason=body.reason,
            answer=body.answer,
        )
        return _shown(s, project_id, defect_id)


@router.post(f"{HERE}/{{defect_id}}/duplicate")
def join(project_id: Key, defect_id: Key, body: DuplicateIn, door: Way) -> DefectRow:
    """It was reported before: the first report's answer is its own, and its reporter is told of it,
    too."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        join_defect(s, by=me.id, project_id=project_id, defect_id=defect_id, of=body.of)
        return _shown(s, project_id, defect_id)


def _shown(s: Session, project_id: int, defect_id: int) -> DefectRow:
    row = queries.defect(s, project_id, defect_id)
    if row is None:
        raise NotFound("There is no such report in this project.")
    return DefectRow.model_validate(row)
