"""Items in pieces: no gap, no double, whatever their length."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.labels import (
    DocumentFacts,
    Part,
    PictureFacts,
    TextFacts,
    parse_answer,
    parse_schema,
    parts_of,
)
from app.labels.base import Page, SeriesFacts, SoundFacts, VideoFacts
from app.labels.pieces import (
    Hints,
    Loudness,
    SplitRefused,
    fits,
    parse_piece,
    parse_split,
    piece_json,
    plan,
)
from tests.labels.everything import CLASSES


def stored(pieces: Any) -> Any:
    """As they come back from where tasks are kept."""
    return [parse_piece(json.loads(json.dumps(piece_json(one)))) for one in pieces]


@given(
    length=st.integers(1, 500_000),
    size=st.integers(1_000, 60_000),
    share=st.integers(0, 50),
    what=st.sampled_from(["sound", "video", "series"]),
)
def test_windows_cover_the_clock_and_overlap_as_asked(
    length: int, size: int, share: int, what: str
) -> None:
    overlap = size * share // 100
    facts = {
        "sound": SoundFacts(length),
        "video": VideoFacts(length, 100, 80),
        "series": SeriesFacts(length, ("x",)),
    }[what]
    pieces = plan(parse_split({"by": "window", "length": size, "overlap": overlap}), facts)
    assert [one.at for one in pieces] == list(range(len(pieces)))
    assert {one.of for one in pieces} == {len(pieces)}
    places = [(one.start, one.end) for one in pieces]  # type: ignore[union-attr]
    assert (places[0][0], places[-1][1]) == (0, length)
    for (_, end), (start, _) in pairwise(places):
        assert end - start == overlap
    assert all(end - start == size for start, end in places[:-1])
    assert 0 < places[-1][1] - places[-1][0] <= size * 1.1
    assert sum(end - start for start, end in places) - overlap * (len(places) - 1) == length


@given(
    width=st.integers(1, 3_000),
    height=st.integers(1, 3_000),
    size=st.integers(100, 900),
    share=st.integers(0, 50),
)
def test_tiles_cover_the_picture(width: int, height: int, size: int, share: int) -> None:
    overlap = size * share // 100
    split = parse_split({"by": "tile", "size": size, "overlap": overlap})
    pieces: Any = plan(split, PictureFacts(width, height))
    columns = sorted({(one.x, one.x + one.width) for one in pieces})
    rows = sorted({(one.y, one.y + one.height) for one in pieces})
    assert len(pieces) == len(columns) * len(rows)
    for edges, length in ((columns, width), (rows, height)):
        assert (edges[0][0], edges[-1][1]) == (0, length)
        assert all(end - start == overlap for (_, end), (start, _) in pairwise(edges))


levels = st.lists(st.sampled_from([-70.0, -50.0, -30.0, -10.0]), max_size=600)


@given(levels=levels, least=st.integers(10, 500), more=st.integers(0, 1_500))
def test_silences_cut_a_sound_within_bounds(levels: list[float], least: int, more: int) -> None:
    length, most = 20.0 * len(levels) + 7, 2 * least + more
    split = parse_split({"by": "silence", "least": least, "most": most, "quiet": -40})
    loudness = Loudness(20, tuple(levels))
    assert Loudness.from_json(json.loads(json.dumps(loudness.as_json()))) == loudness
    pieces: Any = plan(split, SoundFacts(length), Hints(loudness=loudness))
    assert (pieces[0].start, pieces[-1].end) == (0, length)
    for one, after in pairwise(pieces):
        assert one.end == after.start
        assert least - 1e-6 <= one.end - one.start <= most + 1e-6
        if not one.hard:
            hop = min(int(one.end // 20), len(levels) - 1)
            # In the midst of silence: at the border of two hops one of them is.
            assert min(levels[hop], levels[max(0, hop - 1)]) < -40
    last = pieces[-1]
    assert len(pieces) == 1 or least - 1e-6 <= last.end - last.start <= most + 1e-6


def test_a_sound_is_cut_in_its_longest_silence() -> None:
    def levels(*runs: tuple[float, int]) -> tuple[float, ...]:
        return tuple(level for level, count in runs for _ in range(count))

    # Seconds of speech with pauses of 0.2, 0.6 and 0.3 s between them.
    loud = levels((-20, 300), (-60, 20), (-20, 200), (-60, 60), (-20, 150), (-60, 30), (-20, 400))
    split = parse_split({"by": "silence", "least": 3_000, "most": 9_000, "quiet": -40})
    pieces: Any = plan(split, SoundFacts(11_600), Hints(loudness=Loudness(10, loud)))
    assert [(one.start, one.end, one.hard) for one in pieces] == [
        (0, 5_500, False),
        (5_500, 11_600, False),
    ]
    noisy = plan(split, SoundFacts(11_600), Hints(loudness=Loudness(10, (-20.0,) * 1_160)))
    assert [one.hard for one in noisy] == [True, False]  # type: ignore[union-attr]


@given(count=st.integers(1, 300), each=st.integers(1, 40))
def test_pages_are_each_in_one_piece(count: int, each: int) -> None:
    facts = DocumentFacts((Page(100, 80, 5),) * count)
    pieces: Any = plan(parse_split({"by": "page", "pages": each}), facts)
    shown = [page for one in pieces for page in range(one.first, one.last + 1)]
    assert shown == list(range(1, count + 1))
    assert all(one.last - one.first + 1 == each for one in pieces[:-1])


WORDS = st.text("가다요. ?!\n“”\"'1a…👍\u0301\u1100\u1161 \t", max_size=60)


@given(texts=st.lists(WORDS, min_size=1, max_size=5), count=st.integers(1, 4), data=st.data())
def test_sentences_and_paragraphs_cover_every_part(texts: list[str], count: int, data: Any) -> None:
    by = data.draw(st.sampled_from(["sentence", "paragraph"]))
    document = {
        "parts": [{"id": f"t{n}", "role": None, "text": text} for n, text in enumerate(texts)]
    }
    facts = TextFacts(tuple(Part(*one) for one in parts_of(document)))
    split = parse_split({"by": by, "count": count})
    pieces: Any = plan(split, facts, Hints(document=document))
    shown: dict[str, list[tuple[int, int]]] = {}
    for piece in pieces:
        assert len({one.part for one in piece.stretches}) == len(piece.stretches)
        for one in piece.stretches:
            shown.setdefault(one.part, []).append((one.start, one.end))
    assert list(shown) == [part.id for part in facts.parts], "no part is left out"
    for part in facts.parts:
        places = shown[part.id]
        assert (places[0][0], places[-1][1]) == (0, part.length)
        assert all(end == start for (_, end), (start, _) in pairwise(places))


def test_objects_are_cut_out_with_their_margin() -> None:
    found = parse_answer({"modality": "picture", "annotations": [
        {"kind": "box", "id": "a", "name": "faces", "class": "a",
         "x": 3.5, "y": 20, "width": 10, "height": 10},
        {"kind": "polygon", "id": "b", "name": "faces", "class": "a",
         "points": [[90, 70], [99, 70], [99, 79.5]]},
        {"kind": "box", "id": "c", "name": "plates", "class": "a",
         "x": 1, "y": 1, "width": 9, "height": 9},
    ]})  # fmt: skip
    split = parse_split({"by": "object", "label": "faces", "margin": 5})
    pieces: Any = plan(split, PictureFacts(100, 80), Hints(answer=found))
    assert [(one.object, one.x, one.y, one.width, one.height) for one in pieces] == [
        ("a", 0, 15, 19, 20),
        ("b", 85, 65, 15, 15),
    ]
    heard = parse_answer({"modality": "sound", "annotations": [
        {"kind": "segment", "id": "s", "name": "faces", "class": "a", "start": 100, "end": 900}
    ]})  # fmt: skip
    (piece,) = plan(split, SoundFacts(1_000), Hints(answer=heard))
    assert stored([piece]) == [piece]
    assert (piece.start, piece.end) == (95, 905)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "split",
    [
        {"by": "window", "length": 100, "overlap": 60},
        {"by": "window", "length": 0},
        {"by": "silence", "least": 5_000, "most": 6_000},
        {"by": "tile", "size": 100, "overlap": 51},
        {"by": "bundle", "count": 1},
        {"by": "line"},
        {"length": 3},
        [],
        3,
    ],
)
def test_a_split_that_cannot_be_is_refused(split: object) -> None:
    with pytest.raises(SplitRefused) as refused:
        parse_split(split)
    assert refused.value.code == "split_refused"


@pytest.mark.parametrize(
    ("modality", "label", "split"),
    [
        ("picture", {"kind": "rating"}, {"by": "window", "length": 100}),
        ("sound", {"kind": "rating"}, {"by": "page"}),
        ("text", {"kind": "comparison"}, {"by": "sentence"}),
        ("text", {"kind": "ranking"}, {"by": "bundle", "count": 3}),
        ("video", {"kind": "rating"}, {"by": "window", "length": 2.5}),
        ("series", {"kind": "segment", "classes": CLASSES, "step": 30},
         {"by": "window", "length": 100}),
        ("sound", {"kind": "segment", "classes": CLASSES, "step": 30}, {"by": "silence"}),
        ("prompt", {"kind": "recording"}, {"by": "sentence"}),
    ],
)  # fmt: skip
def test_a_split_goes_with_what_is_asked(
    modality: str, label: dict[str, Any], split: dict[str, Any]
) -> None:
    schema = parse_schema({"modality": modality, "labels": [{"name": "q", **label}]})
    fits(parse_split(None), schema)
    with pytest.raises(SplitRefused):
        fits(parse_split(split), schema)
