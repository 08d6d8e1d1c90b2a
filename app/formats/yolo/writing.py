"""YOLO, written file by file; `data.yaml` comes last, when the folders are known."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

import orjson

from app.formats import pixels
from app.formats.judges import around, turned
from app.formats.record import Annotation, Record
from app.formats.writing import Asked, File, Notes

Task: TypeAlias = Literal["detect", "segment", "obb", "pose"]
Points: TypeAlias = Sequence[Sequence[float]]

HOLDS: dict[Task, frozenset[str]] = {
    "detect": frozenset({"box"}),
    "segment": frozenset({"polygon"}),
    "obb": frozenset({"rotated_box"}),
    "pose": frozenset({"keypoints"}),
}
BENDS: dict[Task, frozenset[str]] = {
    "detect": frozenset({"rotated_box", "polygon", "mask", "keypoints", "cuboid"}),
    "segment": frozenset({"box", "rotated_box", "mask"}),
    "obb": frozenset({"box"}),
    "pose": frozenset(),
}
_VALIDATION = 10  # one picture of so many is for validation


def split(name: str) -> Literal["train", "val"]:
    """The folder of an item, by its name alone: it stays where it is from release to release."""
    digest = hashlib.sha256(name.encode(errors="replace")).digest()
    return "val" if digest[0] * 256 + digest[1] < 65_536 // _VALIDATION else "train"


class Places:
    """Gives each picture a path whose stem no other one has: `a.jpg` and `a.png` would share
    `a.txt`, so the second becomes `a.png.png`. The same order gives the same paths.
    """

    def __init__(self) -> None:
        # Hashes, not names: 32 bytes a picture, where a chance collision costs a longer name.
        self._taken: set[int] = set()

    def __call__(self, path: str) -> str:
        end = PurePosixPath(path).suffix
        if hash(path.removesuffix(end)) in self._taken:
            path += end
        self._taken.add(hash(path.removesuffix(end)))
        return path


def write(records: Iterable[Record], asked: Asked, notes: Notes, task: Task) -> Iterator[File]:
    """Label files, then `data.yaml`. A record's `media` is its picture's path (`images/...`), and
    where there is none it is placed here.
    """
    lines = _Lines(asked, notes, task)
    places = Places()
    folders: set[str] = set()
    for record in records:
        path = record.media or places(f"images/{split(record.name)}/{record.name}")
        folders.add(path.split("/")[1])
        if record.annotations is not None:
            label = str(PurePosixPath("labels", *PurePosixPath(path).parts[1:]).with_suffix(".txt"))
            yield File(label, lines.of(record))
    if folders == {"train"}:
        notes.add(
            "no_validation",
            "val",
            "There were too few pictures to set some aside: train and val are the same folder.",
        )
    yield File("data.yaml", lines.yaml(folders))


class _Lines:
    def __init__(self, asked: Asked, notes: Notes, task: Task) -> None:
        self._task = task
        self._notes = notes
        self._format = f"YOLO ({task})"
        kinds = HOLDS[task] | BENDS[task]
        self._titles = asked.titles(kinds)
        self._numbers = {key: at for at, key in enumerate(self._titles)}
        counts = [len(one.points) for one in asked.categories if one.kind == "keypoints"]
        self._points = counts[0] if counts else 0

    def of(self, record: Record) -> bytes:
        """The label file of one record."""
        if not record.width or not record.height:
            if record.annotations:
                self._notes.add(
                    "no_size",
                    "item",
                    f"{self._format} needs the picture's size; its labels were left out.",
                )
            return b""
        sides = record.width, record.height
        found = []
        for one in record.annotations or ():
            for pairs, points in self._lines_of(one):
                number = self._numbers[one.get("name", ""), one["class"]]
                shares = [f"{value / sides[at % 2]:.10g}" for at, value in enumerate(pairs)]
                for x, y, v in points:
                    shares += (f"{x / sides[0]:.10g}", f"{y / sides[1]:.10g}", f"{v:g}")
                found.append(f"{number} {' '.join(shares)}\n")
        return "".join(found).encode()

    def _lines_of(self, one: Annotation) -> Iterator[tuple[Sequence[float], Points]]:
        """Pixels (x and y in turn), and keypoints, of each line that the annotation takes."""
        kind, task = one["kind"], self._task
        if kind not in HOLDS[task] | BENDS[task]:
            self._notes.left_out(one, self._format)
            return
        if task == "pose" and len(one["points"]) != self._points:
            self._notes.add(
                "points_differ",
                str(one.get("name")),
                f"{self._format} takes one number of points for all classes ({self._points}): "
                "skeletons of another number were left out.",
            )
            return
        self._notes.extras(one, self._format, "attributes", "group")
        left, upper, right, lower = around(one)
        if task == "detect" and (left >= right or upper >= lower):
            self._notes.flat(one, self._format)
        elif task in ("detect", "pose"):
            if kind not in HOLDS[task]:
                self._notes.bent(one, self._format, "the box around it")
            box = ((left + right) / 2, (upper + lower) / 2, right - left, lower - upper)
            yield box, one["points"] if task == "pose" else ()
        elif kind == "mask":
            rings, holes = pixels.rings(one)
            became = "its outline" if len(rings) == 1 else "an outline for each of its parts"
            self._notes.bent(one, self._format, became + (", without its holes" if holes else ""))
            for ring in rings:
                yield list(chain.from_iterable(ring)), ()
        elif kind == "polygon":
            yield list(chain.from_iterable(one["points"])), ()
        else:
            if kind not in HOLDS[task]:
                self._notes.bent(one, self._format, "its four corners")
            corners: Sequence[tuple[float, float]] = (
                turned(one["x"], one["y"], one["width"], one["height"], one["angle"])
                if kind == "rotated_box"
                else ((left, upper), (right, upper), (right, lower), (left, lower))
            )
            yield list(chain.from_iterable(corners)), ()

    def yaml(self, folders: Iterable[str]) -> bytes:
        """`data.yaml`; quoted as JSON, which YAML reads."""
        val = "val" if "val" in folders else "train"
        lines = ["path: .", "train: images/train", f"val: images/{val}"]
        if self._task == "pose":
            lines.append(f"kpt_shape: [{self._points}, 3]")
        lines.append("names:" if self._titles else "names: {}")
        lines += [
            f"  {at}: {orjson.dumps(title).decode()}"
            for at, title in enumerate(self._titles.values())
        ]
        return "\n".join([*lines, ""]).encode()
