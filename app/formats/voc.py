"""Pascal VOC: one XML file a picture, `object/name` and `bndbox` corners in pixels.

Corners are taken exactly as they stand: x = xmin, y = ymin, width = xmax - xmin, height =
ymax - ymin, and written back so. (VOC itself counts pixels from 1 and includes the last; sets
made with today's tools do neither, and guessing would move every box of one or the other.)

Label files may lie in any folder: they find their picture by stem, then by `filename`. Classes of
the picture as a whole have no place in VOC: they are written as `attribute` elements. An object's
attributes are written and read as CVAT has them; a turned box is read as roLabelImg writes it
(`robndbox`: its centre, and the angle in radians clockwise). Other shapes than boxes are written as
the box around them, and said so.
"""

import codecs
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.formats.beside import Stems, beside
from app.formats.judges import around, turned, upright
from app.formats.record import Annotation, Grade, Record, Refused, fitting
from app.formats.source import Names, Source, is_junk, read_limited
from app.formats.writing import Asked, File, Notes
from app.formats.xml import number, said, text

# 10,000 objects are about 3 MB.
MAX_FILE = 16 << 20

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding=["']([A-Za-z0-9_-]+)["'][^>]*\?>""")
# expat knows no Korean encoding of several bytes.
_KOREAN = frozenset({"euc-kr", "cp949", "ms949", "ks_c_5601-1987", "uhc"})
_BEGINS = re.compile(rb"<annotation[\s>]")


# --- writing ---------------------------------------------------------------------------------

HOLDS = frozenset({"box", "class"})
BENDS = frozenset({"rotated_box", "polygon", "mask", "keypoints", "cuboid"})
_FLAGS = ("truncated", "difficult", "occluded")


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """An `Annotations/….xml` for every record, in the folders of its name."""
    stems = Stems()
    for record in records:
        name = f"Annotations/{stems.of(record.name)}.xml"
        yield File(name, _document(record, notes).encode())


def _document(record: Record, notes: Notes) -> str:
    path = PurePosixPath(record.media if record.media is not None else record.name)
    lines = [
        "<annotation>",
        f"\t<folder>{text(path.parent.name)}</folder>",
        f"\t<filename>{text(path.name)}</filename>",
        f"\t<path>{text(str(path))}</path>",
        "\t<source><database>Dure</database></source>",
        f"\t<size><width>{record.width}</width><height>{record.height}</height>"
        "<depth>3</depth></size>",
        "\t<segmented>0</segmented>",
    ]
    for one in record.annotations or ():
        kind = one["kind"]
        if kind == "class":
            lines.extend(
                f"\t<attribute><name>{text(one['name'])}</name>"
                f"<value>{text(chosen)}</value></attribute>"
                for chosen in one["classes"]
            )
        elif kind in HOLDS | BENDS:
            left, upper, right, lower = around(one)
            if left >= right or upper >= lower:
                notes.flat(one, "Pascal VOC")
                continue
            if kind in BENDS:
                notes.bent(one, "Pascal VOC", "the box around it")
            notes.extras(one, "Pascal VOC", "group")
            lines.append(_object(one))
        else:
            notes.left_out(one, "Pascal VOC")
    lines.append("</annotation>\n")
    return "\n".join(lines)


def _object(one: Annotation) -> str:
    left, upper, right, lower = around(one)
    attributes = dict(one.get("attributes") or {})
    flags = {flag: int(attributes.pop(flag, False) is True) for flag in _FLAGS}
    own = "".join(
        f"<attribute><name>{text(name)}</name><value>{text(said(value))}</value></attribute>"
        for name, given in attributes.items()
        for value in (given if isinstance(given, list | tuple) else (given,))
    )
    return (
        f"\t<object><name>{text(one['class'])}</name><pose>Unspecified</pose>"
        f"<truncated>{flags['truncated']}</truncated><difficult>{flags['difficult']}</difficult>"
        + ("<occluded>1</occluded>" if flags["occluded"] else "")
        + f"<bndbox><xmin>{number(left)}</xmin><ymin>{number(upper)}</ymin>"
        f"<xmax>{number(right)}</xmax><ymax>{number(lower)}</ymax></bndbox>"
        + (f"<attributes>{own}</attributes>" if own else "")
        + "</object>"
    )


# --- reading ---------------------------------------------------------------------------------


def files(names: Iterable[str]) -> list[str]:
    """The files that may be VOC."""
    return [name for name in names if name.lower().endswith(".xml") and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether an XML file begins as VOC does."""
    with source.open(name) as stream:
        return _BEGINS.search(stream.read(4_096)) is not None


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every label file that has its picture, then every picture without one."""

    def one(file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        with source.open(file) as stream:
            content = read_limited(stream, MAX_FILE)
        if content is None:
            yield Refused(file, "", "file_too_large", "The label file is over 16 MB; split it.")
            return
        try:
            root = _parse(content)
        except (ParseError, DefusedXmlException, UnicodeError, LookupError, ValueError) as wrong:
            reason = "it declares entities" if isinstance(wrong, DefusedXmlException) else wrong
            yield Refused(file, "", "not_xml", f"The label file cannot be read: {reason}.")
            return
        if root.tag != "annotation":
            yield Refused(file, "", "not_voc", "The XML file is not Pascal VOC; leave it out.")
            return
        yield from _read_file(root, file, index, used)

    return beside(source, files, one)


def _read_file(
    root: Element, file: str, index: Names, used: set[str]
) -> Iterator[Record | Refused]:
    folder = (root.findtext("folder") or "").strip()
    named = PurePosixPath((root.findtext("filename") or "").strip().replace("\\", "/"))
    found = index.by_stem(PurePosixPath(file).stem, file, folder)
    if not found and named.name:
        found = index.by_path(str(named), file) or index.by_stem(named.stem, file, folder)
    # a.png.xml stands beside a.xml where a.jpg and a.png share a stem
    found = index.by_path(str(PurePosixPath(file).with_suffix("")), file) or found
    if len(found) > 1 and named.name:
        found = [one for one in found if PurePosixPath(one).name == named.name] or found
    if len(found) != 1:
        code, reason = (
            ("ambiguous", f"{len(found)} pictures could be meant; put it beside its picture.")
            if found
            else ("no_media", "The picture of this label file is not in the archive; add it.")
        )
        yield Refused(file, named.name, code, reason)
        return
    (picture,) = found
    if picture in used:
        yield Refused(file, picture, "second_row", f"{picture} has another label file already.")
        return
    used.add(picture)
    width, height = _whole(root.findtext("size/width")), _whole(root.findtext("size/height"))
    annotations: list[Annotation] = []
    for at, thing in enumerate(root.iterfind("object"), 1):
        row = f"{file}, object {at}"
        box = _box(thing)
        if isinstance(box, tuple):
            yield Refused(row, picture, box[0], box[1], Grade.ANNOTATION)
            continue
        kept, left_out = fitting([box], width, height)
        annotations.extend(kept)
        for code, sentence in left_out:
            yield Refused(row, picture, code, sentence, Grade.ANNOTATION)
    annotations.extend(_attributes(root))
    yield Record(picture, file, picture, None, None, width, height, annotations)


def _parse(content: bytes) -> Element:
    content = content.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARED.match(content)
    if declared and declared[1].decode().lower() in _KOREAN:
        content = content[declared.end() :].decode("cp949").encode()
    root: Element = fromstring(content, forbid_dtd=True)
    return root


def _box(thing: Element) -> dict[str, Any] | tuple[str, str]:
    """The box of an object, upright or turned, or (code, sentence)."""
    name = (thing.findtext("name") or "").strip()
    if not name:
        return "no_class", "The object has no name; give it one."
    base: dict[str, Any] = {"class": name}
    attributes = _own(thing)
    if attributes:
        base["attributes"] = attributes
    turn = thing.find("robndbox")
    form, sides = (
        ("bndbox", ("xmin", "ymin", "xmax", "ymax"))
        if turn is None
        else ("robndbox", ("cx", "cy", "w", "h", "angle"))
    )
    try:
        numbers = [float(thing.findtext(f"{form}/{side}") or "") for side in sides]
    except ValueError:
        return "not_a_number", f"The object's {form} lacks a number; mend or remove it."
    if turn is None:
        left, top, right, bottom = numbers
        box = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        return base | {"kind": "box"} | box
    x, y, across, down, radians = numbers
    if not math.isfinite(radians):
        return "not_a_number", "The object's angle is no number; mend or remove it."
    angle = math.degrees(radians) % 360
    box = {"x": x, "y": y, "width": across, "height": down, "angle": angle}
    fallback = base | upright(turned(x, y, across, down, angle))
    return base | {"kind": "rotated_box"} | box | {"fallback": fallback}


def _own(thing: Element) -> dict[str, Any]:
    """An object's attributes. VOC tells no numbers from texts: what reads as one is one."""
    found: dict[str, Any] = {flag: True for flag in _FLAGS if thing.findtext(flag) == "1"}
    for one in thing.iterfind("attributes/attribute"):
        name, value = one.findtext("name"), one.findtext("value")
        if name and value is not None:
            read = {"true": True, "false": False}.get(value.lower(), _read(value))
            if name in found:
                before = found[name]
                found[name] = [*(before if isinstance(before, list) else [str(before)]), value]
            else:
                found[name] = read
    return found


def _read(value: str) -> float | str:
    try:
        found = float(value)
    except ValueError:
        return value
    return found if math.isfinite(found) else value


def _attributes(root: Element) -> Iterator[Annotation]:
    chosen: dict[str, list[str]] = {}
    for one in root.iterfind("attribute"):
        name, value = one.findtext("name"), one.findtext("value")
        if name and value:
            chosen.setdefault(name, []).append(value)
    for name, values in chosen.items():
        yield {"kind": "class", "name": name, "classes": values}


def _whole(given: str | None) -> int | None:
    """A size in whole pixels; some tools write 0 when they do not know."""
    try:
        value = int(float(given or ""))
    except (ValueError, OverflowError):
        return None
    return value if value > 0 else None
