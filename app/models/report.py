"""What is told of a release: what was aimed at, its quality report, data sheet, pre-check, blind
samples and how far models come with it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import SampleState
from app.models.base import Base, Made, ProjectKey, When, choice


class Target(Base):
    """What share of a stage's set a value is to have. `what` is `class:<label>` with a class as the
    value, or `meta:<key>` with what the item's meta says. What is not named has no target."""

    __tablename__ = "target"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("share > 0 AND share <= 100", name="share"),
        CheckConstraint("what LIKE 'class:%' OR what LIKE 'meta:%'", name="what"),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    share: Mapped[Decimal] = mapped_column(Numeric(5, 2))  # percent: of marks, or of items


class StagePlan(Base):
    """How many items a stage is to accept, and by which day."""

    __tablename__ = "stage_plan"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("items > 0", name="items"),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[int]
    until: Mapped[date | None]


class CheckAnswer(StrEnum):
    """How a line of the checklist stands."""

    MET = "met"
    OPEN = "open"
    NOT_NEEDED = "not_needed"


class ReportCheck(Base):
    """A line of the checklist of how the set is made (`app/reports/rules.py: CHECKLIST`), as a
    manager has answered it."""

    __tablename__ = "report_check"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[CheckAnswer] = mapped_column(choice(CheckAnswer, "answer"))
    note: Mapped[str]
    links: Mapped[list[Any]]  # addresses of the evidence
    checked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[Made]


class QualityReport(Base):
    """What was counted of a release, as of when it was counted last."""

    __tablename__ = "quality_report"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "release_id"], ["release.project_id", "release.id"]),
    )

    project_id: Mapped[ProjectKey]
    release_id: Mapped[int] = mapped_column(primary_key=True)
    chore_id: Mapped[int | None]
    # What `app/reports/counting.py` has counted; None before the first time.
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    faulty_key: Mapped[str | None]  # the pre-check's workbook in the storage
    faulty_name: Mapped[str | None]
    counted_at: Mapped[When | None]


class DataSheet(Base):
    """What a manager writes of a release beside the figures, in Korean and English."""

    __tablename__ = "data_sheet"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "release_id"], ["release.project_id", "release.id"]),
        CheckConstraint("least >= 5", name="least"),
    )

    project_id: Mapped[ProjectKey]
    release_id: Mapped[int] = mapped_column(primary_key=True)
    texts: Mapped[dict[str, Any]]  # by section `{"ko", "en"}`
    # Groups of fewer people are told as “fewer than”.
    least: Mapped[int] = mapped_column(SmallInteger, server_default=text("5"))
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[Made]


class SampleKind(StrEnum):
    """How a blind sample is judged."""

    JUDGED = "judged"  # people look at each item
    TRUTH = "truth"  # answers are compared with those that somebody else has given


class Measure(StrEnum):
    """What says whether an answer is near enough to the truth; all go from 0 to 1."""

    LIKENESS = "likeness"  # the label types' own
    IOU = "iou"  # of marks that stand for each other, the mean
    F1 = "f1"  # of marks that are right
    EXACT = "exact"
    BLEU = "bleu"
    CER = "cer"  # told as what is right: one less the error rate of letters


class BlindSample(Base):
    """Items of a release that are looked at to say how often it is right. Which ones follows from
    the seed: who has the release's manifest can draw them again."""

    __tablename__ = "blind_sample"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "release_id"], ["release.project_id", "release.id"]),
        CheckConstraint("asked > 0", name="asked"),
        CheckConstraint("target BETWEEN 0 AND 1", name="target"),
        CheckConstraint(
            "(kind = 'truth') = (passes_from IS NOT NULL)"
            " AND (kind = 'truth') = (measure IS NOT NULL)",
            name="passes_from",
        ),
        Index("ix_blind_sample_release", "project_id", "release_id", "id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    release_id: Mapped[int]
    kind: Mapped[SampleKind] = mapped_column(choice(SampleKind, "kind"))
    state: Mapped[SampleState] = mapped_column(choice(SampleState, "state"))
    seed: Mapped[int]
    asked: Mapped[int] = mapped_column(Integer)  # how many items were wished for
    by: Mapped[str]  # what strata are: `all`, `class` or `meta:<key>`
    target: Mapped[Decimal] = mapped_column(Numeric(5, 4))  # the part that is to pass
    # Of `truth`: what is measured, and from where on an item passes.
    measure: Mapped[Measure | None] = mapped_column(choice(Measure, "measure"))
    passes_from: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))
    # How it was drawn: `{"rule", "strata": [{"name", "items", "drawn"}]}`; None until it is.
    protocol: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    chore_id: Mapped[int | None]
    drawn_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    closed_at: Mapped[When | None]


class SampleItem(Base):
    """An item of a blind sample: what was found of it, and by whom. While somebody looks at it,
    nobody else is given it."""

    __tablename__ = "sample_item"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "sample_id"], ["blind_sample.project_id", "blind_sample.id"]
        ),
        UniqueConstraint("project_id", "sample_id", "place"),
        CheckConstraint("(passed IS NULL) = (judged_at IS NULL)", name="judged"),
        Index("ix_sample_item_item", "project_id", "item_id"),
    )

    project_id: Mapped[ProjectKey]
    sample_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(Integer)  # from 1, in the order of the draw
    stratum: Mapped[str]
    examiner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[When | None]
    passed: Mapped[bool | None]
    code: Mapped[str | None]  # of the project's reasons, where it does not pass
    note: Mapped[str] = mapped_column(server_default=text("''"))
    # Of `truth`: every measure that the answer has (`app/reports/likeness.py`).
    measures: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    judged_at: Mapped[When | None]


class Examiner(Base):
    """Who looks at a blind sample's items."""

    __tablename__ = "examiner"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "sample_id"], ["blind_sample.project_id", "blind_sample.id"]
        ),
        ForeignKeyConstraint(
            ["project_id", "person_id"], ["project_member.project_id", "project_member.person_id"]
        ),
    )

    project_id: Mapped[ProjectKey]
    sample_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, index=True)


class Validity(Base):
    """How far a model that was trained with a release comes, against what was aimed at."""

    __tablename__ = "validity"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "release_id"], ["release.project_id", "release.id"]),
        Index("ix_validity_release", "project_id", "release_id", "id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    release_id: Mapped[int]
    model: Mapped[str]
    metric: Mapped[str]
    target: Mapped[Decimal] = mapped_column(Numeric(12, 4))
    reached: Mapped[Decimal] = mapped_column(Numeric(12, 4))
    higher: Mapped[bool]  # whether more is better
    split_sha256: Mapped[str]  # of the names of the items that it was tried on
    card: Mapped[str]  # the model card, in Markdown
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[Made]
