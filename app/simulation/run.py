"""A made-up crowd works a project, in process: every decision is made by the functions that stages
decide by. What is made up is people, their skill, and when they come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import numpy as np

from app.core.policy import FIRST
from app.core.risk import HandIn, Order, steps_of
from app.inspection.learning import fitted
from app.inspection.rules import Known, Look, looks, looks_by_risk, roll
from app.models.project import Inspect
from app.models.quality import Why
from app.quality.blend import fit
from app.quality.crowd import Crowd, Kind
from app.quality.dynamic import Policy, Step, steps
from app.quality.sampling import unseen
from app.quality.trust import NEWEST, USUAL, WEAK, Evidence, Habit, bar, habit, halts, trust
from app.quality.votes import Ints, Votes, likeliest, majority
from app.simulation.plans import DEFAULT, FIXED, Outcome, Plan, Prices
from app.tasks.terms import Terms
from app.workflow.claim import known_due
from app.workflow.weigh import ENOUGH

WAVE = 50
"""Tasks that are out at a time: what is known of people is weighed again after each."""

LEARN = 10
"""Waves after which the risks are learned again."""

ONE = Policy(start=1, threshold=0.0, cap=1)
RATE = Decimal(0)  # of plain samples: no plan has them
TERMS = Terms(
    stage_state="open",
    project_state="open",
    holds=1,
    lease_seconds=300,
    guideline_version=1,
    schema_version=1,
    queue_id=1,
    price=1,
    per=1,
    unit="task",
    price_version=1,
    member=True,
    live=0,
    same=[],
    rechecks=[],
    cursor=None,
    unsigned=None,
    gold_queue_id=2,
)


def fixed(crowd: Crowd, seed: int, prices: Prices) -> Outcome:
    """Five answers, their majority, every label inspected once."""
    chance = np.random.default_rng(seed)
    tasks = len(crowd.truth)
    task = np.repeat(np.arange(tasks), FIXED)
    worker = crowd.queue[:, :FIXED].ravel()
    said = crowd.answers(task, worker, chance)
    votes = Votes(task, worker, said, tasks, crowd.workers, crowd.classes)
    every = np.arange(tasks)
    before = majority(votes, chance)
    wrong = crowd.verdicts(every, before, chance) != crowd.truth
    return Outcome(
        tasks=tasks,
        answers=len(votes),
        gold=0,
        first_looks=tasks,
        second_looks=0,
        seeded=0,
        cost=prices.cost(len(votes), tasks),
        found=int(((before != crowd.truth) & ~wrong).sum()),
        left=int(wrong.sum()),
        spammers=tuple(
            np.bincount(worker, minlength=crowd.workers)[crowd.kind == Kind.SPAMMING].tolist()
        ),
    )


def led(crowd: Crowd, seed: int, prices: Prices, plan: Plan = DEFAULT) -> Outcome:
    """The project under a plan."""
    run = _Run(crowd, np.random.default_rng(seed), plan, salt=str(seed))
    ends = [*range(0, len(crowd.truth), WAVE), len(crowd.truth)]
    for nth, (first, end) in enumerate(pairwise(ends)):
        run.wave(range(first, end))
        run.weigh(again=nth % LEARN == LEARN - 1)
    return run.outcome(prices)


@dataclass
class _Person:
    """What a stage knows of somebody at a level: his trust row."""

    answers: int = 0
    gold: int = 0
    gold_right: int = 0
    verdicts: int = 0
    verdicts_right: int = 0
    mean: float | None = None
    below: float = 0.0
    paused: bool = False
    lifted: bool = False  # somebody has looked, and let him go on
    first: list[int] = field(default_factory=list)  # what a newcomer said

    @property
    def evidence(self) -> Evidence:
        """All that is known."""
        return Evidence(
            gold=(self.gold_right, self.gold - self.gold_right),
            verdicts=(self.verdicts_right, self.verdicts - self.verdicts_right),
        )

    @property
    def known(self) -> bool:
        """Whether anything is."""
        return self.gold + self.verdicts > 0

    def judged(self, right: bool) -> None:
        """Somebody has looked at a piece of his work."""
        self.verdicts += 1
        self.verdicts_right += right

    def doubted(self) -> Known:
        """As levels read it that may look at his work."""
        return Known(self.answers, 1.0 if self.mean is None else self.below)


@dataclass
class _Root:
    """A hand-in: what stands of it, and who looked."""

    id: int
    task: int
    worker: int
    label: int
    own: bool = True  # nobody has corrected it
    ever_wrong: bool = False
    seen: tuple[int, ...] = ()


@dataclass
class _Run:
    """A plan under way."""

    crowd: Crowd
    chance: np.random.Generator
    plan: Plan
    salt: str
    roots: list[_Root] = field(default_factory=list)
    gold: int = 0
    seeded: int = 0
    looked: list[int] = field(default_factory=lambda: [0, 0, 0])  # by level
    rows: list[dict[str, object]] = field(default_factory=list)  # of looks, to learn from
    risks: list[float] = field(default_factory=list)
    order: Order = field(default_factory=Order)
    random: list[tuple[bool, float, float]] = field(default_factory=list)
    said: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=NEWEST))

    def __post_init__(self) -> None:
        tasks = len(self.crowd.truth)
        self.workers = [_Person() for _ in range(self.crowd.workers)]
        self.inspectors = [_Person() for _ in self.crowd.inspectors]
        self.bars = [USUAL - WEAK, USUAL - WEAK]
        self.terms = replace(TERMS, salt=self.salt, quality=self.plan.quality.kept())
        self.place = np.zeros(tasks, dtype=np.int64)  # in the queue of each task
        self.label = np.zeros(tasks, dtype=np.int64)
        self.ever_wrong = np.zeros(tasks, dtype=bool)
        self.last = np.zeros(tasks, dtype=bool)  # the last level has looked at it
        self.stopped: dict[int, int] = {}  # who got no more seats, after how many answers

    # --- Answers ---

    def wave(self, tasks: range) -> None:
        """Buy answers of these tasks, look at some, and label them."""
        overlap = self.plan.quality.overlap
        policy = ONE if overlap is None else Policy(overlap.least, overlap.sure, overlap.most)
        open_ = np.repeat(np.array(tasks), policy.start)
        while len(open_):
            for root in [one for task in open_.tolist() if (one := self._answer(task))]:
                self._look_at(root)
            step, label = self._come_to(np.array(tasks), policy)
            more = (step == Step.MORE) & (self.place[tasks.start : tasks.stop] < self.crowd.workers)
            open_ = np.array(tasks)[more]
        self.label[tasks.start : tasks.stop] = label
        for nth, task in enumerate(tasks):
            self.ever_wrong[task] |= label[nth] != self.crowd.truth[task]
            if step[nth] == Step.INSPECT:
                self._decide(task)

    def _answer(self, task: int) -> _Root | None:
        """The next in the task's queue who gets seats, after the known tasks that are due."""
        while self.place[task] < self.crowd.workers:
            worker = int(self.crowd.queue[task, self.place[task]])
            self.place[task] += 1
            person = self.workers[worker]
            while not person.paused and self._known_due(person, worker, 0):
                self._gold(worker)
            if person.paused:
                continue
            said = self._hands_in(task, worker)
            wrong = said != int(self.crowd.truth[task])
            root = _Root(len(self.roots) + 1, task, worker, said, ever_wrong=wrong)
            self.roots.append(root)
            self.ever_wrong[task] |= wrong
            return root
        return None

    def _hands_in(self, task: int, worker: int) -> int:
        """What he says of it."""
        said = int(self.crowd.answers(np.array([task]), np.array([worker]), self.chance)[0])
        person = self.workers[worker]
        person.answers += 1
        if person.answers <= FIRST:
            person.first.append(said)
        self.said.append((worker, said))
        if person.answers == FIRST:
            newest = [each for who, each in self.said if who != worker]
            self._halt(0, worker, habit(person.first, newest))
        return said

    def _known_due(self, person: _Person, who: int, level: int) -> bool:
        terms = replace(self.terms, answers=person.answers, gold=person.gold)
        key = UUID(int=int(self.chance.integers(2**62)))
        return known_due(terms, me=who, key=key, level=level)

    def _gold(self, worker: int) -> None:
        """A known task: like the work, the truth of some task that he has not seen."""
        task, person = int(self.chance.integers(len(self.crowd.truth))), self.workers[worker]
        said = self._hands_in(task, worker)
        person.gold += 1
        person.gold_right += said == int(self.crowd.truth[task])
        self.gold += 1
        self._halt(0, worker)

    def _halt(self, level: int, who: int, his: Habit | None = None) -> None:
        """No more seats for who is surely bad, until somebody has looked: who does his work well
        then goes on."""
        person, pause = (self.workers, self.inspectors)[level][who], self.plan.quality.pause
        if pause is None or person.paused or person.lifted:
            return
        person.paused = halts(pause, person.evidence, self.bars[level], his)
        if person.paused and level == 0:
            self.stopped[who] = person.answers
            if self.crowd.kind[who] == Kind.GOOD:
                person.paused, person.lifted = False, True

    # --- Looks ---

    def _look_at(self, root: _Root) -> None:
        """What the levels make of a hand-in: they mend what they see."""
        author = self.workers[root.worker]
        of = HandIn(author.mean, author.answers, marks=1, seconds=0.0, attempt=1)
        risk = self.order.risk(of)
        self.risks.append(risk)
        look = self._drawn(root, 1, author.doubted(), risk)
        if look is None:
            return
        inspector = self._inspector(())
        wrong = self._verdict(root, inspector)
        self.looked[1] += 1
        root.seen = (inspector,)
        author.judged(not wrong)
        self.rows.append(
            {
                "wrong": wrong,
                "mean": author.mean,
                "verdicts": author.verdicts,
                "gold": author.gold,
                "peers": 0,
                "answers": author.answers,
                "marks": 1,
                "seconds": 0.0,
                "attempt": 1,
            }
        )
        if self.plan.inspect2 is Inspect.NONE:
            self.last[root.task] = True
            if look.why is Why.RANDOM:
                self.random.append((wrong, look.chance, look.besides))
        first = self.inspectors[inspector]
        look = self._drawn(root, 2, first.doubted(), risk)
        if look is None:
            return
        second = self._inspector(root.seen)
        overlooked = self._verdict(root, second)
        self.looked[2] += 1
        first.judged(not overlooked)
        if overlooked:  # the last word on his answer
            author.verdicts_right -= not wrong
        if look.why is Why.RANDOM:
            self.random.append((overlooked, look.chance, look.besides))
        self.last[root.task] = True

    def _drawn(self, root: _Root, level: int, whose: Known, risk: float) -> Look | None:
        inspect = self.plan.inspect1 if level == 1 else self.plan.inspect2
        rolled = roll(self.salt, root.id, 1, level)
        shares = self.plan.quality.inspect
        if inspect is not Inspect.RISK or shares is None:
            return looks(inspect, RATE, rolled)
        risky = self.order.among(risk, shares.risky)
        return looks_by_risk(shares, level, rolled, whose, risky=risky)

    def _verdict(self, root: _Root, inspector: int) -> bool:
        """Whether he finds it wrong; it is then what he makes of it."""
        said = int(
            self.crowd.verdicts(
                np.array([root.task]), np.array([root.label]), self.chance, np.array([inspector])
            )[0]
        )
        changed, root.label = said != root.label, said
        root.own &= not changed
        return changed

    def _inspector(self, seen: tuple[int, ...]) -> int:
        """Somebody who has not looked at it; he gets what is seeded first, where it is due."""
        free = [n for n, one in enumerate(self.inspectors) if n not in seen and not one.paused]
        free = free or [n for n in range(len(self.inspectors)) if n not in seen]
        who = int(self.chance.choice(free))
        person = self.inspectors[who]
        while self._known_due(person, who, 1):
            self._seeded(who)
        person.answers += 1
        return who

    def _seeded(self, who: int) -> None:
        """An error that is known."""
        person, crowd = self.inspectors[who], self.crowd
        task = self.chance.integers(len(crowd.truth), size=1)
        wrong = (crowd.truth[task] + 1) % crowd.classes
        seen = crowd.verdicts(task, wrong, self.chance, np.array([who])) != wrong
        person.answers += 1
        person.gold += 1
        person.gold_right += bool(seen[0])
        self.seeded += 1
        self._halt(1, who)

    def _decide(self, task: int) -> None:
        """Its answers do not agree: somebody chooses."""
        who = self._inspector(())
        seen = np.array([task]), self.label[[task]], self.chance, np.array([who])
        self.label[task] = self.crowd.verdicts(*seen)[0]
        self.looked[1] += 1
        self.last[task] = True

    # --- What it comes to ---

    def _come_to(self, tasks: Ints, policy: Policy) -> tuple[Ints, Ints]:
        """The step and the label of each of these tasks, by the answers that stand."""
        if self.plan.quality.overlap is None:
            stands = {root.task: root.label for root in self.roots[-2 * WAVE :]}
            label = np.array([stands.get(task, 0) for task in tasks.tolist()], dtype=np.int64)
            return np.full(len(tasks), Step.DONE), label
        crowd = self.crowd
        columns = zip(*((root.task, root.worker, root.label) for root in self.roots), strict=True)
        task, worker, said = (np.array(each, dtype=np.int64) for each in columns)
        votes = Votes(task, worker, said, len(crowd.truth), crowd.workers, crowd.classes)
        belief = fit(votes).belief(votes)
        step = steps(belief.surety[tasks], votes.counts()[tasks], policy)
        return step, likeliest(belief.posterior)[tasks]

    def weigh(self, *, again: bool) -> None:
        """People by all that is known of them, and at times the risks too."""
        for level, people in enumerate((self.workers, self.inspectors)):
            known = {nth: trust(one.evidence) for nth, one in enumerate(people) if one.known}
            if len(known) >= ENOUGH:
                self.bars[level] = bar(known)
            for nth, each in known.items():
                people[nth].mean, people[nth].below = each.mean, each.below(self.bars[level])
                self._halt(level, nth)
        if again:
            self.order = fitted(self.rows)
        newest = self.risks[-2000:]
        self.order = replace(self.order, steps=steps_of(newest))

    def outcome(self, prices: Prices) -> Outcome:
        """As the report has it."""
        crowd = self.crowd
        wrong = self.label != crowd.truth
        found = unseen(self.random)
        # Of answers, where several make a label: that says nothing of labels.
        unlooked = ~self.last if self.plan.quality.overlap is None else np.zeros_like(self.last)
        looks = self.looked[1] + self.looked[2] + self.seeded
        by_kind = list(zip(self.workers, crowd.kind.tolist(), strict=True))
        return Outcome(
            tasks=len(crowd.truth),
            answers=len(self.roots),
            gold=self.gold,
            first_looks=self.looked[1],
            second_looks=self.looked[2],
            seeded=self.seeded,
            cost=prices.cost(len(self.roots) + self.gold, looks),
            found=int((self.ever_wrong & ~wrong).sum()),
            left=int(wrong.sum()),
            wrong_unseen=float(wrong[unlooked].mean()) if unlooked.any() else None,
            estimate=(found.low, found.high) if unlooked.any() else None,
            spammers=tuple(one.answers for one, kind in by_kind if kind == Kind.SPAMMING),
            halted=len(self.stopped),
            halted_good=sum(bool(crowd.kind[one] == Kind.GOOD) for one in self.stopped),
            good=sum(one.answers > 0 for one, kind in by_kind if kind == Kind.GOOD),
        )
