"""Masks as pictures, in the folders of Pascal VOC's segmentation as CVAT has them.

`SegmentationClass/….png` has a class's number in every pixel (0: none), `SegmentationObject/….png`
the number of the object; both with VOC's palette, or as 16-bit grey where there are over 255.
`labelmap.txt` names the classes (`name:r,g,b::`), `ImageSets/Segmentation/default.txt` lists the
pictures. A pixel has one class: what is drawn later covers what was drawn before, and is said so.
"""

import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from PIL import Image, UnidentifiedImageError

from app.formats import pixels
from app.formats.record import Annotation, Grade, Record, Refused
from app.formats.source import BrokenEntry, Names, Source, is_junk, is_picture, read_limited, suffix
from app.formats.writing import Asked, File, Notes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint16]

HOLDS = frozenset({"mask"})
BENDS = frozenset({"polygon"})
MAX_FILE = 256 << 20
MAX_OBJECTS = 10_000
MAX_PIXELS = 40_000_000  # of one mask; a number is held for every pixel
_NAME = "Masks as PNG"
_CLASSES, _OBJECTS = "SegmentationClass", "SegmentationObject"
_COLOUR = re.compile(r"\s*[0-9]{1,3}\s*")
_VOID = 255  # VOC's edge of objects, where no class has that number


def colour(number: int) -> tuple[int, int, int]:
    """VOC's colour of a number: its bits by threes, the lowest as the brightest."""
    rgb = [0, 0, 0]
    for place in range(8):
        for channel in range(3):
            rgb[channel] |= (number >> 3 * place + channel & 1) << 7 - place
    return rgb[0], rgb[1], rgb[2]


_PALETTE = [channel for number in range(256) for channel in colour(number)]


# --- writing ---------------------------------------------------------------------------------


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """Two pictures for each record, then the lists."""
    titles = asked.titles(HOLDS | BENDS)
    numbers = {key: at for at, key in enumerate(titles, 1)}
    # Hashes, not names: 32 bytes a record, where a chance collision costs a longer name.
    taken: set[int] = set()
    with tempfile.TemporaryFile() as listed:
        for record in records:
            path = PurePosixPath(record.name)
            stem = str(path.with_suffix(""))
            if hash(stem) in taken:
                stem = record.name
            taken.add(hash(stem))
            drawn = _drawn(record, numbers, notes)
            if drawn is None:
                continue
            listed.write(f"{stem}\n".encode(errors="replace"))
            for folder, grid in zip((_CLASSES, _OBJECTS), drawn, strict=True):
                yield File(f"{folder}/{stem}.png", _png(grid))
        names = {at: title.replace(":", "_") for at, title in enumerate(titles.values(), 1)}
        yield File("labelmap.txt", _labelmap({0: "background"} | names))
        listed.seek(0)
        yield File("ImageSets/Segmentation/default.txt", listed.read())


def _drawn(
    record: Record, numbers: Mapping[tuple[str, str], int], notes: Notes
) -> "tuple[Numbers, Numbers] | None":
    """The numbers of classes and of objects."""
    import numpy as np

    width, height = record.width, record.height
    if not width or not height or width * height > MAX_PIXELS:
        sentence = (
            f"{_NAME} needs the picture's size, up to 40 million pixels; others were left out."
        )
        notes.add("no_size", "item", sentence)
        return None
    classes = np.zeros((height, width), dtype=np.uint16)
    objects = np.zeros((height, width), dtype=np.uint16)
    count = 0
    for one in record.annotations or ():
        mask: Mapping[str, Any] | None = one
        if one["kind"] == "polygon":
            notes.bent(one, _NAME, "the pixels that it encloses")
            mask = pixels.outline_mask(one["points"], width, height)
        elif one["kind"] != "mask":
            notes.left_out(one, _NAME)
            continue
        if mask is None:
            sentence = f"{_NAME}: outlines of less than a pixel were left out."
            notes.add("no_pixel", str(one.get("name")), sentence)
            continue
        notes.extras(one, _NAME, "attributes", "group")
        count += 1
        x, y = mask["x"], mask["y"]
        there = (slice(y, y + mask["height"]), slice(x, x + mask["width"]))
        inside = pixels.grid(mask)
        if (objects[there][inside] > 0).any():
            sentence = f"{_NAME}: a pixel has one class, so masks covered others below them."
            notes.add("covered", str(one.get("name")), sentence)
        classes[there][inside] = numbers[one.get("name", ""), one["class"]]
        objects[there][inside] = count
    return classes, objects


def _png(grid: "Numbers") -> bytes:
    import numpy as np

    if grid.max() < 256:
        picture = Image.fromarray(grid.astype(np.uint8), mode="P")
        picture.putpalette(_PALETTE)
    else:
        picture = Image.fromarray(grid)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _labelmap(names: Mapping[int, str]) -> bytes:
    lines = ["# label:color_rgb:parts:actions"]
    lines += [f"{name}:{','.join(map(str, colour(at)))}::" for at, name in names.items()]
    return "\n".join([*lines, ""]).encode()


# --- reading ---------------------------------------------------------------------------------


def files(names: Iterable[str]) -> list[str]:
    """The pictures whose pixels are numbers of classes."""
    return [
        name
        for name in names
        if suffix(name) == ".png" and _CLASSES in name.split("/")[:-1] and not is_junk(name)
    ]


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every picture, with the masks of the files of its stem."""
    yield from source.refused()
    names = source.names()
    drawn = files(names)
    objects = frozenset(name for name in names if _OBJECTS in name.split("/")[:-1])
    ours = objects.union(drawn)
    pictures = [n for n in names if is_picture(n) and not is_junk(n) and n not in ours]
    index = Names(pictures)
    used: set[str] = set()
    known = _Names(source, names)
    for file in drawn:
        inner = file.split(f"{_CLASSES}/", 1)[1]
        found = index.by_stem(PurePosixPath(file).stem, inner)
        # a.png.png stands beside a.png where a.jpg and a.png share a stem
        whole = PurePosixPath(inner).with_suffix("").name
        found = [one for one in pictures if one.endswith(f"/{whole}") or one == whole] or found
        if len(found) != 1:
            code, sentence = (
                ("ambiguous", f"{len(found)} pictures could be meant; rename one.")
                if found
                else ("no_media", "The picture of this mask is not in the archive; add it.")
            )
            yield Refused(file, inner, code, sentence)
            continue
        (picture,) = found
        if picture in used:
            yield Refused(file, picture, "second_row", f"{picture} has another mask already.")
            continue
        used.add(picture)
        beside = file.replace(f"{_CLASSES}/", f"{_OBJECTS}/", 1)
        yield from _read_file(source, picture, file, beside if beside in objects else None, known)
    for picture in pictures:
        if picture not in used:
            yield Record(picture, row=picture, media=picture)


class _Names:
    """`labelmap.txt`: classes by their colour, and by their number where a file has no colours."""

    def __init__(self, source: Source, names: Iterable[str]) -> None:
        self.by_colour: dict[tuple[int, ...], str] = {}
        self._by_number: list[str] = []
        for name in names:
            if PurePosixPath(name).name.lower() == "labelmap.txt" and not self._by_number:
                with source.open(name) as stream:
                    content = read_limited(stream, 1 << 20) or b""
                for line in content.decode("utf-8-sig", errors="replace").splitlines():
                    self._take(line)

    def _take(self, line: str) -> None:
        fields = line.rsplit(":", 3)
        rgb = fields[1].split(",") if len(fields) == 4 else []
        if line.startswith("#") or len(rgb) != 3 or not all(map(_COLOUR.fullmatch, rgb)):
            return
        self.by_colour[tuple(map(int, rgb))] = fields[0]
        self._by_number.append(fields[0])

    def of(self, number: int, rgb: tuple[int, ...] | None) -> str | None:
        """The class of a pixel's number; None for background and for edges."""
        if rgb is not None and rgb in self.by_colour:
            name = self.by_colour[rgb]
        elif number < len(self._by_number):
            name = self._by_number[number]
        else:
            name = "background" if number in (0, _VOID) else str(number)
        return None if name == "background" else name


def _read_file(
    source: Source, picture: str, file: str, beside: str | None, known: _Names
) -> Iterator[Record | Refused]:
    import numpy as np

    record = Record(picture, row=file, media=picture)
    opened = _opened(source, file)
    if opened is None:
        sentence = "The mask cannot be read, or is too large; save it as PNG again."
        yield Refused(file, picture, "bad_mask", sentence, Grade.ANNOTATION)
        yield record
        return
    numbers, colours = opened
    record.height, record.width = numbers.shape
    objects = _opened(source, beside) if beside is not None else None
    parts = numbers if objects is None or objects[0].shape != numbers.shape else objects[0]
    ids, where, counts = np.unique(parts, return_inverse=True, return_counts=True)
    if ids.size > MAX_OBJECTS:
        sentence = f"The mask has over {MAX_OBJECTS} objects; is it one? Save it as PNG again."
        yield Refused(file, picture, "too_many", sentence, Grade.ANNOTATION)
        yield record
        return
    order = np.argsort(where.ravel(), kind="stable")
    annotations: list[Annotation] = []
    for places in np.split(order, np.cumsum(counts)[:-1]):
        # Of an object the class that most of its pixels have.
        said, many = np.unique(numbers.ravel()[places], return_counts=True)
        number = int(said[many.argmax()])
        edge = parts is not numbers and int(parts.ravel()[places[0]]) == 0
        name = None if edge else known.of(number, colours.get(number))
        if name is not None:
            annotations.append({"class": name} | _mask(places, record.width))
    record.annotations = annotations
    yield record


def _mask(places: "NDArray[np.intp]", width: int) -> dict[str, Any]:
    """The mask of the pixels at those places, row by row."""
    import numpy as np

    rows, columns = np.divmod(places, width)
    upper, left = int(rows.min()), int(columns.min())
    shape = int(rows.max()) - upper + 1, int(columns.max()) - left + 1
    cut = np.zeros(shape, dtype=np.bool_)
    cut[rows - upper, columns - left] = True
    sides = {"x": left, "y": upper, "width": shape[1], "height": shape[0]}
    return {"kind": "mask", **sides, "counts": pixels.runs(cut.ravel())}


def _opened(source: Source, name: str) -> "tuple[NDArray[Any], dict[int, tuple[int, ...]]] | None":
    """A number for every pixel, and the colours of numbers; None for what cannot be read."""
    import numpy as np

    try:
        with source.open(name) as stream:
            content = read_limited(stream, MAX_FILE)
        if content is None:
            return None
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            if picture.mode in ("P", "L", "1", "I;16", "I"):
                flat = picture.getpalette() if picture.mode == "P" else None
                grid = np.asarray(picture).astype(np.int32)
                colours = (
                    {at: tuple(flat[3 * at : 3 * at + 3]) for at in range(len(flat) // 3)}
                    if flat
                    else {}
                )
                return grid, colours
            rgb = np.asarray(picture.convert("RGB")).astype(np.int32)
    except (UnidentifiedImageError, BrokenEntry, OSError, ValueError, SyntaxError, MemoryError):
        return None
    except Image.DecompressionBombError:
        return None
    grid = rgb[:, :, 0] << 16 | rgb[:, :, 1] << 8 | rgb[:, :, 2]
    seen = np.unique(grid)
    return grid, {int(one): (int(one) >> 16, int(one) >> 8 & 255, int(one) & 255) for one in seen}
