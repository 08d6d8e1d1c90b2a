"""Label files that lie beside the pictures that they are about."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from app.formats.record import Record, Refused
from app.formats.source import Names, Source, is_junk, is_picture

ReadFile: TypeAlias = Callable[[str, Names, set[str]], Iterator[Record | Refused]]
"""Reads one label file: its name, the pictures, and those that were named so far (it adds its)."""


def beside(
    source: Source, files: Callable[[Iterable[str]], list[str]], read: ReadFile
) -> Iterator[Record | Refused]:
    """What each label file says, then a record for every picture that none of them names."""
    yield from source.refused()
    names = source.names()
    pictures = [name for name in names if is_picture(name) and not is_junk(name)]
    index = Names(pictures)
    used: set[str] = set()
    for file in files(names):
        yield from read(file, index, used)
    for name in pictures:
        if name not in used:
            yield Record(name, row=name, media=name)
