"""Pictures without labels: a folder, or a zip of one."""

from collections.abc import Iterator

from app.formats.record import Record, Refused
from app.formats.source import REFUSED_SUFFIXES, Source, is_junk, is_picture, suffix


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every picture, unlabelled; every other file is refused with a reason."""
    yield from source.refused()
    for name in source.names():
        if is_junk(name):
            continue
        if is_picture(name):
            yield Record(name, row=name, media=name)
        else:
            yield no_picture(name)


def no_picture(name: str) -> Refused:
    """The refusal of a file whose name is not that of a picture."""
    end = suffix(name)
    if end in REFUSED_SUFFIXES:
        return Refused(
            name,
            name,
            "picture_type",
            f"Pictures of the type {end} are not taken; convert it to JPEG, PNG or WebP.",
        )
    return Refused(name, name, "not_a_picture", "The file is not a picture; leave it out.")
