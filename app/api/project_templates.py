"""Begin projects by what was designed before: cloned, or by a template of the organisation."""

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.people.permits import May
from app.projects import queries, template_queries
from app.projects.schemas import ProjectOut
from app.projects.template_schemas import (
    BeginIn,
    BegunOut,
    LeftOutOut,
    ProjectTemplateIn,
    ProjectTemplateOut,
)
from app.workflow.clone import Begun, begin_by_template, clone, save

router = Router(tags=["projects"])
HERE = "/organisations/{organisation_id}/project-templates"


def _out(row: RowMapping) -> ProjectTemplateOut:
    return ProjectTemplateOut.model_validate(dict(row))


def _begun(s: Session, begun: Begun) -> BegunOut:
    s.expire_all()
    return BegunOut(
        project=ProjectOut.model_validate(queries.project(s, begun.project_id)),
        left_out=[LeftOutOut.model_validate(one) for one in begun.left_out],
    )


@router.post("/projects/{project_id}/clone", status_code=201)
def clone_project(project_id: Key, body: BeginIn, door: Way) -> BegunOut:
    """A draft project with the same design: stages with their guidelines, schemas, prices,
    policies, requirements, quotas, rules and targets, flows, reasons, courses without questions
    and templates. Never its people, items or money."""
    with door.enter(May.PROJECT_CREATE, project=project_id) as (s, me):
        return _begun(s, clone(s, by=me.id, project_id=project_id, name=body.name))


@router.get(HERE)
def list_project_templates(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[ProjectTemplateOut]:
    """The organisation's templates of projects, in the order in which they were kept."""
    with door.enter(May.PROJECT_CREATE, organisation=organisation_id) as (s, _):
        rows = template_queries.listed(s, organisation_id, after=after, limit=limit + 1)
        return page([_out(row) for row in rows], limit)


@router.post(HERE, status_code=201)
def keep_project_template(
    organisation_id: Key, body: ProjectTemplateIn, door: Way
) -> ProjectTemplateOut:
    """Keep a project's design as a template, as it is now."""
    with door.enter(May.PROJECT_CREATE, organisation=organisation_id) as (s, me):
        made = save(s, by=me.id, organisation_id=organisation_id, **body.model_dump())
        return _out(template_queries.one_listed(s, organisation_id, made.id))


@router.get(f"{HERE}/{{project_template_id}}")
def read_project_template(
    organisation_id: Key, project_template_id: Key, door: Way
) -> ProjectTemplateOut:
    """One template, and what is in it."""
    with door.enter(May.PROJECT_CREATE, organisation=organisation_id) as (s, _):
        return _out(template_queries.one_listed(s, organisation_id, project_template_id))


@router.delete(f"{HERE}/{{project_template_id}}", status_code=204)
def forget_project_template(organisation_id: Key, project_template_id: Key, door: Way) -> None:
    """Keep it no more; projects that were begun by it stay as they are."""
    with door.enter(May.PROJECT_CREATE, organisation=organisation_id) as (s, _):
        s.delete(template_queries.kept(s, organisation_id, project_template_id))


@router.post(f"{HERE}/{{project_template_id}}/projects", status_code=201)
def begin_project(
    organisation_id: Key, project_template_id: Key, body: BeginIn, door: Way
) -> BegunOut:
    """A draft project by the template."""
    with door.enter(May.PROJECT_CREATE, organisation=organisation_id) as (s, me):
        kept = template_queries.kept(s, organisation_id, project_template_id)
        return _begun(s, begin_by_template(s, kept, by=me.id, name=body.name))
