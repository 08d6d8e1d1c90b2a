"""A model in the loop: it pulls what is unlabeled, hands in what it says of it, and gets back what
people made of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from app.core.database import transaction
from app.core.errors import NotFound
from app.figures import marks
from app.models.suggestion import Prediction
from app.suggestions import loop, loop_queries
from app.suggestions.loop_schemas import PredictionIn, PredictionsOut
from app.workers.suggestions import gather_corrections
from app.workflow import rank
from app.workflow.reopen import reopen_item
from tests.factories import Place, boxes
from tests.suggestions.conftest import Stage
from tests.suggestions.model import box


def push(stage: Stage, model: str, said: dict[int, Any], score: float | None = None) -> Any:
    """A model hands in so many boxes for each item."""
    given = [
        PredictionIn(item_id=item, score=score, annotations=marks_) for item, marks_ in said.items()
    ]
    return push_these(stage.place, model, given)


def push_these(place: Place, model: str, given: list[PredictionIn]) -> PredictionsOut:
    with transaction() as s:
        return loop.predict(
            s, place.project_id, place.stage_id, by=place.manager, model=model, given=given
        )


def settle(place: Place) -> None:
    """As some seconds later: figures and corrections are up to date."""
    for _ in range(3):
        while marks.advance(place.project_id):
            pass
    gather_corrections()


def corrections(stage: Stage, after: int = 0, model: str | None = None, limit: int = 50) -> Any:
    place = stage.place
    with transaction() as s:
        return loop.corrections(
            s, place.project_id, place.stage_id, model=model, after=after, limit=limit
        )[0]


def agreement(stage: Stage) -> dict[str, dict[str, tuple[Any, ...]]]:
    """By model and class: items, agreement, kept, changed, added, removed."""
    with transaction() as s:
        found = loop.agreement(s, stage.place.project_id, stage.place.stage_id)
    return {
        one.model: {
            c.label: (c.items, c.agreement, c.kept, c.changed, c.added, c.removed)
            for c in one.classes
        }
        for one in found
    }


def unlabeled(stage: Stage, model: str | None = None, after: int = 0, limit: int = 50) -> list[int]:
    place = stage.place
    with transaction() as s:
        rows, _ = loop_queries.unlabeled(
            s, place.project_id, place.stage_id, model=model, after=after, limit=limit
        )
    return [item.id for item, _ in rows]


def work(stage: Stage, answer: Any | None = None) -> int:
    """The next piece of work is done and accepted; whose answer is what was suggested, or this."""
    who = stage.place.person("worker")
    ((lease, shown),) = [(one["id"], one["item"]) for one in stage.leases(who)]
    stage.place.submit(who, lease, answer=answer or shown["suggested"])
    return int(shown["id"])


@pytest.fixture
def calm(database: object, worker: Callable[[], int]) -> Stage:
    """Six pictures on offer, whose answers nobody looks over."""
    made = Stage(Place.make(items=6, inspect1="none"), worker)
    made.store_pictures()
    return made


def test_what_is_unlabeled_is_pulled_page_by_page(calm: Stage) -> None:
    items = calm.ids()
    assert unlabeled(calm) == items
    assert unlabeled(calm, limit=2) == items[:2]
    assert unlabeled(calm, after=items[3]) == items[4:]
    push(calm, "cells-3", {items[0]: [], items[2]: [box()]})
    assert unlabeled(calm, "cells-3") == [items[1], *items[3:]]
    assert unlabeled(calm, "cells-4") == items
    done = work(calm)
    assert done not in unlabeled(calm, "cells-4")


def test_predictions_are_what_people_begin_with(calm: Stage) -> None:
    items = calm.ids()
    told = push(calm, "cells-3", {items[0]: [box(30), box(40, **{"class": "Elephant"})]}, 0.7)
    (one,) = told.results
    assert (told.kept, told.refused, one.kept, one.suggested) == (1, 0, True, True)
    assert one.left_out == 1
    assert one.faults[0].code == "unknown_class"
    (lease,) = calm.leases(calm.place.person("worker"))
    (mark,) = lease["item"]["suggested"]["annotations"]
    assert (mark["x"], mark["class"]) == (30, "RBC")
    # The newest of a model stands, and so a retry does no harm.
    push(calm, "cells-3", {items[0]: [box(50)]}, 0.9)
    with transaction() as s:
        (kept,) = s.scalars(select(Prediction)).all()
    assert (kept.score, kept.answer["annotations"][0]["x"]) == (0.9, 50)


def test_imported_labels_are_never_replaced(calm: Stage) -> None:
    item = calm.ids()[0]
    calm.change_item(item, prelabels=boxes(77))
    (one,) = push(calm, "cells-3", {item: [box(30)]}).results
    assert (one.kept, one.suggested) == (True, False)
    (lease,) = calm.leases(calm.place.person("worker"))
    assert lease["item"]["suggested"]["annotations"][0]["x"] == 77
    assert calm.suggested(item) is None


def test_what_cannot_be_predicted_is_told_row_by_row(calm: Stage) -> None:
    items = calm.ids()
    other = Place.make(items=1)
    foreign = other.rows("SELECT id FROM item WHERE project_id = :p")[0][0]
    with transaction() as s:
        s.execute(
            text(
                "UPDATE asset SET width = NULL, height = NULL WHERE project_id = :p AND id ="
                " (SELECT asset_id FROM item WHERE project_id = :p AND id = :i)"
            ),
            {"p": calm.place.project_id, "i": items[1]},
        )
    given = [
        PredictionIn(item_id=item, annotations=[box()])
        for item in (items[0], items[0], foreign, 10**12, items[1])
    ]
    told = push_these(calm.place, "cells-3", given)
    codes = [one.code for one in told.results]
    assert codes[:4] == [None, "twice", "unknown_item", "unknown_item"]
    assert codes[4] in (None, "size_unknown")
    with transaction() as s:
        assert {one.project_id for one in s.scalars(select(Prediction))} == {calm.place.project_id}


def test_corrections_say_what_people_made_of_it(calm: Stage) -> None:
    items = calm.ids()
    push(calm, "cells-3", {items[0]: [box(30)], items[1]: [box(30), box(100)]}, 0.4)
    same = work(calm)
    changed = work(calm, boxes(200))
    unseen = work(calm, boxes(10))
    settle(calm.place)
    first, second, third = corrections(calm)
    assert [one.item_id for one in (first, second, third)] == [same, changed, unseen]
    assert first.id < second.id < third.id
    (said,) = first.predictions
    assert (said.model, said.score, said.agreement) == ("cells-3", 0.4, 1.0)
    assert said.difference.model_dump() == {"added": [], "removed": [], "changed": []}
    (said,) = second.predictions
    assert said.agreement == 0.0
    assert (len(said.difference.added), len(said.difference.removed)) == (1, 2)
    assert third.predictions == []
    assert third.annotations[0]["x"] == 10
    assert corrections(calm, after=second.id) == [third]
    assert corrections(calm, limit=1) == [first]
    assert agreement(calm) == {"cells-3": {"cells: RBC": (2, 0.5, 1, 0, 1, 2)}}


def test_an_item_that_is_accepted_anew_comes_again_and_counts_once(calm: Stage) -> None:
    item = calm.ids()[0]
    push(calm, "cells-3", {item: [box(30)]})
    assert work(calm, boxes(200)) == item
    settle(calm.place)
    (before,) = corrections(calm)
    with transaction() as s:
        reopen_item(
            s, by=calm.place.manager, project_id=calm.place.project_id, item_id=item, why="wrong"
        )
    assert corrections(calm) == []  # nothing stands of it
    for _ in range(6):
        if work(calm) == item:
            break
    settle(calm.place)
    again = [one for one in corrections(calm, after=before.id) if one.item_id == item]
    assert [one.predictions[0].agreement for one in again] == [1.0]
    assert agreement(calm)["cells-3"]["cells: RBC"][:3] == (1, 1.0, 1)


def test_a_later_model_is_measured_on_what_was_accepted_before(calm: Stage) -> None:
    items = calm.ids()
    push(calm, "cells-3", {items[0]: [box(30)]})
    work(calm)
    settle(calm.place)
    push(calm, "cells-4", {items[0]: [box(300)]})
    assert agreement(calm) == {
        "cells-3": {"cells: RBC": (1, 1.0, 1, 0, 0, 0)},
        "cells-4": {"cells: RBC": (1, 0.0, 0, 1, 0, 0)},
    }
    push(calm, "cells-4", {items[0]: [box(30)]})  # trained better, under the same name
    assert agreement(calm)["cells-4"] == {"cells: RBC": (1, 1.0, 1, 0, 0, 0)}
    (one,) = corrections(calm, model="cells-4")
    assert [said.model for said in one.predictions] == ["cells-4"]


def test_what_the_model_is_least_sure_of_comes_first(calm: Stage) -> None:
    items = calm.ids()
    sure = {items[0]: 0.99, items[1]: 0.2, items[3]: 0.5}
    given = [
        PredictionIn(item_id=item, score=score, annotations=[box()]) for item, score in sure.items()
    ]
    push_these(calm.place, "cells-3", given)
    place = calm.place
    with transaction() as s:
        rank.begin(s, place.project_id, place.stage_id, "cells-3", by=place.manager)
        with pytest.raises(NotFound):
            rank.begin(s, place.project_id, place.stage_id, "cells-4", by=place.manager)
    calm.work()
    assert calm.ids() == [items[1], items[3], items[0], items[2], items[4], items[5]]
    assert work(calm, boxes(10)) == items[1]
