"""One schema of each modality with every kind in it, answers that fit them, and random ones."""

from typing import Any

from hypothesis import strategies as st

from app.labels import Part, PictureFacts, TextFacts

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


def answer(modality: str, marks: list[dict[str, Any]]) -> dict[str, Any]:
    """An answer in which each mark is called as its kind is, and so is its label."""
    return {
        "modality": modality,
        "annotations": [{"id": mark["kind"], "name": mark["kind"], **mark} for mark in marks],
    }


NAMES = st.sampled_from([*(label["name"] for label in PICTURE["labels"]), "span", "ranking", "no"])
IDS = st.sampled_from(["box", "span", "polygon", "x1", "x2", "x3"])
PARTS = st.sampled_from([None, "q", "r1", "r2", "r3"])
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
}  # fmt: skip
WHOLE_NUMBERS = {"x": st.integers(0, 20), "y": st.integers(0, 20), "width": st.integers(0, 3),
                 "height": st.integers(0, 3)}  # fmt: skip
KEYPOINTS = st.lists(
    st.tuples(NUMBERS, NUMBERS, st.integers(0, 2)).map(list), min_size=1, max_size=4
)
HAS = {
    one["kind"]: sorted(set(one) - {"kind"})
    for one in [*DRAWN, *SAID]
}  # fmt: skip


@st.composite
def annotations(draw: st.DrawFn, kinds: list[str]) -> dict[str, Any]:
    """One annotation of one of these kinds, that has the shape of one and may mean nothing."""
    kind = draw(st.sampled_from(kinds))
    fields = {name: FIELDS[name] for name in HAS[kind]}
    if kind == "mask":
        fields |= WHOLE_NUMBERS
    if kind == "keypoints":
        fields["points"] = KEYPOINTS
    if kind in (*SHAPES, "keypoints", "span"):
        fields |= {"attributes": FIELDS["attributes"], "group": FIELDS["group"]}
    made = {name: draw(strategy) for name, strategy in fields.items()}
    name = draw(st.one_of(st.just(kind), NAMES))
    return {"kind": kind, "id": draw(IDS), "name": name, **made}


def answers(modality: str) -> st.SearchStrategy[dict[str, Any]]:
    """Answers of the right shape, with whatever meaning."""
    kinds = [one["kind"] for one in (DRAWN if modality == "picture" else SAID)] + ["relation"]
    marks = st.lists(annotations(sorted(set(kinds))), max_size=8)
    return marks.map(lambda given: {"modality": modality, "annotations": given})
