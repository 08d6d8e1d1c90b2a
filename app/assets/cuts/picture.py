"""Pieces of a picture, exact to the pixel, and sheets of several; without loss, as PNG."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.assets.cuts.base import Cut, CutFailed
from app.assets.pictures import THUMBNAIL, eight_bits
from app.labels.pieces import Member

_FORMATS = ("JPEG", "PNG", "WEBP")
_TAG = 20  # pixels of the number on a cell, at most
_OF_CELL = 10  # it is no more than a tenth of it


def opened(path: Path) -> Image.Image:
    """A kept picture, decoded. Raises CutFailed."""
    try:
        with Image.open(path, formats=list(_FORMATS)) as image:
            image.load()
            return image
    except (OSError, ValueError, SyntaxError, MemoryError):
        raise CutFailed("The picture cannot be read; import it again.") from None


def rectangle(whole: Image.Image, x: int, y: int, width: int, height: int, into: Path) -> Cut:
    """The pixels of a rectangle, as they are."""
    if x + width > whole.width or y + height > whole.height:
        raise CutFailed("The piece lies outside of the picture; open the item anew.")
    return written(whole.crop((x, y, x + width, y + height)), into, whole)


def sheet(cells: Sequence[tuple[Path, Member]], into: Path) -> Cut:
    """Pictures side by side on white, each with its number in its corner."""
    places = [member for _, member in cells]
    width = max((one.x or 0) + (one.width or 0) for one in places)
    height = max((one.y or 0) + (one.height or 0) for one in places)
    made = Image.new("RGB", (width, height), "#ffffff")
    for number, (path, member) in enumerate(cells, 1):
        image = eight_bits(opened(path)).convert("RGBA")
        at = (member.x or 0, member.y or 0)
        made.paste(image, at, image)
        _tagged(made, number, at, min(image.size))
    return written(made, into, made)


def _tagged(sheet: Image.Image, number: int, at: tuple[int, int], side: int) -> None:
    size = max(8, min(_TAG, side // _OF_CELL))
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size)
    box = draw.textbbox(at, str(number), font=font)
    draw.rectangle((*at, box[2] + 2, box[3] + 2), fill="#000000")
    draw.text((at[0] + 1, at[1]), str(number), fill="#ffffff", font=font)


def written(image: Image.Image, into: Path, like: Image.Image) -> Cut:
    """A picture as a file, in the colours that the whole is in."""
    image.info = {"transparency": like.info["transparency"]} if "transparency" in like.info else {}
    image.save(into, "PNG", icc_profile=like.info.get("icc_profile"))
    small = eight_bits(image).convert(
        "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    )
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.BILINEAR, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=75, method=2)
    return Cut("image/png", into, width=image.width, height=image.height, thumbnail=out.getvalue())
