"""Whoever reads personal data of somebody else is written down, wherever it is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text

from app.core.database import transaction
from app.core.personal import MARK
from app.main import PREFIX, create_app
from app.models.vault import Secret
from app.workflow import payee
from tests.api.test_permissions import ROWS, send
from tests.api.world import World, made_world

# Files: they have no schema that could be marked.
FILES = {
    "GET /organisations/{organisation_id}/papers/{paper}/csv": ["email", "name"],
    "GET /organisations/{organisation_id}/receipts/{person_id}/{year}/pdf": [
        "identity",
        "legal_name",
    ],
    "POST /organisations/{organisation_id}/workbooks": ["email", "name"],
}
# The partner's people have no work here; that they are shown is written down as with `/people`.
IDLE = {"GET /organisations/{organisation_id}/consortia/{member_id}/work"}
LIKE_PERSONAL = re.compile(
    "email|holder|legal_name|identity|person|worker|actor|by_name|\\w+_by_name|birth_year|sex"
    "|lives|grew_up|account|bank|phone|user_agent"
)
# Fields that sound as if they were somebody's, and why nothing is written down.
OF_AN_OFFICE = "who acted in an office stands by his act"
ONES_OWN = "only its owner is shown it"
UNMARKED = {
    "AccessRow": OF_AN_OFFICE,
    "AuditRow": OF_AN_OFFICE,
    "MoneyRuleOut": OF_AN_OFFICE,
    "OpeningOut": OF_AN_OFFICE,
    "PayoutDetail": OF_AN_OFFICE,
    "PayoutOut": OF_AN_OFFICE,
    "ToldRow": OF_AN_OFFICE,
    "Browser": ONES_OWN,
    "GuardianOut": ONES_OWN,
    "LoginView": ONES_OWN,
    "MeView": ONES_OWN,
    "MyPayeeOut": ONES_OWN,
    "ParticipantOut": ONES_OWN,
    "PaymentOut": ONES_OWN,
    "TellingOut": ONES_OWN,
    "InvitationView": "the address that the organisation itself has invited",
    "WorkerRow": "a pseudonym",
}


@pytest.fixture(scope="module")
def world(servers: Any, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with made_world(servers, template, tmp_path_factory.mktemp("accesses")) as made:
        with transaction() as s:
            for change in (
                "UPDATE payout_line SET state = 'paid', paid_at = '2026-06-01'"
                " WHERE person_id = :w",
                "UPDATE project_member SET organisation_id = :house WHERE person_id = :partner",
            ):
                who = {"w": made.ids["w"], "partner": made.ids["w3"]}
                s.execute(text(change), {**who, "house": made.objects["organisation_id"]})
            payee.open_secret(
                s,
                organisation_id=made.objects["organisation_id"],
                person_id=made.ids["w"],
                what=Secret.IDENTITY,
                by=made.ids["f"],
                reason="신고서와 대조",
            )
        yield made


def answers() -> dict[str, set[str]]:
    """The schemas that each route's answer is made of."""
    described = create_app().openapi()
    schemas = described["components"]["schemas"]

    def within(part: Any, known: set[str]) -> set[str]:
        for name in re.findall(r'#/components/schemas/([^"]+)"', json.dumps(part)):
            if name not in known:
                within(schemas[name], known | {name})
                known.add(name)
                known |= within(schemas[name], known)
        return known

    found = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            good = {k: v for k, v in operation["responses"].items() if k.startswith("2")}
            found[f"{method.upper()} {path.removeprefix(PREFIX)}"] = within(good, set())
    return found


def marked() -> dict[str, bool]:
    """Schemas by name: whether any of their fields is marked as personal."""
    return {
        name: any(held.get(MARK) for held in schema.get("properties", {}).values())
        for name, schema in create_app().openapi()["components"]["schemas"].items()
    }


def test_whoever_is_shown_personal_data_is_written_down(world: World) -> None:
    schemas = marked()
    personal = {
        route for route, within in answers().items() if any(schemas[name] for name in within)
    }
    rows = {f"{row.method} {row.route.removeprefix(PREFIX)}": row for row in ROWS}
    written: list[Any] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if "INSERT INTO access_log" in statement and "%(people)s" in statement:
            written.append(values)

    event.listen(world.forgetful, "before_cursor_execute", note)
    silent = []
    for route in sorted((personal | set(FILES)) - IDLE):
        row = rows[route]
        written.clear()
        caller = "m" if "m" in row.let_in else row.let_in[0]
        answer = send(world, row, world.keys[caller])
        assert answer.status_code < 400, (route, answer.text)
        asked = {"route": row.method + " " + row.route.removeprefix(PREFIX)}
        if not [one for one in written if asked.items() <= one.items() and any(one["fields"])]:
            silent.append(f"{route}: {answer.text[:200]}")
        if route in FILES:
            assert all(fields.split() == FILES[route] for fields in written[-1]["fields"])
    event.remove(world.forgetful, "before_cursor_execute", note)
    assert not silent, "\n".join(silent)
    assert len(personal) > 20


def test_what_sounds_personal_is_marked_or_named_with_a_reason() -> None:
    schemas = create_app().openapi()["components"]["schemas"]
    bare = set()
    for name in set().union(*answers().values()):
        fields = schemas[name].get("properties", {})
        if any(LIKE_PERSONAL.fullmatch(one) and not fields[one].get(MARK) for one in fields):
            bare.add(name)
        if "person_id" in fields and not fields.get("name", {}).get(MARK, True):
            bare.add(name)
    assert bare == set(UNMARKED)


def test_somebody_finds_out_who_looked_but_not_by_name(world: World) -> None:
    """Neither does he find his own looks; an officer's appear with the organisation."""
    members = f"/projects/{world.objects['project_id']}/members"
    for caller, path in (("o", "/people"), ("m", members)):
        assert world.http.get(PREFIX + path, headers=world.keys[caller]).status_code == 200
        world.http.cookies.clear()
    answer = world.http.get(f"{PREFIX}/me/accesses", headers=world.keys["w"])
    world.http.cookies.clear()
    shown = answer.json()["items"]
    assert [(one["acting"], one["fields"], one["why"]) for one in shown] == [
        ("manager", ["email", "name"], None),
        ("operator", ["email", "name"], None),
        ("finance", ["identity"], "신고서와 대조"),
    ]
    assert all(shown[0][place] for place in ("project", "organisation"))
    assert shown[2]["organisation"]
    assert "성명/" not in answer.text
    with transaction() as s:
        own = s.execute(text("SELECT count(*) FROM access_log WHERE by = person_id")).scalar()
        asked = "SELECT DISTINCT route FROM access_log WHERE request_id IS NULL"
        outside = s.scalars(text(asked)).all()
    assert own == 0
    assert outside == ["vault"], "made in no request"
