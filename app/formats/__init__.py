"""Dataset formats, in and out: one reader and one writer each, streaming, over one record."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from app.core.errors import Invalid
from app.formats import coco, folder, jsonl, voc
from app.formats.record import Annotation, BadName, Grade, Record, Refused, clean_name
from app.formats.source import Source, is_picture

__all__ = [
    "Annotation",
    "BadName",
    "Format",
    "Grade",
    "Record",
    "Refused",
    "Source",
    "UnknownFormat",
    "clean_name",
    "coco",
    "detect",
    "folder",
    "jsonl",
    "reader",
    "voc",
]


class UnknownFormat(Invalid):
    """The files are not of a format that is read."""

    code, title = "unknown_format", "Format not known"


class Format(StrEnum):
    """What can be read."""

    FOLDER = "folder"
    JSONL = "jsonl"
    COCO = "coco"
    VOC = "voc"


_READERS: dict[Format, Callable[[Source], Iterator[Record | Refused]]] = {
    Format.FOLDER: folder.read,
    Format.JSONL: jsonl.read,
    Format.COCO: coco.read,
    Format.VOC: voc.read,
}


def reader(kind: Format) -> Callable[[Source], Iterator[Record | Refused]]:
    """What reads that format."""
    return _READERS[kind]


def detect(source: Source) -> Format:
    """The format of some files, by what is among them. Raises UnknownFormat when there is nothing
    that any reader takes.
    """
    names = source.names()
    if jsonl.manifests(names):
        return Format.JSONL
    if any(coco.looks_like(source, name) for name in coco.files(names)[:5]):
        return Format.COCO
    if any(voc.looks_like(source, name) for name in voc.files(names)[:5]):
        return Format.VOC
    if any(is_picture(name) for name in names):
        return Format.FOLDER
    raise UnknownFormat(
        "There are no pictures, no JSONL manifest, no COCO and no VOC files in it; "
        "send a zip of pictures, or a manifest."
    )
