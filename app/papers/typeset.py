"""PDFs: a template of this folder, filled with what is handed in, in Korean or English."""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

from app.core.settings import ROOT, settings

Language = Literal["ko", "en"]
Paper = Literal["statement", "receipt", "quality", "datasheet"]

HERE = Path(__file__).parent
MEDIA_TYPE = "application/pdf"


class NoFonts(RuntimeError):
    """The letters are nowhere: the web app, which brings them, was not built."""


def _fonts_folder() -> Path:
    """Pretendard's folder: the built web app has it; before its first build, its package."""
    package = ROOT / "frontend" / "node_modules" / "pretendard" / "dist" / "public" / "static"
    for folder in (settings().web_folder / "letters", package):
        if (folder / "Pretendard-Regular.otf").is_file():
            return folder
    raise NoFonts("There are no letters to print with; run `dure web build`.")


@cache
def _letters(folder: Path) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


def pdf(paper: Paper, language: Language, filling: dict[str, Any]) -> bytes:
    """The paper as a tagged PDF. What is in `filling` is only ever text: nothing in it is read as
    markup. Raises `NoFonts`."""
    # One for each paper: a compiler keeps what it was given, and papers are printed side by side.
    compiler = typst.Compiler(
        HERE / f"{paper}.typ",
        root=HERE,
        font_paths=_letters(_fonts_folder()),
        ignore_system_fonts=True,
        sys_inputs={"filling": orjson.dumps(filling).decode(), "language": language},
    )
    made = compiler.compile(format="pdf")
    assert isinstance(made, bytes)
    return made
