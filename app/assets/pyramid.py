"""A large picture in tiles: each level half as large as the one before, cut into squares.

All tiles of a picture are one file, so that there are all of them or none, and one key to keep:

    head     magic, width, height, side of a tile, number of tiles
    offsets  where each tile begins, and where the last one ends
    tiles    row by row, level by level, the finest first: JPEG, or WebP where it is transparent

The last level is small enough to be one picture; it is its only tile. A pixel of level `n` is
`2**n` pixels of the picture wide and high.
"""

import io
import itertools
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from PIL import Image, ImageCms

from app.assets.pictures import eight_bits
from app.core.errors import NotFound
from app.storage import Storage

SIZE = 512
MEDIA_TYPE = "application/vnd.dure.tiles"
"""What a link names that serves tiles, and nothing but tiles."""

# What is shown at once, and kept where there is no connection: sharp in a whole window.
_WHOLE = 4_000_000
_WHOLE_SIDE = 8_192
_MAGIC = b"dureTIL1"
_HEAD = struct.Struct(">8sIIII")
_QUALITY = 90

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of a level, as it goes out."""

    content: bytes
    media_type: str


def levels_of(width: int, height: int) -> list[tuple[int, int]]:
    """Width and height of each level, the picture itself first."""
    levels = [(width, height)]
    while width * height > _WHOLE or max(width, height) > _WHOLE_SIDE:
        width, height = -(-width // 2), -(-height // 2)
        levels.append((width, height))
    return levels


def _boxes(width: int, height: int, side: int) -> Iterator[Box]:
    for top, left in itertools.product(range(0, height, side), range(0, width, side)):
        yield left, top, min(left + side, width), min(top + side, height)


def build(
    source: BinaryIO, out: BinaryIO, step: Callable[[], None] = lambda: None
) -> list[tuple[int, int]]:
    """Write the tiles of the picture in `source` to `out`, calling `step` after each; width and
    height of its levels. Raises what Pillow raises where the picture cannot be read.

    Memory: the picture decoded once, four bytes a pixel, and a third of that.
    """
    with Image.open(source) as image:
        image.load()
        levels = levels_of(*image.size)
        mode = "RGBA" if image.has_transparency_data else "RGB"
        plain = _plain(image, mode)
        boxes = [
            list(_boxes(*size, SIZE)) if size != levels[-1] else [(0, 0, *size)] for size in levels
        ]
        count = sum(map(len, boxes))
        out.write(_HEAD.pack(_MAGIC, *image.size, SIZE, count))
        begins = out.tell()
        out.write(bytes(8 * (count + 1)))
        ends = [out.tell()]
        level: Image.Image = image
        for n, wanted in enumerate(boxes):
            smaller = Image.new(mode, levels[n + 1]) if n + 1 < len(levels) else None
            for box in wanted:
                part = level.crop(box)
                part = plain(part) if n == 0 else part
                _write(part, out)
                ends.append(out.tell())
                if smaller is not None:
                    smaller.paste(part.reduce(2), (box[0] // 2, box[1] // 2))
                step()
            if smaller is not None:
                level = smaller
    out.seek(begins)
    out.write(struct.pack(f">{count + 1}Q", *ends))
    return levels


def _plain(image: Image.Image, mode: str) -> Callable[[Image.Image], Image.Image]:
    """What makes of a part of the picture one in `mode`, with the colours of sRGB."""

    def bare(part: Image.Image) -> Image.Image:
        part = eight_bits(part)
        return part if part.mode in ("L", "RGB", "RGBA", "CMYK") else part.convert(mode)

    transform = None
    profile = image.info.get("icc_profile")
    if profile:
        try:
            transform = ImageCms.buildTransform(
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                bare(image.crop((0, 0, 1, 1))).mode,
                mode,
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that makes no sense is left out

    def plain(part: Image.Image) -> Image.Image:
        part = bare(part)
        if transform is not None:
            return ImageCms.applyTransform(part, transform) or part
        return part.convert(mode)

    return plain


def _write(part: Image.Image, out: BinaryIO) -> None:
    part.info = {}  # comments and profiles would go along
    # By itself first: some encoders seek, and the file is long.
    tile = io.BytesIO()
    if part.mode == "RGBA" and part.getchannel("A").getextrema() != (255, 255):
        part.save(tile, "WEBP", quality=_QUALITY, method=2)
    else:
        part.convert("RGB").save(tile, "JPEG", quality=_QUALITY, subsampling=0)
    out.write(tile.getbuffer())


@dataclass(frozen=True, slots=True)
class _Index:
    levels: list[tuple[int, int]]
    side: int
    offsets: tuple[int, ...]


@lru_cache(maxsize=128)
def _index(kept: Storage, key: str) -> _Index:
    """What the file says of itself; a file under its hash never changes."""
    head = b"".join(kept.open(key, 0, _HEAD.size))
    if not head.startswith(_MAGIC) or len(head) < _HEAD.size:
        raise NotFound("These are not the tiles of a picture.")
    _, width, height, side, count = _HEAD.unpack(head)
    offsets = b"".join(kept.open(key, _HEAD.size, _HEAD.size + 8 * (count + 1)))
    return _Index(levels_of(width, height), side, struct.unpack(f">{count + 1}Q", offsets))


def tile(kept: Storage, key: str, level: int, column: int, row: int) -> Tile:
    """One tile of those under `key`. Raises NotFound where there is none, Missing."""
    index = _index(kept, key)  # type: ignore[arg-type]  # one storage is like no other
    nth = 0
    for n, (width, height) in enumerate(index.levels):
        last = n == len(index.levels) - 1
        columns = 1 if last else -(-width // index.side)
        rows = 1 if last else -(-height // index.side)
        if n == level:
            if column >= columns or row >= rows:
                break
            nth += row * columns + column
            start, end = index.offsets[nth], index.offsets[nth + 1]
            content = b"".join(kept.open(key, start, end))
            return Tile(content, "image/webp" if content.startswith(b"RIFF") else "image/jpeg")
        nth += columns * rows
    raise NotFound("The picture has no such tile.")
