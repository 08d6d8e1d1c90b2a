"""Joining a team under many hands: one name each, one account each, arbiters apart."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import NotFound, Problem
from app.models.event import Event
from app.models.ledger import Account
from app.models.person import OrganisationRole, OrganisationRoleName, Person, ProjectRoleName
from app.models.project import Project, ProjectMember, ProjectRole
from app.people import organisations, rules
from app.people.problems import ArbiterOnTeam
from app.people.team import join_project, leave_team


def people(s: Session, count: int) -> list[int]:
    made = [Person(email=f"p{number}@example.test", name="x") for number in range(count)]
    s.add_all(made)
    s.flush()
    return [person.id for person in made]


def place(s: Session, founder: int) -> tuple[int, int]:
    organisation_id = organisations.found(s, "한빛", founder)
    project = Project(organisation_id=organisation_id, name="거리", currency="USD")
    s.add(project)
    s.flush()
    return organisation_id, project.id


def at_once(*acts: Callable[[], Any]) -> list[Exception]:
    """Run all at the same time, each in its thread; what they raised."""
    gate, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            act()
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_joining_again_changes_nothing(s: Session) -> None:
    (founder, worker) = people(s, 2)
    _, project = place(s, founder)
    first = join_project(s, project, worker, ProjectRoleName.WORKER, by=founder)
    assert join_project(s, project, worker, ProjectRoleName.WORKER, by=founder) == first
    assert join_project(s, project, worker, ProjectRoleName.MANAGER, by=None) == first
    assert s.scalar(select(func.count()).select_from(Account)) == 1
    assert s.scalars(select(Account.currency)).one() == "USD"
    granted = s.scalars(select(Event.target).where(Event.subject == "project_role")).all()
    assert sorted(str(role) for role in granted) == ["manager", "worker"]
    leave_team(s, project, worker, ProjectRoleName.WORKER, by=founder)
    with pytest.raises(NotFound):
        leave_team(s, project, worker, ProjectRoleName.WORKER, by=founder)
    assert join_project(s, project, worker, ProjectRoleName.WORKER, by=founder) == first


def test_nobody_joins_what_is_not_there(s: Session) -> None:
    (founder,) = people(s, 1)
    _, project = place(s, founder)
    with pytest.raises(NotFound):
        join_project(s, project, founder + 1, ProjectRoleName.WORKER, by=None)
    with pytest.raises(NotFound):
        join_project(s, project + 1, founder, ProjectRoleName.WORKER, by=None)


def test_names_grow_where_the_short_ones_are_taken(
    s: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    (founder, worker) = people(s, 2)
    _, project = place(s, founder)
    drawn: list[int] = []

    def short(draw: int, figures: int) -> str:
        drawn.append(figures)
        return "가람-001" if figures == 3 else f"가람-{draw:0{figures}d}"

    monkeypatch.setattr(rules, "pseudonym", short)
    assert join_project(s, project, founder, ProjectRoleName.WORKER, by=None) == "가람-001"
    assert len(join_project(s, project, worker, ProjectRoleName.WORKER, by=None)) > len("가람-001")
    assert set(drawn) == {3, 4}


def test_many_join_at_once_and_each_has_a_name(
    database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So few names that the threads draw the same ones.
    monkeypatch.setattr(rules, "pseudonyms", lambda figures: 12 if figures == 3 else 10**figures)
    with transaction() as s:
        founder, *workers = people(s, 13)
        _, project = place(s, founder)

    def join(worker: int) -> None:
        with transaction() as s:
            join_project(s, project, worker, ProjectRoleName.WORKER, by=None)

    # Each of them twice: a double click makes one member.
    assert at_once(*(lambda w=w: join(w) for w in workers * 2)) == []
    with transaction() as s:
        names = s.scalars(select(ProjectMember.pseudonym)).all()
        assert len(set(names)) == len(names) == 12
        assert s.scalar(select(func.count()).select_from(Account)) == 12


def test_an_arbiter_never_slips_onto_the_team(database: object) -> None:
    with transaction() as s:
        founder, *both = people(s, 9)
        organisation, project = place(s, founder)

    def join(person: int) -> None:
        with transaction() as s:
            join_project(s, project, person, ProjectRoleName.WORKER, by=None)

    def appoint(person: int) -> None:
        with transaction() as s:
            organisations.grant(s, organisation, person, OrganisationRoleName.ARBITER, by=None)

    acts = [act for p in both for act in (lambda p=p: join(p), lambda p=p: appoint(p))]
    refused = at_once(*acts)
    assert all(isinstance(error, ArbiterOnTeam) for error in refused), refused
    assert len(refused) == len(both)
    with transaction() as s:
        team = set(s.scalars(select(ProjectRole.person_id)))
        arbiters = set(
            s.scalars(
                select(OrganisationRole.person_id).where(
                    OrganisationRole.role == OrganisationRoleName.ARBITER
                )
            )
        )
    assert team.isdisjoint(arbiters)
    assert team | arbiters == set(both)


def test_two_administrators_cannot_remove_each_other_at_once(database: object) -> None:
    with transaction() as s:
        first, second = people(s, 2)
        organisation = organisations.found(s, "한빛", first)
        organisations.grant(s, organisation, second, OrganisationRoleName.ADMINISTRATOR, by=None)

    def remove(person: int) -> None:
        with transaction() as s:
            organisations.revoke(
                s, organisation, person, OrganisationRoleName.ADMINISTRATOR, by=None
            )

    (refused,) = at_once(lambda: remove(first), lambda: remove(second))
    assert isinstance(refused, Problem)
    assert refused.code == "last_administrator"
