"""Have a piece cut, and keep it as an asset of the project."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.assets.cuts import text
from app.core.database import transaction
from app.labels.pieces import BundlePiece, Loudness, Piece, SplitRefused, TextPiece
from app.models.asset import Asset
from app.models.item import Item


def cut(project_id: int, item_id: int, piece: Piece) -> int:
    """The asset that shows just the piece of the item, or the members of a bundle."""
    ids = [one.item for one in piece.members] if isinstance(piece, BundlePiece) else [item_id]
    with transaction() as s:
        assets = _assets(s, project_id, ids)
        origin = assets[ids[0]]
        documents = {id: one.document for id, one in assets.items() if one.document is not None}
        if len(documents) == len(ids):
            return _keep_text(s, project_id, origin.id, documents, piece)
    raise SplitRefused("Only texts can be cut into pieces so far.")


def loudness(project_id: int, item_id: int) -> Loudness:
    """How loud the item's sound is."""
    raise SplitRefused("It is not known how loud this item is.")


def _assets(s: Session, project_id: int, item_ids: list[int]) -> dict[int, Asset]:
    rows = s.execute(
        select(Item.id, Asset)
        .join(Asset, (Asset.project_id == Item.project_id) & (Asset.id == Item.asset_id))
        .where(Item.project_id == project_id, Item.id.in_(item_ids))
    )
    return {row[0]: row[1] for row in rows}


def _keep_text(
    s: Session,
    project_id: int,
    origin_id: int,
    documents: Mapping[int, dict[str, Any]],
    piece: Piece,
) -> int:
    if isinstance(piece, TextPiece):
        (document,) = documents.values()
        made = text.stretches(document, piece)
    elif isinstance(piece, BundlePiece):
        made = text.together(documents, piece)
    else:
        raise SplitRefused(f"A text cannot be cut by {piece.by}.")
    content = orjson.dumps(made, option=orjson.OPT_SORT_KEYS)
    identity = sha256(content).hexdigest()
    s.execute(
        insert(Asset)
        .values(
            project_id=project_id,
            sha256=identity,
            media_type="text/plain",
            bytes=len(content),
            document=made,
            origin_id=origin_id,
        )
        .on_conflict_do_nothing(index_elements=["project_id", "sha256"])
    )
    known = select(Asset.id).where(Asset.project_id == project_id, Asset.sha256 == identity)
    return s.execute(known).scalar_one()
