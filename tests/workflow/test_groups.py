"""Two or three who speak on one recording: one hands in, and what becomes of it becomes of all."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.core.errors import Conflict
from app.tasks.group_schemas import GroupOut
from app.workflow import group
from app.workflow.appeal import AppealTooLate
from app.workflow.expire import sweep
from app.workflow.gate import NotLetIn
from app.workflow.hand_in import GroupFollows
from app.workflow.lease import extend, give_back
from app.workflow.resume import PlaceTaken, resume
from tests.api.conftest import Web
from tests.api.conftest import web as web
from tests.api.desk import signed_in
from tests.factories import Place
from tests.people.collecting import ask_for, scalar, site, standing, words
from tests.workflow.lines import further, items, lead, settle

TEXTS = {"modality": "text", "labels": [{"kind": "class", "name": "a", "classes": [{"id": "b"}]}]}


class Table:
    """A host at a table, and who joins him."""

    def __init__(self, *, people: int = 3, collect: int = 3, **stage: Any) -> None:
        stage = {"overlap": 3, "inspect1": "all", "inspect2": "none", "prompts": 1} | stage
        self.place = site(collect={"group_max": collect}, **stage)
        self.people = [self.place.participant() for _ in range(people)]
        self.host = self.people[0]
        (self.lease,) = self.place.claim(self.host)
        self.code = self.start().code
        self.leases = [self.lease, *(self.join(who)[0] for who in self.people[1:])]

    def start(self) -> GroupOut:
        with transaction() as s:
            return group.start(
                s, me=self.host, project_id=self.place.project_id, assignment_id=self.lease
            )

    def join(self, who: int, code: str = "") -> tuple[int, GroupOut]:
        with transaction() as s:
            return group.join(s, me=who, project_id=self.place.project_id, code=code or self.code)

    def leave(self, at: int) -> None:
        with transaction() as s:
            give_back(
                s,
                me=self.people[at],
                project_id=self.place.project_id,
                assignment_id=self.leases[at],
                why="",
            )

    def judge(self, verdict: str, level: int = 1) -> None:
        role = {1: "primary_inspector", 2: "secondary_inspector"}[level]
        inspector = self.place.person(role)
        (inspection,) = self.place.claim(inspector, level)
        self.place.decide(inspector, inspection, verdict)

    def states(self) -> list[str]:
        return [str(self.place.assignment(lease).state) for lease in self.leases]

    def owed(self) -> list[int]:
        return [self.place.owed(who) for who in self.people]


@pytest.fixture
def table(database: object) -> Table:
    return Table()


def test_the_host_hands_in_for_all_and_all_are_paid(table: Table) -> None:
    place = table.place
    next_stage = further(place, "다음", schema=TEXTS)
    lead(place, (place, next_stage))
    assert len(set(table.leases)) == 3
    for at in (1, 2):
        with pytest.raises(GroupFollows):
            place.submit(table.people[at], table.leases[at], words())
    place.submit(table.host, table.lease, words())
    assert table.states() == ["submitted"] * 3
    seats = f"SELECT sum(slots_left) FROM seat WHERE project_id = :p AND root_id = {table.lease}"
    assert scalar(place, seats) == 1, "the recording is one, and so is its inspection"
    table.judge("approve")
    assert table.states() == ["accepted"] * 3
    assert table.owed() == [100] * 3
    task = place.rows("SELECT state, accepted, spent, reserved FROM task WHERE project_id = :p")[0]
    assert (task.state, task.accepted, task.spent) == ("done", 3, 330)
    assert task.reserved == task.spent, "what was set aside for other inspections is free again"
    handed_in = place.rows(
        "SELECT worker_id, attempt, answer IS NULL AS none FROM submission"
        " WHERE project_id = :p AND level = 0 ORDER BY assignment_id"
    )
    assert [tuple(row) for row in handed_in] == [
        (who, 1, who != table.host) for who in table.people
    ]
    settle(place)
    (made,) = items(next_stage)
    assert len(made.meta["speakers"]) == 3
    assert made.meta["speaker"] == made.meta["speakers"][0]["speaker"]


def test_without_inspection_all_are_accepted_at_once(database: object) -> None:
    table = Table(people=2, inspect1="none", overlap=2)
    receipt = table.place.submit(table.host, table.lease, words(), key="the-same-key")
    again = table.place.submit(table.host, table.lease, words(), key="the-same-key")
    assert (receipt.submission_id, again.again) == (again.submission_id, True)
    assert table.states() == ["accepted"] * 2
    assert table.owed() == [100] * 2


def test_rework_is_the_hosts_and_a_fix_is_everybodys(table: Table) -> None:
    place = table.place
    place.submit(table.host, table.lease, words())
    table.judge("return")
    assert table.states() == ["rework"] * 3
    with pytest.raises(GroupFollows):
        place.submit(table.people[1], table.leases[1], words())
    with transaction() as s, pytest.raises(GroupFollows):
        extend(s, me=table.people[1], project_id=place.project_id, assignment_id=table.leases[1])
    place.submit(table.host, table.lease, words("밥 뭇나"))
    assert [place.assignment(lease).attempt for lease in table.leases] == [2, 2, 2]
    inspector = place.rows(
        f"SELECT worker_id FROM assignment WHERE root_id = {table.lease} AND level = 1"
    )[0].worker_id
    (inspection,) = place.claim(inspector, 1)
    place.decide(inspector, inspection, "fix", words("밥 먹었니"))
    assert table.states() == ["accepted"] * 3
    assert len({place.assignment(lease).answer_id for lease in table.leases}) == 1


def test_a_rejection_is_everybodys_and_so_is_the_appeal_of_any(database: object) -> None:
    table = Table()
    place = table.place
    place.submit(table.host, table.lease, words())
    table.judge("reject")
    table.judge("reject", 2)
    assert table.states() == ["rejected"] * 3
    task = place.rows("SELECT held, places, wanted FROM task WHERE project_id = :p")[0]
    assert tuple(task) == (300, 4, 2), "three places are open again, as money comes"
    place.appeal(table.people[2], table.leases[2])
    assert table.states() == ["appealed"] * 3
    place.appeal(table.host, table.lease)
    place.decide_appeal(place.arbiter(), table.lease, won=True)
    assert table.states() == ["accepted"] * 3
    assert table.owed() == [100] * 3
    assert {place.assignment(lease).surplus for lease in table.leases} == {True}
    assert scalar(place, "SELECT held FROM task WHERE project_id = :p") == 0


def test_a_lost_appeal_and_a_term_that_ends_free_what_was_held(database: object) -> None:
    for lost in (True, False):
        table = Table()
        place = table.place
        place.submit(table.host, table.lease, words())
        table.judge("reject")
        table.judge("reject", 2)
        if lost:
            place.appeal(table.people[1], table.leases[1])
            place.decide_appeal(place.arbiter(), table.lease, won=False)
            assert table.states() == ["rejected_final"] * 3
        else:
            place.age(days=8)
            with pytest.raises(AppealTooLate):
                place.appeal(table.people[1], table.leases[1])
            sweep()
        assert scalar(place, "SELECT held FROM task WHERE project_id = :p") == 0
        assert table.owed() == [0] * 3


def test_silence_accepts_for_all(table: Table) -> None:
    table.place.submit(table.host, table.lease, words())
    table.place.age(days=8)
    sweep()
    assert table.states() == ["accepted"] * 3
    assert table.owed() == [100] * 3
    table.judge("approve")
    assert scalar(table.place, "SELECT accepted FROM task WHERE project_id = :p") == 3


def test_who_leaves_before_the_hand_in_leaves_alone(table: Table) -> None:
    place = table.place
    table.leave(2)
    free = "SELECT coalesce(sum(slots_left), 0) FROM seat WHERE project_id = :p"
    assert scalar(place, free) == 1
    place.submit(table.host, table.lease, words())
    assert table.states() == ["submitted", "submitted", "returned"]
    # He may do the prompt by himself now.
    with transaction() as s:
        resume(s, me=table.people[2], project_id=place.project_id, assignment_id=table.leases[2])
    place.submit(table.people[2], table.leases[2], words("혼자"))
    assert table.states() == ["submitted"] * 3


def test_without_the_host_nobody_goes_on(table: Table) -> None:
    table.leave(0)
    assert table.states() == ["returned"] * 3
    assert scalar(table.place, "SELECT sum(slots_left) FROM seat WHERE project_id = :p") == 3


def test_a_groups_time_is_one(table: Table) -> None:
    place = table.place
    with transaction() as s:
        extend(s, me=table.host, project_id=place.project_id, assignment_id=table.lease)
    assert len({place.assignment(lease).due_at for lease in table.leases}) == 1
    place.age(hours=3)
    sweep()
    assert table.states() == ["expired"] * 3
    assert scalar(place, "SELECT sum(slots_left) FROM seat WHERE project_id = :p") == 3


def test_a_group_can_be_joined_as_long_as_the_host_has(database: object) -> None:
    table = Table(people=2)
    place = table.place
    with transaction() as s:
        extend(s, me=table.host, project_id=place.project_id, assignment_id=table.lease)
    place.age(minutes=90)  # longer than a lease lasts that was not extended
    _, joined = table.join(place.participant())
    assert len(joined.members) == 3
    assert joined.expires_at == place.assignment(table.lease).due_at


def test_rework_that_runs_out_is_everybodys(table: Table) -> None:
    table.place.submit(table.host, table.lease, words())
    table.judge("return")
    table.place.age(days=4)
    sweep()
    assert table.states() == ["rework_expired"] * 3


def test_a_cancelled_stage_pays_all_for_the_hosts_draft(table: Table) -> None:
    with transaction() as s:
        s.execute(
            text(
                "INSERT INTO draft (project_id, assignment_id, revision, body)"
                " VALUES (:p, :a, 1, '{}')"
            ),
            {"p": table.place.project_id, "a": table.lease},
        )
    table.place.cancel()
    table.place.age(hours=2)
    sweep()
    assert table.states() == ["expired"] * 3
    assert table.owed() == [100] * 3
    assert scalar(table.place, "SELECT state FROM task WHERE project_id = :p") == "cancelled"


def test_who_may_join(web: Web) -> None:
    table = Table(people=2, overlap=4, prompts=2)
    place = table.place
    place_of_his_own = place.participant()
    assert table.join(table.people[1])[0] == table.leases[1], "again is the same"
    callers: list[Any] = [signed_in(web, table.host), signed_in(web, place_of_his_own)]
    home = f"/projects/{place.project_id}"
    own = callers[0].post(f"{home}/assignments/{table.lease}/group").json()
    assert (own["code"], own["open"], own["most"]) == (table.code, True, 3)
    assert [(one["number"], one["host"], one["me"]) for one in own["members"]] == [
        (1, True, True),
        (2, False, False),
    ]
    assert callers[1].get(f"{home}/assignments/{table.lease}/group").status_code == 404
    assert callers[1].post(f"{home}/groups", json={"code": "ZZZZZZ"}).status_code == 404
    joined = callers[1].post(f"{home}/groups", json={"code": f" {table.code.lower()} "})
    assert joined.status_code == 201, joined.text
    assert joined.json()["group"]["open"] is False
    assert callers[1].get(f"{home}/assignments/{joined.json()['assignment_id']}").is_success
    with pytest.raises(group.GroupOver):
        table.join(place.participant())


def test_each_has_a_consent_and_a_place_of_his_own(database: object) -> None:
    table = Table(people=1, overlap=2)
    place = table.place
    ask_for(place, ["sex"], ({"sex": "female"}, 2), ({"sex": "male"}, 0), counts="people")
    with pytest.raises(NotLetIn):
        table.join(place.person("worker"))  # without a profile
    with pytest.raises(NotLetIn):
        table.join(place.participant(sex="male"))
    table.join(place.participant())
    assert standing(place)[0] == (2, 2, 0)
    with pytest.raises(NotLetIn):
        table.join(place.participant())


def test_where_a_task_has_no_place_left(database: object) -> None:
    table = Table(people=2, overlap=2)
    with pytest.raises(PlaceTaken):
        table.join(table.place.participant())


def test_where_nobody_speaks_together(database: object) -> None:
    for place in (site(prompts=1, overlap=2), Place.make(overlap=2)):
        who = place.participant()
        (lease,) = place.claim(who)
        with transaction() as s, pytest.raises(Conflict):
            group.start(s, me=who, project_id=place.project_id, assignment_id=lease)


def test_nobody_joins_what_is_handed_in(database: object) -> None:
    table = Table(people=2)
    table.place.submit(table.host, table.lease, words())
    with pytest.raises(group.GroupOver):
        table.join(table.place.participant())
