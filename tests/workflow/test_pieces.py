"""A stage that splits its items: each piece is a task of its own, and what is said of them is said
of the item."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from sqlalchemy import text

from app.assets.queries import appealed
from app.core.database import transaction
from app.core.errors import WrongState
from app.labels.pieces import SplitRefused
from app.models import Asset, Batch, Item, Release
from app.queue.service import enqueue
from app.releases.schemas import ReleaseFormat
from app.releases.service import begin
from app.storage import storage
from app.tasks.views import leases
from app.tasks.views import work as whole_work
from app.workflow.cancel import exclude_item, wind_down_item
from app.workflow.design import WrongKind, change_stage, write_schema
from app.workflow.flow import sweep_stages
from app.workflow.look import pieces_of, way_of
from app.workflow.opening import quote
from app.workflow.reopen import reopen_item
from app.workflow.submit import AnswerFaulty
from tests.factories import SCHEMA, Place, boxes
from tests.workflow.lines import further, items, lead, run_chores, settle, work

TEXTS = {
    "modality": "text",
    "labels": [
        {"kind": "span", "name": "names", "classes": [{"id": "PS"}]},
        {"kind": "class", "name": "mood", "required": False, "classes": [{"id": "good"}]},
    ],
}
STORY = "철수가 왔다. 영희가 갔다. 민수가 있다."


def spans(*found: tuple[int, int]) -> dict[str, Any]:
    return {
        "modality": "text",
        "annotations": [
            {"kind": "span", "id": f"s{n}", "name": "names", "class": "PS", "part": "text",
             "start": start, "end": end}
            for n, (start, end) in enumerate(found)
        ],
    }  # fmt: skip


def texts(place: Place, *stories: str) -> list[int]:
    """Texts that were imported into the stage, ready."""
    made = []
    with transaction() as s:
        batch = Batch(
            project_id=place.project_id, stage_id=place.stage_id, name="글", format="jsonl",
            source="test", state="imported", taken=len(stories),
        )  # fmt: skip
        s.add(batch)
        s.flush()
        for number, story in enumerate(stories):
            asset = Asset(
                project_id=place.project_id, sha256=f"{place.stage_id:032x}{number:032x}",
                media_type="text/plain",
                document={"parts": [{"id": "text", "role": None, "text": story}]},
            )  # fmt: skip
            s.add(asset)
            s.flush()
            item = Item(
                project_id=place.project_id, stage_id=place.stage_id, batch_id=batch.id,
                asset_id=asset.id, name=f"글{number}.txt", state="ready",
            )  # fmt: skip
            s.add(item)
            s.flush()
            made.append(item.id)
    return made


def opened(place: Place) -> dict[str, Any]:
    """Put all that is ready on offer, as the manager's page does; the chore's result."""
    with transaction() as s:
        args = {"project_id": place.project_id, "stage_id": place.stage_id, "batch_id": None}
        chore = enqueue(s, "open_items", args, project_id=place.project_id)
    run_chores()
    with transaction() as s:
        found = s.execute(text("SELECT result, error FROM chore WHERE id = :i"), {"i": chore})
        result, error = found.one()
    assert error is None
    made: dict[str, Any] = result
    return made


@pytest.fixture
def place(database: object) -> Place:
    """A stage of texts that are worked on sentence by sentence."""
    other = Place.make(items=0)
    return further(other, "문장", schema=TEXTS, change={"split": {"by": "sentence", "count": 1}})


def seen(place: Place, lease: int) -> dict[str, Any]:
    with transaction() as s:
        (found,) = leases(s, place.project_id, [lease])
    item: dict[str, Any] = found["item"]
    return item


def test_each_piece_is_a_task_with_its_own_text(place: Place) -> None:
    texts(place, STORY)
    assert opened(place) == {"opened": 1, "tasks": 3, "short": None}
    (item,) = items(place)
    assert item.state == "in_work"
    assert place.rows("SELECT tasks_left FROM item WHERE project_id = :p") == [(3,)]
    worker = place.person("worker")
    shown = [seen(place, lease) for lease in place.claim(worker, count=5)]
    told = [one["document"]["parts"][0]["text"] for one in shown]
    assert "".join(told) == STORY
    assert [one["part"]["at"] for one in shown] == [0, 1, 2]
    # What is set aside is for three tasks: of each two places, and of each what it costs at worst.
    reserved = place.rows("SELECT sum(reserved) FROM task WHERE project_id = :p")
    assert reserved == [(3 * 2 * 100,)]


def test_opening_again_opens_nothing_again(place: Place) -> None:
    texts(place, STORY)
    opened(place)
    assert opened(place) == {"opened": 0, "tasks": 0, "short": None}


def test_an_answer_is_held_to_its_piece(place: Place) -> None:
    texts(place, STORY)
    opened(place)
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    with pytest.raises(AnswerFaulty):
        place.submit(worker, lease, spans((0, 20)))
    place.submit(worker, lease, spans((0, 2)))


def test_the_item_is_accepted_once_all_of_its_pieces_are(place: Place) -> None:
    texts(place, STORY)
    opened(place)
    worker = place.person("worker")
    work(place, worker, 2, spans((0, 2)))
    assert items(place)[0].state == "in_work"
    work(place, worker, 1, spans((0, 2)))
    assert items(place)[0].state == "accepted"


def test_where_the_money_is_short_no_half_of_an_item_is_on_offer(database: object) -> None:
    other = Place.make(items=0, funds=500)
    place = further(other, "문장", schema=TEXTS, change={"split": {"by": "sentence", "count": 1}})
    texts(place, STORY, "하나. 둘.")
    result = opened(place)
    assert result["opened"] == 0
    assert result["short"]
    assert place.rows("SELECT FROM task WHERE project_id = :p") == []


def test_what_flows_into_a_splitting_stage_is_cut_and_put_on_offer(place: Place) -> None:
    first = further(place, "처음", schema=TEXTS)
    lead(first, (first, place))
    texts(first, STORY)
    opened(first)
    work(first, first.person("worker"), 1, spans())
    settle(first)
    assert [row.state for row in items(place)] == ["in_work"]
    assert len(place.claim(first.person("worker"), count=9)) == 3


def test_a_condition_looks_at_all_of_the_pieces(place: Place) -> None:
    named = {"label": "names", "says": "any"}
    second, third = further(place, "이름", schema=TEXTS), further(place, "없음", schema=TEXTS)
    lead(place, (place, second, named), (place, third, {"not": named}))
    texts(place, STORY, "아무도 없다. 정말 없다.")
    opened(place)
    worker = place.person("worker")
    work(place, worker, 2, spans())
    work(place, worker, 1, spans((0, 2)))  # the last of the first text's
    work(place, worker, 2, spans())
    settle(place)
    assert [row.name for row in items(second)] == ["글0.txt"]
    assert [row.name for row in items(third)] == ["글1.txt"]


def test_a_bundle_is_one_task_of_several_items(database: object) -> None:
    other = Place.make(items=0)
    place = further(other, "묶음", schema=TEXTS, change={"split": {"by": "bundle", "count": 3}})
    second = further(other, "다음", schema=TEXTS)
    lead(place, (place, second, {"label": "names", "says": "any"}))
    ids = texts(place, "철수", "영희", "민수", "수지")
    with transaction() as s:
        told = quote(s, place.project_id, place.stage_id, None)
    assert (told.items, told.total, told.exact) == (4, 4 * told.each, False)
    assert opened(place) == {"opened": 4, "tasks": 2, "short": None}
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    item = seen(place, lease)
    assert [one["name"] for one in item["members"]] == ["글0.txt", "글1.txt", "글2.txt"]
    assert [part["id"] for part in item["document"]["parts"]] == ["1.1", "2.1", "3.1"]
    with transaction() as s:
        whole = whole_work(s, place.project_id, lease, lease, 0)
    named = [label["name"] for label in whole["label_schema"]["labels"]]
    assert named == ["names", "mood#1", "mood#2", "mood#3"]
    answer = spans((0, 2))
    answer["annotations"][0]["part"] = "2.1"
    place.submit(worker, lease, answer)
    states = {row.id: row.state for row in items(place)}
    assert [states[id] for id in ids] == ["accepted"] * 3 + ["in_work"]
    settle(place)
    assert [row.name for row in items(second)] == ["글1.txt"]


def test_an_arbiter_may_see_each_item_of_a_bundle_that_he_decides_about(database: object) -> None:
    other = Place.make(items=0)
    change = {"split": {"by": "bundle", "count": 2}, "inspect1": "all"}
    place = further(other, "묶음", schema=TEXTS, change=change)
    ids = texts(place, "철수", "영희", "민수")
    opened(place)
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    answer = spans((0, 2))
    answer["annotations"][0]["part"] = "2.1"
    place.submit(worker, lease, answer)
    for level, role in ((1, "primary_inspector"), (2, "secondary_inspector")):
        inspector = place.person(role)
        (inspection,) = place.claim(inspector, level)
        place.decide(inspector, inspection, "reject")

    def shown() -> list[bool]:
        with transaction() as s:
            return [appealed(s, place.project_id, id) for id in ids]

    assert shown() == [False] * 3
    place.appeal(worker, lease)
    assert shown() == [True, True, False]


def test_taking_one_out_of_a_bundle_leaves_the_others(database: object) -> None:
    other = Place.make(items=0)
    place = further(other, "묶음", schema=TEXTS, change={"split": {"by": "bundle", "count": 3}})
    first, _, _ = texts(place, "철수", "영희", "민수")
    opened(place)
    worker = place.person("worker")
    (lease,) = place.claim(worker)

    def take_out(item_id: int) -> None:
        with transaction() as s:
            exclude_item(
                s, by=place.manager, project_id=place.project_id, item_id=item_id, reason="other"
            )
        wind_down_item(place.project_id, item_id)

    take_out(first)
    place.submit(worker, lease, spans())
    assert [row.state for row in items(place)] == ["excluded", "accepted", "accepted"]
    assert place.rows("SELECT tasks_left FROM item WHERE project_id = :p") == [(0,)] * 3
    assert place.owed(worker) == 100


def test_a_bundle_of_which_all_is_taken_out_ends(database: object) -> None:
    other = Place.make(items=0)
    place = further(other, "묶음", schema=TEXTS, change={"split": {"by": "bundle", "count": 2}})
    for item_id in (ids := texts(place, "철수", "영희")):
        if item_id == ids[0]:
            opened(place)
        with transaction() as s:
            exclude_item(
                s, by=place.manager, project_id=place.project_id, item_id=item_id, reason="other"
            )
        wind_down_item(place.project_id, item_id)
    assert place.rows("SELECT state FROM task WHERE project_id = :p") == [("cancelled",)]
    assert (
        place.rows("SELECT state, tasks_left FROM item WHERE project_id = :p")
        == [("excluded", 0)] * 2
    )
    assert not place.claim(place.person("worker"))


def test_a_cancelled_stage_takes_no_half_answered_item(place: Place) -> None:
    """One piece is answered and the others never will be: the item is not accepted."""
    texts(place, STORY)
    opened(place)
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    place.cancel()
    place.submit(worker, lease, spans())
    assert items(place)[0].state == "ready"


# --- begun anew -------------------------------------------------------------------------------


def reopen(place: Place, item_id: int) -> None:
    with transaction() as s:
        reopen_item(s, by=place.manager, project_id=place.project_id, item_id=item_id, why="잘못됨")


def test_a_reopened_item_is_done_by_others_and_flows_again(database: object) -> None:
    first = Place.make(items=1, inspect1="none")
    second, third = further(first, "다음"), further(first, "끝")
    lead(first, (first, second), (second, third))
    worker, other = first.person("worker"), first.person("worker")
    (old,) = work(first, worker)
    run_chores()
    work(second, worker)
    settle(first)
    (item,), (child,), (grandchild,) = items(first), items(second), items(third)
    reopen(first, item.id)
    assert items(first)[0].state == "in_work"
    assert items(second)[0].state == "accepted", "what came of it stands until it is replaced"
    assert not first.claim(worker), "who answered before does not get it again"
    work(first, other)
    settle(first)
    assert items(first)[0].state == "accepted"
    before, after = items(second)
    assert (before.id, before.state, before.excluded_for) == (child.id, "excluded", "superseded")
    assert (after.state, after.source_id) == ("in_work", item.id)
    assert after.source_answer_id != before.source_answer_id
    assert after.name == before.name.replace(".png", f"~{after.source_answer_id}.png")
    (gone,) = items(third)
    assert (gone.id, gone.excluded_for) == (grandchild.id, "superseded")
    assert first.owed(worker) == 200, "what was accepted stays paid"
    assert first.assignment(old).surplus
    # Looked at once more, nothing more is made.
    sweep_stages(first.project_id, [first.stage_id])
    settle(first)
    assert len(items(second)) == 2


def test_only_what_was_accepted_is_reopened(database: object) -> None:
    first = Place.make(items=1, inspect1="none")
    (item,) = items(first)
    with pytest.raises(WrongState):
        reopen(first, item.id)


def test_an_item_in_pieces_is_reopened_in_pieces(place: Place) -> None:
    (item_id,) = texts(place, STORY)
    opened(place)
    worker, other = place.person("worker"), place.person("worker")
    work(place, worker, 3, spans())
    reopen(place, item_id)
    assert items(place)[0].state == "reopened"
    run_chores()
    assert items(place)[0].state == "in_work"
    assert not place.claim(worker, count=5)
    work(place, other, 3, spans((0, 2)))
    assert items(place)[0].state == "accepted"


def test_a_member_of_a_bundle_is_reopened_alone(database: object) -> None:
    other = Place.make(items=0)
    place = further(other, "묶음", schema=TEXTS, change={"split": {"by": "bundle", "count": 2}})
    second = further(other, "다음", schema=TEXTS)
    lead(place, (place, second))
    one, two = texts(place, "철수", "영희")
    opened(place)
    worker, next_one = place.person("worker"), place.person("worker")
    work(place, worker, 1, spans())
    settle(place)
    reopen(place, one)
    run_chores()
    assert [row.state for row in items(place)] == ["in_work", "accepted"]
    assert not place.claim(worker)
    work(place, next_one, 1, spans((0, 2)))
    settle(place)
    assert [(row.source_id, row.state) for row in items(second)] == [
        (one, "excluded"),
        (two, "in_work"),
        (one, "in_work"),
    ]


# --- settings ---------------------------------------------------------------------------------


def test_a_split_goes_with_what_the_items_are(place: Place) -> None:
    def change(where: Place, **values: Any) -> None:
        with transaction() as s:
            change_stage(
                s, by=place.manager, project_id=place.project_id, stage_id=where.stage_id,
                values=values,
            )  # fmt: skip

    with pytest.raises(SplitRefused):
        change(place, split={"by": "tile", "size": 512})
    with pytest.raises(SplitRefused):
        change(place, split={"by": "words"})
    pictures = further(place, "사진", schema=SCHEMA, change={"split": {"by": "tile", "size": 512}})
    with transaction() as s, pytest.raises(SplitRefused):
        write_schema(
            s, by=place.manager, project_id=place.project_id, stage_id=pictures.stage_id,
            definition=TEXTS,
        )  # fmt: skip
    with pytest.raises(WrongKind):
        change(pictures, collect={"minors": "guardian", "group_max": 1})
    with pytest.raises(WrongKind):
        change(pictures, effects={"cells": {"*": "blur"}})
    change(pictures, split=None, effects=None)


# --- the whole of it --------------------------------------------------------------------------


def merged(place: Place, item_id: int) -> dict[str, Any]:
    with transaction() as s:
        found = pieces_of(s, place.project_id, item_id)
    assert found.merged is not None
    return found.merged


def released(place: Place, version: str, kind: str = "jsonl") -> list[dict[str, Any]]:
    """The lines of a release of the stage."""
    with transaction() as s:
        release, new = begin(
            s, project_id=place.project_id, stage_id=place.stage_id, version=version,
            format=ReleaseFormat(kind), media=False, by=place.manager,
        )  # fmt: skip
        assert new
        args = {"project_id": place.project_id, "release_id": release.id}
        enqueue(s, "release", args, project_id=place.project_id)
    run_chores()
    with transaction() as s:
        made = s.get_one(Release, (place.project_id, release.id))
    assert made.state == "ready", made.problem
    assert made.storage_key is not None
    content = b"".join(storage().open(made.storage_key))
    return [orjson.loads(line) for line in content.splitlines()]


def test_what_is_said_of_pieces_is_said_of_the_item(place: Place) -> None:
    (item_id,) = texts(place, STORY)
    opened(place)
    worker = place.person("worker")
    for lease in place.claim(worker, count=3):
        place.submit(worker, lease, spans((0, 2)))
    said = merged(place, item_id)["answer"]["annotations"]
    told = [STORY[one["start"] : one["end"]] for one in said]
    assert told == ["철수", "영희", "민수"]
    with transaction() as s:
        shown = pieces_of(s, place.project_id, item_id).pieces
    assert [one["part"]["at"] for one in shown] == [0, 1, 2]
    assert [one["answers"][0]["stands"] for one in shown] == [True] * 3


def test_a_release_puts_the_pieces_together(place: Place) -> None:
    texts(place, STORY, "아무도 없다. 철수만 있다.")
    opened(place)
    worker = place.person("worker")
    for lease in place.claim(worker, count=5):
        place.submit(worker, lease, spans((0, 2)))
    first, second = released(place, "1.0")
    assert first["name"] == "글0.txt"
    assert [
        (one["start"], one["end"]) for one in first["labels"]["annotations"]
    ] == [(0, 2), (8, 10), (16, 18)]  # fmt: skip
    assert len(second["labels"]["annotations"]) == 2
    assert [one["part"]["at"] for one in first["provenance"]["answers"]] == [0, 1, 2]
    assert {row.state for row in items(place)} == {"released"}


def test_a_release_tells_the_members_of_a_bundle_apart(database: object) -> None:
    other = Place.make(items=0)
    place = further(other, "묶음", schema=TEXTS, change={"split": {"by": "bundle", "count": 2}})
    one, _ = texts(place, "철수가", "영희가")
    opened(place)
    worker, again = place.person("worker"), place.person("worker")
    (lease,) = place.claim(worker)
    answer = spans((0, 2), (0, 3))
    answer["annotations"][0]["part"] = "1.1"
    answer["annotations"][1]["part"] = "2.1"
    place.submit(worker, lease, answer)
    lines = released(place, "1.0")
    ends = [[one["end"] for one in line["labels"]["annotations"]] for line in lines]
    assert ends == [[2], [3]]
    reopen(place, one)
    run_chores()
    work(place, again, 1, spans((1, 2)))
    lines = released(place, "2.0")
    ends = [[(one["start"], one["end"]) for one in line["labels"]["annotations"]] for line in lines]
    assert ends == [[(1, 2)], [(0, 3)]]


def test_a_released_item_that_is_done_anew_is_in_the_next_release(database: object) -> None:
    place = Place.make(items=1, inspect1="none")
    worker, other = place.person("worker"), place.person("worker")
    work(place, worker, answer=boxes(10.0))
    (first,) = released(place, "1.0")
    reopen(place, items(place)[0].id)
    work(place, other, answer=boxes(30.0))
    (second,) = released(place, "2.0")
    assert [line["labels"]["annotations"][0]["x"] for line in (first, second)] == [10.0, 30.0]
    assert len(second["provenance"]["answers"]) == 1


def test_the_way_of_an_item_is_seen_from_anywhere_on_it(database: object) -> None:
    first = Place.make(items=2, inspect1="none")
    second, third = further(first, "다음"), further(first, "끝")
    lead(first, (first, second), (second, third))
    worker = first.person("worker")
    work(first, worker, count=2)
    run_chores()
    work(second, worker)
    run_chores()
    start, middle, (end,) = items(first)[0], items(second)[0], items(third)
    for item, steps in ((start, [0, 1, 2]), (middle, [-1, 0, 1]), (end, [-2, -1, 0])):
        with transaction() as s:
            way = way_of(s, first.project_id, item.id)
        assert [one["id"] for one in way] == [start.id, middle.id, end.id]
        assert [one["step"] for one in way] == steps
        assert [one["stage"] for one in way] == ["상자", "다음", "끝"]
        assert way[0]["flow_id"] is None
        assert way[1]["flow_id"] is not None


def test_what_is_suggested_for_an_item_is_suggested_for_its_pieces(place: Place) -> None:
    (item_id,) = texts(place, STORY)
    with transaction() as s:
        s.execute(
            text("UPDATE item SET prelabels = CAST(:a AS jsonb) WHERE id = :i"),
            {"a": orjson.dumps(spans((0, 2), (8, 10))).decode(), "i": item_id},
        )
    opened(place)
    shown = [seen(place, lease) for lease in place.claim(place.person("worker"), count=3)]
    told = [
        [(one["start"], one["end"]) for one in item["suggested"]["annotations"]] for item in shown
    ]
    assert told[0] == [(0, 2)]
    first = len(shown[0]["document"]["parts"][0]["text"])
    assert told[1] == [(8 - first, 10 - first)]
    assert told[2] == []


def test_what_cannot_be_split_is_one_task_and_says_why(database: object) -> None:
    """Pictures of which only the address is known: nobody can cut them."""
    other = Place.make(items=0)
    place = further(other, "타일", change={"split": {"by": "tile", "size": 400}})
    place.add_items(2)
    assert opened(place) == {"opened": 2, "tasks": 2, "short": None}
    assert place.rows("SELECT part, asset_id FROM task WHERE project_id = :p") == [(None, None)] * 2
    told = place.rows(
        "SELECT count(*) FROM event WHERE project_id = :p AND subject = 'item' AND target IS NULL"
    )
    assert told == [(2,)]
    work(place, place.person("worker"), count=2, answer=boxes(500.0))
    assert {row.state for row in items(place)} == {"accepted"}
