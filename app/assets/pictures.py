"""Pictures as strangers send them: opened safely, shown upright, sent out without a place.

Which bytes are kept. The identity of an asset is the SHA-256 of the bytes as they came, so that
the same picture is known when it comes again. Kept and served are the *rendition*'s bytes:

- JPEG, PNG and still WebP that are upright keep their pixel data bit by bit; only segments that
  are not needed to show the picture (EXIF with its place and serial numbers, XMP, IPTC, comments,
  embedded previews, whatever follows the picture's end) are cut out. A picture that had none
  goes out exactly as it came in.
- A turned JPEG (EXIF orientation) is turned for good and written again at quality 95: software
  that does and software that does not honour the flag then see the same picture, the one that
  the coordinates are of.
- Everything else (GIF, BMP, TIFF, animations, turned PNG or WebP) becomes a PNG of its first
  frame, without loss.

The bytes as they came are not kept: what is not there cannot leak.
"""

import io
import struct
import warnings
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from app.assets.bare import bare, noted
from app.core.errors import Invalid

MAX_PIXELS = 200_000_000
MAX_SIDE = 65_535
MAX_BYTES = 512 << 20
MAX_METADATA = 16 << 20
"""Bytes of what is cut out before the pixels: those who read it put its pieces together, one by
one."""

THUMBNAIL = 320
LARGE = 40_000_000
"""Pixels. Of pictures that have more one is opened at a time: 200 million are a gigabyte."""

_LARGE_TURN = Lock()

# Our own limits are asked before anything is decoded; Pillow's would warn below them.
Image.MAX_IMAGE_PIXELS = None

MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
# By the true type of what goes out.
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}

_ENDS: dict[str, frozenset[str]] = {
    "JPEG": frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
    "PNG": frozenset({".png"}),
    "WEBP": frozenset({".webp"}),
    "GIF": frozenset({".gif"}),
    "BMP": frozenset({".bmp"}),
    "TIFF": frozenset({".tif", ".tiff"}),
}
_ORIENTATION = 0x0112


class PictureRefused(Invalid):
    """Bytes that are not taken as a picture; the code says why."""

    code, title = "picture_refused", "Picture refused"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail, reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be shown: the rendition, its size as shown, a small WebP of it."""

    content: bytes
    media_type: str
    width: int
    height: int
    thumbnail: bytes
    note: str | None  # what was different from what its name said


def open_picture(content: bytes, name: str = "", *, max_pixels: int = MAX_PIXELS) -> Picture:
    """The picture in `content`. Raises PictureRefused: `not_a_picture`, `picture_type`, `bomb`,
    `metadata`, `truncated`, `broken`.

    The type is told by the content. A name that ends otherwise is noted, not believed.
    """
    kind = sniff(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on EXIF and chunks that we cut out anyway
            if noted(content, kind) > MAX_METADATA:
                raise PictureRefused(
                    "metadata",
                    f"The picture carries over {MAX_METADATA >> 20} MB of notes about itself; save "
                    "it without them.",
                )
            return _open(content, kind, name, max_pixels)
    except PictureRefused:
        raise
    except Image.DecompressionBombError:
        raise _bomb(max_pixels) from None
    except (UnidentifiedImageError, SyntaxError):
        raise PictureRefused("broken", f"The {kind} cannot be read; save it again.") from None
    except (OSError, EOFError) as wrong:
        reason = "truncated" if "truncated" in str(wrong) or _short(wrong) else "broken"
        sentence = "is cut off" if reason == "truncated" else "is broken"
        raise PictureRefused(reason, f"The {kind} {sentence}; send it again whole.") from None
    except (ValueError, TypeError, KeyError, IndexError, struct.error, OverflowError, MemoryError):
        # Pillow's decoders say in many ways that a file makes no sense.
        raise PictureRefused("broken", f"The {kind} cannot be read; save it again.") from None


def _short(wrong: Exception) -> bool:
    return isinstance(wrong, EOFError) or "not enough" in str(wrong) or "Truncated" in str(wrong)


def _bomb(max_pixels: int) -> PictureRefused:
    return PictureRefused(
        "bomb",
        f"The picture has more than {max_pixels // 1_000_000} million pixels, or a side of more "
        f"than {MAX_SIDE}; make it smaller.",
    )


def sniff(content: bytes) -> str:
    """The true type. Raises PictureRefused for whatever is not one of ours."""
    head = content[:1024]
    if len(content) > MAX_BYTES:
        raise PictureRefused(
            "too_large", f"The file is over {MAX_BYTES >> 20} MB; make it smaller."
        )
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "TIFF"
    if head.startswith(b"BM"):
        return "BMP"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text or text.startswith((b"<?xml", b"<!doctype", b"<html", b"<script")):
        raise PictureRefused(
            "picture_type",
            "SVG and HTML can carry scripts and are not taken; send a JPEG, PNG or WebP.",
        )
    if head[4:8] == b"ftyp":
        raise PictureRefused(
            "picture_type", "HEIC, AVIF and videos are not taken; convert it to JPEG or PNG."
        )
    if not content:
        raise PictureRefused("not_a_picture", "The file is empty; send it again.")
    raise PictureRefused(
        "not_a_picture", "The file is not a picture (JPEG, PNG, WebP, GIF, BMP, TIFF)."
    )


def _open(content: bytes, kind: str, name: str, max_pixels: int) -> Picture:
    with Image.open(io.BytesIO(content), formats=[kind]) as image:
        width, height = image.size
        if width * height > max_pixels or max(width, height) > MAX_SIDE:
            raise _bomb(max_pixels)
        with _LARGE_TURN if width * height > LARGE else nullcontext():
            return _made(image, content, kind, name)


def _made(image: Image.Image, content: bytes, kind: str, name: str) -> Picture:
    width, height = image.size
    turned = image.getexif().get(_ORIENTATION, 1) not in (0, 1)
    # Of a GIF or a TIFF nobody asks for the count: it takes a walk through all of its frames.
    still = kind in ("JPEG", "PNG") or (kind == "WEBP" and getattr(image, "n_frames", 1) == 1)
    if still and not turned:
        if kind == "JPEG":
            # Decodes at a fraction of the size, and still reads to the end: a file that is
            # cut off is noticed.
            image.draft("RGB", (2 * THUMBNAIL, 2 * THUMBNAIL))
        small = _thumbnail(image)
        media_type = MEDIA_TYPES[kind]
        kept = bare(content, kind)
    else:
        image.seek(0)
        upright = _plain(ImageOps.exif_transpose(image))
        width, height = upright.size
        small = _thumbnail(upright)
        kept, media_type = _write(upright, kind)
    end = PurePosixPath(name).suffix.lower()
    note = (
        f"The name ends in {end}, but it is a {kind}; it was taken as what it is."
        if end and end not in _ENDS[kind]
        else None
    )
    return Picture(kept, media_type, width, height, small, note)


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that a browser shows."""
    if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        return image
    if image.mode == "I;16B":
        return image.convert("I").convert("I;16")
    if image.mode in ("I", "F"):
        raise PictureRefused(
            "picture_type", "Pictures of 32 bits a colour are not taken; save it with 8 or 16."
        )
    return image.convert("RGBA" if image.mode in ("PA", "La", "RGBa") else "RGB")


def _write(image: Image.Image, kind: str) -> tuple[bytes, str]:
    out = io.BytesIO()
    profile = image.info.get("icc_profile")
    bare = image.copy()
    bare.info = {"transparency": image.info["transparency"]} if "transparency" in image.info else {}
    if kind == "JPEG":
        bare.convert("L" if bare.mode == "L" else "RGB").save(
            out, "JPEG", quality=95, subsampling=0, icc_profile=profile
        )
        return out.getvalue(), "image/jpeg"
    bare.save(out, "PNG", icc_profile=profile)
    return out.getvalue(), "image/png"


def _thumbnail(image: Image.Image) -> bytes:
    """A WebP of at most 320 pixels a side. Decodes the picture: raises when it is broken."""
    image.load()
    image = eight_bits(image)
    small = image.convert(
        "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    )
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.BILINEAR, reducing_gap=2.0)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=75, method=2)
    return out.getvalue()


def eight_bits(image: Image.Image) -> Image.Image:
    """With 8 bits a colour: of 16 the upper ones are what an eye sees."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
