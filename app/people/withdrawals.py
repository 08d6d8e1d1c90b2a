"""A person takes back his consent to a project; what he gave is then destroyed by the chore
`withdraw` (`app/workflow/withdraw.py`)."""

from collections.abc import Sequence

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.collect import Withdrawal
from app.models.person import Agreement, Signature
from app.models.project import ProjectMember
from app.models.transition import record
from app.people import queries
from app.people.queries.found import Found
from app.queue.service import enqueue


def holding(s: Session, project_id: int, person_id: int) -> Withdrawal | None:
    """His last withdrawal from the project, unless he has signed its agreement since."""
    again = exists().where(
        Agreement.project_id == project_id,
        Signature.agreement_id == Agreement.id,
        Signature.person_id == person_id,
        Signature.signed_at > Withdrawal.asked_at,
    )
    return s.scalar(
        select(Withdrawal)
        .where(Withdrawal.project_id == project_id, Withdrawal.person_id == person_id, ~again)
        .order_by(Withdrawal.id.desc())
        .limit(1)
    )


def ask(s: Session, project_id: int, person_id: int, why: str) -> Withdrawal:
    """Take the consent back. From this commit on nothing of the project can be claimed until he
    signs anew; again, while it holds, is the first one. Raises `NotFound` for who never signed."""
    queries.locked_person(s, person_id)
    known = holding(s, project_id, person_id)
    if known is not None:
        return known
    signed = s.scalar(
        select(Signature.signed_at)
        .join(Agreement, Agreement.id == Signature.agreement_id)
        .where(Signature.person_id == person_id, Agreement.project_id == project_id)
        .limit(1)
    )
    if signed is None:
        raise NotFound("You have not signed the agreement of this project.")
    # By the clock, not by the transaction's beginning: what was signed before is before.
    made = s.scalars(
        insert(Withdrawal)
        .values(
            project_id=project_id,
            person_id=person_id,
            why=why,
            asked_at=func.clock_timestamp(),
        )
        .returning(Withdrawal)
    ).one()
    record(
        s,
        project_id=project_id,
        subject="withdrawal",
        subject_id=made.id,
        by=person_id,
        target="asked",
    )
    made.chore_id = enqueue(
        s,
        "withdraw",
        {"project_id": project_id, "withdrawal_id": made.id},
        project_id=project_id,
        created_by=person_id,
        key=f"withdraw:{project_id}:{made.id}",
    )
    s.flush()
    return made


def withdrawals(s: Session, project_id: int, *, after: int, limit: int) -> Sequence[Found]:
    """Who has withdrawn from the project, by pseudonym? One row more than `limit` where there are
    more."""
    return s.execute(
        select(
            Withdrawal.id,
            ProjectMember.pseudonym,
            Withdrawal.why,
            Withdrawal.asked_at,
            Withdrawal.done_at,
            Withdrawal.counts,
        )
        .join(
            ProjectMember,
            (ProjectMember.project_id == Withdrawal.project_id)
            & (ProjectMember.person_id == Withdrawal.person_id),
        )
        .where(Withdrawal.project_id == project_id, Withdrawal.id > after)
        .order_by(Withdrawal.id)
        .limit(limit + 1)
    ).all()
