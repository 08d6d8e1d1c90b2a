"""A made-up crowd works a project through HTTP: an API in processes of its own, on servers of this
run alone. Everybody is signed in and only ever claims, reads and hands in; known tasks are among
the work, and who gets which of them the engine decides. The report is what the database says.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np
import orjson
from sqlalchemy import text

from app.bench.ground import Ground, Worker, prepare, scratch
from app.bench.loop import served
from app.core.database import owner_engine, transaction
from app.inspection.learning import learn
from app.inspection.remaining import remaining
from app.models import ProjectRoleName
from app.people.team import join_project
from app.quality.crowd import Crowd, Kind
from app.simulation.plans import DEFAULT, Outcome, Plan, Prices

WAVE = 50
"""Answers after which inspectors come, and risks are learned again."""

GOLD = 40
"""Known tasks."""

ROLES = {1: ProjectRoleName.PRIMARY_INSPECTOR, 2: ProjectRoleName.SECONDARY_INSPECTOR}


def served_by(crowd: Crowd, seed: int, prices: Prices, plan: Plan = DEFAULT) -> Outcome:
    """The project under a plan that asks one answer of each task."""
    with scratch() as configured, served(configured, 1) as port:
        ground = _ground(crowd, prices, plan)
        run = _Run(crowd, np.random.default_rng(seed), ground, f"http://127.0.0.1:{port}/api/v1")
        run.work()
        return run.outcome(prices)


def said(kind: int) -> dict[str, Any]:
    """An answer: the one class."""
    whole = {"kind": "class", "id": "a", "name": "kind", "classes": [f"c{kind}"]}
    return {"modality": "picture", "annotations": [whole]}


def _ground(crowd: Crowd, prices: Prices, plan: Plan) -> Ground:
    """The crowd's workers come first, then who inspects at each level."""
    names = [{"id": f"c{nth}"} for nth in range(crowd.classes)]
    many = len(crowd.inspectors)
    ground = prepare(
        name="crowd",
        tasks=len(crowd.truth),
        people=crowd.workers + 2 * many,
        inspect=plan.inspect1,
        schema={
            "modality": "picture",
            "labels": [{"kind": "class", "name": "kind", "classes": names}],
        },
        prices=(prices.answer, prices.inspection),
        more={"inspect2": plan.inspect2},
    )
    with transaction() as s:
        for level, role in ROLES.items():
            first = crowd.workers + (level - 1) * many
            for person in ground.people[first : first + many]:
                join_project(s, ground.project_id, person.id, role, by=None)
    place = {"p": ground.project_id, "s": ground.stage_id}
    with owner_engine().begin() as owner:
        owner.execute(
            text("UPDATE stage SET quality = CAST(:q AS jsonb) WHERE project_id = :p AND id = :s"),
            place | {"q": orjson.dumps(plan.quality.kept()).decode()},
        )
        owner.execute(
            text(
                """WITH known AS (
                     INSERT INTO task (project_id, stage_id, item_id, queue_id, state, overlap,
                       places, reserved)
                     SELECT :p, :s, i.id, q.id, 'open', :people, :people, 1000000
                     FROM queue q, (SELECT id FROM item WHERE project_id = :p
                       ORDER BY id LIMIT :count) i
                     WHERE q.project_id = :p AND q.stage_id = :s AND q.level = 0 AND q.gold
                     RETURNING id, queue_id, item_id),
                   seats AS (
                     INSERT INTO seat (project_id, queue_id, priority, task_id, root_id,
                       slots_left, seen)
                     SELECT :p, queue_id, 0, id, 0, :people, '{}' FROM known)
                   INSERT INTO gold (project_id, stage_id, level, item_id, task_id, source,
                     schema_version, answer)
                   SELECT :p, :s, 0, k.item_id, k.id, 'hand', 1,
                     CAST(:answers AS jsonb) -> (split_part(i.name, '-', 2)::int - 1)
                   FROM known k JOIN item i ON i.project_id = :p AND i.id = k.item_id"""
            ),
            place
            | {
                "people": crowd.workers,
                "count": GOLD,
                "answers": orjson.dumps([said(int(kind)) for kind in crowd.truth]).decode(),
            },
        )
        owner.execute(
            text(
                """UPDATE task t SET gold_id = g.id FROM gold g
                   WHERE t.project_id = :p AND g.project_id = :p AND g.task_id = t.id"""
            ),
            place,
        )
    return ground


@dataclass
class _Run:
    """The project under way."""

    crowd: Crowd
    chance: np.random.Generator
    ground: Ground
    base: str
    keys: itertools.count[int] = field(default_factory=itertools.count)
    ever_wrong: set[int] = field(default_factory=set)

    def work(self) -> None:
        """Answers and looks in turn, until there is no work."""
        with httpx.Client(timeout=60) as self.http:
            for task in range(len(self.crowd.truth)):
                if not any(self._answers(int(who)) for who in self.crowd.queue[task]):
                    break
                if task % WAVE == WAVE - 1:
                    self._inspect()
            # Some of what was claimed were known tasks: the rest is left to who still gets seats.
            while self._open() and any(self._answers(who) for who in range(self.crowd.workers)):
                continue
            self._inspect()

    def _open(self) -> bool:
        """Whether any place is left but on known tasks."""
        with transaction() as s:
            found = s.execute(
                text(
                    """SELECT EXISTS (SELECT FROM seat x
                         JOIN queue q ON q.project_id = x.project_id AND q.id = x.queue_id
                         WHERE x.project_id = :p AND q.level = 0 AND NOT q.gold)"""
                ),
                {"p": self.ground.project_id},
            )
            return bool(found.scalar_one())

    def _answers(self, who: int) -> bool:
        """Whether there was work for him."""
        me = self.ground.people[who]
        lease = self._claim(me, 0)
        if lease is None:
            return False
        task = _task(lease)
        label = int(self.crowd.answers(np.array([task]), np.array([who]), self.chance)[0])
        self._hand_in(me, lease, {"answer": said(label)})
        return True

    def _inspect(self) -> None:
        """All that is to be looked at, by whoever is free."""
        many = len(self.crowd.inspectors)
        for level in ROLES:
            free = list(range(many))
            while free:
                who = int(self.chance.choice(free))
                me = self.ground.people[self.crowd.workers + (level - 1) * many + who]
                lease = self._claim(me, level)
                if lease is None:
                    free.remove(who)
                else:
                    self._judge(me, who, lease)
        with transaction() as s:
            learn(s, self.ground.project_id, self.ground.stage_id)

    def _judge(self, me: Worker, who: int, lease: dict[str, Any]) -> None:
        """He lets it stand, or makes of it what he sees."""
        task = _task(lease)
        shown = _class(lease["subject"]["answer"])
        if shown != int(self.crowd.truth[task]):
            self.ever_wrong.add(task)
        seen = np.array([task]), np.array([shown]), self.chance, np.array([who])
        label = int(self.crowd.verdicts(*seen)[0])
        verdict: dict[str, Any] = {"verdict": "approve"}
        if label != shown:
            verdict = {"verdict": "fix", "answer": said(label)}
        self._hand_in(me, lease, verdict)

    def _claim(self, me: Worker, level: int) -> dict[str, Any] | None:
        path = f"/projects/{self.ground.project_id}/stages/{self.ground.stage_id}/claims"
        found = self._ask("POST", path, me, {"level": level, "count": 1})
        return None if not found["leases"] else dict(found["leases"][0])

    def _hand_in(self, me: Worker, lease: dict[str, Any], body: dict[str, Any]) -> None:
        path = f"/projects/{self.ground.project_id}/assignments/{lease['id']}/submission"
        self._ask("POST", path, me, body)

    def _ask(self, method: str, path: str, me: Worker, body: Any = None) -> Any:
        headers = {
            "Cookie": f"dure_session={me.token}",
            "X-CSRF-Token": me.csrf,
            "Idempotency-Key": f"crowd-{next(self.keys):08}",
        }
        answer = self.http.request(method, self.base + path, json=body, headers=headers)
        if answer.status_code >= 400:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def outcome(self, prices: Prices) -> Outcome:
        """By the rows that the engine has written."""
        crowd, place = self.crowd, {"p": self.ground.project_id, "s": self.ground.stage_id}
        with transaction() as s:
            handed = {
                (level, known): count
                for level, known, count in s.execute(
                    text(
                        """SELECT v.level, a.gold_id IS NOT NULL, count(*) FROM submission v
                           JOIN assignment a ON a.project_id = v.project_id
                             AND a.id = v.assignment_id
                           WHERE v.project_id = :p AND v.stage_id = :s GROUP BY 1, 2"""
                    ),
                    place,
                )
            }
            final = s.execute(
                text(
                    """SELECT i.name, v.answer, EXISTS (SELECT FROM assignment b
                         WHERE b.project_id = a.project_id AND b.root_id = a.id AND b.level = 2
                           AND b.state = 'accepted') AS twice
                       FROM assignment a
                       JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
                       JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
                       JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
                       WHERE a.project_id = :p AND a.stage_id = :s AND a.level = 0
                         AND a.gold_id IS NULL AND a.state = 'accepted' AND a.judged"""
                ),
                place,
            ).all()
            rows = s.execute(
                text(
                    """SELECT worker_id, count(*) FROM assignment
                       WHERE project_id = :p AND stage_id = :s AND level = 0 GROUP BY 1"""
                ),
                place,
            ).all()
            says = remaining(s, self.ground.project_id, self.ground.stage_id)
        by_person = {row[0]: row[1] for row in rows}
        wrong = {
            _number(name)
            for name, answer, _ in final
            if _class(answer) != int(crowd.truth[_number(name)])
        }
        unseen = [_number(name) in wrong for name, _, twice in final if not twice]
        answers, gold = handed.get((0, False), 0), handed.get((0, True), 0)
        first, second = handed.get((1, False), 0), handed.get((2, False), 0)
        seeded = handed.get((1, True), 0) + handed.get((2, True), 0)
        spammers = np.flatnonzero(crowd.kind == Kind.SPAMMING).tolist()
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
            estimate=(says.low, says.high) if unseen else None,
            spammers=tuple(by_person.get(self.ground.people[one].id, 0) for one in spammers),
        )


def _number(name: str) -> int:
    return int(name.split("-")[1]) - 1


def _task(lease: dict[str, Any]) -> int:
    return _number(lease["item"]["name"])


def _class(answer: dict[str, Any]) -> int:
    return int(answer["annotations"][0]["classes"][0][1:])
