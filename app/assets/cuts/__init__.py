"""Assets that show just a piece of an item, in coordinates of their own: what `app/labels/pieces`
plans is cut here, exact to the sample, frame, pixel and code point.

A cut's identity (`Asset.sha256`) is `cut:` and the hash of the whole's identity and the piece's
geometry: the same piece of the same file is the same asset, and is found without being made again.
"""

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.assets import destroying
from app.assets.cuts.base import Cut, CutFailed, Step
from app.core.database import transaction
from app.labels.pieces import (
    BundlePiece,
    Loudness,
    ObjectStretch,
    PagePiece,
    Piece,
    Rect,
    Stretch,
    TextPiece,
    WholePiece,
    piece_json,
)
from app.models.asset import Asset
from app.models.item import Item
from app.storage import Missing, storage

__all__ = ["Cut", "CutFailed", "Cuts"]

# What says which of several pieces it is, and whose; not what it shows.
_NAMES = ("at", "of", "object", "label", "hard")


class Cuts:
    """Cuts pieces, one after the other. What is made of a whole on the way (its decoded samples,
    the times of its frames) is kept for its next piece.

        with Cuts(step) as cuts:
            asset_id = cuts.cut(project_id, item_id, piece)
    """

    def __init__(self, step: Step = lambda: None) -> None:
        """`step` is called every few seconds of longer work; raises where the attempt is over."""
        self._step = step
        self._whole: _Whole | None = None

    def __enter__(self) -> "Cuts":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._forget()

    def _forget(self) -> None:
        if self._whole is not None:
            self._whole.close()
            self._whole = None

    def cut(self, project_id: int, item_id: int, piece: Piece) -> int:
        """The asset that shows just the piece of the item; the same one when asked again. Raises
        CutFailed.
        """
        asset = _asset_of(project_id, item_id)
        if isinstance(piece, WholePiece):
            return asset.id
        members = _members(project_id, piece) if isinstance(piece, BundlePiece) else []
        identity = _identity(piece, members or [asset])
        known = _known(project_id, identity)
        if known is not None:
            return known
        with tempfile.TemporaryDirectory(prefix="dure-") as folder:
            into = Path(folder) / "cut"
            made = (
                _bundled(piece, members, into, self._step)
                if isinstance(piece, BundlePiece)
                else self._of(asset).cut(piece, into)
            )
            return keep(project_id, asset, identity, made)

    def loudness(self, project_id: int, item_id: int) -> Loudness:
        """How loud the item's sound is. Raises CutFailed."""
        return self._of(_asset_of(project_id, item_id)).loudness()

    def _of(self, asset: Asset) -> "_Whole":
        """The whole that pieces are cut of; the one before is forgotten."""
        if self._whole is None or self._whole.asset.id != asset.id:
            self._forget()
            self._whole = _Whole(asset, self._step)
        return self._whole


class _Whole:
    """A stored file that pieces are cut of."""

    def __init__(self, asset: Asset, step: Step) -> None:
        self.asset = asset
        self._step = step
        self._folder = tempfile.TemporaryDirectory(prefix="dure-")
        self._path: Path | None = None
        self._made: Any = None  # samples, times or pixels, by kind

    def close(self) -> None:
        self._folder.cleanup()

    @property
    def _facts(self) -> Mapping[str, Any]:
        return self.asset.facts or {}

    def _file(self) -> Path:
        if self._path is None:
            self._path = fetched(self.asset, Path(self._folder.name) / "whole", self._step)
        return self._path

    def cut(self, piece: Piece, into: Path) -> Cut:
        match piece:
            case TextPiece():
                from app.assets.cuts import text

                return text.stretches(self.asset.document or {"parts": []}, piece)
            case Rect():
                from app.assets.cuts import picture

                if self._made is None:
                    self._made = picture.opened(self._file())
                return picture.rectangle(
                    self._made, piece.x, piece.y, piece.width, piece.height, into
                )
            case PagePiece():
                from app.assets.cuts import document

                return document.pages(
                    self._file(), piece.first, piece.last, into.parent, self._step
                )
            case Stretch() | ObjectStretch():
                return self._stretch(piece.start, piece.end, into)
            case _:
                raise CutFailed("This piece cannot be cut.")

    def _stretch(self, start: float, end: float, into: Path) -> Cut:
        facts = self._facts
        match facts.get("modality"):
            case "sound":
                from app.assets.cuts import sound

                return sound.window(self._samples(), start, end, into, self._step)
            case "video":
                from app.assets.cuts import video

                if self._made is None:
                    self._made = video.timeline(self._file(), facts, self._step)
                times = self._made
                first, last = int(start), int(end)
                return video.window(self._file(), facts, times, first, last, into, self._step)
            case "series":
                from app.assets.cuts import series

                return series.window(self._file(), facts, start, end, into, self._step)
            case _:
                raise CutFailed("There is no time in this item; split it another way.")

    def loudness(self) -> Loudness:
        if self._facts.get("modality") != "sound":
            raise CutFailed("There is no sound in this item; split it another way.")
        from app.assets.cuts import sound

        return sound.loudness(self._samples(), self._step)

    def _samples(self) -> Any:
        from app.assets.cuts import sound

        if self._made is None:
            into = Path(self._folder.name) / "samples"
            self._made = sound.decoded(self._file(), self._facts, into, self._step)
        return self._made


def _bundled(piece: BundlePiece, members: list[Asset], into: Path, step: Step) -> Cut:
    """Several small items as one."""
    folder = into.parent
    if members[0].document is not None:
        from app.assets.cuts import text

        return text.joined([one.document or {"parts": []} for one in members])
    files = [fetched(one, folder / f"whole{n}", step) for n, one in enumerate(members)]
    if members[0].facts is None:
        from app.assets.cuts import picture

        return picture.sheet(list(zip(files, piece.members, strict=True)), into)
    from app.assets.cuts import sound

    first = sound.decoded(files[0], members[0].facts, folder / "samples0", step)
    samples = [first] + [
        sound.alike(path, one.facts, first, folder / f"samples{n}", step)
        for n, (path, one) in enumerate(zip(files[1:], members[1:], strict=True), 1)
    ]
    starts = [one.start or 0 for one in piece.members]
    return sound.joined(
        list(zip(samples, starts, strict=True)), piece.members[-1].end or 0, into, step
    )


# --- rows --------------------------------------------------------------------------------------


def fetched(asset: Asset, into: Path, step: Step) -> Path:
    """A stored file, at a path. Raises CutFailed."""
    if asset.storage_key is None:
        raise CutFailed("The file itself is not here; import it.")
    try:
        with into.open("wb") as out:
            for piece in storage().open(asset.storage_key):
                out.write(piece)
                step()
    except Missing:
        raise CutFailed("The file is not stored any more.") from None
    return into


def _asset_of(project_id: int, item_id: int) -> Asset:
    with transaction() as s:
        found = s.execute(
            select(Asset)
            .join(Item, (Item.project_id == Asset.project_id) & (Item.asset_id == Asset.id))
            .where(Item.project_id == project_id, Item.id == item_id)
        ).scalar_one_or_none()
        if found is None or found.destroyed_at is not None:
            raise CutFailed("There is no file to cut.")
        s.expunge(found)
        return found


def _members(project_id: int, piece: BundlePiece) -> list[Asset]:
    return [_asset_of(project_id, one.item) for one in piece.members]


def _identity(piece: Piece, wholes: list[Asset]) -> str:
    shown = {key: value for key, value in piece_json(piece).items() if key not in _NAMES}
    for one in shown.get("members", ()):
        one.pop("item")
    of = [one.sha256 for one in wholes]
    told = orjson.dumps([of, shown], option=orjson.OPT_SORT_KEYS)
    return f"cut:{hashlib.sha256(told).hexdigest()}"


def _known(project_id: int, identity: str) -> int | None:
    with transaction() as s:
        return s.execute(
            select(Asset.id).where(
                Asset.project_id == project_id,
                Asset.sha256 == identity,
                Asset.destroyed_at.is_(None),
            )
        ).scalar_one_or_none()


def keep(
    project_id: int, origin: Asset, identity: str, made: Cut, *, withheld: bool | None = None
) -> int:
    """Store what was made of an asset; the new one's id. It is withheld where the other one is,
    unless it is said whether. Raises CutFailed where that has been destroyed meanwhile.
    """
    values: dict[str, Any] = {
        "media_type": made.media_type,
        "width": made.width,
        "height": made.height,
        "facts": made.facts,
        "document": made.document,
        "origin_id": origin.id,
        "destroyed_at": None,
    }
    if made.path is not None:
        with made.path.open("rb") as content:
            stored = storage().put(content, media_type=made.media_type)
        values |= {"storage_key": stored.key, "bytes": stored.bytes}
        if made.thumbnail is not None:
            small = storage().put(iter([made.thumbnail]), media_type="image/webp")
            values["thumbnail_key"] = small.key
    else:
        values["bytes"] = len(orjson.dumps(made.document, option=orjson.OPT_SORT_KEYS))
    with transaction() as s:
        return _row(s, project_id, origin.id, identity, values, withheld)


def _row(
    s: Session,
    project_id: int,
    origin_id: int,
    identity: str,
    values: dict[str, Any],
    withheld: bool | None,
) -> int:
    """The asset's row; one that lost its bytes has them again."""
    of = select(Asset.withheld, Asset.destroyed_at).where(
        Asset.project_id == project_id, Asset.id == origin_id
    )
    like_it, destroyed_at = s.execute(of.with_for_update(read=True)).one()
    if destroyed_at is not None:
        keys = [values[key] for key in ("storage_key", "thumbnail_key") if key in values]
        destroying.forget_content(s, keys)
        s.commit()
        raise CutFailed("There is no file to cut.")
    values["withheld"] = like_it if withheld is None else withheld
    made = insert(Asset).values(project_id=project_id, sha256=identity, **values)
    return s.execute(
        made.on_conflict_do_update(index_elements=["project_id", "sha256"], set_=values).returning(
            Asset.id
        )
    ).scalar_one()
