"""CVAT's XML, read picture by picture."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from app.formats import pixels
from app.formats.beside import beside
from app.formats.cvat.labels import Labels, Unfit, finite, points_of
from app.formats.cvat.video import Video
from app.formats.cvat.writing import CORNERS
from app.formats.judges import MAX_RUNS, turned, upright
from app.formats.record import Annotation, BadName, Grade, Record, Refused, clean_name, fitting
from app.formats.source import Names, Source, is_junk, is_picture, is_video
from app.formats.xml import BadXml, parts

MAX_SHAPES = 10_000
_BEGINS = re.compile(rb"<annotations[\s>]")
_SHAPES = frozenset({"box", "polygon", "polyline", "points", "mask", "cuboid", "skeleton"})


def files(names: Iterable[str]) -> list[str]:
    """The files that may be CVAT's."""
    return [name for name in names if name.lower().endswith(".xml") and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether an XML file begins as CVAT's does."""
    with source.open(name) as stream:
        return _BEGINS.search(stream.read(4_096)) is not None


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every image and every video of every file, then for every other one."""

    def one(file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        try:
            with source.open(file) as stream:
                yield from _read_file(parts(stream, "annotations"), file, index, used)
        except BadXml as bad:
            yield Refused(file, "", "not_cvat", str(bad))

    return beside(source, files, one, _is_seen)


def _is_seen(name: str) -> bool:
    return is_picture(name) or is_video(name)


def _read_file(
    found: Iterator[Element], file: str, index: Names, used: set[str]
) -> Iterator[Record | Refused]:
    labels, video = Labels(), Video(file)
    images = 0
    for at, element in enumerate(found):
        if element.tag == "meta":
            labels.take(element)
            video.take(element)
        elif element.tag == "image":
            images += 1
            row = f"{file}, image {(element.get('id') or str(at))[:50]}"
            yield from _read_image(element, row, file, labels, index, used)
        elif element.tag == "track":
            video.add(element, labels)
    yield from video.found(images, index, used)


def _read_image(
    image: Element, row: str, file: str, labels: Labels, index: Names, used: set[str]
) -> Iterator[Record | Refused]:
    try:
        name = clean_name(image.get("name"))
    except BadName as bad:
        yield Refused(row, (image.get("name") or "")[:200], "bad_name", str(bad))
        return
    found = index.by_path(name, file)
    if len(found) != 1:
        code, sentence = (
            ("ambiguous", f"{len(found)} files could be meant; write the whole path.")
            if found
            else ("no_media", "The picture is not in the archive; add it.")
        )
        yield Refused(row, name, code, sentence)
        return
    (media,) = found
    if media in used:
        yield Refused(row, name, "second_row", f"{media} was named before; remove one.")
        return
    used.add(media)
    width, height = _side(image.get("width")), _side(image.get("height"))
    if len(image) > MAX_SHAPES:
        yield Refused(row, name, "too_many", f"The picture has over {MAX_SHAPES} shapes; split it.")
        return
    annotations: list[Annotation] = []
    for at, element in enumerate(image, 1):
        place = f"{row}, {element.tag[:50]} {at}"
        try:
            marks = _marks(element, at, labels)
        except Unfit as bad:
            yield Refused(place, media, bad.code, str(bad), Grade.ANNOTATION)
            continue
        kept, left_out = fitting(marks, width, height)
        annotations.extend(kept)
        for code, sentence in left_out:
            yield Refused(place, media, code, sentence, Grade.ANNOTATION)
    yield Record(media, row, media, None, None, width, height, annotations)


def _marks(element: Element, at: int, labels: Labels) -> list[dict[str, Any]]:
    """What an element becomes: one annotation, or one for each of several points."""
    label = element.get("label") or ""
    if not label:
        raise Unfit("no_class", "The shape has no label; give it one.")
    if element.tag == "tag":
        return [{"kind": "class", "classes": [label]}]
    if element.tag not in _SHAPES:
        raise Unfit("unknown_shape", f"The shape “{element.tag[:50]}” is not taken; redraw it.")
    base: dict[str, Any] = {"class": label}
    attributes: dict[str, Any] = {"occluded": True} if element.get("occluded") == "1" else {}
    for one in element.iterfind("attribute"):
        name = one.get("name") or ""
        attributes[name] = labels.value(label, name, one.text or "")
    if attributes:
        base["attributes"] = attributes
    group = element.get("group_id") or "0"
    if group != "0":
        base["group"] = f"g{group[:60]}"
    if element.tag == "points":
        points = points_of(element.get("points"))
        if len(points) > 1:
            base.setdefault("group", f"points{at}")
        return [base | {"kind": "point", "x": x, "y": y} for x, y in points]
    return [base | _shape(element, base, labels.points.get(label, ()))]


def _shape(element: Element, base: Mapping[str, Any], joints: Iterable[str]) -> dict[str, Any]:
    kind = element.tag
    if kind == "box":
        left, upper, right, lower = _numbers(element, "xtl", "ytl", "xbr", "ybr")
        sides = {"width": right - left, "height": lower - upper}
        angle = finite(element.get("rotation") or "0") % 360
        if not angle:
            return {"kind": "box", "x": left, "y": upper, **sides}
        box = {"x": (left + right) / 2, "y": (upper + lower) / 2, **sides, "angle": angle}
        return {"kind": "rotated_box", **box, "fallback": {**base, **upright(turned(**box))}}
    if kind == "mask":
        return {"kind": "mask", **_mask(element)}
    if kind == "cuboid":
        edges = [_numbers(element, f"x{corner}", f"y{corner}") for corner in CORNERS]
        return {"kind": "cuboid", "points": edges}
    if kind == "skeleton":
        return {"kind": "keypoints", "points": _skeleton(element, list(joints))}
    return {"kind": kind, "points": [[x, y] for x, y in points_of(element.get("points"))]}


def _mask(element: Element) -> dict[str, Any]:
    left, top, width, height = map(int, _numbers(element, "left", "top", "width", "height"))
    words = (element.get("rle") or "").split(",")
    if len(words) > MAX_RUNS or not 0 < width * height <= pixels.MAX_PIXELS:
        raise Unfit("bad_runs", "The mask is too large; simplify or remove it.")
    try:
        counts = [int(word) for word in words]
    except ValueError:
        raise Unfit("bad_runs", "The mask's runs are no numbers; mend or remove it.") from None
    if min(width, height, *counts) < 0 or sum(counts) != width * height:
        raise Unfit("bad_runs", "The mask's runs do not fill its cut-out; mend or remove it.")
    cut = pixels.grid({"width": width, "height": height, "counts": counts})
    mask = pixels.tight(cut, left, top)
    if mask is None:
        raise Unfit("zero_area", "The mask is empty; mend or remove it.")
    return mask


def _skeleton(element: Element, joints: list[str]) -> list[list[float]]:
    """The points in the order of the head, or as they stand where it names none."""
    found: dict[str, list[float]] = {}
    for one in element.iterfind("points"):
        name = one.get("label") or ""
        ((x, y),) = points_of(one.get("points"))[:1]
        seen = 0 if one.get("outside") == "1" else 1 if one.get("occluded") == "1" else 2
        found[name] = [x, y, seen] if seen else [0, 0, 0]
    order = joints or list(found)
    return [found.get(name, [0, 0, 0]) for name in order]


def _numbers(element: Element, *names: str) -> list[float]:
    return [finite(element.get(name) or "") for name in names]


def _side(given: str | None) -> int | None:
    return int(given) if given and given.isdecimal() and 0 < len(given) < 8 and int(given) else None
