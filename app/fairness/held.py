"""Rejections beyond the ceiling: what somebody's work has come to, what waits, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.fairness import HeldOutcome, HeldRejection
from app.models.person import OrganisationRole, OrganisationRoleName


@dataclass(frozen=True, slots=True)
class Tally:
    """A person's decided pieces of work in a project, and how many of them are rejected."""

    rejected: int
    decided: int


# Whoever rejects work of one person waits here for each other, so that none of them counts what
# another is just about to add to.
_LOCK = """
SELECT person_id FROM project_member WHERE project_id = %(project)s AND person_id = ANY (%(people)s)
ORDER BY person_id FOR NO KEY UPDATE
"""
_TALLY = """
SELECT p.id, count(a.id) FILTER (WHERE a.state <> 'accepted'), count(a.id)
FROM unnest(%(people)s::bigint[]) p (id)
LEFT JOIN assignment a ON a.worker_id = p.id AND a.project_id = %(project)s AND a.level = 0
  AND a.gold_id IS NULL AND a.state IN ('accepted', 'rejected', 'appealed', 'rejected_final')
GROUP BY p.id
"""


def tallies(s: Session, project_id: int, people: Sequence[int]) -> dict[int, Tally]:
    """What has the work of these people come to? Nobody else's rejection of it is written before
    the commit."""
    values = {"project": project_id, "people": list(people)}
    run = s.connection().exec_driver_sql
    run(_LOCK, values)
    return {row[0]: Tally(row[1], row[2]) for row in run(_TALLY, values)}


def keep(s: Session, values: dict[str, Any]) -> int:
    """A rejection waits from now on; its key."""
    made = insert(HeldRejection).values(values).returning(HeldRejection.id)
    return s.execute(made).scalar_one()


def one(s: Session, project_id: int, held_id: int) -> HeldRejection:
    """A rejection that waits, or waited. Raises `NotFound`."""
    found = s.get(HeldRejection, (project_id, held_id))
    if found is None:
        raise NotFound("There is no such rejection.")
    return found


def again(s: Session, found: HeldRejection) -> None:
    """Read it again: under its task's lock nobody else settles it any more."""
    s.refresh(found)


def end(
    s: Session, found: HeldRejection, outcome: HeldOutcome, *, by: int, answer: str | None
) -> None:
    """Somebody has looked."""
    found.outcome, found.answer = outcome, answer
    found.settled_by, found.settled_at = by, func.now()
    s.flush()


def lapse(s: Session, project_id: int, root_id: int) -> None:
    """The work has gone on without anybody's word."""
    s.execute(
        update(HeldRejection)
        .where(
            HeldRejection.project_id == project_id,
            HeldRejection.root_id == root_id,
            HeldRejection.settled_at.is_(None),
        )
        .values(outcome=HeldOutcome.LAPSED, settled_at=func.now())
    )


def administrators(s: Session, organisation_id: int, but: int) -> Sequence[int]:
    """Who confirms rejections here, but for one person?"""
    return s.scalars(
        select(OrganisationRole.person_id).where(
            OrganisationRole.organisation_id == organisation_id,
            OrganisationRole.role == OrganisationRoleName.ADMINISTRATOR,
            OrganisationRole.person_id != but,
        )
    ).all()
