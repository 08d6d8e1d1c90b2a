"""Label Studio's JSON, written task by task."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from app.formats.judges import turned
from app.formats.labelstudio import brush
from app.formats.record import Annotation, Record
from app.formats.utf16 import Offsets
from app.formats.writing import Asked, Notes

HOLDS = frozenset(
    {
        "box",
        "rotated_box",
        "polygon",
        "point",
        "mask",
        "class",
        "relation",
        "rating",
        "writing",
        "span",
        "comparison",
        "ranking",
    }
)
BENDS = frozenset({"keypoints"})
_NAME = "Label Studio"
_IMAGE = "image"
_POINT = 0.5  # percent of the picture's width that a point is drawn with


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[bytes]:
    """The JSON list in pieces, a few tasks each."""
    writer = _Tasks(asked, notes)
    before = b"["
    for at, record in enumerate(records, 1):
        task = writer.of(record, at)
        yield before + b"\n" + orjson.dumps(task)
        before = b","
    yield (b"[" if before == b"[" else b"") + b"\n]\n"


class _Tasks:
    def __init__(self, asked: Asked, notes: Notes) -> None:
        self._labels = {str(label["name"]): label for label in asked.labels}
        self._points = {(one.label, one.name): one.points for one in asked.categories}
        self._notes = notes

    def of(self, record: Record, at: int) -> dict[str, Any]:
        """One task."""
        number = record.number if record.number is not None else at
        task: dict[str, Any] = {"id": number, "data": _data(record)}
        if record.annotations is not None:
            results = [
                result for one in record.annotations for result in self._results(one, record)
            ]
            task["annotations"] = [
                {"id": number, "was_cancelled": False, "ground_truth": False, "result": results}
            ]
        return task

    def _results(self, one: Annotation, record: Record) -> Iterator[dict[str, Any]]:
        kind = one["kind"]
        self._notes.extras(one, _NAME, "group", "evidence")
        if kind == "relation":
            yield self._relation(one)
        elif kind in _SHAPES and record.width and record.height:
            yield from self._shapes(one, record.width, record.height)
        elif kind == "span" and record.document is not None:
            texts = {part["id"]: part["text"] for part in record.document["parts"]}
            text = texts[one["part"]]
            offsets = Offsets(text)
            place = {
                "start": offsets.units(one["start"]),
                "end": offsets.units(one["end"]),
                "text": text[one["start"] : one["end"]],
            }
            result = _result(one, one["part"], "labels", place | {"labels": [one["class"]]})
            yield result
            yield from self._own(one, result, place)
        elif kind in ("class", "rating", "writing", "comparison", "ranking"):
            yield self._whole(one, record)
        else:
            self._notes.left_out(one, _NAME)

    def _shapes(self, one: Annotation, width: int, height: int) -> Iterator[dict[str, Any]]:
        if one["kind"] == "keypoints":
            self._notes.bent(one, _NAME, "a point for each of its points")
            names = self._points.get((one.get("name", ""), one["class"]), ())
            for at, (x, y, v) in enumerate(one["points"]):
                name = names[at] if at < len(names) else str(at + 1)
                if v > 0:
                    point = {"kind": "point", "class": name, "x": x, "y": y}
                    yield from self._shapes(
                        {**point, "id": f"{one['id']}.{at + 1}", "name": one["name"]},
                        width,
                        height,
                    )
            return
        type, place = _place(one, width, height)
        result = _result(one, _IMAGE, type, place | {type: [one["class"]]})
        size = {"original_width": width, "original_height": height, "image_rotation": 0}
        yield result | size
        for own in self._own(one, result, place):
            yield own | size

    def _own(
        self, one: Annotation, result: Mapping[str, Any], place: Mapping[str, Any]
    ) -> Iterator[dict[str, Any]]:
        """The mark's attributes, as results under its id."""
        for name, value in (one.get("attributes") or {}).items():
            type, key, given = "choices", "choices", value
            if isinstance(value, bool):
                given = [str(value).lower()]
            elif isinstance(value, int | float):
                type = key = "number"
            elif isinstance(value, str):
                given = [value]
                if self._attribute(one, name).get("kind") == "text":
                    type, key = "textarea", "text"
            yield {**result, "from_name": name, "type": type, "value": {**place, key: given}}

    def _attribute(self, one: Annotation, name: str) -> Mapping[str, Any]:
        label = self._labels.get(one.get("name", ""), {})
        return next((a for a in label.get("attributes") or () if a["name"] == name), {})

    def _relation(self, one: Annotation) -> dict[str, Any]:
        directed = self._labels.get(one.get("name", ""), {}).get("directed", True)
        return {
            "type": "relation",
            "from_id": one["from"],
            "to_id": one["to"],
            "direction": "right" if directed else "bi",
            "labels": [one["class"]],
        }

    def _whole(self, one: Annotation, record: Record) -> dict[str, Any]:
        """What is said of the item, or of one of its parts."""
        kind, part = one["kind"], one.get("part")
        parts = [one["id"] for one in record.document["parts"]] if record.document else [_IMAGE]
        to = part or ",".join(parts)
        if kind == "class":
            classes = self._classes(one)
            if any(above is not None for above in classes.values()):
                paths = [_path(chosen, classes) for chosen in one["classes"]]
                result = _result(one, to, "taxonomy", {"taxonomy": paths})
            else:
                result = _result(one, to, "choices", {"choices": list(one["classes"])})
        elif kind == "writing":
            result = _result(one, to, "textarea", {"text": [one["text"]]})
        elif kind == "rating":
            value = one["value"]
            type = "rating" if value == int(value) and value >= 1 else "number"
            result = _result(one, to, type, {type: int(value) if type == "rating" else value})
        elif kind == "ranking":
            result = _result(one, to, "ranker", {"ranker": {"rank": list(one["order"])}})
        else:
            return self._comparison(one, record)
        return result | ({"part": part} if part else {})

    def _classes(self, one: Annotation) -> dict[str, str | None]:
        given = self._labels.get(one.get("name", ""), {}).get("classes") or ()
        return {chosen["id"]: chosen.get("parent") for chosen in given}

    def _comparison(self, one: Annotation, record: Record) -> dict[str, Any]:
        roles = self._labels.get(one.get("name", ""), {}).get("roles")
        parts = [
            part["id"]
            for part in (record.document or {"parts": ()})["parts"]
            if roles is None or part["role"] in roles
        ]
        to = ",".join(parts)
        if len(parts) == 2 and one["better"] is not None:
            side = "left" if one["better"] == parts[0] else "right"
            return _result(one, to, "pairwise", {"selected": side})
        self._notes.bent(one, _NAME, "a choice of the better part (or “tie”)")
        return _result(one, to, "choices", {"choices": [one["better"] or "tie"]})


_SHAPES = frozenset({"box", "rotated_box", "polygon", "point", "mask", "keypoints"})


def _data(record: Record) -> dict[str, Any]:
    if record.document is None:
        return {_IMAGE: record.url or record.media or record.name, "name": record.name}
    data: dict[str, Any] = {"name": record.name}
    for part in record.document["parts"]:
        data[part["id"]] = part["text"]
    roles = {part["id"]: part["role"] for part in record.document["parts"] if part["role"]}
    return data | ({"roles": roles} if roles else {})


def _result(one: Annotation, to: str, type: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": one["id"],
        "from_name": one["name"],
        "to_name": to,
        "type": type,
        "origin": "manual",
        "value": value,
    }


def _place(one: Annotation, width: int, height: int) -> tuple[str, dict[str, Any]]:
    """The type of result, and the geometry in percents."""
    kind = one["kind"]
    if kind == "mask":
        return "brushlabels", {"format": "rle", "rle": brush.packed(one, width, height)}
    if kind == "polygon":
        points = [_percents(at, width, height) for at in one["points"]]
        return "polygonlabels", {"points": points, "closed": True}
    x, y = one["x"], one["y"]
    if kind == "point":
        left, upper = _percents((x, y), width, height)
        return "keypointlabels", {"x": left, "y": upper, "width": _POINT}
    angle = 0
    if kind == "rotated_box":
        angle = one["angle"]
        x, y = turned(x, y, one["width"], one["height"], angle)[0]
    left, upper = _percents((x, y), width, height)
    across, down = _percents((one["width"], one["height"]), width, height)
    sides = {"x": left, "y": upper, "width": across, "height": down, "rotation": angle}
    return "rectanglelabels", sides


def _percents(at: Sequence[float], width: int, height: int) -> list[float]:
    return [at[0] * 100 / width, at[1] * 100 / height]


def _path(chosen: str, parents: Mapping[str, str | None]) -> list[str]:
    """A class under all those that it belongs to, the topmost first."""
    path = [chosen]
    while (above := parents.get(path[0])) is not None and above not in path:
        path.insert(0, above)
    return path
