"""Consortia: the lead's side by project, the members' by organisation."""

from typing import Annotated

from fastapi import Query, status
from sqlalchemy.orm import Session

from app.api.by_hand import office
from app.api.deps import Way
from app.api.ids import Key
from app.api.invitations import view_of
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.consortia import queries, rules, service
from app.consortia.schemas import (
    AnswerConsortium,
    ConsortiumHouse,
    ConsortiumMemberOut,
    ConsortiumOut,
    ConsortiumPartOut,
    ConsortiumPartRow,
    GrantRoles,
    InviteOrganisation,
    PartnersPieceRow,
    WorkSharesIn,
)
from app.figures.schemas import MemberFigures, MembersFiguresPage
from app.figures.service import member_figures
from app.models.person import Organisation
from app.models.project import Project
from app.people import invitations
from app.people.permits import May
from app.people.queries import invitation, invitations_from, own_people
from app.people.schemas import InvitationView, InviteMember
from app.workflow import consort

router = Router(tags=["consortia"])

AfterName = Annotated[str, Query(max_length=100, description="The `next` of the page before.")]


def _consortium(s: Session, project_id: int) -> ConsortiumOut:
    project = s.get_one(Project, project_id)
    standing = consort.standing(s, project_id)
    lead = {
        "organisation_id": project.organisation_id,
        "organisation": s.get_one(Organisation, project.organisation_id).name,
        "people": own_people(s, project_id),
        "stages": standing[None],
    }
    return ConsortiumOut(
        currency=project.currency,
        lead=ConsortiumHouse.model_validate(lead),
        members=[
            ConsortiumMemberOut.model_validate(row | {"stages": standing[row["organisation_id"]]})
            for row in queries.members(s, project_id, rules.MOST)
        ],
    )


@router.get("/projects/{project_id}/consortium")
def read_consortium(project_id: Key, door: Way) -> ConsortiumOut:
    """Who shares the project's work, how much of it is whose, and how far each has come."""
    with door.enter(May.MEMBER_READ, project=project_id) as (s, _):
        return _consortium(s, project_id)


@router.post("/projects/{project_id}/consortium", status_code=status.HTTP_201_CREATED)
def invite_organisation(project_id: Key, asked: InviteOrganisation, door: Way) -> ConsortiumOut:
    """Invite an organisation to take part; its administrators are told. For the lead's own."""
    with door.enter(May.ORGANISATION_WRITE, project=project_id) as (s, me):
        consort.invite_organisation(
            s, by=me.id, project_id=project_id, name=asked.organisation, roles=asked.roles
        )
        return _consortium(s, project_id)


@router.patch("/projects/{project_id}/consortium/{member_id}")
def grant_roles(project_id: Key, member_id: Key, asked: GrantRoles, door: Way) -> ConsortiumOut:
    """Say in which roles a member may invite its people. Offers of other roles end."""
    with door.enter(May.ORGANISATION_WRITE, project=project_id) as (s, me):
        consort.grant_roles(
            s, by=me.id, project_id=project_id, member_id=member_id, roles=asked.roles
        )
        return _consortium(s, project_id)


@router.put("/projects/{project_id}/consortium/{member_id}/shares")
def write_shares(project_id: Key, member_id: Key, asked: WorkSharesIn, door: Way) -> ConsortiumOut:
    """Say how much of which stages a member is to do. May be retried."""
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, me):
        service.share_out(
            s,
            by=me.id,
            project_id=project_id,
            member_id=member_id,
            shares=[(one.stage_id, one.share, one.pieces) for one in asked.shares],
        )
        return _consortium(s, project_id)


@router.delete(
    "/projects/{project_id}/consortium/{member_id}", status_code=status.HTTP_204_NO_CONTENT
)
def end_membership(project_id: Key, member_id: Key, door: Way) -> None:
    """End a member's part, or take its invitation back. Its people stay, and what they did counts
    for it on. May be retried."""
    with door.enter(May.ORGANISATION_WRITE, project=project_id) as (s, me):
        consort.end_part(s, by=me.id, project_id=project_id, member_id=member_id)


@router.get("/organisations/{organisation_id}/consortia")
def list_parts(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[ConsortiumPartRow]:
    """In whose projects the organisation takes part, or is invited to, the newest first."""
    with door.enter(May.FIGURE_READ, organisation=organisation_id) as (s, _):
        rows = queries.parts(s, organisation_id, before=after, limit=limit + 1)
        return page([ConsortiumPartRow.model_validate(row) for row in rows], limit)


@router.get("/organisations/{organisation_id}/consortia/{member_id}")
def read_part(organisation_id: Key, member_id: Key, door: Way) -> ConsortiumPartOut:
    """The organisation's part in one project: its shares, and how far its people have come."""
    with door.enter(May.FIGURE_READ, organisation=organisation_id) as (s, _):
        found = service.part(s, organisation_id, member_id)
        stages = consort.standing(s, found["project_id"])[organisation_id]
        return ConsortiumPartOut.model_validate(found | {"stages": stages})


@router.post(
    "/organisations/{organisation_id}/consortia/{member_id}/answer",
    status_code=status.HTTP_204_NO_CONTENT,
)
def answer_part(organisation_id: Key, member_id: Key, asked: AnswerConsortium, door: Way) -> None:
    """Say yes or no to the lead's invitation. The same answer may be sent again."""
    with office(door, May.INVITATION_WRITE, organisation_id) as (s, me):
        consort.answer_invitation(
            s,
            by=me.id,
            organisation_id=organisation_id,
            member_id=member_id,
            accept=asked.accept,
        )


@router.delete(
    "/organisations/{organisation_id}/consortia/{member_id}",
    status_code=status.HTTP_204_NO_CONTENT,
)
def leave_part(organisation_id: Key, member_id: Key, door: Way) -> None:
    """Take part no longer. May be retried."""
    with office(door, May.INVITATION_WRITE, organisation_id) as (s, me):
        found = service.part(s, organisation_id, member_id)
        consort.end_part(s, by=me.id, project_id=found["project_id"], member_id=member_id)


@router.get("/organisations/{organisation_id}/consortia/{member_id}/people")
def list_partners_people(
    organisation_id: Key, member_id: Key, door: Way, after: AfterName = "", limit: Limit = 50
) -> MembersFiguresPage:
    """What the organisation's own people have done in the project, by pseudonym and name."""
    with door.enter(May.FIGURE_READ, organisation=organisation_id) as (s, _):
        found = service.part(s, organisation_id, member_id)
        rows = member_figures(
            s,
            found["project_id"],
            stage_id=None,
            after=after,
            limit=limit + 1,
            known=True,
            organisation_id=organisation_id,
        )
        shown = [MemberFigures.model_validate(row) for row in rows[:limit]]
        return MembersFiguresPage(
            items=shown, next=shown[-1].pseudonym if len(rows) > limit else None
        )


@router.get("/organisations/{organisation_id}/consortia/{member_id}/work")
def list_partners_work(
    organisation_id: Key, member_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[PartnersPieceRow]:
    """What the organisation's own people have claimed, and what became of it, the newest first."""
    with door.enter(May.FIGURE_READ, organisation=organisation_id) as (s, _):
        found = service.part(s, organisation_id, member_id)
        rows = queries.work(s, found["project_id"], organisation_id, before=after, limit=limit + 1)
        return page([PartnersPieceRow.model_validate(row) for row in rows], limit)


@router.get("/organisations/{organisation_id}/consortia/{member_id}/invitations")
def list_partners_invitations(
    organisation_id: Key, member_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[InvitationView]:
    """Whom the organisation has offered which roles in the project."""
    with door.enter(May.INVITATION_WRITE, organisation=organisation_id) as (s, _):
        project_id = service.part(s, organisation_id, member_id)["project_id"]
        rows = invitations_from(s, organisation_id, project_id, after=after, limit=limit)
        return page([view_of(found) for found in rows], limit)


@router.post(
    "/organisations/{organisation_id}/consortia/{member_id}/invitations",
    status_code=status.HTTP_201_CREATED,
)
def invite_partner(
    organisation_id: Key, member_id: Key, asked: InviteMember, door: Way
) -> InvitationView:
    """Offer somebody a role in the project, as far as the lead grants it. An offer that is open is
    sent again."""
    with door.enter(May.INVITATION_WRITE, organisation=organisation_id) as (s, me):
        found = service.part(s, organisation_id, member_id)
        service.may_invite(found, asked.role)
        made = invitations.invite(
            s, organisation_id, found["project_id"], asked.role, asked.email, me.id
        )
        sent = invitation(s, made)
        assert sent is not None
        return view_of(sent)


@router.delete(
    "/organisations/{organisation_id}/consortia/{member_id}/invitations/{invitation_id}",
    status_code=status.HTTP_204_NO_CONTENT,
)
def revoke_partners_invitation(
    organisation_id: Key, member_id: Key, invitation_id: Key, door: Way
) -> None:
    """Take an offer back. May be retried."""
    with door.enter(May.INVITATION_WRITE, organisation=organisation_id) as (s, me):
        project_id = service.part(s, organisation_id, member_id)["project_id"]
        invitations.revoke(s, organisation_id, project_id, invitation_id, me.id)
