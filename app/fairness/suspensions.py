"""Suspensions: proposed with evidence, replied to, decided by an arbiter, lifted; or dropped."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from app.core.states import SuspensionState
from app.fairness.rules import DROP_DAYS, REPLY_DAYS
from app.models.fairness import Suspension, SuspensionEvidence
from app.models.project import ProjectMember, ProjectRole
from app.models.task import Assignment
from app.models.transition import move, record


class EvidenceUnfit(Invalid):
    """Evidence that is no work of this person's in the project."""

    code, title = "evidence_unfit", "Not his work"


class SuspensionThere(Conflict):
    """The person's suspension from the project is proposed already, or in force."""

    code, title = "suspension_there", "There is one already"


class TooEarly(Conflict):
    """The person's time to reply is not over, and he has not replied."""

    code, title = "too_early", "He may still reply"


class NotOutside(Forbidden):
    """The arbiter belongs to the team, proposed it himself, or it is about him."""

    code, title = "not_outside", "Somebody outside the team decides"


def propose(
    s: Session, *, by: int, project_id: int, person_id: int, why: str, evidence: Sequence[int]
) -> Suspension:
    """Propose that somebody gets no more work in the project. Nothing follows from it before an
    arbiter has decided.

    Raises `NotFound` for who is not of the project, `Invalid` for oneself, `EvidenceUnfit`,
    `SuspensionThere`.
    """
    member = s.get(ProjectMember, (project_id, person_id), with_for_update={"key_share": True})
    if member is None:
        raise NotFound("There is no such person in this project.")
    if person_id == by:
        raise Invalid("You cannot propose your own suspension; leave the project instead.")
    known = s.scalars(
        select(Assignment.id).where(
            Assignment.project_id == project_id,
            Assignment.id.in_(evidence),
            Assignment.worker_id == person_id,
            Assignment.attempt > 0,
            Assignment.gold_id.is_(None),
        )
    ).all()
    if unfit := sorted(set(evidence) - set(known)):
        raise EvidenceUnfit(
            "Name pieces of work that this person handed in to the project.", assignment_ids=unfit
        )
    if live(s, project_id, person_id) is not None:
        raise SuspensionThere("His suspension is proposed already, or in force; see it there.")
    now = s.execute(select(func.now())).scalar_one()
    made = Suspension(
        project_id=project_id,
        person_id=person_id,
        why=why,
        proposed_by=by,
        reply_by=now + timedelta(days=REPLY_DAYS),
        drop_at=now + timedelta(days=DROP_DAYS),
    )
    s.add(made)
    s.flush()
    s.execute(
        insert(SuspensionEvidence),
        [
            {"project_id": project_id, "suspension_id": made.id, "assignment_id": one}
            for one in sorted(set(evidence))
        ],
    )
    record(
        s,
        project_id=project_id,
        subject="suspension",
        subject_id=made.id,
        by=by,
        target=SuspensionState.PROPOSED.value,
    )
    return made


def live(s: Session, project_id: int, person_id: int) -> Suspension | None:
    """The person's suspension that is proposed or in force."""
    return s.execute(
        select(Suspension).where(
            Suspension.project_id == project_id,
            Suspension.person_id == person_id,
            Suspension.state.in_((SuspensionState.PROPOSED, SuspensionState.IN_FORCE)),
        )
    ).scalar_one_or_none()


def locked(s: Session, project_id: int, suspension_id: int) -> Suspension:
    """A suspension, for nobody else to change meanwhile. Raises `NotFound`."""
    found = s.execute(
        select(Suspension)
        .where(Suspension.project_id == project_id, Suspension.id == suspension_id)
        .with_for_update(key_share=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such suspension.")
    return found


def reply(s: Session, found: Suspension, *, me: int, text: str) -> bool:
    """What the person says to it, once; whether that is new. Raises `NotFound` for another's,
    `WrongState`."""
    if found.person_id != me:
        raise NotFound("There is no such suspension.")
    if found.reply == text:
        return False
    if found.reply is not None or found.state is not SuspensionState.PROPOSED:
        raise WrongState(
            "You have replied, or it was decided meanwhile; load it again.",
            state=found.state.value,
        )
    found.reply, found.replied_at = text, func.now()
    s.flush()
    record(
        s,
        project_id=found.project_id,
        subject="suspension",
        subject_id=found.id,
        by=me,
        target="replied",
    )
    return True


def decide(s: Session, found: Suspension, *, by: int, in_force: bool, answer: str) -> bool:
    """An arbiter decides, once both have been heard; whether that is new.

    Raises `NotOutside`, `TooEarly`, and `WrongState` where it was decided otherwise.
    """
    to = SuspensionState.IN_FORCE if in_force else SuspensionState.DROPPED
    if (found.state, found.decided_by) == (to, by):
        return False
    if found.state is not SuspensionState.PROPOSED:
        raise WrongState("It was decided meanwhile; load it again.", state=found.state.value)
    if by in (found.person_id, found.proposed_by) or _on_team(s, found.project_id, by):
        raise NotOutside(
            "Who decides this belongs to no team of the project; leave it to another arbiter.",
            permission="appeal:decide",
        )
    now = s.execute(select(func.now())).scalar_one()
    # What favours him waits for nothing.
    if in_force and found.reply is None and now < found.reply_by:
        raise TooEarly(
            "He has not replied, and has time until then; drop it, or decide afterwards.",
            reply_by=found.reply_by.isoformat(),
        )
    _move(s, found, to, by=by, answer=answer, decided_by=by, decided_at=func.now())
    return True


def lift(s: Session, found: Suspension, *, by: int) -> bool:
    """Let somebody work again; whether that is new. Raises `WrongState`, and `Invalid` for who
    would lift his own."""
    if found.person_id == by:
        raise Invalid("You cannot lift your own suspension; ask another manager.")
    if found.state is SuspensionState.LIFTED:
        return False
    _move(s, found, SuspensionState.LIFTED, by=by, lifted_by=by, lifted_at=func.now())
    return True


def drop(s: Session, found: Suspension) -> bool:
    """Nobody has decided in time; whether it was still open then."""
    now = s.execute(select(func.now())).scalar_one()
    if found.state is not SuspensionState.PROPOSED or now < found.drop_at:
        return False
    _move(s, found, SuspensionState.DROPPED, by=None, why="undecided", decided_at=func.now())
    return True


def due(s: Session, limit: int) -> Sequence[tuple[int, int]]:
    """Which are undecided beyond their time? (project, id), the oldest first."""
    return [
        (row[0], row[1])
        for row in s.execute(
            select(Suspension.project_id, Suspension.id)
            .where(Suspension.state == SuspensionState.PROPOSED, Suspension.drop_at <= func.now())
            .order_by(Suspension.drop_at)
            .limit(limit)
        )
    ]


def _move(
    s: Session,
    found: Suspension,
    to: SuspensionState,
    *,
    by: int | None,
    why: str = "",
    **changes: Any,
) -> None:
    s.flush()
    move(s, Suspension, (found.project_id, found.id), to, by=by, why=why, **changes)
    s.expire(found)


def _on_team(s: Session, project_id: int, person_id: int) -> bool:
    role = select(ProjectRole.role).where(
        ProjectRole.project_id == project_id, ProjectRole.person_id == person_id
    )
    return s.execute(role).first() is not None
