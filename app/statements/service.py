"""A person's month, an organisation's year against the programme, and what people and officers say
for it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.models.paper import Declared, Favoured, Hire
from app.models.project import Project, ProjectMember
from app.models.transition import record
from app.statements import office, queries
from app.statements.rules import Quota, Span, return_due, shown, simplified_due
from app.statements.schemas import (
    FavouredCount,
    HireIn,
    QuotaOut,
    StatementOut,
    WithheldOut,
)


class ConsentMissing(Invalid):
    """Nobody is counted to a group without his consent."""

    code, title = "consent_to_count", "Consent is missing"


class NothingPaid(Conflict):
    """There is nothing to make a receipt of."""

    code, title = "nothing_paid", "Nothing was paid"


def statement(s: Session, person_id: int, month: str, today: date) -> StatementOut:
    """A person's month. What waits for a verdict is said of the present month only."""
    span = Span.month(month)
    return StatementOut.model_validate(
        {
            "month": month,
            "since": span.first,
            "until": span.last,
            "lines": queries.lines(s, person_id, span),
            **queries.sums(s, person_id, span),
            "payments": queries.payments(s, person_id, span),
            "waiting": queries.waiting(s, person_id) if span.first <= today < span.end else None,
        }
    )


def need_worker(s: Session, organisation_id: int, person_id: int) -> None:
    """Raises `NotFound` for who never belonged to one of the organisation's projects."""
    statement = (
        select(ProjectMember.person_id)
        .join(Project, Project.id == ProjectMember.project_id)
        .where(Project.organisation_id == organisation_id, ProjectMember.person_id == person_id)
        .limit(1)
    )
    if s.scalar(statement) is None:
        raise NotFound("Nobody of that number works for this organisation.")


def receipt(
    s: Session, organisation_id: int, person_id: int, year: int
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The payments of a year, and who was paid by whom. Raises `NothingPaid`."""
    payments = queries.receipt(s, organisation_id, person_id, Span.year(year))
    who = queries.who(s, organisation_id, person_id)
    if not payments or who is None:
        raise NothingPaid("Nothing was paid in that year; choose another one.")
    return payments, who


def withheld(s: Session, organisation_id: int, month: str) -> WithheldOut:
    """What was paid in a month, and withheld of it, by kind of income."""
    span = Span.month(month)
    return WithheldOut.model_validate(
        {
            "month": month,
            "rows": office.withheld(s, organisation_id, span),
            "return_due": return_due(span),
            "simplified_due": simplified_due(span),
        }
    )


def quota(s: Session, organisation_id: int, year: int, asked: Quota) -> QuotaOut:
    """A year against what the programme asks for."""
    span = Span.year(year)
    found = office.quota(s, organisation_id, span)
    counts = office.favoured(s, organisation_id, span)
    return QuotaOut(
        year=year,
        people_needed=asked.people_for(found["cost"]),
        hires_needed=asked.hires_for(found["support"]),
        least=asked.least,
        favoured=[
            FavouredCount(kind=kind, people=shown(counts.get(kind, 0), asked.least))
            for kind in Favoured
        ],
        **found,
    )


def hires(s: Session, organisation_id: int, *, after: int, limit: int) -> Sequence[Hire]:
    """Who was hired, in the order in which it was written down."""
    statement = (
        select(Hire)
        .where(Hire.organisation_id == organisation_id, Hire.id > after)
        .order_by(Hire.id)
        .limit(limit)
    )
    return s.scalars(statement).all()


def hire(s: Session, organisation_id: int, said: HireIn, *, by: int) -> Hire:
    """Write down that somebody was hired. Raises `NotFound` for another organisation's project."""
    if said.project_id is not None:
        project = s.get(Project, said.project_id)
        if project is None or project.organisation_id != organisation_id:
            raise NotFound("There is no such project in this organisation.")
    made = Hire(organisation_id=organisation_id, recorded_by=by, **said.model_dump())
    s.add(made)
    s.flush()
    _tell(s, organisation_id, made.id, "hired", by)
    return made


def take_back_hire(s: Session, organisation_id: int, hire_id: int, *, by: int) -> None:
    """A hire that was written down by mistake goes. Raises `NotFound`."""
    gone = s.execute(
        delete(Hire)
        .where(Hire.organisation_id == organisation_id, Hire.id == hire_id)
        .returning(Hire.id)
    ).scalar_one_or_none()
    if gone is None:
        raise NotFound("There is no such hire in this organisation (any more).")
    _tell(s, organisation_id, hire_id, "hire_taken_back", by)


def _tell(s: Session, organisation_id: int, hire_id: int, what: str, by: int) -> None:
    record(
        s,
        project_id=0,
        subject="organisation",
        subject_id=organisation_id,
        by=by,
        target=what,
        data={"hire": hire_id},
    )


def groups(s: Session, person_id: int) -> list[Favoured]:
    """The groups that somebody counts himself to."""
    statement = select(Declared.kind).where(Declared.person_id == person_id).order_by(Declared.kind)
    return list(s.scalars(statement))


def declare(
    s: Session, person_id: int, kinds: Collection[Favoured], *, consent: bool
) -> list[Favoured]:
    """Count oneself to these groups and to no other. Raises `ConsentMissing`."""
    if kinds and not consent:
        raise ConsentMissing("Consent to be counted, or name no group.")
    known = set(groups(s, person_id))
    wanted = set(kinds)
    s.execute(
        delete(Declared).where(Declared.person_id == person_id, Declared.kind.in_(known - wanted))
    )
    if wanted - known:
        rows = [{"person_id": person_id, "kind": kind} for kind in sorted(wanted - known)]
        s.execute(insert(Declared), rows)
    return groups(s, person_id)
