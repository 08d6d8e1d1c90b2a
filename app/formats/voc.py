"""Pascal VOC: one XML file a picture, `object/name` and `bndbox` corners in pixels.

Corners are taken exactly as they stand: x = xmin, y = ymin, width = xmax - xmin, height =
ymax - ymin, and written back so. (VOC itself counts pixels from 1 and includes the last; sets
made with today's tools do neither, and guessing would move every box of one or the other.)

Label files may lie in any folder: they find their picture by stem, then by `filename`. Classes of
the picture as a whole have no place in VOC: they are written as `attribute` elements.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.core.outline import bounds
from app.formats.record import Annotation, Grade, Record, Refused, fitting
from app.formats.source import Names, Source, is_junk, is_picture, read_limited

# 10,000 objects are about 3 MB.
MAX_FILE = 16 << 20

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding=["']([A-Za-z0-9_-]+)["'][^>]*\?>""")
# expat knows no Korean encoding of several bytes.
_KOREAN = frozenset({"euc-kr", "cp949", "ms949", "ks_c_5601-1987", "uhc"})
# What XML 1.0 cannot hold even escaped.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# --- writing ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class File:
    """One file of the archive."""

    name: str
    content: bytes


def write(records: Iterable[Record], database: str = "Dure") -> Iterator[File]:
    """An `Annotations/….xml` for every record, in the folders of its name.

    Two pictures of one stem (`a.jpg`, `a.png`) cannot share `a.xml`: the second keeps its whole
    name, `a.png.xml`.
    """
    # Hashes, not names: 32 bytes a record, where a chance collision costs a longer name.
    taken: set[int] = set()
    for record in records:
        path = PurePosixPath(record.name)
        stem = str(path.with_suffix(""))
        if hash(stem) in taken:
            stem = record.name
        taken.add(hash(stem))
        yield File(f"Annotations/{stem}.xml", _document(record, database).encode())


def _document(record: Record, database: str) -> str:
    path = PurePosixPath(record.media if record.media is not None else record.name)
    lines = [
        "<annotation>",
        f"\t<folder>{_text(path.parent.name)}</folder>",
        f"\t<filename>{_text(path.name)}</filename>",
        f"\t<path>{_text(str(path))}</path>",
        f"\t<source><database>{_text(database)}</database></source>",
        f"\t<size><width>{record.width}</width><height>{record.height}</height>"
        "<depth>3</depth></size>",
        "\t<segmented>0</segmented>",
    ]
    for one in record.annotations or ():
        if one["kind"] in ("box", "polygon"):
            left, upper, right, lower = _edges(one)
            lines.append(
                f"\t<object><name>{_text(one['class'])}</name><pose>Unspecified</pose>"
                "<truncated>0</truncated><difficult>0</difficult>"
                f"<bndbox><xmin>{_number(left)}</xmin><ymin>{_number(upper)}</ymin>"
                f"<xmax>{_number(right)}</xmax><ymax>{_number(lower)}</ymax></bndbox></object>"
            )
        else:
            lines.extend(
                f"\t<attribute><name>{_text(one['name'])}</name>"
                f"<value>{_text(chosen)}</value></attribute>"
                for chosen in one["classes"]
            )
    lines.append("</annotation>\n")
    return "\n".join(lines)


def _edges(one: Annotation) -> tuple[float, float, float, float]:
    if one["kind"] == "polygon":
        return bounds(one["points"])
    x, y = one["x"], one["y"]
    return x, y, x + one["width"], y + one["height"]


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", value))


def _number(value: float) -> str:
    """Without loss, and whole numbers as such: many readers call int()."""
    return str(int(value)) if value == int(value) else repr(float(value))


# --- reading ---------------------------------------------------------------------------------


def files(names: Iterable[str]) -> list[str]:
    """The files that may be VOC."""
    return [name for name in names if name.lower().endswith(".xml") and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether an XML file begins as VOC does."""
    with source.open(name) as stream:
        return b"<annotation" in stream.read(4_096)


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every label file that has its picture, then every picture without one."""
    yield from source.refused()
    names = source.names()
    pictures = [name for name in names if is_picture(name) and not is_junk(name)]
    index = Names(pictures)
    used: set[str] = set()
    for file in files(names):
        with source.open(file) as stream:
            content = read_limited(stream, MAX_FILE)
        if content is None:
            yield Refused(file, "", "file_too_large", "The label file is over 16 MB; split it.")
            continue
        try:
            root = _parse(content)
        except (ParseError, DefusedXmlException, UnicodeError, LookupError, ValueError) as wrong:
            reason = "it declares entities" if isinstance(wrong, DefusedXmlException) else wrong
            yield Refused(file, "", "not_xml", f"The label file cannot be read: {reason}.")
            continue
        if root.tag != "annotation":
            yield Refused(file, "", "not_voc", "The XML file is not Pascal VOC; leave it out.")
            continue
        yield from _read_file(root, file, index, used)
    for name in pictures:
        if name not in used:
            yield Record(name, row=name, media=name)


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
    """The box of an object, or (code, sentence)."""
    name = (thing.findtext("name") or "").strip()
    if not name:
        return "no_class", "The object has no name; give it one."
    if thing.find("robndbox") is not None:
        return "rotated", "Turned boxes are not taken; draw it upright or remove it."
    corners = [thing.findtext(f"bndbox/{side}") for side in ("xmin", "ymin", "xmax", "ymax")]
    try:
        left, top, right, bottom = (float(corner or "") for corner in corners)
    except ValueError:
        return "not_a_number", "The object has no bndbox of four numbers; mend or remove it."
    return {
        "kind": "box",
        "class": name,
        "x": left,
        "y": top,
        "width": right - left,
        "height": bottom - top,
    }


def _attributes(root: Element) -> Iterator[Annotation]:
    chosen: dict[str, list[str]] = {}
    for one in root.iterfind("attribute"):
        name, value = one.findtext("name"), one.findtext("value")
        if name and value:
            chosen.setdefault(name, []).append(value)
    for name, values in chosen.items():
        yield {"kind": "class", "name": name, "classes": values}


def _whole(text: str | None) -> int | None:
    """A size in whole pixels; some tools write 0 when they do not know."""
    try:
        value = int(float(text or ""))
    except (ValueError, OverflowError):
        return None
    return value if value > 0 else None
