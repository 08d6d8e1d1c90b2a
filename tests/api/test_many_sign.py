"""Five hundred sign within a minute, over HTTP, while an officer watches: all are counted."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import insert, select

from app.api.deps import COOKIE, CSRF_HEADER
from app.core.database import transaction
from app.models.person import AgreementKind, OrganisationRoleName, Person, ProjectRoleName
from app.people import organisations, sessions, signings
from app.people.agreements import publish
from app.people.signing_schemas import SigningIn
from app.people.team import join_project
from tests.api.test_streams import Listener, cookie_of
from tests.conftest import Server
from tests.factories import Place, add_person

MANY = 500
HANDS = 16
WORDS = {"title_ko": "상생 협약", "title_en": "Pact", "body_ko": "가.", "body_en": "A."}


def many_workers(place: Place) -> list[sessions.SignedIn]:
    """People who work in the project, each signed in."""
    addresses = [f"signer{number}@example.test" for number in range(MANY)]
    with transaction() as s:
        known = {"name": "서명자", "verified_at": datetime.now(UTC)}
        s.execute(insert(Person), [{"email": one, **known} for one in addresses])
        ids = s.scalars(select(Person.id).where(Person.email.in_(addresses))).all()
        for person_id in ids:
            join_project(s, place.project_id, person_id, ProjectRoleName.WORKER, by=None)
        return [sessions.open_session(s, person_id, user_agent="tests") for person_id in ids]


@pytest.mark.slow
def test_five_hundred_sign_in_a_minute_and_are_watched(server: Server) -> None:
    place = Place.make(items=1)
    boss = add_person("boss")
    signed_in = many_workers(place)
    now = datetime.now(UTC)
    with transaction() as s:
        house = place.organisation_id
        organisations.grant(s, house, boss, OrganisationRoleName.ADMINISTRATOR, by=None)
        pact = publish(s, AgreementKind.WIN_WIN, None, WORDS, by=boss, organisation_id=house)
        wanted = SigningIn(
            agreement_id=pact, title="협약식", opens_at=now, closes_at=now + timedelta(hours=1)
        )
        signing = signings.make(s, house, wanted, by=boss)
    at = f"{server.url}/api/v1/organisations/{house}/signings/{signing}"
    listener = Listener(f"{at}/stream", cookie_of(boss))
    listener.wait(lambda events: bool(events))
    assert listener.events[0][1]["standing"]["called"] == MANY

    began = time.monotonic()
    with httpx.Client(base_url=f"{server.url}/api/v1", timeout=60) as http:

        def sign(one: sessions.SignedIn) -> int:
            headers = {"cookie": f"{COOKIE}={one.token}", CSRF_HEADER: one.csrf}
            sent = http.post(f"/agreements/{pact}/sign", json={}, headers=headers)
            return sent.status_code

        with ThreadPoolExecutor(HANDS) as hands:
            assert set(hands.map(sign, signed_in)) == {204}
    assert time.monotonic() - began < 60
    listener.wait(lambda events: events[-1][1].get("standing", {}).get("signed") == MANY)
    counts = [told["standing"]["signed"] for kind, told in listener.events if kind == "signing"]
    assert counts == sorted(counts)
    assert len(counts) >= 3, "it was watched while they signed"
    server.stop()
    listener.join(10)
    assert not listener.is_alive()
