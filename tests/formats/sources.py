"""A source of files that a test makes up."""

import io
from contextlib import AbstractContextManager
from typing import BinaryIO

from app.formats.record import Record, Refused


class Files:
    """Files by name, in the given order; satisfies `app.formats.source.Source`."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def names(self) -> list[str]:
        return list(self.files)

    def refused(self) -> list[Refused]:
        return []

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        return io.BytesIO(self.files[name])


def split(found: object) -> tuple[list[Record], list[Refused]]:
    """Records and refusals of a reader."""
    records: list[Record] = []
    refused: list[Refused] = []
    for one in found:  # type: ignore[attr-defined]
        (records if isinstance(one, Record) else refused).append(one)
    return records, refused
