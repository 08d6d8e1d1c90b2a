"""Documents in COCO: an image for each page, `name.pdf/p1.png`, in pixels at 144 to the inch.

Beside what COCO says of an image stand `document` (the file), `page` (from 1) and, on the first
page, `document_attributes`: what is said of the whole. What stands in a box is the attribute
`text` of its annotation (`text` beside `attributes` where the box has an attribute of that name). A
table is an annotation whose `table` has its lines and cells.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.formats.record import Annotation, Record
from app.formats.writing import Notes

HOLDS = frozenset({"page_box", "table"})
WHOLES = {"class": "classes", "rating": "value", "writing": "text"}
_PAGE = re.compile(r"p([1-9][0-9]{0,5})")
_PLACED = re.compile(r"(.+\.pdf)/p[1-9][0-9]{0,5}\.(?:png|jpe?g|webp)", re.IGNORECASE)
_TABLE = ("rows", "columns", "cells")


def images(record: Record, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """(page's id, image) of each page. Ids follow from the item's."""
    name = record.media if record.media is not None else record.name
    for at, page in enumerate((record.facts or {"pages": ()})["pages"], 1):
        yield (
            f"p{at}",
            {
                "id": number * 10_000 + at,
                "file_name": f"{name}/p{at}.png",
                "width": page["width"],
                "height": page["height"],
                "document": name,
                "page": at,
            },
        )


def said(record: Record, pages: Mapping[str, dict[str, Any]]) -> Iterator[Annotation]:
    """The marks; what is said of a page or of the whole document is put into the pages' images."""
    first = next(iter(pages.values()), None)
    for one in record.annotations or ():
        field = WHOLES.get(one["kind"])
        part = one.get("part")
        if field is None or first is None or (part is not None and part not in pages):
            yield one
            continue
        image, key = (first, "document_attributes") if part is None else (pages[part], "attributes")
        image.setdefault(key, {})[one["name"]] = one[field]


def mark(one: Annotation, notes: Notes) -> dict[str, Any] | None:
    """The shape of a mark, and what stands in it; None for what has no place."""
    if one["kind"] not in HOLDS:
        notes.left_out(one, "COCO")
        return None
    made: dict[str, Any] = {
        "bbox": [one["x"], one["y"], one["width"], one["height"]],
        "area": one["width"] * one["height"],
        "iscrowd": 0,
        "segmentation": [],
    }
    own = dict(one.get("attributes") or {})
    if one.get("text"):
        if "text" in own:
            made["text"] = one["text"]
        else:
            own["text"] = one["text"]
    if own:
        made["attributes"] = own
    if one.get("group"):
        made["group"] = one["group"]
    if one["kind"] == "table":
        made["table"] = {key: one[key] for key in _TABLE if one.get(key)}
    return made


# --- reading ---------------------------------------------------------------------------------


def document_of(image: Mapping[str, Any]) -> str | None:
    """The document that an image is a page of."""
    named = image.get("document")
    if isinstance(named, str) and named:
        return named
    found = _PLACED.fullmatch(str(image.get("file_name") or ""))
    return found[1] if found else None


def page_of(image: Mapping[str, Any]) -> str | None:
    """The page's id."""
    page = image.get("page")
    if type(page) is int and page > 0:
        return f"p{page}"
    stem = str(image.get("file_name") or "").rpartition("/")[2].partition(".")[0]
    return stem if _PAGE.fullmatch(stem) else None


def read_mark(given: Mapping[str, Any], name: str, label: str, part: str) -> dict[str, Any]:
    """An annotation on a page."""
    x, y, width, height = given["bbox"]
    made: dict[str, Any] = {"kind": "page_box", "class": name, "part": part}
    made |= {"x": x, "y": y, "width": width, "height": height}
    if label:
        made["hint"] = label
    own = given.get("attributes")
    own = dict(own) if isinstance(own, dict) else {}
    text = given.get("text") if isinstance(given.get("text"), str) else own.pop("text", None)
    if isinstance(text, str) and text:
        made["text"] = text
    if own:
        made["attributes"] = own
    if isinstance(given.get("group"), str) and given["group"]:
        made["group"] = given["group"]
    table = given.get("table")
    if isinstance(table, dict):
        made.pop("text", None)
        made |= {"kind": "table"} | {key: table[key] for key in _TABLE if table.get(key)}
    return made
