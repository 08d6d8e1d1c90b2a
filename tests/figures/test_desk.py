"""The desk's figures agree with what they are the sums of, wherever the mark stands."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import day_of, utcnow
from app.core.database import engine, transaction
from app.figures import desk, labels, marks
from app.figures.rules import band
from app.workflow.cancel import exclude_item
from app.workflow.reopen import reopen_item
from tests.factories import Place, boxes
from tests.figures.test_figures import settle


@pytest.fixture
def place(database: object) -> Place:
    """Five pieces handed in, four judged, one of them returned; two claimed."""
    here = Place.make(items=10, inspect1="all")
    worker, inspector = here.person("worker"), here.person("primary_inspector")
    for number, lease in enumerate(here.claim(worker, count=5)):
        here.submit(worker, lease, boxes(*range(10, 10 * (number + 2), 10)))
    for number, lease in enumerate(here.claim(inspector, 1, count=4)):
        here.decide(inspector, lease, "return" if number == 3 else "approve")
    here.claim(worker, count=2)
    return here


def shown(place: Place) -> Any:
    with transaction() as s:
        return (
            desk.hours(s, place.project_id, None),
            desk.throughput(s, place.project_id, None, known=True),
        )


def of_class(place: Place) -> dict[str, Any]:
    while labels.advance(place.project_id):
        pass
    with transaction() as s:
        groups = desk.balance(s, place.project_id, place.stage_id)
    return {f"{one['kind']}:{one['name']}": one for one in groups}


def test_hours_and_people_are_the_same_wherever_the_mark_stands(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shown(place)
    days, people = before
    assert days[-1]["day"] == day_of(utcnow())
    assert sum(days[-1]["handed_in"]) == 5
    assert sum(days[-1]["judged"]) == 4
    assert [(one["handed_in"], one["judged"]) for one in people["people"]] == [(5, 0), (0, 4)]
    assert people["all"] == 2
    monkeypatch.setattr(marks, "CHUNK", 3)
    for _ in range(40):
        marks.advance(place.project_id)
        assert shown(place) == before
    settle(place)
    assert place.rows("SELECT sum(n) FROM hour_figure WHERE project_id = :p")[0][0] == 9


def test_what_waits_has_an_age_and_somebody_with_whom_it_lies(place: Place) -> None:
    with engine().begin() as run:
        run.execute(text("UPDATE task SET created_at = now() - interval '30 hours'"))
        run.execute(
            text(
                "UPDATE assignment SET reserved_at = now() - interval '2 days'"
                " WHERE state = 'reserved'"
            )
        )
    with transaction() as s:
        found = desk.queues(s, place.project_id, None, known=False)
    work, looks = found["queues"]
    assert (work["level"], work["places"], work["more"]) == (0, 3, False)
    assert work["ages"] == [0, 0, 0, 3, 0, 0]  # more than a day, less than three
    assert (work["held"], work["rework"]) == (2, 1)
    assert (looks["level"], looks["places"], looks["ages"][0]) == (1, 1, 1)
    lease, rework = found["people"]
    assert (lease["state"], lease["n"], lease["person_id"]) == ("reserved", 2, None)
    assert (rework["state"], rework["n"]) == ("rework", 1)


def test_a_long_queue_says_that_it_is_longer(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    short = desk.waiting._QUEUES.replace(str(desk.waiting.LOOKED), "2")
    monkeypatch.setattr(desk.waiting, "_QUEUES", short)
    with transaction() as s:
        work = desk.queues(s, place.project_id, None, known=True)["queues"][0]
    assert (work["places"], work["more"]) == (2, True)


def test_classes_follow_what_becomes_of_their_items(place: Place) -> None:
    settle(place)
    cells = of_class(place)["class:cells"]
    marks_now = place.rows(
        """SELECT sum(jsonb_array_length(v.answer -> 'annotations')) FROM assignment a
           JOIN submission v ON v.id = a.answer_id WHERE a.state = 'accepted' AND a.level = 0"""
    )[0][0]
    assert [(one["value"], one["n"], one["share"]) for one in cells["values"]] == [
        ("RBC", marks_now, 100.0)
    ]
    assert cells["values"][0]["items"] == 3
    first, second = (
        row[0] for row in place.rows("SELECT id FROM item WHERE state = 'accepted' ORDER BY 1")[:2]
    )
    with transaction() as s:
        exclude_item(
            s, by=place.manager, project_id=place.project_id, item_id=first, reason="other"
        )
        reopen_item(s, by=place.manager, project_id=place.project_id, item_id=second, why="x")
    settle(place)
    assert of_class(place)["class:cells"]["values"][0]["items"] == 1
    left = place.rows("SELECT sum(n) FROM item_label WHERE project_id = :p")[0][0]
    assert of_class(place)["class:cells"]["values"][0]["n"] == left < marks_now


def test_a_target_brings_what_items_say_of_themselves(place: Place) -> None:
    settle(place)
    with engine().begin() as run:
        run.execute(
            text("""UPDATE item SET meta = '{"region": "busan"}' WHERE state = 'accepted'""")
        )
    assert set(of_class(place)) == {"class:cells"}
    values = {"p": place.project_id, "s": place.stage_id}
    with engine().begin() as run:
        for what, value, share in (
            ("meta:region", "busan", 40),
            ("meta:region", "seoul", 60),
            ("class:cells", "WBC", 10),
        ):
            run.execute(
                text("INSERT INTO target VALUES (:p, :s, :what, :value, :share)"),
                {**values, "what": what, "value": value, "share": share},
            )
    assert place.project_id in _lagging()
    found = of_class(place)
    region = {one["value"]: (one["n"], one["target"]) for one in found["meta:region"]["values"]}
    assert region == {"busan": (3, 40), "seoul": (0, 60)}
    cells = {one["value"]: one["target"] for one in found["class:cells"]["values"]}
    assert cells == {"RBC": None, "WBC": 10}
    assert place.project_id not in _lagging()


def _lagging() -> list[int]:
    with transaction() as s:
        return marks.lagging(s)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], None),
        ([(100, 1), (0, 0), (100, 1)], None),
        ([(100, 1), (200, 2), (300, 3)], 0.0),
        ([(100, 1), (200, 1), (300, 1)], 74),
    ],
)
def test_costs_lie_in_a_range_as_wide_as_days_differ(
    days: list[tuple[int, int]], found: float | None
) -> None:
    half = band(days)
    assert half == (None if found is None else pytest.approx(found, abs=0.5))
