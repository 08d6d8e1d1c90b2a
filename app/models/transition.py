"""`move()`: the only way a state changes outside the hot statements of the engine.

One guarded UPDATE and one history row. No row means that somebody else was quicker, or that the
lifecycle has no such move.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import and_, insert, inspect, select, update
from sqlalchemy.orm import Session

from app.core import states
from app.core.errors import NotFound, WrongState
from app.models.base import Base
from app.models.catalogue import Dataset
from app.models.chore import Chore
from app.models.collect import Capture
from app.models.consortium import ConsortiumMember
from app.models.defect import Defect
from app.models.desk import Act
from app.models.event import Event
from app.models.fairness import Suspension
from app.models.hook import Hook
from app.models.inquiry import Inquiry
from app.models.item import Batch, Item
from app.models.learn import Course
from app.models.payout import Payout, PayoutLine
from app.models.project import Project, Stage
from app.models.quality import Lot, Rule
from app.models.release import Release
from app.models.report import BlindSample
from app.models.task import Assignment, Task

LIFECYCLES: dict[type[Base], states.Moves] = {
    Act: states.ACT,
    Batch: states.BATCH,
    BlindSample: states.SAMPLE,
    Capture: states.CAPTURE,
    Chore: states.CHORE,
    ConsortiumMember: states.CONSORTIUM,
    Course: states.COURSE,
    Hook: states.HOOK,
    Dataset: states.DATASET,
    Defect: states.DEFECT,
    Inquiry: states.INQUIRY,
    Item: states.ITEM,
    Lot: states.LOT,
    Rule: states.RULE,
    Payout: states.PAYOUT,
    PayoutLine: states.PAYOUT_LINE,
    Project: states.PROJECT,
    Release: states.RELEASE,
    Stage: states.STAGE,
    Suspension: states.SUSPENSION,
    Task: states.TASK,
}


def record(
    s: Session,
    *,
    project_id: int,
    subject: str,
    subject_id: int,
    by: int | None,
    why: str = "",
    source: str | None = None,
    target: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Add one row to the history. `by` is a person's id, None for the clock."""
    s.execute(
        insert(Event).values(
            project_id=project_id,
            subject=subject,
            subject_id=subject_id,
            actor_id=by,
            source=source,
            target=target,
            why=why,
            data=data,
        )
    )


def move(
    s: Session,
    table: type[Base],
    key: tuple[int, int] | int,
    to: StrEnum,
    *,
    by: int | None,
    why: str = "",
    level: int = 0,
    **changes: Any,
) -> None:
    """Move the row `key` (project_id, id; or id alone) of `table` to the state `to`.

    `changes` are further columns that the move sets; `level` chooses the lifecycle of an
    assignment. Raises `NotFound` where there is no such row and `WrongState` where the lifecycle
    has no such move.
    """
    lifecycle = states.assignment_moves(level) if table is Assignment else LIFECYCLES[table]
    project_id, row_id = key if isinstance(key, tuple) else (None, key)
    columns = inspect(table).columns
    this = columns["id"] == row_id
    if project_id is not None and table is not Project:
        this = and_(columns["project_id"] == project_id, this)
    before = s.execute(
        select(columns["state"]).where(this).with_for_update(key_share=True)
    ).scalar()
    if before is None:
        raise NotFound("There is no such thing here.")
    guard = columns["state"].in_(states.sources(lifecycle, to))
    moved = s.execute(
        update(table).where(this, guard).values(state=to, **changes).returning(columns["id"])
    ).first()
    if moved is None:
        raise WrongState(
            f"It is “{before}” and cannot become “{to}”; load it again to see where it stands.",
            state=str(before),
        )
    home = project_id if project_id is not None else row_id if table is Project else 0
    record(
        s,
        project_id=home,
        subject=table.__tablename__,
        subject_id=row_id,
        by=by,
        why=why,
        source=str(before),
        target=str(to),
    )
