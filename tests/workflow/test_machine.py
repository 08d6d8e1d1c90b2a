"""Everything that people and the clock can do to a stage, in any order, and what must hold after
each step.

The machine drives the services as the API does, on the real database; its invariants are its own
SQL. The default run is short and always the same; `LONG_MACHINE=500` tries that many fresh runs
(`LONG_STEPS` steps each).

Chance is left out: a sample's rate is 0 or 1, and the queue's hint is set by hand, so that a run
that fails can be run again.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import owner_engine, transaction
from app.core.errors import Forbidden, Problem, WrongState
from app.core.states import (
    INSPECTION,
    ITEM,
    STAGE,
    TASK,
    WORK,
    AssignmentState,
    ItemState,
    StageState,
    TaskState,
)
from app.models import Inspect, OrganisationRoleName
from app.people.organisations import grant
from app.tasks.hints import hints
from app.workflow.appeal import AppealTooLate
from app.workflow.cancel import (
    cancel_stage,
    exclude_item,
    restore_item,
    wind_down_item,
    wind_down_stage,
)
from app.workflow.ceiling import settle
from app.workflow.claim import StageClosed
from app.workflow.decide import NoMoreReturns
from app.workflow.design import NoSuchChange, change_stage, open_stage, pause_stage, set_prices
from app.workflow.expire import sweep
from app.workflow.fund import open_wanted, pay_in
from app.workflow.hand_in import OtherAnswer, Receipt
from app.workflow.lease import extend, give_back, release, save_draft
from app.workflow.opening import BudgetShort, open_chunk, quote
from app.workflow.resume import HoldsFull, PlaceTaken, resume
from tests.factories import Place, add_person, boxes
from tests.priced import PRICED
from tests.workflow.seen import picture

LONG = int(os.environ.get("LONG_MACHINE", "0"))

CAST = (
    ("worker",),
    ("worker",),
    ("worker", "primary_inspector"),
    ("primary_inspector",),
    ("primary_inspector", "secondary_inspector"),
    ("worker", "primary_inspector", "secondary_inspector"),
    ("secondary_inspector",),
)
LEVELS = {"worker": 0, "primary_inspector": 1, "secondary_inspector": 2}
POLICIES = (("none", 0), ("sample", 0), ("sample", 1), ("all", 1))
PRICES = ((100, 30, 20), (150, 45, 35), (60, 0, 0), (40, 10, 70))
TIMES = ({"hours": 2}, {"hours": 25}, {"hours": 73}, {"days": 8}, {"days": 10})
VERDICTS = ("approve", "fix", "return", "return", "reject", "reject")

NOTHING = object()  # a deed's answer where there is nothing that it could be done to

# What can happen in a step, as often as it stands here.
DEEDS = (
    *("work",) * 7,
    *("inspect",) * 8,
    *("claim",) * 4,
    *("submit",) * 4,
    *("decide",) * 3,
    *("wait",) * 3,
    *("let_go", "resume", "appeal", "settle_appeal", "settle_rejection", "fund") * 2,
    *("claim_again", "submit_again", "meddle", "extend", "save"),
    *("hold_up", "reprice", "change_policy", "ask_for_money", "exclude", "restore", "cancel"),
)
# After which step it may: what ends much comes late.
LATE = {"exclude": 8, "cancel": 25}


@dataclass(frozen=True)
class Draw:
    """The chances of one step; each deed uses those that it needs."""

    person: int  # in CAST
    number: int  # which of those that it could be done to
    count: int
    yes: bool
    verdict: str
    time: dict[str, int]
    prices: tuple[int, int, int]
    first: tuple[str, int]
    second: tuple[str, int]


DRAWS = st.builds(
    Draw,
    person=st.integers(0, len(CAST) - 1),
    number=st.integers(0, 10),
    count=st.integers(1, 3),
    yes=st.booleans(),
    verdict=st.sampled_from(VERDICTS),
    time=st.sampled_from(TIMES),
    prices=st.sampled_from(PRICES),
    first=st.sampled_from(POLICIES),
    second=st.sampled_from(POLICIES),
)
"""One step's chances."""


class Stage(RuleBasedStateMachine):
    """One stage, its people, and everything that can happen to it."""

    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.cancelled = self.paused = False
        self.now: list[Any] = []
        self.items: list[Any] = []
        # (worker, lease, key) -> what was sent and what came back
        self.sent: dict[tuple[int, int, str], tuple[int, Receipt]] = {}
        self.claims: dict[tuple[int, int, str], list[int]] = {}

    @initialize(
        items=st.integers(1, 3),
        overlap=st.integers(1, 3),
        first=st.sampled_from(POLICIES),
        second=st.sampled_from(POLICIES),
        holds=st.sampled_from((20, 2)),
        spare=st.sampled_from((0, 400, 1_000_000)),
    )
    def begin(
        self,
        items: int,
        overlap: int,
        first: tuple[str, int],
        second: tuple[str, int],
        holds: int,
        spare: int,
    ) -> None:
        """A stage with just the money to open its items, or with some to spare."""
        self.place = place = Place.make(
            items=items,
            overlap=overlap,
            inspect1=first[0],
            rate1=first[1],
            inspect2=second[0],
            rate2=second[1],
            holds=holds,
            prices=PRICES[0],
            funds=0,
            opened=False,
        )
        self.here = {"project_id": place.project_id, "stage_id": place.stage_id}
        with transaction() as s:
            need = quote(s, place.project_id, place.stage_id, None).total
        with transaction() as s:
            pay_in(
                s,
                by=place.manager,
                project_id=place.project_id,
                amount=need + spare,
                key="opening",
            )
        assert open_chunk(**self.here, batch_id=None, priority=0, by=place.manager) == items
        self.cast = [place.person(*roles) for roles in CAST]
        self.arbiter = place.arbiter()
        self.administrator = add_person("운영자")
        with transaction() as s:
            office = OrganisationRoleName.ADMINISTRATOR
            grant(s, place.organisation_id, self.administrator, office, by=None)

    # --- looking ---

    def look(self) -> None:
        """Read what stands after a step, for the choice of the next."""
        self.now = self.place.rows(
            "SELECT id, worker_id, level, state, recheck, due_at FROM assignment"
            " WHERE project_id = :p ORDER BY id"
        )
        self.items = self.place.rows(
            "SELECT id, state, tasks_left FROM item WHERE project_id = :p ORDER BY id"
        )

    def those(self, *states: str, levels: tuple[int, ...] = (0, 1, 2)) -> list[Any]:
        return [row for row in self.now if row.state in states and row.level in levels]

    def eligible(self, who: int, level: int) -> int:
        """How many places wait for this person at this level? By tasks' and people's rows."""
        with transaction() as s:
            return int(
                s.execute(
                    text(ELIGIBLE),
                    {
                        "p": self.place.project_id,
                        "stage": self.place.stage_id,
                        "level": level,
                        "me": who,
                    },
                ).scalar_one()
            )

    def picture(self) -> Any:
        """Everything that stands, to see that a step changed nothing."""
        with transaction() as s:
            return picture(s, self.place.project_id)

    @rule(deed=st.sampled_from(DEEDS), draw=DRAWS)
    def step(self, deed: str, draw: Draw) -> None:
        self.do(deed, draw)

    def do(self, deed: str, draw: Draw) -> None:
        """What cannot be done now gives way to ordinary work, so that no step is idle."""
        if self.steps >= LATE.get(deed, 0) and getattr(self, deed)(draw) is not NOTHING:
            return
        if self.paused and draw.number % 2:
            self.hold_up(draw)
        elif not self.cancelled and not any(item.tasks_left for item in self.items):
            self.more(draw)
        elif draw.yes:
            self.inspect(draw)
        else:
            self.work(draw)

    # --- people ---

    def levels(self, person: int) -> list[int]:
        return [LEVELS[role] for role in CAST[person]]

    def take(self, person: int, level: int, count: int) -> list[int]:
        """Claim; “no work” is only said where there is none."""
        who = self.cast[person]
        before = self.eligible(who, level)
        key = self.place.key()
        try:
            leases = self.place.claim(who, level, count, key)
        except StageClosed:
            assert self.paused or self.cancelled
            return []
        except HoldsFull:
            return []
        assert self.paused is self.cancelled is False
        assert len(set(leases)) == len(leases) <= count
        if before:
            assert leases, f"{before} places, and “no work” for {who} at level {level}"
        if not leases:
            assert self.eligible(who, level) == 0
        for earlier, held in self.claims.items():  # a re-check is found by its newest key
            self.claims[earlier] = [] if set(held) & set(leases) else held
        self.claims[who, level, key] = leases
        return leases

    def claim(self, draw: Draw) -> None:
        tasks = self.place.rows("SELECT id, queue_id FROM task WHERE project_id = :p ORDER BY id")
        with transaction() as s:
            queue = (self.place.project_id, tasks[0][1])
            hints.drop(s, queue)
            if draw.yes:  # what another process's claims may have left behind
                hints.put(s, queue, (0, tasks[draw.number % len(tasks)][0]))
        levels = self.levels(draw.person)
        self.take(draw.person, levels[draw.number % len(levels)], draw.count)

    def claim_again(self, draw: Draw) -> object:
        """The same key finds the same leases, whatever became of them."""
        taken = [entry for entry in self.claims.items() if entry[1]]
        if not taken:
            return NOTHING
        (who, level, key), leases = pick(taken, draw)
        before = self.picture()
        assert self.place.claim(who, level, 1, key) == sorted(leases)
        assert self.picture() == before
        return None

    def work(self, draw: Draw) -> None:
        """Whoever comes first of those who can claims, and hands in."""
        for person in self.in_turn(draw, 0):
            if leases := self.take(person, 0, 1):
                self.hand_in(self.cast[person], leases[0], draw)
                return

    def inspect(self, draw: Draw) -> None:
        """The same, with a verdict, at either level."""
        first = 1 + draw.number % 2
        for level in (first, 3 - first):
            for person in self.in_turn(draw, level):
                if leases := self.take(person, level, 1):
                    self.judge(self.cast[person], leases[0], draw)
                    return

    def in_turn(self, draw: Draw, level: int) -> list[int]:
        order = [(draw.person + step) % len(CAST) for step in range(len(CAST))]
        return [person for person in order if level in self.levels(person)][:3]

    def hand_in(self, who: int, lease: int, draw: Draw) -> None:
        key = self.place.key()
        receipt = self.place.submit(who, lease, boxes(draw.count), key)
        self.sent[who, lease, key] = (draw.count, receipt)

    def judge(self, who: int, lease: int, draw: Draw) -> None:
        root = self.place.assignment(self.place.assignment(lease).root_id)
        try:
            self.place.decide(who, lease, draw.verdict)
        except NoMoreReturns:
            assert (draw.verdict, root.returns, root.state.value) == ("return", 2, "submitted")
            self.place.decide(who, lease, "reject")

    def submit(self, draw: Draw) -> object:
        if not (leases := self.those("reserved", "rework", levels=(0,))):
            return NOTHING
        lease = pick(leases, draw)
        self.hand_in(lease.worker_id, lease.id, draw)
        return None

    def decide(self, draw: Draw) -> object:
        if not (leases := self.those("reserved", levels=(1, 2))):
            return NOTHING
        lease = pick(leases, draw)
        self.judge(lease.worker_id, lease.id, draw)
        return None

    def submit_again(self, draw: Draw) -> object:
        """A retry is answered as the first time; another body under the same key is refused."""
        if not self.sent:
            return NOTHING
        (who, lease, key), (box, receipt) = pick(list(self.sent.items()), draw)
        before = self.picture()
        if draw.yes:
            assert self.place.submit(who, lease, boxes(box), key) == replace(receipt, again=True)
        else:
            with pytest.raises(OtherAnswer):
                self.place.submit(who, lease, boxes(box + 1), key)
        assert self.picture() == before
        return None

    def meddle(self, draw: Draw) -> object:
        """Hand in what is not one's own, or not there to be handed in, or at another level."""
        if not self.now:
            return NOTHING
        lease = pick(self.now, draw)
        who, verdict = pick(self.cast, draw), draw.yes
        if who == lease.worker_id and lease.state in ("reserved", "rework"):
            verdict = lease.level == 0
        act = partial(self.place.decide, verdict="approve") if verdict else self.place.submit
        before = self.picture()
        with pytest.raises(Problem):
            act(who, lease.id)
        assert self.picture() == before
        return None

    def extend(self, draw: Draw) -> object:
        if not (leases := self.those("reserved", "rework")):
            return NOTHING
        lease = pick(leases, draw)
        for _ in range(2):
            with transaction() as s:
                extend(s, me=lease.worker_id, **self.about(lease))
        return None

    def let_go(self, draw: Draw) -> object:
        """Give a lease back, or have it taken back; perhaps with a draft."""
        if not (leases := self.those("reserved")):
            return NOTHING
        lease = pick(leases, draw)
        if draw.count == 1:
            self.draft(lease)
        with transaction() as s:
            if draw.yes:
                release(s, by=self.place.manager, why="비었어요", **self.about(lease))
            else:
                give_back(s, me=lease.worker_id, why="바빠요", **self.about(lease))
        return None

    def save(self, draw: Draw) -> object:
        if not (leases := self.those("reserved", "rework")):
            return NOTHING
        self.draft(pick(leases, draw))
        return None

    def draft(self, lease: Any) -> None:
        (revision,) = self.place.rows(
            f"SELECT coalesce(max(revision), 0) FROM draft WHERE assignment_id = {lease.id}"
        )[0]
        values = {"me": lease.worker_id, "revision": revision, "body": {"n": revision}}
        with transaction() as s:
            assert save_draft(s, **values, **self.about(lease)) == revision + 1

    def about(self, lease: Any) -> dict[str, int]:
        return {"project_id": self.place.project_id, "assignment_id": lease.id}

    def resume(self, draw: Draw) -> object:
        leases = self.those("returned", "expired", "rework_expired")
        leases += [row for row in self.now if row.recheck]
        if not leases:
            return NOTHING
        lease = pick(leases, draw)
        try:
            with transaction() as s:
                resume(s, me=lease.worker_id, **self.about(lease))
        except (PlaceTaken, HoldsFull):
            return None
        assert self.place.assignment(lease.id).state is AssignmentState.RESERVED
        return None

    def appeal(self, draw: Draw) -> object:
        if not (leases := self.those("rejected")):
            return NOTHING
        lease = pick(leases, draw)
        try:
            self.place.appeal(lease.worker_id, lease.id)
        except AppealTooLate:
            return None
        assert lease.due_at is not None, "the term for an appeal was over"
        return None

    def settle_appeal(self, draw: Draw) -> object:
        if not (leases := self.those("appealed")):
            return NOTHING
        lease = pick(leases, draw)
        with pytest.raises(Forbidden):
            self.place.decide_appeal(pick(self.cast, draw), lease.id, draw.yes)
        for _ in range(2):
            self.place.decide_appeal(self.arbiter, lease.id, draw.yes)
        return None

    def settle_rejection(self, draw: Draw) -> object:
        """An administrator looks at a rejection beyond its author's ceiling."""
        waiting = self.place.rows(
            "SELECT id FROM held_rejection WHERE project_id = :p AND settled_at IS NULL ORDER BY id"
        )
        if not waiting:
            return NOTHING
        about = {"project_id": self.place.project_id, "held_id": pick(waiting, draw).id}
        for _ in range(2):
            with transaction() as s:
                settle(s, by=self.administrator, confirmed=draw.yes, answer="봤어요.", **about)
        return None

    # --- the clock ---

    def wait(self, draw: Draw) -> None:
        self.place.age(**draw.time)
        if draw.yes:
            sweep()

    # --- the manager ---

    def hold_up(self, _: Draw) -> object:
        """Pause the stage, or open it again."""
        if self.cancelled:
            return NOTHING
        with transaction() as s:
            if self.paused:
                open_stage(s, by=self.place.manager, **self.here)
            else:
                pause_stage(s, by=self.place.manager, why="쉬어요", **self.here)
        self.paused = not self.paused
        return None

    def reprice(self, draw: Draw) -> None:
        prices = dict(zip(("level0", "level1", "level2"), draw.prices, strict=True))
        self.redesign(
            lambda s: set_prices(s, by=self.place.manager, **prices, **PRICED, **self.here)
        )

    def change_policy(self, draw: Draw) -> None:
        values = {
            "inspect1": Inspect(draw.first[0]),
            "rate1": Decimal(draw.first[1]),
            "inspect2": Inspect(draw.second[0]),
            "rate2": Decimal(draw.second[1]),
        }
        self.redesign(lambda s: change_stage(s, by=self.place.manager, values=values, **self.here))

    def redesign(self, act: Callable[[Session], object]) -> None:
        before = self.picture()
        try:
            with transaction() as s:
                act(s)
        except BudgetShort:
            assert self.picture() == before
        except NoSuchChange:
            assert self.cancelled

    def fund(self, draw: Draw) -> None:
        amount = (90, 500, 20_000)[draw.count - 1]
        with transaction() as s:
            pay_in(
                s,
                by=self.place.manager,
                project_id=self.place.project_id,
                amount=amount,
                key=self.place.key(),
            )

    def ask_for_money(self, _: Draw) -> None:
        with transaction() as s:
            open_wanted(s, self.place.project_id)

    def more(self, _: Draw) -> object:
        """One more item, with the money that it may cost."""
        if self.cancelled:
            return NOTHING
        self.place.add_items(1)
        with transaction() as s:
            need = quote(s, self.place.project_id, self.place.stage_id, None).total
        with transaction() as s:
            pay_in(
                s,
                by=self.place.manager,
                project_id=self.place.project_id,
                amount=need,
                key=self.place.key(),
            )
        self.open_ready()
        return None

    def open_ready(self) -> None:
        try:
            open_chunk(**self.here, batch_id=None, priority=0, by=self.place.manager)
        except BudgetShort:
            pass

    def exclude(self, draw: Draw) -> object:
        items = [item for item in self.items if item.state != "excluded"]
        if not items:
            return NOTHING
        item = pick(items, draw)
        about = {"project_id": self.place.project_id, "item_id": item.id}
        with transaction() as s:
            exclude_item(s, by=self.place.manager, reason="face", **about)
        wind_down_item(**about)
        return None

    def restore(self, draw: Draw) -> object:
        items = [item for item in self.items if item.state == "excluded"]
        if not items:
            return NOTHING
        item = pick(items, draw)
        about = {"project_id": self.place.project_id, "item_id": item.id}
        try:
            with transaction() as s:
                restore_item(s, by=self.place.manager, **about)
            assert item.tasks_left == 0
        except WrongState:
            assert item.tasks_left > 0
        if draw.yes and not self.cancelled:
            self.open_ready()
        return None

    def cancel(self, draw: Draw) -> object:
        if self.cancelled:
            return NOTHING
        with transaction() as s:
            cancel_stage(s, by=self.place.manager, why="끝", **self.here)
        self.cancelled = True
        levels = self.levels(draw.person)
        assert self.take(draw.person, levels[0], 1) == []  # even before it is wound down
        while wind_down_stage(**self.here):
            pass
        return None

    # --- what must hold ---

    @invariant()
    def everything_holds(self) -> None:
        self.steps += 1
        if not hasattr(self, "here"):
            return
        with owner_engine().connect() as s:
            broken = s.execute(text(RULES), {"p": self.place.project_id}).all()
            assert not broken, "\n".join(f"{name}: {what}" for name, what in broken)
            check_history(s, self.place.project_id)
        self.look()


def pick(rows: list[Any], draw: Draw) -> Any:
    return rows[draw.number % len(rows)]


def check_history(s: Any, project_id: int) -> None:
    """Each history is a path through its table, from the first state to the present one."""
    tables = {
        "task": ({0: TASK}, TaskState, "0"),
        "item": ({0: ITEM}, ItemState, "0"),
        "stage": ({0: STAGE}, StageState, "0"),
        "assignment": ({0: WORK, 1: INSPECTION, 2: INSPECTION}, AssignmentState, "level"),
    }
    told: dict[tuple[str, int], list[tuple[str | None, str]]] = defaultdict(list)
    for subject, subject_id, source, target in s.execute(
        text(
            "SELECT subject, subject_id, source, target FROM event"
            " WHERE project_id = :p AND target IS NOT NULL ORDER BY id"
        ),
        {"p": project_id},
    ):
        told[subject, subject_id].append((source, target))
    for subject, (moves, kind, level) in tables.items():
        for row_id, at, state in s.execute(
            text(f"SELECT id, {level}, state FROM {subject} WHERE project_id = :p"),
            {"p": project_id},
        ):
            here: str | None = "ready" if subject == "item" else None
            for source, target in told[subject, row_id]:
                assert source == here, f"{subject} {row_id}: {source} after {here}"
                if source is not None:
                    assert kind(target) in moves[at][kind(source)], (subject, source, target)
                here = target
            assert here == state, f"{subject} {row_id} is {state}, its history says {here}"


ELIGIBLE = """
SELECT count(*) FROM seat x
JOIN queue q ON q.project_id = x.project_id AND q.id = x.queue_id
WHERE x.project_id = :p AND q.stage_id = :stage AND q.level = :level AND (
  (NOT q.held AND NOT EXISTS (
     SELECT FROM task_role r WHERE r.project_id = :p AND r.task_id = x.task_id
       AND r.worker_id = :me AND (:level = 0 OR r.side <> 'inspector'))
   AND NOT EXISTS (SELECT FROM assignment a WHERE a.project_id = :p AND a.root_id = x.root_id
       AND a.worker_id = :me))
  OR EXISTS (SELECT FROM assignment a WHERE a.project_id = :p AND a.root_id = x.root_id
       AND a.worker_id = :me AND a.level = :level AND a.recheck))
"""

# Each rule is a query that finds what breaks it.
BROKEN = {
    "one piece of work, different people": """
        SELECT root_id::text FROM a GROUP BY root_id, worker_id HAVING count(*) > 1
        UNION ALL SELECT p.root_id::text FROM appeal p JOIN a
          ON a.root_id = p.root_id AND a.worker_id = p.decided_by WHERE p.project_id = :p""",
    "who answers a task inspects none of its answers": """
        SELECT x.task_id::text FROM a x JOIN a y ON y.task_id = x.task_id
          AND y.worker_id = x.worker_id WHERE x.level = 0 AND y.level > 0
        UNION ALL SELECT p.task_id::text FROM appeal p JOIN a
          ON a.task_id = p.task_id AND a.worker_id = p.decided_by WHERE p.project_id = :p""",
    "nobody answers a task twice": """
        SELECT task_id::text FROM a WHERE level = 0 GROUP BY task_id, worker_id
        HAVING count(*) > 1""",
    "nobody holds more than one may": """
        SELECT a.worker_id::text FROM a JOIN stage j
          ON j.project_id = a.project_id AND j.id = a.stage_id
        WHERE a.state = 'reserved' GROUP BY a.worker_id, a.level, j.holds
        HAVING count(*) > j.holds""",
    "no place is filled twice": """
        SELECT id::text FROM t WHERE working + standing + unjudged > overlap""",
    "every place that is missing is worked on, on offer, or waits for money": """
        SELECT format('task %s: %s working, %s stand, %s unjudged, %s free, %s wanted, of %s',
          id, working, standing, unjudged, free, wanted, overlap) FROM t
        WHERE state = 'open' AND NOT closing
          AND working + standing + unjudged + free + wanted <> overlap""",
    "nothing is on offer where nothing is wanted": """
        SELECT id::text FROM t WHERE (closing OR state <> 'open') AND free > 0
        UNION ALL SELECT x.task_id::text FROM seat x JOIN t ON t.id = x.task_id
          WHERE x.project_id = :p AND (t.closing OR t.state <> 'open')
        UNION ALL SELECT id::text FROM t WHERE state <> 'open' AND (working > 0 OR wanted > 0)""",
    "nobody works on a task that is over": """
        SELECT a.id::text FROM a JOIN t ON t.id = a.task_id
        WHERE t.state <> 'open' AND a.state IN ('reserved', 'submitted', 'rework')""",
    # What a cancelled task paid for unseen stays unjudged, and out of every release.
    "who waits for a verdict has exactly one inspection to come": """
        SELECT format('root %s (%s, judged %s): %s', r.id, r.state, r.judged, n.count)
        FROM a r JOIN t ON t.id = r.task_id, LATERAL (SELECT
          (SELECT coalesce(sum(x.slots_left), 0) FROM seat x
           WHERE x.project_id = :p AND x.root_id = r.id)
          + (SELECT count(*) FROM a y WHERE y.root_id = r.id AND y.level > 0
             AND y.state = 'reserved') AS count) n
        WHERE r.level = 0 AND t.state = 'open' AND NOT t.closing AND n.count <> CASE
          WHEN r.state = 'submitted' THEN (SELECT count(*) = 0 FROM held_rejection h
            WHERE h.project_id = :p AND h.root_id = r.id AND h.settled_at IS NULL)::int
          WHEN r.state = 'accepted' AND NOT r.judged THEN 1 ELSE 0 END""",
    "a rejection that waits moves nothing": """
        SELECT format('root %s is %s', a.id, a.state) FROM held_rejection h
        JOIN a ON a.id = h.root_id WHERE h.project_id = :p AND CASE coalesce(h.outcome, '')
          WHEN '' THEN a.state <> 'submitted'
          WHEN 'confirmed'
            THEN a.state NOT IN ('rejected', 'appealed', 'rejected_final', 'accepted')
          ELSE a.state <> 'accepted' END""",
    "nobody is rejected beyond the ceiling unseen": """
        SELECT format('%s: %s rejected of %s', n.worker_id, n.rejected, n.decided) FROM (
          SELECT a.worker_id, count(*) AS decided, count(*) FILTER (WHERE a.state <> 'accepted'
            AND NOT EXISTS (SELECT FROM held_rejection h
              WHERE h.project_id = :p AND h.root_id = a.id)) AS rejected
          FROM a WHERE a.level = 0
            AND a.state IN ('accepted', 'rejected', 'appealed', 'rejected_final')
          GROUP BY 1) n
        WHERE n.rejected > greatest(3, floor(n.decided * 0.3))""",
    "a held seat waits for somebody": """
        SELECT x.root_id::text FROM seat x JOIN queue q
          ON q.project_id = x.project_id AND q.id = x.queue_id
        WHERE x.project_id = :p AND q.held AND (x.opens_at IS NULL OR NOT EXISTS (
          SELECT FROM a WHERE a.root_id = x.root_id AND a.recheck AND a.level = q.level))""",
    "the second level looks at what the first has judged": """
        SELECT x.root_id::text FROM seat x JOIN queue q
          ON q.project_id = x.project_id AND q.id = x.queue_id AND q.level = 2
        WHERE x.project_id = :p AND NOT EXISTS (
          SELECT FROM a WHERE a.root_id = x.root_id AND a.level = 1 AND a.attempt > 0)""",
    "accepted counts the judged answers that stand": """
        SELECT id::text FROM t WHERE accepted <> standing""",
    "a task is done when it has what it needs": """
        SELECT id::text FROM t WHERE (state = 'done') <> (accepted = overlap)""",
    "what is set aside is on the account of its stage": """
        SELECT format('stage %s: %s on the account, %s on tasks', c.stage_id, c.balance, n.rest)
        FROM accounts c, LATERAL (SELECT coalesce(sum(t.reserved - t.spent), 0) AS rest FROM t
          WHERE t.stage_id = c.stage_id) n
        WHERE c.kind = 'reserve' AND c.balance <> n.rest
        UNION ALL SELECT c.kind FROM accounts c WHERE c.kind <> 'sponsor' AND c.balance < 0""",
    "a task that is over keeps only what appeals may cost": """
        SELECT id::text FROM t WHERE state <> 'open' AND reserved <> spent + held""",
    "what a task has spent was earned": """
        SELECT format('task %s spent %s, earned %s', t.id, t.spent, n.earned)
        FROM t, LATERAL (SELECT coalesce(sum(e.amount), 0) AS earned FROM e
          WHERE e.kind = 'earn' AND e.task_id = t.id) n
        WHERE t.spent <> n.earned
        UNION ALL SELECT e.cause FROM e WHERE e.kind = 'earn' AND e.task_id IS NULL""",
    "accepted work is paid once, other work never": """
        SELECT format('%s is %s, paid %s times', a.id, a.state, n.times)
        FROM a, LATERAL (SELECT count(*) AS times FROM e WHERE e.kind = 'earn'
          AND e.cause = 'assignment:' || a.id AND e.amount = a.price
          AND e.credit = a.account_id) n
        WHERE a.level = 0 AND n.times <> CASE WHEN a.state = 'accepted' THEN 1
          WHEN EXISTS (SELECT FROM t
              WHERE t.id = a.task_id AND (t.closing OR t.state = 'cancelled'))
            AND a.state IN ('returned', 'expired', 'released', 'rework_expired')
            AND EXISTS (SELECT FROM draft d WHERE d.project_id = :p AND d.assignment_id = a.id)
            THEN n.times ELSE 0 END
        UNION ALL SELECT a.id::text FROM a JOIN e ON e.cause = 'assignment:' || a.id
          AND e.kind = 'earn' WHERE e.credit <> a.account_id OR e.amount <> a.price""",
    "each inspection is paid once": """
        SELECT format('submission %s of %s: %s', v.id, a.id, n.times)
        FROM submission v JOIN a ON a.id = v.assignment_id,
        LATERAL (SELECT count(*) AS times FROM e WHERE e.kind = 'earn'
          AND e.cause = 'submission:' || v.id AND e.amount = a.price
          AND e.credit = a.account_id) n
        WHERE v.project_id = :p
          AND n.times <> CASE WHEN a.level > 0 AND a.price > 0 THEN 1 ELSE 0 END""",
    "money in is money left, set aside, and earned": """
        SELECT format('%s <> %s', f.funded, f.kept) FROM (SELECT
          (SELECT coalesce(sum(amount), 0) FROM e WHERE kind = 'fund') AS funded,
          (SELECT sum(balance) FROM accounts WHERE kind <> 'sponsor') AS kept) f
        WHERE f.funded <> f.kept""",
    "what is held is what rejections may still cost": """
        SELECT format('task %s holds %s, not %s', t.id, t.held, n.held)
        FROM t, LATERAL (SELECT coalesce(sum(a.price), 0) AS held FROM a WHERE a.task_id = t.id
          AND a.level = 0 AND (a.state = 'appealed'
            OR (a.state = 'rejected' AND a.due_at IS NOT NULL))) n
        WHERE t.held <> n.held""",
    "hand-ins are counted": """
        SELECT a.id::text FROM a, LATERAL (SELECT count(*) AS n, coalesce(max(v.attempt), 0) AS last
          FROM submission v WHERE v.project_id = :p AND v.assignment_id = a.id) v
        WHERE a.attempt <> v.n OR a.attempt <> v.last""",
    "the answer that stands is what came last from its author, or a fix of it": """
        SELECT a.id::text FROM a LEFT JOIN submission v
          ON v.project_id = :p AND v.id = a.answer_id
        WHERE a.level = 0 AND a.attempt > 0 AND (v.answer IS NULL OR NOT (
          (v.assignment_id = a.id AND v.attempt = a.attempt) OR v.verdict = 'fix'))""",
    "a state that ends by itself has a term, others have none": """
        SELECT format('%s is %s until %s', id, state, due_at) FROM a
        WHERE CASE WHEN level = 0
            THEN state IN ('reserved', 'submitted', 'rework', 'appealed')
            ELSE state = 'reserved' END <> (due_at IS NOT NULL)
          AND NOT (level = 0 AND state = 'rejected')""",
    "marks stand where they mean something": """
        SELECT format('%s is %s', id, state) FROM a
        WHERE (recheck AND (level = 0 OR state <> 'accepted'))
          OR (level = 0 AND surplus AND (state <> 'accepted' OR NOT judged))
          OR (level = 0 AND judged AND state <> 'accepted')
          OR (upheld IS NOT NULL AND level <> 1)""",
    "an item knows its open tasks": """
        SELECT format('item %s is %s with %s left, %s open', i.id, i.state, i.tasks_left, n.open)
        FROM item i, LATERAL (SELECT count(*) AS open FROM t WHERE t.item_id = i.id
          AND t.state = 'open') n
        WHERE i.project_id = :p AND (i.tasks_left <> n.open
          OR (i.state = 'in_work') <> (n.open > 0 AND i.state <> 'excluded'))""",
    "seats stand in a queue of their stage": """
        SELECT x.task_id::text FROM seat x JOIN t ON t.id = x.task_id LEFT JOIN queue q
          ON q.project_id = :p AND q.id = x.queue_id AND q.stage_id = t.stage_id
        WHERE x.project_id = :p AND (q.id IS NULL OR (q.level = 0) <> (x.root_id = 0)
          OR x.priority <> t.priority)""",
}

RULES = """
WITH a AS MATERIALIZED (
  SELECT a.*, m.account_id FROM assignment a LEFT JOIN project_member m
    ON m.project_id = a.project_id AND m.person_id = a.worker_id
  WHERE a.project_id = :p),
t AS MATERIALIZED (
  SELECT t.*, s.state = 'cancelled' OR i.state = 'excluded' AS closing,
    (SELECT count(*) FROM a WHERE a.task_id = t.id AND a.level = 0
       AND a.state IN ('reserved', 'submitted', 'rework')) AS working,
    (SELECT count(*) FROM a WHERE a.task_id = t.id AND a.level = 0
       AND a.state = 'accepted' AND a.judged AND NOT a.surplus) AS standing,
    (SELECT count(*) FROM a WHERE a.task_id = t.id AND a.level = 0
       AND a.state = 'accepted' AND NOT a.judged) AS unjudged,
    (SELECT coalesce(sum(x.slots_left), 0) FROM seat x WHERE x.project_id = t.project_id
       AND x.task_id = t.id AND x.root_id = 0) AS free
  FROM task t
  JOIN stage s ON s.project_id = t.project_id AND s.id = t.stage_id
  JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
  WHERE t.project_id = :p),
e AS MATERIALIZED (
  SELECT e.*, a.task_id FROM ledger_entry e
  LEFT JOIN submission v ON v.project_id = :p AND e.cause = 'submission:' || v.id
  LEFT JOIN a ON e.cause = 'assignment:' || a.id OR a.id = v.assignment_id
  WHERE e.project_id = :p),
accounts AS MATERIALIZED (
  SELECT c.id, c.kind, c.stage_id,
    (SELECT coalesce(sum(e.amount), 0) FROM e WHERE e.credit = c.id)
    - (SELECT coalesce(sum(e.amount), 0) FROM e WHERE e.debit = c.id) AS balance
  FROM account c WHERE c.project_id = :p)
""" + "\nUNION ALL\n".join(
    f"SELECT '{name}' AS rule, broken.* FROM ({query}) broken (what)"
    for name, query in BROKEN.items()
)


@pytest.mark.usefixtures("database")
@pytest.mark.timeout(0)
def test_everything_holds_after_every_step() -> None:
    run_state_machine_as_test(
        Stage,
        settings=settings(
            max_examples=LONG or 10,
            stateful_step_count=int(os.environ.get("LONG_STEPS", "50")),
            derandomize=not LONG,
            database=None,
            deadline=None,
            print_blob=True,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
