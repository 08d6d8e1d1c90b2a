"""PDF documents that the tests write, byte by byte."""

from collections.abc import Sequence
from dataclasses import dataclass, field

A5 = (420.0, 595.0)

_HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
# Not embedded: what stands in it can be read, and is not drawn.
_KOREAN = (
    b"<</Type/Font/Subtype/Type0/BaseFont/HYGothic-Medium/Encoding/UniKS-UTF16-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/HYGothic-Medium"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Korea1)/Supplement 1>>/DW 1000"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/HYGothic-Medium/Flags 6/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 700/StemV 80/FontBBox[0 -120 1000 880]>>>>]>>"
)
# Its letter f stands for two letters, g for one beyond the first 65,536.
_LIGATURES = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 3 0 R>>"
_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange
3 beginbfchar <66> <00660069> <67> <D83DDC4D> <68> <0068> endbfchar endcmap end end"""


@dataclass
class Sheet:
    """A page: what is drawn on it, in points from the lower left corner."""

    content: bytes = b""
    size: tuple[float, float] = A5
    box: str | None = None  # instead of the size
    rotate: int = 0
    extra: str = ""
    objects: Sequence[bytes] = field(default=())  # `{n}` in `extra` is the first one's number


def line(
    text: str, x: float = 50, y: float = 500, size: float = 20, turn: str = "1 0 0 1"
) -> bytes:
    """A line of text, in whichever font can say it."""
    try:
        shown, font = b"(" + text.encode("cp1252") + b")", "L"
    except UnicodeEncodeError:
        shown, font = b"<" + text.encode("utf-16-be").hex().encode() + b">", "K"
    return f"BT /{font} {size} Tf {turn} {x} {y} Tm ".encode() + shown + b" Tj ET\n"


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object."""
    return f"<<{entries}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def paper(
    *sheets: Sheet, catalog: str = "", trailer: str = "", extra: Sequence[bytes] = ()
) -> bytes:
    """A PDF of these pages. In `catalog` and `trailer`, `{n}` is the number of the first object of
    `extra`.
    """
    fonts = b"<</L 4 0 R/K 5 0 R/X 6 0 R>>"
    objects = [b"", b"", stream(_MAP), _HELVETICA, _KOREAN, _LIGATURES]
    kids = []
    for sheet in sheets:
        first = len(objects) + 1
        objects += sheet.objects
        objects.append(stream(sheet.content))
        box = sheet.box or f"0 0 {sheet.size[0]:g} {sheet.size[1]:g}"
        extra_ = sheet.extra.replace("{n}", str(first))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Rotate {sheet.rotate}"
            f"/Contents {len(objects)} 0 R{extra_}".encode()
            + (b"" if "/Resources" in extra_ else b"/Resources<</Font" + fonts + b">>")
            + b">>"
        )
        kids.append(f"{len(objects)} 0 R")
    beyond = str(len(objects) + 1)
    objects += extra
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{catalog.replace('{n}', beyond)}>>".encode()
    objects[1] = f"<</Type/Pages/Count {len(sheets)}/Kids[{' '.join(kids)}]>>".encode()
    out = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"<</Size {len(objects) + 1}/Root 1 0 R{trailer.replace('{n}', beyond)}>>"
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer\n{end}\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )
