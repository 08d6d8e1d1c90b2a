"""A project with its stage, people and money, made as the application makes them.

    place = Place.make(items=3, overlap=1, inspect1="all", …)
    worker = place.person("worker")
    lease, = place.claim(worker)
    place.submit(worker, lease)

Each method is one unit of work, committed.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, text

from app.core.database import engine, transaction
from app.core.states import BatchState, ItemState, ProjectState
from app.models import (
    AgreementKind,
    Asset,
    Assignment,
    Batch,
    Inspect,
    Item,
    Organisation,
    OrganisationRoleName,
    Person,
    Project,
    ProjectRoleName,
    StageKind,
    Verdict,
)
from app.models.payout import PayDetails
from app.models.transition import move
from app.models.vault import Secret
from app.people import participants
from app.people.agreements import publish, sign
from app.people.organisations import grant
from app.people.queries import project_agreement
from app.people.team import join_project
from app.vault.sealing import put
from app.workflow.appeal import appeal, decide_appeal
from app.workflow.cancel import cancel_stage, wind_down_stage
from app.workflow.claim import claim
from app.workflow.decide import Judgement, decide
from app.workflow.design import open_stage, set_prices, write_schema
from app.workflow.found import add_stage, found_project
from app.workflow.fund import pay_in
from app.workflow.hand_in import Receipt
from app.workflow.opening import open_chunk
from app.workflow.submit import submit
from tests import seoul
from tests.priced import PRICED

SCHEMA = {
    "modality": "picture",
    "labels": [
        {"kind": "box", "name": "cells", "classes": [{"id": "RBC"}, {"id": "WBC"}]},
    ],
}
WORDS = {"title_ko": "동의서", "title_en": "Pact", "body_ko": "동의해요.", "body_en": "I agree."}
PROFILE = {
    "sex": "female",
    "grew_up": "busan",
    "lives": "seoul",
    "lives_years": 3,
    "language": "ko",
    "device": "phone",
}
numbers = itertools.count(1)


def boxes(*xs: float) -> dict[str, Any]:
    """An answer with a box at each x."""
    return {
        "modality": "picture",
        "annotations": [
            {
                "kind": "box",
                "id": f"a{index}",
                "name": "cells",
                "class": "RBC",
                "x": x,
                "y": 10,
                "width": 20,
                "height": 30,
            }
            for index, x in enumerate(xs)
        ],
    }


def add_person(name: str = "") -> int:
    """Somebody of 35 whose address is proved; he cannot sign in."""
    number = next(numbers)
    born = seoul.today().year - 35
    with transaction() as s:
        return s.execute(
            insert(Person)
            .values(email=f"p{number}@example.test", name=name or f"사람{number}", birth_year=born)
            .values(verified_at=text("now()"))
            .returning(Person.id)
        ).scalar_one()


def payable(person_id: int, account: str = "110123456789") -> None:
    """Somebody has said who he is and where his money goes, by his own name."""
    with transaction() as s:
        name = s.get_one(Person, person_id).name
        s.merge(
            PayDetails(
                person_id=person_id,
                legal_name=name,
                identity_id=put(s, person_id, Secret.IDENTITY, "9001011234567", "900101-1******"),
                bank="088",
                holder=name,
                account_id=put(s, person_id, Secret.ACCOUNT, account, "*" * 8 + account[-4:]),
            )
        )


@dataclass
class Place:
    """One project with one stage."""

    project_id: int
    stage_id: int
    organisation_id: int
    manager: int
    keys: Any = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def make(
        cls,
        *,
        items: int = 1,
        funds: int = 10_000_000,
        prices: tuple[int, int, int] = (100, 30, 20),
        opened: bool = True,
        organisation_id: int | None = None,
        **stage: Any,
    ) -> Place:
        """An open project whose `items` pictures (640 × 480) are on offer; of an organisation of
        its own, or of that one."""
        manager = add_person("관리자")
        with transaction() as s:
            organisation_id = (
                organisation_id
                or s.execute(
                    insert(Organisation).values(name="한빛").returning(Organisation.id)
                ).scalar_one()
            )
            project_id = found_project(
                s, by=manager, organisation_id=organisation_id, name="세포", goal=""
            )
            values: dict[str, Any] = {"name": "상자", "kind": StageKind.LABEL, "holds": 20} | stage
            for name in ("inspect1", "inspect2"):
                if name in values:
                    values[name] = Inspect(values[name])
            for name in ("rate1", "rate2"):
                if name in values:
                    values[name] = Decimal(str(values[name]))
            stage_id = add_stage(
                s, by=manager, project=s.get_one(Project, project_id), values=values
            )
            place = cls(project_id, stage_id, organisation_id, manager)
            here = {"by": manager, "project_id": project_id, "stage_id": stage_id}
            write_schema(s, definition=SCHEMA, **here)
            set_prices(s, level0=prices[0], level1=prices[1], level2=prices[2], **PRICED, **here)
            if values["kind"] is StageKind.COLLECT:
                publish(s, AgreementKind.PROJECT, project_id, WORDS, by=manager)
            if funds:
                pay_in(s, by=manager, project_id=project_id, amount=funds, key="first")
            open_stage(s, **here)
            move(s, Project, project_id, ProjectState.OPEN, by=manager)
        if items:
            place.add_items(items)
        if opened:
            while open_chunk(project_id, stage_id, None, priority=0, by=manager):
                pass
        return place

    def add_items(self, count: int) -> list[int]:
        """`count` further pictures, ready to be opened."""
        with transaction() as s:
            batch = Batch(
                project_id=self.project_id,
                stage_id=self.stage_id,
                name="묶음",
                format="folder",
                source="test",
                state=BatchState.IMPORTED,
                taken=count,
            )
            s.add(batch)
            s.flush()
            made = []
            for _ in range(count):
                number = next(numbers)
                asset = Asset(
                    project_id=self.project_id,
                    sha256=f"{number:064x}",
                    media_type="image/png",
                    width=640,
                    height=480,
                )
                s.add(asset)
                s.flush()
                item = Item(
                    project_id=self.project_id,
                    stage_id=self.stage_id,
                    batch_id=batch.id,
                    asset_id=asset.id,
                    name=f"{number}.png",
                    state=ItemState.READY,
                )
                s.add(item)
                s.flush()
                made.append(item.id)
            return made

    def person(self, *roles: str) -> int:
        """Somebody with these roles in the project, who has signed its agreement if it has one."""
        person_id = add_person()
        with transaction() as s:
            for role in roles:
                join_project(s, self.project_id, person_id, ProjectRoleName(role), by=None)
            agreement = project_agreement(s, self.project_id)
            if agreement is not None:
                sign(s, person_id, [agreement], "ko")
        return person_id

    def participant(self, **said: Any) -> int:
        """A worker who may take part in collect stages."""
        person_id = self.person("worker")
        with transaction() as s:
            participants.save(s, person_id, PROFILE | {"birth_year": None} | said)
        return person_id

    def arbiter(self) -> int:
        """An arbiter of the project's organisation."""
        person_id = add_person("중재자")
        with transaction() as s:
            grant(s, self.organisation_id, person_id, OrganisationRoleName.ARBITER, by=None)
        return person_id

    def key(self) -> str:
        """A client's key that was not used before."""
        return f"key-{next(self.keys)}"

    def claim(self, who: int, level: int = 0, count: int = 1, key: str | None = None) -> list[int]:
        with transaction() as s:
            return claim(
                s,
                me=who,
                project_id=self.project_id,
                stage_id=self.stage_id,
                level=level,
                count=count,
                key=key or self.key(),
            )

    def submit(
        self,
        who: int,
        lease: int,
        answer: dict[str, Any] | None = None,
        key: str | None = None,
        active_seconds: int | None = None,
    ) -> Receipt:
        with transaction() as s:
            return submit(
                s,
                me=who,
                project_id=self.project_id,
                assignment_id=lease,
                key=key or self.key(),
                answer=answer or boxes(10.0),
                active_seconds=active_seconds,
            )

    def decide(
        self,
        who: int,
        lease: int,
        verdict: str,
        answer: dict[str, Any] | None = None,
        active_seconds: int | None = None,
    ) -> Receipt:
        stops = verdict in ("return", "reject")
        judgement = Judgement(
            Verdict(verdict),
            "position" if stops else None,
            "다시 봐 주세요." if stops else None,
            None,
            answer or (boxes(11.0) if verdict == "fix" else None),
        )
        with transaction() as s:
            return decide(
                s,
                me=who,
                project_id=self.project_id,
                assignment_id=lease,
                key=self.key(),
                judgement=judgement,
                body={"verdict": verdict},
                active_seconds=active_seconds,
            )

    def appeal(self, who: int, lease: int) -> None:
        with transaction() as s:
            appeal(s, me=who, project_id=self.project_id, assignment_id=lease, text="맞게 했어요.")

    def decide_appeal(self, who: int, lease: int, won: bool) -> None:
        with transaction() as s:
            decide_appeal(
                s, by=who, project_id=self.project_id, assignment_id=lease, won=won, reply="봤어요."
            )

    def cancel(self) -> None:
        with transaction() as s:
            cancel_stage(
                s, by=self.manager, project_id=self.project_id, stage_id=self.stage_id, why="끝"
            )
        while wind_down_stage(self.project_id, self.stage_id):
            pass

    def assignment(self, lease: int) -> Assignment:
        with transaction() as s:
            return s.get_one(Assignment, (self.project_id, lease))

    def age(self, **interval: int) -> None:
        """Let time pass for every term of this project: `age(hours=25)`."""
        by = " ".join(f"{count} {unit}" for unit, count in interval.items())
        for statement in (
            "UPDATE assignment SET due_at = due_at - %(by)s::interval,"
            " decided_at = decided_at - %(by)s::interval WHERE project_id = %(p)s",
            "UPDATE seat SET opens_at = opens_at - %(by)s::interval WHERE project_id = %(p)s",
            "UPDATE group_session SET expires_at = expires_at - %(by)s::interval"
            " WHERE project_id = %(p)s",
        ):
            with engine().begin() as connection:
                connection.exec_driver_sql(statement, {"by": by, "p": self.project_id})

    def rows(self, statement: str) -> list[Any]:
        """The rows of a statement, `:p` bound to the project."""
        with transaction() as s:
            return list(s.execute(text(statement), {"p": self.project_id}).all())

    def owed(self, who: int) -> int:
        """What the ledger owes a person here, summed by the test's own statement."""
        return int(
            self.rows(
                f"""SELECT coalesce(sum(e.amount), 0) FROM ledger_entry e
                    JOIN project_member m ON m.account_id = e.credit AND m.project_id = :p
                    WHERE m.person_id = {int(who)}"""
            )[0][0]
        )
