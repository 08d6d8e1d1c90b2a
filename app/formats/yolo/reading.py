"""YOLO, read picture by picture; what a line says is told by how many numbers it has."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from app.formats.judges import upright
from app.formats.record import Annotation, Grade, Record, Refused, fitting
from app.formats.sizes import size_of
from app.formats.source import Names, Source, is_junk, is_picture, read_limited, suffix

MAX_FILE = 16 << 20
MAX_YAML = 1 << 20
MAX_LINES = 10_000
_SPLITS = frozenset({"train", "val", "valid", "test"})
# Text files beside the labels: lists of names and of pictures.
_OTHER = frozenset({"classes.txt", "train.txt", "val.txt", "valid.txt", "test.txt", "labels.txt"})
# Six decimals, as most tools write, are half a millionth of a side.
_ROUNDING = 1e-6


def files(names: Iterable[str]) -> list[str]:
    """The files that name the classes."""
    return [
        name
        for name in names
        if not is_junk(name)
        and (
            suffix(name) in (".yaml", ".yml", ".names")
            or PurePosixPath(name).name.lower() == "classes.txt"
        )
    ]


def looks_like(source: Source, name: str) -> bool:
    """Whether a file that may name classes does."""
    return _Set(source, name).named


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every picture: unlabelled where it has no label file."""
    yield from source.refused()
    names = source.names()
    pictures = [name for name in names if is_picture(name) and not is_junk(name)]
    labels = [
        name
        for name in names
        if suffix(name) == ".txt"
        and not is_junk(name)
        and PurePosixPath(name).name.lower() not in _OTHER
        and not PurePosixPath(name).name.lower().startswith("readme")
    ]
    about = _Set(source, *files(names))
    if not about.named and labels:
        yield Refused(
            labels[0],
            "",
            "no_names",
            "No data.yaml names the classes: their numbers were taken as names.",
            Grade.NOTE,
        )
    index = Names(labels)
    known = frozenset(labels)
    used: set[str] = set()
    for picture in pictures:
        label = _label(picture, known, index)
        if label is None or label in used:
            yield Record(picture, row=picture, media=picture, meta=_meta(picture))
            continue
        used.add(label)
        yield from _read_file(source, picture, label, about)
    for label in labels:
        if label not in used:
            sentence = "The picture of this label file is not in the archive; add it."
            yield Refused(label, PurePosixPath(label).stem, "no_media", sentence)


def _label(picture: str, known: frozenset[str], index: Names) -> str | None:
    """The label file of a picture: in `labels` where the picture is in `images`, beside it, or the
    only one of its stem.
    """
    path = PurePosixPath(picture)
    parts = list(path.with_suffix(".txt").parts)
    if "images" in parts[:-1]:
        last = len(parts) - 2 - parts[:-1][::-1].index("images")
        there = "/".join([*parts[:last], "labels", *parts[last + 1 :]])
        if there in known:
            return there
    beside = "/".join(parts)
    if beside in known:
        return beside
    found = index.by_stem(path.stem, picture)
    return found[0] if len(found) == 1 and not {"images", "labels"} <= set(parts) else None


def _meta(picture: str) -> dict[str, str]:
    for part in PurePosixPath(picture).parts[:-1]:
        if part in _SPLITS:
            return {"split": "val" if part == "valid" else part}
    return {}


class _Set:
    """What is said of the whole set: names of classes by number, and how keypoints are written."""

    def __init__(self, source: Source, *files: str) -> None:
        self._names: dict[int, str] = {}
        self.points = 0
        self.numbers = 3  # of each point: x, y, and maybe whether it is seen
        for file in files:
            with source.open(file) as stream:
                content = read_limited(stream, MAX_YAML)
            if content is None:
                continue
            text = content.decode("utf-8-sig", errors="replace")
            if suffix(file) in (".yaml", ".yml"):
                self._yaml(text)
            elif not self._names:
                lines = (line.strip() for line in text.splitlines())
                self._names = dict(enumerate(filter(None, lines)))

    @property
    def named(self) -> bool:
        """Whether the classes have names."""
        return bool(self._names)

    def _yaml(self, text: str) -> None:
        try:
            given = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError, RecursionError):
            return
        if not isinstance(given, dict):
            return
        names, shape = given.get("names"), given.get("kpt_shape")
        if isinstance(names, list):
            names = dict(enumerate(names))
        if isinstance(names, dict):
            self._names = {
                int(number): str(name)
                for number, name in names.items()
                if str(number).isdecimal() and isinstance(name, str | int | float)
            } or self._names
        if isinstance(shape, list) and len(shape) == 2 and all(type(one) is int for one in shape):
            count, numbers = shape
            if 0 < count <= 1_000 and numbers in (2, 3):
                self.points, self.numbers = count, numbers

    def name(self, number: int) -> str | None:
        """The class of that number; None where it is not in the list."""
        return self._names.get(number) if self._names else str(number)


@dataclass(frozen=True, slots=True)
class _Picture:
    width: int
    height: int

    def pixels(self, shares: Sequence[float]) -> list[list[float]]:
        """Points of shares; one that passes the edge by the rounding of its digits is on it."""
        return [
            [_snapped(x) * self.width, _snapped(y) * self.height]
            for x, y in zip(shares[::2], shares[1::2], strict=True)
        ]

    def box(self, shares: Sequence[float]) -> dict[str, Any]:
        """A box of its centre and its sides."""
        x, y, across, down = shares
        edges = (x - across / 2, y - down / 2, x + across / 2, y + down / 2)
        (left, upper), (right, lower) = self.pixels(edges)
        sides = {"x": left, "y": upper, "width": right - left, "height": lower - upper}
        return {"kind": "box", **sides}


def _snapped(share: float) -> float:
    if -_ROUNDING <= share < 0:
        return 0.0
    return 1.0 if 1 < share <= 1 + _ROUNDING else share


def _read_file(source: Source, picture: str, label: str, about: _Set) -> Iterator[Record | Refused]:
    with source.open(label) as stream:
        content = read_limited(stream, MAX_FILE)
    size = size_of(source, picture)
    record = Record(picture, row=label, media=picture, meta=_meta(picture))
    lines = content.decode("utf-8-sig", errors="replace").splitlines() if content else []
    if content is None or size is None or len(lines) > MAX_LINES:
        code, sentence = (
            ("not_a_picture", "The picture cannot be read, so its labels were left out; mend it.")
            if size is None
            else ("file_too_large", f"The label file has over {MAX_LINES} lines; split it.")
        )
        yield Refused(label, picture, code, sentence, Grade.ANNOTATION)
        yield record
        return
    record.width, record.height = size
    annotations: list[Annotation] = []
    for at, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = f"{label}, line {at}"
        mark = _mark(line.split(), about, _Picture(*size))
        if isinstance(mark, tuple):
            yield Refused(row, picture, *mark, Grade.ANNOTATION)
            continue
        kept, left_out = fitting([mark], *size)
        annotations.extend(kept)
        for code, sentence in left_out:
            yield Refused(row, picture, code, sentence, Grade.ANNOTATION)
    record.annotations = annotations
    yield record


def _mark(words: Sequence[str], about: _Set, picture: _Picture) -> dict[str, Any] | tuple[str, str]:
    """What a line says, or (code, sentence)."""
    try:
        number, *shares = map(float, words)
    except ValueError:
        return "not_a_number", "The line holds something that is no number; mend or remove it."
    if not all(map(math.isfinite, (number, *shares))) or number != int(number):
        return "not_a_number", "The line holds no finite numbers; mend or remove it."
    name = about.name(int(number))
    if name is None:
        return "unknown_class", f"data.yaml has no class {int(number)}; add it or mend the line."
    base = {"class": name}
    if about.points and len(shares) == 4 + about.points * about.numbers:
        box = base | picture.box(shares[:4])
        points = _points(shares[4:], about.numbers, picture)
        return base | {"kind": "keypoints", "points": points, "fallback": box}
    if len(shares) in (4, 5):  # the fifth is how sure a model was
        return base | picture.box(shares[:4])
    if len(shares) < 6 or len(shares) % 2:
        return (
            "bad_line",
            f"The line has {len(words)} numbers, which is neither a box nor an outline; mend it.",
        )
    corners = picture.pixels(shares)
    polygon = base | {"kind": "polygon", "points": corners, "fallback": base | upright(corners)}
    turned = _rectangle(corners)
    return polygon if turned is None else base | turned | {"fallback": polygon}


def _points(shares: Sequence[float], numbers: int, picture: _Picture) -> list[list[float]]:
    found: list[list[float]] = []
    for at in range(0, len(shares), numbers):
        (point,) = picture.pixels(shares[at : at + 2])
        seen = shares[at + 2] if numbers == 3 else 2 * any(point)
        found.append([*point, int(seen)] if seen else [0.0, 0.0, 0])
    return found


def _rectangle(corners: Sequence[Sequence[float]]) -> dict[str, Any] | None:
    """A turned box of four corners that go round at right angles (to the digits that files have);
    None for any other outline.
    """
    if len(corners) != 4:
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    across, down = math.hypot(bx - ax, by - ay), math.hypot(dx - ax, dy - ay)
    turn = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)  # positive where they go clockwise
    loose = 0.01 + 1e-5 * (across + down)
    closed = math.hypot(ax + cx - bx - dx, ay + cy - by - dy) <= loose
    square = abs(math.hypot(cx - ax, cy - ay) - math.hypot(dx - bx, dy - by)) <= loose
    if turn <= 0 or not closed or not square:
        return None
    angle = math.degrees(math.atan2(by - ay, bx - ax)) % 360
    x, y = (ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4
    box = {"x": x, "y": y, "width": across, "height": down, "angle": angle}
    return {"kind": "rotated_box", **box}
