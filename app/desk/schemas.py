"""The manager's desk as HTTP speaks of it: filters, and acts on many at once."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.core.states import ActState, AssignmentState, ItemState
from app.models.desk import ActKind, FilterKind

KEY = 2**63 - 1
MOST = 1_000
"""Things that are picked by hand for one act."""
Key = Annotated[int, Field(ge=1, le=KEY)]
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
Why = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
Priority = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


class ItemFilter(BaseModel):
    """Which items: all that is said here holds of them."""

    model_config = ConfigDict(extra="forbid")

    stage_id: Key | None = None
    batch_id: Key | None = None
    state: Annotated[list[ItemState], Field(max_length=len(ItemState))] | None = None
    q: Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")] | None = Field(
        None, description="How their names begin."
    )
    label: Word | None = Field(None, description="A class that their answer has.")
    person: Name | None = Field(None, description="Who works or has worked on them: a pseudonym.")
    verdict: Literal["approve", "fix", "return", "reject"] | None = None
    reason: Word | None = Field(None, description="Why an answer was sent back or rejected.")
    day: date | None = Field(None, description="A day (Asia/Seoul) on which something came in.")
    meta_key: Word | None = None
    meta_value: Word | None = None
    asked: bool | None = Field(None, description="Whether somebody waits for an answer about them.")
    priority: Priority | None = Field(None, description="Of what is on offer; lower comes first.")

    @model_validator(mode="after")
    def _both(self) -> "ItemFilter":
        if (self.meta_key is None) != (self.meta_value is None):
            raise ValueError("send meta_key and meta_value together")
        return self


class WorkFilter(BaseModel):
    """Which pieces of work: all that is said here holds of them."""

    model_config = ConfigDict(extra="forbid")

    stage_id: Key | None = None
    level: Annotated[int, Field(ge=0, le=2)] | None = None
    state: Annotated[list[AssignmentState], Field(max_length=len(AssignmentState))] | None = None
    person: Name | None = Field(None, description="Who does it: a pseudonym.")
    day: date | None = Field(None, description="The day (Asia/Seoul) on which it was claimed.")
    overdue: bool | None = Field(None, description="Whether its time is over by now.")


class FilterIn(BaseModel):
    """A filter that is to be kept."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "위치가 틀려 반려된 것",
                    "kind": "items",
                    "asked": {"reason": "position", "state": ["in_work"]},
                    "shared": True,
                }
            ]
        },
    )

    name: Name
    kind: FilterKind = FilterKind.ITEMS
    asked: dict[str, Any] = Field(description="As the list is asked, by the names of its filters.")
    shared: bool = Field(False, description="For all who manage the project.")

    @model_validator(mode="after")
    def _known(self) -> "FilterIn":
        shape = ItemFilter if self.kind is FilterKind.ITEMS else WorkFilter
        found = shape.model_validate(self.asked)
        self.asked = found.model_dump(mode="json", exclude_none=True)
        return self


class FilterOut(BaseModel):
    """A filter that is kept."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    kind: FilterKind
    asked: dict[str, Any]
    shared: bool
    mine: bool
    by: str | None = Field(description="Whose it is, by pseudonym.")


class FoundBy(BaseModel):
    """What items can be found by, besides what the project's design says."""

    keys: list[str] = Field(description="Of their meta; with `key`, the values of that one.")


class Scope(BaseModel):
    """What an act is about: what was picked by hand, or all that a filter finds."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[Key], Field(min_length=1, max_length=MOST)] | None = None
    items: ItemFilter | None = None
    work: WorkFilter | None = None

    @model_validator(mode="after")
    def _one(self) -> "Scope":
        if sum(one is not None for one in (self.ids, self.items, self.work)) != 1:
            raise ValueError("send either ids, or items, or work")
        return self


class ActIn(BaseModel):
    """Something to be done to many: it is counted first, and done when it is started."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "reopen",
                    "scope": {"items": {"label": "RBC", "state": ["accepted"]}},
                    "why": "지침이 바뀌었어요.",
                },
                {"kind": "priority", "scope": {"ids": [1, 2, 3]}, "priority": -10},
                {
                    "kind": "exclude",
                    "scope": {"items": {"batch_id": 4}},
                    "reason": "unreadable",
                },
            ]
        },
    )

    kind: ActKind
    scope: Scope
    why: Why | None = Field(None, description="Of reopen, reset and reassign: people read it.")
    reason: (
        Literal["duplicate", "unreadable", "off_topic", "private", "rights", "withdrawn", "other"]
        | None
    ) = Field(None, description="Of exclude.")
    priority: Priority | None = Field(None, description="Of priority; lower comes first.")

    @model_validator(mode="after")
    def _whole(self) -> "ActIn":
        asks = {
            ActKind.REOPEN: "why",
            ActKind.RESET: "why",
            ActKind.REASSIGN: "why",
            ActKind.EXCLUDE: "reason",
            ActKind.PRIORITY: "priority",
        }.get(self.kind)
        for name in ("why", "reason", "priority"):
            given = getattr(self, name) is not None
            if given != (name == asks):
                raise ValueError(f"send {name} just where the kind of act asks for it")
        other = self.scope.items if self.kind is ActKind.REASSIGN else self.scope.work
        if other is not None:
            raise ValueError("reassign is about pieces of work, all else about items")
        return self


class ActOut(BaseModel):
    """Something done to many at once, and how far it is."""

    id: int
    kind: ActKind
    state: ActState
    scope: dict[str, Any]
    params: dict[str, Any]
    found: int = Field(description="What it is about, as counted before.")
    refusals: dict[str, int] = Field(description="Of that, what cannot be done, by why.")
    cost: int = Field(description="What is set aside for it at worst, as counted.")
    budget: int | None = Field(description="What the stages' budget has; where it costs something.")
    done: int
    refused: int
    undone: int
    kept: int = Field(description="What could not be undone.")
    undo_until: datetime | None = Field(description="Until when it can be undone; none: it cannot.")
    by: str | None
    made_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ActRowOut(BaseModel):
    """What became of one item, or one piece of work."""

    model_config = ConfigDict(from_attributes=True)

    target_id: int
    name: str | None = Field(description="The item's.")
    outcome: Literal["done", "refused", "undone", "kept"]
    code: str | None = Field(description="Why it was refused, or could not be undone.")
