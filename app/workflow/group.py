"""Speak together: one records, the others join his lease by a code, each with a claim, a consent, a
place and pay of his own. What becomes of the recording becomes of all (`Facts.party`)."""

import secrets
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import AssignmentState
from app.models.project import Stage, StageKind
from app.routing.rules import Device
from app.tasks import groups
from app.tasks.group_schemas import GroupMember, GroupOut
from app.tasks.queries import facts_of, take_seat
from app.tasks.terms import terms
from app.workflow import admit, gate
from app.workflow.claim import claim_key, room
from app.workflow.hand_in import GroupFollows, mine
from app.workflow.resume import PlaceTaken

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6
"""Of a code that is read out across a table: no sign of it looks like another."""


class NoGroups(Conflict):
    """The stage, or the state of the work, has no place for a group."""

    code, title = "no_groups", "Nobody speaks together here"


class GroupOver(Conflict):
    """The group has begun without him, is full, or has ended."""

    code, title = "group_over", "Too late to join"


def start(s: Session, *, me: int, project_id: int, assignment_id: int) -> GroupOut:
    """Make a group around one's own lease; again is the same group. Raises `NotFound`, `NoGroups`,
    `GroupFollows`."""
    facts = mine(facts_of(s, project_id, assignment_id), me)
    known = groups.group_of(s, project_id, assignment_id)
    if known is not None:
        if known["host_id"] != assignment_id:
            raise GroupFollows("You have joined another's group; the others join it, too.")
        return shown(known, me)
    collect = s.get_one(Stage, (project_id, facts.stage.id)).collect
    if (
        facts.own.level > 0
        or facts.stage.kind is not StageKind.COLLECT
        or facts.own.state is not AssignmentState.RESERVED
        or gate.group(collect) < 2
    ):
        raise NoGroups("Here each speaks alone, or this work is handed in already.")
    groups.make_group(s, project_id, assignment_id, new_code())
    made = groups.group_of(s, project_id, assignment_id)
    assert made is not None
    return shown(made, me)


def join(
    s: Session, *, me: int, project_id: int, code: str, device: Device = Device.DESKTOP
) -> tuple[int, GroupOut]:
    """Take a place on the very task of a group; one's own assignment, and the group. Again is the
    same. The caller's requests wait for each other, as for a claim.

    Raises `NotFound` for a code that is none, `GroupOver`, `PlaceTaken` where the task has no place
    left for him, and what a claim raises.
    """
    group = groups.group_by_code(s, project_id, code.strip().upper())
    if group is None:
        raise NotFound("There is no group with this code; read it again.")
    host_id = group["host_id"]
    facts = facts_of(s, project_id, host_id)
    group = groups.group_of(s, project_id, host_id)  # as it is under the task's lock
    if facts is None or group is None or group["code"] != code.strip().upper():
        raise GroupOver("This group has ended; begin another one.")
    for member in group["members"]:
        if member["person_id"] == me and member["state"] == AssignmentState.RESERVED:
            return member["assignment_id"], shown(group, me)
    if not open_to_join(group):
        raise GroupOver("This group is full, or has handed in; begin another one.")
    stage_id = facts.stage.id
    found = terms(
        s, project_id=project_id, stage_id=stage_id, level=0, me=me, key=claim_key(f"group:{code}")
    )
    if found is None or not found.member:
        raise NotFound("There is no such stage for you here.")
    room(found)
    admit.admit(s, place=(me, project_id, stage_id, 0), found=found, device=device)
    here = {"project_id": project_id, "stage_id": stage_id}
    admitted = gate.admit(s, me=me, **here, gate=found.gate, wanted=1)
    task = facts.task
    if not take_seat(s, project_id, [task.queue_id], task.priority, task.id, 0):
        raise PlaceTaken("Nobody else is wanted for this prompt; begin with another one.")
    key = claim_key(f"group:{project_id}:{group['id']}:{me}")
    lease = groups.lease_beside(s, project_id, host_id, me, key, task.queue_id, task.priority)
    if lease is None:
        raise PlaceTaken("You have had this prompt before; begin with another one.")
    groups.join_group(s, project_id, group["id"], lease)
    gate.enter(s, **here, admitted=admitted, leases=[lease])
    made = groups.group_of(s, project_id, lease)
    assert made is not None
    return lease, shown(made, me)


def read(s: Session, *, me: int, project_id: int, assignment_id: int, all: bool) -> GroupOut:
    """The group of an assignment, for its members, or with `all` for anybody. Raises `NotFound`."""
    group = groups.group_of(s, project_id, assignment_id)
    if group is None or not (all or me in {one["person_id"] for one in group["members"]}):
        raise NotFound("There is no group around this work.")
    return shown(group, me)


def open_to_join(group: dict[str, Any]) -> bool:
    """Whether somebody may still join: before the hand-in, while there is room and time."""
    inside = [one for one in group["members"] if one["state"] == AssignmentState.RESERVED]
    return (
        group["lasts"]
        and group["host_state"] == AssignmentState.RESERVED
        and group["host_attempt"] == 0
        and len(inside) < gate.group(group["collect"])
    )


def new_code() -> str:
    """A code that nobody guesses while it lasts."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def shown(group: dict[str, Any], me: int) -> GroupOut:
    """A group as it is shown to one of it."""
    return GroupOut(
        code=group["code"],
        expires_at=group["expires_at"],
        open=open_to_join(group),
        most=gate.group(group["collect"]),
        members=[
            GroupMember(
                number=one["number"],
                pseudonym=one["pseudonym"],
                state=one["state"],
                host=one["assignment_id"] == group["host_id"],
                me=one["person_id"] == me,
            )
            for one in group["members"]
        ],
    )
