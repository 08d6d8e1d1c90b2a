"""MOTChallenge 1.1, read video by video."""

import configparser
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from app.formats import tracks
from app.formats.beside import NoMedia, about, beside
from app.formats.judges import ROUNDING
from app.formats.lines import bounded
from app.formats.record import Annotation, BadName, Grade, Record, Refused, clean_name, fitting
from app.formats.source import Names, Source, is_junk, is_video, read_limited

MAX_LINE = 1_000
MAX_ROWS = 2_000_000
MAX_HEAD = 1 << 20
# Of sets without labels.txt: the classes of MOT16 and after.
_CLASSES = (
    "pedestrian",
    "person_on_vehicle",
    "car",
    "bicycle",
    "motorbike",
    "non_mot_vehicle",
    "static_person",
    "distractor",
    "occluder",
    "occluder_on_the_ground",
    "occluder_full",
    "reflection",
    "crowd",
)
# What rounding leaves between numbers that are written in full.
_LEAST = 1e-7


def files(names: Iterable[str]) -> list[str]:
    """The files of boxes."""
    return [
        name for name in names if PurePosixPath(name).name.lower() == "gt.txt" and not is_junk(name)
    ]


def looks_like(source: Source, name: str) -> bool:
    """Whether a file begins with a box."""
    with source.open(name) as stream:
        line = next(bounded(stream, MAX_LINE), b"")
    return line is not None and (not line.strip() or isinstance(_row(line), _Row))


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every folder with boxes, then for every video that is in none."""

    names = frozenset(source.names())

    def one(file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        yield from _Sequence(source, names, file).record(index, used)

    return beside(source, files, one, is_video)


@dataclass(slots=True)
class _Row:
    """One line: a box on a frame, counted from 0."""

    track: int
    seen: tracks.Seen
    counts: bool
    of: int
    digits: int


def _row(line: bytes) -> _Row | str:
    """What a line says, or why it is none."""
    cells = [cell.strip() for cell in line.decode("ascii", errors="replace").split(",")]
    if len(cells) < 6:
        return "has fewer than six numbers"
    try:
        numbers = [float(cell) for cell in cells[:9]]
    except ValueError:
        return "is no list of numbers"
    frame, track, x, y, width, height = numbers[:6]
    if not all(abs(one) < 1e9 for one in numbers):
        return "has a number that is too large"
    if frame != int(frame) or not 1 <= frame <= tracks.MAX_FRAME or track != int(track):
        return "has no whole frame from 1 on, or no whole id"
    counts, of, visible = [*numbers[6:], 1.0, 1.0, 1.0][:3]
    digits = max(len(cell.partition(".")[2]) for cell in cells[2:6])
    seen = tracks.Seen(int(frame) - 1, (x, y, width, height), 0 <= visible < 0.5)
    return _Row(int(track), seen, counts != 0, int(of), digits)


class _Sequence:
    """One folder: its boxes, its classes, its video."""

    def __init__(self, source: Source, names: frozenset[str], file: str) -> None:
        self._source = source
        self._names = names
        self._file = file
        inner = PurePosixPath(file).parent
        self._folder = inner.parent if inner.name.lower() == "gt" else inner
        self._said = self._seqinfo()
        self._titles = self._labels(inner)

    def record(self, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        """The record, and what was left out."""
        try:
            media = about(f"{self._folder}.txt", index, used, self._named(index))
        except NoMedia as no:
            yield Refused(self._file, "", no.code, str(no))
            return
        found: dict[int, dict[int, _Row]] = defaultdict(dict)
        faults: list[Refused] = []
        rows = ignored = digits = 0
        with self._source.open(self._file) as stream:
            for at, line in enumerate(bounded(stream, MAX_LINE), 1):
                if line is not None and not line.strip():
                    continue
                row = "is too long" if line is None else _row(line)
                if isinstance(row, str):
                    if len(faults) < 100:
                        place = f"{self._file}, line {at}"
                        sentence = f"The line {row}; mend or remove it."
                        faults.append(Refused(place, media, "bad_row", sentence, Grade.ANNOTATION))
                    continue
                rows += 1
                if rows > MAX_ROWS:
                    sentence = f"The video has over {MAX_ROWS:,} boxes; split it."
                    yield Refused(self._file, media, "too_many", sentence)
                    return
                digits = max(digits, row.digits)
                if row.counts:
                    found[row.track][row.seen.frame] = row
                else:
                    ignored += 1
        annotations: list[Annotation] = []
        cut = 0
        for track, by_frame in found.items():
            seen = [by_frame[frame].seen for frame in sorted(by_frame)]
            inside = [self._inside(one) for one in seen]
            cut += sum(one is not other for one, other in zip(seen, inside, strict=True))
            mark = self._mark(by_frame[seen[0].frame].of, filter(None, inside), digits)
            kept, left_out = fitting([mark], None, None)
            annotations += kept
            place = f"{self._file}, track {track}"
            faults += [Refused(place, media, *fault, Grade.ANNOTATION) for fault in left_out]
        if cut:
            sentence = f"{cut} boxes passed the edge of the video: they were cut there."
            faults.append(Refused(self._file, media, "cut_at_edge", sentence, Grade.NOTE))
        if ignored:
            sentence = f"{ignored} boxes are marked as not to be looked at (conf 0): left out."
            faults.append(Refused(self._file, media, "not_looked_at", sentence, Grade.NOTE))
        yield Record(media, self._file, media, annotations=annotations)
        yield from faults

    def _inside(self, seen: tracks.Seen) -> tracks.Seen | None:
        """The box as far as it is on the picture; None where nothing of it is."""
        width, height = self._side("imwidth"), self._side("imheight")
        x, y, across, down = seen.numbers
        if width is None or height is None or across <= 0 or down <= 0:
            return seen
        left, upper, right, lower = max(x, 0), max(y, 0), x + across, y + down
        if left == x and upper == y and right <= width + ROUNDING and lower <= height + ROUNDING:
            return seen
        across, down = min(right, width) - left, min(lower, height) - upper
        if across <= 0 or down <= 0:
            return None
        return replace(seen, numbers=(left, upper, across, down))

    def _mark(self, of: int, rows: Iterable[tracks.Seen], digits: int) -> Annotation:
        # Below one half: a tie could be rounded to either side.
        within = max(0.499 * 10.0**-digits, _LEAST)
        kind = "box_track"
        return {
            "kind": kind,
            "class": self._titles[of - 1] if 0 < of <= len(self._titles) else str(of),
            "keyframes": tracks.keyframes(kind, rows, within, gaps=True),
        }

    def _seqinfo(self) -> Mapping[str, str]:
        name = str(self._folder / "seqinfo.ini")
        if name not in self._names:
            return {}
        reader = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            with self._source.open(name) as stream:
                reader.read_string((read_limited(stream, MAX_HEAD) or b"").decode("utf-8-sig"))
            return dict(reader["Sequence"])
        except (configparser.Error, UnicodeDecodeError, KeyError):
            return {}

    def _labels(self, inner: PurePosixPath) -> tuple[str, ...]:
        for folder in (inner, self._folder, PurePosixPath(".")):
            name = str(folder / "labels.txt")
            if name in self._names:
                with self._source.open(name) as stream:
                    told = (read_limited(stream, MAX_HEAD) or b"").decode("utf-8-sig", "replace")
                return tuple(line.strip() for line in told.splitlines() if line.strip())
        return _CLASSES

    def _named(self, index: Names) -> str:
        """The path of the video, where the folder says it or could mean one alone."""
        try:
            return clean_name(self._said.get("video"))
        except BadName:
            inside = index.under(str(self._folder))
            return inside[0] if len(inside) == 1 else ""

    def _side(self, key: str) -> int | None:
        said = self._said.get(key, "")
        return int(said) or None if said.isdecimal() and len(said) < 8 else None
