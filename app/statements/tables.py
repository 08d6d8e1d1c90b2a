"""Papers of an organisation as tables: the first sheet is the paper, others go with it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import day_of
from app.core.money import apportion
from app.papers.tables import Cell, Column, Look, Row, Table
from app.papers.typeset import Language
from app.statements import office
from app.statements.rules import (
    Quota,
    Span,
    masked_email,
    masked_name,
    return_due,
    shown,
    simplified_due,
)
from app.statements.schemas import PaperKind
from app.statements.words import say

CODES = {"business": "A25", "other": "A42", "daily": "A03"}
"""Where each kind of income stands on the withholding return."""


class Paper:
    """One paper in the making. What was counted is known once its tables have been read."""

    def __init__(
        self,
        s: Session,
        organisation_id: int,
        span: Span,
        language: Language,
        quota: Quota,
        tick: Callable[[int], None] = lambda _: None,
        numbers: Mapping[int, str] | None = None,
    ) -> None:
        self._s = s
        self._organisation_id = organisation_id
        self._span = span
        self._language: Language = language
        self._quota = quota
        self._tick = tick  # is told how many rows were read
        self._numbers = numbers or {}  # resident numbers that were opened, by `identity_id`
        self.rows = 0
        self.differences = 0

    def tables(self, kind: PaperKind) -> list[Table]:
        """The sheets of a paper, the main one first."""
        makers: dict[PaperKind, Callable[[], list[Table]]] = {
            PaperKind.PAYMENTS: self._payments,
            PaperKind.WITHHOLDING: self._withholding,
            PaperKind.SIMPLIFIED: self._simplified,
            PaperKind.ROSTER: self._roster,
            PaperKind.COMPLAINTS: self._complaints,
            PaperKind.PROGRESS: self._progress,
            PaperKind.QUOTA: self._board,
        }
        return makers[kind]()

    def _say(self, key: str) -> str:
        return say(self._language, key)

    def _table(self, sheet: str, columns: Mapping[str, Look], rows: Iterable[Row]) -> Table:
        wide = {"differences": 32, "text": 40, "comment": 40, "reply": 40, "project": 24}
        return Table(
            self._say(f"sheet.{sheet}"),
            [Column(self._say(name), look, wide.get(name, 14)) for name, look in columns.items()],
            rows,
        )

    def _counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.rows += 1
            self._tick(self.rows)
            yield row

    def _payments(self) -> list[Table]:
        columns: dict[str, Look] = {
            "payout": "number",
            "line": "number",
            "person_id": "number",
            "name": "text",
            "state": "text",
            "approved_at": "time",
            "answered_at": "time",
            "failure": "text",
            "income": "text",
            "gross": "number",
            "tax": "number",
            "local": "number",
            "net": "number",
            "booked": "number",
            "booked_net": "number",
            "booked_tax": "number",
            "booked_local": "number",
            "booked_back": "number",
            "bank_amount": "number",
            "bank_at": "time",
            "earned_before": "number",
            "taken": "number",
            "differences": "text",
        }
        apart: list[Row] = []

        def rows() -> Iterator[Row]:
            for row in office.payments(self._s, self._organisation_id, self._span):
                found = office.differences(row)
                named = row | {
                    "payout": row["payout_id"],
                    "line": row["id"],
                    "earned_before": row["earned"],
                    "state": self._say(f"state.{row['state']}"),
                    "income": self._say(f"income.{row['income']}"),
                    "differences": ", ".join(self._say(f"difference.{one}") for one in found),
                }
                written = [named[name] for name in columns]
                if found:
                    self.differences += 1
                    apart.append(written)
                yield written

        work: dict[str, Look] = {
            "project": "text",
            "entry": "number",
            "cause": "text",
            "amount": "number",
            "assignment": "number",
            "price": "number",
        }
        return [
            self._table("payments", columns, self._counted(rows())),
            self._table("apart", columns, apart),
            self._table("work", work, self._work_apart()),
        ]

    def _work_apart(self) -> Iterator[Row]:
        for row in office.work_apart(self._s, self._organisation_id, self._span):
            self.differences += 1
            yield [
                row["project"],
                row["entry_id"],
                row["cause"],
                row["amount"],
                row["assignment_id"],
                row["price"],
            ]

    def _withholding(self) -> list[Table]:
        columns: dict[str, Look] = {
            "income": "text",
            "code": "text",
            "people": "number",
            "payments": "number",
            "gross": "number",
            "tax": "number",
            "local": "number",
            "net": "number",
            "due": "date",
        }

        def rows() -> Iterator[Row]:
            for row in office.withheld(self._s, self._organisation_id, self._span):
                named = row | {
                    "income": self._say(f"income.{row['income']}"),
                    "code": CODES[row["income"]],
                    "due": return_due(self._span),
                }
                yield [named[name] for name in columns]

        service: dict[str, Look] = {
            "income": "text",
            "service_month": "text",
            "paid_month": "text",
            "people": "number",
            "gross": "number",
            "tax": "number",
            "local": "number",
        }
        return [
            self._table("withholding", columns, self._counted(rows())),
            self._table("service", service, self._by_months()),
        ]

    def _parts(self) -> Iterator[tuple[dict[str, Any], str, int, int, int]]:
        """Payments in the parts that were earned in different months: the payment, the month, and
        the part's gross, tax and local tax."""
        months: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for row in office.service_months(self._s, self._organisation_id, self._span):
            months[row["id"]].append((row["month"], row["gross"]))
        for line in office.paid_lines(self._s, self._organisation_id, self._span):
            parts = months[line["id"]]
            weights = [gross for _, gross in parts]
            taxes = apportion(line["tax"], weights) if parts else []
            locals_ = apportion(line["local"], weights) if parts else []
            for (month, gross), tax, local in zip(parts, taxes, locals_, strict=True):
                yield line, month, gross, tax, local

    def _by_months(self) -> Iterator[Row]:
        sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        people: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        for line, month, *amounts in self._parts():
            key = (line["income"], month, f"{day_of(line['paid_at']):%Y-%m}")
            people[key].add(line["person_id"])
            for at, amount in enumerate(amounts):
                sums[key][at] += amount
        for key in sorted(sums):
            income, month, paid = key
            yield [self._say(f"income.{income}"), month, paid, len(people[key]), *sums[key]]

    def _simplified(self) -> list[Table]:
        columns: dict[str, Look] = {
            "seq": "number",
            "line": "number",
            "name": "text",
            "number": "text",
            "income": "text",
            "service_month": "text",
            "paid_month": "text",
            "gross": "number",
            "tax": "number",
            "local": "number",
            "due": "date",
        }

        def rows() -> Iterator[Row]:
            for at, (line, month, gross, tax, local) in enumerate(self._parts(), 1):
                paid = day_of(line["paid_at"])
                yield [
                    at,
                    line["id"],
                    line["name"],
                    self._numbers.get(line["identity_id"], line["number"]),
                    self._say(f"income.{line['income']}"),
                    month,
                    f"{paid:%Y-%m}",
                    gross,
                    tax,
                    local,
                    simplified_due(Span.month(f"{paid:%Y-%m}")),
                ]

        return [self._table("simplified", columns, self._counted(rows()))]

    def _roster(self) -> list[Table]:
        columns: dict[str, Look] = {
            "project": "text",
            "pseudonym": "text",
            "name": "text",
            "email": "text",
            "roles": "text",
            "joined_at": "time",
            "signed_at": "time",
            "pieces": "number",
            "verdicts": "number",
            "hours": "decimal",
            "trained": "decimal",
            "earned": "number",
            "left": "text",
        }

        def rows() -> Iterator[Row]:
            for row in office.roster(self._s, self._organisation_id, self._span):
                roles = (row["roles"] or "").split()
                named = row | {
                    "name": "" if row["left"] else masked_name(row["name"]),
                    "email": "" if row["left"] else masked_email(row["email"]),
                    "roles": ", ".join(self._say(f"role.{role}") for role in roles),
                    "hours": round(row["seconds"] / 3600, 2),
                    "trained": round(row["trained"] / 3600, 2),
                    "left": self._say("yes") if row["left"] else "",
                }
                yield [named[name] for name in columns]

        return [self._table("roster", columns, self._counted(rows()))]

    def _complaints(self) -> list[Table]:
        columns: dict[str, Look] = {
            "project": "text",
            "stage": "text",
            "assignment": "number",
            "pseudonym": "text",
            "opened_at": "time",
            "reason": "text",
            "comment": "text",
            "text": "text",
            "decided_at": "time",
            "outcome": "text",
            "reply": "text",
            "days": "decimal",
        }

        def rows() -> Iterator[Row]:
            for row in office.complaints(self._s, self._organisation_id, self._span):
                taken: Cell = None
                outcome = "open"
                if row["decided_at"] is not None:
                    taken = round((row["decided_at"] - row["opened_at"]).total_seconds() / 86400, 1)
                    outcome = "silent" if row["silent"] else "won" if row["won"] else "lost"
                named = row | {
                    "assignment": row["root_id"],
                    "outcome": self._say(f"outcome.{outcome}"),
                    "days": taken,
                }
                yield [named[name] for name in columns]

        return [self._table("complaints", columns, self._counted(rows()))]

    def _progress(self) -> list[Table]:
        columns: dict[str, Look] = {
            "project": "text",
            "stage": "text",
            "items": "number",
            "accepted": "number",
            "done_share": "decimal",
            "handed_in": "number",
            "reworked": "number",
            "first_looks": "number",
            "second_looks": "number",
            "approved": "number",
            "fixed": "number",
            "returned": "number",
            "rejected": "number",
        }

        def rows() -> Iterator[Row]:
            for row in office.progress(self._s, self._organisation_id, self._span):
                done = round(100 * row["accepted"] / row["items"], 1) if row["items"] else None
                named = row | {"done_share": done}
                yield [named[name] for name in columns]

        return [self._table("progress", columns, self._counted(rows()))]

    def _board(self) -> list[Table]:
        found = office.quota(self._s, self._organisation_id, self._span)
        counts = office.favoured(self._s, self._organisation_id, self._span)
        quota = self._quota
        rows: list[Row] = [
            [self._say("quota.cost"), None, f"{found['cost']:,}"],
            [self._say("quota.people"), quota.people_for(found["cost"]), str(found["people"])],
            [self._say("quota.support"), None, f"{found['support']:,}"],
            [self._say("quota.hires"), quota.hires_for(found["support"]), str(found["hires"])],
        ]
        few = self._say("favoured.few").format(n=quota.least)
        for kind, people in counts.items():
            told = shown(people, quota.least)
            rows.append([self._say(f"favoured.{kind}"), None, few if told is None else str(told)])
        columns: dict[str, Look] = {"what": "text", "needed": "number", "reached": "text"}
        return [self._table("quota", columns, self._counted(rows))]
