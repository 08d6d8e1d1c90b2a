"""Questions, orders and tracks of pieces, put together."""

from typing import Any

import pytest

from app.labels import (
    Part,
    PictureFacts,
    TextFacts,
    parse_schema,
)
from app.labels.base import DocumentFacts, Page, SoundFacts, VideoFacts
from app.labels.pieces import (
    Hints,
    Merged,
    Rect,
    merge,
    parse_split,
    plan,
)
from tests.labels.everything import CLASSES
from tests.labels.test_seams import answered, box, marks_of, told

BOX = {"kind": "box", "name": "box"}


def asked(label: dict[str, Any], *answers: dict[str, Any] | None) -> Merged:
    label = {"name": "q", **label}
    schema = parse_schema({"modality": "picture", "labels": [label]})
    facts = PictureFacts(100 * len(answers), 100)
    pieces = plan(parse_split({"by": "tile", "size": 100}), facts)
    given = [
        (piece, answered("picture", *([{"name": "q", **one}] if one else [])))
        for piece, one in zip(pieces, answers, strict=True)
    ]
    return merge(schema, facts, given)


def chose(*classes: str) -> dict[str, Any]:
    return {"kind": "class", "classes": list(classes)}


@pytest.mark.parametrize(
    ("many", "answers", "expected"),
    [
        (False, [chose("a"), chose("b"), chose("b")], [["b"]]),
        # Nobody has more than half: what most say, else what the label names first.
        (False, [chose("b"), chose("a"), chose("b"), chose("a")], [["a"]]),
        (True, [chose("a"), chose("a", "b"), chose("b")], [["a", "b"]]),
        (True, [chose("a"), chose("b")], [["a"]]),
    ],
)
def test_pieces_decide_together(many: bool, answers: Any, expected: Any) -> None:
    merged = asked({"kind": "class", "classes": CLASSES, "many": many}, *answers)
    assert merged.faults == ()
    assert [one["classes"] for one in marks_of(merged, "class")] == expected
    (seam,) = merged.seams
    assert (seam.what, seam.differs) == ("agreed", ("classes",))


def test_ratings_meet_in_the_middle_and_what_few_say_is_not_said() -> None:
    rated = [{"kind": "rating", "value": value} for value in (1, 4, 5)]
    assert [one["value"] for one in marks_of(asked({"kind": "rating"}, *rated), "rating")] == [4]
    optional = {"kind": "rating", "required": False}
    assert marks_of(asked(optional, rated[0], None, None), "rating") == []


def test_what_is_written_of_each_stretch_is_read_in_order() -> None:
    schema = parse_schema({"modality": "sound", "labels": [{"kind": "writing", "name": "writing"}]})
    facts = SoundFacts(26_000)
    pieces = plan(parse_split({"by": "window", "length": 10_000, "overlap": 2_000}), facts)
    texts = ["하나 둘 셋", "둘 셋 넷", "다섯"]
    given = [
        (piece, answered("sound", {"kind": "writing", "text": text}))
        for piece, text in zip(pieces, texts, strict=True)
    ]
    # Whoever hands in first, it is read in order.
    merged = merge(schema, facts, given[::-1])
    assert [one["text"] for one in marks_of(merged, "writing")] == ["하나 둘 셋 넷 다섯"]


def test_several_answers_about_one_piece_are_made_one_first() -> None:
    schema = parse_schema({"modality": "picture", "labels": [{**BOX, "classes": CLASSES}]})
    facts = PictureFacts(200, 100)
    left, right = plan(parse_split({"by": "tile", "size": 100}), facts)
    given = [
        (left, answered("picture", box(10, 10, 20, 20))),
        (left, answered("picture", box(11, 10, 20, 20), box(60, 60, 9, 9))),
        (left, answered("picture", box(10, 11, 20, 20))),
        (right, answered("picture", box(50, 50, 20, 20))),
    ]
    assert len(marks_of(merge(schema, facts, given), "box")) == 2
    # A piece that nobody has answered yet is left out.
    assert len(marks_of(merge(schema, facts, given[3:]), "box")) == 1


def test_the_order_of_pages_goes_on() -> None:
    schema = parse_schema({"modality": "document", "labels": [
        {"kind": "page_box", "name": "page_box", "classes": CLASSES},
        {"kind": "order", "name": "order"},
    ]})  # fmt: skip
    facts = DocumentFacts((Page(100, 80, 0),) * 3)
    pieces = plan(parse_split({"by": "page"}), facts)

    def block(id: str, y: int) -> dict[str, Any]:
        return {"kind": "page_box", "id": id, "class": "a", "part": "p1", "x": 1, "y": y,
                "width": 9, "height": 9}  # fmt: skip

    page = [block("x", 1), block("y", 40)]
    given = [
        (pieces[0], answered("document", *page, {"kind": "order", "order": ["y", "x"]})),
        (pieces[1], answered("document")),
        (pieces[2], answered("document", *page, {"kind": "order", "order": ["x", "y"]})),
    ]
    merged = merge(schema, facts, given)
    assert merged.faults == ()
    marks = {one.id: one for one in merged.answer.annotations}
    (order,) = marks_of(merged, "order")
    read = [(marks[id].part, marks[id].y) for id in order["order"]]  # type: ignore[union-attr]
    assert read == [("p1", 40), ("p1", 1), ("p3", 1), ("p3", 40)]
    assert told(merged) == [("joined", [0, 2])]


def test_what_is_said_of_objects_is_kept_by_object() -> None:
    label = {"kind": "class", "name": "class", "classes": CLASSES}
    schema = parse_schema({"modality": "picture", "labels": [label]})
    pieces = [
        Rect(by="object", at=at, of=2, x=at * 50, y=0, width=40, height=40, object=id, label="cars")
        for at, id in enumerate(["c1", "c2"])
    ]
    given = [
        (pieces[0], answered("picture", chose("a"))),
        (pieces[1], answered("picture", chose("b"))),
    ]
    merged = merge(schema, PictureFacts(100, 80), given)
    assert merged.faults == ()
    said = merged.as_json()["objects"]
    assert {id: ones[0]["classes"] for id, ones in said.items()} == {"c1": ["a"], "c2": ["b"]}


def test_a_track_that_was_followed_in_two_windows_is_one() -> None:
    schema = parse_schema({"modality": "video", "labels": [
        {"kind": "box_track", "name": "box_track", "classes": CLASSES}]})  # fmt: skip
    facts = VideoFacts(35, 200, 100)
    pieces = plan(parse_split({"by": "window", "length": 20, "overlap": 5}), facts)

    def at(frame: int, x: float) -> dict[str, Any]:
        return {"frame": frame, "x": x, "y": 10, "width": 40, "height": 40}

    def track(*keyframes: dict[str, Any]) -> dict[str, Any]:
        return {"kind": "box_track", "class": "a", "keyframes": list(keyframes)}

    given = [
        (pieces[0], answered("video", track(at(2, 4), at(19, 38)))),
        (
            pieces[1],
            answered("video", track(at(0, 30), at(10, 50), {"frame": 15, "outside": True})),
        ),
    ]
    merged = merge(schema, facts, given)
    assert merged.faults == ()
    (one,) = marks_of(merged, "box_track")
    assert [(each["frame"], each.get("x")) for each in one["keyframes"]] == [
        (2, 4), (25, 50), (30, None)]  # fmt: skip
    assert [what for what, _ in told(merged)] == ["joined"]


def test_spans_that_would_cross_another_one_stay_apart() -> None:
    schema = parse_schema({"modality": "text", "labels": [
        {"kind": "span", "name": "span", "classes": CLASSES, "overlap": "nested"}]})  # fmt: skip
    document = {"parts": [{"id": "t", "role": None, "text": "가나다라. 마바사아. "}]}
    facts = TextFacts((Part("t", None, 12),))
    pieces = plan(parse_split({"by": "sentence"}), facts, Hints(document=document))

    def span(class_: str, start: int, end: int) -> dict[str, Any]:
        return {"kind": "span", "class": class_, "part": "t", "start": start, "end": end}

    def places(*first: dict[str, Any]) -> list[tuple[str, int, int]]:
        given = [
            (pieces[0], answered("text", *first)),
            (pieces[1], answered("text", span("a", 0, 3))),
        ]
        merged = merge(schema, facts, given)
        assert merged.faults == ()
        return [(one["class"], one["start"], one["end"]) for one in marks_of(merged, "span")]

    assert places(span("a", 4, 6)) == [("a", 4, 9)]
    assert places(span("b", 2, 6), span("a", 4, 6)) == [("b", 2, 6), ("a", 4, 6), ("a", 6, 9)]
