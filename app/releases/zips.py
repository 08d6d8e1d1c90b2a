"""A zip that is written while it is read: nothing of it is ever whole in memory or on the disk."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive. `size` is known for what is stored as it is (pictures do not
    shrink); text has none and is compressed, unless it is `packed` already.
    """

    name: str
    content: Iterable[bytes]
    size: int | None = None
    packed: bool = False


class _Sink(io.RawIOBase):
    """Collects what zipfile writes until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        self.waiting += len(piece)
        return len(piece)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        self.waiting = 0
        return taken


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of a zip (zip64 where needed) with these entries. The same entries make the same
    bytes: no times are written into it.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for entry in entries:
            if entry.packed:
                opened = archive.open(zipfile.ZipInfo(entry.name), "w", force_zip64=True)
            elif entry.size is None:
                opened = archive.open(entry.name, "w", force_zip64=True)
            else:
                info = zipfile.ZipInfo(entry.name)
                info.file_size = entry.size
                opened = archive.open(info, "w")
            with opened as file:
                for piece in entry.content:
                    file.write(piece)
                    if sink.waiting >= _PIECE:
                        yield sink.take()
            if sink.waiting >= _PIECE:
                yield sink.take()
    yield sink.take()
