"""CVAT's XML for videos, version 1.1: one file a video, a `<track>` for each object."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.core.between import corners
from app.formats import tracks
from app.formats.beside import Stems
from app.formats.cvat.writing import BEGINS, in_tag, labels, own_attributes, pairs
from app.formats.record import Annotation, Record
from app.formats.writing import Asked, File, Notes, gathered
from app.formats.xml import number, text

HOLDS = frozenset(tracks.KINDS)
BENDS: frozenset[str] = frozenset()
_FORMAT = "CVAT XML for video"


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """An `annotations/….xml` for every video, in the folders of its name, as CVAT exports a task:
    every frame of a track has an element, those that a person set with `keyframe="1"`, and where it
    ends one that is `outside`.
    """
    titles = asked.titles(HOLDS)
    stems = Stems()
    for record in records:
        lines = _document(record, asked, titles, notes)
        yield File(f"annotations/{stems.of(record.name)}.xml", pieces=gathered(lines))


def _document(
    record: Record, asked: Asked, titles: Mapping[tuple[str, str], str], notes: Notes
) -> Iterator[str]:
    facts = record.facts or {}
    length = facts.get("length")
    last = "" if length is None else f"<stop_frame>{length - 1}</stop_frame>"
    yield (
        f"{BEGINS}  <meta><task><name>{text(record.name)}</name><size>{length or 0}</size>"
        f"<mode>interpolation</mode><start_frame>0</start_frame>{last}<labels>\n"
    )
    yield labels(asked, titles)
    yield (
        "  </labels><original_size>"
        f"<width>{facts.get('width') or 0}</width><height>{facts.get('height') or 0}</height>"
        f"</original_size><source>{text(record.media or record.name)}</source></task></meta>\n"
    )
    groups: dict[str, int] = {}
    written = 0
    for one in record.annotations or ():
        if one["kind"] not in HOLDS:
            notes.left_out(one, _FORMAT)
            continue
        named: dict[str, Any] = {
            "id": written,
            "label": titles.get((one.get("name", ""), one["class"]), one["class"]),
            "source": "manual",
        }
        if one.get("group"):
            named["group_id"] = groups.setdefault(one["group"], len(groups) + 1)
        yield f"  <track{in_tag(named)}>\n"
        yield from _shapes(one, length, notes)
        yield "  </track>\n"
        written += 1
    yield "</annotations>\n"


def _shapes(one: Annotation, length: int | None, notes: Notes) -> Iterator[str]:
    own = own_attributes(one, one.get("attributes") or {}, notes)
    for seen in tracks.frames(one, length):
        element, geometry = _geometry(one["kind"], seen)
        named = {
            "frame": seen.frame,
            "keyframe": int(seen.key),
            "outside": int(seen.outside),
            "occluded": int(seen.occluded),
            **geometry,
            "z_order": 0,
        }
        yield f"    <{element}{in_tag(named)}>{own}</{element}>\n"


def _geometry(kind: str, seen: tracks.Seen) -> tuple[str, dict[str, str]]:
    if kind == "box_track":
        x, y, width, height = seen.numbers
        edges = {"xtl": x, "ytl": y, "xbr": x + width, "ybr": y + height}
        return "box", {side: number(at) for side, at in edges.items()}
    element = "polygon" if kind == "polygon_track" else "points"
    return element, {"points": pairs(corners(seen.numbers))}
