"""Large pictures get tiles."""

import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from app.assets.aside import Aside, Never, Step, Waiting
from app.assets.pictures import MAX_BYTES
from app.assets.pyramid import MEDIA_TYPE, SIZE, build
from app.models.asset import UNTILED, Asset
from app.queue.run import LeaseLost, Stopped
from app.storage import TooLong, storage


def _tiles(path: Path, _: Waiting, step: Step) -> dict[str, Any]:
    """The tiles of a picture, stored. Raises Never."""
    with path.open("rb") as source, tempfile.TemporaryFile() as out:
        levels = _build(source, out, step)
        out.seek(0)
        try:
            key = storage().put(out, media_type=MEDIA_TYPE, limit=MAX_BYTES).key
        except TooLong:
            raise Never("too_large") from None
    return {
        "key": key,
        "size": SIZE,
        "levels": [{"width": width, "height": height} for width, height in levels],
    }


def _build(source: BinaryIO, out: BinaryIO, step: Step) -> list[tuple[int, int]]:
    """As `build`. Raises Never for what is wrong with the picture, and anything else as it is."""
    try:
        return build(source, out, step)
    except (Stopped, LeaseLost):
        raise
    except OSError as wrong:
        if wrong.errno is not None:  # the disk's, not the picture's
            raise
        raise Never("broken") from None
    except MemoryError:
        raise Never("memory") from None
    except (SyntaxError, ValueError, TypeError, LookupError, ArithmeticError):
        # Pillow's decoders say in many ways that a file makes no sense.
        raise Never("broken") from None


TILES = Aside("tiles", UNTILED, Asset.tiles, "tiled", _tiles)
