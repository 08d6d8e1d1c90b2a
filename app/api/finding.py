"""By what items and work are found, as lists are asked for it."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Query

from app.api.ids import Id
from app.core.errors import Invalid
from app.core.states import AssignmentState, ItemState
from app.desk.schemas import ItemFilter, WorkFilter

_TEXT = r"^[^\x00-\x1f\x7f]*$"
Prefix = Annotated[
    str | None, Query(max_length=500, pattern=_TEXT, description="How their names begin.")
]
Label = Annotated[
    str | None,
    Query(min_length=1, max_length=200, pattern=_TEXT, description="A class in their answer."),
]
Reason = Annotated[
    str | None,
    Query(min_length=1, max_length=200, pattern=_TEXT, description="Why something came back."),
]
Asked = Annotated[bool | None, Query(description="Whether somebody waits for an answer.")]
Word = Annotated[str | None, Query(min_length=1, max_length=200, pattern=_TEXT)]
Pseudonym = Annotated[
    str | None,
    Query(min_length=1, max_length=80, pattern=_TEXT, description="Of somebody in the project."),
]
Day = Annotated[date | None, Query(description="Of Asia/Seoul.")]


def item_filter(
    stage_id: Id = None,
    batch_id: Id = None,
    state: Annotated[list[ItemState] | None, Query(max_length=len(ItemState))] = None,
    q: Prefix = None,
    label: Label = None,
    person: Pseudonym = None,
    verdict: Literal["approve", "fix", "return", "reject"] | None = None,
    reason: Reason = None,
    day: Day = None,
    meta_key: Word = None,
    meta_value: Word = None,
    asked: Annotated[
        bool | None, Query(description="Whether somebody waits for an answer.")
    ] = None,
    priority: Annotated[
        int | None,
        Query(ge=-1_000_000, le=1_000_000, description="Of what is on offer; lower comes first."),
    ] = None,
) -> ItemFilter:
    """Which items. Raises `Invalid` for a key of the meta without a value, and the reverse."""
    if (meta_key is None) != (meta_value is None):
        raise Invalid("Send `meta_key` and `meta_value` together.")
    return ItemFilter(
        stage_id=stage_id,
        batch_id=batch_id,
        state=state,
        q=q,
        label=label,
        person=person,
        verdict=verdict,
        reason=reason,
        day=day,
        meta_key=meta_key,
        meta_value=meta_value,
        asked=asked,
        priority=priority,
    )


def work_filter(
    stage_id: Id = None,
    level: Annotated[int | None, Query(ge=0, le=2)] = None,
    state: Annotated[list[AssignmentState] | None, Query(max_length=len(AssignmentState))] = None,
    person: Pseudonym = None,
    day: Day = None,
    overdue: Annotated[bool | None, Query(description="Whether its time is over by now.")] = None,
) -> WorkFilter:
    """Which pieces of work."""
    return WorkFilter(
        stage_id=stage_id, level=level, state=state, person=person, day=day, overdue=overdue
    )
