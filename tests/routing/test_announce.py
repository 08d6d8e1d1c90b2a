"""Announced work: told before, opened once at its time, shared out among who wants it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest

from app.api import streams
from app.core.database import transaction
from app.routing.rules import Device
from app.tasks.claiming import pick
from app.tasks.hints import HEAD
from app.tasks.terms import terms
from app.workflow.admit import NotAdmitted
from app.workflow.announce import (
    AnnouncementOver,
    announce,
    call_off,
    coming,
    open_due,
    tell,
    unwish,
    wish,
)
from tests.api.conftest import Web
from tests.api.conftest import web as web
from tests.api.desk import signed_in
from tests.factories import Place
from tests.routing.test_admit import ask, put, refused


@pytest.fixture
def place(database: object) -> Place:
    return Place.make(items=10, opened=False)


def announced(place: Place, **more: Any) -> int:
    values = {
        "stage_id": place.stage_id,
        "batch_id": None,
        "priority": 0,
        "opens_at": datetime.now(UTC) + timedelta(hours=1),
        "share_seconds": 1800,
        **more,
    }
    with transaction() as s:
        return announce(s, by=place.manager, project_id=place.project_id, values=values)


def due(place: Place) -> None:
    place.rows("UPDATE announcement SET opens_at = now() WHERE project_id = :p RETURNING 1")


def wants(place: Place, one: int, who: int) -> None:
    with transaction() as s:
        wish(s, me=who, project_id=place.project_id, announcement_id=one)


def told(place: Place, kind: str) -> list[int]:
    return [
        row[0]
        for row in place.rows(
            f"SELECT person_id FROM notification WHERE project_id = :p AND kind = '{kind}'"
            " ORDER BY 1"
        )
    ]


def test_members_whom_the_stage_lets_in_are_told_once(place: Place) -> None:
    inside, outside = place.person("worker"), place.person("worker")
    place.person("primary_inspector")
    put(place, inside, "A")
    ask(place, teams=["A"])
    one = announced(place)
    assert tell(place.project_id, one) == 1
    assert tell(place.project_id, one) == 0
    assert told(place, "work_announced") == [inside]
    with transaction() as s:
        (row,) = coming(s, outside, Device.DESKTOP)
        assert [need["code"] for need in row["needs"]] == ["team"]
    with pytest.raises(NotAdmitted):
        wants(place, one, outside)


def test_it_opens_at_its_time_and_shares_out(place: Place, worker: Any) -> None:
    people = [place.person("worker") for _ in range(4)]
    one = announced(place)
    for who in people[:3]:
        wants(place, one, who)
        wants(place, one, who)
    assert open_due() == 0, "not yet"
    assert place.claim(people[0]) == []
    due(place)
    assert open_due() == 1
    assert open_due() == 0
    worker()
    assert told(place, "work_opened") == people[:3]
    assert [len(place.claim(who, count=20)) for who in people[:2]] == [4, 4], "ten by three"
    with pytest.raises(NotAdmitted) as why:
        place.claim(people[0])
    (need,) = why.value.extra["needs"]
    assert (need["code"], need["share"]) == ("share_taken", 4)
    assert datetime.fromisoformat(need["until"]) > datetime.now(UTC)
    assert refused(place, people[3]) == ["share_taken"], "who wished for none comes later"
    with transaction() as s:
        (row,) = coming(s, people[2], Device.DESKTOP)
        assert (row["share"], row["wished"], row["wishes"]) == (4, True, 3)
    place.rows(
        "UPDATE announcement SET opened_at = opened_at - interval '1 hour' WHERE project_id = :p"
        " RETURNING 1"
    )
    assert len(place.claim(people[3], count=20)) == 2, "nothing is left lying"
    with transaction() as s:
        assert coming(s, people[2], Device.DESKTOP) == []


def test_what_opens_between_terms_and_seats_is_shared_out_too(place: Place, worker: Any) -> None:
    """Who asked a moment before it opened has no more of it than who asks a moment later."""
    wished, other = place.person("worker"), place.person("worker")
    wants(place, announced(place), wished)
    due(place)
    here = {"project_id": place.project_id, "stage_id": place.stage_id, "level": 0, "me": other}
    with transaction() as s:
        before = terms(s, **here, key=uuid4())
        assert before is not None
        assert before.shared is None
        assert open_due() == 1
        worker()
        taken, _, blocked = pick(s, **here, key=uuid4(), held=before, count=3, after=HEAD)
    assert (taken, blocked) == ([], False)
    assert len(place.claim(wished, count=20)) == 10


def test_without_wishes_or_a_time_to_share_it_just_opens(place: Place, worker: Any) -> None:
    who = place.person("worker")
    announced(place, share_seconds=0)
    due(place)
    assert open_due() == 1
    worker()
    assert len(place.claim(who, count=20)) == 10


def test_two_tickers_open_it_once(place: Place, worker: Any) -> None:
    for _ in range(5):
        announced(place)
    due(place)
    opened: list[int] = []
    both = [threading.Thread(target=lambda: opened.append(open_due())) for _ in range(4)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(opened) == 5
    assert place.rows("SELECT count(*) FROM chore WHERE kind = 'open_items'")[0][0] == 5
    worker()
    assert place.rows("SELECT count(*) FROM task WHERE project_id = :p")[0][0] == 10


def test_one_that_is_called_off_never_opens_and_is_told(place: Place) -> None:
    who = place.person("worker")
    one = announced(place)
    wants(place, one, who)
    here = {"project_id": place.project_id, "announcement_id": one}
    for _ in range(2):
        with transaction() as s:
            call_off(s, by=place.manager, **here)
    assert told(place, "work_called_off") == [who]
    due(place)
    assert open_due() == 0
    with pytest.raises(AnnouncementOver), transaction() as s:
        wish(s, me=who, **here)


def test_what_has_opened_is_not_called_off_and_takes_no_wishes(place: Place) -> None:
    who = place.person("worker")
    one = announced(place)
    due(place)
    open_due()
    here = {"project_id": place.project_id, "announcement_id": one}
    with pytest.raises(AnnouncementOver), transaction() as s:
        call_off(s, by=place.manager, **here)
    for act in (wish, unwish):
        with pytest.raises(AnnouncementOver), transaction() as s:
            act(s, me=who, **here)


def test_a_wish_is_taken_back(place: Place) -> None:
    who, one = place.person("worker"), announced(place)
    wants(place, one, who)
    with transaction() as s:
        unwish(s, me=who, project_id=place.project_id, announcement_id=one)
        assert [row["wished"] for row in coming(s, who, Device.DESKTOP)] == [False]


def test_a_manager_announces_and_lists(place: Place, web: Web) -> None:
    boss: Any = signed_in(web, place.manager)
    who = place.person("worker")
    path = f"/projects/{place.project_id}/announcements"
    past = {"stage_id": place.stage_id, "opens_at": "2020-01-01T09:00:00+09:00"}
    assert boss.post(path, json=past).json()["code"] == "opens_in_past"
    said = past | {"opens_at": "2100-01-01T09:00:00+09:00"}
    made = boss.post(path, json=said)
    assert made.status_code == 201, made.text
    web.work()
    (row,) = boss.get(path).json()["items"]
    assert (row["id"], row["wishes"], row["share"]) == (made.json()["id"], 0, None)
    assert row["told_at"] is not None
    me: Any = signed_in(web, who)
    assert me.put(f"/announcements/{place.project_id}/{row['id']}/wish").status_code == 204
    (mine,) = me.get("/announcements").json()["items"]
    assert (mine["wished"], mine["wishes"], mine["price"]) == (True, 1, 100)
    assert boss.get(path).json()["items"][0]["wishes"] == 1
    assert boss.delete(f"{path}/{row['id']}").status_code == 204
    assert me.get("/announcements").json()["items"] == []


def heard(me: Any) -> dict[str, Any]:
    """What a stream of one's own says first."""
    found = {}
    for block in me.get("/me/stream").text.split("\n\n"):
        if block.startswith("event: "):
            name, data = block.split("\n")
            found[name.removeprefix("event: ")] = orjson.loads(data.removeprefix("data: "))
    return found


def test_ones_own_stream_tells_what_will_open(
    place: Place, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LASTS", 0.0)
    me: Any = signed_in(web, place.person("worker"))
    assert heard(me) == {"told": {"newest": None, "unread": 0}, "coming": []}
    one = announced(place)
    tell(place.project_id, one)
    said = heard(me)
    assert said["told"]["unread"] == 1
    assert [row["id"] for row in said["coming"]] == [one]


def test_a_stream_says_only_what_is_new(place: Place, web: Web) -> None:
    who = place.person("worker")
    me, door, known = object.__new__(streams.Me), object.__new__(streams.Door), streams.Heard()
    object.__setattr__(me, "id", who)
    door.device = Device.DESKTOP

    def says() -> list[str]:
        with transaction() as s:
            frames = streams._own_news(s, me, known, door)
        return [frame.split(b"\n")[0].decode() for frame in frames]

    assert says() == ["event: told", "event: coming"]
    assert says() == []
    one = announced(place)
    assert says() == ["event: told", "event: coming"]
    wants(place, one, who)
    assert says() == []
    due(place)
    open_due()
    assert says() == ["event: told", "event: coming"]
