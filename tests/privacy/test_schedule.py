"""What is kept for how long, and what a night deletes of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import owner_engine, transaction
from app.core.settings import ROOT, NotConfigured, configure
from app.privacy import schedule
from app.workers.privacy import tonight
from tests.api.conftest import Web

DOCUMENT = ROOT / "docs" / "privacy.md"
OLD, YOUNG = 400, 20  # days

PUT = {
    "access_log": "INSERT INTO access_log (at, by, person_id, acting, fields, route)"
    " VALUES (now() - :ago, :me, :me, 'operator', '{name}', 'GET /people')",
    "notification": "INSERT INTO notification (person_id, kind, params, created_at)"
    " VALUES (:me, 'invited', '{}', now() - :ago)",
    "invitation": "INSERT INTO invitation (organisation_id, role, email, token_hash, invited_by,"
    " expires_at) SELECT id, 'finance', 'x@example.test', decode(md5(:ago::text), 'hex'), :me,"
    " now() - :ago FROM organisation",
    "api_token": "INSERT INTO api_token (person_id, token_hash, name, scopes, expires_at)"
    " VALUES (:me, decode(md5(:ago::text), 'hex'), 'x', '{read}', now() - :ago)",
    "chore": "INSERT INTO chore (kind, args, state, finished_at)"
    " VALUES ('mail', '{}', 'done', now() - :ago)",
    "data_copy": "INSERT INTO data_copy (person_id, ready_at, ends_at)"
    " VALUES (:me, now(), now() - :ago)",
    "tidied": "INSERT INTO tidied (what, deleted, at) VALUES ('tidied', 0, now() - :ago)",
}


def run(web: Web) -> dict[str, int]:
    with transaction() as s:
        s.execute(text("DELETE FROM chore WHERE kind = 'tidy'"))
        s.execute(text("INSERT INTO chore (kind, args) VALUES ('tidy', '{}')"))
    web.work()
    with transaction() as s:
        asked = "SELECT state, result, error FROM chore WHERE kind = 'tidy'"
        state, result, error = s.execute(text(asked)).one()
    assert state == "done", error
    found: dict[str, int] = result
    return found


def put(me: Any, days: int) -> None:
    with owner_engine().begin() as owner:
        for statement in PUT.values():
            written = statement.replace(":ago::text", f"'{days}'").replace(
                ":ago", f"interval '{days} days'"
            )
            owner.execute(text(written), {"me": me.id})


def test_what_is_over_goes_and_the_rest_stays(web: Web) -> None:
    me = web.person()
    web.project(me)
    for days in (OLD, YOUNG):
        put(me, days)
    gone = run(web)
    # A log of accesses is kept for two years.
    assert {what: gone[what] for what in PUT} == {**dict.fromkeys(PUT, 1), "access_log": 0}
    assert gone["guardian"] == gone["unproved"] == 0
    again = run(web)
    assert not any(again[what] for what in PUT)


def test_what_is_configured_holds_down_to_the_least(web: Web) -> None:
    me = web.person()
    put(me, OLD)
    put(me, YOUNG)
    configure(keep_days="access_log=1, chore=10")
    try:
        gone = run(web)
        configure(keep_days="acess_log=1000")
        with pytest.raises(NotConfigured, match="acess_log"):
            schedule.days_of("access_log")
    finally:
        configure(keep_days=None)
    assert gone["access_log"] == 1, "of a year at the least, whatever is configured"
    assert gone["chore"] == 2


def test_nobody_shortens_the_log_of_accesses(web: Web) -> None:
    me = web.person()
    put(me, YOUNG)
    with transaction() as s:
        asked = text("SELECT forget_access(now() + interval '9 years', 100)")
        assert s.execute(asked).scalar() == 0
    for connect in (transaction, owner_engine().begin):
        for change in ("DELETE FROM access_log", "UPDATE access_log SET route = ''"):
            with pytest.raises(DBAPIError, match=r"only ever added to|permission denied"):
                with connect() as s:
                    s.execute(text(change))


def test_an_address_that_was_never_proved_is_forgotten(web: Web) -> None:
    me, other = web.person("하나"), web.person("둘")
    with transaction() as s:
        late = "UPDATE person SET verified_at = NULL, created_at = now() - interval '31 days'"
        s.execute(text(f"{late} WHERE id = :me"), {"me": me.id})
    assert run(web)["unproved"] == 1
    with transaction() as s:
        asked = "SELECT name, left_at IS NOT NULL FROM person WHERE id = ANY(:ids) ORDER BY id"
        found = s.execute(text(asked), {"ids": [me.id, other.id]}).all()
    assert [row[1] for row in found] == [True, False]
    assert found[0][0] != "하나"


def test_a_night_has_one_run_and_the_operator_sees_it(web: Web) -> None:
    operator = web.person(operator=True)
    put(operator, OLD)
    for _ in range(2):
        tonight()
    with transaction() as s:
        nights = s.execute(text("SELECT count(*) FROM chore WHERE kind = 'tidy'")).scalar()
    assert nights in (0, 1), "none before three at night"
    run(web)
    found = operator.get("/oversight/keeping").json()
    log, told = (
        {one["what"]: one for one in found["kept_for"]}[what]
        for what in (
            "access_log",
            "notification",
        )
    )
    assert (log["days"], log["least"], log["last_deleted"]) == (730, 365, 0)
    assert (told["deleted"], told["last_deleted"]) == (1, 1)
    assert {one["what"] for one in found["kept_by"]} >= {"ledger", "payout", "vault"}


def test_the_document_says_what_the_schedule_does() -> None:
    said = re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \|", DOCUMENT.read_text(), re.MULTILINE)
    bounds = {one.what: (one.days, one.least) for one in schedule.KEEPINGS}
    assert {what: (int(days), int(least)) for what, days, least in said} == {
        **bounds,
        **schedule.OTHERS,
    }
