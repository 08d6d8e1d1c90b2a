"""What labels cost and how many are wrong, of one made-up crowd under several policies.

Fixed: five answers a task, their majority, and every label inspected once. All others buy as many
answers as it takes, gold among them, ask whoever fails it no more, and inspect what is undecided
and what is risky, once or twice, with a part by chance that says how much is wrong in the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from app.quality import risk
from app.quality.blend import fit
from app.quality.crowd import Crowd
from app.quality.dynamic import CLASSES, Policy, Step, steps
from app.quality.sampling import exact
from app.quality.trust import Evidence, Trust, trust, worst_first
from app.quality.votes import Flags, Floats, Ints, Votes, likeliest, majority, summed

FIXED = 5
WAVE = 250  # tasks that are out at a time
FIRST_GOLD, WITHIN = 10, 45  # of a newcomer's answers
LATER_GOLD = 0.04
TRIED = 5  # gold tasks, before anybody is sent away
SURELY_BAD = 0.95
BY_CHANCE = 0.03
SEEDED = 0.05  # of inspections: labels with an error that is known
FIRST_SEEDED = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """How many answers are bought, and the parts of all labels, the riskiest first, that one
    inspector looks at, and after him another one."""

    overlap: Policy
    once: float
    twice: float = 0.0


DEFAULT = Plan(Policy(start=2, cap=2), once=1.0, twice=0.5)
"""Where an inspection costs about as much as an answer: who looks sees most of what is wrong, a
third answer mends a third of it."""

SPARING = Plan(CLASSES, once=0.1)
"""Where inspections are dear: most labels are what the answers come to."""


@dataclass(frozen=True, slots=True)
class Prices:
    """In won, of one answer (gold is paid like any) and of one inspection."""

    answer: int = 50
    inspection: int = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy came to. `inspections` has every look, seeded ones too. `wrong` is the part of
    labels that are wrong in the end, `wrong_left` of those that got no last look; `estimate` is
    between what it says of them.
    """

    tasks: int
    answers: int
    gold: int
    inspections: int
    sent_away: int
    cost: int
    wrong: float
    wrong_left: float | None = None
    estimate: tuple[float, float] | None = None


def fixed(crowd: Crowd, seed: int, prices: Prices) -> Outcome:
    """Five answers, their majority, one inspection."""
    chance = np.random.default_rng(seed)
    tasks = len(crowd.truth)
    task = np.repeat(np.arange(tasks), FIXED)
    worker = crowd.queue[:, :FIXED].ravel()
    said = crowd.answers(task, worker, chance)
    votes = Votes(task, worker, said, tasks, crowd.workers, crowd.classes)
    every = np.arange(tasks)
    label = crowd.verdicts(every, majority(votes, chance), chance)
    return Outcome(
        tasks=tasks,
        answers=len(votes),
        gold=0,
        inspections=tasks,
        sent_away=0,
        cost=len(votes) * prices.answer + tasks * prices.inspection,
        wrong=float((label != crowd.truth).mean()),
    )


def led(crowd: Crowd, seed: int, prices: Prices, plan: Plan = DEFAULT) -> Outcome:
    """Dynamic overlap, gold, and inspection of the undecided and the riskiest, with a part by
    chance that gets one look more than it would have got.
    """
    run = _Run(crowd, np.random.default_rng(seed), plan)
    for first in range(0, len(crowd.truth), WAVE):
        run.wave(np.arange(first, min(first + WAVE, len(crowd.truth))))
    wrong = run.label != crowd.truth
    left = ~run.last
    gold = int(run.gold_had.sum())
    inspections = run.looks + run.seeded
    return Outcome(
        tasks=len(crowd.truth),
        answers=run.asked,
        gold=gold,
        inspections=inspections,
        sent_away=int(run.away.sum()),
        cost=(run.asked + gold) * prices.answer + inspections * prices.inspection,
        wrong=float(wrong.mean()),
        wrong_left=float(wrong[left].mean()) if left.any() else 0.0,
        estimate=run.estimate() if left.any() else None,
    )


@dataclass
class _Run:
    """The default policy under way."""

    crowd: Crowd
    chance: np.random.Generator
    plan: Plan
    task: list[int] = field(default_factory=list)
    worker: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    looks: int = 0
    seeded: int = 0
    seen_seeded: int = 0
    looked_by_chance: int = 0
    wrong_by_chance: int = 0

    def __post_init__(self) -> None:
        tasks, workers = len(self.crowd.truth), self.crowd.workers
        self.label = np.zeros(tasks, dtype=np.int64)
        self.last = np.zeros(tasks, dtype=bool)  # had the last look that the plan gives
        self.away = np.zeros(workers, dtype=bool)
        self.place = np.zeros(tasks, dtype=np.int64)  # in the queue of each task
        self.gold_had = np.zeros(workers)
        self.gold_right = np.zeros(workers)
        self.features: list[Floats] = []
        self.wrong: list[Flags] = []

    @property
    def asked(self) -> int:
        """Answers that were bought, gold aside."""
        return len(self.task)

    def wave(self, tasks: Ints) -> None:
        """Buy answers of these tasks, label them, inspect some."""
        open_ = np.repeat(tasks, self.plan.overlap.start)
        while len(open_):
            self._buy(open_)
            self._give_gold()
            votes = self._votes()
            crowd = fit(votes)
            belief = crowd.belief(votes)
            step = steps(belief.surety[tasks], votes.counts()[tasks], self.plan.overlap)
            open_ = tasks[(step == Step.MORE) & (self.place[tasks] < self.crowd.workers)]
        self.label[tasks] = likeliest(belief.posterior)[tasks]
        of = risk.features(votes, crowd)[tasks]
        self._inspect(tasks, step, of, belief.posterior.max(axis=1)[tasks])

    def _buy(self, tasks: Ints) -> None:
        """One answer of each, of the next in its queue who was not sent away."""
        whom = []
        for task in tasks.tolist():
            while self.place[task] < self.crowd.workers - 1:
                worker = self.crowd.queue[task, self.place[task]]
                if not self.away[worker]:
                    break
                self.place[task] += 1
            whom.append(int(self.crowd.queue[task, self.place[task]]))
            self.place[task] += 1
        said = self.crowd.answers(tasks, np.array(whom, dtype=np.int64), self.chance)
        self.task += tasks.tolist()
        self.worker += whom
        self.said += said.tolist()

    def _give_gold(self) -> None:
        """Whoever is due; and whoever is surely bad is sent away."""
        given = summed(np.array(self.worker, dtype=np.int64), self.crowd.workers)
        early = np.minimum(given * FIRST_GOLD / WITHIN, FIRST_GOLD)
        later = np.maximum(given - WITHIN, 0) * LATER_GOLD
        due = np.maximum(np.floor(early + later) - self.gold_had, 0).astype(np.int64)
        who = np.repeat(np.arange(self.crowd.workers), due)
        # Gold is like the work: the truth of some task, which he has not seen.
        which = self.chance.integers(len(self.crowd.truth), size=len(who))
        said = self.crowd.answers(which, who, self.chance)
        self.gold_had += due
        self.gold_right += summed(who, self.crowd.workers, said == self.crowd.truth[which])
        people = self._trusted()
        for worker, bad in worst_first(people):
            if bad > SURELY_BAD and self.gold_had[worker] >= TRIED:
                self.away[worker] = True

    def _trusted(self) -> dict[int, Trust]:
        wrong = self.gold_had - self.gold_right
        return {
            who: trust(Evidence(gold=(float(self.gold_right[who]), float(wrong[who]))))
            for who in np.flatnonzero(self.gold_had).tolist()
        }

    def _votes(self) -> Votes:
        columns = (np.array(each, dtype=np.int64) for each in (self.task, self.worker, self.said))
        task, worker, said = columns
        crowd = self.crowd
        return Votes(task, worker, said, len(crowd.truth), crowd.workers, crowd.classes)

    def _inspect(self, tasks: Ints, step: Ints, of: Floats, confidence: Floats) -> None:
        model = None
        if self.wrong:
            model = risk.learn(np.concatenate(self.features), np.concatenate(self.wrong))
        order = np.argsort(-risk.risks(model, of, confidence))
        once = step == Step.INSPECT
        left = max(round(self.plan.once * len(tasks)) - int(once.sum()), 0)
        once[order[~once[order]][:left]] = True
        twice = np.zeros(len(tasks), dtype=bool)
        twice[order[: round(self.plan.twice * len(tasks))]] = True
        # Of what nothing else would have shown: so it speaks for all that get no further look.
        ends = twice if self.plan.twice else once
        by_chance = (self.chance.random(len(tasks)) < BY_CHANCE) & ~ends
        changed = self._look(tasks, once)
        self.features.append(of[once])
        self.wrong.append(changed[once])
        self._look(tasks, twice & once)
        found = self._look(tasks, by_chance)
        self.looked_by_chance += int(by_chance.sum())
        self.wrong_by_chance += int(found.sum())
        self.last[tasks[ends | by_chance]] = True

    def _look(self, tasks: Ints, which: Flags) -> Flags:
        """Have somebody inspect these; whether he changed each. Some of what he gets is seeded."""
        changed = np.zeros(len(tasks), dtype=bool)
        seen = tasks[which]
        verdict = self.crowd.verdicts(seen, self.label[seen], self.chance)
        changed[which] = verdict != self.label[seen]
        self.label[seen] = verdict
        self.looks += len(seen)
        wanted = max(round(self.looks * SEEDED), min(FIRST_SEEDED, self.looks))
        some = self.chance.integers(len(self.crowd.truth), size=max(wanted - self.seeded, 0))
        wrong = (self.crowd.truth[some] + 1) % self.crowd.classes
        self.seeded += len(some)
        self.seen_seeded += int((self.crowd.verdicts(some, wrong, self.chance) != wrong).sum())
        return changed

    def estimate(self) -> tuple[float, float]:
        """Between what the part lies that is wrong among labels without a last look. Who looked by
        chance overlooks as much as inspectors do of what was seeded."""
        low, high = exact(self.wrong_by_chance, self.looked_by_chance)
        seen = max(self.seen_seeded / self.seeded, 0.05) if self.seeded else 1.0
        return min(low / seen, 1.0), min(high / seen, 1.0)
