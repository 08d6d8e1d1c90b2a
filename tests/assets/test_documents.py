"""PDFs as they are taken: their pages, their text, what is left behind."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pytest
from PIL import Image

from app.assets.media import MediaRefused, Probed, document
from tests.assets.drawn import encoded, place
from tests.assets.papers import Sheet, line, paper, stream


class Taken:
    """A document that was looked over, kept and made ready."""

    def __init__(self, folder: Path, content: bytes) -> None:
        given = folder / "given"
        given.mkdir()
        (given / "file").write_bytes(content)
        self.probed: Probed = document.probe(given / "file", "paper.pdf")
        self.kept = self.probed.kept.read_bytes()
        again = folder / "again"
        again.mkdir()
        (again / "file").write_bytes(self.kept)
        self._stored: dict[str, bytes] = {}
        self.steps = 0
        self.prepared = document.prepare(again / "file", self.probed.facts, self._keep, self._step)

    def _keep(self, file: BinaryIO, media_type: str) -> str:
        self._stored[f"key{len(self._stored)}"] = file.read()
        return f"key{len(self._stored) - 1}"

    def _step(self) -> None:
        self.steps += 1

    def _piece(self, name: str, at: int) -> bytes:
        begin, length = self.prepared[name]["pieces"][at]
        return self._stored[self.prepared[name]["key"]][begin : begin + length]

    @property
    def pages(self) -> list[dict[str, int]]:
        pages: list[dict[str, int]] = self.probed.facts["pages"]
        return pages

    def picture(self, at: int = 0) -> Image.Image:
        return Image.open(io.BytesIO(self._piece("pages", at)))

    def layer(self, at: int = 0) -> tuple[str, list[list[float]]]:
        layer: dict[str, Any] = json.loads(self._piece("texts", at))
        return layer["text"], layer["boxes"]


Take = Callable[[bytes], Taken]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    return lambda content: Taken(tmp_path, content)


def refused(tmp_path: Path, content: bytes) -> str:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(MediaRefused) as told:
        document.probe(tmp_path / "file", "paper.pdf")
    return told.value.reason


def inked(picture: Image.Image, box: list[float]) -> bool:
    """Whether something is drawn there."""
    low, _ = picture.convert("L").crop(tuple(map(round, box))).getextrema()
    return bool(low < 128)


def test_pages_are_measured_and_drawn_at_144_to_the_inch(take: Take) -> None:
    taken = take(paper(Sheet(line("one")), Sheet(size=(100.2, 50)), Sheet(line("two"), rotate=90)))
    assert taken.pages == [
        {"width": 840, "height": 1190, "length": 3},
        {"width": 201, "height": 100, "length": 0},
        {"width": 1190, "height": 840, "length": 3},
    ]
    assert [taken.picture(at).size for at in range(3)] == [(840, 1190), (201, 100), (1190, 840)]
    assert taken.probed.media_type == "application/pdf"
    assert taken.probed.thumbnail is not None
    assert Image.open(io.BytesIO(taken.probed.thumbnail)).size == (226, 320)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_lie_on_what_is_drawn_however_a_page_is_turned(take: Take, rotate: int) -> None:
    sheet = Sheet(line("IMW", x=200, y=300), rotate=rotate, box="30 40 450 635")
    taken = take(paper(sheet))
    text, boxes = taken.layer()
    assert text == "IMW"
    picture = taken.picture()
    assert all(inked(picture, box) for box in boxes)
    left, upper, right, lower = zip(*boxes, strict=True)
    beside = [max(right) + 2, min(upper), max(right) + 40, max(lower)]
    assert not inked(picture, beside)
    x, y = {0: (340, 606), 90: (576, 368), 180: (500, 584), 270: (614, 472)}[rotate]
    assert min(left) - 50 < x < max(right) + 50
    assert min(upper) - 50 < y < max(lower) + 50


def test_letters_are_code_points_each_with_its_box(take: Take) -> None:
    ligature = b"BT /X 40 Tf 50 300 Td (hfg) Tj ET\n"
    taken = take(paper(Sheet(line("서울 👍 영수증", y=500) + line("ab", y=400) + ligature)))
    text, boxes = taken.layer()
    assert text == "서울 👍 영수증\nab\nhfi👍"
    assert len(boxes) == len(text) == taken.pages[0]["length"]
    # A letter that is two is cut between them, and they follow each other.
    (f0, _, f1, _), (i0, _, i1, _) = boxes[text.index("f")], boxes[text.index("i", -3)]
    assert f0 < f1 == i0 < i1
    # A space lies between the letters; an end of a line has no width.
    seoul, space, thumb = boxes[1], boxes[2], boxes[3]
    assert seoul[2] <= space[0] <= space[2] <= thumb[0] + 0.1
    end = boxes[text.index("\n")]
    assert end[0] == end[2] == boxes[text.index("\n") - 1][2]


def test_who_wrote_it_is_left_behind(take: Take) -> None:
    xmp = stream(b"<x:xmpmeta>secret-author</x:xmpmeta>", "/Type/Metadata/Subtype/XML")
    photo = encoded("JPEG", exif=place())
    assert b"SecretPhone" in photo
    sheet = Sheet(
        b"q 200 0 0 200 50 50 cm /P Do Q",
        extra="/Resources<</XObject<</P {n} 0 R>>>>",
        objects=[
            stream(
                photo,
                "/Type/XObject/Subtype/Image/Width 60/Height 40/BitsPerComponent 8"
                "/ColorSpace/DeviceRGB/Filter/DCTDecode",
            )
        ],
    )
    given = paper(
        sheet,
        catalog="/Metadata {n} 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>",
        trailer="/Info<</Author(secret-author)/Producer(secret-tool)>>",
        extra=[xmp],
    )
    taken = take(given)
    for secret in (b"secret", b"SecretPhone", b"JavaScript", b"app.alert"):
        assert secret in given
        assert secret not in taken.kept
    # The photograph is still there.
    assert taken.picture().convert("RGB").getpixel((150, 840))[0] > 150  # type: ignore[index]


def test_what_is_filled_into_a_form_stays_to_be_read(take: Take) -> None:
    look = stream(
        b"BT /L 20 Tf 2 5 Td (Kim) Tj ET",
        "/Type/XObject/Subtype/Form/BBox[0 0 100 30]/Resources<</Font<</L 4 0 R>>>>",
    )
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Kim)/Rect[50 400 150 430]/F 4"
        b"/AP<</N 7 0 R>>>>"
    )
    sheet = Sheet(line("Name"), extra="/Annots[8 0 R]", objects=[look, field])
    taken = take(paper(sheet, catalog="/AcroForm<</Fields[8 0 R]>>"))
    assert inked(taken.picture(), [100, 330, 300, 390])
    assert taken.layer()[0] == "Name\nKim"


def test_what_is_kept_is_the_same_document(take: Take) -> None:
    given = paper(*(Sheet(line(f"page {n}")) for n in range(1, 4)))
    taken = take(given)
    kept = pdfium.PdfDocument(taken.kept)
    assert [page.get_textpage().get_text_bounded() for page in kept] == [
        "page 1",
        "page 2",
        "page 3",
    ]
    kept.close()
    assert taken.steps > 0


def test_a_page_as_large_as_a_wall_has_a_coarser_picture(take: Take) -> None:
    taken = take(paper(Sheet(line("x"), size=(14_400, 7_200))))
    assert taken.pages[0]["width"] == 28_800
    width, height = taken.picture().size
    assert width <= 16_383
    assert width * height <= 16_100_000
    assert width / height == pytest.approx(2, rel=0.01)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"GIF89a not a PDF", "not_a_pdf"),
        (b"%PDF-1.7\nnothing", "broken"),
        (paper(), "broken"),
        (paper(Sheet(size=(14_401, 100))), "page_size"),
        (
            paper(
                Sheet(line("x")),
                trailer="/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
                f"/O<{'11' * 32}>/U<{'22' * 32}>>>",
            ),
            "encrypted",
        ),
        (paper(*[Sheet()] * 2_001), "too_many_pages"),
    ],
)
def test_what_is_not_taken_is_refused_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refused(tmp_path, content) == reason


def test_a_document_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_LOOKING", 0.01)
    assert refused(tmp_path, paper(Sheet(line("x")))) == "too_complex"


def test_a_document_that_eats_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_MEMORY", 32 << 20)
    assert refused(tmp_path, paper(Sheet(line("x")))) in ("broken", "too_complex")
