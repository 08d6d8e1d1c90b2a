"""A model is asked ahead of the workers, over HTTP, and what it says is there when they claim."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
from sqlalchemy import select, text, update

from app.core.database import transaction
from app.core.settings import ROOT, configure
from app.core.states import ItemState
from app.labels import parse_schema, schema_json
from app.models import Asset, Chore, Item
from app.queue.queries import end_expired
from app.queue.run import Run
from app.storage import storage
from app.suggestions import service
from app.suggestions.asking import Walk
from app.tasks import views
from app.workers.suggestions import ask_models
from app.workflow.design import write_schema
from app.workflow.opening import open_chunk
from tests.conftest import Queries
from tests.factories import SCHEMA, boxes
from tests.suggestions.conftest import PICTURE, Stage
from tests.suggestions.model import Handler, Model, box, boxes_for


def marks(answer: dict[str, Any] | None) -> list[float]:
    assert answer is not None
    return [one["x"] for one in answer["annotations"]]


def test_workers_begin_with_what_the_model_says(stage: Stage, model: Model) -> None:
    model.answering = boxes_for(box(10), box(40, **{"class": "적혈구"}), box(70, id="mine"))
    stage.set(model)
    stage.work()
    assert model.asked == stage.ids()
    assert model.sizes == [4, 2]
    assert stage.counts() == (6, 6, 6)
    (lease,) = stage.leases(stage.place.person("worker"))
    assert lease["item"]["suggested"] == {
        "modality": "picture",
        "annotations": [box(10, id="i1", name="cells"), box(70, id="mine", name="cells")],
    }


def test_what_it_is_sent(stage: Stage, model: Model) -> None:
    stage.set(model, header_name="X-Key", header_value="key 1")
    stage.work()
    body, headers = model.requests[0], model.headers[0]
    assert body["schema"] == schema_json(parse_schema(SCHEMA))
    first = body["items"][0]
    picture = base64.b64decode(first.pop("picture"))
    assert picture == PICTURE
    name = first.pop("name")
    size = {"width": 640, "height": 480}
    assert first == {"id": stage.ids()[0], "media_type": "image/png", **size}
    assert name.endswith(".png")
    assert headers["x-key"] == "key 1"
    assert headers["host"] == model.host
    assert headers["content-type"] == "application/json"


def test_imported_labels_win_and_are_not_asked_about(stage: Stage, model: Model) -> None:
    first, *others = stage.ids()
    stage.change_item(first, prelabels=boxes(333.0))
    stage.set(model)
    stage.work()
    assert model.asked == others
    (lease,) = stage.leases(stage.place.person("worker"))
    assert marks(lease["item"]["suggested"]) == [333.0]


def test_imported_labels_win_over_a_suggestion(stage: Stage, model: Model) -> None:
    stage.set(model)
    stage.work()
    stage.change_item(stage.ids()[0], prelabels=boxes(333.0))
    (lease,) = stage.leases(stage.place.person("worker"))
    assert marks(lease["item"]["suggested"]) == [333.0]


def test_without_a_model_there_is_none(stage: Stage) -> None:
    (lease,) = stage.leases(stage.place.person("worker"))
    assert lease["item"]["suggested"] is None


def test_inspectors_begin_with_the_work_not_with_the_suggestion(stage: Stage, model: Model) -> None:
    stage.set(model)
    stage.work()
    worker = stage.place.person("worker")
    stage.place.submit(worker, stage.place.claim(worker)[0])
    (lease,) = stage.leases(stage.place.person("primary_inspector"), level=1)
    assert lease["item"]["suggested"] is None
    assert lease["subject"]["answer"] is not None


def test_a_lease_takes_one_statement(stage: Stage, model: Model, queries: Queries) -> None:
    stage.set(model)
    stage.work()
    taken = stage.place.claim(stage.place.person("worker"), count=3)
    with transaction() as s, queries.expect(1):
        found = views.leases(s, stage.place.project_id, taken)
    assert all(lease["item"]["suggested"] for lease in found)


def test_items_that_are_ready_come_after_those_on_offer(stage: Stage, model: Model) -> None:
    offered = stage.ids()
    ready = stage.place.add_items(2)
    stage.store_pictures()
    stage.set(model, batch=32)
    stage.work()
    assert model.asked == offered + ready
    assert model.sizes == [6, 2]


def test_what_is_put_ahead_is_asked_first(stage: Stage, model: Model) -> None:
    """Also in the middle of a walk."""
    urgent: list[int] = []

    def opening(handler: Handler, body: dict[str, Any]) -> None:
        if not urgent:
            urgent.extend(stage.place.add_items(1))
            stage.store_pictures()
            project, own = stage.place.project_id, stage.place.stage_id
            open_chunk(project, own, None, priority=-5, by=stage.place.manager)
        boxes_for(box())(handler, body)

    model.answering = opening
    before = stage.ids()
    stage.set(model, batch=2)
    stage.work()
    assert model.asked == before[:2] + urgent + before[2:]


@pytest.mark.parametrize("reason", ["taken out", "no file", "address alone", "size unknown"])
def test_what_cannot_be_asked_about_is_not(stage: Stage, model: Model, reason: str) -> None:
    first, *others = stage.ids()
    with transaction() as s:
        asset_id = s.execute(select(Item.asset_id).where(Item.id == first)).scalar_one()
        its = Asset.project_id == stage.place.project_id, Asset.id == asset_id
        if reason == "taken out":
            s.execute(text("DELETE FROM seat WHERE task_id = (SELECT min(task_id) FROM seat)"))
            s.execute(update(Item).where(Item.id == first).values(state=ItemState.EXCLUDED))
        elif reason == "no file":
            s.execute(update(Asset).where(*its).values(storage_key="ab" * 32))
        elif reason == "address alone":
            url = f"{model.address}/picture.png"
            s.execute(update(Asset).where(*its).values(storage_key=None, url=url))
        else:
            s.execute(update(Asset).where(*its).values(width=None, height=None))
    stage.set(model)
    stage.work()
    assert [one for one in model.asked if one != first] == others
    assert stage.suggested(first) is None
    assert stage.standing() == "done"
    assert not any("GET" in request for request in model.requests)


def test_texts_are_sent_whole(stage: Stage, model: Model) -> None:
    schema = {
        "modality": "text",
        "labels": [{"kind": "span", "name": "names", "classes": [{"id": "PS"}]}],
    }
    document = {"parts": [{"id": "text", "role": None, "text": "🙂 홍길동"}]}
    with transaction() as s:
        here = {"project_id": stage.place.project_id, "stage_id": stage.place.stage_id}
        write_schema(s, by=stage.place.manager, definition=SCHEMA, **here)
        version = s.execute(text("UPDATE stage SET schema_version = 3 RETURNING 3")).scalar_one()
        s.execute(
            text(
                "INSERT INTO label_schema (project_id, stage_id, version, definition, created_by)"
                " SELECT project_id, stage_id, :v, cast(:d as jsonb), created_by"
                " FROM label_schema LIMIT 1"
            ),
            {"v": version, "d": json.dumps(schema)},
        )
        s.execute(
            update(Asset).values(
                document=document,
                storage_key=None,
                width=None,
                height=None,
                media_type="text/plain",
            )
        )
    span = {"kind": "span", "class": "PS", "part": "text", "start": 2}
    model.answering = boxes_for(span | {"end": 5}, span | {"end": 99})
    stage.set(model)
    stage.work()
    assert model.requests[0]["items"][0]["document"] == document
    assert "picture" not in model.requests[0]["items"][0]
    assert stage.counts() == (6, 6, 6)
    (lease,) = stage.leases(stage.place.person("worker"))
    assert lease["item"]["suggested"]["annotations"] == [
        span | {"end": 5, "id": "i1", "name": "names"}
    ]


def test_a_result_that_is_missing_is_asked_in_vain(stage: Stage, model: Model) -> None:
    first, second, *others = stage.ids()

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        said: list[Any] = [{"id": item["id"], "annotations": []} for item in body["items"][2:]]
        handler.say({"results": [*said, {"id": second, "annotations": "none"}, 7, {"id": "x"}]})

    model.answering = answer
    stage.set(model, batch=32)
    stage.work()
    assert stage.counts() == (6, 4, 0)
    assert (stage.suggested(first), stage.suggested(second)) == (None, None)
    assert stage.suggested(others[0]) == {"modality": "picture", "annotations": []}
    stage.let_time_pass()
    ask_models()
    stage.work()
    assert len(model.requests) == 1
    model.answering = boxes_for(box())
    stage.set(model)  # whoever mended it saves its settings again
    stage.work()
    assert model.asked[6:] == [first, second]
    assert stage.suggested(first) is not None


def test_another_schema_is_another_question(stage: Stage, model: Model) -> None:
    stage.set(model)
    stage.work()
    worker = stage.place.person("worker")
    (before,) = stage.leases(worker)
    definition = SCHEMA | {"labels": [SCHEMA["labels"][0] | {"max": 5}]}
    with transaction() as s:
        here = {"project_id": stage.place.project_id, "stage_id": stage.place.stage_id}
        write_schema(s, by=stage.place.manager, definition=definition, **here)
    (between,) = stage.leases(worker)
    assert before["item"]["suggested"] is not None
    assert between["item"]["suggested"] is None, "it answers what is not asked any more"
    stage.let_time_pass()
    assert ask_models() == 1
    stage.work()
    assert model.requests[-1]["schema"]["labels"][0]["max"] == 5
    assert model.asked[6:] == stage.ids()
    (after,) = stage.leases(worker)
    assert after["item"]["suggested"] is not None


def test_another_address_is_asked_again_and_another_limit_is_not(
    stage: Stage, model: Model
) -> None:
    stage.set(model)
    stage.work()
    stage.set(model, batch=2, seconds=9)
    stage.work()
    assert len(model.asked) == 6
    model.answering = boxes_for(box(99))
    stage.set(model, address=model.address + "&w=3")
    stage.work()
    assert model.asked[6:] == model.asked[:6]
    assert stage.counts() == (6, 6, 0)
    assert marks(stage.suggested(stage.ids()[0])) == [99]


def test_what_was_asked_with_other_settings_is_thrown_away(stage: Stage, model: Model) -> None:
    def changed_meanwhile(handler: Handler, body: dict[str, Any]) -> None:
        model.answering = boxes_for(box(99))
        stage.set(model, address=model.address + "&w=3")
        boxes_for(box(1))(handler, body)

    model.answering = changed_meanwhile
    stage.set(model)
    stage.work()
    assert {x for item in stage.ids() for x in marks(stage.suggested(item))} == {99}
    assert stage.counts() == (6, 6, 0)


def test_a_model_that_is_off_or_forgotten_is_not_asked(stage: Stage, model: Model) -> None:
    stage.set(model, active=False)
    assert ask_models() == 0
    assert stage.standing() == "off"
    stage.set(model)
    with transaction() as s:
        here = {"project_id": stage.place.project_id, "stage_id": stage.place.stage_id}
        service.forget(s, by=stage.place.manager, **here)
    stage.work()
    assert ask_models() == 0
    assert model.requests == []


def test_the_duty_asks_where_there_is_something_new(stage: Stage, model: Model) -> None:
    stage.set(model)
    assert ask_models() == 0, "its chore waits already"
    assert stage.standing() == "asking"
    stage.work()
    assert stage.standing() == "done"
    stage.let_time_pass()
    with transaction() as s:  # as if the opening of the place were longer ago
        s.execute(text("UPDATE queue SET stirred_at = stirred_at - interval '1 hour'"))
        s.execute(text("UPDATE batch SET finished_at = NULL"))
    assert ask_models() == 0
    (new,) = stage.place.add_items(1)
    stage.store_pictures()
    project, own = stage.place.project_id, stage.place.stage_id
    open_chunk(project, own, None, priority=0, by=stage.place.manager)
    assert ask_models() == 1
    stage.work()
    assert model.asked[6:] == [new]


def test_a_chore_leaves_the_rest_to_another(stage: Stage, model: Model) -> None:
    """So that others have their turn: it goes on where the first had come to."""
    stage.set(model, batch=2)
    with transaction() as s:
        first = s.execute(select(Chore).order_by(Chore.id.desc())).scalars().first()
        assert first is not None
        first.state, first.attempts = first.state.RUNNING, 1
        run = Run(first.id, first.kind, first.args, 1)
    assert Walk(run, seconds=0).run() == {"asked": 2}
    assert model.sizes == [2]
    assert stage.model().chore_id != run.id
    assert Walk(run, seconds=0).run() == {"asked": 0}, "somebody else asks now"
    stage.work()
    assert model.asked == stage.ids()


KILLED = """
import app.workers
app.workers.load()
from app.queue.run import do
do()
"""


@pytest.mark.slow
def test_a_worker_that_dies_is_followed_by_another(stage: Stage, model: Model) -> None:
    """What it has stored stays, and is not asked about again; nothing is counted twice."""
    second, died = threading.Event(), threading.Event()

    def hang_at_the_second(handler: Handler, body: dict[str, Any]) -> None:
        if len(model.requests) == 2:
            second.set()
            died.wait(30)
        boxes_for(box())(handler, body)

    model.answering = hang_at_the_second
    stage.set(model, seconds=60)
    process = subprocess.Popen([sys.executable, "-c", KILLED], cwd=ROOT)
    assert second.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    died.set()
    assert stage.counts() == (4, 4, 0)
    with transaction() as s:  # as if the length of its lease had passed
        s.execute(text("UPDATE chore SET leased_until = now() - interval '1 s'"))
    with transaction() as s:
        end_expired(s)
    stage.work()
    assert model.asked == stage.ids() + stage.ids()[4:]
    assert stage.counts() == (6, 6, 0)


def test_what_a_secret_was_changed_for_says_so(stage: Stage, model: Model) -> None:
    stage.set(model, header_name="X-Key", header_value="abc")
    kept = configure(secret="another one " + "x" * 32)
    try:
        stage.work()
    finally:
        configure(secret="for tests only " + "x" * 32)
    assert kept.signing_key().startswith(b"another")
    assert stage.fault() == "secret_lost"
    assert model.requests == []


def test_the_key_is_not_in_the_database(stage: Stage, model: Model) -> None:
    stage.set(model, header_name="X-Key", header_value="correct-horse-battery")
    found = stage.place.rows("SELECT stage_model::text FROM stage_model WHERE project_id = :p")
    found += stage.place.rows("SELECT args::text FROM chore WHERE :p > 0")
    found += stage.place.rows("SELECT event::text FROM event WHERE project_id = :p")
    assert "X-Key" in found[0][0]
    assert not any("horse" in str(row) for row in found)
    assert b"horse" not in (stage.model().header_value or b"")


def test_pictures_past_the_bound_of_a_request_come_in_the_next(
    stage: Stage, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.suggestions.exchange.MAX_SENT", 3 * len(PICTURE))
    large = storage().put(iter([b"x" * (3 * len(PICTURE) + 1)])).key
    first = stage.ids()[0]
    with transaction() as s:
        asset_id = s.execute(select(Item.asset_id).where(Item.id == first)).scalar_one()
        s.execute(update(Asset).where(Asset.id == asset_id).values(storage_key=large))
    stage.set(model, batch=32)
    stage.work()
    assert model.sizes == [3, 2]
    assert model.asked == stage.ids()[1:]
