"""An organisation with money, people who are owed some, and two officers of finance."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import text

from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.ledger.queries import account_of
from app.ledger.rules import Entry
from app.ledger.service import post
from app.models import AccountKind, EntryKind, Payout, ProjectRoleName
from app.models.money import Income
from app.models.payout import PayoutLine
from app.models.person import OrganisationRoleName
from app.payouts.templates import PRESETS, Template
from app.people.organisations import grant
from app.people.team import join_project
from app.workflow import pay_out, payee
from app.workflow.settle_payout import Settled, take_result
from tests.factories import Place, add_person

GENERIC = PRESETS["generic"]
numbers = itertools.count(1)


@dataclass
class House:
    """An organisation of one project, and further ones of the same organisation."""

    place: Place
    more: list[Place]
    preparer: int
    approver: int
    keys: Any = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def make(cls, projects: int = 1) -> House:
        first = Place.make(items=0, funds=100_000_000)
        home = {"organisation_id": first.organisation_id}
        more = [Place.make(items=0, funds=100_000_000, **home) for _ in range(projects - 1)]
        officers = [add_person("회계"), add_person("결재")]
        with transaction() as s:
            for officer in officers:
                grant(s, first.organisation_id, officer, OrganisationRoleName.FINANCE, by=None)
        return cls(first, more, *officers)

    @property
    def id(self) -> int:
        return self.place.organisation_id

    def owe(
        self, person_id: int, amount: int, place: Place | None = None, days_ago: int = 0
    ) -> None:
        """Pay for work, as an acceptance does: on a day of Seoul's before today."""
        place = place or self.place
        number = next(numbers)
        with transaction() as s:
            here = {"project_id": place.project_id}
            budget = account_of(s, AccountKind.BUDGET, **here)
            mine = account_of(s, AccountKind.PERSON, person_id=person_id, **here)
            entry = Entry(budget.id, mine.id, amount, EntryKind.EARN, f"assignment:9{number}")
            if not days_ago:
                post(s, place.project_id, "KRW", [entry])
                return
            s.execute(
                text(
                    "INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind,"
                    " cause, at) VALUES (:p, :debit, :credit, 'KRW', :amount, 'earn', :cause,"
                    " now() - make_interval(days => :days))"
                ),
                {
                    "p": place.project_id,
                    "debit": budget.id,
                    "credit": mine.id,
                    "amount": amount,
                    "cause": entry.cause,
                    "days": days_ago,
                },
            )

    def worker(
        self,
        *amounts: int,
        whole: bool = True,
        holder: str = "김민지",
        income: Income | None = None,
        days_ago: int = 0,
    ) -> int:
        """Somebody who is owed these amounts, by project; `whole`: who has said who he is and
        where to pay."""
        person = self.place.person("worker")
        for place in self.more:
            with transaction() as s:
                join_project(s, place.project_id, person, ProjectRoleName.WORKER, by=None)
        for amount, place in zip(amounts, [self.place, *self.more], strict=False):
            self.owe(person, amount, place, days_ago)
        with transaction() as s:
            if whole:
                number = "900101-1234567"
                payee.save_identity(s, me=person, legal_name="김민지", number=number)
                payee.save_account(
                    s, me=person, bank="004", account="110-123-4567", holder=holder, minimum=0
                )
            if income is not None:
                payee.set_payee(
                    s,
                    organisation_id=self.id,
                    person_id=person,
                    by=self.preparer,
                    income=income,
                    confirm=False,
                )
        return person

    def prepare(
        self, *, key: str | None = None, through: date | None = None, on_demand: bool = False
    ) -> Payout:
        with transaction() as s:
            return pay_out.prepare(
                s,
                organisation_id=self.id,
                by=self.preparer,
                through=through or day_of(utcnow()),
                on_demand=on_demand,
                key=key or f"payout-key-{next(self.keys)}",
            )

    def approve(self, payout: Payout, by: int | None = None) -> None:
        with transaction() as s:
            pay_out.approve(s, organisation_id=self.id, payout_id=payout.id, by=by or self.approver)

    def approved(self) -> Payout:
        """A payout of all that is owed, on its way."""
        payout = self.prepare()
        self.approve(payout)
        return payout

    def bank_file(self, payout: Payout, template: Template = GENERIC) -> bytes:
        with transaction() as s:
            return payee.bank_file(
                s,
                organisation_id=self.id,
                payout_id=payout.id,
                by=self.preparer,
                template=template,
            )

    def settle(self, payout: Payout, failed: dict[int, str] | None = None) -> Settled:
        """What the bank says: all arrived but these people's, with its reasons."""
        return self.result(payout, answer(self.bank_file(payout), self.lines(payout), failed))

    def result(self, payout: Payout, content: bytes, template: Template = GENERIC) -> Settled:
        with transaction() as s:
            return take_result(
                s,
                organisation_id=self.id,
                payout_id=payout.id,
                by=self.preparer,
                content=content,
                template=template,
            )

    def lines(self, payout: Payout) -> dict[int, PayoutLine]:
        """The lines of a payout by person."""
        with transaction() as s:
            found = s.query(PayoutLine).filter_by(payout_id=payout.id).order_by(PayoutLine.id)
            return {line.person_id: line for line in found}

    def balance(self, person_id: int) -> int:
        """What is owed to somebody by the ledger, over all projects."""
        return int(
            self.place.rows(
                "SELECT coalesce(sum(CASE WHEN e.credit = a.id THEN e.amount ELSE -e.amount END),"
                " 0) FROM account a LEFT JOIN ledger_entry e ON a.id IN (e.credit, e.debit)"
                f" WHERE a.kind = 'person' AND a.person_id = {int(person_id)}"
            )[0][0]
        )

    def place_sums(self, kind: str) -> int:
        """What is on accounts of a kind, over the organisation's projects."""
        projects = ",".join(str(one.project_id) for one in (self.place, *self.more))
        return int(
            self.place.rows(
                "SELECT coalesce(sum(CASE WHEN e.credit = a.id THEN e.amount ELSE -e.amount END),"
                " 0) FROM account a JOIN ledger_entry e ON a.id IN (e.credit, e.debit)"
                f" WHERE a.kind = '{kind}' AND a.project_id IN ({projects})"
            )[0][0]
        )


def answer(
    sent: bytes,
    lines: dict[int, PayoutLine] | None = None,
    failed: dict[int, str] | None = None,
) -> bytes:
    """A result in the generic layout for a file that was sent in it; `lines` by person are needed
    to say whose transfers `failed`."""
    reasons = {f"D{(lines or {})[person].id}": why for person, why in (failed or {}).items()}
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["reference", "amount", "status", "reason"])
    for row in csv.DictReader(io.StringIO(sent.decode())):
        why = reasons.get(row["reference"])
        rows.writerow([row["reference"], row["amount"], "failed" if why else "paid", why or ""])
    return out.getvalue().encode()
