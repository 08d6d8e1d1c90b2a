"""What a picture file says beside its pixels: measured, and cut out without touching them.

Files that make no sense raise ValueError, EOFError or IndexError.
"""

import struct
from collections.abc import Iterator


def bare(content: bytes, kind: str) -> bytes:
    """A still JPEG, PNG or WebP (`kind`) without all that is not needed to show it."""
    return _STRIP[kind](content)


def noted(content: bytes, kind: str) -> int:
    """Bytes of what stands in a file before its pixels, or about them, and is cut out; 0 of kinds
    that are written anew. Of a file that makes no sense, as far as it does.
    """
    return sum(_NOTED[kind](content)) if kind in _NOTED else 0


def _strip_jpeg(content: bytes) -> bytes:
    """Without application segments but JFIF, the colour profile and Adobe's colour transform,
    without comments, and without what follows the end.
    """
    out = [content[:2]]
    at = 2
    size = len(content)
    while at + 4 <= size:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xD9:
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:  # markers that stand alone
            out.append(content[at : at + 2])
            at += 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at : at + 2 + length]
        if length < 2 or len(segment) < length + 2:
            raise EOFError
        if _wanted(marker, segment[4:]):
            out.append(segment)
        at += 2 + length
        if marker == 0xDA:
            scan_end = _scan_end(content, at)
            out.append(content[at:scan_end])
            at = scan_end
    out.append(b"\xff\xd9")
    return b"".join(out)


def _wanted(marker: int, body: bytes) -> bool:
    if marker == 0xE0:
        return body.startswith(b"JFIF\0")
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == 0xEE:
        return body.startswith(b"Adobe")
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _noted_jpeg(content: bytes) -> Iterator[int]:
    """Bytes of each segment before the pixels that is cut out."""
    at = 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != b"\xda":
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if not _wanted(content[at + 1], content[at + 4 : at + 16]):
            yield length
        at += 2 + length


def _scan_end(content: bytes, at: int) -> int:
    """Where the compressed data that begins at `at` ends: at a marker that is none of its own."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        following = content[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at


_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"cICP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    }
)
_PNG_NOTES = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})


def _strip_png(content: bytes) -> bytes:
    """Only the chunks that say how the still picture looks."""
    out = [content[:8]]
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            raise EOFError
        if kind in _PNG_KEPT:
            out.append(content[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(out)
    raise EOFError


def _noted_png(content: bytes) -> Iterator[int]:
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] in _PNG_NOTES:
            yield length
        at += 12 + length


_WEBP_NOTES = frozenset({b"EXIF", b"XMP ", b"ICCP"})
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"})
# Of VP8X: EXIF and XMP are there.
_WEBP_EXTRAS = 0x08 | 0x04


def _strip_webp(content: bytes) -> bytes:
    """Only the chunks of the still picture; the header no longer announces others."""
    chunks = []
    for kind, body in _riff(content):
        if kind not in _WEBP_KEPT:
            continue
        if kind == b"VP8X":
            body = bytes([body[0] & ~_WEBP_EXTRAS]) + body[1:]
        chunks.append(kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2))
    whole = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _riff(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    at = 12
    while at + 8 <= end:
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + length]
        if len(body) < length:
            raise EOFError
        yield content[at : at + 4], body
        at += 8 + length + length % 2


def _noted_webp(content: bytes) -> Iterator[int]:
    at = 12
    while at + 8 <= len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if content[at : at + 4] in _WEBP_NOTES:
            yield length
        at += 8 + length + length % 2


_NOTED = {"JPEG": _noted_jpeg, "PNG": _noted_png, "WEBP": _noted_webp}
_STRIP = {"JPEG": _strip_jpeg, "PNG": _strip_png, "WEBP": _strip_webp}
