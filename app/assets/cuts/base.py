"""What a cut is, before it is an asset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from app.labels.pieces import SplitRefused

Step: TypeAlias = Callable[[], None]
"""Says that there is still somebody at work; raises where this attempt is over."""


class CutFailed(SplitRefused):
    """A piece cannot be cut out of its file: as an item that cannot be split, it stays whole."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A file that shows just a piece; or a text."""

    media_type: str
    path: Path | None = None
    document: Mapping[str, Any] | None = None
    facts: Mapping[str, Any] | None = None
    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None
