"""The gallery, read once from its files."""

import json
from functools import cache
from pathlib import Path

from app.gallery.schemas import Ready

FOLDER = Path(__file__).parent / "ready"


@cache
def gallery() -> tuple[Ready, ...]:
    """All ready schemas, pictures before texts, by id."""
    found = [
        Ready(id=path.stem, **json.loads(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.json"))
    ]
    return tuple(sorted(found, key=lambda one: str(one.definition["modality"])))
