"""What looking a take over answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Print:
    """By what a picture or a sound is known again (`app/assets/prints.py`)."""

    kind: str  # picture or sound
    bits: bytes
    bands: tuple[int, ...]  # as it is stored
    probes: tuple[int, ...]  # what bands of one that is alike may be


@dataclass(frozen=True, slots=True)
class Measures:
    """A take that could be read."""

    # `{"kind", "media_type", "bytes"}`, and by kind: lengths in ms, levels in dBFS, shares 0 to 1.
    measured: Mapping[str, Any]
    media_type: str
    kept: Path  # the bytes that are stored: place and person stripped
    facts: Mapping[str, Any] | None = None  # as `Asset.facts`
    thumbnail: bytes | None = None
    width: int | None = None
    height: int | None = None
    print: Print | None = None


Look: TypeAlias = Callable[[Path, str, Callable[[], None]], Measures]
"""Given a file, the name that it came under, and what to call every few seconds."""
