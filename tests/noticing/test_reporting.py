"""How far the people of a stage agree, counted from the database and read over HTTP, against
figures that were worked by hand; the rule that looks at it; a rule that is run twice at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import SEOUL
from app.core.database import transaction
from app.models.project import Stage
from app.noticing import service
from app.noticing.reporting import due
from app.queue.run import do
from app.workflow.design import write_schema
from app.workflow.notice import run_rule
from app.workflow.opening import open_chunk
from tests.api.conftest import Caller, Web
from tests.api.conftest import web as web
from tests.api.desk import signed_in
from tests.factories import Place

CLASSES = [{"id": "A"}, {"id": "B"}]
STORY = "철수가 왔고 영희가 갔다."
Marks = list[dict[str, Any]]


def stage(label: dict[str, Any], *, items: int, modality: str = "picture", **more: Any) -> Place:
    """A stage with one question about so many items, each for two people."""
    place = Place.make(items=0, opened=False, **({"overlap": 2, "inspect1": "none"} | more))
    with transaction() as s:
        here = {"by": place.manager, "project_id": place.project_id, "stage_id": place.stage_id}
        asked = [{"name": "what"} | label]
        write_schema(s, definition={"modality": modality, "labels": asked}, **here)
    place.add_items(items)
    if modality == "text":
        with transaction() as s:
            s.execute(
                text(
                    "UPDATE asset SET width = NULL, height = NULL, media_type = 'text/plain',"
                    " document = jsonb_build_object('parts', jsonb_build_array("
                    "   jsonb_build_object('id', 'p', 'role', NULL, 'text', CAST(:story AS text))))"
                ),
                {"story": STORY},
            )
    while open_chunk(place.project_id, place.stage_id, None, priority=0, by=place.manager):
        pass
    return place


def answers(place: Place, kind: str, *said: Marks, modality: str = "picture") -> list[int]:
    """What somebody new says of the stage's items, one by one; the first is whose id it is."""
    who = place.person("worker")
    leases = place.claim(who, count=len(said))
    for lease, marks in zip(leases, said, strict=True):
        named = [{"kind": kind, "id": f"m{n}", "name": "what"} | one for n, one in enumerate(marks)]
        place.submit(who, lease, {"modality": modality, "annotations": named}, active_seconds=9)
    return [who, *leases]


def chosen(*classes: str) -> list[Marks]:
    return [[{"classes": [one]}] for one in classes]


def box(x: float, class_: str = "A") -> dict[str, Any]:
    return {"class": class_, "x": x, "y": 0.0, "width": 10.0, "height": 10.0}


def span(start: int, end: int) -> dict[str, Any]:
    return {"class": "A", "part": "p", "start": start, "end": end}


def skeleton(*points: tuple[int, int, int]) -> dict[str, Any]:
    return {"class": "A", "points": points}


def work() -> None:
    while do():
        pass


class Desk:
    """Who manages the stage, at its page of how far people agree."""

    def __init__(self, web: Web, place: Place) -> None:
        self.boss = signed_in(web, place.manager)
        self.path = f"/projects/{place.project_id}/stages/{place.stage_id}/agreement"

    def count(self) -> Any:
        assert self.boss.post(self.path).status_code == 202
        work()
        found = self.boss.get(self.path)
        assert found.status_code == 200, found.text
        return found.json()


@pytest.fixture(autouse=True)
def chores(worker: Callable[[], int]) -> None:
    """Chores can be done."""


def test_classes(web: Web) -> None:
    # Tasks AA, AB, BB: of six answers three are A and three are B. Seen apart: one task of three,
    # 2/6; by chance 18/30. Alpha is 1 - (1/3)/(18/30) = 4/9; Fleiss: (2/3 - 1/2)/(1/2) = 1/3.
    place = stage({"kind": "class", "classes": CLASSES}, items=3)
    one, *_ = answers(place, "class", *chosen("A", "A", "B"))
    other, *_ = answers(place, "class", *chosen("A", "B", "B"))
    desk = Desk(web, place)
    assert desk.boss.get(desk.path).status_code == 404, "it was not counted yet"
    found = desk.count()
    assert (found["kind"], found["tasks"], found["counted"], found["answers"]) == ("class", 3, 3, 6)
    assert (found["share"], found["alpha"], found["kappa"]) == (0.6667, 0.4444, 0.3333)
    assert found["labels"][0] | {"measure": "exact", "share": 0.6667} == found["labels"][0]
    assert found["confusion"] == {"names": ["A", "B"], "counts": [[2, 1], [1, 2]]}
    assert [(each["name"], each["share"]) for each in found["by_class"]] == [
        ("A", 0.6667),
        ("B", 0.6667),
    ]
    (pair,) = found["pairs"]
    assert (pair["one"], pair["other"], pair["together"], pair["share"]) == (one, other, 3, 0.6667)
    names = dict(
        place.rows("SELECT person_id, pseudonym FROM project_member WHERE project_id = :p")
    )
    assert (pair["one_pseudonym"], pair["other_pseudonym"]) == (names[one], names[other])
    assert {each["person_id"]: each["pseudonym"] for each in found["people"]} == {
        one: names[one],
        other: names[other],
    }
    items = place.rows("SELECT id, name FROM item WHERE project_id = :p ORDER BY id")
    (hard,) = found["hardest"]
    assert (hard["item_id"], hard["item"]) == tuple(items[1])
    assert (hard["picture"], hard["share"]) == (None, 0.0)


def test_boxes(web: Web) -> None:
    # Two boxes 10 wide, shifted by 2: 80 of 120. In the other task one more is missing: 2·1/3.
    place = stage({"kind": "box", "classes": CLASSES}, items=2)
    answers(place, "box", [box(0)], [box(0), box(50, "B")])
    answers(place, "box", [box(2)], [box(0)])
    found = Desk(web, place).count()
    assert (found["labels"][0]["measure"], found["share"]) == ("iou", 0.6667)
    assert found["confusion"]["names"] == ["A", "B", ""]
    assert found["confusion"]["counts"] == [[4, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert len(found["hardest"]) == 2


def test_spans(web: Web) -> None:
    # The same, and one of two: F1 is 2·1/(2 + 1).
    place = stage({"kind": "span", "classes": CLASSES}, items=2, modality="text")
    answers(place, "span", [span(0, 2)], [span(0, 2), span(7, 9)], modality="text")
    answers(place, "span", [span(0, 2)], [span(0, 2)], modality="text")
    found = Desk(web, place).count()
    assert (found["labels"][0]["measure"], found["share"]) == ("f1", round(5 / 6, 4))
    assert found["hardest"][0]["share"] == 0.6667


def test_transcripts(web: Web) -> None:
    # The same, and one letter of four.
    place = stage({"kind": "writing"}, items=2, modality="text")
    answers(place, "writing", [{"text": "가나다라"}], [{"text": "가나다라"}], modality="text")
    answers(place, "writing", [{"text": "가나다라"}], [{"text": "가나다마"}], modality="text")
    found = Desk(web, place).count()
    assert (found["labels"][0]["measure"], found["share"]) == ("cer", 0.875)
    assert (found["confusion"]["names"], found["kappa"]) == ([], None)


def test_keypoints(web: Web) -> None:
    # Of three points two lie on one another, and the third is only one's: 2/3.
    points = {"points": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
    place = stage({"kind": "keypoints", "classes": CLASSES, "skeleton": points}, items=1)
    answers(place, "keypoints", [skeleton((10, 10, 2), (40, 40, 2), (20, 30, 2))])
    answers(place, "keypoints", [skeleton((10, 10, 2), (40, 40, 2), (0, 0, 0))])
    found = Desk(web, place).count()
    assert (found["labels"][0]["measure"], found["share"]) == ("oks", 0.6667)


def test_what_inspectors_made_of_it_and_what_is_known(web: Web) -> None:
    place = stage({"kind": "class", "classes": CLASSES}, items=3, inspect1="all")
    _, *own = answers(place, "class", *chosen("A", "A", "B"))
    answers(place, "class", *chosen("A", "B", "B"))
    inspector = place.person("primary_inspector")
    # The third was of a known answer, and is no part of how far people agree.
    with transaction() as s:
        s.execute(
            text(
                "WITH g AS (INSERT INTO gold (project_id, stage_id, level, item_id, task_id,"
                " source, schema_version, answer) SELECT t.project_id, t.stage_id, 0, t.item_id,"
                " t.id, 'hand', 1, '{}' FROM task t JOIN assignment a ON a.task_id = t.id"
                " WHERE a.id = :lease RETURNING id, task_id),"
                " t AS (UPDATE task SET gold_id = g.id FROM g WHERE task.id = g.task_id)"
                " UPDATE assignment SET gold_id = g.id FROM g WHERE assignment.task_id = g.task_id"
            ),
            {"lease": own[2]},
        )
    looks = place.claim(inspector, level=1, count=4)
    for look in looks:
        (root,) = place.rows(
            f"SELECT root_id FROM assignment WHERE project_id = :p AND id = {look}"
        )
        fixed = {
            "modality": "picture",
            "annotations": [{"kind": "class", "id": "m", "name": "what", "classes": ["B"]}],
        }
        if root[0] == own[0]:
            place.decide(inspector, look, "fix", fixed)
        else:
            place.decide(inspector, look, "approve")
    found = Desk(web, place).count()
    assert (found["tasks"], found["counted"], found["answers"], found["share"]) == (2, 2, 4, 0.5)
    fixed = found["fixed"]
    assert (fixed["fixes"], fixed["share"]) == (1, 0.0)
    assert fixed["looked"] == fixed["passed"] + 1
    assert fixed["confusion"] == {"names": ["A", "B"], "counts": [[0, 1], [0, 0]]}


def test_it_is_kept_by_week_and_counted_once_a_day(web: Web) -> None:
    place = stage({"kind": "class", "classes": CLASSES}, items=2)
    answers(place, "class", *chosen("A"))
    answers(place, "class", *chosen("A"))
    here = (place.project_id, place.stage_id)
    with transaction() as s:
        assert due(s) == [here]
    desk = Desk(web, place)
    found = desk.count()
    today = datetime.now(SEOUL).date()
    week = (today - timedelta(days=today.weekday())).isoformat()
    assert found["week"].startswith(week)
    assert [(one["week"][:10], one["value"], one["tasks"]) for one in found["weeks"]] == [
        (week, 1.0, 1)
    ]
    for asked, status in ((today.isoformat(), 200), ("2001-01-01", 404), ("2026-13-45", 404)):
        assert desk.boss.get(desk.path, params={"week": asked}).status_code == status, asked
    assert desk.boss.get(desk.path, params={"week": "now"}).status_code == 422
    with transaction() as s:
        assert due(s) == []
        s.execute(text("UPDATE agreement_report SET counted_at = now() - interval '2 days'"))
    with transaction() as s:
        assert due(s) == [here]
    assert desk.count()["counted"] == 1
    assert len(place.rows("SELECT week FROM agreement_report WHERE project_id = :p")) == 1
    worker = signed_in(web, place.person("worker"))
    assert worker.get(desk.path).status_code == 403
    assert worker.post(desk.path).status_code == 403


def rule(boss: Caller, place: Place, **said: Any) -> int:
    """A rule, on."""
    home = f"/projects/{place.project_id}"
    body = {"name": "함께 보기", "collector": "agreement"} | said
    made = boss.post(f"{home}/stages/{place.stage_id}/rules", json=body)
    assert made.status_code == 201, made.text
    key = int(made.json()["id"])
    assert boss.patch(f"{home}/rules/{key}", json={"state": "on"}).status_code == 200
    return key


def disputed() -> tuple[Place, int]:
    """Three tasks, on which two say A and the third B: with him nobody agrees, and each of the two
    with one of two."""
    place = stage({"kind": "class", "classes": CLASSES}, items=3, overlap=3)
    answers(place, "class", *chosen("A", "A", "A"))
    answers(place, "class", *chosen("A", "A", "A"))
    alone, *_ = answers(place, "class", *chosen("B", "B", "B"))
    return place, alone


CONDITION = {"at_least": 3, "of_last": 10, "share": 0.4}


def test_who_says_what_nobody_says_is_noticed(web: Web) -> None:
    place, alone = disputed()
    with transaction() as s:
        there = s.get_one(Stage, (place.project_id, place.stage_id))
        said = {"collector": "agreement", "level": 0}
        people, touched = service.tried(s, there, condition=CONDITION, **said)
        _, most = service.tried(s, there, condition=CONDITION | {"share": 0.6}, **said)
    assert (people, [one.person for one in touched]) == (3, [alone])
    assert len(most) == 3


def test_a_rule_that_is_run_twice_at_once_notices_once(web: Web) -> None:
    place, alone = disputed()
    key = rule(signed_in(web, place.manager), place, condition=CONDITION)
    together = Barrier(4)

    def run() -> int:
        together.wait(timeout=30)
        return run_rule(place.project_id, key)

    with ThreadPoolExecutor(4) as several:
        found = [one.result() for one in [several.submit(run) for _ in range(4)]]
    assert sorted(found) == [0, 0, 0, 1]
    assert place.rows("SELECT person_id FROM rule_hit WHERE project_id = :p") == [(alone,)]
    told = place.rows("SELECT person_id FROM notification WHERE project_id = :p AND kind='noticed'")
    assert told == [(alone,)]
    assert run_rule(place.project_id, key) == 0
