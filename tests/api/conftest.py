"""Callers of the real application, without a socket: browsers that are signed in, and not."""

from __future__ import annotations

import email
import email.policy
import itertools
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache

import pytest
from fastapi import FastAPI

from app.api import limits
from app.api.deps import COOKIE
from app.core.database import transaction
from app.core.settings import settings
from app.main import create_app
from app.models.person import OrganisationRoleName, ProjectRoleName
from app.models.project import Project
from app.people import organisations, sessions, sign_up
from app.people.team import join_project

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have httpx2, and works as well with httpx
    from starlette.testclient import TestClient

PASSWORD = "a long way home"
API = "http://testserver/api/v1"


@dataclass
class Caller:
    """Somebody with a browser; `id` is None for who is not signed in."""

    http: TestClient
    id: int | None = None
    email: str = ""

    def __getattr__(self, method: str) -> Callable[..., object]:
        return getattr(self.http, method)  # get, post, put, patch, delete, request


@cache
def application() -> FastAPI:
    """The application of all of this process's tests. Whom it serves from which database it asks
    at each request; what it makes of its routes at the first takes it a fifth of a second."""
    return create_app()


@dataclass
class Web:
    """The application, and ways to become somebody in it."""

    work: Callable[[], int]
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def stranger(self) -> Caller:
        return Caller(TestClient(application(), base_url=API))

    def person(self, name: str = "", *, operator: bool = False) -> Caller:
        """Somebody signed in, with PASSWORD, whose address is proved."""
        number = next(self._numbers)
        address = f"{name or 'person'}{number}@example.test"
        with transaction() as s:
            person_id = sign_up.add(
                s, email=address, name=name or "아무개", password=PASSWORD, operator=operator
            )
            assert person_id is not None
            opened = sessions.open_session(s, person_id, user_agent="tests")
        caller = self.stranger()
        caller.http.cookies.set(COOKIE, opened.token, domain="testserver.local")
        caller.http.headers["x-csrf-token"] = opened.csrf
        return Caller(caller.http, person_id, address)

    def project(self, founder: Caller, name: str = "거리 사진") -> tuple[int, int]:
        """A new organisation that `founder` administers, and a project of it."""
        with transaction() as s:
            organisation_id = organisations.found(s, "한빛데이터", founder.id or 0)
            project = Project(organisation_id=organisation_id, name=name)
            s.add(project)
            s.flush()
            return organisation_id, project.id

    def join(self, project_id: int, person: Caller, role: str) -> str:
        with transaction() as s:
            return join_project(s, project_id, person.id or 0, ProjectRoleName(role), by=None)

    def appoint(self, organisation_id: int, person: Caller, role: str) -> None:
        with transaction() as s:
            organisations.grant(
                s, organisation_id, person.id or 0, OrganisationRoleName(role), by=None
            )

    def mails(self) -> list[EmailMessage]:
        """What has been sent, after the worker has done what waits; the outbox is then empty."""
        self.work()
        found = []
        for path in sorted(settings().outbox.glob("*.eml")):
            found.append(email.message_from_bytes(path.read_bytes(), policy=email.policy.default))
            path.unlink()
        return found

    def token_for(self, address: str, page: str) -> str:
        """The token in the last mail to `address`, behind the link to `page`."""
        mail = [mail for mail in self.mails() if mail["To"] == address][-1]
        return mail.get_content().split(f"/{page}#")[1].split()[0]


@pytest.fixture
def web(database: object, worker: Callable[[], int]) -> Iterator[Web]:
    limits.forget()
    yield Web(worker)
    limits.forget()
