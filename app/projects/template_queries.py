"""What an organisation's templates of projects are asked. A plan is read whole only by who begins
a project with it."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.template import ProjectTemplate

_LISTED = """
SELECT t.id, t.name, t.about, t.created_at,
  jsonb_array_length(t.plan -> 'courses') AS courses,
  jsonb_array_length(t.plan -> 'templates') AS delivery_templates,
  coalesce((SELECT jsonb_agg(jsonb_build_object(
      'name', g -> 'settings' ->> 'name', 'kind', g -> 'settings' ->> 'kind',
      'modality', g -> 'label_schema' ->> 'modality',
      'labels', coalesce(jsonb_array_length(g -> 'label_schema' -> 'labels'), 0),
      'priced', jsonb_typeof(g -> 'prices') = 'object') ORDER BY n)
    FROM jsonb_array_elements(t.plan -> 'stages') WITH ORDINALITY e (g, n)), '[]') AS stages
FROM project_template t
WHERE t.organisation_id = :organisation AND {wanted} ORDER BY t.id LIMIT :limit
"""


def listed(s: Session, organisation_id: int, *, after: int, limit: int) -> Sequence[RowMapping]:
    """The organisation's templates, in the order in which they were kept."""
    values = {"organisation": organisation_id, "after": after, "limit": limit}
    return s.execute(text(_LISTED.format(wanted="t.id > :after")), values).mappings().all()


def one_listed(s: Session, organisation_id: int, template_id: int) -> RowMapping:
    """One of them. Raises NotFound."""
    values = {"organisation": organisation_id, "id": template_id, "limit": 1}
    found = s.execute(text(_LISTED.format(wanted="t.id = :id")), values).mappings().first()
    if found is None:
        raise NotFound("There is no such template in this organisation.")
    return found


def kept(s: Session, organisation_id: int, template_id: int) -> ProjectTemplate:
    """The template itself. Raises NotFound."""
    found = s.get(ProjectTemplate, template_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound("There is no such template in this organisation.")
    return found
