"""Somebody's copy of what is kept of him: all of it, and nothing of others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.models import Base
from app.privacy.register import ELSEWHERE, NOT_GIVEN, parts
from app.storage import Missing, storage
from app.workers.privacy import end_copies
from tests.api.conftest import API, Web
from tests.factories import Place, payable

OF_SOMEBODY = {"person_id", "worker_id", "actor_id", "created_by", "by", "host_id", "decided_by"}


def test_every_table_with_a_person_in_it_is_given_or_named_with_a_reason() -> None:
    held = {
        name
        for name, table in Base.metadata.tables.items()
        for column in table.columns
        if column.name in OF_SOMEBODY
        or any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    given = {part.table for part in parts()}
    indirectly = {"person", "draft", "appeal", "attempt_answer", "ledger_entry", "payout_share"}
    assert held | indirectly == given | set(ELSEWHERE) | {"appeal"}
    assert not given & set(ELSEWHERE)
    for table, columns in NOT_GIVEN.items():
        assert set(columns) <= set(Base.metadata.tables[table].columns.keys()), table


def test_no_way_in_is_part_of_a_copy() -> None:
    """Hashes, keys and seals are no data of his; whoever found the file could use them."""
    for part in parts():
        named = [
            column.name
            for column in Base.metadata.tables[part.table].columns
            if column.name in part.columns and str(column.type) in ("BLOB", "BYTEA")
        ]
        assert not named, part.table
        assert not [name for name in part.columns if "hash" in name or "csrf" in name] or (
            part.table == "submission"
        )


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_a_copy_has_all_that_is_kept_of_somebody(web: Web, locale: str) -> None:
    place = Place.make(items=2, inspect1="none", inspect2="none")
    me, other = web.person("김하나"), place.person("worker")
    me.patch("/me", json={"locale": locale})
    assert me.id
    web.join(place.project_id, me, "worker")
    payable(me.id)
    for who in (me.id, other):
        (lease,) = place.claim(who)
        place.submit(who, lease)
    asked = me.post("/me/copies")
    assert asked.status_code == 202, asked.text
    assert me.post("/me/copies").json()["code"] == "copy_asked"
    web.work()
    (kept,) = me.get("/me/copies").json()["items"]
    assert (kept["state"], kept["done"]) == ("ready", kept["total"])
    told = me.get("/notifications").json()["items"]
    assert [one["kind"] for one in told] == ["copy_ready"]
    link = me.get(f"/me/copies/{kept['id']}/download").json()
    content = web.stranger().get(API.removesuffix("/api/v1") + link["url"]).content
    with ZipFile(BytesIO(content)) as held:
        rows = {
            name: json.loads(held.read(name)) for name in held.namelist() if name.endswith("json")
        }
        page = held.read("index.html").decode()
        statements = [name for name in held.namelist() if name.startswith("statements/")]
    assert set(rows) == {part.path for part in parts()}
    (person,) = rows["account/person.json"]
    assert (person["email"], person["name"]) == (me.email, "김하나")
    assert "password_hash" not in person
    (handed_in,) = rows["work/submission.json"]
    assert handed_in["worker_id"] == me.id
    assert handed_in["answer"]["annotations"]
    assert [entry["amount"] for entry in rows["money/ledger_entry.json"]] == [100]
    assert {sealed["what"] for sealed in rows["money/sealed.json"]} == {"identity", "account"}
    assert len(statements) == 1
    assert ("내 데이터 사본" in page) == (locale == "ko")
    assert "9001011234567" not in content.decode("latin-1")


def test_a_copy_is_kept_for_a_week_and_by_nobody_who_has_left(web: Web) -> None:
    me, leaver = web.person(), web.person()
    for who in (me, leaver):
        who.post("/me/copies")
    web.work()
    (kept,), (left,) = (who.get("/me/copies").json()["items"] for who in (me, leaver))
    with transaction() as s:
        keys = s.execute(text("SELECT storage_key FROM data_copy ORDER BY id")).scalars().all()
    end_copies()
    assert me.get(f"/me/copies/{kept['id']}/download").status_code == 200
    assert leaver.get(f"/me/copies/{kept['id']}/download").status_code == 404
    leaver.post("/me/leave", json={"password": "a long way home"})
    assert _is_there(keys) == [True, False]
    with transaction() as s:
        s.execute(text("UPDATE data_copy SET ends_at = now() - interval '1 minute'"))
    end_copies()
    assert _is_there(keys) == [False, False]
    assert me.get(f"/me/copies/{kept['id']}/download").status_code == 404
    assert me.get("/me/copies").json()["items"][0]["state"] == "ended"
    assert left["state"] == "ready"


def _is_there(keys: Sequence[str]) -> list[bool]:
    found = []
    for key in keys:
        try:
            found.append(storage().stat(key).key == key)
        except Missing:
            found.append(False)
    return found
