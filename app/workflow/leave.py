"""Somebody leaves: the work that he holds goes back to others, then his account closes."""

from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.database import after_commit
from app.core.states import AssignmentState
from app.models.desk import SavedFilter
from app.models.task import Assignment
from app.people import leaving
from app.privacy import copies
from app.storage import storage
from app.workflow.lease import give_back


def leave(s: Session, person_id: int, *, by: int | None) -> None:
    """Close an account for good, its leases given back first.

    What was handed in goes its way and is paid; a rework that he does not do runs out. Raises what
    `people.leaving.close` raises.
    """
    held = s.execute(
        select(Assignment.project_id, Assignment.id)
        .where(Assignment.worker_id == person_id, Assignment.state == AssignmentState.RESERVED)
        .order_by(Assignment.project_id, Assignment.task_id)
    ).all()
    for lease in held:
        give_back(s, me=person_id, project_id=lease.project_id, assignment_id=lease.id, why="left")
    s.execute(delete(SavedFilter).where(SavedFilter.owner_id == person_id, ~SavedFilter.shared))
    for key in copies.end(s, person_id=person_id):
        after_commit(s, partial(storage().delete, key))
    leaving.close(s, person_id, by)
