"""Pictures and texts without labels: a folder, or a zip of one, or one alone."""

from collections.abc import Iterator

from app.formats import plain
from app.formats.record import Record, Refused
from app.formats.source import REFUSED_SUFFIXES, Source, is_junk, is_picture, is_text, suffix


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every picture and every text, unlabelled; every other file is refused with a
    reason.
    """
    yield from source.refused()
    for name in source.names():
        if is_junk(name):
            continue
        yield plain.found(source, name) if is_picture(name) or is_text(name) else _neither(name)


def _neither(name: str) -> Refused:
    end = suffix(name)
    if end in REFUSED_SUFFIXES:
        return Refused(
            name,
            name,
            "picture_type",
            f"Pictures of the type {end} are not taken; convert it to JPEG, PNG or WebP.",
        )
    sentence = "The file is neither a picture nor a text (.txt); leave it out."
    return Refused(name, name, "not_a_picture", sentence)
