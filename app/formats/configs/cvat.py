"""CVAT's labels, as its “Raw” editor and its API have them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.formats.configs.drafts import (
    MAX_CLASSES,
    MAX_OPTIONS,
    MAX_TEXT,
    BadConfig,
    Labels,
    Schema,
    classes,
    named,
)
from app.formats.configs.notes import Note, Notes

_CVAT = {
    "rectangle": "box",
    "polygon": "polygon",
    "polyline": "polyline",
    "points": "point",
    "mask": "mask",
    "cuboid": "cuboid",
    "skeleton": "keypoints",
    "tag": "class",
    "any": "box",
}
# Of a video; shapes that have no counterpart there are left out.
_TRACKS = {
    "rectangle": "box_track",
    "polygon": "polygon_track",
    "points": "point_track",
    "tag": "segment",
    "any": "box_track",
}
_INPUTS = {
    "select": "choice",
    "radio": "choice",
    "checkbox": "flag",
    "number": "number",
    "text": "text",
}


def cvat_labels(given: Any, video: bool = False) -> tuple[Schema, list[Note]]:
    """The schema of CVAT's labels, as its “Raw” editor and its API have them. Raises BadConfig.

    Labels of one type and with the same attributes become the classes of one definition; each
    skeleton becomes one of its own. The list does not say whether it is of a `video`; a task or
    job says it by its mode, “interpolation”.
    """
    if isinstance(given, Mapping):
        video = video or given.get("mode") == "interpolation"
        given = given.get("results", given.get("labels"))
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise BadConfig("CVAT's labels are a list of objects with a name each; copy them again.")
    notes = Notes()
    labels = Labels(notes)
    groups: dict[tuple[str, str], list[tuple[Mapping[str, Any], list[Any]]]] = {}
    for at, one in enumerate(given[:MAX_CLASSES]):
        name = one.get("name")
        if not isinstance(name, str) or not named(name):
            notes.add("no_name")
            continue
        kind = (_TRACKS if video else _CVAT).get(str(one.get("type") or "any"))
        if kind is None:
            notes.add("type_left_out", type=str(one["type"]))
            continue
        if (one.get("type") or "any") == "any":
            notes.add("any_shape")
        if kind == "segment":
            notes.add("tag_segments")
        attributes = _attributes(one.get("attributes"), notes, video)
        key = (kind, f"skeleton {at}" if kind == "keypoints" else repr(attributes))
        groups.setdefault(key, []).append((one, attributes))
    for (kind, _), members in groups.items():
        first, attributes = members[0]
        found = classes(
            ((one["name"], str(one.get("color") or ""), None) for one, _ in members), notes
        )
        more: dict[str, Any] = {"classes": found}
        if kind == "class":
            more |= {"many": True, "required": False}
            if attributes:
                notes.add("tag_attributes")
        elif attributes:
            more["attributes"] = attributes
        if kind == "keypoints":
            skeleton = _skeleton(first, notes)
            if skeleton is None:
                continue
            more["skeleton"] = skeleton
        labels.add(kind, str(first["name"]) if kind == "keypoints" else kind, **more)
    if not labels.all:
        raise BadConfig("None of CVAT's labels can be asked here; give each a name and a type.")
    return {"modality": "video" if video else "picture", "labels": labels.all}, notes.all()


def _listed(given: Any) -> Sequence[Mapping[str, Any]]:
    whole = given if isinstance(given, list) else []
    return [one for one in whole if isinstance(one, Mapping)]


def _attributes(given: Any, notes: Notes, video: bool) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in _listed(given)[:50]:
        name, kind = named(str(one.get("name") or "")), _INPUTS.get(str(one.get("input_type")))
        values = one.get("values")
        values = values.split("\n") if isinstance(values, str) else values
        values = [str(value) for value in values] if isinstance(values, list) else []
        if not name or kind is None or name in found:
            notes.add("attribute_left_out", name=name)
            continue
        attribute: dict[str, Any] = {"name": name, "kind": kind}
        if kind == "choice":
            options = [{"id": id} for id in dict.fromkeys(map(named, values)) if id][:MAX_OPTIONS]
            if not options:
                notes.add("no_values", name=name)
                continue
            attribute["options"] = options
        elif kind == "number":
            ends = [_whole(value) for value in values[:3]]
            if len(ends) == 3:
                least, most, step = ends
                if least is not None and most is not None and least <= most:
                    attribute |= {"min": least, "max": most}
                    attribute |= {"step": step} if step is not None and step > 0 else {}
        if one.get("mutable"):
            if video:
                notes.add("mutable_once")
            else:
                notes.add("mutable")
        if one.get("default_value") not in (None, "", "false"):
            notes.add("defaults")
        found[name] = attribute
    return list(found.values())


def _whole(value: str) -> int | None:
    try:
        return int(value)
    except ValueError:
        return None


_NODE = re.compile(r"<circle\b[^>]*>")
_EDGE = re.compile(r"<line\b[^>]*>")
_DATA = re.compile(r'\b(?:data-)?(node-id|label-name|label-id|node-from|node-to|cx|cy)="([^"]*)"')


def _skeleton(one: Mapping[str, Any], notes: Notes) -> dict[str, Any] | None:
    """Points and edges: points are the sublabels, edges stand in the picture of the skeleton."""
    points = [
        id
        for id in dict.fromkeys(
            named(str(sub.get("name") or "")) for sub in _listed(one.get("sublabels"))
        )
        if id
    ]
    if not points:
        notes.add("no_points", name=str(one["name"]))
        return None
    svg = one.get("svg")
    svg = svg[:MAX_TEXT] if isinstance(svg, str) else ""
    nodes: dict[str, int] = {}
    drawn: dict[str, dict[str, float | None]] = {}
    ids = {str(sub.get("id")): named(str(sub.get("name"))) for sub in _listed(one.get("sublabels"))}
    for at, circle in enumerate(_NODE.findall(svg)):
        data = dict(_DATA.findall(circle))
        name = data.get("label-name") or ids.get(data.get("label-id", ""), "")
        if name in points:
            nodes[data.get("node-id", str(at + 1))] = points.index(name)
            drawn[name] = {axis: _share(data.get(f"c{axis}")) for axis in "xy"}
    edges = []
    for line in _EDGE.findall(svg):
        data = dict(_DATA.findall(line))
        ends = [nodes.get(data.get(f"node-{end}", "")) for end in ("from", "to")]
        if None not in ends and ends[0] != ends[1] and ends not in edges:
            edges.append(ends)
    if not edges:
        notes.add("no_lines", name=str(one["name"]))
    there = [{"id": id, **drawn.get(id, {})} for id in points]
    return {"points": there, "edges": edges}


def _share(given: str | None) -> float | None:
    """A place of CVAT's drawing, which is 100 wide and high."""
    try:
        share = float(given or "") / 100
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
