"""A project's design, as it can be kept and begun anew: never its people, items or money."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import TooLarge
from app.core.states import CourseState, StageState
from app.learning import queries as learning
from app.models.collect import QuotaCell
from app.models.learn import Course
from app.models.project import (
    Enrolment,
    Guideline,
    GuidePicture,
    Inspect,
    LabelSchema,
    PriceCard,
    Project,
    Reason,
    Stage,
    StageKind,
    Unit,
)
from app.models.quality import Rule
from app.models.report import Target
from app.models.routing import Requirement
from app.projects.flows import flows
from app.releases import templates

MAX_BYTES = 8 << 20
"""Of a plan as JSON: a hundred long guidelines."""

_PICTURE = "dure-picture:"
_Row = TypeVar("_Row")


class PlanTooLarge(TooLarge):
    """The design is larger than is kept of one."""

    code, title = "plan_too_large", "Too much to keep"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class PlanReason(_Part):
    """An entry of the taxonomy."""

    code: str
    ko: str
    en: str
    retired: bool = False


class PlanPicture(_Part):
    """A picture that guidelines and lessons show, by its content."""

    sha256: str
    media_type: str
    bytes: int
    width: int
    height: int
    storage_key: str


class PlanPrices(_Part):
    """A price card."""

    level0: int
    level1: int
    level2: int
    unit: Unit
    per: int
    most: int | None
    definition: str
    estimate_seconds: int
    accept_top_ups: bool


class PlanRequirement(_Part):
    """What a level asks. Courses of the same plan are `courses`, by their place in it."""

    level: int
    asked: dict[str, Any]
    courses: list[int] = Field(default_factory=list)
    day_limit: int | None
    person_limit: int | None


class PlanRule(_Part):
    """A rule that notices."""

    level: int
    name: str
    collector: str
    condition: dict[str, Any]
    action: str


class PlanTarget(_Part):
    """What share of the set a value is to have."""

    what: str
    value: str
    share: Decimal


class PlanGuideline(_Part):
    """What workers are told."""

    body: str
    must_read: bool = False


class PlanSettings(_Part):
    """A stage's own columns."""

    name: str
    kind: StageKind
    overlap: int
    holds: int
    lease_seconds: int
    rework_seconds: int
    recheck_seconds: int
    auto_accept_seconds: int
    inspect1: Inspect
    rate1: Decimal
    inspect2: Inspect
    rate2: Decimal
    position: int
    split: dict[str, Any] | None
    collect: dict[str, Any] | None
    effects: dict[str, Any] | None
    quality: dict[str, Any] | None


class PlanStage(_Part):
    """One stage with what it pins, asks and aims at."""

    settings: PlanSettings
    label_schema: dict[str, Any] | None = None
    guideline: PlanGuideline | None = None
    prices: PlanPrices | None = None
    quotas: dict[str, Any] | None = None
    requirements: list[PlanRequirement] = Field(default_factory=list)
    rules: list[PlanRule] = Field(default_factory=list)
    targets: list[PlanTarget] = Field(default_factory=list)


class PlanFlow(_Part):
    """Which stage feeds which, by their places in the plan."""

    from_stage: int
    to_stage: int
    condition: dict[str, Any] | None


class PlanLesson(_Part):
    """A page to read."""

    title: str
    body: str


class PlanTerms(_Part):
    """A course's own columns."""

    level: int
    title: str
    about: str
    drawn: int
    right_from: Decimal
    pass_mark: Decimal
    attempts: int
    wait_seconds: int
    exam_seconds: int
    valid_days: int | None
    training_pay: int
    exam_pay: int


class PlanCourse(_Part):
    """A course without its questions, which are about items."""

    stage: int
    terms: PlanTerms
    lessons: list[PlanLesson]


class PlanTemplate(_Part):
    """A template of deliveries."""

    name: str
    definition: dict[str, Any]


class Plan(_Part):
    """All of it."""

    format: Literal[1] = 1
    goal: str
    enrolment: Enrolment
    reasons: list[PlanReason]
    pictures: list[PlanPicture]
    stages: list[PlanStage]
    flows: list[PlanFlow]
    courses: list[PlanCourse]
    templates: list[PlanTemplate]


def capture(s: Session, project_id: int) -> Plan:
    """The design of a project as it is now. Stages that were cancelled and courses that were
    retired are none of it. Raises PlanTooLarge."""
    project = s.get_one(Project, project_id)
    stages = _rows(s, Stage, project_id, Stage.position, Stage.id)
    stages = [one for one in stages if one.state is not StageState.CANCELLED]
    place = {one.id: at for at, one in enumerate(stages)}
    courses = [
        one
        for one in _rows(s, Course, project_id, Course.id)
        if one.state is not CourseState.RETIRED and one.stage_id in place
    ]
    taught = {one.id: at for at, one in enumerate(courses)}
    shown = _Shown(s, project_id)
    plan = Plan(
        goal=project.goal,
        enrolment=project.enrolment,
        reasons=[
            PlanReason(code=one.code, ko=one.ko, en=one.en, retired=one.retired_at is not None)
            for one in _rows(s, Reason, project_id, Reason.code)
        ],
        stages=[_stage(s, one, taught, shown) for one in stages],
        flows=[
            PlanFlow(
                from_stage=place[one.from_id], to_stage=place[one.to_id], condition=one.condition
            )
            for one in flows(s, project_id)
            if one.from_id in place and one.to_id in place
        ],
        courses=[
            PlanCourse(
                stage=place[one.stage_id],
                terms=PlanTerms.model_validate(one),
                lessons=[
                    PlanLesson(title=each.title, body=shown.kept(each.body))
                    for each in learning.lessons(s, project_id, one.id)
                ],
            )
            for one in courses
        ],
        templates=[
            PlanTemplate(name=one.name, definition=one.definition)
            for one in templates.templates(s, project_id)
        ],
        pictures=[PlanPicture.model_validate(one) for one in shown.found.values()],
    )
    if len(plan.model_dump_json()) > MAX_BYTES:
        raise PlanTooLarge("This project's design is over 8 MB; shorten its guidelines first.")
    return plan


def _rows(s: Session, kind: type[_Row], project_id: int, *order: Any) -> Sequence[_Row]:
    of: Any = kind
    return s.scalars(select(kind).where(of.project_id == project_id).order_by(*order)).all()


def _stage(s: Session, one: Stage, taught: dict[int, int], shown: "_Shown") -> PlanStage:
    key = (one.project_id, one.id)

    def of_stage(kind: type[_Row], *order: Any) -> Sequence[_Row]:
        of: Any = kind
        wanted = select(kind).where(of.project_id == one.project_id, of.stage_id == one.id)
        return s.scalars(wanted.order_by(*order)).all()

    schema = one.schema_version and s.get_one(LabelSchema, (*key, one.schema_version))
    told = one.guideline_version and s.get_one(Guideline, (*key, one.guideline_version))
    card = one.price_version and s.get_one(PriceCard, (*key, one.price_version))
    quota = one.quota and one.quota | {
        "cells": [
            {"cell": cell.cell, "goal": cell.goal}
            for cell in of_stage(QuotaCell, QuotaCell.position)
        ]
    }
    return PlanStage(
        settings=PlanSettings.model_validate(one),
        label_schema=schema.definition if schema else None,
        guideline=PlanGuideline(body=shown.kept(told.body), must_read=told.must_read)
        if told
        else None,
        prices=PlanPrices.model_validate(card) if card else None,
        quotas=quota,
        requirements=[
            _requirement(each, taught) for each in of_stage(Requirement, Requirement.level)
        ],
        rules=[PlanRule.model_validate(each) for each in of_stage(Rule, Rule.id)],
        targets=[
            PlanTarget.model_validate(each) for each in of_stage(Target, Target.what, Target.value)
        ],
    )


def _requirement(one: Requirement, taught: dict[int, int]) -> PlanRequirement:
    """Certificates of the project's own courses become those of the new one's."""
    asked = dict(one.asked)
    others, own = [], []
    for each in asked.pop("certificates", ()):
        if each["project_id"] != one.project_id:
            others.append(each)
        elif each["course_id"] in taught:
            own.append(taught[each["course_id"]])
    if others:
        asked["certificates"] = others
    return PlanRequirement(
        level=one.level,
        asked=asked,
        courses=own,
        day_limit=one.day_limit,
        person_limit=one.person_limit,
    )


class _Shown:
    """The pictures that texts show: their addresses become their hashes."""

    def __init__(self, s: Session, project_id: int) -> None:
        self._s, self._project_id = s, project_id
        self._address = re.compile(rf"/api/v1/projects/{project_id}/pictures/(\d{{1,18}})\b")
        self.found: dict[str, GuidePicture] = {}

    def kept(self, body: str) -> str:
        """The text with its pictures by hash."""
        return self._address.sub(self._hash, body)

    def _hash(self, address: re.Match[str]) -> str:
        picture = self._s.get(GuidePicture, (self._project_id, int(address[1])))
        if picture is None:
            return address[0]
        self.found[picture.sha256] = picture
        return f"{_PICTURE}{picture.sha256}"


def shown_in(body: str, addresses: dict[str, str]) -> str:
    """A kept text with the addresses that its pictures have now, by hash."""
    return re.sub(rf"{_PICTURE}([0-9a-f]{{64}})", lambda one: addresses.get(one[1], one[0]), body)
