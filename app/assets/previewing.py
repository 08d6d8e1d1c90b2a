"""How the first rows of a dry run would look as items."""

import base64
from collections import Counter
from typing import Any

import orjson

from app.assets.reading import Made

SHOWN = 20
"""Rows that are shown."""

_EXCERPT = 200
_MOST_LABELS = 50


def shown(made: Made) -> dict[str, Any]:
    """A row as it would become an item: `PreviewRow` in JSON. The small picture is base64 of WebP,
    where one was made anyway.
    """
    record, content = made.record, made.content
    assert record is not None
    assert content is not None
    excerpt = None
    if record.document is not None:
        excerpt = " / ".join(part["text"] for part in record.document["parts"])[:_EXCERPT]
    small = made.thumbnail
    return {
        "place": record.row,
        "name": record.name,
        "media_type": content.media_type,
        "width": content.width,
        "height": content.height,
        "bytes": content.bytes,
        "meta": dict(record.meta) or None,
        "labels": _labels(made.prelabels),
        "excerpt": excerpt,
        "thumbnail": None if small is None else base64.b64encode(small).decode(),
    }


def _labels(prelabels: bytes | None) -> dict[str, int] | None:
    """How many annotations there are of each class; of those without one, of each kind."""
    if prelabels is None:
        return None
    counted: Counter[str] = Counter()
    for one in orjson.loads(prelabels)["annotations"]:
        classes = one.get("classes") or [one.get("class") or one["kind"]]
        counted.update(map(str, classes))
    return dict(counted.most_common(_MOST_LABELS))
