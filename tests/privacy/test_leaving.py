"""Who leaves is forgotten, but for what has to stay; and the ledger stays as it was."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Enum, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.core.database import owner_engine, transaction
from app.models import Base
from app.models.vault import Secret
from app.privacy.register import BLANKED, GOES, SAYS_NOTHING, STAYS, parts
from app.vault import sealing
from app.workflow.payee import delete_due
from tests.api.conftest import PASSWORD, Web
from tests.factories import PROFILE, Place, payable

MARK = "ㅁ표식ㅁ"

# What somebody leaves behind wherever a text of his can stand.
LEFT_BEHIND = (
    "INSERT INTO passkey (person_id, credential_id, public_key, sign_count, transports, name)"
    " VALUES (:me, '', '', 0, '{{}}', '{mark}')",
    "INSERT INTO outside_identity (issuer, subject, person_id, email)"
    " VALUES ('x', '{mark}', :me, '{mark}@example.test')",
    "INSERT INTO notification (person_id, kind, params)"
    " VALUES (:me, 'invited', '{{\"project\": \"{mark}\"}}')",
    "INSERT INTO push_subscription (person_id, login_hash, endpoint, p256dh, auth)"
    " SELECT :me, token_hash, 'https://x/{mark}', '', '' FROM login WHERE person_id = :me LIMIT 1",
    "INSERT INTO invitation (organisation_id, role, email, token_hash, invited_by, expires_at)"
    " SELECT :house, 'finance', lower(email), '', :me, now() FROM person WHERE id = :me",
    "INSERT INTO saved_filter (project_id, owner_id, kind, name, asked, shared)"
    " VALUES (:p, :me, 'items', '{mark}', '{{}}', false)",
    "INSERT INTO inquiry (project_id, stage_id, item_id, assignment_id, level, asked_by, text,"
    " state) SELECT project_id, stage_id, 1, id, 0, :me, '{mark}', 'open' FROM assignment"
    " WHERE worker_id = :me LIMIT 1",
    "UPDATE login SET user_agent = '{mark}' WHERE person_id = :me",
)


def texts(table: str) -> set[str]:
    """The columns in which words can stand."""
    held = Base.metadata.tables[table].columns
    return {
        column.name
        for column in held
        if isinstance(column.type, JSONB | ARRAY | LargeBinary)
        or (isinstance(column.type, Text) and not isinstance(column.type, Enum))
    }


def test_every_column_says_what_becomes_of_it() -> None:
    told = set()
    for part in parts():
        for name in texts(part.table):
            column = f"{part.table}.{name}"
            ways = [
                part.table in GOES,
                name in BLANKED.get(part.table, ()),
                column in STAYS,
                column in SAYS_NOTHING,
            ]
            assert sum(ways) == 1, column
            told.add(column)
    assert set(STAYS) | set(SAYS_NOTHING) <= told


def standing(word: str) -> set[str]:
    """Wherever a word stands in the whole database, as table.column."""
    found = set()
    with owner_engine().begin() as owner:
        for table in Base.metadata.sorted_tables:
            for name in texts(table.fullname):
                asked = f'SELECT count(*) FROM {table.fullname} WHERE "{name}"::text LIKE :word'
                if owner.execute(text(asked), {"word": f"%{word}%"}).scalar():
                    found.add(f"{table.fullname}.{name}")
    return found


def ledger() -> tuple[str, Any]:
    """Every entry, and every account's sum."""
    with transaction() as s:
        entries = s.execute(text("SELECT e::text FROM ledger_entry e ORDER BY e.id")).scalars()
        whole = hashlib.sha256("\n".join(entries).encode()).hexdigest()
        sums = "SELECT credit, sum(amount) FROM ledger_entry GROUP BY 1 ORDER BY 1"
        return whole, s.execute(text(sums)).all()


def test_nothing_of_who_has_left_stands_where_it_need_not(web: Web) -> None:
    place = Place.make(items=2, inspect1="all", inspect2="none")
    me = web.person(MARK)
    assert me.id
    web.join(place.project_id, me, "worker")
    me.put("/me/participant", json={**PROFILE, "lives_years": 3, "device": MARK})
    me.post("/tokens", json={"name": MARK, "scopes": ["read"]})
    me.post("/me/copies")
    payable(me.id)
    first, second = (place.claim(me.id)[0] for _ in range(2))
    place.submit(me.id, first)
    me.put(
        f"/projects/{place.project_id}/assignments/{second}/draft",
        json={"revision": 0, "body": {"note": MARK}},
    )
    with owner_engine().begin() as owner:
        here = {"me": me.id, "p": place.project_id, "house": place.organisation_id}
        for statement in LEFT_BEHIND:
            owner.execute(text(statement.format(mark=MARK)), here)
    web.work()
    assert len(standing(MARK)) > 8
    before = ledger()

    assert me.post("/me/leave", json={"password": PASSWORD}).status_code == 204

    kept = standing(MARK) - {"chore.args", "event.data"}
    assert kept <= set(STAYS), kept - set(STAYS)
    assert kept >= {"pay_details.holder", "inquiry.text"}
    assert "saved_filter.name" not in kept, "it was shared with nobody"
    assert not standing(me.email)
    with transaction() as s:
        for table in sorted(GOES):
            asked = text(f"SELECT count(*) FROM {table} WHERE person_id = :me")
            assert s.execute(asked, {"me": me.id}).scalar() == 0, table
        assert s.execute(text("SELECT sum(bytes) FROM data_copy WHERE storage_key IS NOT NULL"))
    assert ledger() == before
    # Nobody ever paid him: what is under seal goes with the next night.
    with transaction() as s:
        delete_due(s)
    assert "pay_details.holder" not in standing(MARK)
    assert not standing("900101")


def test_what_was_shown_of_an_identity_number_goes_with_it(web: Web) -> None:
    me = web.person()
    assert me.id
    with transaction() as s:
        held = sealing.put(s, me.id, Secret.IDENTITY, "9001011234567", "900101-1******")
        sealing.delete(s, [held])
    assert not standing("900101")
