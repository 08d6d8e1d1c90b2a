"""What each kind of media does: look a stranger's file over, and make what it is shown from.

A kind is one module with the two functions of a `Medium`. `probe` runs while a file is imported and
answers what is known of it at once: facts that answers are checked against, and the bytes that are
kept, without what would tell of a place or a person. `prepare` runs aside, in a chore, and makes
the files that the web app needs: what plays on every device, waveforms, pages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from app.core.errors import Invalid

Keep: TypeAlias = Callable[[BinaryIO, str], str]
"""Stores a file of some media type; its key."""


class MediaRefused(Invalid):
    """A file that is not taken as what its stage asks for; `reason` says why."""

    code, title = "media_refused", "File refused"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail, reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Probed:
    """What is known of a file at once."""

    facts: Mapping[str, Any]  # as `Asset.facts`
    media_type: str
    kept: Path  # the bytes that are stored and go out with releases
    thumbnail: bytes | None = None  # WebP of at most 320 pixels a side
    width: int | None = None  # pixels as shown, where it has a size
    height: int | None = None
    note: str | None = None  # what was different from what its name said


@dataclass(frozen=True, slots=True)
class Medium:
    """How one kind of media is taken. Both are given a file in a folder of its own, in which they
    may make others; it is removed afterwards.

    `probe` looks a file over that came under some name. `prepare` makes what a kept file with such
    facts is shown from, as `Asset.prepared`; it calls its last argument at least every few seconds,
    which says that there is still somebody at work. Both raise MediaRefused.
    """

    probe: Callable[[Path, str], Probed]
    prepare: Callable[[Path, Mapping[str, Any], Keep, Callable[[], None]], dict[str, Any]]
