"""Items whose files are stored as an import stores them, without one."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.assets.media import medium
from app.assets.pictures import open_picture
from app.core.database import transaction
from app.models import Asset, Item
from app.storage import storage
from tests.factories import Place


def add(place: Place, content: bytes | dict[str, Any], modality: str, name: str = "file") -> int:
    """A ready item of the place's stage with this file, or document; its id."""
    (item_id,) = place.add_items(1)
    values: dict[str, Any] = {"width": None, "height": None}
    if isinstance(content, dict):
        values |= {"document": content, "media_type": "text/plain"}
    elif modality == "picture":
        picture = open_picture(content)
        values |= {"width": picture.width, "height": picture.height}
        values |= {"media_type": picture.media_type, "bytes": len(picture.content)}
        values["storage_key"] = storage().put([picture.content]).key
        values["thumbnail_key"] = storage().put([picture.thumbnail]).key
    else:
        taken = medium(modality)
        assert taken is not None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            path.write_bytes(content)
            found = taken.probe(path, name)
            values |= {"facts": dict(found.facts), "media_type": found.media_type}
            values |= {"width": found.width, "height": found.height}
            values["storage_key"] = storage().put([found.kept.read_bytes()]).key
    if isinstance(content, bytes):
        values["sha256"] = hashlib.sha256(content).hexdigest()
    with transaction() as s:
        wanted = select(Asset).join(
            Item, (Item.project_id == Asset.project_id) & (Item.asset_id == Asset.id)
        )
        asset = s.execute(wanted.where(Item.id == item_id)).scalar_one()
        for key, value in values.items():
            setattr(asset, key, value)
    return item_id


def asset(project_id: int, asset_id: int) -> Asset:
    with transaction() as s:
        found = s.get_one(Asset, (project_id, asset_id))
        s.expunge(found)
        return found


def content(one: Asset) -> bytes:
    return b"".join(storage().open(one.storage_key or ""))
