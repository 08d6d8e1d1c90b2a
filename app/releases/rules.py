"""Pure decisions about releases: category ids, names in the archive."""

import re
from collections.abc import Container, Iterable, Mapping
from itertools import count
from pathlib import PurePosixPath
from typing import Any

from app.formats.writers import WRITERS
from app.formats.writing import Category
from app.labels import SHAPES
from app.models.release import Release

SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "audio/wav": (".wav", ".wave"),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/flac": (".flac",),
    "audio/aiff": (".aiff", ".aif"),
    "audio/webm": (".webm",),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
    "video/x-matroska": (".mkv",),
    "video/x-msvideo": (".avi",),
    "application/pdf": (".pdf",),
    "text/csv": (".csv", ".tsv"),
}

NUMBERED = SHAPES | {"page_box", "table"}
"""Kinds whose classes are COCO's categories."""


def categories(schemas: Iterable[Mapping[str, Any]]) -> list[Category]:
    """Every class of every label. Those of COCO's kinds are numbered from 1 in the order of their
    first appearance in any version of the schema, and so are the others by themselves. Versions are
    only ever added, so an id never changes between releases.
    """
    found: dict[tuple[str, str], Category] = {}
    shapes = others = 0
    for schema in schemas:
        for label in schema["labels"]:
            for one in label.get("classes") or ():
                key = (label["name"], one["id"])
                if key in found:
                    continue
                if label["kind"] in NUMBERED:
                    shapes += 1
                else:
                    others += 1
                number = shapes if label["kind"] in NUMBERED else others
                skeleton = label.get("skeleton") or {"points": (), "edges": ()}
                found[key] = Category(
                    number,
                    one["id"],
                    label["name"],
                    label["kind"],
                    tuple(point["id"] for point in skeleton["points"]),
                    tuple((a, b) for a, b in skeleton["edges"]),
                )
    return list(found.values())


def labels(schemas: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The newest definition of every label that the stage ever asked."""
    return list({label["name"]: label for schema in schemas for label in schema["labels"]}.values())


def media_path(folder: str, name: str, media_type: str | None, number: int) -> str:
    """Where a file lies in the archive: under its own name, with an end that says what it is.

    What came as a GIF or with a wrong end gets its item's number and the true end, which no other
    name has.
    """
    ends = SUFFIXES.get(media_type or "", ())
    if not ends or PurePosixPath(name).suffix.lower() in ends:
        return f"{folder}/{name}"
    return f"{folder}/{name}.{number}{ends[0]}"


def packed(release: Release) -> bool:
    """Whether each file of the release is an archive."""
    one = WRITERS[release.format].one
    return release.media or one is None or release.split is not None or release.packing is not None


def file_name(release: Release, part: int | None = None, parts: int | None = None) -> str:
    """The name under which a release is saved, or a part of it, or (of one in parts) their list."""
    end = "zip" if packed(release) else WRITERS[release.format].suffix
    name = f"dure-{release.project_id}-{release.version}-{release.format}"
    if part is not None:
        return f"{name}-{part:05}-of-{parts:05}.{end}"
    return f"{name}.parts.json" if release.shards is not None else f"{name}.{end}"


def following(last: str | None, taken: Container[str], *, major: bool) -> str:
    """The version after one: its next minor, or where what is asked has changed its next major; the
    first that is not taken."""
    numbers = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,9}))?((?:\.\d{1,9})*)", last or "0.0")
    if last is None or (numbers is not None and major):
        first = 1 if numbers is None else int(numbers[1]) + 1
        return next(one for at in count(first) if (one := f"{at}.0") not in taken)
    if numbers is not None:
        first = int(numbers[2] or 0) + 1
        return next(one for at in count(first) if (one := f"{numbers[1]}.{at}") not in taken)
    return next(one for at in count(2) if (one := f"{last[:36]}-{at}") not in taken)
