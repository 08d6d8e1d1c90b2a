"""PDFs: many at once, each with what it was filled with; letters for every syllable."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from app.core.settings import configure
from app.papers import typeset

PAYMENT = {
    "at": "2026-11-13",
    "months": "2026-10, 2026-11",
    "gross": 1_000_000,
    "tax": 30_000,
    "local": 3_000,
    "net": 967_000,
}


def filled(person: str, payments: int = 1) -> dict[str, Any]:
    return {
        "year": 2026,
        "made_at": "2026-11-29 12:00",
        "made_on": "2026년 11월 29일",
        "organisation": "한빛데이터",
        "person": person,
        "number": "900101-1******",
        "incomes": ["사업소득"],
        "payments": [PAYMENT] * payments,
        **{name: PAYMENT[name] for name in ("gross", "tax", "local", "net")},
    }


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def test_papers_that_are_printed_side_by_side_are_not_mixed_up() -> None:
    names = [f"사람{number}호" for number in range(40)]
    with ThreadPoolExecutor(8) as many:
        made = list(many.map(lambda name: typeset.pdf("receipt", "ko", filled(name)), names))
    for name, content in zip(names, made, strict=True):
        assert name in pages(content)[0]


@pytest.mark.parametrize("name", ["뷁똠햏", "김#두*레_$", '"따옴표"', "Ömer Ağa", "\\"])
def test_every_name_is_printed_as_it_is(name: str) -> None:
    assert name in pages(typeset.pdf("receipt", "ko", filled(name)))[0]


def test_what_does_not_fit_a_page_goes_on_with_its_head() -> None:
    found = pages(typeset.pdf("receipt", "ko", filled("김두레", payments=80)))
    assert len(found) > 1
    assert all("지급 총액" in page for page in found[:2])
    assert "1,000,000" in found[1]


def test_without_letters_it_says_what_to_do(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(typeset, "ROOT", tmp_path)
    configure(web=tmp_path)
    try:
        with pytest.raises(typeset.NoFonts, match="dure web build"):
            typeset.pdf("receipt", "ko", filled("김두레"))
    finally:
        configure(web=None)
