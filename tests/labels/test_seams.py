"""What people say of pieces, put together: what was seen twice is there once, what was cut is
whole, and what was done is told.
"""

from itertools import pairwise
from typing import Any

import pytest

from app.labels import (
    Answer,
    PictureFacts,
    answer_json,
    check,
    parse_answer,
    parse_schema,
)
from app.labels.base import SeriesFacts, SoundFacts
from app.labels.pieces import (
    Hints,
    Loudness,
    Merged,
    facts_of_piece,
    merge,
    parse_split,
    plan,
)
from app.labels.pieces.untangle import untangled
from app.labels.segment import Segment
from tests.labels.everything import CLASSES, SKELETON


def answered(modality: str, *marks: dict[str, Any]) -> Answer:
    whole = [{"id": f"a{nth}", "name": mark["kind"], **mark} for nth, mark in enumerate(marks, 1)]
    return parse_answer({"modality": modality, "annotations": whole})


def marks_of(merged: Merged, kind: str) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in one.items() if key not in ("id", "kind", "name")}
        for one in answer_json(merged.answer)["annotations"]
        if one["kind"] == kind
    ]


def told(merged: Merged) -> list[tuple[str, list[int]]]:
    return [(seam.what, [at for at, _ in seam.sources]) for seam in merged.seams]


# --- sounds -----------------------------------------------------------------------------------

SPOKEN: dict[str, Any] = {
    "kind": "segment", "name": "segment", "classes": CLASSES,
    "texts": [{"name": "said"}, {"name": "standard", "required": False}],
    "attributes": [{"name": "loud", "kind": "flag"}],
}  # fmt: skip


def spoke(start: float, end: float, said: str = "말", **more: Any) -> dict[str, Any]:
    texts = {"said": said, **more.pop("texts", {})}
    return {"kind": "segment", "class": "a", "start": start, "end": end, "texts": texts, **more}


def heard(
    overlap: int, *answers: list[dict[str, Any]], label: dict[str, Any] | None = None
) -> Merged:
    """Windows of ten seconds of a sound of twenty, or a bit more where they overlap."""
    schema = parse_schema({"modality": "sound", "labels": [label or SPOKEN]})
    facts = SoundFacts(20_000 - overlap)
    pieces = plan(parse_split({"by": "window", "length": 10_000, "overlap": overlap}), facts)
    assert len(pieces) == len(answers)
    given = []
    for piece, marks in zip(pieces, answers, strict=True):
        one = answered("sound", *marks)
        assert check(schema, facts_of_piece(piece, facts), one) == []
        given.append((piece, one))
    merged = merge(schema, facts, given)
    assert merged.faults == tuple(check(schema, facts, merged.answer)) == ()
    return merged


def test_what_two_windows_show_is_there_once() -> None:
    merged = heard(
        2_000, [spoke(8_300, 9_500, "억수로")], [spoke(310, 1_480, "억수로"), spoke(4_000, 5_000)]
    )
    assert marks_of(merged, "segment") == [
        {"class": "a", "start": 8_300, "end": 9_500, "texts": {"said": "억수로"}},
        {"class": "a", "start": 12_000, "end": 13_000, "texts": {"said": "말"}},
    ]
    assert told(merged) == [("doubled", [0, 1])]
    assert merged.seams[0].differs == ()


def test_what_the_end_of_a_window_cuts_off_is_taken_from_the_next_one() -> None:
    merged = heard(2_000, [spoke(9_000, 10_000, "마이")], [spoke(1_000, 3_000, "마이 무라")])
    assert marks_of(merged, "segment") == [
        {"class": "a", "start": 9_000, "end": 11_000, "texts": {"said": "마이 무라"}}
    ]
    (seam,) = merged.seams
    assert (seam.what, seam.differs) == ("doubled", ("texts",))
    assert seam.as_json()["from"] == [
        {"piece": 1, "annotation": "a1"},
        {"piece": 0, "annotation": "a1"},
    ]


def test_what_a_seam_cuts_is_joined_and_its_words_follow_each_other() -> None:
    merged = heard(
        0,
        [spoke(7_000, 10_000, "밥은", texts={"standard": "밥은"}, attributes={"loud": True})],
        [spoke(0, 1_500, "묵었나", texts={"standard": "먹었니"})],
    )
    assert marks_of(merged, "segment") == [
        {"class": "a", "start": 7_000, "end": 11_500, "attributes": {"loud": True},
         "texts": {"said": "밥은 묵었나", "standard": "밥은 먹었니"}}
    ]  # fmt: skip
    assert told(merged) == [("joined", [0, 1])]
    assert merged.seams[0].differs == ("attributes", "texts")


def test_words_that_both_windows_have_are_written_once() -> None:
    # It goes on over all that both show: neither has seen all of it.
    merged = heard(
        2_000,
        [spoke(3_000, 10_000, "그래서 우리가 집에 갔는데")],
        [spoke(0, 6_000, "집에 갔는데 아무도 없더라")],
    )
    (one,) = marks_of(merged, "segment")
    assert (one["start"], one["end"]) == (3_000, 14_000)
    assert one["texts"] == {"said": "그래서 우리가 집에 갔는데 아무도 없더라"}
    assert [what for what, _ in told(merged)] == ["joined"]


def test_another_class_or_speaker_is_another_thing() -> None:
    merged = heard(0, [spoke(7_000, 10_000)], [spoke(0, 1_500, **{"class": "b"})])
    assert len(marks_of(merged, "segment")) == 2
    assert merged.seams == ()
    two = {**SPOKEN, "speakers": [{"id": "s1"}, {"id": "s2"}]}
    merged = heard(
        0, [spoke(7_000, 10_000, speaker="s1")], [spoke(0, 1_500, speaker="s2")], label=two
    )
    assert len(marks_of(merged, "segment")) == 2


def test_segments_that_may_not_lie_across_each_other_do_not() -> None:
    alone = {**SPOKEN, "overlap": "none"}
    merged = heard(2_000, [spoke(7_000, 9_000)], [spoke(500, 4_000, **{"class": "b"})], label=alone)
    assert [(one["start"], one["end"]) for one in marks_of(merged, "segment")] == [
        (7_000, 9_000),
        (9_000, 12_000),
    ]
    assert told(merged) == [("trimmed", [1])]
    merged = heard(2_000, [spoke(7_000, 9_500)], [spoke(500, 1_000, **{"class": "b"})], label=alone)
    assert [(one["start"], one["end"]) for one in marks_of(merged, "segment")] == [(7_000, 9_500)]
    assert told(merged) == [("dropped", [1])]


def test_where_no_gap_may_stay_none_comes_about() -> None:
    covered = {**SPOKEN, "overlap": "none", "cover": True, "texts": [], "least": 500}
    rest = {"texts": {}}

    def phase(start: int, end: int, class_: str = "a") -> dict[str, Any]:
        return {**spoke(start, end), "class": class_, **rest}

    merged = heard(
        2_000,
        [phase(0, 8_200), phase(8_200, 10_000, "b")],
        [phase(0, 900, "a"), phase(900, 2_300, "b"), phase(2_300, 10_000)],
        label=covered,
    )
    places = sorted((one["start"], one["end"]) for one in marks_of(merged, "segment"))
    assert (places[0][0], places[-1][1]) == (0, 18_000)
    assert all(end == start for (_, end), (start, _) in pairwise(places))


@pytest.mark.parametrize(
    ("cover", "expected"),
    [(True, [(0, 9_600), (9_600, 18_000)]), (False, [(0, 9_400), (9_600, 18_000)])],
)
def test_what_is_left_too_short_goes_to_the_one_before_it(
    cover: bool, expected: list[tuple[int, int]]
) -> None:
    label = {**SPOKEN, "overlap": "none", "texts": [], "least": 500}
    schema = parse_schema({"modality": "sound", "labels": [{**label, "cover": cover}]})
    segments = [
        Segment(id=id, name="segment", kind="segment", start=start, end=end, **{"class": class_})
        for id, class_, start, end in (
            ("x", "a", 0, 9_400), ("y", "b", 8_900, 9_600), ("z", "a", 9_600, 18_000))
    ]  # fmt: skip
    left = untangled(schema.labels[0], segments)  # type: ignore[arg-type]
    assert [(one.start, one.end) for one in left if one is not None] == expected


def test_epochs_of_one_length_stay_apart() -> None:
    stages = {"kind": "segment", "name": "segment", "classes": CLASSES, "step": 30, "cover": True,
              "overlap": "none"}  # fmt: skip
    schema = parse_schema({"modality": "series", "labels": [stages]})
    facts = SeriesFacts(120, ("x",))
    pieces = plan(parse_split({"by": "window", "length": 60}), facts)
    epochs = [{"kind": "segment", "class": "a", "start": at, "end": at + 30} for at in (0, 30)]
    merged = merge(schema, facts, [(one, answered("series", *epochs)) for one in pieces])
    assert merged.faults == ()
    assert [one["start"] for one in marks_of(merged, "segment")] == [0, 30, 60, 90]


def test_nothing_is_joined_over_a_silence() -> None:
    schema = parse_schema({"modality": "sound", "labels": [SPOKEN]})
    facts = SoundFacts(8_000)
    hint = Loudness(10, (-20.0,) * 400 + (-60.0,) * 20 + (-20.0,) * 380)
    split = parse_split({"by": "silence", "least": 2_000, "most": 5_000, "quiet": -40})
    pieces: Any = plan(split, facts, Hints(loudness=hint))
    assert [one.end for one in pieces] == [4_100, 8_000]
    # Each person marks all of what is heard.
    given = [
        (one, answered("sound", spoke(0, one.end - one.start, f"{one.at}번"))) for one in pieces
    ]
    merged = merge(schema, facts, given)
    assert [one["texts"]["said"] for one in marks_of(merged, "segment")] == ["0번", "1번"]
    amid = Hints(loudness=Loudness(10, (-20.0,) * 800))
    hard: Any = plan(split, facts, amid)
    given = [(one, answered("sound", spoke(0, one.end - one.start, f"{one.at}번"))) for one in hard]
    assert len(marks_of(merge(schema, facts, given), "segment")) == 1


# --- pictures ---------------------------------------------------------------------------------


def looked(
    label: dict[str, Any], overlap: int, *answers: list[dict[str, Any]], fits: bool = True
) -> Merged:
    """Two tiles of a hundred pixels, side by side."""
    schema = parse_schema({"modality": "picture", "labels": [{"classes": CLASSES, **label}]})
    facts = PictureFacts(200 - overlap, 100)
    pieces = plan(parse_split({"by": "tile", "size": 100, "overlap": overlap}), facts)
    given = []
    for piece, marks in zip(pieces, answers, strict=True):
        one = answered("picture", *marks)
        assert not fits or check(schema, facts_of_piece(piece, facts), one) == []
        given.append((piece, one))
    merged = merge(schema, facts, given)
    assert merged.faults == ()
    return merged


BOX = {"kind": "box", "name": "box"}


def box(x: float, y: float, width: float, height: float, **more: Any) -> dict[str, Any]:
    return {"kind": "box", "class": "a", "x": x, "y": y, "width": width, "height": height, **more}


def test_a_car_on_two_tiles_is_one_car() -> None:
    merged = looked(BOX, 0, [box(80, 20, 19, 30), box(90, 60, 10, 9)], [box(0, 21, 40, 29)])
    assert marks_of(merged, "box") == [
        {"class": "a", "x": 80, "y": 20, "width": 60, "height": 30},
        {"class": "a", "x": 90, "y": 60, "width": 10, "height": 9},
    ]
    assert told(merged) == [("joined", [1, 0])]


def test_the_tile_that_shows_all_of_it_is_believed() -> None:
    merged = looked(BOX, 40, [box(70, 20, 30, 30)], [box(11, 20, 45, 31)])
    assert marks_of(merged, "box") == [{"class": "a", "x": 71, "y": 20, "width": 45, "height": 31}]
    assert told(merged) == [("doubled", [1, 0])]


def test_groups_stay_together_over_the_seam() -> None:
    merged = looked(
        BOX,
        0,
        [box(80, 20, 20, 30, group="g"), box(10, 10, 9, 9, group="g"), box(30, 60, 9, 9)],
        [box(0, 20, 20, 30, group="x"), box(50, 50, 9, 9, group="x"), box(70, 9, 9, 9, group="g")],
    )
    groups = {(one["x"], one["y"]): one.get("group") for one in marks_of(merged, "box")}
    assert groups[80, 20] == groups[10, 10] == groups[150, 50]
    assert groups[30, 60] is None
    assert groups[170, 9] not in (None, groups[80, 20])


def test_outlines_masks_and_skeletons_are_put_together() -> None:
    half = [[60, 10], [100, 10], [100, 40], [60, 40]]
    merged = looked(
        {"kind": "polygon", "name": "polygon"},
        0,
        [{"kind": "polygon", "class": "a", "points": half}],
        [{"kind": "polygon", "class": "a", "points": [[0, 10], [30, 20], [0, 40]]}],
    )
    (one,) = marks_of(merged, "polygon")
    corners = [(60, 10), (60, 40), (100, 10), (100, 40), (130, 20)]
    assert sorted(map(tuple, one["points"])) == corners
    bar = {"kind": "mask", "class": "a", "y": 5, "height": 2}
    merged = looked(
        {"kind": "mask", "name": "mask"},
        0,
        [{**bar, "x": 90, "width": 10, "counts": [0, 20]}],
        [{**bar, "x": 0, "width": 5, "counts": [0, 10]}],
    )
    (one,) = marks_of(merged, "mask")
    assert (one["x"], one["width"], one["counts"]) == (90, 15, [0, 30])
    merged = looked(
        {"kind": "keypoints", "name": "keypoints", "skeleton": SKELETON},
        50,
        [{"kind": "keypoints", "class": "a", "points": [[40, 30, 2], [80, 50, 2], [0, 0, 0]]}],
        [{"kind": "keypoints", "class": "a", "points": [[0, 0, 0], [30, 50, 2], [90, 60, 1]]}],
    )
    (one,) = marks_of(merged, "keypoints")
    assert one["points"] == [[40, 30, 2], [80, 50, 2], [140, 60, 1]]


def test_two_things_of_one_tile_never_become_one() -> None:
    merged = looked(BOX, 0, [box(80, 20, 20, 30), box(80, 21, 20, 30)], [box(0, 20, 20, 30)])
    assert len(marks_of(merged, "box")) == 2


def test_relations_join_what_is_there_after_the_merge() -> None:
    schema = parse_schema({"modality": "picture", "labels": [
        {**BOX, "classes": CLASSES}, {"kind": "relation", "name": "relation", "classes": CLASSES},
    ]})  # fmt: skip
    facts = PictureFacts(200, 100)
    pieces = plan(parse_split({"by": "tile", "size": 100}), facts)
    bound = {"kind": "relation", "class": "a", "from": "a1", "to": "a2"}
    given = [
        (pieces[0], answered("picture", box(80, 20, 20, 30), box(10, 10, 9, 9), bound)),
        (pieces[1], answered("picture", box(0, 20, 20, 30), box(50, 50, 9, 9), bound)),
    ]
    merged = merge(schema, facts, given)
    assert merged.faults == ()
    places = {one.id: one.x for one in merged.answer.annotations if one.kind == "box"}  # type: ignore[union-attr]
    joined = [(places[one["from"]], places[one["to"]]) for one in marks_of(merged, "relation")]
    assert joined == [(80, 10), (80, 150)]


def test_more_than_a_label_takes_is_told_and_nothing_is_lost() -> None:
    schema = parse_schema(
        {"modality": "picture", "labels": [{**BOX, "classes": CLASSES, "max": 1}]}
    )
    facts = PictureFacts(200, 100)
    pieces = plan(parse_split({"by": "tile", "size": 100}), facts)
    merged = merge(schema, facts, [(one, answered("picture", box(9, 9, 9, 9))) for one in pieces])
    assert [fault.code for fault in merged.faults] == ["too_many"]
    assert len(merged.answer.annotations) == 2
