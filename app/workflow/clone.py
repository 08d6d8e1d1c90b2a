"""Begin a project by the design of another one, or by a template of the house."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core.errors import NotFound, Problem
from app.formats.template import parse_template
from app.learning import courses
from app.models.project import GuidePicture, Project, Reason, Stage
from app.models.report import Target
from app.models.template import ProjectTemplate
from app.models.transition import record
from app.noticing import service as noticing
from app.projects import queries
from app.projects.flows import Lead
from app.releases import templates
from app.routing.requirements import set_requirement
from app.routing.rules import Asked
from app.tasks.quota_schemas import QuotasIn
from app.workflow import design, quotas
from app.workflow.found import add_stage, found_project
from app.workflow.pipeline import set_flows
from app.workflow.plan import Plan, PlanCourse, PlanStage, PlanTemplate, capture, shown_in

# What a stage's schema must be there for.
_LATER = {"split", "collect", "effects", "quality"}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the design that cannot be had any more, and why."""

    what: str
    stage: str | None
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A project that was begun by a plan."""

    project_id: int
    left_out: list[LeftOut]


def clone(s: Session, *, by: int, project_id: int, name: str) -> Begun:
    """A draft project with the design of another one, in the same organisation; who asks manages
    it."""
    source = queries.project(s, project_id)
    begun = begin(
        s,
        capture(s, project_id),
        by=by,
        organisation_id=source.organisation_id,
        name=name,
        currency=source.currency,
    )
    _tell(s, begun.project_id, by, f"cloned from {project_id}")
    return begun


def save(
    s: Session, *, by: int, organisation_id: int, project_id: int, name: str, about: str
) -> ProjectTemplate:
    """Keep a project's design as a template of its organisation. Raises NotFound where the
    project is another one's, PlanTooLarge."""
    source = queries.project(s, project_id)
    if source.organisation_id != organisation_id:
        raise NotFound("There is no such project in this organisation.")
    plan = capture(s, project_id).model_dump(mode="json")
    made = ProjectTemplate(
        organisation_id=organisation_id, name=name, about=about, plan=plan, created_by=by
    )
    s.add(made)
    s.flush()
    s.refresh(made)
    _tell(s, project_id, by, f"kept as template {made.id}")
    return made


def begin_by_template(s: Session, kept: ProjectTemplate, *, by: int, name: str) -> Begun:
    """A draft project by a template of the house; who asks manages it."""
    plan = Plan.model_validate(kept.plan)
    begun = begin(s, plan, by=by, organisation_id=kept.organisation_id, name=name)
    _tell(s, begun.project_id, by, f"begun by template {kept.id}")
    return begun


def _tell(s: Session, project_id: int, by: int, why: str) -> None:
    record(s, project_id=project_id, subject="project", subject_id=project_id, by=by, why=why)


def begin(
    s: Session, plan: Plan, *, by: int, organisation_id: int, name: str, currency: str = "KRW"
) -> Begun:
    """A draft project with this design: stages in draft, courses in draft, rules off. What is no
    longer possible (a price below the floor of today, a course that is gone) is left out and
    told."""
    project_id = found_project(
        s,
        by=by,
        organisation_id=organisation_id,
        name=name,
        goal=plan.goal,
        currency=currency,
        enrolment=plan.enrolment,
    )
    return _Beginning(s, plan, by, s.get_one(Project, project_id)).done()


class _Beginning:
    def __init__(self, s: Session, plan: Plan, by: int, project: Project) -> None:
        self._s, self._plan, self._by, self._project = s, plan, by, project
        self._id = project.id
        self._left_out: list[LeftOut] = []
        self._stages: list[int] = []
        self._courses: list[int | None] = []

    def done(self) -> Begun:
        """Everything, in the order in which one part needs another."""
        plan = self._plan
        addresses = self._pictures()
        for one in plan.reasons:
            retired = self._project.created_at if one.retired else None
            values = one.model_dump(exclude={"retired"})
            self._s.merge(Reason(project_id=self._id, retired_at=retired, **values))
        for stage in plan.stages:
            self._stage(stage, addresses)
        self._try("flows", None, self._flows)
        for course in plan.courses:
            self._courses.append(None)
            self._try("course", None, partial(self._course, course, addresses))
        for at, stage in enumerate(plan.stages):
            self._asks(self._stages[at], stage)
        for layout in plan.templates:
            self._try("template", None, partial(self._template, layout))
        return Begun(self._id, self._left_out)

    def _try(self, what: str, stage: str | None, do: Callable[[], Any]) -> None:
        """Do it, or tell why not; nothing of it stays half done."""
        try:
            with self._s.begin_nested():
                do()
        except Problem as refused:
            self._left_out.append(LeftOut(what, stage, refused.code, refused.detail))

    def _pictures(self) -> dict[str, str]:
        """The addresses of the plan's pictures in the new project, by hash."""
        found = {}
        for one in self._plan.pictures:
            made = self._s.execute(
                insert(GuidePicture)
                .values(project_id=self._id, created_by=self._by, **one.model_dump())
                .returning(GuidePicture.id)
            ).scalar_one()
            found[one.sha256] = f"/api/v1/projects/{self._id}/pictures/{made}"
        return found

    def _stage(self, one: PlanStage, addresses: dict[str, str]) -> None:
        values = one.settings.model_dump()
        later = {key: values.pop(key) for key in _LATER}
        name = one.settings.name
        stage_id = add_stage(self._s, by=self._by, project=self._project, values=values)
        self._stages.append(stage_id)
        here: dict[str, Any] = {
            "by": self._by,
            "project_id": self._id,
            "stage_id": stage_id,
        }
        s = self._s
        if one.guideline is not None:
            body = shown_in(one.guideline.body, addresses)
            design.write_guideline(s, **here, body=body, must_read=one.guideline.must_read)
        if one.label_schema is not None:
            writing = partial(design.write_schema, s, **here, definition=one.label_schema)
            self._try("schema", name, writing)
        for key, value in later.items():
            if value is not None:
                changing = partial(design.change_stage, s, **here, values={key: value})
                self._try(key, name, changing)
        if one.prices is not None:
            card = one.prices.model_dump()
            self._try("prices", name, partial(design.set_prices, s, **here, **card))
        if one.quotas is not None:
            asked = QuotasIn.model_validate(one.quotas)
            self._try("quotas", name, partial(quotas.write, s, **here, asked=asked))
        stage = s.get_one(Stage, (self._id, stage_id))
        for rule in one.rules:
            made = partial(noticing.make, s, stage, by=self._by, **rule.model_dump())
            self._try("rule", name, made)
        for target in one.targets:
            s.add(Target(project_id=self._id, stage_id=stage_id, **target.model_dump()))
        s.flush()

    def _flows(self) -> None:
        leads = [
            Lead(self._stages[one.from_stage], self._stages[one.to_stage], one.condition)
            for one in self._plan.flows
        ]
        set_flows(self._s, by=self._by, project_id=self._id, leads=leads)

    def _course(self, one: PlanCourse, addresses: dict[str, str]) -> None:
        values = one.terms.model_dump() | {"stage_id": self._stages[one.stage]}
        made = courses.make(self._s, by=self._by, project_id=self._id, values=values)
        for lesson in one.lessons:
            courses.add_lesson(
                self._s,
                by=self._by,
                project_id=self._id,
                course_id=made,
                title=lesson.title,
                body=shown_in(lesson.body, addresses),
            )
        self._courses[-1] = made

    def _asks(self, stage_id: int, one: PlanStage) -> None:
        for each in one.requirements:
            own = [
                {"project_id": self._id, "course_id": course}
                for course in (self._courses[at] for at in each.courses)
                if course is not None
            ]
            others = each.asked.get("certificates", [])
            asked = Asked.model_validate(each.asked | {"certificates": [*own, *others]})
            asking = partial(
                set_requirement,
                self._s,
                by=self._by,
                project_id=self._id,
                stage_id=stage_id,
                level=each.level,
                asked=asked,
                day_limit=each.day_limit,
                person_limit=each.person_limit,
            )
            self._try("requirement", one.settings.name, asking)

    def _template(self, one: PlanTemplate) -> None:
        definition = parse_template(one.definition)
        templates.make(self._s, self._id, name=one.name, definition=definition, by=self._by)
