"""CVAT's XML, written as records come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.formats.record import Annotation, Record
from app.formats.writing import Asked, Notes, gathered
from app.formats.xml import number, quoted, said, text

HOLDS = frozenset(
    {
        "box",
        "rotated_box",
        "polygon",
        "polyline",
        "point",
        "keypoints",
        "mask",
        "cuboid",
        "class",
    }
)
BENDS: frozenset[str] = frozenset()

_TYPES = {
    "box": "rectangle",
    "rotated_box": "rectangle",
    "point": "points",
    "keypoints": "skeleton",
    "class": "tag",
    "box_track": "rectangle",
    "polygon_track": "polygon",
    "point_track": "points",
}
_INPUTS = {"choice": "select", "flag": "checkbox", "number": "number"}
# CVAT's corners, and where ours has them: front face, then back, each clockwise from upper left.
CORNERS = ("tl1", "tr1", "br1", "bl1", "tl2", "tr2", "br2", "bl2")
_ORDER = ("tl1", "bl1", "tr1", "br1", "tl2", "bl2", "tr2", "br2")


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[bytes]:
    """The XML file in pieces."""
    titles = asked.titles(HOLDS)
    writer = _Images(asked, titles, notes)

    def lines() -> Iterator[str]:
        yield f"{BEGINS}  <meta><task><mode>annotation</mode><labels>\n"
        yield labels(asked, titles)
        yield "  </labels></task></meta>\n"
        for at, record in enumerate(records):
            yield writer.of(record, at)
        yield "</annotations>\n"

    return gathered(lines())


BEGINS = '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n'


def labels(asked: Asked, titles: Mapping[tuple[str, str], str]) -> str:
    """The labels of the head, a line each."""
    attributes = {str(label["name"]): label.get("attributes") or () for label in asked.labels}
    lines: list[str] = []
    for one in asked.categories:
        title = titles.get((one.label, one.name))
        if title is None:
            continue
        asks = "".join(
            _attribute(given)
            for given in attributes.get(one.label, ())
            if given.get("classes") is None or one.name in given["classes"]
        )
        lines.append(
            f"    <label><name>{text(title)}</name><type>{_TYPES.get(one.kind, one.kind)}</type>"
            f"<attributes>{asks}</attributes></label>"
        )
        lines += [
            f"    <label><name>{text(point)}</name><type>points</type><attributes></attributes>"
            f"<parent>{text(title)}</parent></label>"
            for point in one.points
        ]
    return "".join(f"{line}\n" for line in lines)


def _attribute(given: Mapping[str, Any]) -> str:
    kind = given["kind"]
    values = ""
    if kind == "flag":
        values = "false\ntrue"
    elif kind == "number":
        least, most = given.get("min"), given.get("max")
        low = 0 if least is None else least
        values = f"{low}\n{1_000_000 if most is None else most}\n{given.get('step') or 1}"
    elif kind in ("choice", "many"):
        values = "\n".join(option["id"] for option in given.get("options") or ())
    return (
        f"<attribute><name>{text(given['name'])}</name><mutable>False</mutable>"
        f"<input_type>{_INPUTS.get(kind, 'text')}</input_type><default_value></default_value>"
        f"<values>{text(values)}</values></attribute>"
    )


class _Images:
    def __init__(self, asked: Asked, titles: Mapping[tuple[str, str], str], notes: Notes) -> None:
        self._titles = titles
        self._points = {(one.label, one.name): one.points for one in asked.categories if one.points}
        self._notes = notes

    def of(self, record: Record, at: int) -> str:
        """One `<image>`."""
        named = {
            "id": record.number if record.number is not None else at,
            "name": record.media if record.media is not None else record.name,
            "width": record.width or 0,
            "height": record.height or 0,
        }
        groups: dict[str, int] = {}
        shapes = "".join(self._shapes(one, groups) for one in record.annotations or ())
        return f"  <image{in_tag(named)}>\n{shapes}  </image>\n"

    def _shapes(self, one: Annotation, groups: dict[str, int]) -> str:
        kind = one["kind"]
        if kind not in HOLDS or one.get("part") is not None:
            self._notes.left_out(one, "CVAT XML")
            return ""
        if kind == "class":
            return "".join(
                f"    <tag{in_tag({'label': self._title(one, chosen), 'source': 'manual'})}>"
                "</tag>\n"
                for chosen in one["classes"]
            )
        own = dict(one.get("attributes") or {})
        named: dict[str, Any] = {"label": self._title(one, one["class"]), "source": "manual"}
        named["occluded"] = int(own.pop("occluded", False) is True)
        element, geometry, inside = self._geometry(one)
        named |= geometry
        named["z_order"] = 0
        if one.get("group"):
            named["group_id"] = groups.setdefault(one["group"], len(groups) + 1)
        inside += own_attributes(one, own, self._notes)
        return f"    <{element}{in_tag(named)}>{inside}</{element}>\n"

    def _title(self, one: Annotation, chosen: str) -> str:
        return self._titles.get((one.get("name", ""), chosen), chosen)

    def _geometry(self, one: Annotation) -> tuple[str, dict[str, Any], str]:
        """The element, its attributes, and what stands in it."""
        kind = one["kind"]
        if kind in ("box", "rotated_box"):
            x, y, width, height = one["x"], one["y"], one["width"], one["height"]
            turn = {}
            if kind == "rotated_box":
                x, y, turn = x - width / 2, y - height / 2, {"rotation": number(one["angle"])}
            edges = {"xtl": x, "ytl": y, "xbr": x + width, "ybr": y + height}
            return "box", {side: number(at) for side, at in edges.items()} | turn, ""
        if kind == "point":
            return "points", {"points": pairs([(one["x"], one["y"])])}, ""
        if kind == "mask":
            sides = {
                "rle": ", ".join(map(str, one["counts"])),
                "left": one["x"],
                "top": one["y"],
                "width": one["width"],
                "height": one["height"],
            }
            return "mask", sides, ""
        if kind == "cuboid":
            corners = dict(zip(CORNERS, one["points"], strict=True))
            return (
                "cuboid",
                {
                    f"{axis}{corner}": number(corners[corner][at])
                    for corner in _ORDER
                    for at, axis in enumerate("xy")
                },
                "",
            )
        if kind == "keypoints":
            names = self._points.get((one.get("name", ""), one["class"]), ())
            return "skeleton", {}, "".join(_joints(one["points"], names))
        return kind, {"points": pairs(one["points"])}, ""


def own_attributes(one: Annotation, attributes: Mapping[str, Any], notes: Notes) -> str:
    """A mark's own attributes as elements."""
    written = []
    for name, value in attributes.items():
        if isinstance(value, list | tuple):
            notes.add(
                "many_as_text",
                f"{one.get('name')}.{name}",
                "CVAT XML has one value for an attribute: several were written as one text.",
            )
            value = ", ".join(map(str, value))
        written.append(f"<attribute name={quoted(name)}>{text(said(value))}</attribute>")
    return "".join(written)


def _joints(points: Sequence[Sequence[float]], names: Sequence[str]) -> Iterator[str]:
    for at, (x, y, v) in enumerate(points):
        named = {
            "label": names[at] if at < len(names) else str(at + 1),
            "source": "manual",
            "outside": int(v == 0),
            "occluded": int(v == 1),
            "points": pairs([(x, y)]),
        }
        yield f"<points{in_tag(named)}></points>"


def in_tag(named: Mapping[str, Any]) -> str:
    """Attributes of an element."""
    return "".join(f" {name}={quoted(value)}" for name, value in named.items())


def pairs(points: Iterable[Sequence[float]]) -> str:
    """Points as CVAT writes them: `x,y;x,y`."""
    return ";".join(f"{number(x)},{number(y)}" for x, y in points)
