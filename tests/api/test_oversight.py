"""The operator's view over all projects: organisations, money down to the picture, history."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from app.api import streams
from app.core.database import engine, transaction
from app.models import Asset, EntryKind, LedgerEntry
from app.oversight import queries, searching
from app.storage import forget_storage, storage
from tests.api.conftest import Caller, Web
from tests.factories import Place
from tests.payouts.house import House


@pytest.fixture
def operator(web: Web) -> Caller:
    return web.person("운영", operator=True)


def items(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def paged(caller: Caller, path: str, **params: Any) -> list[dict[str, Any]]:
    """All rows, two by two."""
    found: list[dict[str, Any]] = []
    after = 0
    while True:
        page = caller.get(path, params=params | {"after": after, "limit": 2}).json()
        found += page["items"]
        if page["next"] is None:
            return found
        after = page["next"]


# --- people ----------------------------------------------------------------------------------


def test_people_are_found_by_how_name_or_address_begins(web: Web, operator: Caller) -> None:
    minji, minho = web.person("민지"), web.person("민호")
    assert [row["id"] for row in items(operator.get("/people", params={"q": "민"}))] == [
        minji.id,
        minho.id,
    ]
    assert [row["id"] for row in paged(operator, "/people", q="민")] == [minji.id, minho.id]
    upper = {"q": minho.email.upper()}
    assert [row["id"] for row in items(operator.get("/people", params=upper))] == [minho.id]
    assert items(operator.get("/people", params={"q": "%"})) == []
    assert [row["id"] for row in items(operator.get("/people", params={"operator": True}))] == [
        operator.id
    ]
    assert operator.get("/people", params={"q": "\0"}).status_code == 422


def test_a_person_is_shown_with_offices_and_projects(web: Web, operator: Caller) -> None:
    boss, worker = web.person("책임"), web.person("일꾼")
    organisation_id, project_id = web.project(boss)
    name = web.join(project_id, worker, "worker")
    shown = operator.get(f"/people/{worker.id}").json()
    assert [(one["id"], one["pseudonym"]) for one in shown["projects"]] == [(project_id, name)]
    assert operator.get(f"/people/{boss.id}").json()["organisations"] == [
        {"id": organisation_id, "name": "한빛데이터", "roles": ["administrator"]}
    ]
    assert operator.get("/people/999999").status_code == 404


def test_operators_are_made_and_the_last_one_stays(web: Web, operator: Caller) -> None:
    other = web.person()
    last = operator.patch(f"/people/{operator.id}", json={"operator": False})
    assert (last.status_code, last.json()["code"]) == (409, "last_operator")
    for _ in range(2):  # again is no change
        made = operator.patch(f"/people/{other.id}", json={"operator": True})
        assert made.json()["operator"] is True
    assert other.get("/people").status_code == 200
    assert other.patch(f"/people/{operator.id}", json={"operator": False}).status_code == 200
    assert operator.get("/people").status_code == 403
    with transaction() as s:
        told = s.execute(
            text("SELECT actor_id, source, target FROM event WHERE subject = 'person' ORDER BY id")
        ).all()
    assert [tuple(row) for row in told] == [
        (operator.id, None, "operator"),
        (other.id, "operator", None),
    ]
    assert operator.patch("/people/999999", json={"operator": True}).status_code == 403
    assert other.patch("/people/999999", json={"operator": True}).status_code == 404


def test_an_address_is_taken_as_proved(web: Web, operator: Caller) -> None:
    other = web.person()
    with transaction() as s:
        s.execute(text("UPDATE person SET verified_at = NULL WHERE id = :id"), {"id": other.id})
    assert other.get("/me/earnings").status_code == 403
    shown = operator.patch(f"/people/{other.id}", json={"verified": True}).json()
    assert shown["verified_at"] is not None
    assert other.get("/me/earnings").status_code == 200
    assert operator.patch(f"/people/{other.id}", json={"verified": False}).status_code == 422


# --- organisations ---------------------------------------------------------------------------


def test_the_operator_sees_to_it_that_organisations_have_officers(
    web: Web, operator: Caller
) -> None:
    boss, arbiter = web.person("책임"), web.person("중재")
    organisation_id, project_id = web.project(boss)
    second, _ = web.project(boss)
    rows = items(operator.get("/oversight/organisations"))
    assert [row["id"] for row in rows] == [second, organisation_id]
    assert (rows[1]["officers"], rows[1]["projects"], rows[1]["open_projects"]) == (1, 1, 0)
    assert [row["id"] for row in paged(operator, "/oversight/organisations", q="한빛")] == [
        second,
        organisation_id,
    ]
    assert items(operator.get("/oversight/organisations", params={"q": "없다"})) == []
    home = f"/organisations/{organisation_id}"
    assert operator.get(home).json()["roles"] == []
    # An administrator may only raise who holds an office; the operator anybody.
    office = f"{home}/members/{arbiter.id}/roles/arbiter"
    assert boss.put(office).status_code == 404
    assert operator.put(office).status_code == 204
    assert [row["name"] for row in items(operator.get(f"{home}/members"))] == ["책임", "중재"]
    assert operator.patch(home, json={"name": "두레"}).json()["name"] == "두레"
    sent = operator.post(f"{home}/invitations", json={"email": "a@b.test", "role": "finance"})
    assert sent.status_code == 201
    # The house opens, its projects do not.
    assert operator.get(f"/projects/{project_id}").status_code == 404
    assert operator.post(f"{home}/projects", json={"name": "X"}).status_code == 404


def test_projects_are_listed_by_name_only(web: Web, operator: Caller) -> None:
    boss = web.person("책임")
    organisation_id, first = web.project(boss, "거리 사진")
    _, second = web.project(boss, "목소리")
    assert [row["id"] for row in paged(operator, "/oversight/projects")] == [second, first]
    assert [row["id"] for row in paged(operator, "/oversight/projects", q="목소")] == [second]
    only = {"organisation_id": organisation_id}
    assert [row["id"] for row in paged(operator, "/oversight/projects", **only)] == [first]
    assert boss.get("/oversight/projects").status_code == 403


# --- agreements ------------------------------------------------------------------------------


def test_every_version_of_every_agreement(web: Web, operator: Caller) -> None:
    boss = web.person("책임")
    _, project_id = web.project(boss)
    words = {"title_ko": "가", "title_en": "a", "body_ko": "나", "body_en": "b"}
    assert operator.post("/agreements", json={"kind": "terms", **words}).status_code == 201
    assert boss.post(f"/projects/{project_id}/agreement", json=words).status_code == 201
    rows = paged(operator, "/oversight/agreements")
    assert [(row["kind"], row["version"], row["current"]) for row in rows] == [
        ("project", 1, True),
        ("terms", 2, True),
        ("privacy", 1, True),
        ("terms", 1, False),
    ]
    assert rows[0]["project"] == "거리 사진"
    assert len(paged(operator, "/oversight/agreements", kind="terms")) == 2
    assert len(paged(operator, "/oversight/agreements", project_id=project_id)) == 1
    shown = operator.get(f"/oversight/agreements/{rows[0]['id']}").json()
    assert shown["body_en"] == "b"
    assert operator.get("/oversight/agreements/999").status_code == 404


# --- money -----------------------------------------------------------------------------------


@pytest.fixture
def place(web: Web) -> Place:
    """A piece of work that was paid, and whose picture can be seen."""
    forget_storage()
    here = Place.make(items=3, inspect1="all")
    worker, inspector = here.person("worker"), here.person("primary_inspector")
    for lease in here.claim(worker, count=2):
        here.submit(worker, lease)
    for lease in here.claim(inspector, 1, count=2):
        here.decide(inspector, lease, "approve")
    with transaction() as s:
        kept = storage().put([b"a picture"])
        s.execute(update(Asset).values(storage_key=kept.key, thumbnail_key=kept.key))
    return here


def test_from_a_won_to_its_picture(web: Web, operator: Caller, place: Place) -> None:
    earned = paged(operator, "/ledger", kind="earn")
    assert sorted(row["amount"] for row in earned) == [30, 30, 100, 100]
    paid = next(row for row in earned if row["cause"].startswith("assignment:"))
    assert paid["project"] == "세포"
    assert paid["credit_account"]["pseudonym"] == paid["pseudonym"]
    assert paid["debit_account"]["stage"] == "상자"
    traced = operator.get(f"/ledger/{paid['id']}").json()
    assert traced["entry"] == paid
    assert traced["assignment"]["state"] == "accepted"
    assert traced["assignment"]["price"] == paid["amount"]
    assert [turn["level"] for turn in traced["turns"]] == [0, 1]
    assert traced["label_schema"]["modality"] == "picture"
    picture = traced["item"]["media"]["url"]
    assert operator.http.get(f"http://testserver{picture}").content == b"a picture"
    judged = next(row for row in earned if row["cause"].startswith("submission:"))
    of_inspector = operator.get(f"/ledger/{judged['id']}").json()
    assert of_inspector["assignment"]["level"] == 1
    assert [turn["level"] for turn in of_inspector["turns"]] == [0, 1]
    (fund,) = paged(operator, "/ledger", kind="fund")
    of_fund = operator.get(f"/ledger/{fund['id']}").json()
    assert (of_fund["assignment"], of_fund["item"], of_fund["turns"]) == (None, None, [])
    given = paged(operator, "/ledger", kind="give_back")[0]
    assert operator.get(f"/ledger/{given['id']}").json()["item"] is not None
    assert operator.get("/ledger/999999").status_code == 404


def test_an_entry_names_the_one_that_takes_it_back(
    web: Web, operator: Caller, place: Place
) -> None:
    paid = paged(operator, "/ledger", kind="earn")[0]
    with transaction() as s:
        s.add(
            LedgerEntry(
                project_id=place.project_id,
                debit=paid["credit"],
                credit=paid["debit"],
                currency="KRW",
                amount=paid["amount"],
                kind=EntryKind.REVERSE,
                cause=f"reverse:{paid['id']}",
                reverses=paid["id"],
            )
        )
    (back,) = paged(operator, "/ledger", kind="reverse")
    assert operator.get(f"/ledger/{paid['id']}").json()["reversed_by"] == back["id"]
    assert operator.get(f"/ledger/{back['id']}").json()["reversed_by"] is None


def test_the_ledger_is_filtered(web: Web, operator: Caller, place: Place) -> None:
    everything = paged(operator, "/ledger")
    ids = [row["id"] for row in everything]
    assert ids == sorted(ids, reverse=True)
    other = Place.make(items=1)
    assert paged(operator, "/ledger", project_id=place.project_id) == everything
    assert len(paged(operator, "/ledger")) > len(everything)
    assert {
        row["project_id"] for row in paged(operator, "/ledger", project_id=other.project_id)
    } == {other.project_id}
    paid = next(row for row in everything if row["person_id"])
    mine = paged(operator, "/ledger", person_id=paid["person_id"])
    assert {row["person_id"] for row in mine} == {paid["person_id"]}
    assert len(mine) == 2
    assert paged(operator, "/ledger", person_id=paid["person_id"], kind="fund") == []
    assert paged(operator, "/ledger", since="2100-01-01T00:00:00Z") == []
    assert paged(operator, "/ledger", until="2020-01-01T00:00:00Z") == []
    assert operator.get("/ledger", params={"kind": "bribe"}).status_code == 422


def test_budgets_add_up(web: Web, operator: Caller, place: Place) -> None:
    (row,) = items(operator.get("/budgets"))
    assert row["funded"] == row["left"] + row["reserved"] + row["earned"] == 10_000_000
    assert row["earned"] == 2 * 130
    manager = web.person()
    web.join(place.project_id, manager, "manager")
    own = manager.get(f"/projects/{place.project_id}/budget").json()
    assert {name: row[name] for name in own} == own
    assert items(operator.get("/budgets", params={"q": "없다"})) == []


# --- an organisation's books -----------------------------------------------------------------


@pytest.fixture
def finance(web: Web, place: Place) -> Caller:
    """Who keeps the books of the place's organisation, and of no other one."""
    who = web.person("재무")
    web.appoint(place.organisation_id, who, "finance")
    return who


def test_finance_reads_the_books_of_its_own_organisation(
    web: Web, operator: Caller, finance: Caller, place: Place
) -> None:
    abroad = Place.make(items=1)
    home = f"/organisations/{place.organisation_id}"
    rows = paged(finance, f"{home}/accounts")
    assert {row["project_id"] for row in rows} == {place.project_id}
    # Whatever came from outside is somewhere inside.
    assert sum(row["balance"] for row in rows) == 0
    held = {row["kind"]: row["balance"] for row in rows if row["kind"] != "person"}
    assert held["sponsor"] == -10_000_000
    assert sorted(row["balance"] for row in rows if row["kind"] == "person" and row["balance"]) == [
        60,
        200,
    ]
    everything = paged(operator, "/ledger", project_id=place.project_id)
    assert paged(finance, f"{home}/ledger") == everything
    other = f"/organisations/{abroad.organisation_id}"
    for path in ("accounts", "ledger", f"ledger/{everything[0]['id']}"):
        assert finance.get(f"{other}/{path}").status_code == 404
    (foreign,) = paged(operator, "/ledger", project_id=abroad.project_id, kind="fund")
    assert finance.get(f"{home}/ledger/{foreign['id']}").status_code == 404
    assert paged(finance, f"{home}/ledger", project_id=abroad.project_id) == []
    assert paged(finance, f"{home}/ledger", account_id=foreign["credit"]) == []
    assert paged(finance, f"{home}/accounts", project_id=abroad.project_id) == []


def test_an_account_says_what_it_holds_and_leads_to_the_picture(
    web: Web, finance: Caller, place: Place
) -> None:
    home = f"/organisations/{place.organisation_id}"
    paid = [row for row in paged(finance, f"{home}/accounts", kind="person") if row["balance"]]
    worker = max(paid, key=lambda row: row["balance"])
    assert paged(finance, f"{home}/accounts", q=worker["pseudonym"]) == [worker]
    assert paged(finance, f"{home}/accounts", person_id=worker["person_id"]) == [worker]
    assert paged(finance, f"{home}/accounts", q="없다") == []
    moved = paged(finance, f"{home}/ledger", account_id=worker["id"])
    assert sum(row["amount"] for row in moved) == worker["balance"] == worker["credited"]
    traced = finance.get(f"{home}/ledger/{moved[0]['id']}").json()
    assert [turn["level"] for turn in traced["turns"]] == [0, 1]
    assert traced["item"]["media"]["url"]
    assert traced["behind"] is None


@pytest.mark.parametrize(
    ("kind", "cause", "since"),
    [
        ("top_up", "topup:{person}:{stage}:2026-11-28", "2026-11-27T15:00:00Z"),
        ("bonus", "bonus:7:{person}", None),
        ("bonus", "bonus:7:{person}:2", None),
    ],
)
def test_what_was_added_leads_to_the_work_that_it_was_added_for(
    web: Web, finance: Caller, place: Place, kind: str, cause: str, since: str | None
) -> None:
    home = f"/organisations/{place.organisation_id}"
    earned = paged(finance, f"{home}/ledger", kind="earn")[0]
    person = earned["person_id"]
    with transaction() as s:
        added = LedgerEntry(
            project_id=place.project_id,
            debit=earned["debit"],
            credit=earned["credit"],
            currency="KRW",
            amount=5,
            kind=EntryKind(kind),
            cause=cause.format(person=person, stage=place.stage_id),
        )
        s.add(added)
        s.flush()
        entry_id = added.id
    behind = finance.get(f"{home}/ledger/{entry_id}").json()["behind"]
    assert (behind["project_id"], behind["person_id"]) == (place.project_id, person)
    assert (behind["since"] and datetime.fromisoformat(behind["since"])) == (
        since and datetime.fromisoformat(since)
    )
    if since is not None:
        assert datetime.fromisoformat(behind["until"]) - datetime.fromisoformat(
            behind["since"]
        ) == timedelta(days=1)


def test_what_arrived_in_a_bank_leads_to_what_was_earned(web: Web) -> None:
    house = House.make()
    person = house.worker(100_000, days_ago=3)
    finance = web.person("재무")
    web.appoint(house.id, finance, "finance")
    home = f"/organisations/{house.id}"
    first = house.approved()
    house.settle(first)
    house.owe(person, 50_000)
    second = house.approved()
    house.settle(second)
    for payout, earned in ((second, 50_000), (first, 100_000)):
        lines = finance.get(f"{home}/payouts/{payout.id}/lines").json()["items"]
        moved = paged(finance, f"{home}/ledger")
        parts = {row["kind"]: row for row in moved if row["cause"] == f"payout:{lines[0]['id']}"}
        assert set(parts) == {"payout", "paid", "withhold", "withhold_local"}
        for row in parts.values():
            # Whose it is, also where it moves between accounts that are nobody's.
            assert row["person_id"] == person
            traced = finance.get(f"{home}/ledger/{row['id']}").json()
            assert (traced["line"]["payout_id"], traced["line"]["gross"]) == (payout.id, earned)
            asked = {name: value for name, value in traced["behind"].items() if value}
            behind = paged(finance, f"{home}/ledger", kind="earn", **asked)
            assert [one["amount"] for one in behind] == [earned]


# --- history ---------------------------------------------------------------------------------


def test_the_history_of_decisions_and_of_work(
    web: Web, operator: Caller, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = paged(operator, "/audit")
    assert {row["subject"] for row in decided}.isdisjoint(searching.WORK)
    assert [row["id"] for row in decided] == sorted((row["id"] for row in decided), reverse=True)
    by_manager = paged(operator, "/audit", actor_id=place.manager)
    assert {row["actor"] for row in by_manager} == {"관리자"}
    roles = paged(operator, "/audit", subject="project_role", project_id=place.project_id)
    assert {row["target"] for row in roles} >= {"worker", "primary_inspector"}
    assert all(row["about"].startswith(("사람", "관리자")) for row in roles)
    assert {row["about"] for row in decided if row["subject"] == "stage"} == {"상자"}
    assert paged(operator, "/audit", since="2100-01-01T00:00:00Z") == []
    refused = operator.get("/audit", params={"subject": "task"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    work = {"subject": "assignment", "project_id": place.project_id}
    moves = paged(operator, "/audit", **work)
    assert [row["target"] for row in moves][-1] == "reserved"
    assert all(row["about"].endswith(".png") for row in moves)
    monkeypatch.setattr(searching, "SCANNED", 3)
    assert paged(operator, "/audit", **work) == moves


def test_lists_over_all_projects_are_read_by_key(place: Place) -> None:
    """No table that grows with the work is read whole, and each project gives at most a page."""
    values: dict[str, Any] = {
        **dict.fromkeys(("project", "person", "kind", "since", "until", "subject", "actor")),
        **dict.fromkeys(("organisation", "account")),
        "before": queries.FAR,
        "limit": 51,
        "stretch": 100,
        "places": [place.project_id],
        "from": 0,
        "subject_id": 1,
        "q": "",
        "id": 1,
    }
    with engine().begin() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement in (
            queries._ENTRY.format(chosen=queries._OF_ALL),
            queries._ENTRY.format(chosen=queries._OF_PERSON),
            queries._ENTRY.format(chosen=queries._OF_ACCOUNT),
            queries._ENTRY.format(chosen=queries._ONE),
            searching.statement_of(searching._EVERYWHERE, "place"),
            searching.statement_of(searching._OF_PLACES, "project_id"),
            searching.statement_of(searching._OF_WORK, "project_id"),
        ):
            plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())
            for table in ("event", "ledger_entry"):
                assert f"Seq Scan on {table}" not in plan, plan


# --- overview --------------------------------------------------------------------------------


def test_an_overview_for_who_manages(web: Web, place: Place) -> None:
    manager, worker = web.person("책임"), web.person()
    web.join(place.project_id, manager, "manager")
    web.join(place.project_id, worker, "worker")
    home = f"/projects/{place.project_id}"
    shown = manager.get(f"{home}/overview").json()
    assert shown["items"] == {
        "total": 3,
        "accepted": 2,
        "in_work": 1,
        "waiting": 0,
        "excluded": 0,
    }
    assert shown["share"] == pytest.approx(2 / 3, abs=1e-4)
    assert shown["quality"]["first_pass"] == 1.0
    assert shown["cost"]["per_item"] == 130
    assert shown["cost"]["expected_total"] == 390
    assert shown["forecast"]["why"] == "pace"
    assert [day["items"] for day in shown["days"]] == [2]
    of_stage = manager.get(f"{home}/overview", params={"stage_id": place.stage_id}).json()
    assert of_stage == shown
    assert manager.get(f"{home}/overview", params={"stage_id": 999}).status_code == 404
    assert worker.get(f"{home}/overview").status_code == 403
    first = manager.get(f"{home}/members/figures", params={"limit": 3}).json()
    rest = manager.get(f"{home}/members/figures", params={"after": first["next"]}).json()
    everybody = first["items"] + rest["items"]
    assert rest["next"] is None
    assert sorted(row["done"] for row in everybody) == [0, 0, 0, 2, 2]
    assert next(row for row in everybody if row["accepted"])["earned"] == 200


def test_items_have_small_pictures(web: Web, place: Place) -> None:
    manager = web.person()
    web.join(place.project_id, manager, "manager")
    (first, *_) = items(manager.get(f"/projects/{place.project_id}/items"))
    assert manager.http.get(f"http://testserver{first['thumbnail_url']}").status_code == 200


# --- streams ---------------------------------------------------------------------------------


def events(text: str) -> list[tuple[str, str]]:
    found = []
    for frame in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in frame.splitlines() if ": " in line)
        if "event" in fields:
            found.append((fields["event"], fields["data"]))
    return found


def test_a_stream_begins_with_how_things_stand_and_ends(
    web: Web, operator: Caller, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LASTS", 0.0)
    manager = web.person()
    web.join(place.project_id, manager, "manager")
    opened = manager.post(f"/projects/{place.project_id}/stages/{place.stage_id}/openings", json={})
    assert opened.status_code == 202, opened.text
    answer = manager.get(f"/projects/{place.project_id}/stream")
    assert answer.headers["content-type"].startswith("text/event-stream")
    kinds = [kind for kind, _ in events(answer.text)]
    assert kinds == ["chore", "project"]
    assert '"accepted":2' in events(answer.text)[1][1]
    everything = operator.get("/stream")
    assert [kind for kind, _ in events(everything.text)] == ["chore"]
    assert manager.get("/stream").status_code == 403
    assert operator.get(f"/projects/{place.project_id}/stream").status_code == 404
    assert streams._slots == {}


def test_one_person_listens_in_so_many_windows(
    web: Web, operator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LASTS", 0.0)
    monkeypatch.setattr(streams, "EACH", 0)
    refused = operator.get("/stream")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_streams")
    monkeypatch.setattr(streams, "EACH", 6)
    monkeypatch.setattr(streams, "ALL", 0)
    assert operator.get("/stream").status_code == 503
