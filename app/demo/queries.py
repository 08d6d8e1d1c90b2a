"""What there is of the demonstration, by the history."""

from typing import Any

from sqlalchemy import select

from app.core.database import transaction
from app.core.states import ItemState
from app.models.event import Event
from app.models.item import Item
from app.models.person import Person
from app.models.task import Assignment, Task

SUBJECT = "demonstration"
Made = dict[str, int]
"""The ids of its people, by their part, and of its organisation, projects and stages."""


def _noted(target: str) -> Any:
    with transaction() as s:
        return s.execute(
            select(Event.data).where(
                Event.project_id == 0,
                Event.subject == SUBJECT,
                Event.subject_id == 0,
                Event.target == target,
            )
        ).scalar()


def begun() -> Made | None:
    """What did the first step make?"""
    found: Made | None = _noted("begun")
    return found


def made() -> Made | None:
    """Is all of it there?"""
    found: Made | None = _noted("made")
    return found


def anybody() -> bool:
    """Does anybody have an account here?"""
    with transaction() as s:
        return s.execute(select(Person.id).limit(1)).scalar() is not None


def assignment(project_id: int, assignment_id: int) -> Assignment:
    """One assignment, as it is now."""
    with transaction() as s:
        return s.get_one(Assignment, (project_id, assignment_id))


def item_of(project_id: int, assignment_id: int) -> str:
    """Which item is this work about? Its name."""
    with transaction() as s:
        return s.execute(
            select(Item.name)
            .join(Task, (Task.project_id == Item.project_id) & (Task.item_id == Item.id))
            .join(
                Assignment,
                (Assignment.project_id == Task.project_id) & (Assignment.task_id == Task.id),
            )
            .where(Assignment.project_id == project_id, Assignment.id == assignment_id)
        ).scalar_one()


def any_task(project_id: int) -> bool:
    """Has any item of the project been put on offer?"""
    with transaction() as s:
        wanted = select(Task.id).where(Task.project_id == project_id).limit(1)
        return s.execute(wanted).scalar() is not None


def ready(project_id: int) -> list[int]:
    """Which items are not on offer yet? By id."""
    with transaction() as s:
        wanted = select(Item.id).where(Item.project_id == project_id, Item.state == ItemState.READY)
        return list(s.execute(wanted.order_by(Item.id)).scalars())


def excluded(project_id: int) -> bool:
    """Has any item been taken out?"""
    with transaction() as s:
        wanted = select(Item.id).where(
            Item.project_id == project_id, Item.state == ItemState.EXCLUDED
        )
        return s.execute(wanted.limit(1)).scalar() is not None
