"""Work as it speaks HTTP: claims, leases, hand-ins, one piece of work with its history."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.core.document import Document
from app.core.levels import Tiles
from app.core.states import AssignmentState
from app.models.project import Unit
from app.models.quality import Why
from app.models.task import Verdict

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", strip_whitespace=True)]
Comment = Annotated[Text, StringConstraints(min_length=1, max_length=5000)]
Reason = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class In(BaseModel):
    """What comes in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class ClaimIn(In):
    """How much work is wanted, at which level."""

    level: Literal[0, 1, 2] = Field(0, examples=[0])
    count: Annotated[int, Field(ge=1, le=20, examples=[1])] = 1
    device: Literal["phone", "tablet", "desktop"] | None = Field(
        None, description="What your page runs on. The smaller of this and the browser's counts."
    )


class MemberOut(BaseModel):
    """One item of a bundle."""

    id: int
    name: str


class ItemView(BaseModel):
    """What the work is about: a picture, `width` and `height` in pixels as shown, a text, or what
    `facts` say. Of a piece of an item all of that is the piece's.
    """

    id: int
    name: str
    media_type: str | None
    width: int | None
    height: int | None
    media: str | None = Field(description="Where to ask for a short-lived link to a picture.")
    tiles: Tiles | None = Field(
        description="Of a large picture that has been cut up; `media` links to its tiles too."
    )
    document: Document | None = Field(description="A text, whole.")
    facts: dict[str, Any] | None = Field(
        description="Of a sound, a video, a document or a time series: its `modality`, and what is "
        "known of it."
    )
    prepared: bool | None = Field(
        description="Whether what it is shown from has been made; null for pictures and texts."
    )
    suggested: dict[str, Any] | None = Field(
        description="An answer to begin with, at level 0: as imported, else as a model says."
    )
    part: dict[str, Any] | None = Field(
        description="Which piece of the item it is (`docs/label-types.md`); null: all of it."
    )
    members: list[MemberOut] | None = Field(
        description="Of a bundle: the items that it is about, in their order."
    )


class WhyLooked(BaseModel):
    """Why somebody looks at a hand-in."""

    code: Why
    chance: float = Field(description="With which it was drawn, 0 to 1.")


class Subject(BaseModel):
    """What an inspection judges: the answer that stands, and what level 1 said of it."""

    root_id: int
    submission_id: int
    answer: dict[str, Any]
    author: str = Field(description="The author's pseudonym in this project.")
    attempt: int
    primary_verdict: Verdict | None = None
    primary_reason: str | None = None
    primary_comment: str | None = None
    why: WhyLooked | None = Field(
        None, description="Why it is here; null: where the stage does not say, or it is a rework."
    )
    side_by_side: bool = Field(
        False,
        description="Whether it decides between answers that do not agree: `answer` is what is "
        "proposed, and `/answers` has them all.",
    )


class DraftOut(BaseModel):
    """Unfinished work as the server has it."""

    revision: int
    body: dict[str, Any]
    saved_at: datetime


class LeasePay(BaseModel):
    """What a piece of work pays by: `price` for each `per` units, of `units`; where `most` is given
    they are counted in the answer, and these are what it pays at most."""

    unit: Unit
    per: int
    price: int
    units: int
    most: int | None
    unit_is: str


class Lease(BaseModel):
    """A piece of work in somebody's hands. `price` in minor units, pinned at the claim."""

    id: int
    project_id: int
    stage_id: int
    task_id: int
    level: int
    state: AssignmentState
    attempt: int
    returns: int
    due_at: datetime | None
    extended: bool
    price: int
    pay: LeasePay | None = Field(
        None, description="How `price` comes about, where it is not paid for the piece as one."
    )
    schema_version: int
    guideline_version: int | None
    item: ItemView
    subject: Subject | None = None
    draft: DraftOut | None = None


class ClaimOut(BaseModel):
    """The leases, and, where there are none, that there is no work."""

    leases: list[Lease]
    empty: bool


class Pin(In):
    """What a word of an inspector is about: a spot of a picture in its pixels, an annotation by its
    id, a stretch of a text, or a moment of what has a clock. A stretch is of a part, `start` and
    `end` (exclusive) in code points of it, as of a span. A spot is on a page of a document by its
    `part`, on a frame of a video by `at`; a moment is in milliseconds, of a video in frames."""

    x: Finite | None = None
    y: Finite | None = None
    annotation: Annotated[str, StringConstraints(max_length=64)] | None = None
    part: Annotated[Text, StringConstraints(max_length=200)] | None = None
    start: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    end: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    at: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    note: Annotated[Text, StringConstraints(max_length=500)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> "Pin":
        if (self.x is None) is not (self.y is None):
            raise ValueError("a spot has an x and a y")
        if (self.start is None) is not (self.end is None):
            raise ValueError("a stretch of text has a start and an end")
        if self.start is not None and self.part is None:
            raise ValueError("a stretch of text has a part, a start and an end")
        if self.part is not None and self.start is None and self.x is None:
            raise ValueError("a pin on a part is a stretch of its text, or a spot of a page")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError("a stretch of text ends behind its start")
        if self.x is not None and self.start is not None:
            raise ValueError("a pin is at a spot or on a stretch of text, not both")
        return self


class SubmissionIn(In):
    """A hand-in: at level 0 an answer; above it a verdict, with an answer where it is a fix."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answer": {
                        "modality": "picture",
                        "annotations": [
                            {
                                "kind": "box",
                                "id": "a1",
                                "name": "cells",
                                "class": "RBC",
                                "x": 10,
                                "y": 20,
                                "width": 30.5,
                                "height": 40,
                            }
                        ],
                    }
                },
                {
                    "answer": {
                        "modality": "text",
                        "annotations": [
                            {
                                "kind": "span",
                                "id": "s1",
                                "name": "entities",
                                "class": "OG",
                                "part": "text",
                                "start": 0,
                                "end": 2,
                            }
                        ],
                    }
                },
                {
                    "verdict": "return",
                    "reason": "position",
                    "comment": "왼쪽 위 세포의 상자가 밀려 있어요.",
                    "pins": [{"x": 25, "y": 40}, {"annotation": "a1", "note": "두 화소 왼쪽으로"}],
                },
                {
                    "verdict": "return",
                    "reason": "missing",
                    "comment": "장소가 하나 빠졌어요.",
                    "pins": [{"part": "text", "start": 7, "end": 9, "note": "부산도 장소예요."}],
                },
            ]
        },
    )

    answer: dict[str, Any] | None = None
    active_seconds: (
        Annotated[
            int,
            Field(
                ge=0, le=2**31 - 1, description="Time with hands on; counted within the lease's."
            ),
        ]
        | None
    ) = None
    verdict: Verdict | None = None
    reason: Reason | None = None
    comment: Comment | None = None
    pins: Annotated[list[Pin], Field(max_length=50)] | None = None
    chosen: (
        Annotated[
            str,
            Field(
                pattern=r"^[A-T]$",
                description="Where answers are side by side: the letter of the one to approve.",
            ),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _complete(self) -> "SubmissionIn":
        stops = self.verdict in (Verdict.RETURN, Verdict.REJECT)
        if self.verdict is None and self.answer is None:
            raise ValueError("send an answer, or above level 0 a verdict")
        if stops and (self.reason is None or self.comment is None):
            raise ValueError("a return or a rejection needs a reason and a comment")
        if not stops and self.reason is not None:
            raise ValueError("only a return or a rejection has a reason")
        if self.verdict is Verdict.FIX and self.answer is None:
            raise ValueError("a fix needs the corrected answer")
        if self.verdict not in (None, Verdict.FIX) and self.answer is not None:
            raise ValueError("only a fix has an answer of its own")
        if self.chosen is not None and self.verdict is not Verdict.APPROVE:
            raise ValueError("a letter is chosen by approving of its answer")
        if self.verdict is None and (self.comment is not None or self.pins):
            raise ValueError("an answer has no comment and no pins")
        return self


class DraftIn(In):
    """Unfinished work; `revision` is the one that was last seen, 0 for none."""

    revision: Annotated[int, Field(ge=0, le=2**31, examples=[0])]
    body: dict[str, Any] = Field(
        examples=[
            {"modality": "picture", "annotations": []},
            {"modality": "text", "annotations": []},
        ]
    )


class DraftSaved(BaseModel):
    """The draft's new revision."""

    revision: int


class PartingIn(In):
    """Why a lease ends without a hand-in."""

    why: Annotated[Text, StringConstraints(max_length=1000)] = Field(
        "", examples=["오늘은 여기까지 할게요."]
    )


class AppealIn(In):
    """What the author objects to."""

    text: Annotated[Text, StringConstraints(min_length=1, max_length=5000)] = Field(
        examples=["상자는 지침의 두 화소 안에 있습니다."]
    )


class AppealDecision(In):
    """The arbiter's decision and its grounds, which the author reads."""

    won: bool = Field(examples=[True])
    reply: Annotated[Text, StringConstraints(min_length=1, max_length=5000)] = Field(
        examples=["지침에 맞는 답이었습니다."]
    )


class AppealOut(BaseModel):
    """An appeal, with what it is about; nobody in it has a name."""

    id: int = Field(description="The rejected assignment.")
    project_id: int
    stage_id: int
    author: str
    text: str
    opened_at: datetime
    due_at: datetime | None
    won: bool | None
    reply: str | None
    decided_at: datetime | None
    project: str
    stage: str
    item: str
    price: int = Field(description="What is at stake, in minor units.")
    currency: str


class Turn(BaseModel):
    """One hand-in about a piece of work: an answer, or a verdict on it."""

    submission_id: int
    level: int
    by: str
    attempt: int
    at: datetime
    answer: dict[str, Any] | None
    verdict: Verdict | None
    reason: str | None
    comment: str | None
    pins: list[Any] | None
    difference: dict[str, Any] | None


class WorkOut(Lease):
    """One piece of work, whole: what was asked, and everything that was said of it."""

    label_schema: dict[str, Any]
    guideline: str | None
    turns: list[Turn]
    appeal: AppealOut | None = None


class WorkRow(BaseModel):
    """A line of “my work”."""

    id: int
    project_id: int
    stage_id: int
    level: int
    state: AssignmentState
    item: str
    price: int
    reserved_at: datetime
    due_at: datetime | None
    returns: int
    upheld: bool | None
    project: str
    stage: str
    thumbnail_url: str | None = Field(description="A small picture, for some minutes.")
    excerpt: str | None = Field(description="How a text begins: up to 200 characters of it.")
    reason: str | None = Field(description="Why it was sent back or rejected; an entry's code.")
    reason_ko: str | None
    reason_en: str | None
    returned_at: datetime | None = Field(description="When that was said.")
    verdict: Verdict | None = Field(description="Of an inspection: what was said last.")
