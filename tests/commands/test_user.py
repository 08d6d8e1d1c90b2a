"""`dure user`, on a real database."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from app.commands.user import app
from app.core.database import transaction
from app.core.errors import Problem
from app.models.event import Event
from app.models.factor import Totp
from app.models.person import Login, Person
from app.models.project import Project
from app.people import organisations, queries, sessions
from app.people.problems import WrongCredentials

Dure = Callable[..., str]
PASSWORD = "a long way home"


@pytest.fixture
def dure(database: object) -> Dure:
    """Runs `dure user …` and answers what it printed; refusals are raised."""

    def run(*arguments: str, password: str = PASSWORD) -> str:
        done = CliRunner().invoke(app, arguments, env={"PASSWORD": password})
        if done.exception is not None:
            raise done.exception
        return done.output

    return run


def test_a_person_is_added_and_signs_in(dure: Dure) -> None:
    dure("add", "minji@example.com", "--name", "김민지")
    dure("add", "ops@example.com", "--name", "운영", "--operator", "--locale", "en")
    listed = dure("list").splitlines()
    assert ["minji@example.com" in listed[0], "operator" in listed[0]] == [True, False]
    assert "operator" in listed[1]
    assert dure("list", "--email", "OPS@example.com").count("\n") == 1
    with transaction() as s:
        sessions.sign_in(s, "minji@example.com", PASSWORD)
    dure("password", "minji@example.com", password="another long way")
    with transaction() as s:
        assert s.scalars(select(Login)).all() == []
        sessions.sign_in(s, "minji@example.com", "another long way")
    with pytest.raises(WrongCredentials), transaction() as s:
        sessions.sign_in(s, "minji@example.com", PASSWORD)


def test_who_has_lost_his_factors_comes_in_without(dure: Dure) -> None:
    dure("add", "minji@example.com", "--name", "김민지")
    with transaction() as s:
        minji = queries.person_by_email(s, "minji@example.com")
        assert minji is not None
        s.add(Totp(person_id=minji.id, key="", sealed=b"", confirmed_at=queries.now(s)))
    with transaction() as s:
        found = sessions.sign_in(s, "minji@example.com", PASSWORD)
        assert isinstance(found, sessions.Halfway)
    dure("lost-factors", "minji@example.com")
    with transaction() as s:
        found = sessions.sign_in(s, "minji@example.com", PASSWORD)
        assert isinstance(found, sessions.SignedIn)


def test_roles_are_granted_and_revoked(dure: Dure) -> None:
    dure("add", "minji@example.com", "--name", "김민지")
    with transaction() as s:
        minji = queries.person_by_email(s, "minji@example.com")
        assert minji is not None
        organisation = organisations.found(s, "한빛", minji.id)
        project = Project(organisation_id=organisation, name="거리")
        s.add(project)
        s.flush()
    there = ("--project", str(project.id))
    assert "Called " in dure("grant", "minji@example.com", "worker", *there)
    dure("grant", "minji@example.com", "worker", *there, "--revoke")
    house = ("--organisation", str(organisation))
    dure("grant", "minji@example.com", "arbiter", *house)
    with pytest.raises(Problem, match="arbiter"):
        dure("grant", "minji@example.com", "worker", *there)
    dure("grant", "minji@example.com", "arbiter", *house, "--revoke")
    dure("grant", "minji@example.com", "operator")
    with transaction() as s:
        assert s.scalars(select(Person.operator)).one()
        assert s.scalar(select(Event.id).where(Event.target == "operator")) is not None
    dure("grant", "minji@example.com", "operator", "--revoke")
    with transaction() as s:
        assert not s.scalars(select(Person.operator)).one()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "no address", "--name", "X"), "not an e-mail address"),
        (("add", "a@example.com", "--name", "X", "--locale", "fr"), "ko or en"),
        (("password", "a@example.com"), "Nobody has the address"),
        (("grant", "minji@example.com", "worker"), "--project or --organisation"),
        (("grant", "minji@example.com", "emperor", "--project", "1"), "--project or --organ"),
        (("grant", "minji@example.com", "worker", "--project", "1"), "no such project"),
        (("add", "minji@example.com", "--name", "X"), "already"),
    ],
)
def test_refusals_say_what_to_do(dure: Dure, arguments: tuple[str, ...], says: str) -> None:
    dure("add", "minji@example.com", "--name", "김민지")
    with pytest.raises(Problem) as refused:
        dure(*arguments)
    assert says in refused.value.detail
    with pytest.raises(Problem):
        dure("add", "weak@example.com", "--name", "X", password="short")
