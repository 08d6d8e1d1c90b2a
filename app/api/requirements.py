"""What a level of a stage asks of who wants its work, and for whom it is kept."""

from typing import Annotated

from fastapi import Path, status

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.people.permits import May
from app.projects.queries import stage
from app.routing import queries
from app.routing.requirements import check, invite, invited_after, set_requirement, uninvite
from app.routing.schemas import (
    CertifyingOut,
    InvitedIn,
    InvitedOut,
    RequirementIn,
    RequirementOut,
    RequirementTried,
)
from app.workflow.admit import try_out

router = Router(prefix="/projects/{project_id}/stages/{stage_id}", tags=["requirements"])
OfLevel = Annotated[int, Path(ge=0, le=2)]


@router.get("/requirements/{level}")
def read_requirement(project_id: Key, stage_id: Key, level: OfLevel, door: Way) -> RequirementOut:
    """What the level asks."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        stage(s, project_id, stage_id)
        found = queries.requirement(s, project_id, stage_id, level)
        if found is None:
            return RequirementOut(level=level, version=0, changed_at=None)
        return RequirementOut.model_validate(found, from_attributes=True)


@router.put("/requirements/{level}")
def put_requirement(
    project_id: Key, stage_id: Key, level: OfLevel, body: RequirementIn, door: Way
) -> RequirementOut:
    """Ask this of who claims from now on; leases that are held go on."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        stage(s, project_id, stage_id)
        found = set_requirement(
            s,
            by=me.id,
            project_id=project_id,
            stage_id=stage_id,
            level=level,
            asked=body.asked,
            day_limit=body.day_limit,
            person_limit=body.person_limit,
        )
        return RequirementOut.model_validate(found, from_attributes=True)


@router.post("/requirements/{level}/try")
def try_requirement(
    project_id: Key, stage_id: Key, level: OfLevel, body: RequirementIn, door: Way
) -> RequirementTried:
    """Whom this would let in, and what the others lack; nothing is changed."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        stage(s, project_id, stage_id)
        check(s, body.asked)
        here = {"project_id": project_id, "stage_id": stage_id, "level": level}
        return RequirementTried.model_validate(try_out(s, **here, asked=body.asked))


@router.get("/certifying")
def list_certifying(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[CertifyingOut]:
    """Courses of other projects whose certificates may be asked for: of those of the organisation,
    and of those that are open to all."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        stage(s, project_id, stage_id)
        rows = queries.certifying(s, project_id, after=after, limit=limit)
        return page([CertifyingOut.model_validate(row) for row in rows], limit, "course_id")


@router.get("/invited/{level}")
def list_invited(
    project_id: Key, stage_id: Key, level: OfLevel, door: Way, after: After = 0, limit: Limit = 50
) -> Page[InvitedOut]:
    """For whom the level is kept, where it asks for an invitation."""
    with door.enter(May.MEMBER_READ, project=project_id) as (s, _):
        stage(s, project_id, stage_id)
        rows = invited_after(s, project_id, stage_id, level, after=after, limit=limit)
        found = [InvitedOut.model_validate(row, from_attributes=True) for row in rows]
        return page(found, limit, "person_id")


@router.post("/invited/{level}", status_code=status.HTTP_204_NO_CONTENT)
def invite_members(
    project_id: Key, stage_id: Key, level: OfLevel, body: InvitedIn, door: Way
) -> None:
    """Keep the level for these members, too. May be retried."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        stage(s, project_id, stage_id)
        invite(
            s,
            by=me.id,
            project_id=project_id,
            stage_id=stage_id,
            level=level,
            person_ids=body.person_ids,
        )


@router.delete("/invited/{level}/{person_id}", status_code=status.HTTP_204_NO_CONTENT)
def uninvite_member(
    project_id: Key, stage_id: Key, level: OfLevel, person_id: Key, door: Way
) -> None:
    """Keep the level for him no more; leases that he holds go on."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        stage(s, project_id, stage_id)
        uninvite(
            s,
            by=me.id,
            project_id=project_id,
            stage_id=stage_id,
            level=level,
            person_id=person_id,
        )
