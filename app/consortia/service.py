"""Inviting organisations to a project, their answers, their shares, and how it ends."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.consortia import queries, rules
from app.consortia.problems import (
    AlreadyMember,
    ConsortiumFull,
    NotJoined,
    OrganisationUnknown,
    RoleNotGranted,
    SharesOver,
)
from app.core.errors import NotFound
from app.core.states import ConsortiumState
from app.models.consortium import ConsortiumMember, WorkShare
from app.models.project import Project, Stage
from app.models.transition import move, record


def organisation_of(s: Session, name: str) -> int:
    """The organisation that is meant by a name, or by `#` and its number. Raises
    `OrganisationUnknown`."""
    number = name.removeprefix("#").strip()
    by_number = name.startswith("#") and number.isdigit() and len(number) < 19
    found = queries.named(s, name, int(number) if by_number else None)
    if not found:
        raise OrganisationUnknown(
            "No organisation has this name; ask it for its number, and write it as #12."
        )
    if len(found) > 1:
        raise OrganisationUnknown(
            "Several organisations have this name; ask yours for its number, and write it as #12."
        )
    return int(found[0]["id"])


def invite(
    s: Session, *, by: int, project: Project, organisation_id: int, roles: Sequence[str]
) -> int:
    """Invite an organisation to take part, or again after it declined or left; its id here. Raises
    `AlreadyMember`, `ConsortiumFull`."""
    if organisation_id == project.organisation_id:
        raise AlreadyMember("This organisation leads the project; choose another one.")
    # One at a time: the project's row is what its consortium hangs on.
    s.execute(select(Project.id).where(Project.id == project.id).with_for_update(key_share=True))
    known = s.scalar(
        select(ConsortiumMember).where(
            ConsortiumMember.project_id == project.id,
            ConsortiumMember.organisation_id == organisation_id,
        )
    )
    if known is not None:
        if known.state in (ConsortiumState.INVITED, ConsortiumState.JOINED):
            raise AlreadyMember("This organisation was invited or takes part already.")
        move(
            s,
            ConsortiumMember,
            (project.id, known.id),
            ConsortiumState.INVITED,
            by=by,
            roles=list(roles),
            invited_by=by,
            invited_at=func.now(),
            answered_at=None,
            left_at=None,
        )
        return known.id
    if len(queries.members(s, project.id, rules.MOST)) >= rules.MOST:
        raise ConsortiumFull(f"A project has at most {rules.MOST} member organisations.")
    values = {
        "project_id": project.id,
        "organisation_id": organisation_id,
        "roles": list(roles),
        "invited_by": by,
    }
    member_id = s.execute(
        insert(ConsortiumMember).values(**values).returning(ConsortiumMember.id)
    ).scalar_one()
    record(
        s,
        project_id=project.id,
        subject="consortium_member",
        subject_id=member_id,
        by=by,
        target=ConsortiumState.INVITED.value,
        data={"organisation": organisation_id, "roles": list(roles)},
    )
    return member_id


def member(s: Session, project_id: int, member_id: int) -> ConsortiumMember:
    """A member of the project's consortium. Raises `NotFound`."""
    found = s.get(ConsortiumMember, (project_id, member_id))
    if found is None:
        raise NotFound("There is no such member organisation in this project.")
    return found


def part(s: Session, organisation_id: int, member_id: int) -> dict[str, Any]:
    """An organisation's part in a project, as `queries.part`. Raises `NotFound`."""
    found = queries.part(s, organisation_id, member_id)
    if found is None:
        raise NotFound("This organisation has no such part in a project.")
    return found


def answer(s: Session, *, by: int, project_id: int, member_id: int, accept: bool) -> None:
    """Say yes or no to an invitation. Raises `WrongState` where it is not open."""
    to = ConsortiumState.JOINED if accept else ConsortiumState.DECLINED
    move(s, ConsortiumMember, (project_id, member_id), to, by=by, answered_at=func.now())


def end(s: Session, *, by: int, project_id: int, member_id: int) -> None:
    """End a part, or take an invitation back; again is no change. What the organisation's people
    did counts for it on."""
    state = member(s, project_id, member_id).state
    key = (project_id, member_id)
    if state is ConsortiumState.INVITED:
        move(s, ConsortiumMember, key, ConsortiumState.DECLINED, by=by, answered_at=func.now())
    elif state is ConsortiumState.JOINED:
        move(s, ConsortiumMember, key, ConsortiumState.LEFT, by=by, left_at=func.now())


def grant(s: Session, *, by: int, project_id: int, member_id: int, roles: Sequence[str]) -> None:
    """Say in which roles a member may invite its people. Raises `NotJoined`."""
    found = member(s, project_id, member_id)
    if found.state not in (ConsortiumState.INVITED, ConsortiumState.JOINED):
        raise NotJoined("This organisation takes no part; invite it first.")
    s.execute(
        update(ConsortiumMember)
        .where(ConsortiumMember.project_id == project_id, ConsortiumMember.id == member_id)
        .values(roles=list(roles))
    )
    record(
        s,
        project_id=project_id,
        subject="consortium_member",
        subject_id=member_id,
        by=by,
        why="roles",
        data={"roles": list(roles)},
    )


def share_out(
    s: Session,
    *,
    by: int,
    project_id: int,
    member_id: int,
    shares: Sequence[tuple[int, Decimal | None, int | None]],
) -> None:
    """Say how much of which stages a member is to do: (stage_id, percent, pieces), one of the two;
    stages that are not named are nobody's. Raises `NotFound`, `NotJoined`, `SharesOver`."""
    s.execute(select(Project.id).where(Project.id == project_id).with_for_update(key_share=True))
    found = member(s, project_id, member_id)
    if found.state not in (ConsortiumState.INVITED, ConsortiumState.JOINED):
        raise NotJoined("This organisation takes no part; invite it first.")
    named = [stage_id for stage_id, _, _ in shares]
    here = s.scalars(
        select(Stage.id).where(Stage.project_id == project_id, Stage.id.in_(named))
    ).all()
    if len(here) < len(named):
        raise NotFound("There is no such stage in this project.")
    taking = {
        row["id"]
        for row in queries.members(s, project_id, rules.MOST)
        if row["state"] in (ConsortiumState.INVITED, ConsortiumState.JOINED)
    } - {member_id}
    others = [row for row in queries.shares(s, project_id) if row["member_id"] in taking]
    for stage_id, share, _ in shares:
        of_stage = [row["share"] for row in others if row["stage_id"] == stage_id and row["share"]]
        if rules.over([*of_stage, share or Decimal(0)]):
            raise SharesOver(
                "The shares of a stage add up to more than 100%; lower one of them.",
                stage_id=stage_id,
            )
    s.execute(
        delete(WorkShare).where(
            WorkShare.project_id == project_id, WorkShare.member_id == member_id
        )
    )
    if shares:
        s.execute(
            insert(WorkShare),
            [
                {
                    "project_id": project_id,
                    "member_id": member_id,
                    "stage_id": stage_id,
                    "share": share,
                    "pieces": pieces,
                }
                for stage_id, share, pieces in shares
            ],
        )
    record(
        s,
        project_id=project_id,
        subject="consortium_member",
        subject_id=member_id,
        by=by,
        why="shares",
        data={
            "shares": [
                {"stage": stage_id, "share": None if share is None else str(share), "pieces": n}
                for stage_id, share, n in shares
            ]
        },
    )


def may_invite(found: dict[str, Any], role: str) -> None:
    """Whether a part lets its organisation invite people in this role. Raises `NotJoined`,
    `RoleNotGranted`."""
    if found["state"] != ConsortiumState.JOINED:
        raise NotJoined("Your organisation takes no part in this project; accept first.")
    if role not in found["roles"]:
        raise RoleNotGranted("The lead has not granted this role; ask its administrators for it.")
