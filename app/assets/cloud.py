"""A cloud's prefix as a source of an import: listed by pages, read in ranges."""

import io
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from app.assets.archives import MAX_ENTRIES, ArchiveRefused, Far, Named
from app.formats import BadName, Record, Refused, clean_name, folder
from app.formats.source import BrokenEntry, Source, is_content, is_junk, is_text, suffix
from app.models.source import Connection, ConnectionMode
from app.storage import cloud
from app.storage.cloud import CloudFile, CloudRefused, Found, Place

_SIGNS = 100_000  # names of files that may hold labels, which the format is told by
_SOME = 2_000  # names of other files
_PAGES = 4  # of what is walked through, how much is remembered


class CloudSource(Named[Found]):
    """The files below a connection's prefix, or in a folder of it; names count from the prefix.

    Either every name is known, as readers of label files need it, or they are walked through page
    by page and forgotten again: a folder of pictures may have any number.
    """

    def __init__(self, connection: Connection, place: Place, folder: str = "") -> None:
        super().__init__()
        self._id = connection.id
        self._refers = connection.mode is ConnectionMode.REFERENCE
        self._place = place
        self._folder = folder
        self._listed = False
        self._pages: deque[dict[str, Found]] = deque(maxlen=_PAGES)

    @property
    def refers(self) -> bool:
        """Whether its pictures stay where they are."""
        return self._refers

    def names(self) -> list[str]:
        """Every name. Raises ArchiveRefused `too_many_files`, CloudRefused, CloudDown."""
        if not self._listed:
            for page in cloud.pages(self._place, self._folder):
                for found in page:
                    if not is_junk(found.name):
                        self._add(found.name, found)
                if len(self._raw) > MAX_ENTRIES:
                    raise ArchiveRefused(
                        "too_many_files",
                        f"There are more than {MAX_ENTRIES} files beside labels; import a folder "
                        "of them at a time.",
                    )
            self._listed = True
        return super().names()

    def signs(self) -> Source:
        """What the format is told by: the names that may be those of labels, and some others."""
        some = CloudSource.__new__(CloudSource)
        some.__dict__.update(self.__dict__)
        some._raw, some._refused, some._listed = {}, [], True
        labels = others = 0
        for page in cloud.pages(self._place, self._folder):
            for found in page:
                may = not is_content(found.name) or suffix(found.name) in (".txt", ".csv")
                if is_junk(found.name) or (labels >= _SIGNS if may else others >= _SOME):
                    continue
                labels, others = labels + may, others + (not may)
                some._add(found.name, found)
        return some

    def walk(self, after: str | None) -> Iterator[Record | Refused]:
        """A record for every file behind `after`, in the order of names, without labels; `row` is
        the name there, which another attempt goes on behind.
        """
        for page in cloud.pages(self._place, self._folder, after):
            self._pages.append({found.name: found for found in page})
            for thing in folder.taken(self, (found.name for found in page)):
                yield _named(thing)

    def _found(self, name: str) -> Found:
        found = self._raw.get(name)
        if found is None:
            found = next((page[name] for page in self._pages if name in page), None)
        return found if found is not None else cloud.size_of(self._place, name)

    def far(self, name: str) -> Far | None:
        """Where a file stays; None where it is copied, or is a text, which is read at once."""
        if not self._refers or is_text(name):
            return None
        found = self._found(name)
        address = self._place.address(found.name)
        return Far(self._id, address, found.size, found.etag)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """The bytes of one file. Raises BrokenEntry where the cloud does not give it; CloudDown."""
        try:
            found = self._found(name)
            file = CloudFile(self._place, found.name, found.size, found.etag)
            yield cast(BinaryIO, io.BufferedReader(file, 1 << 16))
        except CloudRefused as no:
            raise BrokenEntry(no.detail) from None

    def close(self) -> None:
        """Nothing is open."""


def _named(thing: Record | Refused) -> Record | Refused:
    """Under the name that an item may have; its file is found by the one that it has there."""
    if isinstance(thing, Record):
        try:
            thing.name = clean_name(thing.row)
        except BadName as bad:
            return Refused(thing.row, thing.row[:200], "bad_name", str(bad))
    return thing
