"""The open catalogue: which releases the public sees and what it is told of them, who took one
under which terms, and how often it is looked at."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import DatasetState
from app.models.base import Base, Id, Made, When, choice


class Domain(StrEnum):
    """What a data set is for, as the public programme sorts them."""

    LANGUAGE = "language"
    VISION = "vision"
    HEALTH = "health"
    SAFETY = "safety"  # disasters and the environment
    FARMING = "farming"  # with livestock and fisheries
    TRAFFIC = "traffic"
    MAKING = "making"  # manufacturing and robots
    LAW = "law"
    FINANCE = "finance"
    EDUCATION = "education"
    CULTURE = "culture"
    OTHER = "other"


class UserKind(StrEnum):
    """What somebody who takes a data set says of himself."""

    COMPANY = "company"
    RESEARCH = "research"
    PUBLIC = "public"
    STUDENT = "student"
    PERSON = "person"


class Use(StrEnum):
    """What is counted of a data set."""

    VISIT = "visit"
    DOWNLOAD = "download"


class Dataset(Base):
    """What the public reads of a stage's releases. Its own id is its address: the catalogue lists
    those of all projects."""

    __tablename__ = "dataset"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        UniqueConstraint("project_id", "stage_id"),
        Index("ix_dataset_published", "id", postgresql_where=text("state = 'published'")),
        CheckConstraint("improve_until >= improve_from", name="improvement"),
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    stage_id: Mapped[int]
    state: Mapped[DatasetState] = mapped_column(
        choice(DatasetState, "state"), server_default=DatasetState.DRAFT.value
    )
    title_ko: Mapped[str]
    title_en: Mapped[str]
    about_ko: Mapped[str]
    about_en: Mapped[str]
    terms_ko: Mapped[str]
    terms_en: Mapped[str]
    domain: Mapped[Domain] = mapped_column(choice(Domain, "domain"))
    modality: Mapped[str]
    keywords: Mapped[list[str]] = mapped_column(ARRAY(Text))
    creators: Mapped[list[str]] = mapped_column(ARRAY(Text))  # who is cited
    licence: Mapped[str]
    # All of the words above as a search compares them.
    words: Mapped[str]
    # The days in which users are asked for what is wrong with it.
    improve_from: Mapped[date | None]
    improve_until: Mapped[date | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    published_at: Mapped[When | None]


class DatasetVersion(Base):
    """A release that is offered in the catalogue."""

    __tablename__ = "dataset_version"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "release_id"], ["release.project_id", "release.id"]),
    )

    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"), primary_key=True)
    release_id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int]
    notes_ko: Mapped[str]
    notes_en: Mapped[str]
    # What is in it, in figures; counted aside.
    statistics: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    offered_at: Mapped[Made]


class DatasetSample(Base):
    """An item that a manager chose to be shown to everybody."""

    __tablename__ = "dataset_sample"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
    )

    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    project_id: Mapped[int]
    item_id: Mapped[int]


class TermsAccepted(Base):
    """Somebody has accepted the terms of a data set, in these words. Only ever added to."""

    __tablename__ = "terms_accepted"

    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    terms_sha256: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[UserKind] = mapped_column(choice(UserKind, "kind"))
    accepted_at: Mapped[Made]


class DatasetUse(Base):
    """How often a data set was looked at, or taken, on a day; by whom nobody can tell."""

    __tablename__ = "dataset_use"

    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    use: Mapped[Use] = mapped_column(choice(Use, "use"), primary_key=True)
    # Of a visit nobody knows what kind of user it is.
    kind: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]
