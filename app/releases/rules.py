"""Pure decisions about releases: category ids, names in the archive."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from app.formats.coco import Category

SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
}


def categories(schemas: Iterable[Mapping[str, Any]]) -> list[Category]:
    """COCO's categories: the classes of boxes and outlines, in the order of their first appearance
    in any version of the schema. Versions are only ever added, so an id never changes between
    releases.
    """
    found: dict[tuple[str, str], Category] = {}
    for schema in schemas:
        for label in schema["labels"]:
            if label["kind"] not in ("box", "polygon"):
                continue
            for one in label["classes"]:
                key = (label["name"], one["id"])
                if key not in found:
                    found[key] = Category(len(found) + 1, one["id"], label["name"])
    return list(found.values())


def media_path(folder: str, name: str, media_type: str | None, number: int) -> str:
    """Where a picture lies in the archive: under its own name, with an end that says what it is.

    What came as a GIF or with a wrong end gets its item's number and the true end, which no other
    name has.
    """
    ends = SUFFIXES.get(media_type or "", ())
    if not ends or PurePosixPath(name).suffix.lower() in ends:
        return f"{folder}/{name}"
    return f"{folder}/{name}.{number}{ends[0]}"
