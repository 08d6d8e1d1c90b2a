"""Lots and what is left wrong, through HTTP."""

from __future__ import annotations

from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.factories import Place
from tests.workflow.test_lots import settle


def test_a_manager_makes_a_lot_and_sees_what_becomes_of_it(web: Web) -> None:
    place = Place.make(items=10, holds=100, inspect1="none", quality={"limit": "4.0"})
    worker, looker = place.person("worker"), place.person("secondary_inspector")
    for lease in place.claim(worker, count=10):
        place.submit(worker, lease)
    http = signed_in(web, place.manager).http
    home = f"/projects/{place.project_id}"
    stage = f"{home}/stages/{place.stage_id}"

    planned = http.get(f"{stage}/lots/plan").json()
    assert planned == {
        "size": 10,
        "sample": 3,
        "accept": 0,
        "cost": 200,
        "budget": planned["budget"],
    }
    assert planned["budget"] >= 200
    assert http.get(f"{stage}/lots/plan", params={"limit": "1.0"}).json()["sample"] == 10
    made = http.post(f"{stage}/lots", json={"name": "1차 납품"})
    assert made.status_code == 201, made.text
    lot = made.json()
    assert (lot["state"], lot["size"], lot["sample"], lot["accept"]) == ("open", 10, 3, 0)
    assert (lot["limit"], lot["cost"], lot["looked"]) == (4.0, 200, 0)
    assert http.get(f"{stage}/lots").json()["items"] == [lot]
    assert http.get(f"{stage}/lots/plan").json()["size"] == 0
    again = http.post(f"{stage}/lots", json={"name": "2차 납품"})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_for_lot")
    wrong = http.post(f"{stage}/lots", json={"name": "3차", "limit": "7"})
    assert wrong.status_code == 422

    seen = place.claim(looker, 2, count=10)
    piece = signed_in(web, looker).http.get(f"{home}/assignments/{seen[0]}").json()
    assert piece["subject"]["why"] == {"code": "lot", "chance": 0.3}
    for lease in seen:
        place.decide(looker, lease, "approve")
    settle()
    now = http.get(f"{home}/lots/{lot['id']}").json()
    assert (now["state"], now["looked"], now["faulty"]) == ("accepted", 3, 0)
    assert now["settled_at"] is not None
    sample = http.get(f"{home}/lots/{lot['id']}/items", params={"sampled": True}).json()["items"]
    assert [one["faulty"] for one in sample] == [False] * 3
    first = http.get(f"{home}/lots/{lot['id']}/items", params={"limit": 4}).json()
    rest = http.get(
        f"{home}/lots/{lot['id']}/items", params={"limit": 50, "after": first["next"]}
    ).json()
    assert len(first["items"]) + len(rest["items"]) == 10
    assert http.get(f"{home}/lots/{lot['id'] + 999}").status_code == 404


def test_what_is_left_wrong_is_read(web: Web) -> None:
    place = Place.make(
        items=40,
        holds=100,
        inspect1="risk",
        quality={"inspect": {"newcomer": 1, "trusted": 0, "random": 1}},
    )
    http = signed_in(web, place.manager).http
    where = f"/projects/{place.project_id}/stages/{place.stage_id}/remaining"
    empty = http.get(where).json()
    assert (empty["share"], empty["low"], empty["high"], empty["enough"]) == (None, 0, 1, False)
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    for lease in place.claim(worker, count=40):
        place.submit(worker, lease)
    for nth, lease in enumerate(place.claim(inspector, 1, count=40)):
        place.decide(inspector, lease, "fix" if nth % 10 == 0 else "approve")
    told = http.get(where).json()
    assert told["drawn"] == {"random": 40}
    assert [one["level"] for one in told["levels"]] == [1, 2]
    assert http.get(where.replace(str(place.stage_id), "999999")).status_code == 404
