"""Photographs: how large, how sharp, how light, and where taken."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.assets import prints
from app.assets.measures.base import Measures
from app.assets.media import child
from app.assets.media.child import ChildFailed
from app.assets.pictures import MAX_BYTES, MAX_PIXELS, PictureRefused, open_picture, sniff

_PROGRAM = Path(__file__).with_name("eye.py")
_SECONDS = 60.0
_MEMORY = 4 << 30  # bytes of address space


def measure(path: Path, name: str, step: Callable[[], None]) -> Measures:
    """The measures of a photograph. Raises PictureRefused."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        limit = MAX_BYTES >> 20
        raise PictureRefused("too_large", f"The picture is over {limit} MB; make it smaller.")
    content = path.read_bytes()
    seen = _seen(path, sniff(content), step)
    picture = open_picture(content, name)
    kept = path.with_name("kept")
    kept.write_bytes(picture.content)
    found = prints.of_picture(bytes.fromhex(seen.pop("print")))
    measured = {
        "kind": "photograph",
        "media_type": picture.media_type,
        "bytes": size,
        **seen,
        "width": picture.width,
        "height": picture.height,
    }
    return Measures(
        measured,
        picture.media_type,
        kept,
        thumbnail=picture.thumbnail,
        width=picture.width,
        height=picture.height,
        print=found,
    )


def _seen(path: Path, kind: str, step: Callable[[], None]) -> dict[str, Any]:
    command = [sys.executable, "-I", str(_PROGRAM), str(path), kind, str(MAX_PIXELS)]
    try:
        said = b"".join(
            child.stream(command, seconds=_SECONDS, memory=_MEMORY, step=step, limit=1 << 20)
        )
    except ChildFailed:
        raise PictureRefused("broken", f"The {kind} cannot be read; save it again.") from None
    found: dict[str, Any] = json.loads(said)
    if "refused" in found:
        # Pillow says in which way it is broken when it is opened as an import opens it.
        open_picture(path.read_bytes())
        raise PictureRefused("broken", found["refused"])
    return found
