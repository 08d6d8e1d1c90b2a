"""How large a picture is, for formats that say fractions: read from its head alone."""

from PIL import Image, UnidentifiedImageError

from app.formats.source import BrokenEntry, Source

_TYPES = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_ORIENTATION = 0x0112
_LYING = frozenset({5, 6, 7, 8})


def size_of(source: Source, name: str) -> tuple[int, int] | None:
    """Width and height in pixels as shown (after the EXIF orientation); None for no picture."""
    try:
        with source.open(name) as stream, Image.open(stream, formats=_TYPES) as picture:
            width, height = picture.size
            lying = picture.getexif().get(_ORIENTATION) in _LYING
    except (UnidentifiedImageError, BrokenEntry, OSError, ValueError, SyntaxError, MemoryError):
        return None
    except Image.DecompressionBombError:
        return None
    return (height, width) if lying else (width, height)
