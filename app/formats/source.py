"""What a reader reads from: some named files, in a zip, a folder, or alone.

The sources themselves are in `assets.archives`; a reader asks for names and bytes and knows nothing
of where they lie.
"""

from collections import defaultdict
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

import orjson

from app.formats.record import Refused

# By the end of its name; what a file truly is shows when it is opened.
PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"}
)
TEXT_SUFFIX = ".txt"
# Some ends are of two kinds; which one is meant, the stage says.
MEDIA_SUFFIXES = {
    "sound": frozenset(
        {".wav", ".wave", ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".flac", ".aif", ".aiff"}
        | {".mp4", ".webm", ".wma", ".amr", ".3gp", ".caf"}
    ),
    "video": frozenset(
        {".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".wmv"}
        | {".3gp", ".ogv", ".flv"}
    ),
    "document": frozenset({".pdf"}),
    "series": frozenset({".csv", ".tsv"}),
}
_MEDIA_SUFFIXES = frozenset().union(*MEDIA_SUFFIXES.values())
# Pictures by name that are refused by content, with a better reason than "not a picture".
REFUSED_SUFFIXES = frozenset({".svg", ".svgz", ".heic", ".heif", ".avif", ".psd"})
_JUNK = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class BrokenEntry(OSError):
    """One file of an archive cannot be read, the others can."""


class Source(Protocol):
    """Named files. Names are clean (`clean_name`), unique, and in the order of the archive."""

    def names(self) -> list[str]:
        """The name of every file."""
        ...

    def refused(self) -> list[Refused]:
        """Files that cannot be named, or are there twice."""
        ...

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The bytes of one file. Reading raises BrokenEntry when they are damaged."""
        ...


def suffix(name: str) -> str:
    """The end of a name, in small letters: `.jpg`."""
    return PurePosixPath(name).suffix.lower()


def is_picture(name: str) -> bool:
    """Whether the name is that of a picture that is taken."""
    return suffix(name) in PICTURE_SUFFIXES


def is_text(name: str) -> bool:
    """Whether the name is that of a text."""
    return suffix(name) == TEXT_SUFFIX


def is_media(name: str) -> bool:
    """Whether the name is that of a sound, a video, a document or a time series."""
    return suffix(name) in _MEDIA_SUFFIXES


def is_video(name: str) -> bool:
    """Whether the name is that of a video."""
    return suffix(name) in MEDIA_SUFFIXES["video"]


def is_document(name: str) -> bool:
    """Whether the name is that of a document with pages."""
    return suffix(name) in MEDIA_SUFFIXES["document"]


def is_content(name: str) -> bool:
    """Whether the name is that of something that an item can be."""
    return is_picture(name) or is_text(name) or is_media(name)


_LISTED = 4_096  # bytes of a line of a release's list


def is_file_list(source: Source, name: str) -> bool:
    """Whether a file is the list of its own files that a release has beside its labels: whose lines
    are paths with sizes and hashes, and no items."""
    with source.open(name) as stream:
        line = stream.readline(_LISTED)
    try:
        first = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return False
    return isinstance(first, dict) and first.keys() == {"path", "bytes", "sha256"}


def is_junk(name: str) -> bool:
    """What operating systems leave in archives; nobody means to import it."""
    parts = name.split("/")
    last = parts[-1]
    return parts[0] == "__MACOSX" or last.startswith("._") or last.lower() in _JUNK


class Names:
    """Finds the file that another file means, where folders differ."""

    def __init__(self, names: list[str]) -> None:
        self._all = frozenset(names)
        self._by_file: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for name in names:
            path = PurePosixPath(name)
            self._by_file[path.name].append(name)
            self._by_stem[path.stem].append(name)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._all)

    def by_path(self, wanted: str, near: str) -> list[str]:
        """Files meant by the path `wanted`, written in the file `near`: as from the root, as from
        `near`'s folder, then by as much of the path's end as agrees. More than one: ambiguous.
        """
        beside = str(PurePosixPath(near).parent / wanted)
        for exact in (wanted, beside):
            if exact in self._all:
                return [exact]
        path = PurePosixPath(wanted)
        return nearest(self._by_file.get(path.name, []), path.parent, near)

    def under(self, folder: str) -> list[str]:
        """Files in that folder and in those within it; `.` for all."""
        return [name for name in self._all if folder == "." or name.startswith(f"{folder}/")]

    def by_stem(self, stem: str, near: str, folder: str = "") -> list[str]:
        """Files whose name without its end is `stem`, nearest to `near`."""
        found = self._by_stem.get(stem, [])
        best = nearest(found, PurePosixPath(near).parent, near)
        if len(best) > 1 and folder:
            best = [one for one in best if PurePosixPath(one).parent.name == folder] or best
        return best


def nearest(found: list[str], folder: PurePosixPath, near: str) -> list[str]:
    """Those of `found` that share most folders, counted from the file upward, with `folder`;
    among equals, the one that lies in the very folder of `near`.
    """
    if len(found) < 2:
        return found
    scored = [(_shared_end(PurePosixPath(one).parent, folder), one) for one in found]
    best = max(score for score, _ in scored)
    top = [one for score, one in scored if score == best]
    here = [one for one in top if PurePosixPath(one).parent == PurePosixPath(near).parent]
    return here if len(here) == 1 else top


def _shared_end(one: PurePosixPath, other: PurePosixPath) -> int:
    shared = 0
    for left, right in zip(reversed(one.parts), reversed(other.parts), strict=False):
        if left != right:
            break
        shared += 1
    return shared


def read_limited(stream: BinaryIO, limit: int) -> bytes | None:
    """All bytes of `stream`, or None when there are more than `limit`."""
    content = stream.read(limit + 1)
    return content if len(content) <= limit else None
