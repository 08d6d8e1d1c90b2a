"""MOTChallenge 1.1, written video by video."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from app.core.between import Numbers, corners
from app.core.outline import bounds
from app.formats import tracks
from app.formats.beside import Stems
from app.formats.record import Record
from app.formats.writing import Asked, File, Notes, gathered
from app.formats.xml import number

HOLDS = frozenset({"box_track"})
BENDS = frozenset({"polygon_track"})
_FORMAT = "MOT"


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """The files of each video, in a folder of its name. Lines stand track after track."""
    titles = asked.titles(HOLDS | BENDS)
    classes = {title: at for at, title in enumerate(titles.values(), 1)}
    labels = "".join(f"{_one_line(title)}\n" for title in classes).encode()
    numbers = {key: classes[title] for key, title in titles.items()}
    stems = Stems()
    for record in records:
        folder = stems.of(record.name)
        yield File(f"{folder}/seqinfo.ini", _about(record, folder).encode())
        yield File(f"{folder}/gt/labels.txt", labels)
        yield File(f"{folder}/gt/gt.txt", pieces=gathered(_lines(record, numbers, notes)))


def _about(record: Record, folder: str) -> str:
    facts = record.facts or {}
    count, seconds = facts.get("rate") or (0, 1)
    told = {
        "name": PurePosixPath(folder).name,
        "imDir": "img1",
        "frameRate": number(count / seconds),
        "seqLength": facts.get("length") or 0,
        "imWidth": facts.get("width") or 0,
        "imHeight": facts.get("height") or 0,
        "imExt": ".jpg",
        "video": record.media or record.name,
    }
    return "[Sequence]\n" + "".join(f"{key}={value}\n" for key, value in told.items())


def _lines(record: Record, classes: Mapping[tuple[str, str], int], notes: Notes) -> Iterator[str]:
    length = record.facts["length"] if record.facts is not None else None
    written = 0
    for one in record.annotations or ():
        kind = one["kind"]
        if kind not in HOLDS | BENDS:
            notes.left_out(one, _FORMAT)
            continue
        if kind in BENDS:
            notes.bent(one, _FORMAT, "the box around it on each frame")
        notes.extras(one, _FORMAT, "attributes", "group")
        written += 1
        of = classes[one.get("name", ""), one["class"]]
        for seen in tracks.frames(one, length):
            if not seen.outside:
                sides = ",".join(map(number, _sides(kind, seen.numbers)))
                yield f"{seen.frame + 1},{written},{sides},1,{of},{0 if seen.occluded else 1}\n"


def _sides(kind: str, numbers: Numbers) -> tuple[float, ...]:
    if kind == "box_track":
        return numbers
    left, upper, right, lower = bounds(corners(numbers))
    return left, upper, right - left, lower - upper


def _one_line(title: str) -> str:
    return " ".join(title.split())
