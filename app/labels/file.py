"""Files that people hand in: of which media types, how large, how many."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.labels.takes import Counted, Take, TakeLabel, take_type

MAX_BYTES = 8 << 30
MAX_TYPES = 50

MediaType = Annotated[
    str, StringConstraints(max_length=100, pattern=r"^[a-z]+/(\*|[a-z0-9][a-z0-9.+-]*)$")
]


class FileLabel(Counted, TakeLabel):
    """A question answered with files. `types` are media types, `image/*` for all of a kind; without
    any, whatever file is taken.
    """

    kind: Literal["file"]
    types: Annotated[tuple[MediaType, ...], Field(max_length=MAX_TYPES, strict=False)] = ()
    max_bytes: Annotated[int, Field(ge=1, le=MAX_BYTES)] = 100 << 20


class File(Take):
    """One file."""

    kind: Literal["file"]


FILE = take_type("file", FileLabel, File, "files")
