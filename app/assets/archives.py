"""Where imported files come from: a zip, a folder, one file (`tars.py` and `cloud.py` have the
others). Nothing is unpacked to the disk.

A zip is looked through before anything of it is read: names that lead out of it, links, bombs and
secrets make it refused whole, because an archive with one of them was made to do harm or is broken.
"""

import io
import lzma
import os
import stat
import struct
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Generic, NamedTuple, TypeVar

from app.core.errors import Invalid
from app.formats import BadName, Refused, clean_name
from app.formats.source import BrokenEntry, Source, is_junk

MAX_ENTRIES = 1_000_000
MAX_UNPACKED = 500 << 30
MAX_RATIO = 200
# Small files may shrink a great deal without harm: a blank picture, a list of zeros.
RATIO_FROM = 10 << 20

_METHODS = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
)
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError),
)
_UTF8 = 0x800
_ENCRYPTED = 0x1


class ArchiveRefused(Invalid):
    """An archive that is not opened; the code of `reason` says why."""

    code, title = "archive_refused", "Archive refused"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail, reason=reason)
        self.reason = reason


Raw = TypeVar("Raw")


class Far(NamedTuple):
    """A file that stays where it is."""

    connection_id: int
    address: str
    size: int
    etag: str | None


class Named(ABC, Generic[Raw]):
    """Files under clean names, in their order; the second of two equal names is refused.

    `Raw` is what the file is found by.
    """

    def __init__(self) -> None:
        self._raw: dict[str, Raw] = {}
        self._refused: list[Refused] = []

    def _add(self, shown: str, raw: Raw) -> None:
        try:
            name = clean_name(shown)
        except BadName as bad:
            self._refused.append(Refused(shown[:200], shown[:200], "bad_name", str(bad)))
            return
        if name in self._raw:
            self._refused.append(
                Refused(name, name, "duplicate_name", "Two files have this name; rename one.")
            )
            return
        self._raw[name] = raw

    def names(self) -> list[str]:
        """Every file that can be opened, in the archive's order."""
        return list(self._raw)

    def refused(self) -> list[Refused]:
        """Files that cannot be named, or are there twice."""
        return self._refused

    def signs(self) -> Source:
        """What tells the format of it all: here, all of it."""
        return self

    @abstractmethod
    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The bytes of one file. Reading raises BrokenEntry when they are damaged."""

    def far(self, name: str) -> Far | None:
        """Where a file stays that is not to be taken from there."""
        return None


class ZipSource(Named[zipfile.ZipInfo]):
    """The files of a zip."""

    def __init__(
        self,
        file: Path | BinaryIO,
        *,
        max_entries: int = MAX_ENTRIES,
        max_unpacked: int = MAX_UNPACKED,
    ) -> None:
        """Reads the directory. Raises ArchiveRefused: `not_a_zip`, `too_many_files`, `too_large`,
        `bomb`, `leads_out`, `link`, `encrypted`, `method`.
        """
        super().__init__()
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise ArchiveRefused(
                "not_a_zip", "The file is not a zip, or is cut off; pack it again and send it."
            ) from None
        try:
            self._look_through(max_entries, max_unpacked)
        except BaseException:
            self._zip.close()
            raise

    def _look_through(self, max_entries: int, max_unpacked: int) -> None:
        infos = self._zip.infolist()
        if len(infos) > max_entries:
            raise ArchiveRefused(
                "too_many_files", f"The zip has more than {max_entries} files; split it."
            )
        total = 0
        for info in infos:
            shown = _shown_name(info)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise ArchiveRefused(
                    "link", f"“{shown[:100]}” is a link; pack the file that it points to."
                )
            parts = shown.replace("\\", "/").split("/")
            if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
                raise ArchiveRefused(
                    "leads_out",
                    f"“{shown[:100]}” leads out of the zip; pack with relative names.",
                )
            if info.is_dir() or shown.endswith("\\"):
                continue
            if info.flag_bits & _ENCRYPTED:
                raise ArchiveRefused(
                    "encrypted", "The zip is locked with a password; pack it without one."
                )
            if info.compress_type not in _METHODS:
                raise ArchiveRefused(
                    "method", "The zip is packed in an unusual way; pack it with “deflate”."
                )
            total += info.file_size
            if total > max_unpacked:
                raise ArchiveRefused(
                    "too_large",
                    f"Unpacked, the zip is over {max_unpacked / (1 << 30):.3g} GB; split it.",
                )
            if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size:
                raise ArchiveRefused(
                    "bomb", f"“{shown[:100]}” unpacks to far more than is sensible; leave it out."
                )
            if not is_junk(shown):
                self._add(shown, info)
        # Entries that lie over each other unpack one stream many times.
        if sum(info.compress_size for info in infos) > _length(self._zip.fp) + 1024:
            raise ArchiveRefused("bomb", "Files of the zip overlap; pack it again.")

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """The bytes of one file. Reading raises BrokenEntry when they are damaged."""
        try:
            with self._entry(name) as stream:
                yield stream  # type: ignore[misc]
        except (*_DAMAGED, OSError) as bad:
            # bzip2 says so by a bare OSError; those of a disk have a number.
            if isinstance(bad, OSError) and (type(bad) is not OSError or bad.errno is not None):
                raise
            raise BrokenEntry(f"The file is damaged in the zip ({bad}). Pack it again.") from None

    def _entry(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(self._raw[name])
        except (ValueError, OSError, struct.error) as bad:  # a place that is none in the file
            raise zipfile.BadZipFile(str(bad)) from None

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()


def _shown_name(info: zipfile.ZipInfo) -> str:
    """The name as meant: flagged as UTF-8, or UTF-8 without the flag (macOS), or Korean Windows."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _length(file: IO[bytes] | None) -> int:
    assert file is not None
    at = file.tell()
    end = file.seek(0, io.SEEK_END)
    file.seek(at)
    return end


class FolderSource(Named[str]):
    """The files of a folder on this machine, by name. Links are refused: they may lead anywhere."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        for path, folders, files in os.walk(folder):
            folders.sort()
            for file in sorted(files):
                full = Path(path, file)
                shown = full.relative_to(folder).as_posix()
                if is_junk(shown):
                    continue
                if full.is_symlink():
                    self._refused.append(
                        Refused(shown, shown, "link", "The file is a link; copy what it points to.")
                    )
                else:
                    self._add(shown, shown)

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The bytes of one file."""
        return (self._folder / self._raw[name]).open("rb")

    def close(self) -> None:
        """Nothing is open."""


class FileSource(Named[Path]):
    """One file by itself: a manifest, a COCO file, a picture."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__()
        self._add(name, path)

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The bytes of the file."""
        return self._raw[name].open("rb")

    def close(self) -> None:
        """Nothing is open."""
