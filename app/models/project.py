"""Projects, their teams, stages, and what a stage pins: guideline, schema, price."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import ProjectState, StageState
from app.models.base import Base, Id, Made, ProjectKey, When, choice
from app.models.person import ProjectRoleName


class StageKind(StrEnum):
    """What a stage does with its items."""

    COLLECT = "collect"
    REFINE = "refine"
    LABEL = "label"


class Inspect(StrEnum):
    """How much of the work a level sees."""

    ALL = "all"
    SAMPLE = "sample"
    RISK = "risk"  # newcomers in full, the trusted by sample, the risky first, some by chance
    NONE = "none"


class Enrolment(StrEnum):
    """Who may become a worker of a project."""

    OPEN = "open"  # whoever has signed the terms, by himself
    INVITED = "invited"


class Project(Base):
    """A commissioned data set."""

    __tablename__ = "project"
    __table_args__ = (Index("ix_project_organisation_id_id", "organisation_id", "id"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    goal: Mapped[str] = mapped_column(server_default="")
    currency: Mapped[str] = mapped_column(server_default="KRW")
    state: Mapped[ProjectState] = mapped_column(
        choice(ProjectState, "state"), server_default=ProjectState.DRAFT.value
    )
    enrolment: Mapped[Enrolment] = mapped_column(
        choice(Enrolment, "enrolment"), server_default=Enrolment.INVITED.value
    )
    created_at: Mapped[Made]


class ProjectMember(Base):
    """A person in a project, under the only name that workers and inspectors see there."""

    __tablename__ = "project_member"
    __table_args__ = (
        UniqueConstraint("project_id", "pseudonym"),
        Index(
            "ix_project_member_house",
            "project_id",
            "organisation_id",
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    pseudonym: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))  # what is owed to him here
    team: Mapped[str | None]  # a part of the project's people, where work is kept for one
    # The member of the consortium that brought him in; None: the project's own organisation.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    joined_at: Mapped[Made]


class ProjectRole(Base):
    """What a person is in a project."""

    __tablename__ = "project_role"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "person_id"], ["project_member.project_id", "project_member.person_id"]
        ),
    )

    project_id: Mapped[ProjectKey]
    person_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    role: Mapped[ProjectRoleName] = mapped_column(choice(ProjectRoleName, "role"), primary_key=True)
    granted_at: Mapped[Made]


class Reason(Base):
    """One entry of the project's taxonomy of what can be wrong with an answer."""

    __tablename__ = "reason"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    ko: Mapped[str]
    en: Mapped[str]
    retired_at: Mapped[When | None]


class Stage(Base):
    """One step of a project's pipeline."""

    __tablename__ = "stage"
    __table_args__ = (
        CheckConstraint("overlap BETWEEN 1 AND 100", name="overlap"),
        CheckConstraint("holds BETWEEN 1 AND 100", name="holds"),
        CheckConstraint("lease_seconds BETWEEN 10 AND 604800", name="lease"),
        CheckConstraint("rate1 BETWEEN 0 AND 1 AND rate2 BETWEEN 0 AND 1", name="rates"),
        UniqueConstraint("project_id", "name"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[Id]
    name: Mapped[str]
    kind: Mapped[StageKind] = mapped_column(choice(StageKind, "kind"))
    state: Mapped[StageState] = mapped_column(
        choice(StageState, "state"), server_default=StageState.DRAFT.value
    )
    overlap: Mapped[int] = mapped_column(server_default="1")  # accepted answers a task needs
    holds: Mapped[int] = mapped_column(server_default="5")  # seats that one person may hold at once
    lease_seconds: Mapped[int] = mapped_column(server_default="3600")
    rework_seconds: Mapped[int] = mapped_column(server_default=str(72 * 3600))
    recheck_seconds: Mapped[int] = mapped_column(server_default=str(24 * 3600))
    auto_accept_seconds: Mapped[int] = mapped_column(server_default=str(7 * 24 * 3600))
    inspect1: Mapped[Inspect] = mapped_column(choice(Inspect, "inspect1"), server_default="all")
    rate1: Mapped[Decimal] = mapped_column(Numeric(5, 4), server_default="1")
    inspect2: Mapped[Inspect] = mapped_column(choice(Inspect, "inspect2"), server_default="none")
    rate2: Mapped[Decimal] = mapped_column(Numeric(5, 4), server_default="0")
    budget_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reserve_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    salt: Mapped[str]  # makes the inspection draw unforeseeable, and repeatable for the auditor
    position: Mapped[int] = mapped_column(SmallInteger, server_default="0")  # in the pipeline
    # How its items are cut into tasks (`app/labels/parts`); None: each is one task.
    split: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # A collect stage: who may take part and how (`app/projects/schemas.py: CollectIn`).
    collect: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # A collect stage that wants so many of each group: `{"by": [axes], "counts": "people"}`, or
    # "pieces" (`app/tasks/quotas.py`); the goals are in `quota_cell`.
    quota: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # A refine stage: what its marks do to the file, by label and class (`app/labels/effects.py`).
    effects: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # How its answers come to be trusted (`app/projects/schemas.py: QualityIn`); None: as its levels
    # inspect, and no more.
    quality: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    guideline_version: Mapped[int | None]  # the versions that a claim made now would pin
    read_version: Mapped[int | None]  # of the guideline: what one has to have read to claim
    schema_version: Mapped[int | None]
    price_version: Mapped[int | None]
    created_at: Mapped[Made]


class Flow(Base):
    """What one stage accepts, and a condition lets through, becomes an item of another."""

    __tablename__ = "flow"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "from_id"], ["stage.project_id", "stage.id"]),
        ForeignKeyConstraint(["project_id", "to_id"], ["stage.project_id", "stage.id"]),
        UniqueConstraint("project_id", "from_id", "to_id"),
        CheckConstraint("from_id <> to_id", name="onward"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    from_id: Mapped[int]
    to_id: Mapped[int]
    # What the answer must say (`app/labels/conditions.py`); None: everything goes on.
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[Made]


class Flowing(Base):
    """An answer, or an item, that was accepted and has not flowed on yet. A chore takes it up."""

    __tablename__ = "flowing"

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    item_id: Mapped[int]
    answer_id: Mapped[int | None]  # of a collect stage: each answer flows by itself
    at: Mapped[Made]


class Guideline(Base):
    """What a worker is told, in Markdown. A change is a new version."""

    __tablename__ = "guideline"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    must_read: Mapped[bool] = mapped_column(server_default=text("false"))  # before another claim
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]


class GuidelineRead(Base):
    """Somebody has confirmed that he has read a stage's guideline, up to that version."""

    __tablename__ = "guideline_read"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int]
    read_at: Mapped[Made]


class GuidePicture(Base):
    """A picture that a guideline shows, uploaded by a manager."""

    __tablename__ = "guide_picture"
    __table_args__ = (UniqueConstraint("project_id", "sha256"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    sha256: Mapped[str]  # of the bytes as they came
    media_type: Mapped[str]
    bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    storage_key: Mapped[str]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]


class LabelSchema(Base):
    """What an answer may hold (`app.labels`). A change is a new version."""

    __tablename__ = "label_schema"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]


class Unit(StrEnum):
    """What a price is for."""

    TASK = "task"
    OBJECT = "object"  # a mark of the answer
    SECOND = "second"  # of sound or film
    CHARACTER = "character"  # of a text that is read, else of what is written
    PAGE = "page"


class PriceCard(Base):
    """Pay at each level, in minor units of the project's currency, for `per` units.

    Where units are counted in the answer, `most` says how many of one task are paid.
    `estimate_seconds` is how long `per` units take at level 0, as the manager thinks.
    """

    __tablename__ = "price_card"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("level0 > 0 AND level1 >= 0 AND level2 >= 0", name="amounts"),
        CheckConstraint(
            "per > 0 AND most > 0 AND (unit <> 'task' OR per = 1 AND most IS NULL)", name="units"
        ),
        CheckConstraint("definition <> '' AND estimate_seconds > 0", name="defined"),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    level0: Mapped[int]
    level1: Mapped[int]
    level2: Mapped[int]
    unit: Mapped[Unit] = mapped_column(choice(Unit, "unit"), server_default=Unit.TASK.value)
    per: Mapped[int] = mapped_column(server_default=text("1"))
    most: Mapped[int | None]
    definition: Mapped[str]  # what one unit is, in words
    estimate_seconds: Mapped[int]
    # It may pay less than the minimum wage: who made it was told, and days are topped up.
    accept_top_ups: Mapped[bool] = mapped_column(server_default=text("false"))
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]

    @property
    def prices(self) -> tuple[int, int, int]:
        """By level, for `per` units."""
        return self.level0, self.level1, self.level2
