"""The work itself: claim, save, hand in, give back, at all three levels."""

from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from app.api.deps import Me, Way
from app.api.finding import work_filter
from app.api.ids import Id, IdempotencyKey, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.api.turns import in_turn
from app.confidence.schemas import KnownOut
from app.core.clock import day_of, utcnow
from app.core.errors import NotFound
from app.core.states import AssignmentState
from app.desk.schemas import WorkFilter
from app.ledger.dated import minimum_wage
from app.people.permits import AT_LEVEL, May
from app.routing.rules import Device
from app.storage import LINK_TTL, storage
from app.tasks import offers, views
from app.tasks.market_schemas import Offer
from app.tasks.schemas import (
    AppealIn,
    ClaimIn,
    ClaimOut,
    DraftIn,
    DraftSaved,
    Lease,
    PartingIn,
    SubmissionIn,
    WorkOut,
    WorkRow,
)
from app.workflow import admit, gate
from app.workflow.act import find_work
from app.workflow.appeal import appeal
from app.workflow.claim import claim, next_lease
from app.workflow.decide import Judgement, decide
from app.workflow.hand_in import Receipt
from app.workflow.lease import extend, give_back, release, save_draft
from app.workflow.resume import resume
from app.workflow.submit import submit

router = Router(tags=["work"])
WORK = "/projects/{project_id}/assignments/{assignment_id}"
States = Annotated[list[AssignmentState] | None, Query(max_length=11)]
Level = Annotated[int | None, Query(ge=0, le=2)]
OnDevice = Annotated[Device | None, Query(description="What your page runs on, as at a claim.")]


class WorkerRow(WorkRow):
    """A line of a project's work."""

    worker: str


class SubmissionOut(BaseModel):
    """What the hand-in did. `state` is the assignment's right after it; a retry with the same
    Idempotency-Key is answered the same. `next` is the following lease, where one was asked for
    and there is work."""

    submission_id: int
    assignment_id: int
    attempt: int
    state: AssignmentState
    price: int
    known: KnownOut | None = Field(
        None, description="Where the answer was known, in a stage that tells so at once."
    )
    next: Lease | None = None


@router.get("/work")
def list_offers(door: Way) -> list[Offer]:
    """What your roles let you claim (at most 500 stages). `needs` says what a stage still wants of
    you."""
    with door.enter() as (s, me):
        wage = minimum_wage(s, day_of(utcnow()))
        rows = offers.offers(s, me.id)
        gate.tell(s, me.id, rows)
        admit.tell(s, me.id, rows, door.device)
        return [Offer.model_validate(row | {"minimum_wage": wage}) for row in rows]


@router.get("/me/assignments")
def list_my_work(
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    state: States = None,
    project_id: Id = None,
    level: Level = None,
) -> Page[WorkRow]:
    """Your work, the newest first."""
    with door.enter() as (s, me):
        rows = views.work_of(
            s,
            me.id,
            states=state,
            project_id=project_id,
            level=level,
            before=after,
            limit=limit + 1,
        )
        return page([WorkRow.model_validate(_shown(row)) for row in rows], limit)


@router.get("/projects/{project_id}/assignments")
def list_work(
    project_id: Key,
    door: Way,
    asked: Annotated[WorkFilter, Depends(work_filter)],
    after: After = 0,
    limit: Limit = 50,
) -> Page[WorkerRow]:
    """The project's work, by pseudonym. A page may be short and yet not the last: go on with
    `next`."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        ids, edge = find_work(s, project_id, asked, after=after, limit=limit + 1)
        rows = views.work_numbered(s, project_id, ids)
        shown = [WorkerRow.model_validate(_shown(row)) for row in rows]
        return page(shown, limit, edge=edge)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """`row` with a link to its small picture in place of the key."""
    key = row.pop("thumbnail_key")
    url = None if key is None else storage().link(key, LINK_TTL, media_type="image/webp")
    return row | {"thumbnail_url": url}


@router.post("/projects/{project_id}/stages/{stage_id}/claims", status_code=201)
@in_turn
def claim_work(
    project_id: Key, stage_id: Key, body: ClaimIn, door: Way, idempotency_key: IdempotencyKey
) -> ClaimOut:
    """Claim up to `count` pieces of work. The same key returns the same leases; an empty answer
    is given only when there is no work for you."""
    with door.enter(AT_LEVEL[body.level], project=project_id, alone=True, steady=True) as (s, me):
        ids = claim(
            s,
            me=me.id,
            project_id=project_id,
            stage_id=stage_id,
            level=body.level,
            count=body.count,
            key=idempotency_key,
            device=door.at(body.device),
        )
        found = [Lease.model_validate(row) for row in views.leases(s, project_id, ids)]
        return ClaimOut(leases=found, empty=not found)


@router.get(WORK)
def read_work(project_id: Key, assignment_id: Key, door: Way) -> WorkOut:
    """One piece of your work, whole; or of anybody's, for who may read the project's items."""
    with door.enter(project=project_id) as (s, me):
        found = views.whose(s, project_id, assignment_id)
        if found is None or (found[0] != me.id and May.ITEM_READ not in me.may):
            raise NotFound("There is no such work of yours here.")
        sees = found[1] if found[0] == me.id else 2
        return WorkOut.model_validate(views.work(s, project_id, assignment_id, found[2], sees))


@router.post(f"{WORK}/submission", status_code=201)
@in_turn
def hand_in(
    project_id: Key,
    assignment_id: Key,
    body: SubmissionIn,
    door: Way,
    idempotency_key: IdempotencyKey,
    next: Annotated[bool, Query(description="Claim the next piece of work too.")] = False,
    device: OnDevice = None,
) -> SubmissionOut:
    """Hand in an answer, or above level 0 a verdict. A retry with the same key is answered as the
    first time, the next lease included."""
    with door.enter(project=project_id, alone=next, steady=True) as (s, me):
        _may_work(me)
        if body.verdict is None:
            assert body.answer is not None
            receipt = submit(
                s,
                me=me.id,
                project_id=project_id,
                assignment_id=assignment_id,
                key=idempotency_key,
                answer=body.answer,
                active_seconds=body.active_seconds,
            )
        else:
            receipt = decide(
                s,
                me=me.id,
                project_id=project_id,
                assignment_id=assignment_id,
                key=idempotency_key,
                judgement=Judgement(
                    verdict=body.verdict,
                    reason=body.reason,
                    comment=body.comment,
                    pins=[pin.model_dump(exclude_none=True) for pin in body.pins or []] or None,
                    answer=body.answer,
                    chosen=body.chosen,
                ),
                body=body.model_dump(mode="json", exclude=_not_hashed(body)),
                active_seconds=body.active_seconds,
            )
        follow: list[int] = []
        if next and AT_LEVEL[receipt.level] in me.may:
            follow = next_lease(
                s,
                me=me.id,
                project_id=project_id,
                stage_id=receipt.stage_id,
                level=receipt.level,
                key=idempotency_key,
                again=receipt.again,
                device=door.at(device),
            )
        found = views.leases(s, project_id, follow)
        return _told(receipt, Lease.model_validate(found[0]) if found else None)


def _not_hashed(body: SubmissionIn) -> set[str]:
    """What of a verdict's body a retry is not told by."""
    return {"active_seconds"} | ({"chosen"} if body.chosen is None else set())


def _told(receipt: Receipt, following: Lease | None) -> SubmissionOut:
    return SubmissionOut(
        submission_id=receipt.submission_id,
        assignment_id=receipt.assignment_id,
        attempt=receipt.attempt,
        state=receipt.state,
        price=receipt.price,
        known=None if receipt.known is None else KnownOut.model_validate(receipt.known),
        next=following,
    )


def _may_work(me: Me) -> None:
    """Some level's permission; whose assignment it is decides the rest."""
    if not any(may in me.may for may in AT_LEVEL.values()):
        me.need(May.WORK_DO)


def _lease(s: Session, project_id: int, assignment_id: int) -> Lease:
    return Lease.model_validate(views.leases(s, project_id, [assignment_id])[0])


@router.put(f"{WORK}/draft")
def put_draft(project_id: Key, assignment_id: Key, body: DraftIn, door: Way) -> DraftSaved:
    """Save unfinished work. 409 `draft_stale` carries the newer draft of another tab."""
    with door.enter(project=project_id) as (s, me):
        _may_work(me)
        revision = save_draft(
            s,
            me=me.id,
            project_id=project_id,
            assignment_id=assignment_id,
            revision=body.revision,
            body=body.body,
        )
        return DraftSaved(revision=revision)


@router.post(f"{WORK}/extend")
def extend_lease(project_id: Key, assignment_id: Key, door: Way) -> Lease:
    """One more term of the same length, once."""
    with door.enter(project=project_id) as (s, me):
        _may_work(me)
        extend(s, me=me.id, project_id=project_id, assignment_id=assignment_id)
        return _lease(s, project_id, assignment_id)


@router.post(f"{WORK}/return")
def return_lease(project_id: Key, assignment_id: Key, body: PartingIn, door: Way) -> Lease:
    """Give a lease back, without a penalty; the draft is kept."""
    with door.enter(project=project_id) as (s, me):
        _may_work(me)
        give_back(s, me=me.id, project_id=project_id, assignment_id=assignment_id, why=body.why)
        return _lease(s, project_id, assignment_id)


@router.post(f"{WORK}/resume")
def resume_lease(project_id: Key, assignment_id: Key, door: Way, device: OnDevice = None) -> Lease:
    """Take up again, within a day, what you gave back or let run out, while a place is free."""
    with door.enter(project=project_id, alone=True) as (s, me):
        _may_work(me)
        resume(
            s,
            me=me.id,
            project_id=project_id,
            assignment_id=assignment_id,
            device=door.at(device),
        )
        return _lease(s, project_id, assignment_id)


@router.post(f"{WORK}/appeal", status_code=201)
def appeal_rejection(project_id: Key, assignment_id: Key, body: AppealIn, door: Way) -> Lease:
    """Object to a rejection; an arbiter outside the team decides, and silence is for you."""
    with door.enter(project=project_id) as (s, me):
        _may_work(me)
        appeal(s, me=me.id, project_id=project_id, assignment_id=assignment_id, text=body.text)
        return _lease(s, project_id, assignment_id)


@router.post(f"{WORK}/release")
def release_lease(project_id: Key, assignment_id: Key, body: PartingIn, door: Way) -> Lease:
    """Take somebody's lease back, as a manager."""
    with door.enter(May.WORK_RELEASE, project=project_id) as (s, me):
        release(s, by=me.id, project_id=project_id, assignment_id=assignment_id, why=body.why)
        return _lease(s, project_id, assignment_id)
