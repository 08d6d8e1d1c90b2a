"""Payouts through HTTP: a person says how he is paid and asks; finance pays him by four hands; what
is secret is in no reply but the one that opens it; nonsense changes nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.core.clock import day_of, utcnow
from app.payouts.templates import PRESETS
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.api.test_bad_input import problem
from tests.payouts.house import House, answer

NUMBER, ACCOUNT = "9001011234567", "110123456789"
IDENTITY = {"legal_name": "김민지", "number": "900101-1234567"}
PAYEE = {"bank": "004", "account": "110-123-456789", "holder": "김민지", "minimum": 0}
HUGE = 10**30


class Scene:
    """An organisation, a person who is owed money by it, and who is signed in."""

    def __init__(self, web: Web) -> None:
        self.house = House.make()
        self.worker = self.house.worker(33_333, whole=False)
        self.me: Any = signed_in(web, self.worker).http
        self.preparer: Any = signed_in(web, self.house.preparer).http
        self.approver: Any = signed_in(web, self.house.approver).http
        self.home = f"/organisations/{self.house.id}"
        self.said: list[str] = []  # all replies to people

    def get(self, path: str, **params: Any) -> Any:
        found: httpx.Response = self.preparer.get(self.home + path, params=params)
        assert found.status_code == 200, found.text
        self.said.append(found.text)
        return found.json()

    def mine(self, path: str) -> Any:
        found: httpx.Response = self.me.get(path)
        assert found.status_code == 200, found.text
        self.said.append(found.text)
        return found.json()

    def prepare(self, key: str = "a-key-for-http", **asked: Any) -> httpx.Response:
        sent = {"through": day_of(utcnow()).isoformat()} | asked
        found: httpx.Response = self.preparer.post(
            f"{self.home}/payouts", json=sent, headers={"idempotency-key": key}
        )
        return found


@pytest.fixture
def scene(web: Web) -> Scene:
    return Scene(web)


def test_the_way_of_the_money(scene: Scene) -> None:
    me = scene.mine("/me/payee")
    assert (me["missing"], me["identity_wanted"]) == (["identity", "account"], True)
    assert me["standings"][0]["owed"] == 33_333
    ask = {"organisation_id": scene.house.id}
    problem(scene.me.post("/me/payouts", json=ask), 409, "papers_missing")
    assert scene.me.put("/me/identity", json=IDENTITY).status_code == 204
    assert scene.me.put("/me/payee", json=PAYEE).status_code == 204
    assert scene.me.post("/me/payouts", json=ask).status_code == 204
    me = scene.mine("/me/payee")
    assert (me["identity"], me["account"]) == ("900101-1******", "********6789")
    assert me["identity_kept_until"] == f"{day_of(utcnow()).year + 6}-01-01"
    assert me["standings"][0]["asked_at"] is not None

    made = scene.prepare(on_demand=True)
    assert made.status_code == 201, made.text
    payout = made.json()
    assert (payout["people"], payout["gross"], payout["net"]) == (1, 33_333, 32_253)
    assert scene.prepare(on_demand=True).json()["id"] == payout["id"]
    path = f"/payouts/{payout['id']}"
    found = scene.get(path)
    assert {check["code"]: check["ok"] for check in found["checks"]} == dict.fromkeys(
        ("sums", "ledger", "accounts", "identities", "floor", "rules"), True
    )
    assert found["projects"][0]["gross"] == found["incomes"][0]["gross"] == 33_333
    assert scene.mine("/me/payouts")["items"][0]["state"] == "batched"
    assert scene.mine("/me/payee")["standings"][0]["owed"] == 0

    problem(scene.preparer.post(f"{scene.home}{path}/approve"), 409, "same_person")
    problem(scene.preparer.get(f"{scene.home}{path}/bank-file"), 409, "wrong_state")
    for _ in range(2):  # a retry changes nothing
        answered = scene.approver.post(f"{scene.home}{path}/approve")
        assert answered.json()["state"] == "approved", answered.text
    file = scene.preparer.get(f"{scene.home}{path}/bank-file")
    assert file.headers["content-disposition"] == (
        f'attachment; filename="payout-{payout["id"]}.csv"'
    )
    assert ACCOUNT in file.text, "the bank must know it"
    assert scene.preparer.post(f"{scene.home}{path}/sent").json()["state"] == "sent"
    result = answer(file.content)
    for counts in ({"paid": 1}, {"already": 1}):
        taken = scene.preparer.post(f"{scene.home}{path}/result", files={"file": ("r.csv", result)})
        assert taken.json()["counts"] == counts, taken.text
    assert taken.json()["payout"]["state"] == "settled"
    (mine,) = scene.mine("/me/payouts")["items"]
    assert (mine["state"], mine["net"]) == ("paid", 32_253)

    opened = scene.approver.post(
        f"{scene.home}/payees/{scene.worker}/open",
        json={"what": "identity", "reason": "신고서와 대조"},
    )
    assert opened.json() == {"number": NUMBER}
    log = scene.get("/openings")["items"]
    assert [(one["what"], one["reason"]) for one in log] == [
        ("identity", "신고서와 대조"),
        ("account", "bank_file"),
    ]
    scene.get(f"{path}/lines")
    scene.get("/payees")
    scene.get(f"/payees/{scene.worker}")
    for said in scene.said:
        assert NUMBER not in said.replace("-", "")
        assert ACCOUNT not in said.replace("-", "")


def test_lists_are_paged_and_searched(scene: Scene) -> None:
    people = [scene.house.worker(amount) for amount in (10_000, 40_000, 10_000, 33_333)]
    path = f"/payouts/{scene.prepare().json()['id']}/lines"
    first = scene.get(path, limit=2)
    rest = scene.get(path, limit=200, after=first["next"])
    low, high, same, most = people
    found = [one["person_id"] for one in first["items"] + rest["items"]]
    assert found == [high, most, scene.worker, same, low]
    assert [one["held"] for one in scene.get(path, is_held=True)["items"]] == ["no_identity"]
    assert len(scene.get(path, search="김민")["items"]) == 4
    assert scene.get(path, search="%")["items"] == []
    assert scene.get(path, income="daily")["items"] == []
    assert len(scene.get("/payees", search="김민", limit=3)["items"]) == 3
    assert [one["id"] for one in scene.get("/payouts")["items"]]


def test_the_banks_template(scene: Scene) -> None:
    assert scene.get("/bank-template")["own"] is None
    own = PRESETS["multi"].model_dump() | {"delimiter": ";", "encoding": "utf-8"}
    assert scene.preparer.put(f"{scene.home}/bank-template", json=own).status_code == 204
    assert scene.get("/bank-template")["own"] == own


BAD_PAYEES: list[tuple[dict[str, Any], str]] = [
    ({}, "malformed"),
    (PAYEE | {"bank": "999"}, "malformed"),
    (PAYEE | {"minimum": -1}, "malformed"),
    (PAYEE | {"minimum": HUGE}, "malformed"),
    (PAYEE | {"holder": ""}, "malformed"),
    (PAYEE | {"holder": "=1+1"}, "malformed"),
    (PAYEE | {"holder": "가\n나"}, "malformed"),
    (PAYEE | {"holder": "가" * 61}, "malformed"),
    (PAYEE | {"more": 1}, "malformed"),
    (PAYEE | {"account": "12-34"}, "no_account_number"),
    (PAYEE | {"account": "x" * 30}, "no_account_number"),
    (PAYEE | {"account": None}, "no_account_number"),
]
BAD_IDENTITIES: list[tuple[dict[str, Any], str]] = [
    ({}, "malformed"),
    (IDENTITY | {"number": "901301-1234567"}, "no_resident_number"),
    (IDENTITY | {"number": "1" * 41}, "malformed"),
    (IDENTITY | {"number": 9001011234567}, "malformed"),
    (IDENTITY | {"legal_name": " "}, "malformed"),
    (IDENTITY | {"law": "x"}, "malformed"),
]
BAD_PAYOUTS: list[tuple[dict[str, Any], str, int]] = [
    ({"through": "2999-01-01"}, "not_yet", 422),
    ({"through": "yesterday"}, "malformed", 422),
    ({"through": None}, "malformed", 422),
    ({"on_demand": "perhaps"}, "malformed", 422),
    ({"until": "2026-01-01"}, "malformed", 422),
    ({"through": "0001-01-01"}, "nobody_payable", 409),
    ({"through": "2020-01-01"}, "nobody_payable", 409),
]
BAD_TEMPLATES: list[dict[str, Any]] = [
    {},
    {"columns": [], "result": {}},
    PRESETS["generic"].model_dump() | {"encoding": "utf-16"},
    PRESETS["generic"].model_dump() | {"columns": [{"head": "a", "value": "amount"}]},
    PRESETS["generic"].model_dump() | {"columns": [{"head": "a", "value": "number"}] * 3},
    PRESETS["generic"].model_dump() | {"delimiter": ",,"},
]


def test_nonsense_changes_nothing(scene: Scene) -> None:
    for sent, code in BAD_PAYEES:
        problem(scene.me.put("/me/payee", json=sent), 422, code)
    for sent, code in BAD_IDENTITIES:
        told = problem(scene.me.put("/me/identity", json=sent), 422, code)
        for number in ("901301", "9001011234567", "1" * 41):
            assert number not in str(told), "a refusal repeats no number"
    for sent, code, status in BAD_PAYOUTS:
        problem(scene.prepare(**sent), status, code)
    problem(scene.prepare(key="short"), 422, "malformed")
    for template in BAD_TEMPLATES:
        told = scene.preparer.put(f"{scene.home}/bank-template", json=template)
        problem(told, 422, "malformed")
    for organisation in (0, HUGE, -1):
        told = scene.me.post("/me/payouts", json={"organisation_id": organisation})
        problem(told, 422, "malformed")
    problem(scene.me.post("/me/payouts", json={"organisation_id": 999_999}), 409, "nothing_owed")
    reasonless = {"what": "identity", "reason": "  x  "}
    path = f"{scene.home}/payees/{scene.worker}"
    problem(scene.preparer.post(f"{path}/open", json=reasonless), 422, "malformed")
    problem(scene.preparer.put(path, json={"income": "gift"}), 422, "malformed")
    asked = {"what": "identity", "reason": "아직 없는 번호"}
    problem(scene.preparer.post(f"{path}/open", json=asked), 404, "not_found")
    me = scene.mine("/me/payee")
    assert (me["missing"], me["bank"]) == (["identity", "account"], None)
    assert scene.get("/payouts")["items"] == []
    assert scene.get("/bank-template")["own"] is None
    assert scene.get("/openings")["items"] == []


def test_a_result_is_bounded(scene: Scene) -> None:
    scene.house.worker(10_000)
    payout = scene.house.approved()
    path = f"{scene.home}/payouts/{payout.id}/result"

    def send(content: bytes) -> httpx.Response:
        found: httpx.Response = scene.preparer.post(path, files={"file": ("r.csv", content)})
        return found

    head = b"reference,amount,status\n"
    problem(send(head + b"x,1,paid\n" * (11 << 17)), 413, "too_large")
    problem(send(head + b"x,1,p\n" * 100_001), 413, "too_large")
    problem(send(b"\x00" * 100), 422, "result_unreadable")
    problem(send(head + b'"' + b"x" * 200_000), 422, "result_unreadable")
    assert scene.get(f"/payouts/{payout.id}")["state"] == "approved"


def test_an_officer_takes_care_of_how_somebody_is_paid(scene: Scene) -> None:
    path = f"{scene.home}/payees/{scene.worker}"
    assert scene.preparer.put(path, json={"income": "other"}).status_code == 204
    assert scene.get(f"/payees/{scene.worker}")["income"] == "other"
    scene.me.put("/me/identity", json=IDENTITY)
    scene.me.put("/me/payee", json=PAYEE)
    assert scene.prepare().status_code == 201
    problem(scene.preparer.put(path, json={"income": "business"}), 409, "wrong_state")
