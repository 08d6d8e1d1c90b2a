"""What is done with a stranger's PDF, in a process of its own: PDFium is native code.

Run by its path (`python -I pdfium.py TASK FILE FOLDER …`), it imports nothing of Dure. It writes
JSON, one object a line: `{"page": …}` for each page as it is done, then `{"done": true}`, or
`{"refused": reason, "detail": sentence}` and nothing more.

Pixels are those of a page at 144 to the inch, upright as it is shown, from its upper left corner.
"""

import io
import json
import math
import mmap
import re
import sys
from collections.abc import Callable, Iterator
from ctypes import byref, c_int
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageFilter

MAX_PAGES = 2_000
MAX_SIDE = 14_400  # points: 200 inches, the most that PDF readers show
MAX_LETTERS = 200_000  # of one page
SCALE = 2  # 144 pixels to the inch; a point is a 72nd of one
_MAX_PIXELS = 16_000_000  # of the picture of a page; a larger page has a coarser one
_MAX_PICTURE_SIDE = 16_000  # WebP ends at 16,383
_THUMBNAIL = 320
_QUALITY = 82
_CELLS = 5  # into which the longer side of what is blurred is divided
_BROKEN = "The file cannot be read as a PDF; save it anew and send it again."

Box = tuple[float, float, float, float]
Letters = list[tuple[str, list[int]]]
"""The code points of a page, each with the places in PDFium's own count that it stands for."""


class Refuse(Exception):
    """A file that is not taken, and why."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def tell(**what: Any) -> None:
    """Say something to who started this."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def opened(path: Path) -> Any:
    """The document in a file."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Refuse(
                "encrypted", "The PDF asks for a password; save it without one and send it again."
            ) from None
        raise Refuse("broken", _BROKEN) from None
    count = len(document)
    if count == 0:
        raise Refuse("broken", _BROKEN)
    if count > MAX_PAGES:
        raise Refuse(
            "too_many_pages", f"The PDF has {count} pages and may have {MAX_PAGES}; split it."
        )
    return document


def pages(document: Any) -> Iterator[Any]:
    """Its pages, one after the other: only one is in memory."""
    for at in range(len(document)):
        try:
            page = document[at]
        except pdfium.PdfiumError:
            detail = f"Page {at + 1} cannot be read; save the PDF anew and send it again."
            raise Refuse("broken", detail) from None
        yield page
        page.close()


def size(page: Any) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = page.get_size()
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise Refuse(
            "page_size",
            f"A page measures {width:g} x {height:g} points, and may measure {MAX_SIDE} a side.",
        )
    return math.ceil(width * SCALE), math.ceil(height * SCALE)


def letters(text: Any) -> Letters:
    """The text layer of a page. Halves of a pair are one code point, an end of a line is one `\\n`,
    what the font does not name is U+FFFD, and control characters are left out.
    """
    count = raw.FPDFText_CountChars(text)
    if count > MAX_LETTERS:
        raise Refuse(
            "too_much_text",
            f"A page has {count} characters of text, and may have {MAX_LETTERS}; split the page.",
        )
    found: Letters = []
    at = 0
    while at < max(count, 0):
        code = raw.FPDFText_GetUnicode(text, at)
        places = [at]
        at += 1
        if 0xD800 <= code < 0xDC00 and at < count:
            low = raw.FPDFText_GetUnicode(text, at)
            if 0xDC00 <= low < 0xE000:
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                places.append(at)
                at += 1
        if code == 0x0D:
            if at < count and raw.FPDFText_GetUnicode(text, at) == 0x0A:
                places.append(at)
                at += 1
            code = 0x0A
        if code in (0x02, 0xFFFE):  # a hyphen at the end of a line
            code = 0x2D
        if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            code = 0xFFFD
        if (code >= 0x20 and not 0x7F <= code < 0xA0) or code in (0x09, 0x0A):
            found.append((chr(code), places))
    return found


def boxes(page: Any, text: Any, found: Letters, width: int, height: int) -> list[Box]:
    """A box for each letter. Those of a ligature share its box between them; what was set by
    nobody, a space or an end of a line, fills the gap to the next letter of the line.
    """
    place = _placing(page, width, height)
    known: list[Box | None] = []
    angles: list[float] = []
    for _, places in found:
        ones = [_box(text, at, place) for at in places if not raw.FPDFText_IsGenerated(text, at)]
        given = [one for one in ones if one is not None]
        known.append(_union(given) if given else None)
        angles.append(raw.FPDFText_GetCharAngle(text, places[0]) if given else 0.0)
    _share(known, angles)
    return _filled(known, width, height)


def _placing(page: Any, width: int, height: int) -> Callable[[float, float], tuple[float, float]]:
    """From points of the page, as they are written, to pixels as it is shown: turned, cropped."""
    fine = 64  # PDFium answers in whole pixels

    def device(x: float, y: float) -> tuple[float, float]:
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(
            page, 0, 0, width * fine, height * fine, 0, x, y, byref(across), byref(down)
        )
        return across.value / fine, down.value / fine

    span = 1000.0
    (x0, y0), (x1, y1), (x2, y2) = device(0, 0), device(span, 0), device(0, span)
    a, b, c, d = (x1 - x0) / span, (x2 - x0) / span, (y1 - y0) / span, (y2 - y0) / span
    return lambda x, y: (x0 + a * x + b * y, y0 + c * x + d * y)


def _box(text: Any, at: int, place: Callable[[float, float], tuple[float, float]]) -> Box | None:
    """The box of a letter with the room above and below it that its font gives."""
    rect = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, at, rect):
        return None
    corners = [place(x, y) for x in (rect.left, rect.right) for y in (rect.bottom, rect.top)]
    across, down = zip(*corners, strict=True)
    box = min(across), min(down), max(across), max(down)
    return box if all(map(math.isfinite, box)) else None


def _union(ones: list[Box]) -> Box:
    left, upper, right, lower = zip(*ones, strict=True)
    return min(left), min(upper), max(right), max(lower)


def _share(known: list[Box | None], angles: list[float]) -> None:
    """Cuts a box that several letters have between them, the way they are read."""
    at = 0
    while at < len(known):
        end = at + 1
        while end < len(known) and known[at] is not None and known[end] == known[at]:
            end += 1
        box = known[at]
        if box is not None and end - at > 1:
            left, upper, right, lower = box
            count = end - at
            down = abs(math.sin(angles[at])) > 0.7
            for n in range(count):
                low, high = n / count, (n + 1) / count
                if down:
                    high_, low_ = upper + (lower - upper) * low, upper + (lower - upper) * high
                    known[at + n] = left, high_, right, low_
                else:
                    width = right - left
                    known[at + n] = left + width * low, upper, left + width * high, lower
        at = end


def _filled(known: list[Box | None], width: int, height: int) -> list[Box]:
    """With the boxes of what was set by nobody, inside the page, to a tenth of a pixel."""
    filled: list[Box] = []
    for at, box in enumerate(known):
        if box is None:
            before = filled[-1] if filled else None
            after = known[at + 1] if at + 1 < len(known) else None
            box = _gap(before, after)
        left, upper, right, lower = box
        filled.append(
            (
                round(min(max(left, 0.0), width), 1),
                round(min(max(upper, 0.0), height), 1),
                round(min(max(right, 0.0), width), 1),
                round(min(max(lower, 0.0), height), 1),
            )
        )
    return filled


def _gap(before: Box | None, after: Box | None) -> Box:
    """The room between two letters of one line; else none, at the end of the one before."""
    if before is None:
        return (0, 0, 0, 0) if after is None else (after[0], after[1], after[0], after[3])
    _, upper, right, lower = before
    if after is not None and after[1] < lower and after[3] > upper and after[0] >= right:
        return right, upper, after[0], lower
    return right, upper, right, lower


def picture(page: Any, scale: float) -> Image.Image:
    """A page as it is shown, with what is filled in, on white."""
    try:
        shown: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
    except (pdfium.PdfiumError, MemoryError):
        raise Refuse("broken", "A page cannot be drawn; save the PDF anew.") from None
    return shown.convert("RGB")


def fitting(width: int, height: int) -> float:
    """The scale of a page's picture, so that it is not too large."""
    area = math.sqrt(_MAX_PIXELS / (width * height))
    return SCALE * min(1.0, area, _MAX_PICTURE_SIDE / max(width, height))


def webp(image: Image.Image, quality: int) -> bytes:
    """A picture as it is stored."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=3)
    return out.getvalue()


def keep(document: Any, path: Path) -> None:
    """Its pages alone in a new file: what is filled in is drawn on them, and who wrote it, scripts,
    attached files and earlier states stay behind.
    """
    if document.get_formtype() != raw.FORMTYPE_NONE:
        for page in pages(document):
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    bare = pdfium.PdfDocument.new()
    try:
        bare.import_pages(document)
        bare.save(path)
    except pdfium.PdfiumError:
        raise Refuse(
            "broken", "The PDF's pages cannot be copied; save it anew and send it again."
        ) from None
    bare.close()
    _blind(path)


# Where and with what a photograph on a page was taken: blocks of JPEG, which no reader needs.
_CAMERA = re.compile(
    rb"\xff\xe1(..)(Exif\x00\x00|http://ns\.adobe\.com/x(?:ap/1\.0|mp/extension)/\x00)", re.DOTALL
)


def _blind(path: Path) -> None:
    """Blanks what cameras say in photographs; no place in the file moves."""
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as content:
        for found in _CAMERA.finditer(content):
            end = found.start() + 2 + int.from_bytes(found[1], "big")
            if found.end() < end <= len(content):
                content[found.end() : end] = bytes(end - found.end())


def probe(path: Path, folder: Path) -> None:
    """`kept.pdf`, `thumbnail.webp`, and of each page its size and how much text it has."""
    document = opened(path)
    for page in pages(document):
        size(page)
    kept = folder / "kept.pdf"
    keep(document, kept)
    count = len(document)
    document.close()
    bare = opened(kept)
    if len(bare) != count:
        raise Refuse("broken", "Some of the PDF's pages cannot be read; save it anew.")
    for at, page in enumerate(pages(bare)):
        width, height = size(page)
        text = page.get_textpage()
        tell(page={"width": width, "height": height, "length": len(letters(text))})
        text.close()
        if at == 0:
            small = picture(page, SCALE * min(1.0, _THUMBNAIL / max(width, height)))
            small.thumbnail((_THUMBNAIL, _THUMBNAIL))
            (folder / "thumbnail.webp").write_bytes(webp(small, 80))
    tell(done=True)


def prepare(path: Path, folder: Path) -> None:
    """`pages` and `texts`: the picture and the text layer of each page, one after the other; each
    line says how many bytes they have.
    """
    document = opened(path)
    with (folder / "pages").open("wb") as pictures, (folder / "texts").open("wb") as texts:
        for page in pages(document):
            width, height = size(page)
            shown = webp(picture(page, fitting(width, height)), _QUALITY)
            text = page.get_textpage()
            found = letters(text)
            layer = {
                "text": "".join(letter for letter, _ in found),
                "boxes": boxes(page, text, found, width, height),
            }
            text.close()
            written = json.dumps(layer, ensure_ascii=False, separators=(",", ":")).encode()
            pictures.write(shown)
            texts.write(written)
            tell(page=[len(shown), len(written)])
    tell(done=True)


def cut(path: Path, folder: Path, first: str, last: str) -> None:
    """`cut.pdf`: the pages from `first` to `last`, counted from 1."""
    document = opened(path)
    if not 1 <= int(first) <= int(last) <= len(document):
        raise Refuse("broken", "The PDF has not so many pages; import it anew.")
    bare = pdfium.PdfDocument.new()
    try:
        bare.import_pages(document, pages=list(range(int(first) - 1, int(last))))
        bare.save(folder / "cut.pdf")
    except pdfium.PdfiumError:
        raise Refuse(
            "broken", "The PDF's pages cannot be copied; save it anew and send it again."
        ) from None
    tell(done=True)


def hide(path: Path, folder: Path, told: str) -> None:
    """`hidden.pdf`: pages on which something is hidden are pictures of themselves."""
    document = opened(path)
    places: dict[int, list[Any]] = {}
    for number, *place in json.loads(Path(told).read_text()):
        places.setdefault(number, []).append(place)
    bare = pdfium.PdfDocument.new()
    try:
        for at, page in enumerate(pages(document)):
            here = places.get(at + 1)
            if here is None:
                bare.import_pages(document, pages=[at])
                continue
            width, height = size(page)
            scale = fitting(width, height)
            shown = covered(picture(page, scale), here, scale / SCALE)
            alone = io.BytesIO()
            shown.save(alone, "PDF", resolution=72 * scale, quality=90)
            bare.import_pages(pdfium.PdfDocument(alone.getvalue()))
        bare.save(folder / "hidden.pdf")
    except pdfium.PdfiumError:
        raise Refuse(
            "broken", "The PDF's pages cannot be copied; save it anew and send it again."
        ) from None
    tell(done=True)


def covered(image: Image.Image, places: list[Any], scale: float) -> Image.Image:
    """A page's picture with these places black, or in a few blurred cells."""
    for effect, *box in sorted(places, key=lambda one: one[0] == "mask"):
        x, y, wide, high = (one * scale for one in box)
        left, upper = max(0, math.floor(x)), max(0, math.floor(y))
        right, lower = min(image.width, math.ceil(x + wide)), min(image.height, math.ceil(y + high))
        if right <= left or lower <= upper:
            continue
        inside = image.crop((left, upper, right, lower))
        if effect == "mask":
            over = Image.new("RGB", inside.size, "#000000")
        else:
            cell = max(1.0, max(inside.size) / _CELLS)
            few = (max(1, round(inside.width / cell)), max(1, round(inside.height / cell)))
            coarse = inside.resize(few, Image.Resampling.BOX)
            over = coarse.resize(inside.size, Image.Resampling.NEAREST)
            over = over.filter(ImageFilter.GaussianBlur(cell / 2))
        image.paste(over, (left, upper))
    return image


if __name__ == "__main__":
    try:
        task, file, folder, *more = sys.argv[1:]
        tasks: dict[str, Callable[..., None]] = {
            "probe": probe,
            "prepare": prepare,
            "cut": cut,
            "hide": hide,
        }
        tasks[task](Path(file), Path(folder), *more)
    except Refuse as refused:
        tell(refused=refused.reason, detail=str(refused))
    except MemoryError:
        tell(refused="too_complex", detail="The PDF needs too much memory; make it simpler.")
