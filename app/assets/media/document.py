"""PDF documents: their pages as pictures, the text that lies in them.

PDFium, which is native code, never runs in a process of ours: `pdfium.py` is a child with bounds. A
file that makes it fall over is refused, and nothing else happens.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

from app.assets.media.base import Keep, MediaRefused, Probed
from app.assets.media.child import ChildFailed, stream

MEDIA_TYPE = "application/pdf"
MAX_BYTES = 512 << 20

_MEMORY = 4 << 30  # bytes of address space
_LOOKING = 300.0  # seconds in which a document is looked over
_MAKING = 3_600.0  # seconds in which its pages are drawn
_WRITTEN = 4 << 30  # bytes that are written at most
_PROGRAM = Path(__file__).with_name("pdfium.py")
_PIECES = "application/octet-stream"


def probe(path: Path, name: str) -> Probed:
    """What is known of a PDF at once: `{"modality": "document", "pages": [{"width", "height",
    "length"}]}`, in pixels at 144 to the inch and code points. What is kept are its pages alone.
    """
    if path.stat().st_size > MAX_BYTES:
        raise MediaRefused("too_large", f"The PDF is over {MAX_BYTES >> 20} MB; split it.")
    with path.open("rb") as file:
        # Readers take a file whose first lines are something else, and so do we.
        if b"%PDF-" not in file.read(1024):
            raise MediaRefused("not_a_pdf", f'"{name}" is not a PDF; send it as one.')
    folder = path.parent
    pages = [line["page"] for line in _told("probe", path, folder, _LOOKING)]
    return Probed(
        {"modality": "document", "pages": pages},
        MEDIA_TYPE,
        folder / "kept.pdf",
        (folder / "thumbnail.webp").read_bytes(),
    )


def prepare(
    path: Path, facts: Mapping[str, Any], keep: Keep, step: Callable[[], None]
) -> dict[str, Any]:
    """The pictures of the pages (WebP) and their text layers (JSON: `text`, and `boxes` as `[x0,
    y0, x1, y1]` for each code point), each page a piece of one file.
    """
    folder = path.parent
    made = [line["page"] for line in _told("prepare", path, folder, _MAKING, step)]
    if len(made) != len(facts["pages"]):
        raise MediaRefused("broken", "The PDF's pages are not those that it had; import it anew.")
    return {
        name: {"key": _kept(folder / name, keep), "pieces": _pieces([one[at] for one in made])}
        for at, name in enumerate(("pages", "texts"))
    }


def cut(path: Path, first: int, last: int, folder: Path, step: Callable[[], None]) -> Path:
    """A PDF of pages `first` to `last`, counted from 1. Raises MediaRefused."""
    for _ in _told("cut", path, folder, _LOOKING, step, str(first), str(last)):
        pass
    return folder / "cut.pdf"


def hide(path: Path, places: Path, folder: Path, step: Callable[[], None]) -> Path:
    """A PDF in which places are hidden, told as JSON: `[[page from 1, "blur" or "mask", x, y,
    width, height], …]` in pixels. Raises MediaRefused.
    """
    for _ in _told("hide", path, folder, _MAKING, step, str(places)):
        pass
    return folder / "hidden.pdf"


def _kept(path: Path, keep: Keep) -> str:
    with path.open("rb") as file:
        return keep(file, _PIECES)


def _pieces(lengths: list[int]) -> list[list[int]]:
    """Where each piece begins in the file, and its length."""
    begins = accumulate(lengths, initial=0)
    return [[begin, length] for begin, length in zip(begins, lengths, strict=False)]


def _told(
    task: str,
    path: Path,
    folder: Path,
    seconds: float,
    step: Callable[[], None] = lambda: None,
    *more: str,
) -> Iterator[Mapping[str, Any]]:
    """What the child says of each page. Raises MediaRefused."""
    command = [sys.executable, "-I", str(_PROGRAM), task, str(path), str(folder), *more]
    said = stream(command, seconds=seconds, memory=_MEMORY, step=step, limit=_WRITTEN)
    rest = b""
    done = False
    try:
        for piece in said:
            *lines, rest = (rest + piece).split(b"\n")
            for line in map(json.loads, lines):
                if "refused" in line:
                    raise MediaRefused(line["refused"], line["detail"])
                if "page" in line:
                    yield line
                done = "done" in line
    except ChildFailed as failed:
        raise _refused(failed) from failed
    if not done:
        raise MediaRefused("broken", "The PDF cannot be read; save it anew and send it again.")


def _refused(failed: ChildFailed) -> MediaRefused:
    if failed.reason == "too_slow":
        return MediaRefused("too_complex", "The PDF takes too long to draw; make it simpler.")
    if failed.reason == "too_large":
        return MediaRefused("too_large", "The PDF's pages are too large to keep; split it.")
    return MediaRefused("broken", "The PDF cannot be read; save it anew and send it again.")
