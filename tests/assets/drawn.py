"""Pictures that the tests draw."""

import io
from typing import Any

from PIL import Image, ImageChops, ImageDraw


def drawing(width: int = 60, height: int = 40, mode: str = "RGB", seed: int = 0) -> Image.Image:
    """Four quarters of different colours: which way is up can be told."""
    image = Image.new("RGB", (width, height), (10 + seed % 200, 30, 60))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), fill=(250, 20, 20))
    draw.rectangle((width // 2, height // 2, width, height), fill=(20, 20, 250 - seed // 200))
    return image.convert(mode)


def encoded(kind: str = "JPEG", image: Image.Image | None = None, **options: Any) -> bytes:
    """A picture file's bytes."""
    out = io.BytesIO()
    (image or drawing()).save(out, kind, **options)
    return out.getvalue()


def place(orientation: int = 1) -> Image.Exif:
    """EXIF as a phone writes it: orientation, camera, place."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "SecretPhone"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 59.0)
    return exif


def alike(one: Image.Image, other: Image.Image, tolerance: int = 0) -> bool:
    """Whether no colour of a pixel differs by more."""
    assert one.size == other.size
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(high for _, high in difference.getextrema()) <= tolerance
