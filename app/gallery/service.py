"""The gallery, read once from its files."""

import json
from functools import cache
from pathlib import Path

from app.gallery.schemas import Ready
from app.labels.base import MODALITIES

FOLDER = Path(__file__).parent / "ready"
_ORDER = list(MODALITIES.values())


@cache
def gallery() -> tuple[Ready, ...]:
    """All ready schemas: pictures, texts, sounds and so on; within these by id."""
    found = [
        Ready(id=path.stem, **json.loads(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.json"))
    ]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.definition["modality"])))
