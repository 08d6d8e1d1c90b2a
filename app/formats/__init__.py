"""Dataset formats, in and out: one reader and one writer each, streaming, over one record."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from app.core.errors import Invalid
from app.formats import (
    coco,
    conll,
    cvat,
    dialect,
    doccano,
    folder,
    jsonl,
    labelstudio,
    masks,
    mot,
    parquet,
    plain,
    subtitles,
    table,
    textgrid,
    voc,
    yolo,
)
from app.formats.record import Annotation, BadName, Grade, Record, Refused, clean_name
from app.formats.source import REFUSED_SUFFIXES, Source, is_content, suffix

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
    "plain",
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
    YOLO = "yolo"
    CVAT = "cvat"
    MASKS = "masks"
    LABEL_STUDIO = "label_studio"
    CSV = "csv"
    CONLL = "conll"
    DOCCANO = "doccano"
    MOT = "mot"
    TEXTGRID = "textgrid"
    VTT = "vtt"
    SRT = "srt"
    DIALECT = "dialect"
    PARQUET = "parquet"


_READERS: dict[Format, Callable[[Source], Iterator[Record | Refused]]] = {
    Format.FOLDER: folder.read,
    Format.JSONL: jsonl.read,
    Format.COCO: coco.read,
    Format.VOC: voc.read,
    Format.YOLO: yolo.read,
    Format.CVAT: cvat.read,
    Format.MASKS: masks.read,
    Format.LABEL_STUDIO: labelstudio.read,
    Format.CSV: table.read,
    Format.CONLL: conll.read,
    Format.DOCCANO: doccano.read,
    Format.MOT: mot.read,
    Format.TEXTGRID: textgrid.read,
    Format.VTT: subtitles.read_vtt,
    Format.SRT: subtitles.read_srt,
    Format.DIALECT: dialect.read,
    Format.PARQUET: parquet.read,
}

# Which is looked for first matters where one's files could be another's: a folder of masks has
# pictures, YOLO's labels are texts, and much is JSON.
_SIGNS: dict[
    Format, tuple[Callable[[list[str]], list[str]], Callable[[Source, str], bool] | None]
] = {
    Format.PARQUET: (parquet.files, None),
    Format.DOCCANO: (doccano.files, doccano.looks_like),
    Format.JSONL: (jsonl.manifests, jsonl.looks_like),
    Format.DIALECT: (dialect.files, dialect.looks_like),
    Format.COCO: (coco.files, coco.looks_like),
    Format.LABEL_STUDIO: (labelstudio.files, labelstudio.looks_like),
    Format.CVAT: (cvat.files, cvat.looks_like),
    Format.VOC: (voc.files, voc.looks_like),
    Format.MASKS: (masks.files, None),
    Format.MOT: (mot.files, mot.looks_like),
    Format.TEXTGRID: (textgrid.files, textgrid.looks_like),
    Format.VTT: (subtitles.vtt_files, subtitles.looks_like),
    Format.SRT: (subtitles.srt_files, subtitles.looks_like),
    Format.YOLO: (yolo.files, yolo.looks_like),
    Format.CSV: (table.files, table.looks_like),
    Format.CONLL: (conll.files, conll.looks_like),
}
_LOOKED_AT = 5  # files of one format


def reader(kind: Format) -> Callable[[Source], Iterator[Record | Refused]]:
    """What reads that format."""
    return _READERS[kind]


def detect(source: Source) -> Format:
    """The format of some files, by what is among them. Raises UnknownFormat when there is nothing
    that any reader takes.
    """
    names = source.names()
    for kind, (files, looks_like) in _SIGNS.items():
        for name in files(names)[:_LOOKED_AT]:
            if looks_like is None or looks_like(source, name):
                return kind
    # What is refused by name or by kind is told file by file.
    told = any(is_content(name) or suffix(name) in REFUSED_SUFFIXES for name in names)
    if told or source.refused():
        return Format.FOLDER
    raise UnknownFormat(
        "There is nothing in it that an item can be, and no label file of a known format; send a "
        "zip of pictures, sounds, videos, PDFs, time series or .txt files, or a JSONL manifest."
    )
