"""Courses as their managers make them, and certificates, as they speak HTTP; amounts in minor
units, marks and scores from 0 to 1."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.states import CourseState
from app.models.learn import QuestionUse
from app.models.task import Verdict

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Title = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=200, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
_TEXT = r"^[^\x00]*$"
About = Annotated[str, StringConstraints(max_length=5_000, pattern=_TEXT)]
Body = Annotated[str, StringConstraints(max_length=100_000, pattern=_TEXT)]
Note = Annotated[str, StringConstraints(max_length=2_000, pattern=_TEXT)]
Mark = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Amount = Annotated[int, Field(ge=0, le=10_000_000)]
Period = Annotated[int, Field(ge=0, le=31_536_000)]
ExamSeconds = Annotated[int, Field(ge=60, le=604_800)]
Days = Annotated[int, Field(ge=1, le=3650)]
Count = Annotated[int, Field(ge=0, le=100)]
Attempts = Annotated[int, Field(ge=1, le=100)]


class In(BaseModel):
    """What comes in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class CourseIn(In):
    """A new course, as a draft. `drawn` 0: it has no exam, and whoever has read and practised all
    of it has its certificate."""

    stage_id: Key = Field(examples=[3])
    level: Literal[0, 1, 2] = 0
    title: Title = Field(examples=["세포 상자, 처음부터"])
    about: About = ""
    drawn: Count = Field(10, description="Questions of an exam, drawn from the pool.")
    right_from: Mark = Field(0.75, description="From which score on an answer is right.")
    pass_mark: Mark = Field(0.8, description="Which share of an exam has to be right.")
    attempts: Attempts = Field(3, description="How often the exam may be tried.")
    wait_seconds: Period = Field(3600, description="After an attempt that failed.")
    exam_seconds: ExamSeconds = Field(3600, description="For one attempt.")
    valid_days: Days | None = Field(None, description="How long its certificate holds; null: on.")
    training_pay: Amount = Field(0, description="Once, for all that is read and practised.")
    exam_pay: Amount = Field(0, description="Once, for a pass.")


class CoursePatch(In):
    """What may change of a course; `valid_days` is taken away with null."""

    title: Title | None = Field(None, examples=["세포 상자, 둘째 판"])
    about: About | None = None
    drawn: Count | None = None
    right_from: Mark | None = None
    pass_mark: Mark | None = Field(None, examples=[0.9])
    attempts: Attempts | None = None
    wait_seconds: Period | None = None
    exam_seconds: ExamSeconds | None = None
    valid_days: Days | None = None
    training_pay: Amount | None = None
    exam_pay: Amount | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent, without nulls that say nothing."""
        sent = self.model_dump(exclude_unset=True)
        return {key: value for key, value in sent.items() if value is not None or key in _EMPTIED}


_EMPTIED = frozenset({"valid_days"})


class CourseOut(BaseModel):
    """A course, for its managers."""

    model_config = ConfigDict(from_attributes=True)

    project_id: int
    id: int
    stage_id: int
    level: int
    title: str
    about: str
    state: CourseState
    drawn: int
    right_from: float
    pass_mark: float
    attempts: int
    wait_seconds: int
    exam_seconds: int
    valid_days: int | None
    training_pay: int
    exam_pay: int
    created_at: datetime
    lessons: int = Field(description="That are not retired, as with the two below.")
    practice: int
    exam: int = Field(description="Questions in the exam's pool.")
    learners: int = Field(description="People who have begun.")
    certified: int = Field(description="People whose certificate holds today.")
    owed: int = Field(description="What was earned and waits for money in the budget.")


class LessonIn(In):
    """A lesson, in Markdown; pictures are uploaded as a guideline's are."""

    title: Title = Field(examples=["적혈구와 백혈구"])
    body: Body = Field(examples=["# 적혈구\n\n가운데가 옅어요."])


class LessonPatch(In):
    """What may change of a lesson."""

    title: Title | None = Field(None, examples=["적혈구"])
    body: Body | None = None


class OrderIn(In):
    """The course's lessons, each once, in the order in which they are read."""

    ids: Annotated[list[Key], Field(max_length=200, examples=[[2, 1]])]


class LessonOut(BaseModel):
    """A lesson."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    position: int
    title: str
    body: str
    retired_at: datetime | None
    created_at: datetime


class QuestionIn(In):
    """A task whose right answer is known. At level 0 that is `answer`; above it `shown` is what is
    to be judged, `verdict` what it deserves, and `answer` how it should have been."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "use": "practice",
                    "item_id": 7,
                    "answer": {"modality": "picture", "annotations": []},
                    "note": "빈 시야예요.",
                },
                {"use": "exam", "item_id": 8, "from_accepted": True},
            ]
        },
    )

    use: QuestionUse
    item_id: Key
    answer: dict[str, Any] | None = None
    from_accepted: bool = Field(False, description="The right answer is the one that was accepted.")
    note: Note = Field("", description="Why; told with the right answer.")
    shown: dict[str, Any] | None = None
    verdict: Verdict | None = None


class QuestionPatch(In):
    """What may change of a question; answers that were given keep their scores."""

    note: Note | None = Field(None, examples=["가장자리의 세포도 세어요."])
    answer: dict[str, Any] | None = None
    shown: dict[str, Any] | None = None
    verdict: Verdict | None = None


class QuestionOut(BaseModel):
    """A question with its right answer, for who manages the project."""

    id: int
    use: QuestionUse
    position: int
    item_id: int
    item: str
    thumbnail_url: str | None
    excerpt: str | None
    schema_version: int
    answer: dict[str, Any]
    shown: dict[str, Any] | None
    verdict: Verdict | None
    note: str
    retired_at: datetime | None
    asked: int = Field(description="People who tried it, or answers to it in exams.")
    got_right: int


class LearnerOut(BaseModel):
    """How far somebody on the team is with a course."""

    person_id: int
    pseudonym: str
    lessons_read: int
    practised: int
    seconds: int
    attempts: int
    best: float | None = Field(description="Of his exams.")
    last_at: datetime | None
    certificate_id: int | None = Field(description="The newest.")
    earned_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None
    certified: bool = Field(description="Whether it holds today.")


class CertificateOut(BaseModel):
    """What a passed exam earned."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    project_id: int
    project: str
    course_id: int
    title: str
    stage_id: int
    stage: str
    level: int
    code: str = Field(description="By which anybody who is given it sees that it is real.")
    score: float | None
    shown: bool = Field(description="Whether other projects may see it, and who checks, his name.")
    earned_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    revoked_why: str | None
    valid: bool


class CertificatePatch(In):
    """Whether it is shown to other projects."""

    shown: bool = Field(examples=[True])


class RevokeIn(In):
    """Why a certificate is taken back; the person reads it."""

    why: Annotated[
        str,
        StringConstraints(min_length=1, max_length=1000, strip_whitespace=True, pattern=_TEXT),
    ] = Field(examples=["시험을 대신 치른 일이 확인되었어요."])


class CertificateCheck(BaseModel):
    """What anybody with its code may know of a certificate."""

    title: str
    project: str
    level: int
    earned_at: datetime
    expires_at: datetime | None
    revoked: bool
    valid: bool
    name: str | None = Field(description="Whose it is, where he shows it.")
