"""One project of the demonstration, and what people do in it, each thing once.

Every method is one unit of work under a key; doing it again answers as the first time.
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from app.assets import importing
from app.core.database import transaction
from app.core.settings import settings
from app.core.states import AssignmentState, BatchState
from app.demo import queries
from app.demo.pictures import Drawn, answer
from app.demo.queries import Made
from app.formats.template import FAMILIES
from app.models.project import Inspect, Stage
from app.models.task import Assignment, Draft, Verdict
from app.releases import service as releases
from app.releases import templates
from app.releases.building import Builder
from app.releases.schemas import ReleaseFormat
from app.tasks.reclaiming import reclaim
from app.workflow.appeal import appeal, decide_appeal
from app.workflow.claim import claim
from app.workflow.decide import Judgement, decide
from app.workflow.design import change_stage
from app.workflow.expire import expire
from app.workflow.lease import give_back, release, save_draft
from app.workflow.opening import open_chunk
from app.workflow.resume import resume
from app.workflow.submit import submit

STEADY = {"cells": 52, "streets": 32}
"""Seconds that a quick answer takes in each project; others take some more."""


class Scene:
    """A project, its stage, and the pictures that are drawn for it."""

    def __init__(self, made: Made, name: str, drawn: Sequence[Drawn]) -> None:
        self.made = made
        self.name = name
        self.project_id = made[name]
        self.stage_id = made[f"{name}_stage"]
        self.drawn = {one.name: one for one in drawn}

    def bring_in(self, *, opened: int) -> None:
        """Import the pictures, and put the first `opened` of them on offer."""
        path = settings().folder / f"demonstration-{self.name}.zip"
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for one in self.drawn.values():
                archive.writestr(one.name, one.content)
        manager = self.made["manager"]
        import_file(path, self.project_id, self.stage_id, by=manager, format="folder")
        path.unlink()
        if not queries.any_task(self.project_id):
            open_chunk(self.project_id, self.stage_id, None, priority=0, by=manager, limit=opened)

    def policy(self, level: int, inspect: Inspect, rate: str = "1") -> None:
        """Change how much of the work a level sees from now on."""
        with transaction() as s:
            stage = s.get_one(Stage, (self.project_id, self.stage_id))
            if getattr(stage, f"inspect{level}") is not inspect:
                change_stage(
                    s,
                    by=self.made["manager"],
                    project_id=self.project_id,
                    stage_id=self.stage_id,
                    values={f"inspect{level}": inspect, f"rate{level}": Decimal(rate)},
                )

    def take(self, who: str, key: str, level: int = 0) -> int | None:
        """Claim one piece of work; None where there is none for this person."""
        with transaction() as s:
            found = claim(
                s,
                me=self.made[who],
                project_id=self.project_id,
                stage_id=self.stage_id,
                level=level,
                count=1,
                key=f"demonstration:{self.name}:{key}:{who}",
            )
        return found[0] if found else None

    def must_take(self, who: str, key: str, level: int = 0) -> int:
        """Claim one piece of work that is known to be there."""
        lease = self.take(who, key, level)
        assert lease is not None, f"{who} finds no work for {key}"
        return lease

    def hand_in(self, who: str, lease: int, *, careless: bool = False, again: bool = False) -> None:
        """Hand in what this person sees; `again` for a rework."""
        drawn = self.drawn[queries.item_of(self.project_id, lease)]
        seconds = None if again else self._spend(lease, STEADY[self.name] + lease * 7 % 17)
        with transaction() as s:
            submit(
                s,
                me=self.made[who],
                project_id=self.project_id,
                assignment_id=lease,
                key=f"demonstration:{lease}:{'again' if again else 'first'}",
                answer=answer(drawn, careless=careless, by=who),
                active_seconds=seconds,
            )

    def _spend(self, lease: int, seconds: int) -> int:
        """As if this person had begun so many seconds ago."""
        with transaction() as s:
            s.execute(
                update(Assignment)
                .where(Assignment.project_id == self.project_id, Assignment.id == lease)
                .values(reserved_at=func.now() - timedelta(seconds=seconds))
            )
        return seconds

    def work(self, who: str, key: str, *, careless: bool = False) -> int:
        """Claim and hand in; the work's id."""
        lease = self.must_take(who, key)
        self.hand_in(who, lease, careless=careless)
        return lease

    def judge(self, who: str, lease: int, verdict: str, reason: str = "", says: str = "") -> None:
        """Hand in a verdict; a return or rejection has a reason, a comment and a pin."""
        self._judge(who, lease, verdict, reason, says, "first")

    def check_again(self, who: str, lease: int, verdict: str) -> None:
        """Look at the rework of what this inspector returned."""
        with transaction() as s:
            if s.get_one(Assignment, (self.project_id, lease)).recheck:
                resume(s, me=self.made[who], project_id=self.project_id, assignment_id=lease)
        self._judge(who, lease, verdict, "", "", "again")

    def _judge(self, who: str, lease: int, verdict: str, reason: str, says: str, turn: str) -> None:
        drawn = self.drawn[queries.item_of(self.project_id, lease)]
        pins = None
        if reason and drawn.things:
            left, top, right, bottom = drawn.things[0].box
            pins = [{"x": (left + right) / 2, "y": (top + bottom) / 2}]
        fixed = answer(drawn, by=who) if verdict == "fix" else None
        judgement = Judgement(Verdict(verdict), reason or None, says or None, pins, fixed)
        seconds = None if turn == "again" else self._spend(lease, 12 + lease * 5 % 13)
        with transaction() as s:
            decide(
                s,
                me=self.made[who],
                project_id=self.project_id,
                assignment_id=lease,
                key=f"demonstration:{lease}:{turn}",
                judgement=judgement,
                body={"verdict": verdict, "reason": reason, "answer": fixed},
                active_seconds=seconds,
            )

    def inspect(self, key: str, verdict: str, reason: str = "", says: str = "") -> int:
        """The primary inspector claims and decides; his assignment's id."""
        lease = self.must_take("primary", key, 1)
        self.judge("primary", lease, verdict, reason, says)
        return lease

    def second(self, key: str, verdict: str, reason: str = "", says: str = "") -> int:
        """The secondary inspector claims and decides; his assignment's id."""
        lease = self.must_take("secondary", key, 2)
        self.judge("secondary", lease, verdict, reason, says)
        return lease

    def reject(self, who: str, key: str) -> int:
        """Careless work that both levels reject; its id."""
        lease = self.work(who, key, careless=True)
        says = "왼쪽 세포의 상자가 크게 밀렸고, 하나가 빠졌습니다."
        self.inspect(key, "reject", "position", says)
        self.second(key, "reject", "position", "1차 검수의 말이 맞습니다.")
        return lease

    def object(self, who: str, lease: int, text: str) -> None:
        """Appeal against a rejection."""
        if queries.assignment(self.project_id, lease).state is AssignmentState.REJECTED:
            with transaction() as s:
                appeal(
                    s,
                    me=self.made[who],
                    project_id=self.project_id,
                    assignment_id=lease,
                    text=text,
                )

    def arbitrate(self, lease: int, *, won: bool, reply: str) -> None:
        """The arbiter decides an appeal."""
        with transaction() as s:
            decide_appeal(
                s,
                by=self.made["arbiter"],
                project_id=self.project_id,
                assignment_id=lease,
                won=won,
                reply=reply,
            )

    def draft(self, who: str, lease: int) -> None:
        """Save half of the work."""
        body = answer(self.drawn[queries.item_of(self.project_id, lease)], by=who)
        body["annotations"] = body["annotations"][: len(body["annotations"]) // 2]
        with transaction() as s:
            if s.get(Draft, (self.project_id, lease)) is None:
                save_draft(
                    s,
                    me=self.made[who],
                    project_id=self.project_id,
                    assignment_id=lease,
                    revision=0,
                    body=body,
                )

    def return_lease(self, who: str, lease: int) -> None:
        """Give a lease back."""
        with transaction() as s:
            give_back(
                s,
                me=self.made[who],
                project_id=self.project_id,
                assignment_id=lease,
                why="오늘은 여기까지 할게요.",
            )

    def take_back(self, lease: int) -> None:
        """The manager takes a lease back."""
        with transaction() as s:
            release(
                s,
                by=self.made["manager"],
                project_id=self.project_id,
                assignment_id=lease,
                why="연락이 닿지 않아 자리를 돌립니다.",
            )

    def run_out(self, lease: int) -> None:
        """Let the term of a lease or a rework be over, and the clock find it."""
        terms = (AssignmentState.RESERVED, AssignmentState.REWORK)
        with transaction() as s:
            row = s.get_one(Assignment, (self.project_id, lease))
            if row.state not in terms:
                return
            s.execute(
                update(Assignment)
                .where(Assignment.project_id == self.project_id, Assignment.id == lease)
                .values(due_at=func.now() - timedelta(seconds=1))
            )
        with transaction() as s:
            if row.state is AssignmentState.RESERVED:
                reclaim(s, project_id=self.project_id)
            else:
                expire(s, self.project_id, lease)

    def release(self, version: str) -> None:
        """A finished set of what is accepted so far, with its pictures."""
        with transaction() as s:
            made, _ = releases.begin(
                s,
                project_id=self.project_id,
                stage_id=self.stage_id,
                version=version,
                format=ReleaseFormat.COCO,
                media=True,
                by=self.made["manager"],
            )
        Builder(_Attempt(), self.project_id, made.id).run()

    def lay_out(self, name: str, family: str) -> None:
        """A template of deliveries, as one of the families has it."""
        with transaction() as s:
            template = FAMILIES[family].template
            by = self.made["manager"]
            templates.make(s, self.project_id, name=name, definition=template, by=by)


def import_file(path: Path, project_id: int, stage_id: int, *, by: int, format: str) -> None:
    """Import a file into a stage, once."""
    with transaction() as s:
        batch, _ = importing.begin(
            s,
            project_id=project_id,
            stage_id=stage_id,
            by=by,
            source=path.as_uri(),
            name=path.name,
            format=format,
            dry_run=False,
            skip_existing=True,
        )
    if batch.state is not BatchState.IMPORTED:
        importing.Importer(_Attempt(), project_id, batch.id).run()


class _Attempt:
    """What an import or a release needs of the chore that does it; here it is done at once."""

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Nobody watches."""

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A short transaction."""
        with transaction() as s:
            yield s
