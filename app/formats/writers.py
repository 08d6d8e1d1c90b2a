"""What a data set can be written as: one entry per format, with what it has a place for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from app.formats import (
    coco,
    conll,
    cvat,
    dialect,
    doccano,
    jsonl,
    labelstudio,
    masks,
    mot,
    subtitles,
    table,
    template,
    textgrid,
    voc,
    yolo,
)
from app.formats.record import Record
from app.formats.writing import Asked, File, Notes

One: TypeAlias = Callable[[Iterable[Record], Asked, Notes], Iterator[bytes]]
Many: TypeAlias = Callable[[Iterable[Record], Asked, Notes], Iterator[File]]

PICTURE, TEXT = "picture", "text"
SOUND, VIDEO, DOCUMENT, SERIES = "sound", "video", "document", "series"


@dataclass(frozen=True, slots=True)
class Writer:
    """One format. It writes one file (`one`) or several (`many`); `holds` are the kinds of
    annotations that it keeps as they are, `bends` those that it has in another shape, and says so.
    Whatever is in neither is left out, and said so.
    """

    takes: frozenset[str]  # modalities
    holds: frozenset[str]
    bends: frozenset[str] = frozenset()
    suffix: str = ""  # of the one file
    media_type: str = "application/zip"
    folder: str = ""  # where items' files lie in the archive, if not where those of their kind do
    meta: bool = False  # whether it has what is known of an item beside its answer
    parts: bool = (
        True  # whether its items can be shared out among folders; else it does that itself
    )
    provenance: bool = False  # whether it has a place for who did what
    as_said: bool = False  # whether it hands on the JSON of what was said as it is
    one: One | None = None
    many: Many | None = None


_PICTURES, _TEXTS, _BOTH = frozenset({PICTURE}), frozenset({TEXT}), frozenset({PICTURE, TEXT})
_VIDEOS, _HEARD = frozenset({VIDEO}), frozenset({SOUND, VIDEO})
_CLOCKED = _HEARD | {SERIES}
_ALL = _BOTH | _CLOCKED | {DOCUMENT}
_JSON, _XML, _CSV = "application/json", "application/xml", "text/csv"
_LINES, _PLAIN = "application/x-ndjson", "text/plain"
_PARQUET = "application/vnd.apache.parquet"


def _jsonl(records: Iterable[Record], _: Asked, __: Notes) -> Iterator[bytes]:
    return jsonl.write(records)


def _parquet(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[bytes]:
    # Arrow is large: it is there where a table is written.
    from app.formats import parquet

    return parquet.write(records, asked, notes)


def _yolo(task: yolo.Task) -> Writer:
    many = partial(yolo.write, task=task)
    return Writer(_PICTURES, yolo.HOLDS[task], yolo.BENDS[task], many=many, parts=False)


def _conll(scheme: conll.Scheme, characters: bool) -> Writer:
    one = partial(conll.write, scheme=scheme, characters=characters)
    return Writer(_TEXTS, conll.HOLDS, conll.BENDS, "conll", _PLAIN, one=one)


FOLDERS = {
    PICTURE: "images",
    SOUND: "sounds",
    VIDEO: "videos",
    DOCUMENT: "documents",
    SERIES: "series",
}
"""Where items' own files lie in the archive."""

WRITERS: dict[str, Writer] = {
    "jsonl": Writer(
        _ALL,
        table.HOLDS,
        frozenset(),
        "jsonl",
        _LINES,
        meta=True,
        provenance=True,
        as_said=True,
        one=_jsonl,
    ),
    "parquet": Writer(
        _ALL,
        table.HOLDS,
        frozenset(),
        "parquet",
        _PARQUET,
        meta=True,
        provenance=True,
        as_said=True,
        one=_parquet,
    ),
    "coco": Writer(_PICTURES | {DOCUMENT}, coco.HOLDS, coco.BENDS, "json", _JSON, one=coco.write),
    "voc": Writer(_PICTURES, voc.HOLDS, voc.BENDS, folder="JPEGImages", many=voc.write),
    "yolo": _yolo("detect"),
    "yolo_segment": _yolo("segment"),
    "yolo_obb": _yolo("obb"),
    "yolo_pose": _yolo("pose"),
    "cvat": Writer(_PICTURES, cvat.HOLDS, cvat.BENDS, "xml", _XML, one=cvat.write),
    "cvat_video": Writer(_VIDEOS, cvat.tracks.HOLDS, cvat.tracks.BENDS, many=cvat.tracks.write),
    "mot": Writer(_VIDEOS, mot.HOLDS, mot.BENDS, many=mot.write),
    "textgrid": Writer(_CLOCKED, textgrid.HOLDS, textgrid.BENDS, many=textgrid.write),
    "vtt": Writer(_HEARD, subtitles.HOLDS, subtitles.BENDS, many=subtitles.write_vtt),
    "srt": Writer(_HEARD, frozenset(), subtitles.HOLDS, many=subtitles.write_srt),
    "dialect": Writer(
        frozenset({SOUND}),
        dialect.HOLDS,
        dialect.BENDS,
        folder=dialect.SOURCE,
        meta=True,
        many=dialect.write,
    ),
    "masks": Writer(_PICTURES, masks.HOLDS, masks.BENDS, folder="JPEGImages", many=masks.write),
    "label_studio": Writer(
        _BOTH, labelstudio.HOLDS, labelstudio.BENDS, "json", _JSON, one=labelstudio.write
    ),
    "csv": Writer(_ALL, table.HOLDS, frozenset(), "csv", _CSV, provenance=True, one=table.write),
    "csv_items": Writer(
        _ALL, table.WHOLES, frozenset(), "csv", _CSV, provenance=True, one=table.write_items
    ),
    "conll": _conll("bio", False),
    "conll_iobes": _conll("iobes", False),
    "conll_characters": _conll("bio", True),
    "doccano": Writer(_TEXTS, doccano.HOLDS, doccano.BENDS, "jsonl", _LINES, one=doccano.write),
    "template": Writer(
        _ALL,
        frozenset(),
        template.BENDS,
        folder=template.SOURCE,
        meta=True,
        many=template.write,
    ),
}
