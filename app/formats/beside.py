"""Label files that lie beside the pictures, videos, recordings that they are about."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import TypeAlias

from app.formats.record import Record, Refused
from app.formats.source import Names, Source, is_junk, is_picture

ReadFile: TypeAlias = Callable[[str, Names, set[str]], Iterator[Record | Refused]]
"""Reads one label file: its name, the contents, and those that were named so far (it adds its)."""


def beside(
    source: Source,
    files: Callable[[Iterable[str]], list[str]],
    read: ReadFile,
    contents: Callable[[str], bool] = is_picture,
) -> Iterator[Record | Refused]:
    """What each label file says, then a record for every picture that none of them names.
    `contents` says which names are pictures, or whatever else the labels are about.
    """
    yield from source.refused()
    names = source.names()
    labels = files(names)
    about = frozenset(labels)
    pictures = [
        name for name in names if contents(name) and name not in about and not is_junk(name)
    ]
    index = Names(pictures)
    used: set[str] = set()
    for file in labels:
        yield from read(file, index, used)
    for name in pictures:
        if name not in used:
            yield Record(name, row=name, media=name)


class NoMedia(ValueError):
    """A label file is about nothing that is there, or could be about several; with its code."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def about(file: str, index: Names, used: set[str], named: str = "") -> str:
    """The one file that a label file of its own is about: that which it names, else the one of its
    stem: `a.xml`, `a.ko.srt`, or, beside `a.mp4` and `a.mov`, `a.mov.xml`. It is noted as used.
    Raises NoMedia.
    """
    found = index.by_path(named, file) if named else []
    if len(found) != 1:
        whole = PurePosixPath(file).with_suffix("")
        stems = dict.fromkeys((whole.name, whole.stem))
        by_stem = next(filter(None, (index.by_stem(stem, file) for stem in stems)), [])
        found = index.by_path(str(whole), file) or by_stem or found
    if len(found) > 1:
        raise NoMedia("ambiguous", f"{len(found)} files could be meant; write the whole path.")
    if not found:
        raise NoMedia("no_media", "The file that it is about is not in the archive; add it.")
    (media,) = found
    if media in used:
        raise NoMedia("second_row", f"{media} has another label file already; remove one.")
    used.add(media)
    return media


class Stems:
    """Names for label files, one for each item. Two items of one stem (`a.mp4`, `a.mov`) cannot
    share `a.xml`: the second keeps its whole name, `a.mov.xml`.
    """

    def __init__(self) -> None:
        # Hashes, not names: 32 bytes an item, where a chance collision costs a longer name.
        self._taken: set[int] = set()

    def of(self, name: str) -> str:
        """The name of an item's label file, without its end."""
        stem = str(PurePosixPath(name).with_suffix(""))
        if hash(stem) in self._taken:
            stem = name
        self._taken.add(hash(stem))
        return stem
