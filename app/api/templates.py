"""Templates of deliveries: how a project's label files are laid out, where a buyer says how."""

from dataclasses import asdict
from typing import Any

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.formats.template import FAMILIES, FIELDS, parse_template, proposed, template_json
from app.people.permits import May
from app.projects.queries import stage
from app.releases import templates
from app.releases.template_schemas import (
    FamiliesOut,
    FamilyOut,
    FieldOut,
    PreviewIn,
    ProposeIn,
    TemplateIn,
    TemplateOut,
    TemplatePreviewOut,
)
from app.workflow.preview import preview

router = Router(tags=["releases"])
HERE = "/projects/{project_id}/templates"


@router.get("/template-families")
def list_families(door: Way) -> FamiliesOut:
    """Ready-made templates after the families of Korea's public sets, and the fields that a
    template can write."""
    with door.enter():
        return FamiliesOut(
            families=[
                FamilyOut(
                    name=one.name, takes=list(one.takes), definition=template_json(one.template)
                )
                for one in FAMILIES.values()
            ],
            fields=[
                FieldOut(name=one.name, type=one.type, of_annotation=one.of_annotation)
                for one in FIELDS.values()
            ],
        )


@router.get(HERE)
def list_templates(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[TemplateOut]:
    """The project's templates that are offered, each with its newest version."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        rows = templates.templates(s, project_id, after=after, limit=limit + 1)
        return page([TemplateOut.model_validate(row) for row in rows], limit)


@router.post(HERE, status_code=201)
def make_template(project_id: Key, body: TemplateIn, door: Way) -> TemplateOut:
    """A new template. Releases ask for it with the format `template`."""
    definition = parse_template(body.definition)
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        made = templates.make(s, project_id, name=body.name, definition=definition, by=me.id)
        return TemplateOut.model_validate(made)


@router.post(f"{HERE}/preview")
def preview_template(project_id: Key, body: PreviewIn, door: Way) -> TemplatePreviewOut:
    """What a template makes of a real item, and what of it does not fit the schema; nothing is
    kept."""
    definition = parse_template(body.definition)
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, _):
        stage(s, project_id, body.stage_id)
        shown = preview(s, project_id, body.stage_id, body.item_id, definition)
        return TemplatePreviewOut.model_validate(asdict(shown))


@router.post(f"{HERE}/schema")
def propose_schema(project_id: Key, body: ProposeIn, door: Way) -> dict[str, Any]:
    """A JSON Schema that asks for just what a template writes, to be made stricter by hand."""
    definition = parse_template(body.definition | {"schema": None})
    with door.enter(May.RELEASE_WRITE, project=project_id):
        return proposed(definition)


@router.get(f"{HERE}/{{template_id}}")
def read_template(project_id: Key, template_id: Key, door: Way) -> TemplateOut:
    """One template, also one that is offered no more."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return TemplateOut.model_validate(templates.template(s, project_id, template_id))


@router.put(f"{HERE}/{{template_id}}")
def change_template(project_id: Key, template_id: Key, body: TemplateIn, door: Way) -> TemplateOut:
    """Change a template for releases from now on: another definition is a new version."""
    definition = parse_template(body.definition)
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        changed = templates.change(
            s, project_id, template_id, name=body.name, definition=definition, by=me.id
        )
        return TemplateOut.model_validate(changed)


@router.delete(f"{HERE}/{{template_id}}", status_code=204)
def retire_template(project_id: Key, template_id: Key, door: Way) -> None:
    """Offer it no more; releases that were made with it keep it."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        templates.retire(s, project_id, template_id, by=me.id)
