"""Sounds, videos, documents and time series are made ready to be shown."""

from pathlib import Path
from typing import Any, BinaryIO

from app.assets.aside import Aside, Never, Step, Waiting
from app.assets.media import MediaRefused, medium
from app.models.asset import UNPREPARED, Asset
from app.storage import storage


def _prepared(path: Path, one: Waiting, step: Step) -> dict[str, Any]:
    """What a file is shown from, stored. Raises Never."""
    taken = medium(one.facts["modality"])
    assert taken is not None  # only what has facts waits
    types: dict[str, str] = {}

    def keep(content: BinaryIO, media_type: str) -> str:
        key = storage().put(content, media_type=media_type).key
        types[key] = media_type
        return key

    try:
        files = taken.prepare(path, one.facts, keep, step)
    except MediaRefused as no:
        raise Never(no.reason) from None
    # Links are made without a look at the file: what it is stands beside its key.
    for file in files.values():
        if isinstance(file, dict):
            file["media_type"] = types[file["key"]]
    return files


PREPARED = Aside("prepare", UNPREPARED, Asset.prepared, "prepared", _prepared)
