"""Films: how long, how large."""

from collections.abc import Callable
from pathlib import Path

from app.assets.measures.base import Measures
from app.assets.media import video


def measure(path: Path, name: str, step: Callable[[], None]) -> Measures:
    """The measures of a film. Raises MediaRefused."""
    found = video.probe(path, name)
    measured = {
        "kind": "film",
        "media_type": found.media_type,
        "bytes": path.stat().st_size,
        "length": found.facts["duration"],
        "frames": found.facts["length"],
        "width": found.width,
        "height": found.height,
        "sound": found.facts["sound"],
    }
    return Measures(
        measured,
        found.media_type,
        found.kept,
        facts=found.facts,
        thumbnail=found.thumbnail,
        width=found.width,
        height=found.height,
    )
