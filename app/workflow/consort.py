"""Organisations that share a project's work: told of it, inviting their people, standing where."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.consortia import queries, rules, service
from app.core.states import ConsortiumState
from app.figures.queries import by_house, stage_goals
from app.figures.rules import share as part_of
from app.models.consortium import ConsortiumMember
from app.models.person import Organisation
from app.models.project import Project
from app.people import invitations
from app.people.notifications import Told, notify

_SPENT = ("earned", "bonus", "topped", "learned")


def invite_organisation(
    s: Session, *, by: int, project_id: int, name: str, roles: Sequence[str]
) -> int:
    """Invite an organisation, and tell its administrators; its id in the consortium. Raises what
    `consortia.service` raises."""
    project = s.get_one(Project, project_id)
    organisation_id = service.organisation_of(s, name)
    member_id = service.invite(
        s, by=by, project=project, organisation_id=organisation_id, roles=roles
    )
    params = {
        "member_id": member_id,
        "organisation_id": organisation_id,
        "lead": s.get_one(Organisation, project.organisation_id).name,
        "project": project.name,
    }
    for person_id in queries.administrators(s, organisation_id):
        notify(s, person_id, Told.CONSORTIUM_INVITED, params)
    return member_id


def answer_invitation(
    s: Session, *, by: int, organisation_id: int, member_id: int, accept: bool
) -> None:
    """Say yes or no for an organisation, and tell who invited it. Raises `NotFound`, `WrongState`;
    the same answer again is no change."""
    found = service.part(s, organisation_id, member_id)
    said = ConsortiumState.JOINED if accept else ConsortiumState.DECLINED
    if found["state"] == said:
        return
    project_id = found["project_id"]
    service.answer(s, by=by, project_id=project_id, member_id=member_id, accept=accept)
    params = {
        "organisation": found["organisation"],
        "project": found["project"],
        "state": said.value,
    }
    inviter = s.get_one(ConsortiumMember, (project_id, member_id)).invited_by
    notify(s, inviter, Told.CONSORTIUM_ANSWERED, params, project_id)


def end_part(s: Session, *, by: int, project_id: int, member_id: int) -> None:
    """End a member's part, and its offers to people. Raises `NotFound`."""
    organisation_id = service.member(s, project_id, member_id).organisation_id
    service.end(s, by=by, project_id=project_id, member_id=member_id)
    invitations.revoke_all(s, organisation_id, project_id, by, kept=())


def grant_roles(
    s: Session, *, by: int, project_id: int, member_id: int, roles: Sequence[str]
) -> None:
    """Say in which roles a member may invite people; offers of others end. Raises `NotFound`,
    `NotJoined`."""
    organisation_id = service.member(s, project_id, member_id).organisation_id
    service.grant(s, by=by, project_id=project_id, member_id=member_id, roles=roles)
    invitations.revoke_all(s, organisation_id, project_id, by, kept=roles)


def standing(s: Session, project_id: int) -> dict[int | None, list[dict[str, Any]]]:
    """What the people of each organisation have done, stage by stage, and what its share comes to,
    as `schemas.StageStanding`; the lead's under None."""
    goals = stage_goals(s, project_id)
    done = by_house(s, project_id)
    houses = {row["id"]: row["organisation_id"] for row in queries.members(s, project_id, 100)}
    shares = {
        (houses[row["member_id"]], row["stage_id"]): row for row in queries.shares(s, project_id)
    }
    found: dict[int | None, list[dict[str, Any]]] = {}
    for house in (None, *houses.values()):
        found[house] = [
            _standing(goal, shares.get((house, goal["id"])), done.get((house, goal["id"]), {}))
            for goal in goals
        ]
    return found


def _standing(
    stage: dict[str, Any], share: dict[str, Any] | None, done: dict[str, int]
) -> dict[str, Any]:
    get = done.get
    return {
        "stage_id": stage["id"],
        "stage": stage["name"],
        "state": stage["state"],
        "share": None if share is None else share["share"],
        "pieces": None if share is None else share["pieces"],
        "goal": None
        if share is None
        else rules.goal(share["share"], share["pieces"], stage["pieces"]),
        "handed_in": get("handed_in", 0),
        "accepted": get("accepted", 0),
        "returned": get("returned", 0),
        "rejected": get("rejected", 0),
        "judged": get("judged", 0) + get("judged2", 0),
        "first_pass": part_of(get("first_passed", 0), get("first_judged", 0)),
        "earned": sum(get(what, 0) for what in _SPENT),
    }
