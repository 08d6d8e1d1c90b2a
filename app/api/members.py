"""A project's team."""

from typing import Annotated

from fastapi import Query, status

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import Limit
from app.api.router import Router
from app.core.errors import NotFound
from app.models.person import ProjectRoleName
from app.people import queries
from app.people.permits import May
from app.people.schemas import JoinedView, MembersPage, MemberView
from app.people.team import join_project
from app.routing.requirements import set_team
from app.routing.schemas import TeamIn, TeamOut
from app.workflow import suspend

router = Router(prefix="/projects/{project_id}/members", tags=["members"])

AfterName = Annotated[str, Query(max_length=100, description="The `next` of the page before.")]


@router.get("", response_model=MembersPage)
def list_members(
    project_id: Key, door: Way, after: AfterName = "", limit: Limit = 50
) -> MembersPage:
    """The team, by pseudonym. Who may read members learns who they are, nobody else does."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        rows = queries.team(s, project_id, after=after, limit=limit)
        shown = rows[:limit]
        known = May.MEMBER_READ in me.may
        return MembersPage(
            items=[
                MemberView(
                    pseudonym=row.pseudonym,
                    roles=row.roles,
                    joined_at=row.joined_at,
                    person_id=row.person_id if known else None,
                    name=row.name if known else None,
                    email=row.email if known else None,
                    team=row.team if known else None,
                )
                for row in shown
            ],
            next=shown[-1].pseudonym if len(rows) > limit else None,
        )


@router.patch("/{person_id}")
def change_member(project_id: Key, person_id: Key, body: TeamIn, door: Way) -> TeamOut:
    """Put somebody on a team of the project, or on none: a level may be kept for one."""
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, me):
        name = set_team(s, by=me.id, project_id=project_id, person_id=person_id, team=body.team)
        return TeamOut(person_id=person_id, pseudonym=name, team=body.team)


@router.put("/{person_id}/roles/{role}", response_model=JoinedView)
def grant_role(project_id: Key, person_id: Key, role: ProjectRoleName, door: Way) -> JoinedView:
    """Give a role to somebody of the project or of its organisation; others are invited.

    May be retried.
    """
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, me):
        assert me.organisation_id is not None
        of_house = queries.offices(s, me.organisation_id, person_id)
        if not of_house and queries.member(s, project_id, person_id) is None:
            raise NotFound("He is not of this project yet; invite him by his address.")
        return JoinedView(pseudonym=join_project(s, project_id, person_id, role, me.id))


@router.delete("/{person_id}/roles/{role}", status_code=status.HTTP_204_NO_CONTENT)
def revoke_role(project_id: Key, person_id: Key, role: ProjectRoleName, door: Way) -> None:
    """Take a role from somebody. What he did, and is owed, stays. Of who has worked in it a
    suspension is proposed instead."""
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, me):
        suspend.take_off(s, by=me.id, project_id=project_id, person_id=person_id, role=role)
