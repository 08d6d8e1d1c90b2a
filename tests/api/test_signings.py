"""What an organisation agrees on with those who work for it, and the events at which they sign."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction

WORDS = {
    "title_ko": "상생 협약",
    "title_en": "Win-win agreement",
    "body_ko": "서로 지킬 것을 정해요.",
    "body_en": "What both keep to.",
}


def soon(**ahead: float) -> str:
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat()


def event(agreement_id: int, **other: Any) -> dict[str, Any]:
    times = {"opens_at": soon(hours=-1), "closes_at": soon(hours=1)}
    return {"agreement_id": agreement_id, "title": "상생 협약식", **times, **other}


@pytest.fixture
def house(web: Any) -> Any:
    """An organisation with two workers, and its agreement published."""
    founder, minji, hana = web.person("boss"), web.person("민지"), web.person("하나")
    organisation, project = web.project(founder)
    for one in (minji, hana):
        web.join(project, one, "worker")
    made = founder.post(f"/organisations/{organisation}/agreement", json=WORDS)
    assert made.status_code == 201
    return founder, (minji, hana), organisation, project, made.json()["id"]


def test_who_works_for_it_is_asked_to_sign_and_gets_a_copy(web: Any, house: Any) -> None:
    founder, (minji, _), organisation, _, agreement = house
    assert agreement in [one["id"] for one in minji.get("/me").json()["to_sign"]]
    assert agreement not in [one["id"] for one in founder.get("/me").json()["to_sign"]]
    stranger = web.person()
    assert stranger.get(f"/me/agreements/{agreement}").status_code == 404
    assert stranger.post(f"/agreements/{agreement}/sign", json={}).status_code == 404
    assert minji.post(f"/agreements/{agreement}/sign", json={}).status_code == 204
    assert minji.post(f"/agreements/{agreement}/sign", json={}).status_code == 204
    (copy,) = [mail for mail in web.mails() if mail["To"] == minji.email]
    assert "한빛데이터의 협약" in copy.get_content()
    assert WORDS["body_ko"] in copy.get_content()
    shown = minji.get("/me/agreements").json()["items"][0]
    assert (shown["kind"], shown["organisation"]) == ("win_win", "한빛데이터")
    assert agreement not in [one["id"] for one in minji.get("/me").json()["to_sign"]]
    found = founder.get(f"/organisations/{organisation}/signatures").json()
    assert (found["called"], found["signed"]) == (2, 1)

    # The next version is asked for again; each organisation counts its own.
    second = founder.post(f"/organisations/{organisation}/agreement", json=WORDS).json()
    assert second["version"] == 2
    assert second["id"] in [one["id"] for one in minji.get("/me").json()["to_sign"]]
    late = minji.post(f"/agreements/{agreement}/sign", json={})
    assert (late.status_code, late.json()["code"]) == (409, "agreements_not_current")
    other = web.person()
    elsewhere, _ = web.project(other)
    assert other.post(f"/organisations/{elsewhere}/agreement", json=WORDS).json()["version"] == 1


def test_it_stands_between_nobody_and_the_terms_that_hold_for_all(house: Any) -> None:
    _, (minji, _), _, _, agreement = house
    assert agreement not in [one["id"] for one in minji.get("/agreements/current").json()]
    assert minji.get("/market").status_code == 200


def test_an_event_calls_counts_and_reminds(web: Any, house: Any) -> None:
    founder, (minji, hana), organisation, _, agreement = house
    made = founder.post(f"/organisations/{organisation}/signings", json=event(agreement))
    assert made.status_code == 201
    signing = made.json()
    assert signing["standing"] == {"called": 2, "signed": 0, "last": []}
    at = f"/organisations/{organisation}/signings/{signing['id']}"
    told = minji.get("/notifications").json()["items"][0]
    assert (told["kind"], told["params"]["signing_id"]) == ("signing_called", signing["id"])
    assert [one["id"] for one in minji.get("/me/signings").json()] == [signing["id"]]
    assert web.person().get(f"/me/signings/{signing['id']}").status_code == 404

    minji.post(f"/agreements/{agreement}/sign", json={})
    mine = minji.get(f"/me/signings/{signing['id']}").json()
    assert mine["signed_at"] is not None
    assert (mine["standing"]["called"], mine["standing"]["signed"]) == (2, 1)
    # Others learn the first letter of a name, officers who it was.
    assert [one["name"] for one in mine["standing"]["last"]] == ["민"]
    rows = founder.get(f"{at}/people", params={"signed": False}).json()
    assert [row["name"] for row in rows["items"]] == ["하나"]
    assert (rows["called"], rows["signed"], rows["next"]) == (2, 1, None)
    first = founder.get(f"{at}/people", params={"limit": 1}).json()
    rest = founder.get(f"{at}/people", params={"limit": 1, "after": first["next"]}).json()
    assert [row["name"] for row in first["items"] + rest["items"]] == ["민지", "하나"]

    reminded = founder.post(f"{at}/remind")
    assert reminded.json() == {"told": 1}
    kinds = [one["kind"] for one in hana.get("/notifications").json()["items"]]
    assert kinds[:2] == ["signing_reminded", "signing_called"]
    assert minji.get("/notifications").json()["items"][0]["kind"] != kinds[0]
    again = founder.post(f"{at}/remind")
    assert (again.status_code, again.json()["code"]) == (409, "reminded_lately")
    moved = founder.patch(at, json={"title": "협약식", "closes_at": soon(hours=2)}).json()
    assert (moved["title"], moved["opens_at"]) == ("협약식", signing["opens_at"])
    # A time that has passed, but since it opened, is now.
    ended = founder.patch(at, json={"closes_at": soon(minutes=-5)}).json()
    assert signing["asked_at"] < ended["closes_at"] <= ended["asked_at"]
    assert founder.patch(at, json={"title": "x"}).json()["code"] == "signing_over"


def test_what_an_event_is_refused(web: Any, house: Any) -> None:
    founder, (minji, _), organisation, _, agreement = house
    other = web.person()
    elsewhere, _ = web.project(other)
    foreign = other.post(f"/organisations/{elsewhere}/agreement", json=WORDS).json()["id"]
    path = f"/organisations/{organisation}/signings"
    assert founder.post(path, json=event(foreign)).status_code == 404
    for times in (
        {"opens_at": soon(hours=2), "closes_at": soon(hours=1)},
        {"opens_at": soon(hours=-2), "closes_at": soon(hours=-1)},
        {"opens_at": soon(), "closes_at": soon(days=40)},
    ):
        assert founder.post(path, json=event(agreement, **times)).status_code == 422
    newer = founder.post(f"/organisations/{organisation}/agreement", json=WORDS).json()["id"]
    assert founder.post(path, json=event(agreement)).status_code == 422
    signing = founder.post(path, json=event(newer)).json()["id"]
    with transaction() as s:
        s.execute(
            text(
                "UPDATE signing SET opens_at = now() - interval '2 hours',"
                " closes_at = now() - interval '1 hour'"
            )
        )
    minji.post(f"/agreements/{newer}/sign", json={})
    over = founder.get(f"{path}/{signing}").json()
    assert over["standing"]["signed"] == 0  # who signs later does not count any more
    for answer in (
        founder.post(f"{path}/{signing}/remind"),
        founder.patch(f"{path}/{signing}", json={"title": "x"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "signing_over")


def test_a_projects_own_agreement_has_events_too(web: Any, house: Any) -> None:
    founder, (minji, _), organisation, project, _ = house
    consent = founder.post(f"/projects/{project}/agreement", json=WORDS).json()["id"]
    made = founder.post(f"/organisations/{organisation}/signings", json=event(consent)).json()
    assert (made["kind"], made["project_id"]) == ("project", project)
    minji.post(f"/agreements/{consent}/sign", json={})
    (last,) = founder.get(f"/organisations/{organisation}/signings/{made['id']}").json()[
        "standing"
    ]["last"]
    assert last["name"] != "민"  # his pseudonym there
    rows = founder.get(f"/projects/{project}/signatures", params={"signed": True}).json()
    assert [(row["name"], row["pseudonym"]) for row in rows["items"]] == [("민지", last["name"])]
    assert minji.get(f"/projects/{project}/signatures").status_code == 403
