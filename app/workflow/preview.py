"""Try a template of deliveries on a real item."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.formats.beside import Stems
from app.formats.record import Record
from app.formats.template import LABELS, SOURCE, Checker, Fault, Template, documents
from app.formats.template.writing import stem_of
from app.formats.writing import Asked
from app.releases import queries, rules
from app.workflow.look import pieces_of

SHOWN = 20
"""Label files of one item that are shown."""


class NothingToTry(Conflict):
    """The stage has no item yet."""

    code, title = "nothing_to_try", "No item yet"


@dataclass(frozen=True, slots=True)
class Tried:
    """One label file as it would be, and what of it does not fit the schema."""

    file: str
    document: dict[str, Any]
    faults: list[Fault]


@dataclass(frozen=True, slots=True)
class Preview:
    """An item's label files; `answered` is whether anything that was said of it stands."""

    item_id: int
    name: str
    answered: bool
    files: list[Tried]
    more: int


# What is accepted first, then what is being worked on; the newest of these.
_ITEM = """
SELECT i.id, i.name, f.media_type, f.sha256, f.width, f.height, f.document, f.facts, i.meta
FROM item i
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(i.made_id, i.asset_id)
WHERE i.project_id = :project AND i.stage_id = :stage AND i.state = ANY (:states)
  AND (CAST(:item AS bigint) IS NULL OR i.id = :item)
ORDER BY i.id DESC LIMIT 1
"""
_STATES = (["accepted", "released"], ["in_work", "ready", "reopened"])


def preview(
    s: Session, project_id: int, stage_id: int, item_id: int | None, template: Template
) -> Preview:
    """What the template makes of an item of the stage: the one that is named, else the newest that
    is accepted. Raises NotFound for the item, NothingToTry."""
    values = {"project": project_id, "stage": stage_id, "item": item_id}
    found = None
    for states in _STATES:
        found = found or s.execute(text(_ITEM), values | {"states": states}).one_or_none()
    if found is None and item_id is not None:
        raise NotFound("There is no such item in this stage.")
    if found is None:
        raise NothingToTry("This stage has no item yet; import some data first.")
    said = pieces_of(s, project_id, found.id).merged
    schemas = queries.schemas(s, project_id, stage_id)
    asked = Asked(rules.categories(schemas), rules.labels(schemas), {"version": "1.0"}, template)
    record = Record(
        found.name,
        media=None
        if found.document is not None
        else rules.media_path(SOURCE, found.name, found.media_type, found.id),
        sha256=found.sha256,
        width=found.width,
        height=found.height,
        annotations=[] if said is None else said["answer"]["annotations"],
        meta=found.meta or {},
        number=found.id,
        document=found.document,
        facts=found.facts,
    )
    checker = Checker(template.schema_)
    made = documents(record, stem_of(record, Stems()), asked, template)
    files = [
        Tried(f"{LABELS}/{name}.json", document, checker.faults(document))
        for name, document in islice(made, SHOWN)
    ]
    return Preview(found.id, found.name, said is not None, files, sum(1 for _ in made))
