"""A made-up crowd works a project through HTTP, from the sign-up of each to the export of what came
of it, on servers of this run alone or before one that runs already. Nobody does here what a person
with a browser could not do; what is counted is what each was given and handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import app.workers
from app.bench.ground import scratch
from app.bench.loop import served
from app.quality.crowd import Crowd, Kind
from app.queue.registry import DUTIES
from app.queue.run import do
from app.simulation.client import Refused, Site, Somebody
from app.simulation.plans import DEFAULT, Outcome, Plan, Prices
from app.simulation.project import GOLD, Project, kind_of, number, said

WAVE = 50
"""Answers after which inspectors come, a minute is over, and the manager looks who was stopped."""


def served_by(crowd: Crowd, seed: int, prices: Prices, plan: Plan = DEFAULT) -> Outcome:
    """The project under a plan, on servers of its own."""
    with alone() as site:
        return worked_at(site, crowd, seed, prices, plan)


def worked_at(site: Site, crowd: Crowd, seed: int, prices: Prices, plan: Plan = DEFAULT) -> Outcome:
    """The same before any server."""
    with closing(site):
        run = _Run(crowd, np.random.default_rng(seed), Project(site, crowd, prices, plan))
        run.work()
        return run.outcome(prices)


@contextmanager
def alone() -> Iterator[Site]:
    """An API in a process of its own; this one does what workers do, and is the clock: a minute of
    the crowd's takes no time."""
    with scratch() as configured, served(configured, 1) as port:
        app.workers.load()

        def pump() -> None:
            while do():
                pass

        def minute() -> None:
            pump()
            for duty in DUTIES.values():
                if duty.seconds <= 60:
                    duty.act()
            pump()

        yield Site(f"http://127.0.0.1:{port}", Path(configured.outbox), pump, minute)


@dataclass
class _Run:
    """The project under way."""

    crowd: Crowd
    chance: np.random.Generator
    project: Project
    ever_wrong: set[int] = field(default_factory=set)
    twice: set[int] = field(default_factory=set)  # the second level has looked
    handed: Counter[tuple[int, bool]] = field(default_factory=Counter)  # by level; gold
    by_worker: Counter[int] = field(default_factory=Counter)
    paused: set[int] = field(default_factory=set)  # workers who were refused

    def work(self) -> None:
        """Answers and looks in turn, until there is no work."""
        if self.project.alone:
            self._make_known(min(GOLD, len(self.crowd.truth) // 5))
        for nth, queue in enumerate(self.crowd.queue, 1):
            if not any(self._answers(int(who)) for who in queue):
                break
            if nth % WAVE == 0:
                self._look()
        before = -1
        while before < (before := self.handed.total()):  # one answer more may be asked of a task
            self._look()
            while self.project.waiting() and any(map(self._answers, range(self.crowd.workers))):
                continue
        self._look()

    def _make_known(self, count: int) -> None:
        """The manager's own people do the first items, and do them well."""
        author, *inspectors = self.project.own
        done = {}
        for _ in range(count):
            lease = self._claim(author, 0)
            assert lease is not None
            done[number(lease)] = int(lease["id"])
            self._hand_in(author, 0, lease, {"answer": said(self._truth(lease))})
        for level, who in enumerate(inspectors, 1):
            while (lease := self._claim(who, level)) is not None:
                self._judge(who, level, lease, sees=True)
        self.project.site.minute()
        self.project.gild(done)

    def _answers(self, who: int) -> bool:
        """Whether there was work for him; known tasks that come first are done on the way."""
        me = self.project.people[0][who]
        while True:
            try:
                lease = self._claim(me, 0)
            except Refused as refusal:
                if refusal.code != "paused":
                    raise
                self.paused.add(who)
                return False
            if lease is None:
                return False
            task = number(lease)
            label = int(self.crowd.answers(np.array([task]), np.array([who]), self.chance)[0])
            known = self._hand_in(me, 0, lease, {"answer": said(label)})
            self.by_worker[who] += 1
            if not known:
                if label != int(self.crowd.truth[task]):
                    self.ever_wrong.add(task)
                return True

    def _look(self) -> None:
        """All that is to be looked at, by whoever is free; then a minute is over."""
        for level in (1, 2):
            free = list(range(len(self.crowd.inspectors)))
            while free:
                who = int(self.chance.choice(free))
                me = self.project.people[level][who]
                lease = self._inspection(me, level)
                if lease is None:
                    free.remove(who)
                else:
                    looks = self.chance.random() < self.crowd.inspectors[who]
                    self._judge(me, level, lease, sees=bool(looks))
        self.project.site.minute()
        self.project.look_at_hits()
        if not self.project.known:
            self.project.gather()

    def _inspection(self, me: Somebody, level: int) -> dict[str, Any] | None:
        try:
            return self._claim(me, level)
        except Refused as refusal:
            if refusal.code != "paused":
                raise
            return None

    def _judge(self, me: Somebody, level: int, lease: dict[str, Any], *, sees: bool) -> None:
        """Who sees what is true lets it stand, chooses it, or makes it so; who does not lets
        everything stand."""
        task, subject, truth = number(lease), lease["subject"], self._truth(lease)
        verdict: dict[str, Any] = {"verdict": "approve"}
        if sees and kind_of(subject["answer"]) != truth:
            verdict = {"verdict": "fix", "answer": said(truth)}
            if subject["side_by_side"]:
                path = f"{self.project.path}/assignments/{lease['id']}/answers"
                for one in me.get(path)["answers"]:
                    if kind_of(one["answer"]) == truth:
                        verdict = {"verdict": "approve", "chosen": one["letter"]}
        if not self._hand_in(me, level, lease, verdict):
            if kind_of(subject["answer"]) != truth:
                self.ever_wrong.add(task)
            if level == 2:
                self.twice.add(task)

    def _truth(self, lease: dict[str, Any]) -> int:
        return int(self.crowd.truth[number(lease)])

    def _claim(self, me: Somebody, level: int) -> dict[str, Any] | None:
        found = me.post(f"{self.project.stage}/claims", {"level": level, "count": 1})
        return dict(found["leases"][0]) if found["leases"] else None

    def _hand_in(
        self, me: Somebody, level: int, lease: dict[str, Any], body: dict[str, Any]
    ) -> bool:
        """Whether that was a known one: they are about items that were done before."""
        me.post(f"{self.project.path}/assignments/{lease['id']}/submission", body)
        known = number(lease) in self.project.known
        self.handed[level, known] += 1
        return known

    def outcome(self, prices: Prices) -> Outcome:
        """What the export says, beside the truth; what was handed in, at the prices."""
        crowd, project = self.crowd, self.project
        final = project.export()
        wrong = {task for task, kind in final.items() if kind != int(crowd.truth[task])}
        unseen = [task in wrong for task in final if task not in self.twice]
        says = project.boss.get(f"{project.stage}/remaining")
        answers, gold = self.handed[0, False], self.handed[0, True]
        first, second = self.handed[1, False], self.handed[2, False]
        seeded = self.handed[1, True] + self.handed[2, True]
        by_kind = [(self.by_worker[nth], kind) for nth, kind in enumerate(crowd.kind.tolist())]
        return Outcome(
            tasks=len(final),
            answers=answers,
            gold=gold,
            first_looks=first,
            second_looks=second,
            seeded=seeded,
            cost=prices.cost(answers + gold, first + second + seeded),
            found=len(self.ever_wrong - wrong),
            left=len(wrong),
            wrong_unseen=float(np.mean(unseen)) if unseen else None,
            estimate=(says["low"], says["high"]) if unseen else None,
            spammers=tuple(count for count, kind in by_kind if kind == Kind.SPAMMING),
            halted=len(self.paused),
            halted_good=sum(bool(crowd.kind[who] == Kind.GOOD) for who in self.paused),
            good=sum(count > 0 for count, kind in by_kind if kind == Kind.GOOD),
        )
