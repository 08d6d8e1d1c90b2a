"""Lines of a file, none of which is held when it is too long."""

from collections.abc import Iterator
from typing import BinaryIO


def bounded(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Each line without its end; None for one of more than `limit` bytes. A byte order mark before
    the first one is left away.
    """
    first = True
    while line := stream.readline(limit + 1):
        if first:
            line = line.removeprefix(b"\xef\xbb\xbf")
            first = False
        if len(line) > limit:
            while not line.endswith(b"\n") and (line := stream.readline(limit)):
                pass
            yield None
        else:
            yield line.rstrip(b"\r\n")
