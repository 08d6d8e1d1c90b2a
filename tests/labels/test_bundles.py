"""Several small items as one task: each gets back what was said of it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.labels import (
    Answer,
    PictureFacts,
    TextFacts,
    annotation_json,
    answer_json,
    check,
    parse_answer,
    parse_schema,
)
from app.labels.base import Part, Shift, SoundFacts
from app.labels.parse import TYPES
from app.labels.pieces import (
    Bundle,
    Small,
    SplitRefused,
    bundled,
    facts_of_bundle,
    parse_piece,
    parse_split,
    piece_json,
    plan_bundles,
    unbundled,
)
from app.labels.pieces.bundles import GAP, GRID
from tests.labels.everything import CLASSES

QUESTIONS = [
    {"kind": "class", "name": "class", "ko": "종류", "classes": CLASSES},
    {"kind": "rating", "name": "rating", "required": False},
    {"kind": "writing", "name": "writing", "required": False},
]
WHOLE = [
    {"kind": "class", "id": "c", "name": "class", "classes": ["b"]},
    {"kind": "writing", "id": "w", "name": "writing", "text": "짧은 말"},
]


def split(count: int) -> Bundle:
    made = parse_split({"by": "bundle", "count": count})
    assert isinstance(made, Bundle)
    return made


def answer(modality: str, marks: list[dict[str, Any]]) -> Answer:
    return parse_answer({"modality": modality, "annotations": marks})


def together(piece: Any, modality: str, own: list[Answer]) -> Answer:
    """As one person says it of a bundle: what is said of each, at its place and under its name."""
    marks = []
    for k, (member, each) in enumerate(zip(piece.members, own, strict=True), 1):
        parts = {id: (f"{k}.{n}", 0) for n, id in enumerate(member.parts or (), 1)}
        there = Shift(member.x or 0, member.y or 0, member.start or 0, parts)
        for one in each.annotations:
            moved = annotation_json(TYPES[one.kind].move(one, there))
            name = moved["name"]
            whole = one.kind in ("class", "rating", "writing")
            marks.append({**moved, "id": f"{one.id}.{k}", "name": f"{name}#{k}" if whole else name})
    return answer(modality, marks)


def content(one: Answer) -> list[Any]:
    return [
        {key: value for key, value in mark.items() if key != "id"}
        for mark in answer_json(one)["annotations"]
    ]


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.tuples(st.integers(20, 900), st.integers(20, 900)), min_size=1, max_size=9),
    count=st.integers(2, 5),
)
def test_pictures_lie_beside_each_other_and_get_their_own(
    sizes: list[tuple[int, int]], count: int
) -> None:
    schema = parse_schema(
        {"modality": "picture", "labels": [
            {"kind": "box", "name": "box", "classes": CLASSES, "max": 2}, *QUESTIONS]}
    )  # fmt: skip
    items = {nth: PictureFacts(*size) for nth, size in enumerate(sizes, 1)}
    pieces = plan_bundles(split(count), [Small(id, facts) for id, facts in items.items()])
    assert [one.item for piece in pieces for one in piece.members] == list(items)
    for piece in pieces:
        assert parse_piece(json.loads(json.dumps(piece_json(piece)))) == piece
        facts = facts_of_bundle(piece, items)
        assert isinstance(facts, PictureFacts)
        pixels = set()
        for one in piece.members:
            assert (one.width, one.height) == sizes[one.item - 1]
            corners = [(one.x + dx, one.y + dy) for dx in (0, one.width - 1)  # type: ignore[operator]
                       for dy in (0, one.height - 1)]  # type: ignore[operator]  # fmt: skip
            assert all(x < facts.width and y < facts.height for x, y in corners)
            pixels |= set(corners)
        assert len(pixels) == 4 * len(piece.members)
        own = [
            answer("picture", [
                {"kind": "box", "id": "b", "name": "box", "class": "a", "x": 0, "y": 0,
                 "width": one.width, "height": one.height},
                {"kind": "box", "id": "s", "name": "box", "class": "b", "x": 3, "y": 4,
                 "width": 9, "height": 9}, *WHOLE])
            for one in piece.members
        ]  # fmt: skip
        said = together(piece, "picture", own)
        assert check(bundled(schema, len(piece.members)), facts, said) == []
        back = unbundled(piece, said)
        assert [item for item, _ in back] == [one.item for one in piece.members]
        for (item, each), before in zip(back, own, strict=True):
            assert content(each) == content(before)
            assert check(schema, items[item], each) == []


@settings(max_examples=40, deadline=None)
@given(lengths=st.lists(st.integers(500, 9_000), min_size=2, max_size=9))
def test_sounds_follow_each_other(lengths: list[int]) -> None:
    schema = parse_schema({"modality": "sound", "labels": [
        {"kind": "segment", "name": "segment", "classes": CLASSES},
        {"kind": "event", "name": "event", "classes": CLASSES}, *QUESTIONS]})  # fmt: skip
    items = {nth: SoundFacts(length) for nth, length in enumerate(lengths, 1)}
    (piece,) = plan_bundles(split(9), [Small(id, facts) for id, facts in items.items()])
    reach = -float(GAP)
    for one in piece.members:
        assert one.start is not None
        assert one.end is not None
        assert one.start % GRID == 0
        assert GAP <= one.start - reach < GAP + GRID
        reach = one.end
    own = [
        answer("sound", [
            {"kind": "segment", "id": "s", "name": "segment", "class": "a", "start": 0,
             "end": length},
            {"kind": "event", "id": "e", "name": "event", "class": "b", "at": length}, *WHOLE])
        for length in lengths
    ]  # fmt: skip
    said = together(piece, "sound", own)
    assert check(bundled(schema, len(lengths)), facts_of_bundle(piece, items), said) == []
    for (item, each), before in zip(unbundled(piece, said), own, strict=True):
        assert content(each) == content(before)
        assert check(schema, items[item], each) == []


def test_texts_are_parts_of_one() -> None:
    schema = parse_schema({"modality": "text", "labels": [
        {"kind": "span", "name": "span", "classes": CLASSES},
        {"kind": "relation", "name": "relation", "classes": CLASSES},
        {"kind": "rating", "name": "each", "per": "part", "roles": ["answer"]},
        {"kind": "writing", "name": "why", "evidence": "span", "required": False},
        *QUESTIONS[:1]]})  # fmt: skip
    items = {
        7: TextFacts((Part("q", "ask", 9), Part("a", "answer", 20))),
        8: TextFacts((Part("q", "ask", 5), Part("a", "answer", 12))),
    }
    (piece,) = plan_bundles(split(5), [Small(id, facts) for id, facts in items.items()])
    facts = facts_of_bundle(piece, items)
    assert facts == TextFacts(
        (Part("1.1", "ask", 9), Part("1.2", "answer", 20), Part("2.1", "ask", 5),
         Part("2.2", "answer", 12))
    )  # fmt: skip
    whole = bundled(schema, 2)
    assert [label.name for label in whole.labels] == [
        "span", "relation", "each", "why#1", "why#2", "class#1", "class#2"]  # fmt: skip
    assert whole.labels[5].ko == "종류 1"
    said = answer("text", [
        {"kind": "span", "id": "s1", "name": "span", "class": "a", "part": "1.2", "start": 3,
         "end": 20},
        {"kind": "span", "id": "s2", "name": "span", "class": "a", "part": "2.1", "start": 0,
         "end": 5},
        {"kind": "span", "id": "s3", "name": "span", "class": "b", "part": "1.1", "start": 0,
         "end": 5},
        {"kind": "relation", "id": "r1", "name": "relation", "class": "a", "from": "s1",
         "to": "s3"},
        {"kind": "relation", "id": "r2", "name": "relation", "class": "a", "from": "s1",
         "to": "s2"},
        {"kind": "rating", "id": "e1", "name": "each", "part": "1.2", "value": 2},
        {"kind": "rating", "id": "e2", "name": "each", "part": "2.2", "value": 5},
        {"kind": "writing", "id": "w1", "name": "why#1", "text": "그래서", "evidence": ["s1"]},
        {"kind": "class", "id": "c1", "name": "class#1", "classes": ["a"]},
        {"kind": "class", "id": "c2", "name": "class#2", "classes": ["b"]},
    ])  # fmt: skip
    assert check(whole, facts, said) == []
    (first, one), (second, two) = unbundled(piece, said)
    assert (first, second) == (7, 8)
    assert check(schema, items[7], one) == check(schema, items[8], two) == []
    # What joins two items is of neither.
    assert [mark.id for mark in one.annotations] == ["s1", "s3", "r1", "e1", "w1", "c1"]
    assert [mark.id for mark in two.annotations] == ["s2", "e2", "c2"]
    assert one.annotations[0].part == "a"  # type: ignore[union-attr]


def test_a_mark_over_two_pictures_is_of_the_one_that_has_most_of_it() -> None:
    items = [Small(id, PictureFacts(100, 80)) for id in (1, 2)]
    (piece,) = plan_bundles(split(2), items)
    box = {"kind": "box", "name": "box", "class": "a", "y": 0, "height": 9}
    said = answer("picture", [
        {**box, "id": "a", "x": 60, "width": 60},
        {**box, "id": "b", "x": 102, "width": 9},  # between them
    ])  # fmt: skip
    (_, one), (_, two) = unbundled(piece, said)
    assert content(one) == [{"kind": "box", "name": "box", "class": "a", "x": 60, "y": 0,
                             "width": 40, "height": 9}]  # fmt: skip
    assert two.annotations == ()


def test_a_bundle_with_too_many_questions_is_refused() -> None:
    schema = parse_schema({"modality": "text", "labels": QUESTIONS})
    assert len(bundled(schema, 16).labels) == 48
    with pytest.raises(SplitRefused):
        bundled(schema, 17)
