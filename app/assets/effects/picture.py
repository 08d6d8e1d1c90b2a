"""Areas of a picture that are not to be seen; pictures that are cropped and turned."""

import io
import math
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from app.assets.cuts.base import Cut
from app.assets.cuts.picture import opened
from app.assets.pictures import THUMBNAIL, eight_bits
from app.labels.effects import Area, Effect, Operations, Outline

CELLS = 5
"""Into how many cells the longer side of what is blurred is divided."""

_QUALITY = 95
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def made(path: Path, media_type: str, operations: Operations, into: Path) -> Cut:
    """The picture as it may be seen, in the format of the original. Raises CutFailed."""
    image = opened(path)
    profile = image.info.get("icc_profile")
    image = hidden(image, operations.areas)
    if operations.crop is not None:
        x, y, width, height = operations.crop
        box = (math.floor(x), math.floor(y), math.ceil(x + width), math.ceil(y + height))
        image = image.crop((max(0, box[0]), max(0, box[1]), min(image.width, box[2]),
                            min(image.height, box[3])))  # fmt: skip
    if operations.turn:
        image = image.transpose(_TURNS[operations.turn])
    image.info = {}
    if media_type == "image/jpeg":
        image = image if image.mode in ("L", "RGB") else image.convert("RGB")
        image.save(into, "JPEG", quality=_QUALITY, subsampling=0, icc_profile=profile)
    elif media_type == "image/webp":
        image.save(into, "WEBP", lossless=True, icc_profile=profile or b"")
    else:
        media_type = "image/png"
        image.save(into, "PNG", icc_profile=profile)
    small = eight_bits(image).convert("RGBA" if "A" in image.getbands() else "RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.BILINEAR, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=75, method=2)
    return Cut(media_type, into, width=image.width, height=image.height, thumbnail=out.getvalue())


def hidden(image: Image.Image, areas: Iterable[Area]) -> Image.Image:
    """The picture with these areas blurred or blackened; in colours that can be mixed."""
    areas = list(areas)
    if not areas:
        return image
    if image.mode in ("P", "1", "PA"):
        bare = "transparency" in image.info or image.mode == "PA"
        image = image.convert("RGBA" if bare else "RGB")
    elif image.mode.startswith("I"):
        image = eight_bits(image)
    image = image.copy()
    # What is blackened is black whatever is blurred over it.
    for effect in (Effect.BLUR, Effect.MASK):
        for area in areas:
            if area.effect is effect:
                _hide(image, area)
    return image


def _hide(image: Image.Image, area: Area) -> None:
    box = _around(area.outline, image.width, image.height)
    if box is None:
        return
    inside = image.crop(box)
    shape = _shape(area.outline, box)
    if area.effect is Effect.MASK:
        over = Image.new(inside.mode, inside.size, _black(inside.mode))
    else:
        over = blurred(inside)
    image.paste(over, box[:2], shape)


def _around(outline: Outline, width: int, height: int) -> tuple[int, int, int, int] | None:
    across, down = zip(*outline, strict=True)
    left, upper = max(0, math.floor(min(across))), max(0, math.floor(min(down)))
    right, lower = min(width, math.ceil(max(across))), min(height, math.ceil(max(down)))
    return (left, upper, right, lower) if right > left and lower > upper else None


def _shape(outline: Outline, box: tuple[int, int, int, int]) -> Image.Image:
    """Every pixel that the outline touches."""
    shape = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    points = [(x - box[0], y - box[1]) for x, y in outline]
    draw = ImageDraw.Draw(shape)
    draw.polygon(points, fill=255, outline=255)
    draw.line([*points, points[0]], fill=255, width=2)
    return shape


def blurred(image: Image.Image) -> Image.Image:
    """Cells of one colour each, and these blurred: nothing finer is left to be made out."""
    cell = max(1.0, max(image.size) / CELLS)
    few = (max(1, round(image.width / cell)), max(1, round(image.height / cell)))
    plain = image
    if "A" in image.getbands():  # what is transparent has no colour to give away
        plain = image.convert("RGBA")
    coarse = plain.resize(few, Image.Resampling.BOX).resize(image.size, Image.Resampling.NEAREST)
    return coarse.filter(ImageFilter.GaussianBlur(cell / 2)).convert(image.mode)


def _black(mode: str) -> tuple[int, ...] | int:
    bands = Image.getmodebands(mode)
    if bands == 1:
        return 0
    return (*(0,) * (bands - 1), 255) if "A" in mode else (0,) * bands
