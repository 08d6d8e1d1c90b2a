"""Names and geometry, which all formats share."""

import unicodedata

import pytest

from app.formats import BadName, clean_name
from app.formats.record import fitting


def test_korean_names_are_composed() -> None:
    name = "사진/적혈구 1.jpg"
    assert clean_name(unicodedata.normalize("NFD", name)) == name
    assert clean_name("a\\b\\c.jpg") == "a/b/c.jpg"
    assert clean_name("./a//b.jpg") == "a/b.jpg"


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        3,
        "../a.jpg",
        "a/../b.jpg",
        "/etc/passwd",
        "C:\\a.jpg",
        "..\\a.jpg",
        "a\x00.jpg",
        "a\n.jpg",
        "a" * 501,
        "a/",
        ".",
        "a/" * 40 + "b.jpg",
        "\ud800.jpg",
    ],
)
def test_names_that_lead_astray_are_refused(name: object) -> None:
    with pytest.raises(BadName):
        clean_name(name)


def box(**sides: object) -> dict[str, object]:
    return {"kind": "box", "class": "a", "x": 0, "y": 0, "width": 10, "height": 10} | sides


def ring(*points: object) -> dict[str, object]:
    return {"kind": "polygon", "class": "a", "points": points}


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (ring((0, 0), (100, 0), (100, 50)), None),
        (ring((0, 0), (100, 0)), "zero_area"),
        (ring((0, 0), (5, 5), (9, 9)), "zero_area"),
        (ring((0, 0), (1e308, 0), (-1e308, 1e308)), "past_edge"),
        (ring((0, 0), (101, 0), (50, 50)), "past_edge"),
        (ring((0, 0), (100, 0), (50, "x")), "not_a_number"),
        (ring((0, 0), (100, 0), (50, 50, 1)), "not_a_number"),
        (ring(), "zero_area"),
        ({"kind": "polygon", "class": "a"}, "not_a_number"),
        (box(), None),
        (box(width=100, height=50), None),
        ({"kind": "class", "name": "view", "classes": ["good"]}, None),
        (box(width=0), "zero_area"),
        (box(height=-1), "zero_area"),
        (box(x=-1), "past_edge"),
        (box(x=91), "past_edge"),
        (box(y=41), "past_edge"),
        (box(x=float("nan")), "not_a_number"),
        (box(x="1"), "not_a_number"),
        (box(x=None), "not_a_number"),
        (box(x=True), "not_a_number"),
    ],
)
def test_what_cannot_be_drawn_is_left_out(mark: dict[str, object], code: str | None) -> None:
    kept, left_out = fitting([mark], 100, 50)
    assert [reason for reason, _ in left_out] == ([code] if code else [])
    assert len(kept) == (code is None)


def test_without_a_size_the_edge_is_not_looked_at() -> None:
    kept, left_out = fitting([box(x=9999)], None, None)
    assert (len(kept), left_out) == (1, [])
