"""What becomes of a good file on its way through bad hands: bits flip, ends are missing, lengths
lie, pieces come twice or from another file, numbers grow. Sums of PNG chunks and of tar headers are
put right again, so that what is behind them is reached."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Sequence
from random import Random

MOST = 1 << 18
"""Bytes of what is made: repetition shall not make of it a test of patience."""

_INTEGERS = (
    0,
    1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    2**31 - 1,
    2**31,
    2**32 - 1,
    2**63,
    2**64 - 1,
)
_NUMBER = re.compile(rb"-?\d+(\.\d+)?")
_NUMBERS = (
    *(b"-1", b"0", b"1e999", b"-0.0", b"NaN", b"1e-320", b"9" * 400, b"9223372036854775808"),
    *(b"null", b'"1"', b"[]", b"0x10", b"1_0", "٣".encode()),
)
_TOKENS = (
    *(
        b"\0",
        b"\r",
        b"\n",
        b'"',
        b"'",
        b"<",
        b">",
        b"&",
        b",",
        b";",
        b"\t",
        b"\\",
        b"\xff",
        b"\xed\xa0\x80",
    ),
    *(b"[" * 2_000, b"{" * 2_000, b"../../etc/passwd", b"/etc/passwd", b"C:\\x", b"&e;", b"]]>"),
    *(
        "\u202e".encode(),
        "\u2028".encode(),
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"%s%n",
        b"${x}",
        b"=1+1",
    ),
    *(b"null", b"true", b"[]", b"{}", b"a" * 5_000, "가".encode() * 500),
)


def _at(chance: Random, content: bytearray) -> int:
    return chance.randrange(len(content) + 1)


def _span(chance: Random, content: bytearray, most: int = 64) -> slice:
    at = _at(chance, content)
    return slice(at, min(len(content), at + chance.randint(1, most)))


def _flip(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _cut(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    del content[_at(chance, content) :]


def _leave_out(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    del content[_span(chance, content, chance.choice((1, 8, 64, 4_096)))]


def _repeat(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    span = _span(chance, content, chance.choice((4, 64, 1_024)))
    content[span.start : span.start] = content[span] * chance.choice((1, 2, 50, 500))


def _swap(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    one, other = sorted((_at(chance, content), _at(chance, content)))
    content[one:] = content[other:] + content[one:other]


def _length(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    """An integer of the file says something else: what is there, a little more, or far more."""
    size = chance.choice((1, 2, 4, 8))
    if len(content) < size:
        return
    at = chance.randrange(len(content) - size + 1)
    order = chance.choice(("big", "little"))
    was = int.from_bytes(content[at : at + size], order)  # type: ignore[arg-type]
    now = chance.choice((*_INTEGERS, was + 1, was - 1, was * 2, len(content))) % (1 << 8 * size)
    content[at : at + size] = now.to_bytes(size, order)  # type: ignore[arg-type]


def _number(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    found = list(_NUMBER.finditer(content, _at(chance, content) // 2))[:200]
    if found:
        one = chance.choice(found)
        content[one.start() : one.end()] = chance.choice(_NUMBERS)


def _put(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    at = _at(chance, content)
    content[at:at] = chance.choice(_TOKENS)


def _splice(chance: Random, content: bytearray, others: Sequence[bytes]) -> None:
    other = chance.choice(others)
    at = chance.randrange(len(other) + 1)
    content[_span(chance, content, 512)] = other[at : at + chance.randint(1, 512)]


_WAYS: tuple[Callable[[Random, bytearray, Sequence[bytes]], None], ...] = (
    *(_flip, _cut, _leave_out, _repeat, _swap, _length, _length, _number, _put, _splice),
)


def mutated(chance: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """`content` after one to five accidents; `others` are files to take pieces from."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        chance.choice(_WAYS)(chance, made, others)
        del made[MOST:]
    return mended(bytes(made)) if chance.random() < 0.7 else bytes(made)


def mended(content: bytes) -> bytes:
    """With right sums, where it is a PNG or a tar."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _mended_png(content)
    return _mended_tar(content) if content[257:262] == b"ustar" else content


def _mended_png(content: bytes) -> bytes:
    made, at = bytearray(content), 8
    while at + 12 <= len(made):
        end = at + 8 + int.from_bytes(made[at : at + 4], "big")
        if end + 4 > len(made):
            break
        made[end : end + 4] = struct.pack(">I", zlib.crc32(made[at + 4 : end]))
        at = end + 4
    return bytes(made)


def _mended_tar(content: bytes) -> bytes:
    made = bytearray(content)
    for at in range(0, len(made) - 511, 512):
        if made[at + 257 : at + 262] == b"ustar":
            head = made[at : at + 512]
            total = sum(head[:148]) + 8 * 32 + sum(head[156:])
            made[at + 148 : at + 156] = b"%06o\0 " % total
    return bytes(made)
