"""Files in which something is hidden, or which are trimmed, cropped or turned: new assets beside
the originals. What `app/labels/effects` says is done here, one module a kind of media.

What is hidden cannot be had back from what is made: an area becomes five cells across, each of one
colour, and these are blurred; of a word blocks are left, of a voice a tone.
"""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import orjson

from app.assets.cuts import fetched, keep
from app.assets.cuts.base import Cut, CutFailed, Step
from app.labels.effects import Operations
from app.models.asset import Asset
from app.storage.base import PIECE

__all__ = ["made_of"]


def made_of(project_id: int, original: Asset, operations: Operations, step: Step) -> int:
    """The asset that is made of the original; its `origin_id` is that. Raises CutFailed."""
    with tempfile.TemporaryDirectory(prefix="dure-") as folder:
        into = Path(folder) / "made"
        made = _made(original, operations, into, step)
        if made.path is None:
            content = orjson.dumps(made.document, option=orjson.OPT_SORT_KEYS)
            identity = hashlib.sha256(content).hexdigest()
        else:
            identity = _hash(made.path)
        return keep(project_id, original, identity, made, withheld=False)


def _made(original: Asset, operations: Operations, into: Path, step: Step) -> Cut:
    if original.document is not None:
        from app.assets.effects import text

        return text.made(original.document, operations)
    path = fetched(original, into.with_name("original"), step)
    facts: dict[str, Any] = original.facts or {}
    match facts.get("modality", "picture"):
        case "picture":
            from app.assets.effects import picture

            return picture.made(path, original.media_type, operations, into)
        case "sound":
            from app.assets.effects import sound

            return sound.made(path, facts, operations, into, step)
        case "video":
            from app.assets.effects import video

            return video.made(path, facts, operations, into, step)
        case "document":
            from app.assets.effects import document

            return document.made(path, operations, into.parent, step)
        case _:
            raise CutFailed("Nothing is hidden in a file of this kind.")


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
