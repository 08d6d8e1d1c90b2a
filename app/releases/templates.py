"""Templates of a project's deliveries: made, changed by new versions, frozen into releases."""

from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.formats.template import Template, parse_template, template_json
from app.models.release import Release
from app.models.template import DeliveryTemplate, DeliveryTemplateVersion
from app.models.transition import record
from app.releases.schemas import ReleaseFormat

MOST = 100
"""Templates of a project that are offered."""


class TemplateMissing(Invalid):
    """A release by a template names none, or another format names one."""

    code, title = "template_missing", "Which template?"


class TemplateNameTaken(Conflict):
    """Another template of the project has this name."""

    code, title = "template_name_taken", "Name taken"


class TooManyTemplates(Conflict):
    """The project has as many templates as are offered."""

    code, title = "too_many_templates", "Too many templates"


class TemplateRetired(Conflict):
    """The template is offered no more."""

    code, title = "template_retired", "Template not offered"


class Told(NamedTuple):
    """A template with its newest version."""

    id: int
    name: str
    version: int
    definition: dict[str, Any]
    created_at: Any
    changed_at: Any
    retired_at: Any


_TEMPLATES = """
SELECT t.id, t.name, v.version, v.definition, t.created_at, v.created_at AS changed_at,
  t.retired_at
FROM delivery_template t
CROSS JOIN LATERAL (SELECT * FROM delivery_template_version v
  WHERE v.project_id = t.project_id AND v.template_id = t.id ORDER BY v.version DESC LIMIT 1) v
WHERE t.project_id = :project AND {wanted} ORDER BY t.id LIMIT :limit
"""


def templates(s: Session, project_id: int, *, after: int = 0, limit: int = MOST) -> list[Told]:
    """The templates that the project offers, in the order in which they were made."""
    values = {"project": project_id, "after": after, "limit": limit}
    wanted = _TEMPLATES.format(wanted="t.id > :after AND t.retired_at IS NULL")
    return [Told(**row) for row in s.execute(text(wanted), values).mappings()]


def template(s: Session, project_id: int, template_id: int) -> Told:
    """One template with its newest version. Raises NotFound."""
    values = {"project": project_id, "id": template_id, "limit": 1}
    found = s.execute(text(_TEMPLATES.format(wanted="t.id = :id")), values).mappings().first()
    if found is None:
        raise NotFound("There is no such template in this project.")
    return Told(**found)


def make(s: Session, project_id: int, *, name: str, definition: Template, by: int) -> Told:
    """A new template. Raises TemplateNameTaken, TooManyTemplates."""
    there = templates(s, project_id, limit=MOST)
    if len(there) >= MOST:
        raise TooManyTemplates(f"A project offers at most {MOST} templates; retire one first.")
    _name_is_free(s, project_id, name)
    template_id = s.execute(
        insert(DeliveryTemplate)
        .values(project_id=project_id, name=name, created_by=by)
        .returning(DeliveryTemplate.id)
    ).scalar_one()
    _write(s, project_id, template_id, 1, definition, by)
    return template(s, project_id, template_id)


def change(
    s: Session, project_id: int, template_id: int, *, name: str, definition: Template, by: int
) -> Told:
    """Name a template anew, and give it a new version where it says something else. Raises
    NotFound, TemplateRetired, TemplateNameTaken."""
    found = s.get(DeliveryTemplate, (project_id, template_id), with_for_update=True)
    if found is None:
        raise NotFound("There is no such template in this project.")
    if found.retired_at is not None:
        raise TemplateRetired("This template is offered no more; make a new one.")
    if found.name != name:
        _name_is_free(s, project_id, name)
        found.name = name
        s.flush()
    known = template(s, project_id, template_id)
    if known.definition != template_json(definition):
        _write(s, project_id, template_id, known.version + 1, definition, by)
    return template(s, project_id, template_id)


def retire(s: Session, project_id: int, template_id: int, *, by: int) -> None:
    """Offer a template no more; releases that were made with it keep it. Raises NotFound."""
    found = s.get(DeliveryTemplate, (project_id, template_id), with_for_update=True)
    if found is None:
        raise NotFound("There is no such template in this project.")
    if found.retired_at is None:
        found.retired_at = s.execute(select(func.now())).scalar_one()
        _tell(s, project_id, template_id, by, "retired")


def _name_is_free(s: Session, project_id: int, name: str) -> None:
    taken = select(DeliveryTemplate.id).where(
        DeliveryTemplate.project_id == project_id,
        DeliveryTemplate.name == name,
        DeliveryTemplate.retired_at.is_(None),
    )
    if s.execute(taken).first() is not None:
        raise TemplateNameTaken(f"This project has a template “{name}”; choose another name.")


def _write(
    s: Session, project_id: int, template_id: int, version: int, definition: Template, by: int
) -> None:
    s.execute(
        insert(DeliveryTemplateVersion).values(
            project_id=project_id,
            template_id=template_id,
            version=version,
            definition=template_json(definition),
            created_by=by,
        )
    )
    _tell(s, project_id, template_id, by, f"version {version}")


def _tell(s: Session, project_id: int, template_id: int, by: int, why: str) -> None:
    record(
        s,
        project_id=project_id,
        subject="delivery_template",
        subject_id=template_id,
        by=by,
        why=why,
    )


def pinned(
    s: Session, project_id: int, format: ReleaseFormat, template_id: int | None
) -> int | None:
    """The version of the template that a release made now has; None for other formats. Raises
    TemplateMissing, NotFound, TemplateRetired."""
    if (format is ReleaseFormat.TEMPLATE) != (template_id is not None):
        raise TemplateMissing(
            "Choose a template of the project for the format “template”, and none for others."
        )
    if template_id is None:
        return None
    found = template(s, project_id, template_id)
    if found.retired_at is not None:
        raise TemplateRetired("This template is offered no more; choose another one.")
    return found.version


def frozen(s: Session, release: Release) -> Template | None:
    """The template that a release was asked for with; None of other formats."""
    if release.template_id is None:
        return None
    key = (release.project_id, release.template_id, release.template_version)
    return parse_template(s.get_one(DeliveryTemplateVersion, key).definition)
