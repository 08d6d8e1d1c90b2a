"""Known answers as the API speaks of them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.models.quality import GoldSource
from app.models.task import Verdict

Level = Literal[0, 1, 2]
Row = Annotated[int, Field(ge=1, le=2**63 - 1)]


class GoldItem(BaseModel):
    """The item that a known answer is about."""

    id: int
    name: str
    picture: str | None = Field(description="A small picture of it, for some minutes.")
    excerpt: str | None = Field(description="How a text begins: up to 200 characters of it.")
    media_type: str | None


class GoldOut(BaseModel):
    """A known answer, hidden in the work of its level."""

    id: int
    level: int
    item: GoldItem
    root_id: int | None = Field(description="Above level 0: whose answer is shown, changed.")
    source: GoldSource
    answer: dict[str, Any] = Field(description="What is right.")
    shown: dict[str, Any] | None = Field(description="What an inspector is shown.")
    verdict: Verdict | None = Field(description="What that deserves.")
    note: str
    given: int = Field(description="To how many people.")
    right: int = Field(description="How many of them were right.")
    free: int = Field(description="How many may still get it as it stands.")
    created_at: datetime
    retired_at: datetime | None


class GoldIn(BaseModel):
    """An answer that is known. At level 0 `answer`, or what was accepted. Above it what is `shown`
    of the answer `root_id` (of the item's own where it is left out), and the verdict that it
    deserves; `answer` is how it should have been."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "level": 0,
                    "item_id": 7,
                    "answer": {"modality": "picture", "annotations": []},
                    "note": "빈 시야예요.",
                }
            ]
        },
    )

    level: Level
    item_id: Row
    answer: dict[str, Any] | None = None
    root_id: Row | None = None
    shown: dict[str, Any] | None = None
    verdict: Verdict | None = None
    note: str = Field("", max_length=2_000)


class GatherIn(BaseModel):
    """Make known answers of what many agreed on, or of what two inspectors let through."""

    model_config = ConfigDict(extra="forbid")

    source: Literal["consensus", "inspection"] = Field(examples=["consensus"])
    level: Level = 0
    count: Annotated[int, Field(ge=1, le=200)] = 20


class GatheredOut(BaseModel):
    """How many were made; where it is fewer than were asked for, why."""

    made: int
    short: Literal["candidates", "budget"] | None = None


class PoolOut(BaseModel):
    """How far the known answers of a level reach."""

    level: int
    open: int = Field(description="Known answers that are handed out.")
    people_left: int = Field(description="Of its people: who has not had all of them yet.")
    wanted: int = Field(description="As many as one person meets in 500 answers; 0: none wanted.")
    dry_since: datetime | None = Field(description="Since when there are none to give.")


class SeedIn(BaseModel):
    """Whose answer is to get an error; without: a good one is chosen."""

    model_config = ConfigDict(extra="forbid")

    level: Literal[1, 2] = Field(examples=[1])
    root_id: Row | None = None


class SlipOut(BaseModel):
    """One thing that is wrong with what is shown."""

    what: str = Field(examples=["moved", "dropped", "other_class"])
    label: str
    annotation: str = Field(description="Its id; of what is left out, in the right answer.")


class SeedOut(BaseModel):
    """A draft of a known answer for inspectors: an answer with an error that somebody could make.
    Nothing is kept of it."""

    level: int
    root_id: int
    item: GoldItem
    answer: dict[str, Any]
    shown: dict[str, Any]
    verdict: Verdict
    note: str
    slips: list[SlipOut]


class CandidateOut(BaseModel):
    """An item whose answer may become a known one."""

    item_id: int = Field(description="By which lists are paged.")
    item: GoldItem
    root_id: int
    answer: dict[str, Any]
    source: GoldSource = Field(description="How sure it is: by many, by two inspectors, or by you.")
    answers: int = Field(description="How many it is made of.")
    sure: float | None = Field(description="How sure that is, 0 to 1; null: it was not weighed.")
