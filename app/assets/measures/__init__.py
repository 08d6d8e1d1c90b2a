"""What a take is like, measured in children with bounds: levels of a sound, sharpness of a picture.

One function for each kind of take. `measure` answers what is known, what an import would keep of
the file, and its print, by which it is known again.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from app.assets.measures.base import Look, Measures

__all__ = ["Look", "Measures", "measure"]


def _recording() -> Look:
    from app.assets.measures.sound import measure

    return measure


def _photograph() -> Look:
    from app.assets.measures.picture import measure

    return measure


def _film() -> Look:
    from app.assets.measures.film import measure

    return measure


def _file() -> Look:
    from app.assets.measures.file import measure

    return measure


# Loaded by need, as the media are.
_LOOKS: Mapping[str, Callable[[], Look]] = {
    "recording": _recording,
    "photograph": _photograph,
    "film": _film,
    "file": _file,
}


def measure(kind: str, path: Path, name: str, step: Callable[[], None]) -> Measures:
    """The measures of a take of `kind`, in a folder of its own in which others may be made. Raises
    MediaRefused and PictureRefused, whose reasons say why it is none.
    """
    return _LOOKS[kind]()(path, name, step)
