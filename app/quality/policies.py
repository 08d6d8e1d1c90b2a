"""What labels cost and how many are wrong, of one made-up crowd under two policies.

Fixed: five answers a task, their majority, and every label inspected once. Default: as many answers
as it takes, gold among them, whoever fails it asked no more, and inspection of what is undecided
and what is risky, with a part by chance that says how much is wrong among the rest.
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
RISKY, BY_CHANCE = 0.10, 0.03


@dataclass(frozen=True, slots=True)
class Prices:
    """In won, of one answer (gold is paid like any) and of one inspection."""

    answer: int = 50
    inspection: int = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy came to. `wrong` is the part of labels that are wrong in the end;
    `estimate` is between what the default says that part lies among labels nobody inspected.
    """

    tasks: int
    answers: int
    gold: int
    inspections: int
    sent_away: int
    cost: int
    wrong: float
    wrong_unseen: float | None = None
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


def default(
    crowd: Crowd, seed: int, prices: Prices, policy: Policy = CLASSES, risky: float = RISKY
) -> Outcome:
    """Dynamic overlap, gold, and inspection of the undecided and the riskiest up to `risky` of all,
    with a part by chance.
    """
    run = _Run(crowd, np.random.default_rng(seed), policy, risky)
    for first in range(0, len(crowd.truth), WAVE):
        run.wave(np.arange(first, min(first + WAVE, len(crowd.truth))))
    wrong = run.label != crowd.truth
    unseen = ~run.inspected
    answers, gold, seen = run.asked, int(run.gold_had.sum()), int(run.inspected.sum())
    return Outcome(
        tasks=len(crowd.truth),
        answers=answers,
        gold=gold,
        inspections=seen,
        sent_away=int(run.away.sum()),
        cost=(answers + gold) * prices.answer + seen * prices.inspection,
        wrong=float(wrong.mean()),
        wrong_unseen=float(wrong[unseen].mean()) if unseen.any() else 0.0,
        estimate=exact(run.wrong_by_chance, run.looked_by_chance) if unseen.any() else None,
    )


@dataclass
class _Run:
    """The default policy under way."""

    crowd: Crowd
    chance: np.random.Generator
    policy: Policy
    risky: float
    task: list[int] = field(default_factory=list)
    worker: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    looked_by_chance: int = 0
    wrong_by_chance: int = 0

    def __post_init__(self) -> None:
        tasks, workers = len(self.crowd.truth), self.crowd.workers
        self.label = np.zeros(tasks, dtype=np.int64)
        self.inspected = np.zeros(tasks, dtype=bool)
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
        open_ = np.repeat(tasks, self.policy.start)
        while len(open_):
            self._buy(open_)
            self._give_gold()
            votes = self._votes()
            crowd = fit(votes)
            belief = crowd.belief(votes)
            step = steps(belief.surety[tasks], votes.counts()[tasks], self.policy)
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
        chosen = step == Step.INSPECT
        order = np.argsort(-risk.risks(model, of, confidence))
        left = max(round(self.risky * len(tasks)) - int(chosen.sum()), 0)
        chosen[order[~chosen[order]][:left]] = True
        # Of what nothing else would have shown: so it speaks for all that nobody sees.
        by_chance = (self.chance.random(len(tasks)) < BY_CHANCE) & ~chosen
        chosen |= by_chance
        seen = tasks[chosen]
        verdict = self.crowd.verdicts(seen, self.label[seen], self.chance)
        changed = verdict != self.label[seen]
        self.features.append(of[chosen])
        self.wrong.append(changed)
        self.looked_by_chance += int(by_chance.sum())
        self.wrong_by_chance += int(changed[by_chance[chosen]].sum())
        self.label[seen] = verdict
        self.inspected[seen] = True
