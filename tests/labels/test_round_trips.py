"""What was split is put together again: exactly, and nothing is lost."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.labels import (
    Adopter,
    Answer,
    AssetFacts,
    DocumentFacts,
    Part,
    PictureFacts,
    Schema,
    TextFacts,
    answer_json,
    check,
    parse_answer,
    parse_schema,
    parts_of,
    similarity,
)
from app.labels.base import Page, SoundFacts, VideoFacts
from app.labels.marks import MarkLabel
from app.labels.parse import TYPES
from app.labels.pieces import (
    Hints,
    Loudness,
    facts_of_piece,
    fits,
    merge,
    parse_split,
    plan,
    to_piece,
    to_whole,
)
from app.labels.pieces.kinds import KINDS
from app.labels.track import shape_at
from tests.labels.everything import CLASSES, SHAPES, SKELETON, TRACKS, WORLD, annotations
from tests.labels.test_pieces import stored


def round_trip(
    schema: Schema, facts: AssetFacts, whole: Answer, split: Any, hints: Any, near: float = 1e-4
) -> Any:
    """Split, each piece a fitting answer about itself, and put together again."""
    pieces = plan(split, facts, hints)
    assert stored(pieces) == list(pieces)
    given = []
    for one in pieces:
        own = to_piece(one, facts, whole)
        assert parse_answer(answer_json(own)) == own
        assert to_whole(one, facts, own).modality == whole.modality
        codes = {fault.code for fault in check(schema, facts_of_piece(one, facts), own)}
        assert codes <= {"text_required", "required"}, codes
        given.append((one, own))
    merged = merge(schema, facts, given)
    assert merged.faults == ()
    assert json.dumps(merged.as_json())
    assert check(schema, facts, merged.answer) == []
    assert len(merged.answer.annotations) == len(whole.annotations)
    assert similarity(schema, whole, merged.answer) == pytest.approx(1, abs=near)
    return merged


WIDE, HIGH = 400, 300
PICTURE = {
    "modality": "picture",
    "labels": [
        *({"kind": kind, "name": kind, "classes": CLASSES} for kind in SHAPES),
        {"kind": "keypoints", "name": "keypoints", "classes": CLASSES, "skeleton": SKELETON},
        {"kind": "class", "name": "class", "classes": CLASSES},
        {"kind": "rating", "name": "rating"},
        {"kind": "writing", "name": "writing"},
    ],
}
WHOLE = [
    {"kind": "class", "id": "w1", "name": "class", "classes": ["b"]},
    {"kind": "rating", "id": "w2", "name": "rating", "value": 4},
    {"kind": "writing", "id": "w3", "name": "writing", "text": "강가에 선 나무"},
]


@st.composite
def placed(draw: st.DrawFn, kind: str, most: int) -> dict[str, Any]:
    """A shape of at most so many pixels, somewhere on the picture."""
    width, height = draw(st.integers(12, most)), draw(st.integers(12, most))
    x, y = draw(st.integers(0, WIDE - width)), draw(st.integers(0, HIGH - height))
    right, lower = x + width, y + height
    made: dict[str, Any] = {"kind": kind, "id": kind, "name": kind, "class": "a"}
    if kind == "box":
        return made | {"x": x, "y": y, "width": width, "height": height}
    if kind == "rotated_box":
        short = min(width, height)
        return made | {"x": x + short / 2, "y": y + short / 2, "width": short / 2,
                       "height": short / 3, "angle": draw(st.integers(0, 359))}  # fmt: skip
    if kind == "polygon":
        return made | {"points": [[x, y], [right, y + height / 3], [x + width / 2, lower]]}
    if kind == "polyline":
        return made | {"points": [[x, y], [x + width / 3, lower], [right, y + height / 2]]}
    if kind == "point":
        return made | {"x": x, "y": y}
    if kind == "cuboid":
        a, b = width / 3, height / 3
        front = [[x, y + b], [right - a, y + b], [right - a, lower], [x, lower]]
        return made | {"points": [*front, *([u + a, v - b] for u, v in front)]}
    if kind == "keypoints":
        return made | {"points": [[x, y, 2], [right, lower, 1], [right, y, 0]]}
    # A mask like stairs: each row is one pixel longer than the one above.
    counts: list[int] = []
    for row in range(height):
        long = min(width, 1 + row * width // height)
        counts += [long, width - long]
    rows = [
        [1] * (width if row == height - 1 else counts[2 * row])
        + [0] * (0 if row == height - 1 else counts[2 * row + 1])
        for row in range(height)
    ]
    flat = [one for row in rows for one in row]
    runs, now = [0], 0
    for one in flat:
        if one == now:
            runs[-1] += 1
        else:
            runs.append(1)
            now = one
    return made | {"x": x, "y": y, "width": width, "height": height, "counts": runs}


def put_together(marks: list[dict[str, Any]], modality: str) -> Answer:
    return parse_answer({"modality": modality, "annotations": marks})


@settings(max_examples=25, deadline=None)
@given(data=st.data(), overlap=st.sampled_from([60, 80]))
def test_shapes_smaller_than_the_overlap_come_back_exactly(data: Any, overlap: int) -> None:
    schema, facts = parse_schema(PICTURE), PictureFacts(WIDE, HIGH)
    kinds = [*SHAPES, "keypoints"]
    marks = [data.draw(placed(kind, overlap - 8)) for kind in kinds]
    split = parse_split({"by": "tile", "size": 170, "overlap": overlap})
    whole = put_together([*marks, *WHOLE], "picture")
    merged = round_trip(schema, facts, whole, split, None)
    back = {one.name: one for one in merged.answer.annotations}
    for mark in whole.annotations:
        moved = back[mark.name].model_copy(update={"id": mark.id})
        assert answer_json(
            merged.answer.model_copy(update={"annotations": (moved,)})
        ) == answer_json(whole.model_copy(update={"annotations": (mark,)}))


@settings(max_examples=25, deadline=None)
@given(data=st.data(), overlap=st.sampled_from([0, 20]))
def test_shapes_that_are_cut_are_put_together(data: Any, overlap: int) -> None:
    schema, facts = parse_schema(PICTURE), PictureFacts(WIDE, HIGH)
    marks = [data.draw(placed(kind, 280)) for kind in ("box", "polygon", "mask", "point")]
    split = parse_split({"by": "tile", "size": 110, "overlap": overlap})
    merged = round_trip(schema, facts, put_together([*marks, *WHOLE], "picture"), split, None)
    back = {one.kind: one for one in merged.answer.annotations}
    box = marks[0]
    assert (back["box"].x, back["box"].width) == (box["x"], box["width"])  # type: ignore[union-attr]
    assert back["mask"].counts == tuple(marks[2]["counts"])  # type: ignore[union-attr]


@settings(max_examples=25, deadline=None)
@given(data=st.data(), overlap=st.sampled_from([0, 30]))
def test_lines_go_on_over_the_seams(data: Any, overlap: int) -> None:
    schema, facts = parse_schema(PICTURE), PictureFacts(WIDE, HIGH)
    # From left to right, so that it never comes back to where it was.
    xs = sorted(data.draw(st.sets(st.integers(0, 40), min_size=2, max_size=6)))
    points = [[x * 10, data.draw(st.integers(5, 29)) * 10 + 1] for x in xs]
    line = {"kind": "polyline", "id": "l", "name": "polyline", "class": "a", "points": points}
    split = parse_split({"by": "tile", "size": 150, "overlap": overlap})
    round_trip(schema, facts, put_together([line, *WHOLE], "picture"), split, None)


CLOCK = {
    "labels": [
        {"kind": "segment", "name": "segment", "classes": CLASSES, "overlap": "speakers",
         "speakers": [{"id": "s1"}, {"id": "s2"}], "texts": [{"name": "said"}]},
        {"kind": "event", "name": "event", "classes": CLASSES, "tolerance": 10},
        {"kind": "class", "name": "class", "classes": CLASSES, "many": True},
        {"kind": "rating", "name": "rating"},
        {"kind": "writing", "name": "writing"},
    ],
}  # fmt: skip


@st.composite
def heard(draw: st.DrawFn, length: int) -> list[dict[str, Any]]:
    """Segments of two speakers that lie one after the other, and events apart from each other."""
    marks: list[dict[str, Any]] = []
    for speaker in ("s1", "s2"):
        at = draw(st.integers(0, 3_000))
        while at < length - 700:
            end = min(length, at + draw(st.integers(600, 30_000)))
            said = {"said": f"말 {len(marks)}"}
            marks.append({"kind": "segment", "name": "segment", "class": "a", "speaker": speaker,
                          "start": at, "end": end, "texts": said})  # fmt: skip
            at = end + draw(st.integers(100, 20_000))
    at = draw(st.integers(0, 5_000))
    while at <= length:
        marks.append({"kind": "event", "name": "event", "class": "b", "at": at})
        at += draw(st.integers(1_000, 30_000))
    return [{"id": f"a{nth}", **mark} for nth, mark in enumerate(marks)]


@settings(max_examples=25, deadline=None)
@given(data=st.data(), overlap=st.sampled_from([0, 2_000]), size=st.sampled_from([10_000, 30_000]))
def test_segments_and_events_come_back(data: Any, overlap: int, size: int) -> None:
    length = data.draw(st.integers(1_000, 90_000))
    schema = parse_schema({"modality": "sound", **CLOCK})
    marks = data.draw(heard(length))
    split = parse_split({"by": "window", "length": size, "overlap": overlap})
    whole = put_together([*marks, *WHOLE], "sound")
    merged = round_trip(schema, SoundFacts(length), whole, split, None)

    def content(answer: Any) -> list[Any]:
        found = [
            {key: value for key, value in one.items() if key != "id"}
            for one in answer_json(answer)["annotations"]
        ]
        return sorted(found, key=str)

    assert content(merged.answer) == content(whole)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_said_between_silences_comes_back(data: Any) -> None:
    """Ten sentences with silence between them: each is in one piece."""
    schema = parse_schema({"modality": "sound", **CLOCK})
    at, levels, marks = 0, [], []
    for nth in range(10):
        long, pause = data.draw(st.integers(50, 400)), data.draw(st.integers(20, 90))
        marks.append({"kind": "segment", "id": f"a{nth}", "name": "segment", "class": "a",
                      "speaker": "s1", "start": at * 10, "end": (at + long) * 10,
                      "texts": {"said": f"말 {nth}"}})  # fmt: skip
        levels += [-20.0] * long + [-60.0] * pause
        at += long + pause
    split = parse_split({"by": "silence", "least": 1_000, "most": 9_000, "quiet": -40})
    hints = Hints(loudness=Loudness(10, tuple(levels)))
    whole = put_together([*marks, *WHOLE], "sound")
    round_trip(schema, SoundFacts(at * 10), whole, split, hints)


@st.composite
def tracked(draw: st.DrawFn, kind: str, length: int) -> dict[str, Any]:
    """A track that moves slowly, is covered and gone for a while."""
    frames = sorted(draw(st.sets(st.integers(0, length - 1), min_size=1, max_size=6)))
    keyframes: list[dict[str, Any]] = []
    for nth, frame in enumerate(frames):
        x, y = draw(st.integers(0, 40)), draw(st.integers(0, 40))
        if nth and draw(st.booleans()) and not keyframes[-1].get("outside"):
            keyframes.append({"frame": frame, "outside": True})
            continue
        shape: dict[str, Any] = {"x": x, "y": y}
        if kind == "box_track":
            shape |= {"width": 200, "height": 150}
        if kind == "polygon_track":
            shape = {
                "points": [[x, y], [x + 200, y], [x + 200, y + 150], [x, y + 150]][: 3 + nth % 2]
            }
        covered = {"occluded": True} if draw(st.booleans()) else {}
        keyframes.append({"frame": frame, **shape, **covered})
    return {"kind": kind, "id": kind, "name": kind, "class": "a", "keyframes": keyframes}


@settings(max_examples=25, deadline=None)
@given(data=st.data(), overlap=st.sampled_from([0, 6]))
def test_what_is_seen_on_each_frame_stays(data: Any, overlap: int) -> None:
    length = data.draw(st.integers(10, 90))
    facts = VideoFacts(length, 300, 250)
    labels = [{"kind": kind, "name": kind, "classes": CLASSES} for kind in TRACKS]
    schema = parse_schema({"modality": "video", "labels": labels})
    whole = put_together([data.draw(tracked(kind, length)) for kind in TRACKS], "video")
    split = parse_split({"by": "window", "length": 20, "overlap": overlap})
    pieces = plan(split, facts)
    given = [(one, to_piece(one, facts, whole)) for one in pieces]
    for piece, own in given:
        assert check(schema, facts_of_piece(piece, facts), own) == []
    merged = merge(schema, facts, given)
    assert merged.faults == ()
    for track in whole.annotations:
        parts = [one for one in merged.answer.annotations if one.name == track.name]
        for frame in range(length):
            was = shape_at(track, frame)  # type: ignore[arg-type]
            now = [shown for one in parts if (shown := shape_at(one, frame)) is not None]  # type: ignore[arg-type]
            assert len(now) == (was is not None), "seen once, where it was seen"
            if was is not None:
                assert list(now[0].numbers) == pytest.approx(list(was.numbers))
                assert now[0].occluded == was.occluded


TEXT = {"modality": "text", "labels": [
    {"kind": "span", "name": "span", "classes": CLASSES},
    {"kind": "class", "name": "class", "classes": CLASSES, "per": "part"},
    {"kind": "rating", "name": "rating"},
    {"kind": "writing", "name": "writing", "evidence": "span"},
]}  # fmt: skip
LINES = st.lists(
    st.sampled_from(
        ["오늘은 맑다. ", "정말요? ", "“가자.”라고 했다.\n", "그래! 😀\n\n", "3.5도다. "]
    ),
    min_size=1,
    max_size=8,
).map("".join)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(LINES, min_size=1, max_size=3), data=st.data())
def test_spans_come_back_to_the_code_point(texts: list[str], data: Any) -> None:
    document = {
        "parts": [{"id": f"t{n}", "role": None, "text": text} for n, text in enumerate(texts)]
    }
    facts = TextFacts(tuple(Part(*one) for one in parts_of(document)))
    marks: list[dict[str, Any]] = []
    for part, class_ in ((data.draw(st.sampled_from(facts.parts)), name) for name in "ab"):
        start = data.draw(st.integers(0, part.length - 1))
        end = data.draw(st.integers(start + 1, part.length))
        marks.append({"kind": "span", "id": f"s{class_}", "name": "span", "class": class_,
                      "part": part.id, "start": start, "end": end})  # fmt: skip
    marks += [
        {"kind": "class", "id": f"c{n}", "name": "class", "part": part.id, "classes": ["ab"[n % 2]]}
        for n, part in enumerate(facts.parts)
    ]
    marks += [WHOLE[1], WHOLE[2]]
    by, count = data.draw(st.sampled_from(["sentence", "paragraph"])), data.draw(st.integers(1, 3))
    split = parse_split({"by": by, "count": count})
    whole = put_together(marks, "text")
    merged = round_trip(parse_schema(TEXT), facts, whole, split, Hints(document=document))
    back = [one for one in merged.answer.annotations if one.kind == "span"]
    for span in whole.annotations[:2]:
        assert any(one.model_copy(update={"id": span.id}) == span for one in back)


@pytest.mark.parametrize("pages", [1, 2, 5])
def test_whatever_is_on_pages_comes_back(pages: int) -> None:
    definition, _, marks = WORLD["document"]
    facts = DocumentFacts(tuple(Page(100, 80, 40) for _ in range(4)))
    # On one page: what joins two marks must be seen with both.
    moved = [{**mark, "part": "p3"} if "part" in mark else mark for mark in marks]
    named = [{"id": mark["kind"], "name": mark["kind"], **mark} for mark in moved]
    whole = put_together(named, "document")
    split = parse_split({"by": "page", "pages": pages})
    round_trip(parse_schema(definition), facts, whole, split, None)


# --- whatever people say ----------------------------------------------------------------------

SPLITS: list[tuple[str, dict[str, Any]]] = [
    ("picture", {"by": "tile", "size": 40, "overlap": 12}),
    ("picture", {"by": "tile", "size": 50}),
    ("sound", {"by": "window", "length": 40, "overlap": 20}),
    ("sound", {"by": "window", "length": 30}),
    ("series", {"by": "window", "length": 40, "overlap": 10}),
    ("series", {"by": "window", "length": 50}),
    ("video", {"by": "window", "length": 20, "overlap": 6}),
    ("video", {"by": "window", "length": 16}),
    ("document", {"by": "page"}),
    ("text", {"by": "sentence", "count": 2}),
]


@pytest.mark.parametrize(("modality", "split"), SPLITS, ids=str)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_answers_that_fit_their_pieces_make_one_that_fits(
    modality: str, split: dict[str, Any], data: Any
) -> None:
    definition, facts, _ = WORLD[modality]
    labels = [one for one in definition["labels"] if one["kind"] not in ("comparison", "ranking")]
    schema = parse_schema({**definition, "labels": labels})
    hints = None
    if modality == "text":
        assert isinstance(facts, TextFacts)
        texts = {part.id: ("가나다. " * 30)[: part.length] for part in facts.parts}
        hints = Hints(document={"parts": [{"id": id, "text": one} for id, one in texts.items()]})
    made = parse_split(split)
    fits(made, schema)
    adopt = Adopter(schema)
    given = []
    for piece in plan(made, facts, hints):
        loose = data.draw(st.lists(annotations(modality), max_size=6))
        own = adopt(facts_of_piece(piece, facts), loose).answer
        # Shapes thinner than floats can tell so far from the corner are no shapes there.
        thin = check(schema, facts, to_whole(piece, facts, own))
        if any(fault.code == "zero_area" for fault in thin):
            continue
        if not check(schema, facts_of_piece(piece, facts), own):
            given.append((piece, own))
    if not given:
        return
    merged = merge(schema, facts, given)
    assert merged.faults == ()
    known = {one.id for one in merged.answer.annotations}
    for seam in merged.seams:
        assert (seam.annotation in known) is (seam.what != "dropped")
    # Nothing is lost: each mark is there, or a seam says what became of it.
    drawn = sum(one.kind in KINDS for _, answer in given for one in answer.annotations)
    kept = sum(one.kind in KINDS for one in merged.answer.annotations)
    met = sum(
        len(seam.sources) - (seam.what != "dropped")
        for seam in merged.seams
        if seam.what != "agreed" and schema_kind(schema, seam.label) in KINDS
    )
    assert drawn == kept + met


def schema_kind(schema: Schema, name: str) -> str:
    return next(label.kind for label in schema.labels if label.name == name)


def test_every_kind_of_mark_can_pass_a_seam() -> None:
    marks = {one.kind for one in TYPES.values() if issubclass(one.definition, MarkLabel)}
    assert marks - KINDS.keys() == {"page_box", "table"}, "no page is cut"
