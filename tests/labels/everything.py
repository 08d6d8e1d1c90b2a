"""One schema of each modality with every kind in it, answers that fit them, and random ones."""

from typing import Any

from hypothesis import strategies as st

from app.labels import AssetFacts, CaptureFacts, Part, PictureFacts, PromptFacts, TextFacts
from app.labels.base import DocumentFacts, Page, SeriesFacts, SoundFacts, VideoFacts

CLASSES = [{"id": "a"}, {"id": "b"}]
ATTRIBUTES = [
    {"name": "state", "kind": "choice", "options": [{"id": "new"}, {"id": "old"}]},
    {"name": "age", "kind": "number", "min": 0, "max": 10, "step": 0.5,
     "when": {"attribute": "state", "in": ["old"]}},
    {"name": "parts", "kind": "many", "options": [{"id": "x"}, {"id": "y"}], "classes": ["a"]},
    {"name": "note", "kind": "text", "max_length": 20},
    {"name": "cut", "kind": "flag"},
]  # fmt: skip
SKELETON = {"points": [{"id": "head"}, {"id": "hand"}, {"id": "foot"}], "edges": [[0, 1], [1, 2]]}

SHAPES = ("box", "rotated_box", "polygon", "polyline", "point", "mask", "cuboid")
PICTURE: dict[str, Any] = {
    "modality": "picture",
    "labels": [
        *({"kind": kind, "name": kind, "classes": CLASSES} for kind in SHAPES),
        {"kind": "keypoints", "name": "keypoints", "classes": CLASSES, "skeleton": SKELETON},
        {"kind": "box", "name": "described", "classes": CLASSES, "attributes": ATTRIBUTES},
        {"kind": "class", "name": "class", "classes": CLASSES, "many": True, "required": False},
        {"kind": "relation", "name": "relation", "classes": CLASSES, "from": ["box"], "to": None},
        {"kind": "rating", "name": "rating", "required": False},
        {"kind": "writing", "name": "writing", "required": False},
    ],
}
FACTS = PictureFacts(100, 80)

TEXT: dict[str, Any] = {
    "modality": "text",
    "labels": [
        {"kind": "span", "name": "span", "classes": CLASSES, "overlap": "nested"},
        {"kind": "class", "name": "class", "classes": CLASSES, "required": False, "per": "part",
         "roles": ["response"]},
        {"kind": "relation", "name": "relation", "classes": CLASSES, "directed": False},
        {"kind": "writing", "name": "writing", "required": False, "evidence": "span"},
        {"kind": "comparison", "name": "comparison", "roles": ["response"], "required": False},
        {"kind": "ranking", "name": "ranking", "roles": ["response"], "required": False},
        {"kind": "rating", "name": "rating", "per": "part", "required": False, "max": 7},
    ],
}  # fmt: skip
TEXT_FACTS = TextFacts(
    (Part("q", "prompt", 40), Part("r1", "response", 90), Part("r2", "response", 70))
)

# One of each kind, which fits.
DRAWN: list[dict[str, Any]] = [
    {"kind": "box", "class": "a", "x": 1, "y": 2, "width": 30, "height": 20},
    {"kind": "rotated_box", "class": "a", "x": 50, "y": 40, "width": 30, "height": 20, "angle": 30},
    {"kind": "polygon", "class": "b", "points": [[10, 10], [40, 10], [40, 40]]},
    {"kind": "polyline", "class": "a", "points": [[0, 0], [50, 5], [100, 80]]},
    {"kind": "point", "class": "b", "x": 3.5, "y": 70},
    # .##
    # ##.
    {"kind": "mask", "class": "a", "x": 5, "y": 6, "width": 3, "height": 2, "counts": [1, 4, 1]},
    {"kind": "cuboid", "class": "a", "points": [
        [10, 20], [40, 20], [40, 50], [10, 50], [20, 10], [50, 10], [50, 40], [20, 40]]},
    {"kind": "keypoints", "class": "a", "points": [[50, 10, 2], [60, 40, 1], [0, 0, 0]]},
    {"kind": "class", "classes": ["a", "b"]},
    {"kind": "relation", "class": "a", "from": "box", "to": "polygon"},
    {"kind": "rating", "value": 4},
    {"kind": "writing", "text": "두 사람이 길을 건넌다."},
]  # fmt: skip
SAID: list[dict[str, Any]] = [
    {"kind": "span", "class": "a", "part": "r1", "start": 3, "end": 9},
    {"kind": "class", "part": "r1", "classes": ["b"]},
    {"kind": "writing", "text": "네, 그렇습니다 👍", "evidence": ["span"]},
    {"kind": "comparison", "better": "r2"},
    {"kind": "ranking", "order": ["r2", "r1"]},
    {"kind": "rating", "part": "q", "value": 7},
]

# Asked of whatever has a clock or pages.
ASKED: list[dict[str, Any]] = [
    {"kind": "class", "name": "class", "classes": CLASSES, "many": True, "required": False},
    {"kind": "relation", "name": "relation", "classes": CLASSES},
    {"kind": "rating", "name": "rating", "required": False},
    {"kind": "writing", "name": "writing", "required": False},
]
ANSWERED: list[dict[str, Any]] = [
    {"kind": "class", "classes": ["a", "b"]},
    {"kind": "rating", "value": 4},
    {"kind": "writing", "text": "바람 소리가 들린다."},
]
EVENT: dict[str, Any] = {"kind": "event", "name": "event", "classes": CLASSES}
SPOKEN: dict[str, Any] = {
    "kind": "segment", "name": "segment", "classes": CLASSES, "overlap": "speakers",
    "speakers": [{"id": "s1"}, {"id": "s2"}],
    "texts": [{"name": "said", "marks": [{"id": "laugh", "text": "(웃음)"}]},
              {"name": "standard", "required": False, "max_length": 20}],
    "attributes": ATTRIBUTES,
}  # fmt: skip
TRACKS = ("box_track", "polygon_track", "point_track")

MEDIA: dict[str, tuple[list[dict[str, Any]], AssetFacts, list[dict[str, Any]]]] = {
    "sound": (
        [SPOKEN, EVENT, *ASKED],
        SoundFacts(100),
        [
            {"kind": "segment", "class": "a", "start": 5, "end": 40, "speaker": "s1",
             "texts": {"said": "억수로 (웃음) 마이"}},
            {"kind": "event", "class": "b", "at": 100},
            {"kind": "relation", "class": "a", "from": "segment", "to": "event"},
            *ANSWERED,
        ],
    ),
    "series": (
        [{"kind": "segment", "name": "segment", "classes": CLASSES, "step": 10, "least": 20,
          "per": "channel", "overlap": "none"},
         {**EVENT, "per": "channel", "tolerance": 5}, *ASKED],
        SeriesFacts(100, ("x1", "x2")),
        [
            {"kind": "segment", "class": "a", "start": 10, "end": 40, "channel": "x1"},
            {"kind": "event", "class": "b", "at": 62.5, "channel": "x2"},
            {"kind": "relation", "class": "a", "from": "segment", "to": "event"},
            *ANSWERED,
        ],
    ),
    "video": (
        [*({"kind": kind, "name": kind, "classes": CLASSES} for kind in TRACKS),
         {"kind": "segment", "name": "segment", "classes": CLASSES}, EVENT, *ASKED],
        VideoFacts(50, 100, 80),
        [
            {"kind": "box_track", "class": "a", "keyframes": [
                {"frame": 0, "x": 1, "y": 2, "width": 30, "height": 20},
                {"frame": 20, "x": 21, "y": 2, "width": 30, "height": 20, "occluded": True},
                {"frame": 30, "outside": True}]},
            {"kind": "polygon_track", "class": "b", "keyframes": [
                {"frame": 3, "points": [[10, 10], [40, 10], [40, 40]]},
                {"frame": 9, "points": [[10, 10], [40, 10], [40, 40], [10, 40]]}]},
            {"kind": "point_track", "class": "a", "keyframes": [{"frame": 49, "x": 3.5, "y": 70}]},
            {"kind": "segment", "class": "b", "start": 10, "end": 50},
            {"kind": "event", "class": "a", "at": 49},
            {"kind": "relation", "class": "a", "from": "box_track", "to": "segment"},
            *ANSWERED,
        ],
    ),
    "document": (
        [{"kind": "page_box", "name": "page_box", "classes": CLASSES, "text": "optional"},
         {"kind": "table", "name": "table", "classes": CLASSES},
         {"kind": "order", "name": "order", "required": False},
         {"kind": "span", "name": "span", "classes": CLASSES},
         *ASKED],
        DocumentFacts((Page(100, 80, 40), Page(100, 80, 0))),
        [
            {"kind": "page_box", "class": "a", "part": "p1", "x": 1, "y": 2, "width": 30,
             "height": 20, "text": "합계 12,000원"},
            {"kind": "table", "class": "b", "part": "p2", "x": 10, "y": 10, "width": 60,
             "height": 40, "rows": [20, 30], "columns": [40],
             "cells": [{"row": 0, "column": 0, "columns": 2, "header": True, "text": "품목"},
                       {"row": 1, "column": 1, "text": "3"}]},
            {"kind": "order", "order": ["page_box", "table"]},
            {"kind": "span", "class": "a", "part": "p1", "start": 3, "end": 9},
            {"kind": "relation", "class": "a", "from": "page_box", "to": "span"},
            *ANSWERED,
        ],
    ),
}  # fmt: skip

PROMPT: dict[str, Any] = {
    "modality": "prompt",
    "labels": [
        {"kind": "recording", "name": "recording", "takes": "each", "roles": ["read"]},
        {"kind": "photograph", "name": "photograph", "count_max": 3, "required": False},
        {"kind": "film", "name": "film", "required": False},
        {"kind": "file", "name": "file", "types": ["application/pdf", "image/*"],
         "count_min": 0, "required": False},
        {"kind": "class", "name": "class", "classes": CLASSES, "many": True, "required": False},
        {"kind": "rating", "name": "rating", "required": False},
        {"kind": "writing", "name": "writing", "required": False},
    ],
}  # fmt: skip
PROMPT_FACTS = PromptFacts(
    (Part("p1", "scene", 12), Part("p2", "read", 30)),
    {
        1: CaptureFacts("recording", "passed", "sound", 4_000),
        2: CaptureFacts("photograph", "passed", "picture"),
        3: CaptureFacts("film", "passed", "video", 9_000),
        4: CaptureFacts("file", "passed"),
        5: CaptureFacts("recording", "refused"),
        6: CaptureFacts("recording", "checking"),
    },
)
MADE: list[dict[str, Any]] = [
    {"kind": "recording", "capture": 1, "part": "p2"},
    {"kind": "photograph", "capture": 2},
    {"kind": "film", "capture": 3},
    {"kind": "file", "capture": 4},
    *ANSWERED,
]

WORLD: dict[str, tuple[dict[str, Any], AssetFacts, list[dict[str, Any]]]] = {
    "picture": (PICTURE, FACTS, DRAWN),
    "text": (TEXT, TEXT_FACTS, SAID),
    **{
        modality: ({"modality": modality, "labels": labels}, facts, marks)
        for modality, (labels, facts, marks) in MEDIA.items()
    },
    "prompt": (PROMPT, PROMPT_FACTS, MADE),
}
"""Of each modality a schema with every kind, the facts of an item, one of each kind that fits."""


def answer(modality: str, marks: list[dict[str, Any]]) -> dict[str, Any]:
    """An answer in which each mark is called as its kind is, and so is its label."""
    return {
        "modality": modality,
        "annotations": [{"id": mark["kind"], "name": mark["kind"], **mark} for mark in marks],
    }


NAMES = st.sampled_from(
    sorted(
        {label["name"] for schema, _, _ in WORLD.values() for label in schema["labels"]} | {"no"}
    )
)
IDS = st.sampled_from(["box", "span", "segment", "page_box", "polygon", "x1", "x2", "x3"])
PARTS = st.sampled_from([None, "q", "r1", "r2", "r3", "p1", "p2", "p9"])
NUMBERS = st.one_of(st.integers(-5, 110), st.floats(-5, 110), st.sampled_from([0, 1e300, -0.0]))
VALUES = st.one_of(
    st.booleans(), NUMBERS, st.sampled_from(["new", "old", "x", ""]), st.lists(IDS, max_size=2)
)
# Each field as it may come, right or wrong; which of them an annotation has, is its kind's.
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "class": st.sampled_from(["a", "b", "c"]),
    "classes": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3),
    "x": NUMBERS, "y": NUMBERS, "width": NUMBERS, "height": NUMBERS,
    "angle": st.floats(0, 359),
    "points": st.lists(st.tuples(NUMBERS, NUMBERS).map(list), max_size=9),
    "counts": st.lists(st.integers(0, 9), max_size=6),
    "part": PARTS, "better": PARTS, "from": IDS, "to": IDS,
    "start": st.integers(0, 50), "end": st.integers(0, 100),
    "order": st.lists(st.sampled_from(["q", "r1", "r2"]), min_size=1, max_size=3),
    "value": NUMBERS,
    "text": st.text(min_size=1, max_size=20),
    "evidence": st.lists(IDS, max_size=2),
    "attributes": st.dictionaries(
        st.sampled_from(["state", "age", "parts", "note", "cut", "odd"]), VALUES, max_size=4),
    "group": st.sampled_from([None, "g1"]),
    "at": st.floats(0, 110),
    "channel": st.sampled_from([None, "x1", "x2", "x3"]),
    "speaker": st.sampled_from([None, "s1", "s2", "s3"]),
    "texts": st.dictionaries(st.sampled_from(["said", "standard", "odd"]),
                             st.sampled_from(["가", "나다", "x" * 30]), max_size=3),
    "capture": st.integers(1, 7),
    "rows": st.lists(NUMBERS, max_size=4), "columns": st.lists(NUMBERS, max_size=4),
    "cells": st.lists(st.fixed_dictionaries(
        {"row": st.integers(0, 4), "column": st.integers(0, 4)},
        optional={"rows": st.integers(1, 3), "columns": st.integers(1, 3),
                  "text": st.just("가"), "header": st.booleans()}), max_size=5),
}  # fmt: skip
PLACES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "box_track": dict.fromkeys(("x", "y", "width", "height"), NUMBERS),
    "polygon_track": {"points": FIELDS["points"]},
    "point_track": {"x": NUMBERS, "y": NUMBERS},
}


def keyframes(kind: str) -> st.SearchStrategy[Any]:
    """Keyframes of a kind of track, in whatever order, on whatever frames."""
    frame = {"frame": st.integers(0, 60)}
    seen = st.fixed_dictionaries(frame | PLACES[kind], optional={"occluded": st.booleans()})
    gone = st.fixed_dictionaries(frame | {"outside": st.just(True)})
    return st.lists(st.one_of(seen, gone), min_size=1, max_size=5)


WHOLE_NUMBERS = {"x": st.integers(0, 20), "y": st.integers(0, 20), "width": st.integers(0, 3),
                 "height": st.integers(0, 3)}  # fmt: skip
KEYPOINTS = st.lists(
    st.tuples(NUMBERS, NUMBERS, st.integers(0, 2)).map(list), min_size=1, max_size=4
)
HAS = {
    (modality, one["kind"]): sorted(set(one) - {"kind"})
    for modality, (_, _, marks) in WORLD.items() for one in marks
}  # fmt: skip
HAS["text", "relation"] = HAS["picture", "relation"]


@st.composite
def annotations(draw: st.DrawFn, modality: str) -> dict[str, Any]:
    """One annotation of a modality, that has the shape of one and may mean nothing."""
    kind = draw(st.sampled_from(sorted({kind for of, kind in HAS if of == modality})))
    fields = {
        name: keyframes(kind) if name == "keyframes" else FIELDS[name]
        for name in HAS[modality, kind]
    }
    if kind == "order":
        fields["order"] = st.lists(IDS, min_size=1, max_size=4)
    if kind == "mask":
        fields |= WHOLE_NUMBERS
    if kind == "keypoints":
        fields["points"] = KEYPOINTS
    if kind in (*SHAPES, *TRACKS, "keypoints", "span", "segment", "event", "page_box", "table"):
        fields |= {"attributes": FIELDS["attributes"], "group": FIELDS["group"]}
    made = {name: draw(strategy) for name, strategy in fields.items()}
    name = draw(st.one_of(st.just(kind), NAMES))
    return {"kind": kind, "id": draw(IDS), "name": name, **made}


def answers(modality: str) -> st.SearchStrategy[dict[str, Any]]:
    """Answers of the right shape, with whatever meaning."""
    marks = st.lists(annotations(modality), max_size=8)
    return marks.map(lambda given: {"modality": modality, "annotations": given})
