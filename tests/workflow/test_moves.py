"""Every way in which a state is changed, from every state to every other.

`move()` and `Changes` take the whole tables of `core.states`; each statement that moves many rows,
or moves them without asking first, is tried on a row in every state. What a table allows happens
and leaves one row of history; what it does not allow leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from app.core.database import engine
from app.core.errors import NotFound, Problem, WrongState
from app.core.states import (
    AssignmentState,
    ItemState,
    LotState,
    PayoutLineState,
    PayoutState,
    ProjectState,
    SampleState,
    StageState,
    SuspensionState,
    TaskState,
    allowed,
    assignment_moves,
)
from app.models import (
    Assignment,
    Capture,
    Chore,
    Item,
    Payout,
    PayoutLine,
    Project,
    Release,
    Stage,
    Task,
    Verdict,
    desk,
)
from app.models.catalogue import Dataset
from app.models.consortium import ConsortiumMember
from app.models.defect import Defect
from app.models.fairness import Suspension
from app.models.hook import Hook
from app.models.inquiry import Inquiry
from app.models.learn import Course
from app.models.money import Income
from app.models.quality import Lot, Rule
from app.models.report import BlindSample
from app.models.transition import LIFECYCLES, move
from app.tasks.queries import facts_of
from app.tasks.reclaiming import reclaim
from app.workflow.appeal import appeal
from app.workflow.cancel import wind_down_item, wind_down_stage
from app.workflow.changes import Changes
from app.workflow.claim import StageClosed, claim
from app.workflow.decide import Judgement, decide
from app.workflow.expire import expire
from app.workflow.lease import extend, give_back, release
from app.workflow.opening import open_chunk
from app.workflow.resume import resume
from app.workflow.submit import submit
from tests.factories import Place, boxes
from tests.workflow.seen import picture

A = AssignmentState
LEVELS = (0, 1, 2)


class World:
    """One project with a row of everything that has a lifecycle."""

    def __init__(self) -> None:
        self.place = place = Place.make(overlap=2, inspect2="all")
        self.people = {
            0: place.person("worker"),
            1: place.person("primary_inspector"),
            2: place.person("secondary_inspector"),
        }
        (work,) = place.claim(self.people[0])
        place.submit(self.people[0], work)
        (first,) = place.claim(self.people[1], 1)
        place.decide(self.people[1], first, "approve")
        (second,) = place.claim(self.people[2], 2)
        self.assignments = {0: work, 1: first, 2: second}
        self.at = {"project_id": place.project_id}

    def about(self, level: int) -> dict[str, int]:
        return {**self.at, "assignment_id": self.assignments[level]}

    def set(self, s: Session, level: int, state: str, **values: Any) -> None:
        """Put the assignment of a level into a state, without its history."""
        s.execute(
            update(Assignment)
            .where(Assignment.id == self.assignments[level])
            .values(state=state, **values)
        )

    def payout(self, s: Session, *, line: bool) -> int:
        """The key of a payout that somebody may approve, or of a line of it."""
        batch = {
            "organisation_id": self.place.organisation_id,
            "key": "k",
            "currency": "KRW",
            "state": PayoutState.PREPARED,
            "until": func.now(),
            "on_demand": False,
            "taxed_on": func.current_date(),
            "prepared_by": self.people[0],
            "approved_by": self.people[1],
        }
        payout_id = s.execute(insert(Payout).values(**batch).returning(Payout.id)).scalar_one()
        if not line:
            return payout_id
        values = {
            "payout_id": payout_id,
            "organisation_id": self.place.organisation_id,
            "person_id": self.people[0],
            "currency": "KRW",
            "state": PayoutLineState.PAYABLE,
            "income": Income.BUSINESS,
            "gross": 1,
            "tax": 0,
            "local": 0,
            "first": True,
        }
        made = insert(PayoutLine).values(**values).returning(PayoutLine.id)
        return s.execute(made).scalar_one()

    def row(self, s: Session, table: type[Any]) -> tuple[int, int] | int:
        """The key of a row of `table`."""
        if table is Chore:
            made = insert(Chore).values(kind="nothing", args={}).returning(Chore.id)
            return int(s.execute(made).scalar_one())
        if table is Project:
            return self.place.project_id
        if table is Payout or table is PayoutLine:
            return self.payout(s, line=table is PayoutLine)
        if table is Release:
            values = {"stage_id": self.place.stage_id, "version": "1", "format": "coco"}
            s.execute(insert(Release).values(**self.at, **values))
        if table is Dataset:
            words = "title_ko title_en about_ko about_en terms_ko terms_en modality licence words"
            told = dict.fromkeys(words.split(), "") | {"keywords": [], "creators": []}
            told |= {"stage_id": self.place.stage_id, "domain": "other"}
            s.execute(insert(Dataset).values(**self.at, **told, created_by=self.people[0]))
        if table is Defect:
            release_id = self.row(s, Release)[1]  # type: ignore[index]
            defect = {
                "stage_id": self.place.stage_id,
                "release_id": release_id,
                "class_": "RBC",
                "kind": "wrong",
                "body": "x",
                "reporter_id": self.people[0],
                "client_key": "k",
            }
            s.execute(insert(Defect).values(**self.at, **defect))
        if table is desk.Act:
            act = {"kind": "reopen", "scope": {}, "params": {}, "made_by": self.place.manager}
            s.execute(insert(desk.Act).values(**self.at, **act))
        if table is Inquiry:
            asked = {
                "stage_id": self.place.stage_id,
                "item_id": 1,
                "assignment_id": self.assignments[0],
                "level": 0,
                "asked_by": self.people[0],
                "text": "x",
                "answered_at": func.now(),
            }
            one = s.execute(insert(Inquiry).values(**self.at, **asked).returning(Inquiry.id))
            s.execute(insert(Inquiry).values(**self.at, **asked, same_as=one.scalar_one()))
        if table is Lot:
            lot = {
                "stage_id": self.place.stage_id,
                "name": "1차",
                "state": LotState.OPEN,
                "limit": 2.5,
                "size": 2,
                "sample": 2,
                "accept": 0,
                "cost": 20,
                "created_by": self.people[0],
            }
            s.execute(insert(Lot).values(**self.at, **lot))
        if table is Rule:
            rule = {
                "stage_id": self.place.stage_id,
                "name": "x",
                "collector": "speed",
                "condition": {},
                "action": "notify",
                "created_by": self.people[0],
            }
            s.execute(insert(Rule).values(**self.at, **rule))
        if table is BlindSample:
            s.execute(
                insert(Release).values(
                    **self.at, stage_id=self.place.stage_id, version="2", format="coco"
                )
            )
            drawn = {
                "release_id": select(func.max(Release.id)).scalar_subquery(),
                "kind": "judged",
                "state": SampleState.DRAWING,
                "seed": 1,
                "asked": 1,
                "by": "all",
                "target": 1,
                "drawn_by": self.people[0],
            }
            s.execute(insert(BlindSample).values(**self.at, **drawn))
        if table is ConsortiumMember:
            partner = {
                "organisation_id": self.place.organisation_id,
                "roles": ["worker"],
                "invited_by": self.place.manager,
            }
            s.execute(insert(ConsortiumMember).values(**self.at, **partner))
        if table is Course:
            course = {"stage_id": self.place.stage_id, "title": "x", "created_by": self.people[0]}
            s.execute(insert(Course).values(**self.at, **course))
        if table is Hook:
            hook = {
                "name": "x",
                "address": "https://example.org/",
                "kinds": ["item.accepted"],
                "secret": b"",
                "created_by": self.people[0],
                "event_id": 0,
                "next_event_id": 0,
            }
            s.execute(insert(Hook).values(**self.at, **hook))
        if table is Capture:
            take = {
                "stage_id": self.place.stage_id,
                "assignment_id": self.assignments[0],
                "person_id": self.people[0],
                "label": "voice",
                "upload_id": "u",
                "name": "take.wav",
                "bytes": 1,
            }
            s.execute(insert(Capture).values(**self.at, **take))
        if table is Suspension:
            wish = {
                "person_id": self.people[0],
                "why": "x",
                "proposed_by": self.place.manager,
                "reply_by": func.now(),
                "drop_at": func.now(),
                "decided_by": self.people[2],
                "decided_at": func.now(),
            }
            s.execute(insert(Suspension).values(**self.at, **wish))
        found = s.execute(
            text(f"SELECT max(id) FROM {table.__tablename__} WHERE project_id = :p"),
            {"p": self.place.project_id},
        )
        return (self.place.project_id, int(found.scalar_one()))


@pytest.fixture(scope="module")
def world(shared_database: None) -> World:
    return World()


@pytest.fixture
def s(world: World) -> Iterator[Session]:
    with Session(engine(), expire_on_commit=False) as session:
        yield session
        session.rollback()


def events(s: Session) -> list[tuple[str, int, str | None, str | None]]:
    rows = s.execute(text("SELECT subject, subject_id, source, target FROM event ORDER BY id"))
    return [tuple(row) for row in rows]


def pairs() -> Iterator[Any]:
    tables: list[tuple[type[Any], int, Any]] = [
        (table, 0, moves) for table, moves in LIFECYCLES.items()
    ]
    tables += [(Assignment, level, assignment_moves(level)) for level in LEVELS]
    for table, level, moves in tables:
        for source, to in product(moves, moves):
            name = f"{table.__tablename__}{level or ''}-{source}-{to}"
            yield pytest.param(table, level, source, to, allowed(moves, source, to), id=name)


DATED: dict[tuple[type[Any], StrEnum], tuple[str, ...]] = {
    (Suspension, SuspensionState.LIFTED): ("lifted_at",)
}
"""What a row says besides in this state, and in no other."""


@pytest.mark.parametrize(("table", "level", "source", "to", "may"), list(pairs()))
def test_move(
    world: World,
    s: Session,
    table: type[Any],
    level: int,
    source: StrEnum,
    to: StrEnum,
    may: bool,
) -> None:
    if table is Assignment:
        key: tuple[int, int] | int = (world.place.project_id, world.assignments[level])
    else:
        key = world.row(s, table)
    row_id = key if isinstance(key, int) else key[1]
    beside = {
        state: {name: func.now() for name in DATED.get((table, state), ())}
        for state in (source, to)
    }
    row = update(table).where(table.id == row_id).execution_options(synchronize_session=False)
    s.execute(row.values(state=source, **beside[source]))
    before = events(s)
    now = text(f"SELECT state FROM {table.__tablename__} WHERE id = :id")
    if may:
        move(s, table, key, to, by=None, why="tried", level=level, **beside[to])
        assert s.execute(now, {"id": row_id}).scalar_one() == to
        assert events(s) == [*before, (table.__tablename__, row_id, source, to)]
    else:
        with pytest.raises(WrongState):
            move(s, table, key, to, by=None, level=level)
        assert s.execute(now, {"id": row_id}).scalar_one() == source
        assert events(s) == before


def test_move_finds_nothing_where_there_is_nothing(world: World, s: Session) -> None:
    with pytest.raises(NotFound):
        move(s, Item, (world.place.project_id, 10**9), ItemState.READY, by=None)
    with pytest.raises(NotFound):  # another project's
        move(s, Stage, (10**9, world.place.stage_id), StageState.PAUSED, by=None)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("source", "to"), list(product(A, A)))
def test_changes_move_what_the_table_allows(
    world: World, s: Session, level: int, source: A, to: A
) -> None:
    world.set(s, level, source)
    before, told = picture(s, world.place.project_id), events(s)
    facts = facts_of(s, world.place.project_id, world.assignments[level])
    assert facts is not None
    c = Changes(facts, by=None, why="tried")
    if not allowed(assignment_moves(level), source, to):
        with pytest.raises(WrongState):
            c.move(facts.own, to)
        assert facts.own.state is source
        assert picture(s, world.place.project_id) == before
        return
    c.move(facts.own, to)
    c.settle(s)
    now = s.execute(
        text("SELECT state FROM assignment WHERE id = :id"), {"id": world.assignments[level]}
    )
    assert now.scalar_one() == to
    assert events(s) == [*told, ("assignment", world.assignments[level], source, to)]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("actual", list(A))
def test_what_was_decided_on_old_facts_is_not_written(
    world: World, s: Session, level: int, actual: A
) -> None:
    """The row has moved on since the facts were read: the statement finds no row to move."""
    moves = assignment_moves(level)
    for source, to in product(moves, moves):
        if source is actual or not allowed(moves, source, to):
            continue
        with s.begin_nested() as attempt:
            world.set(s, level, source)
            facts = facts_of(s, world.place.project_id, world.assignments[level])
            assert facts is not None
            c = Changes(facts, by=None)
            c.move(facts.own, to)
            world.set(s, level, actual)
            with pytest.raises(WrongState):
                c.settle(s)
            attempt.rollback()


@pytest.mark.parametrize(("source", "to"), list(product(TaskState, TaskState)))
def test_changes_move_a_task_as_the_table_allows(
    world: World, s: Session, source: TaskState, to: TaskState
) -> None:
    s.execute(update(Task).where(Task.project_id == world.place.project_id).values(state=source))
    told = events(s)
    facts = facts_of(s, world.place.project_id, world.assignments[0])
    assert facts is not None
    c = Changes(facts, by=None)
    if not allowed(LIFECYCLES[Task], source, to):
        with pytest.raises(WrongState):
            c.move_task(to)
        return
    c.move_task(to)
    c.settle(s)
    assert s.execute(text("SELECT DISTINCT state FROM task")).scalars().all() == [to]
    assert events(s) == [*told, ("task", facts.task.id, source, to)]


# --- what people do, from every state ---

Act = Callable[[World, Session, int], object]


def _submit(w: World, s: Session, level: int) -> object:
    return submit(s, me=w.people[level], key=str(uuid4()), answer=boxes(10.0), **w.about(level))


def _approve(w: World, s: Session, level: int) -> object:
    return decide(
        s,
        me=w.people[level],
        key=str(uuid4()),
        judgement=Judgement(Verdict.APPROVE),
        body={},
        **w.about(level),
    )


def _extend(w: World, s: Session, level: int) -> None:
    extend(s, me=w.people[level], **w.about(level))


def _give_back(w: World, s: Session, level: int) -> None:
    give_back(s, me=w.people[level], why="", **w.about(level))


def _release(w: World, s: Session, level: int) -> None:
    release(s, by=w.place.manager, why="", **w.about(level))


def _appeal(w: World, s: Session, level: int) -> None:
    appeal(s, me=w.people[level], text="", **w.about(level))


def _resume(w: World, s: Session, level: int) -> None:
    offer(w, s, level)
    resume(s, me=w.people[level], **w.about(level))


def offer(w: World, s: Session, level: int) -> None:
    """A free place at this level, on the task or on the root."""
    s.execute(
        text(
            """INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
               SELECT a.project_id, q.id, 0, a.task_id,
                 CASE WHEN a.level = 0 THEN 0 ELSE a.root_id END, 1, '{}'
               FROM assignment a JOIN queue q ON q.stage_id = a.stage_id AND q.level = a.level
                 AND NOT q.held AND NOT q.gold
               WHERE a.id = :id ON CONFLICT DO NOTHING"""
        ),
        {"id": w.assignments[level]},
    )


# deed -> level -> {state: the state after it}; a state that is not listed refuses.
ENDS = {A.RETURNED: A.RESERVED, A.EXPIRED: A.RESERVED}
DEEDS: dict[str, tuple[Act, dict[int, dict[A, A]]]] = {
    "submit": (_submit, {0: {A.RESERVED: A.SUBMITTED, A.REWORK: A.SUBMITTED}}),
    "approve": (_approve, {level: {A.RESERVED: A.ACCEPTED} for level in (1, 2)}),
    "extend": (
        _extend,
        {0: {A.RESERVED: A.RESERVED, A.REWORK: A.REWORK}}
        | {level: {A.RESERVED: A.RESERVED} for level in (1, 2)},
    ),
    "give back": (
        _give_back,
        {level: {A.RESERVED: A.RETURNED, A.RETURNED: A.RETURNED} for level in LEVELS},
    ),
    "release": (
        _release,
        {level: {A.RESERVED: A.RELEASED, A.RELEASED: A.RELEASED} for level in LEVELS},
    ),
    "appeal": (_appeal, {0: {A.REJECTED: A.APPEALED, A.APPEALED: A.APPEALED}}),
    "resume": (
        _resume,
        {0: {**ENDS, A.REWORK_EXPIRED: A.RESERVED, A.RESERVED: A.RESERVED}}
        | {level: {**ENDS, A.RESERVED: A.RESERVED} for level in (1, 2)},
    ),
}
# States that a level does not have cannot be reached; its rows are not tried in them.
HAS = {
    level: [state for state in A if level == 0 or state in reached]
    for level, reached in {
        0: set(A),
        1: {A.RESERVED, A.ACCEPTED, A.RETURNED, A.EXPIRED, A.RELEASED},
        2: {A.RESERVED, A.ACCEPTED, A.RETURNED, A.EXPIRED, A.RELEASED},
    }.items()
}


@pytest.mark.parametrize(
    ("deed", "level", "state"),
    [(deed, level, state) for deed in DEEDS for level in LEVELS for state in HAS[level]],
)
def test_deeds(world: World, s: Session, deed: str, level: int, state: A) -> None:
    act, table = DEEDS[deed]
    ends = table.get(level, {})
    limit = text("now() + interval '1 hour'") if state in (A.RESERVED, A.REJECTED) else None
    if (level and state is A.RESERVED) or level == 0:
        world.set(s, 2, A.RESERVED)
    world.set(s, level, state, due_at=limit, decided_at=text("now()"))
    before, told = picture(s, world.place.project_id), events(s)
    if state not in ends:
        with s.begin_nested() as attempt:
            with pytest.raises(Problem):
                act(world, s, level)
            attempt.rollback()
        assert picture(s, world.place.project_id) == before
        return
    act(world, s, level)
    now = s.get_one(Assignment, (world.place.project_id, world.assignments[level]))
    s.refresh(now)
    assert now.state is ends[state]
    mine = ("assignment", world.assignments[level])
    new = [row[2:] for row in events(s)[len(told) :] if row[:2] == mine]
    assert new == ([] if state is ends[state] else [(state, ends[state])])


# --- what is done to many rows at once ---


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("state", list(A))
@pytest.mark.parametrize("late", [True, False])
def test_reclaim(world: World, s: Session, level: int, state: A, late: bool) -> None:
    """Only leases run out in bulk, and only when their time is over."""
    world.set(s, 2, A.ACCEPTED, due_at=None)
    due = text(f"now() {'-' if late else '+'} interval '1 second'")
    world.set(s, level, state, due_at=due)
    before, told = picture(s, world.place.project_id), events(s)
    if not late or state is not A.RESERVED:
        assert reclaim(s) == 0
        assert picture(s, world.place.project_id) == before
        return
    assert reclaim(s) == 1
    assert events(s) == [*told, ("assignment", world.assignments[level], A.RESERVED, A.EXPIRED)]
    row = s.execute(
        text("SELECT state, due_at FROM assignment WHERE id = :id"),
        {"id": world.assignments[level]},
    ).one()
    assert tuple(row) == ("expired", None)
    assert reclaim(s) == 0


@pytest.mark.parametrize("state", [state for state in TaskState if state is not TaskState.OPEN])
@pytest.mark.parametrize("level", LEVELS)
def test_reclaim_leaves_tasks_that_are_not_open(
    world: World, s: Session, state: TaskState, level: int
) -> None:
    """But for looks: at what several answers come to, and at what is delivered in a lot. Those go
    back to be looked at by somebody else, and the task stays what it is.
    """
    world.set(s, level, A.RESERVED, due_at=text("now() - interval '1 second'"))
    s.execute(update(Task).where(Task.project_id == world.place.project_id).values(state=state))
    before, told = picture(s, world.place.project_id), events(s)
    if level > 0 and state in (TaskState.ESCALATED, TaskState.DONE):
        mine = world.assignments[level]
        assert reclaim(s) == 1
        assert events(s) == [*told, ("assignment", mine, A.RESERVED, A.EXPIRED)]
        seats = s.execute(
            text(
                """SELECT t.state, q.level, q.gold, q.held, f.root_id, f.slots_left,
                     :me = ANY (f.seen)
                   FROM seat f JOIN queue q ON q.id = f.queue_id JOIN task t ON t.id = f.task_id
                   WHERE f.project_id = :p AND f.root_id <> 0"""
            ),
            {"p": world.place.project_id, "me": world.people[level]},
        ).all()
        root = world.assignments[0]
        assert [tuple(row) for row in seats] == [(state, level, False, False, root, 1, True)]
        return
    assert reclaim(s) == 0
    assert picture(s, world.place.project_id) == before


# What the clock makes of a term that is over, one at a time.
OVER = {
    A.REWORK: A.REWORK_EXPIRED,
    A.SUBMITTED: A.ACCEPTED,
    A.REJECTED: A.REJECTED,
    A.APPEALED: A.ACCEPTED,
}


@pytest.mark.parametrize("state", list(A))
@pytest.mark.parametrize("late", [True, False])
def test_the_clock(world: World, s: Session, state: A, late: bool) -> None:
    lease = world.assignments[0]
    due = text(f"now() {'-' if late else '+'} interval '1 second'")
    world.set(s, 0, state, due_at=due)
    # A rejection holds its pay aside.
    s.execute(update(Task).where(Task.project_id == world.place.project_id).values(held=100))
    before, told = picture(s, world.place.project_id), events(s)
    if not late or state not in OVER:
        assert expire(s, world.place.project_id, lease) is False
        assert picture(s, world.place.project_id) == before
        return
    assert expire(s, world.place.project_id, lease) is True
    now = s.execute(text("SELECT state FROM assignment WHERE id = :id"), {"id": lease})
    assert now.scalar_one() == OVER[state]
    new = [row for row in events(s)[len(told) :] if row[:2] == ("assignment", lease)]
    assert new == (
        [] if OVER[state] is state else [("assignment", lease, state.value, OVER[state].value)]
    )
    assert expire(s, world.place.project_id, lease) is False


@pytest.mark.parametrize(("stage", "project"), list(product(StageState, ProjectState)))
def test_claims_are_for_open_stages_of_open_projects(
    world: World, s: Session, stage: StageState, project: ProjectState
) -> None:
    fresh = world.place.person("worker")
    s.execute(update(Stage).where(Stage.id == world.place.stage_id).values(state=stage))
    s.execute(update(Project).where(Project.id == world.place.project_id).values(state=project))
    before, told = picture(s, world.place.project_id), events(s)
    values: dict[str, Any] = {
        "me": fresh,
        "project_id": world.place.project_id,
        "stage_id": world.place.stage_id,
        "level": 0,
        "count": 1,
        "key": "k",
    }
    if (stage, project) != (StageState.OPEN, ProjectState.OPEN):
        with pytest.raises(StageClosed):
            claim(s, **values)
        assert picture(s, world.place.project_id) == before
        return
    (lease,) = claim(s, **values)
    assert events(s) == [*told, ("assignment", lease, None, "reserved")]
    assert claim(s, **values) == [lease]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("state", list(A))
def test_a_claim_never_gives_a_second_lease_on_the_same(
    world: World, s: Session, level: int, state: A
) -> None:
    """A seat that nobody has been struck from, and a person who has been there in any state."""
    world.set(s, level, state)
    if level == 0:
        s.execute(text("DELETE FROM seat"))
    offer(world, s, level)
    held = text("SELECT count(*), min(state) FROM assignment WHERE worker_id = :me")
    assert (
        claim(
            s,
            me=world.people[level],
            project_id=world.place.project_id,
            stage_id=world.place.stage_id,
            level=level,
            count=3,
            key="again",
        )
        == []
    )
    assert s.execute(held, {"me": world.people[level]}).one() == (1, state)
    seat = s.execute(
        text("SELECT slots_left, :me = ANY (seen) FROM seat WHERE root_id = :root"),
        {
            "me": world.people[level],
            "root": 0 if level == 0 else world.assignments[0],
        },
    )
    assert tuple(seat.one()) == (1, True)


@pytest.mark.usefixtures("shared_database")
@pytest.mark.parametrize("state", list(ItemState))
def test_only_ready_items_are_opened(state: ItemState) -> None:
    place = Place.make(items=1, opened=False)
    ((item_id,),) = place.rows("SELECT id FROM item WHERE project_id = :p")
    with engine().begin() as connection:
        connection.execute(update(Item).where(Item.id == item_id).values(state=state))
    opened = open_chunk(place.project_id, place.stage_id, None, priority=0, by=place.manager)
    tasks = place.rows("SELECT item_id, state FROM task WHERE project_id = :p")
    told = place.rows(
        "SELECT subject, source, target FROM event WHERE project_id = :p"
        " AND subject IN ('item', 'task') ORDER BY subject"
    )
    if state is ItemState.READY:
        assert opened == 1
        assert tasks == [(item_id, "open")]
        assert told == [("item", "ready", "in_work"), ("task", None, "open")]
    else:
        assert opened == 0
        assert tasks == []
        assert told == []
        assert place.rows("SELECT state FROM item WHERE project_id = :p") == [(state,)]


@pytest.mark.usefixtures("shared_database")
@pytest.mark.parametrize("whole", ["stage", "item"])
@pytest.mark.parametrize("state", list(TaskState))
def test_winding_down_cancels_unfinished_tasks_only(state: TaskState, whole: str) -> None:
    """Also of those whose answers are weighed, or that wait for who decides between them."""
    place = Place.make(inspect1="none")
    ((task_id, item_id),) = place.rows("SELECT id, item_id FROM task WHERE project_id = :p")
    with engine().begin() as connection:
        connection.execute(update(Task).where(Task.id == task_id).values(state=state))
    told = place.rows("SELECT count(*) FROM event WHERE project_id = :p")[0][0]
    if whole == "stage":
        wind_down_stage(place.project_id, place.stage_id)
    else:
        wind_down_item(place.project_id, item_id)
    after = place.rows("SELECT state FROM task WHERE project_id = :p")
    new = place.rows("SELECT subject, source, target FROM event WHERE project_id = :p ORDER BY id")[
        told:
    ]
    if state in (TaskState.OPEN, TaskState.AGGREGATING, TaskState.ESCALATED):
        assert after == [("cancelled",)]
        assert sorted(new) == [("item", "in_work", "ready"), ("task", state, "cancelled")]
    else:
        assert after == [(state,)]
        assert new == []


@pytest.mark.usefixtures("shared_database")
@pytest.mark.parametrize("state", list(A))
def test_winding_down_waits_for_live_work(state: A) -> None:
    """Work that is under way keeps its task open; what was handed in is paid first."""
    place = Place.make()
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    with engine().begin() as connection:
        connection.execute(update(Assignment).where(Assignment.id == lease).values(state=state))
        connection.execute(
            update(Stage).where(Stage.id == place.stage_id).values(state=StageState.CANCELLED)
        )
    while wind_down_stage(place.project_id, place.stage_id):
        pass
    live = state in (A.RESERVED, A.REWORK, A.APPEALED)
    assert place.rows("SELECT state FROM task WHERE project_id = :p") == [
        ("open" if live else "cancelled",)
    ]
    assert place.owed(worker) == (100 if state is A.SUBMITTED else 0)
