"""Who may listen no more hears no more: each stream, by each way of losing the right to it; and no
link of a file is good for anything but what it was made for."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import orjson
import pytest
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.security import sign
from app.core.settings import settings
from app.models import AgreementKind, OrganisationRoleName, Person, ProjectRoleName
from app.people import agreements, organisations, sessions, signings, tokens
from app.people.signing_schemas import SigningIn
from app.people.team import leave_team
from app.storage import LINK_TTL, storage
from app.storage.links import PATH, sign_link
from tests.api.conftest import Web
from tests.api.test_streams import Listener, cookie_of
from tests.conftest import Server
from tests.factories import WORDS, Place, add_person

Loss = Callable[[Session], None]
AT = "http://testserver"


@pytest.mark.slow
def test_who_may_listen_no_more_hears_no_more(server: Server) -> None:
    place = Place.make(items=1)
    here, house = place.project_id, place.organisation_id
    boss, left, out = (place.person("manager") for _ in range(3))
    officer, operator, gone = add_person(), add_person(), add_person()
    opens = datetime.now(UTC) + timedelta(days=1)
    with transaction() as s:
        for person in (officer, gone):
            organisations.grant(s, house, person, OrganisationRoleName.ADMINISTRATOR, by=None)
        s.get_one(Person, operator).operator = True
        pact = agreements.publish(
            s, AgreementKind.WIN_WIN, None, WORDS, by=boss, organisation_id=house
        )
        event = SigningIn(
            agreement_id=pact, title="협약", opens_at=opens, closes_at=opens + timedelta(hours=1)
        )
        signing = signings.make(s, house, event, by=officer)

    def no_operator(s: Session) -> None:
        s.get_one(Person, operator).operator = False

    def no_officer(s: Session) -> None:
        organisations.revoke(s, house, gone, OrganisationRoleName.ADMINISTRATOR, by=officer)

    cookie = cookie_of(out)
    paths: dict[str, tuple[int, str, str | None, Loss]] = {
        "a role in the project": (
            left,
            f"/projects/{here}/stream",
            None,
            lambda s: leave_team(s, here, left, ProjectRoleName.MANAGER, by=None),
        ),
        "the session": (
            out,
            f"/projects/{here}/stream",
            cookie,
            lambda s: sessions.sign_out(s, cookie),
        ),
        "all sessions": (
            boss,
            "/me/stream",
            None,
            lambda s: sessions.sign_out_everywhere(s, boss),
        ),
        "an office": (gone, f"/organisations/{house}/signings/{signing}/stream", None, no_officer),
        "the installation": (operator, "/stream", None, no_operator),
    }
    listeners = {
        what: Listener(f"{server.url}/api/v1{path}", kept or cookie_of(who))
        for what, (who, path, kept, _) in paths.items()
    }
    stays = Listener(
        f"{server.url}/api/v1/organisations/{house}/signings/{signing}/stream", cookie_of(officer)
    )
    for listener in (*listeners.values(), stays):
        listener.wait(lambda events: bool(events), 30)
    with transaction() as s:
        for _, _, _, lose in paths.values():
            lose(s)
    for what, listener in listeners.items():
        listener.join(20)
        assert not listener.is_alive(), f"still heard after losing {what}"
    assert stays.is_alive()
    server.stop()
    stays.join(20)


@pytest.mark.slow
def test_a_program_whose_token_is_revoked_hears_no_more(server: Server) -> None:
    place = Place.make(items=1)
    boss = place.person("manager")
    with transaction() as s:
        number, token = tokens.make(s, boss, "listens", ["read", "manage"], None)
    url = f"{server.url}/api/v1/projects/{place.project_id}/stream"
    with httpx.stream("GET", url, headers={"authorization": f"Bearer {token}"}, timeout=30) as told:
        lines = told.iter_lines()
        assert next(lines).startswith("retry:")
        with transaction() as s:
            tokens.revoke(s, boss, number)
        assert list(lines)[-1] == "", "the stream came to its end"


def changed(link: str, name: str) -> str:
    """`link` with one thing about it not as it was made."""
    payload, signature = link.removeprefix(PATH).split(".")
    key, expires, kind, filename = orjson.loads(base64.urlsafe_b64decode(payload + "=="))

    def packed(*parts: object) -> str:
        return base64.urlsafe_b64encode(orjson.dumps(parts)).rstrip(b"=").decode()

    secret = settings().signing_key()
    longer = packed(key, expires + 3600, kind, filename)
    other = packed("f" * 64, expires, kind, filename)
    past = packed(key, 1_000_000_000, kind, filename)
    return (
        PATH
        + {
            "prolonged": f"{longer}.{signature}",
            "of another file": f"{other}.{signature}",
            "shown as a page": f"{packed(key, expires, 'text/html', None)}.{signature}",
            "expired": f"{past}.{sign(secret, 'media link', past)}",
            "signed for another purpose": f"{payload}.{sign(secret, 'verify address', payload)}",
            "signed elsewhere": f"{payload}.{sign(b'another secret', 'media link', payload)}",
            "unsigned": payload,
            "signed with nothing": f"{payload}.",
            "cut": f"{payload}.{signature[:-1]}",
            "of a path": f"..%2F..%2Fsecret.{signature}",
        }[name]
    )


CHANGES = (
    "prolonged",
    "of another file",
    "shown as a page",
    "expired",
    "signed for another purpose",
    "signed elsewhere",
    "unsigned",
    "signed with nothing",
    "cut",
    "of a path",
)


@pytest.mark.parametrize("name", CHANGES)
def test_a_link_is_good_for_what_it_was_made_for(web: Web, name: str) -> None:
    kept = storage().put([b"the bytes of a file"])
    link = storage().link(kept.key, LINK_TTL, media_type="image/png")
    http = web.stranger().http
    assert http.get(AT + link).content == b"the bytes of a file"
    for address in (changed(link, name), f"{changed(link, name)}/tiles/0/0/0"):
        answer = http.get(AT + address)
        assert answer.status_code == 404, answer.text
        assert answer.json()["code"] in ("link_expired", "not_found")
    tiles = http.get(f"{AT}{link}/tiles/0/0/0")
    assert (tiles.status_code, tiles.json()["code"]) == (404, "not_found")


def test_a_link_of_one_installation_is_none_of_another(web: Web) -> None:
    kept = storage().put([b"the bytes of a file"])
    link = sign_link(b"another installation's secret", kept.key, LINK_TTL, media_type="image/png")
    assert web.stranger().http.get(AT + link).json()["code"] == "link_expired"
