"""Bonuses, budgets and dated rules over HTTP: by whom, once, and to the won."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.figures.marks import advance
from app.ledger.queries import account_of
from app.ledger.rules import Entry
from app.ledger.service import open_account, post
from app.models import AccountKind, EntryKind
from app.oversight.forecasts import window
from app.workflow import bonus
from tests.api.conftest import Caller, Web
from tests.api.desk import signed_in
from tests.api.test_market import join, market, newcomer, opened
from tests.factories import Place

RULE = {
    "kind": "minimum_wage",
    "valid_from": "2027-01-01",
    "value": {"hourly": 10_700},
    "source": "고용노동부 고시",
}
BONUS = {"kind": "volume", "amount": 500, "most": 4, "pieces": 2}


def json(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def stage(place: Place) -> str:
    return f"/projects/{place.project_id}/stages/{place.stage_id}"


def manager_of(web: Web, place: Place) -> Caller:
    return signed_in(web, place.manager)


def test_a_promise_is_seen_before_a_claim_and_counts_ones_own(web: Web) -> None:
    place = opened(Place.make(items=3, inspect1="none"))
    manager, who = manager_of(web, place), newcomer(web)
    key = {"idempotency-key": "promise-1"}
    path = f"{stage(place)}/bonuses"
    made = json(manager.post(path, json=BONUS, headers=key), 201)
    assert json(manager.post(path, json=BONUS, headers=key), 201)["id"] == made["id"]
    other = manager.post(path, json=BONUS | {"amount": 501}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "other_bonus")
    (row,) = market(who)
    assert row["bonuses"] == [
        {"kind": "volume", "amount": 500, "left": 4, "pieces": 2, "share": None, "until": None}
    ]
    assert join(who, place).status_code == 200
    for lease in place.claim(who.id or 0, count=3):
        place.submit(who.id or 0, lease)
    bonus.grant(place.project_id, made["id"])
    (mine,) = json(who.get(path))["items"]
    assert (mine["reached"], mine["paid"], mine["awarded"]) == (3, 500, 1)
    assert json(who.get("/me/earnings"))[0]["owed"] == 3 * 100 + 500
    short = manager.post(
        path, json=BONUS | {"amount": 10**8, "most": 10}, headers={"idempotency-key": "promise-2"}
    )
    assert (short.status_code, short.json()["code"]) == (409, "budget_short")
    ended = json(manager.post(f"{path}/{made['id']}/end"))
    assert ended["until"] is not None
    assert json(manager.post(f"{path}/{made['id']}/end"))["until"] == ended["until"]


def test_where_the_money_is_adds_up_all_the_way_to_the_bank(web: Web) -> None:
    """funded = left + reserved + pots + owed + on its way + paid + withheld; kept figures say the
    same as those that are added while reading."""
    place = Place.make(items=4, inspect1="none", funds=100_000)
    manager, who = manager_of(web, place), place.person("worker")
    path = f"{stage(place)}/bonuses"
    made = json(manager.post(path, json=BONUS, headers={"idempotency-key": "promise-1"}), 201)
    for lease in place.claim(who, count=3):
        place.submit(who, lease)
    bonus.grant(place.project_id, made["id"])
    with transaction() as s:
        here = {"project_id": place.project_id}
        person = account_of(s, AccountKind.PERSON, person_id=who, **here).id
        transit, bank, tax = (
            open_account(s, kind, "KRW", **here)
            for kind in (AccountKind.TRANSIT, AccountKind.BANK, AccountKind.TAX)
        )
        budget = account_of(s, AccountKind.BUDGET, **here).id
        post(
            s,
            place.project_id,
            "KRW",
            [
                Entry(person, transit, 600, EntryKind.PAYOUT, "payout:1"),
                Entry(transit, bank, 390, EntryKind.PAID, "payout:1"),
                Entry(transit, tax, 10, EntryKind.WITHHOLD, "payout:1"),
                Entry(budget, person, 70, EntryKind.TOP_UP, f"topup:{who}:{place.stage_id}:x"),
            ],
        )
    expected = {
        "funded": 100_000,
        "pots": 1_500,
        "earned": 300 + 500 + 70,
        "owed": 870 - 600,
        "on_its_way": 200,
        "paid": 390,
        "withheld": 10,
    }
    home = f"/projects/{place.project_id}/budget"
    for _ in range(2):
        found = json(manager.get(home))
        assert {name: found[name] for name in expected} == expected
        parts = ("left", "reserved", "pots", "owed", "on_its_way", "paid", "withheld")
        assert sum(found[part] for part in parts) == 100_000
        of_stage = json(manager.get(home, params={"stage_id": place.stage_id}))
        assert (of_stage["earned"], of_stage["pots"], of_stage["owed"]) == (870, 1_500, None)
        for _ in range(3):
            advance(place.project_id)


def test_an_organisation_sees_all_of_its_projects_and_no_others(web: Web) -> None:
    first = Place.make(items=0, funds=1_000)
    second = Place.make(items=0, funds=2_000, organisation_id=first.organisation_id)
    other = Place.make(items=0, funds=9_000)
    finance = web.person()
    web.appoint(first.organisation_id, finance, "finance")
    home = f"/organisations/{first.organisation_id}"
    (sums,) = json(finance.get(f"{home}/budget"))
    assert (sums["currency"], sums["projects"], sums["funded"], sums["left"]) == (
        "KRW",
        2,
        3_000,
        3_000,
    )
    page = json(finance.get(f"{home}/budgets", params={"limit": 1}))
    assert [row["project_id"] for row in page["items"]] == [second.project_id]
    page = json(finance.get(f"{home}/budgets", params={"limit": 1, "after": page["next"]}))
    assert [row["project_id"] for row in page["items"]] == [first.project_id]
    assert finance.get(f"/organisations/{other.organisation_id}/budget").status_code == 404


def test_a_forecast_says_what_is_spent_and_why_there_is_no_day(web: Web) -> None:
    place = Place.make(items=2, inspect1="none", funds=10_000)
    manager, who = manager_of(web, place), place.person("worker")
    path = f"/projects/{place.project_id}/budget/forecast"
    assert json(manager.get(path))["ends"]["why"] == "no_pace"
    for lease in place.claim(who, count=2):
        place.submit(who, lease)
    found = json(manager.get(path))
    today = day_of(utcnow()).isoformat()
    assert (found["funded"], found["spent"]) == (10_000, 200)
    assert found["days"] == [{"day": today, "spent": 200}]


def test_the_window_of_a_forecast_holds_idle_days_too() -> None:
    """The last fourteen days on which anything was spent, and what lies between them."""
    days = {date(2026, 11, day): 10 for day in range(1, 29, 2)} | {date(2026, 10, 1): 99}
    seen = window(days, date(2026, 11, 29))
    assert len(seen) == 28
    assert sum(seen) == 14 * 10
    assert window({}, date(2026, 11, 29)) == []
    assert window({date(2026, 11, 29): 5}, date(2026, 11, 29)) == [], "today is not over"


def test_rules_are_added_by_the_operator_and_read_by_everybody(web: Web) -> None:
    operator, somebody = web.person(operator=True), web.person()
    assert somebody.post("/money/rules", json=RULE).status_code == 403
    made = json(operator.post("/money/rules", json=RULE), 201)
    assert (made["by"], made["holds"]) == (operator.id, False)
    wages = json(somebody.get("/money/rules", params={"kind": "minimum_wage"}))["items"]
    assert wages[0]["id"] == made["id"]
    assert [row["value"]["hourly"] for row in wages if row["holds"]] == [10_320]
    seen: list[int] = []
    after = 0
    while True:
        page = json(somebody.get("/money/rules", params={"limit": 4, "after": after}))
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert len(seen) == len(set(seen)) >= 15


@pytest.mark.parametrize(
    "change",
    [
        {"value": {}},
        {"value": {"hourly": -1}},
        {"value": {"hourly": 1, "more": 1}},
        {"kind": "business", "value": {"hourly": 1}},
        {"kind": "rejection_ceiling", "value": {"least": 3, "share": "30%", "per_day": 10}},
        {"kind": "luck"},
        {"valid_from": "1999-12-31"},
        {"valid_from": "someday"},
        {"source": ""},
        {"source": "x", "more": 1},
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(web: Web, change: dict[str, Any]) -> None:
    operator = web.person(operator=True)
    refused = operator.post("/money/rules", json=RULE | change)
    assert refused.status_code == 422, refused.text
    assert refused.json()["detail"]
