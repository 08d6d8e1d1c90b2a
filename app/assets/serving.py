"""Short-lived addresses of an asset's files."""

from typing import Any

from app.assets import far, pyramid
from app.assets.schemas import MediaOut, TileLinks
from app.core.errors import NotFound
from app.core.settings import settings
from app.models.asset import Asset
from app.storage import LINK_TTL, sign_link, storage


class Withheld(NotFound):
    """An original that goes out only to who may see originals, each time with a reason."""

    code, title = "withheld", "Original withheld"


def links(asset: Asset, *, original: bool = False) -> MediaOut:
    """Where the file and its thumbnail can be read for some minutes. A file registered by its
    address is read there. Raises NotFound for a text, and where only a hash is known; Withheld for
    an original that is, unless it is meant to be seen (`original`).
    """
    if asset.withheld and not original:
        raise Withheld("Something is hidden in this file; ask a custodian for the original.")
    if asset.document is not None:
        raise NotFound("This is a text and has no file; it comes with its item, or with a lease.")
    if asset.storage_key is not None:
        url = storage().link(asset.storage_key, LINK_TTL, media_type=asset.media_type)
    elif asset.connection_id is not None and asset.looked_at is not None:
        if asset.unfit is not None:
            raise NotFound("The picture cannot be shown: it is gone from its cloud, or none.")
        url = far.link(asset)
    elif asset.url is not None and asset.url.startswith(("https://", "http://")):
        url = asset.url
    else:
        raise NotFound("The picture itself is not here; import it, or register its address.")
    return MediaOut(
        url=url,
        thumbnail_url=thumbnail(asset.thumbnail_key),
        tiles=_tiles(asset),
        prepared=None if asset.prepared is None else _linked(asset.prepared),
        media_type=asset.media_type,
        width=asset.width,
        height=asset.height,
        expires_in=int(LINK_TTL.total_seconds()),
    )


def _tiles(asset: Asset) -> TileLinks | None:
    """Where tiles can be read as long as the picture itself. The app serves them wherever they
    lie: many are in one file, whose parts a storage's own link does not name.
    """
    if asset.tiles is None or "key" not in asset.tiles:
        return None
    secret = settings().signing_key()
    link = sign_link(secret, asset.tiles["key"], LINK_TTL, media_type=pyramid.MEDIA_TYPE)
    url = f"{link}/tiles/{{level}}/{{column}}/{{row}}"
    return TileLinks(size=asset.tiles["size"], levels=asset.tiles["levels"], url=url)


def _linked(prepared: dict[str, Any]) -> dict[str, Any]:
    """The files by name, each with its address in the place of its key."""
    return {
        name: _addressed(dict(file)) if isinstance(file, dict) else file
        for name, file in prepared.items()
    }


def _addressed(file: dict[str, Any]) -> dict[str, Any]:
    file["url"] = storage().link(file.pop("key"), LINK_TTL, media_type=file["media_type"])
    return file


def modality(asset: Asset | None) -> str | None:
    """Which kind of data it is; None for a file that is none of them, or not there."""
    if asset is None:
        return None
    if asset.document is not None:
        return "text"
    if asset.facts is not None:
        found: str = asset.facts["modality"]
        return found
    return "picture" if asset.width is not None else None


def thumbnail(key: str | None) -> str | None:
    """Where the small picture under `key` can be read for some minutes."""
    return None if key is None else storage().link(key, LINK_TTL, media_type="image/webp")
