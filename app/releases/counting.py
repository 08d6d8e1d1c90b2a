"""How often each class is in a release: counted once, when its file is ready."""

from collections import Counter
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.models.release import ReleaseClass
from app.releases.reading import Attempt, Reader, Span, Told


def count_classes(attempt: Attempt, reader: Reader, project_id: int, release_id: int) -> None:
    """Count the annotations of each label and class, and the items that have some: of the first
    answer to each item, which all formats hold."""
    there = select(ReleaseClass.label).where(
        ReleaseClass.project_id == project_id, ReleaseClass.release_id == release_id
    )
    with attempt.transaction() as s:
        if s.execute(there.limit(1)).first() is not None:
            return
    annotations: Counter[tuple[str, str]] = Counter()
    items: Counter[tuple[str, str]] = Counter()
    for record in reader.records(Span(), Told()):
        found = [
            (str(one.get("name", "")), name)
            for one in record.annotations or ()
            for name in _classes(one)
        ]
        annotations.update(found)
        items.update(set(found))
    rows = [
        {
            "project_id": project_id,
            "release_id": release_id,
            "label": label,
            "class_id": name,
            "annotations": count,
            "items": items[label, name],
        }
        for (label, name), count in sorted(annotations.items())
    ]
    if rows:
        with attempt.transaction() as s:
            s.execute(insert(ReleaseClass), rows)


def _classes(one: Any) -> list[str]:
    """The classes of an annotation; "" of one that has none."""
    if "classes" in one:
        return [str(name) for name in one["classes"]]
    return [str(one.get("class") or "")]


def classes(s: Session, project_id: int, release_id: int) -> dict[tuple[str, str], tuple[int, int]]:
    """(label, class) -> annotations and items; nothing while they are not counted."""
    rows = s.execute(
        select(
            ReleaseClass.label,
            ReleaseClass.class_id,
            ReleaseClass.annotations,
            ReleaseClass.items,
        ).where(ReleaseClass.project_id == project_id, ReleaseClass.release_id == release_id)
    )
    return {(label, name): (count, items) for label, name, count, items in rows}
