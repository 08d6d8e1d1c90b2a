"""Content that is to be gone: bytes go where no other asset has them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.assets import prints
from app.core.database import after_commit
from app.models.asset import Asset
from app.storage import storage


def keys_of(asset: Asset) -> list[str]:
    """Everything that is stored of an asset: itself, its small picture, tiles, what it is shown
    from.
    """
    own = [key for key in (asset.storage_key, asset.thumbnail_key) if key is not None]
    return own + keys_of_made(asset.tiles) + keys_of_made(asset.prepared)


def keys_of_made(made: dict[str, Any] | None) -> list[str]:
    """What is stored under `Asset.tiles`, or `Asset.prepared`."""
    files = [made or {}, *(one for one in (made or {}).values() if isinstance(one, dict))]
    return [one["key"] for one in files if "key" in one]


def destroy(s: Session, asset: Asset) -> None:
    """Let an asset's content be gone; its row stays, for what refers to it. Of a text that is its
    document. Bytes go when this is committed.
    """
    keys = keys_of(asset)
    empty(s, asset)
    forget_content(s, keys)


def empty(s: Session, asset: Asset) -> None:
    """Let an asset's row say nothing any more of what it was but its identity."""
    prints.forget(s, asset.project_id, asset.id)
    asset.storage_key = asset.thumbnail_key = asset.url = None
    asset.tiles = asset.prepared = asset.document = None
    asset.connection_id = asset.looked_at = None
    asset.destroyed_at = s.execute(select(func.now())).scalar_one()
    s.flush()


def unshared(s: Session, project_id: int, assets: Sequence[Asset]) -> list[str]:
    """What is stored of these assets of a project, and of no other asset of any. What is made of a
    file can only be another's where the very same file is in another project."""
    values = {
        "p": project_id,
        "ids": [asset.id for asset in assets],
        "keys": sorted({key for asset in assets for key in keys_of(asset)}),
    }
    return list(s.scalars(text(_UNSHARED), values))


_UNSHARED = """
WITH same AS MATERIALIZED (
  SELECT DISTINCT k #>> '{}' AS key FROM asset mine
  JOIN project h ON h.id <> :p
  JOIN asset a ON a.project_id = h.id AND a.sha256 = mine.sha256
  CROSS JOIN LATERAL jsonb_path_query(jsonb_build_array(a.prepared, a.tiles), '$.**.key') k
  WHERE mine.project_id = :p AND mine.id = ANY (:ids))
SELECT wanted.key FROM unnest(CAST(:keys AS text[])) wanted (key)
WHERE NOT EXISTS (SELECT FROM asset a WHERE a.storage_key = wanted.key
    AND NOT (a.project_id = :p AND a.id = ANY (:ids)))
  AND NOT EXISTS (SELECT FROM asset a WHERE a.thumbnail_key = wanted.key
    AND NOT (a.project_id = :p AND a.id = ANY (:ids)))
  AND NOT EXISTS (SELECT FROM same WHERE same.key = wanted.key)
"""
_NEEDED = """
SELECT key FROM unnest(CAST(:keys AS text[])) key
WHERE EXISTS (SELECT FROM asset a WHERE a.storage_key = key)
  OR EXISTS (SELECT FROM asset a WHERE a.thumbnail_key = key)
"""


def forget_content(s: Session, keys: Iterable[str]) -> None:
    """Delete what is stored under `keys` once this is committed, but for what an asset of any
    project still is: call it when the rows are gone. What an asset is shown from is made of it, and
    so is nobody else's but where the same file is in two projects; it is made anew there.
    """
    wanted = sorted(set(keys))
    if not wanted:
        return
    needed = set(s.scalars(text(_NEEDED), {"keys": wanted}))
    gone = [key for key in wanted if key not in needed]

    def delete() -> None:
        for key in gone:
            storage().delete(key)

    after_commit(s, delete)
