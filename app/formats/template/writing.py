"""Label files by a template, written item by item, each held against its schema."""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import orjson

from app.core.errors import Conflict
from app.formats.beside import Stems
from app.formats.record import Annotation, Record
from app.formats.table.writing import HOLDS as BENDS
from app.formats.template.document import documents
from app.formats.template.mapping import Of, Per, Template
from app.formats.template.schema import Checker, Fault
from app.formats.writing import Asked, File, Notes

SOURCE, LABELS = "원천데이터", "라벨링데이터"
MOST = 100
"""Files that do not fit, after which no further one is looked for."""

__all__ = ["BENDS", "LABELS", "SOURCE", "TemplateUnfit", "write"]


class TemplateUnfit(Conflict):
    """Label files do not fit the schema of their template; `files` names them and their faults."""

    code, title = "template_unfit", "Label files do not fit"


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """The label files of each item, by `asked.template`. Raises TemplateUnfit at the end, or after
    `MOST` files that do not fit."""
    template = asked.template
    assert template is not None, "a release by a template has one"
    stems, checker = Stems(), Checker(template.schema_)
    wrong: list[tuple[str, list[Fault]]] = []
    for record in records:
        stem = stem_of(record, stems)
        for name, document in documents(record, stem, asked, template):
            file = f"{LABELS}/{name}.json"
            if faults := checker.faults(document):
                wrong.append((file, faults))
                if len(wrong) >= MOST:
                    raise _unfit(wrong)
            content = orjson.dumps(document, option=orjson.OPT_INDENT_2)
            yield File(file, content + b"\n")
        for one in record.annotations or ():
            if not _written(one, template):
                notes.left_out(one, "The template")
    if wrong:
        raise _unfit(wrong)


def stem_of(record: Record, stems: Stems) -> str:
    """The stem that an item's own file and its label file share, with its folders."""
    path = PurePosixPath(record.media or record.name)
    own = path.relative_to(SOURCE) if path.parts[0] == SOURCE else path
    return unicodedata.normalize("NFC", stems.of(str(own)))


_WHOLES = {"class": "item.class", "writing": "item.writing.", "rating": "item.rating."}


def _written(one: Annotation, template: Template) -> bool:
    """Whether the template has a place for it: a list, a file of its own, or a field of the item
    that tells it."""
    if template.per is Per.ANNOTATION:
        return True
    for each in template.lists:
        if each.of is Of.SPEAKERS or (each.kinds and one["kind"] not in each.kinds):
            continue
        if not each.labels or one.get("name") in each.labels:
            return True
    told = [row.from_ for row in template.rows if row.from_ is not None]
    if one["kind"] == "segment":
        return any(name.startswith("item.said") for name in told)
    if (whole := _WHOLES.get(str(one["kind"]))) is None:
        return False
    return any(name.startswith(whole) and name.endswith(f".{one.get('name')}") for name in told)


def _unfit(wrong: list[tuple[str, list[Fault]]]) -> TemplateUnfit:
    file, (first, *_) = wrong[0]
    count = f"at least {MOST}" if len(wrong) >= MOST else str(len(wrong))
    return TemplateUnfit(
        f"Label files that do not fit the template's schema: {count}. First “{file}”, at "
        f"“{first.path or 'the whole'}”: {first.detail}. Mend the template, or what it is filled "
        "from.",
        files=[
            {"file": name, "faults": [one.as_json() for one in faults]} for name, faults in wrong
        ],
    )
