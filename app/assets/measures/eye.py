"""What a stranger's picture is like, looked at in a process of its own.

Run by its path (`python -I eye.py FILE FORMAT MOST`), it imports nothing of Dure. It writes one
object of JSON, for a picture of at most MOST pixels:

    width, height  pixels as shown
    sharpness      variance of the Laplacian, of the picture made to fit 1024 pixels: below about 60
                   it looks blurred
    light          mean brightness, 0 to 255
    place          `{"latitude", "longitude"}` where the camera noted it, else null
    print          64 bits in hex, alike for what looks alike

or `{"refused": sentence}`.

The print is the one of Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions"
(2010): which of the 64 lowest frequencies of the picture, at 32 × 32, are above their median.
"""

import json
import sys
import warnings
from typing import Any

import numpy as np
from PIL import Image, ImageOps

_FITTING = 1024
_SMALL = 32
_GPS = 0x8825


def _sharpness(grey: Any) -> float:
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float((around - 4 * grey[1:-1, 1:-1]).var()) if min(grey.shape) > 2 else 0.0


def print_of(image: Image.Image) -> str:
    """The print of a grey picture, in hex."""
    small = image.resize((_SMALL, _SMALL), Image.Resampling.BOX)
    grey = np.asarray(small, np.float64)
    at = np.arange(_SMALL)
    turn = np.cos(np.pi * (2 * at[None, :] + 1) * at[:, None] / (2 * _SMALL))
    low = (turn @ grey @ turn.T)[:8, :8].ravel()
    bits = low > np.median(low[1:])
    return bytes(np.packbits(bits)).hex()


def _degrees(values: Any, ref: Any) -> float:
    degrees, minutes, seconds = (float(one) for one in values)
    found = degrees + minutes / 60 + seconds / 3600
    return round(-found if str(ref).upper().startswith(("S", "W")) else found, 6)


def _place(image: Image.Image) -> dict[str, float] | None:
    try:
        said = image.getexif().get_ifd(_GPS)
        latitude, longitude = _degrees(said[2], said[1]), _degrees(said[4], said[3])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, SyntaxError):
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return {"latitude": latitude, "longitude": longitude}


def look(path: str, kind: str, most: int) -> dict[str, Any]:
    """What is measured."""
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=[kind]) as image:
        if image.width * image.height > most:
            return {"refused": "The picture has too many pixels; make it smaller."}
        place = _place(image)
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        width, height = (image.height, image.width) if turned else image.size
        if kind == "JPEG":
            image.draft("L", (_FITTING, _FITTING))
        image.load()
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith("I"):
            upright = upright.convert("I").point(lambda value: value * (1 / 256))
        grey = upright.convert("L")
        grey.thumbnail((_FITTING, _FITTING), Image.Resampling.BOX)
    values = np.asarray(grey, np.float64)
    return {
        "width": width,
        "height": height,
        "sharpness": round(_sharpness(values), 1),
        "light": round(float(values.mean()), 1),
        "place": place,
        "print": print_of(grey),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # on EXIF and chunks that are cut out anyway
    try:
        said = look(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except (MemoryError, Exception):
        said = {"refused": "The picture cannot be read; save it again."}
    sys.stdout.write(json.dumps(said))
