"""Tars, plain or packed (gzip, Zstandard).

A plain one is read where it lies. A packed one cannot be read from the middle, so it is unpacked
once into a working file, as large as the tar and gone with the import; no file of it is made.
"""

import gzip
import io
import os
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

import pyarrow as pa

from app.assets.archives import (
    MAX_ENTRIES,
    MAX_RATIO,
    MAX_UNPACKED,
    RATIO_FROM,
    ArchiveRefused,
    Named,
)
from app.core.settings import settings
from app.formats.source import is_junk
from app.storage.base import PIECE

HEAD = 512
_MAGIC = b"ustar"
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_HEADERS = 1 << 20  # bytes of one header, of names and attributes


class _Part(NamedTuple):
    start: int
    size: int


def is_tar(head: bytes, name: str) -> bool:
    """Whether a file that begins so is a tar, plain or packed, or is called one."""
    tar = head[257:262] == _MAGIC or head.startswith((_GZIP, _ZSTD))
    return tar or name.lower().endswith((".tar", ".tgz"))


def is_packed(head: bytes) -> bool:
    """Whether it has to be unpacked before anything of it is known."""
    return head.startswith((_GZIP, _ZSTD))


def glance(path: Path) -> None:
    """Whether a packed tar begins as one does. Raises ArchiveRefused `not_a_tar`."""
    head = bytearray(HEAD)
    with _unpacking(path) as stream:
        whole = stream.readinto(head) == HEAD
    if not whole or head[257:262] != _MAGIC:
        raise _no_tar()


class TarSource(Named[_Part]):
    """The files of a tar."""

    def __init__(
        self,
        path: Path,
        step: Callable[[], None] = lambda: None,
        *,
        max_entries: int = MAX_ENTRIES,
        max_unpacked: int = MAX_UNPACKED,
    ) -> None:
        """Reads all headers; `step` is called while a packed one is unpacked. Raises
        ArchiveRefused: `not_a_tar`, `too_many_files`, `too_large`, `bomb`, `leads_out`, `link`,
        `method`.
        """
        super().__init__()
        with path.open("rb") as file:
            packed = is_packed(file.read(4))
        self._file: IO[bytes] = _unpacked(path, max_unpacked, step) if packed else path.open("rb")
        try:
            self._look_through(max_entries, max_unpacked)
        except (tarfile.TarError, OverflowError, ValueError):  # sizes that no file can have
            self._file.close()
            raise _no_tar() from None
        except BaseException:
            self._file.close()
            raise

    def _look_through(self, max_entries: int, max_unpacked: int) -> None:
        length = self._file.seek(0, io.SEEK_END)
        self._file.seek(0)
        entries = total = 0
        with tarfile.open(fileobj=cast(Any, _Sparing(self._file)), mode="r:") as tar:
            while (info := tar.next()) is not None:
                setattr(tar, "members", [])  # noqa: B010 - kept by tarfile, for nobody
                entries += 1
                total += info.size
                if entries > max_entries:
                    raise ArchiveRefused(
                        "too_many_files", f"The tar has more than {max_entries} files; split it."
                    )
                if total > max_unpacked:
                    raise ArchiveRefused(
                        "too_large", f"The tar is over {max_unpacked / (1 << 30):.3g} GB; split it."
                    )
                if _wanted(info):
                    if info.offset_data + info.size > length:
                        raise _no_tar()
                    self._add(info.name, _Part(info.offset_data, info.size))
        if entries == 0 or length % HEAD:
            raise _no_tar()

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """The bytes of one file."""
        part = _Slice(self._file.fileno(), *self._raw[name])
        yield cast(BinaryIO, io.BufferedReader(part, PIECE))

    def close(self) -> None:
        """Close the tar; what was unpacked is gone."""
        self._file.close()


def _wanted(info: tarfile.TarInfo) -> bool:
    """Whether it is a file that an item can be of. Raises ArchiveRefused."""
    shown = info.name[:100]
    if info.issym() or info.islnk() or info.isdev():
        raise ArchiveRefused("link", f"“{shown}” is a link; pack the file that it points to.")
    parts = info.name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
        raise ArchiveRefused(
            "leads_out", f"“{shown}” leads out of the tar; pack with relative names."
        )
    if info.isdir():
        return False
    if not info.isreg() or info.issparse():
        raise ArchiveRefused("method", f"“{shown}” is packed in an unusual way; pack it plainly.")
    # `tar` itself writes ./ before every name.
    info.name = info.name.removeprefix("./")
    return not is_junk(info.name)


def _no_tar() -> ArchiveRefused:
    return ArchiveRefused(
        "not_a_tar", "The file is not a tar, or is cut off; pack it again and send it."
    )


@contextmanager
def _unpacking(path: Path) -> Iterator[Any]:
    """What is in a packed file, for `readinto`: pyarrow's `read` never lets go of its bytes where
    they are damaged. Raises ArchiveRefused for that."""
    with path.open("rb") as raw:
        zstd = raw.read(4) == _ZSTD
        raw.seek(0)
        stream: Any = pa.CompressedInputStream(pa.PythonFile(raw), "zstd") if zstd else None
        try:
            with stream if zstd else gzip.GzipFile(fileobj=raw) as opened:
                yield opened
        except (OSError, EOFError, ValueError, zlib.error, pa.ArrowException):
            raise _no_tar() from None


def _unpacked(path: Path, most: int, step: Callable[[], None]) -> IO[bytes]:
    """A working file of all that is packed in `path`. Raises ArchiveRefused."""
    folder = settings().folder / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    out = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - open as long as the source is
    packed, total = path.stat().st_size, 0
    piece = memoryview(bytearray(PIECE))
    try:
        with _unpacking(path) as stream:
            while size := stream.readinto(piece):
                step()
                total += size
                if total > most:
                    raise ArchiveRefused(
                        "too_large", f"Unpacked, it is over {most / (1 << 30):.3g} GB; split it."
                    )
                if total > RATIO_FROM and total > MAX_RATIO * packed:
                    raise ArchiveRefused(
                        "bomb", "It unpacks to far more than is sensible; pack less into it."
                    )
                out.write(piece[:size])
        out.flush()
    except BaseException:
        out.close()
        raise
    return out


class _Sparing:
    """A tar's file for whom headers are read from: none may fill the memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int) -> bytes:
        """As the file's. Raises ArchiveRefused for more than any header needs."""
        if size > _HEADERS:
            raise ArchiveRefused("bomb", "A name in the tar is far too long; pack it again.")
        return self._file.read(size)


class _Slice(io.RawIOBase):
    """A part of an open file. Others may read other parts at the same time."""

    def __init__(self, handle: int, start: int, size: int) -> None:
        super().__init__()
        self._handle, self._start, self._size, self._at = handle, start, size, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where reading goes on."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go on from there."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, into: Any) -> int:
        """Fill `into`."""
        wanted = max(0, min(len(into), self._size - self._at))
        piece = os.pread(self._handle, wanted, self._start + self._at)
        into[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
