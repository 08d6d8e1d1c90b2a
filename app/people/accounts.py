"""What the operator changes of somebody's account."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.person import Person
from app.models.transition import record
from app.people import queries
from app.people.problems import LastOperator

OPERATORS = 5 << 60
"""The advisory lock under which operators are made and unmade: two cannot unmake each other."""


def make_operator(s: Session, person_id: int, operator: bool, by: int) -> None:
    """Let somebody run the installation, or no longer. The same again changes nothing.

    Raises `NotFound` for who is not there (any more) and `LastOperator`.
    """
    hold_operators(s)
    person = _locked(s, person_id)
    if person.operator == operator:
        return
    if not operator:
        need_other_operator(s, person_id)
    person.operator = operator
    s.flush()
    record(
        s,
        project_id=0,
        subject="person",
        subject_id=person_id,
        by=by,
        source=None if operator else "operator",
        target="operator" if operator else None,
    )


def hold_operators(s: Session) -> None:
    """Let nobody else make or unmake an operator until commit. Before any person is locked."""
    s.execute(select(func.pg_advisory_xact_lock(OPERATORS)))


def need_other_operator(s: Session, person_id: int) -> None:
    """Raises `LastOperator` where nobody but him runs the installation."""
    if queries.other_operators(s, person_id) == 0:
        raise LastOperator("Make somebody else operator first: somebody has to run this Dure.")


def take_as_verified(s: Session, person_id: int, by: int) -> None:
    """Take somebody's address as proved. Raises `NotFound`."""
    person = _locked(s, person_id)
    if person.verified_at is not None:
        return
    person.verified_at = queries.now(s)
    s.flush()
    record(s, project_id=0, subject="person", subject_id=person_id, by=by, target="verified")


def _locked(s: Session, person_id: int) -> Person:
    person = queries.locked_person(s, person_id)
    if person is None:
        raise NotFound("There is no such person, or he has left.")
    return person
