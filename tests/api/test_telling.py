"""How somebody is told, chosen over HTTP; and which browsers are let in."""

from __future__ import annotations

from typing import Any

import pytest

from app.people.telling import push
from tests.api.world import push_keys

PLAIN = {"topics": [], "quiet_from": None, "quiet_until": None, "letter_at": 480}


def browser(**other: Any) -> dict[str, Any]:
    return {"endpoint": "https://fcm.googleapis.com/fcm/send/a", "keys": push_keys(), **other}


def test_what_was_chosen_stays_and_the_rest_is_as_it_was(web: Any) -> None:
    minji, hana = web.person(), web.person()
    before = minji.get("/me/telling").json()
    assert [one["topic"] for one in before["topics"]] == [
        *("work", "money", "learning", "project", "account")
    ]
    assert (before["email"], before["push_key"]) == (minji.email, push.public_key())
    asked = {
        "topics": [{"topic": "money", "mail": "off", "push": "off"}],
        "quiet_from": 1320,
        "quiet_until": 480,
        "letter_at": 540,
    }
    for _ in range(2):
        chosen = minji.put("/me/telling", json=asked).json()
    assert chosen == minji.get("/me/telling").json()
    changed = {one["topic"]: one for one in chosen["topics"]}
    assert changed["money"] == asked["topics"][0]
    assert changed["work"] == next(one for one in before["topics"] if one["topic"] == "work")
    assert (chosen["quiet_from"], chosen["quiet_until"], chosen["letter_at"]) == (1320, 480, 540)
    assert minji.put("/me/telling", json=PLAIN).json()["quiet_from"] is None
    assert hana.get("/me/telling").json()["letter_at"] == 480


@pytest.mark.parametrize(
    "wrong",
    [
        {"letter_at": 1440},
        {"letter_at": -1},
        {"quiet_from": 10},
        {"quiet_from": 10, "quiet_until": 10},
        {"topics": [{"topic": "weather", "mail": "off", "push": "off"}]},
        {"topics": [{"topic": "money", "mail": "off", "push": "daily"}]},
        {"topics": [{"topic": "money", "mail": "off", "push": "off"}] * 2},
        {"more": 1},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(web: Any, wrong: dict[str, Any]) -> None:
    answer = web.person().put("/me/telling", json={**PLAIN, **wrong})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://169.254.169.254/latest/meta-data"},
        {"endpoint": "https://localhost/push"},
        {"endpoint": "https://fcm.googleapis.com.evil.test/a"},
        {"keys": {**push_keys(), "p256dh": "A" * 87}},
        {"keys": {**push_keys(), "auth": "A" * 24}},
    ],
    ids=["no-tls", "here", "looks-alike", "no-key", "secret-too-long"],
)
def test_no_stranger_is_asked_to_push(web: Any, wrong: dict[str, Any]) -> None:
    minji = web.person()
    answer = minji.post("/me/push", json=browser(**wrong))
    assert (answer.status_code, answer.json()["code"]) == (422, "push_not_taken")
    assert minji.get("/me/telling").json()["browsers"] == []


def test_a_browser_is_let_in_once_and_goes_with_its_session(web: Any) -> None:
    minji, hana = web.person(), web.person()
    for _ in range(2):
        (one,) = minji.post("/me/push", json=browser()).json()["browsers"]
    assert one["here"] is True
    assert hana.delete(f"/me/push/{one['id']}").status_code == 404
    assert minji.delete(f"/me/push/{one['id']}").json()["browsers"] == []
    assert minji.delete(f"/me/push/{one['id']}").status_code == 404

    # Whoever signs in at the same browser next has it; the one before is not written to there.
    minji.post("/me/push", json=browser())
    assert len(hana.post("/me/push", json=browser()).json()["browsers"]) == 1
    assert minji.get("/me/telling").json()["browsers"] == []

    # Of many the newest stay; and none outlives its session.
    for number in range(12):
        endpoint = f"https://web.push.apple.com/{number}"
        left = minji.post("/me/push", json=browser(endpoint=endpoint)).json()["browsers"]
    assert len(left) == 10
    minji.delete("/sessions/current")
    again = web.stranger()
    opened = again.post("/sessions", json={"email": minji.email, "password": "a long way home"})
    again.http.headers["x-csrf-token"] = opened.json()["csrf"]
    assert again.get("/me/telling").json()["browsers"] == []
