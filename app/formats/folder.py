"""Pictures, texts, sounds, videos, documents, time series without labels: a folder, or a zip of
one, or one file alone.
"""

from collections.abc import Iterable, Iterator

from app.formats import plain
from app.formats.record import Record, Refused
from app.formats.source import REFUSED_SUFFIXES, Source, is_content, is_junk, suffix


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every file that an item can be, unlabelled; every other one is refused with a
    reason.
    """
    yield from source.refused()
    yield from taken(source, source.names())


def taken(source: Source, names: Iterable[str]) -> Iterator[Record | Refused]:
    """The same of these names, which may come one by one."""
    for name in names:
        if is_junk(name):
            continue
        yield plain.found(source, name) if is_content(name) else _neither(name)


def _neither(name: str) -> Refused:
    end = suffix(name)
    if end in REFUSED_SUFFIXES:
        return Refused(
            name,
            name,
            "picture_type",
            f"Pictures of the type {end} are not taken; convert it to JPEG, PNG or WebP.",
        )
    sentence = (
        "The file is nothing that an item can be (a picture, a text, a sound …); leave it out."
    )
    return Refused(name, name, "not_a_picture", sentence)
