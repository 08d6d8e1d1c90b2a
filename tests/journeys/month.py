"""A month of people, projects and organisations through HTTP, from the price card to the bank.

The month keeps lists of its own of what was agreed, done and paid. What the ledger, statements,
bank files and papers say is compared with these to the won, never with the application's queries;
tax is compared with worked numbers, and where there are none, reckoned again here.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import pypdfium2 as pdfium
from openpyxl import load_workbook

from app.api.deps import COOKIE, CSRF_HEADER
from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.models import OrganisationRoleName, ProjectRoleName
from app.people import organisations, sessions
from app.people.team import join_project
from tests.conftest import Database
from tests.factories import Place, add_person, boxes
from tests.journeys.caller import Caller, new_key
from tests.ledger.worked import WITHHELD

PASSED = timedelta(days=2)
"""After so long a day is looked at, also in the first minutes of the next one."""
KINDS = {(kind, gross): (tax, local) for kind, gross, tax, local, _ in WITHHELD}
"""What is withheld of a payment, of which there is a worked number."""


@dataclass(frozen=True)
class Owed:
    """One thing that somebody is owed for, by the month's own account."""

    person: str
    project: str
    amount: int
    what: str


@dataclass(frozen=True)
class Transfer:
    """One payment to one person by one organisation, as it must be.

    By project gross, tax and local tax."""

    person: str
    house: str
    kind: str
    shares: dict[str, tuple[int, int, int]]

    @property
    def gross(self) -> int:
        return sum(gross for gross, _, _ in self.shares.values())

    @property
    def tax(self) -> int:
        return sum(tax for _, tax, _ in self.shares.values())

    @property
    def local(self) -> int:
        return sum(local for _, _, local in self.shares.values())

    @property
    def net(self) -> int:
        return self.gross - self.tax - self.local


def reckoned(kind: str, gross: int) -> tuple[int, int]:
    """Tax and local tax: a worked number, or three in a hundred and a tenth, each cut to ten."""
    if (kind, gross) in KINDS:
        return KINDS[kind, gross]
    assert kind == "business", f"there is no worked number for {gross} of {kind}"
    tax = gross * 3 // 1000 * 10
    return tax, tax // 100 * 10


def shared_out(whole: int, owed: dict[str, int]) -> dict[str, int]:
    """By what each project owes; won that are left go to the largest remainders, of equal ones to
    the project that was there first."""
    total = sum(owed.values())
    parts = {project: whole * amount // total for project, amount in owed.items()}
    by_rest = sorted(owed, key=lambda one: whole * owed[one] % total, reverse=True)
    for project in by_rest[: whole - sum(parts.values())]:
        parts[project] += 1
    return parts


@dataclass
class House:
    """An organisation: who prepares, who approves, who arbitrates."""

    id: int
    preparing: Caller
    approving: Caller
    arbiter: Caller

    @property
    def path(self) -> str:
        return f"/organisations/{self.id}"


@dataclass
class Month:
    """The steps are called in the order in which they stand here."""

    url: str
    chores: Callable[[], int]
    database: Database
    houses: dict[str, House] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    of_house: dict[str, str] = field(default_factory=dict)
    bosses: dict[str, Caller] = field(default_factory=dict)
    people: dict[str, Caller] = field(default_factory=dict)
    owed: list[Owed] = field(default_factory=list)
    funded: dict[str, int] = field(default_factory=dict)
    pinned: dict[int, int] = field(default_factory=dict)  # lease -> price at its claim
    kinds: dict[str, str] = field(default_factory=dict)  # person -> what finance says his pay is
    paid: list[Transfer] = field(default_factory=list)

    # --- people, projects, prices --------------------------------------------------------------

    def caller(self, name: str, person_id: int) -> Caller:
        """Somebody who has signed in before this month."""
        made = Caller(self.url, name)
        made.id = person_id
        with transaction() as s:
            opened = sessions.open_session(s, person_id, user_agent=None)
        made.http.cookies.set(COOKIE, opened.token)
        made.http.headers[CSRF_HEADER] = opened.csrf
        return made

    def house(self, name: str, place: Place) -> None:
        """Its officers; they belong to no team."""
        offices = {}
        for title, office in (
            ("경리", OrganisationRoleName.FINANCE),
            ("재무", OrganisationRoleName.FINANCE),
            ("중재", OrganisationRoleName.ARBITER),
        ):
            person_id = add_person(f"{name}{title}")
            with transaction() as s:
                organisations.grant(s, place.organisation_id, person_id, office, by=None)
            offices[title] = self.caller(f"{name}{title}", person_id)
        self.houses[name] = House(
            place.organisation_id, offices["경리"], offices["재무"], offices["중재"]
        )

    def project(self, name: str, house: str, funds: int = 10_000_000, **stage: Any) -> Place:
        """One project of a house."""
        known = self.houses.get(house)
        at = {} if known is None else {"organisation_id": known.id}
        self.places[name] = place = Place.make(funds=funds, **at, **stage)
        self.funded[name] = funds
        self.of_house[name] = house
        self.bosses[name] = self.caller(f"{name} 관리자", place.manager)
        if known is None:
            self.house(house, place)
        return place

    def join(self, name: str, role: ProjectRoleName, *projects: str) -> Caller:
        """Somebody who works in these projects."""
        person_id = add_person(name)
        with transaction() as s:
            for project in projects:
                join_project(s, self.places[project].project_id, person_id, role, by=None)
        self.people[name] = made = self.caller(name, person_id)
        return made

    def price(
        self, project: str, level0: int, level1: int = 0, level2: int = 0, **more: Any
    ) -> None:
        """A new price card, for claims from now on."""
        card = {
            "level0": level0,
            "level1": level1,
            "level2": level2,
            "definition": "사진 한 장의 세포를 모두 그려요.",
            "estimate_seconds": 1,
            **more,
        }
        self.bosses[project].post(f"{self.stage(project)}/prices", card)

    def promise(self, project: str, **bonus: Any) -> None:
        """A bonus, all of it set aside."""
        self.bosses[project].twice(f"{self.stage(project)}/bonuses", bonus, key=new_key())

    def path(self, project: str) -> str:
        return f"/projects/{self.places[project].project_id}"

    def stage(self, project: str) -> str:
        return f"{self.path(project)}/stages/{self.places[project].stage_id}"

    # --- work ----------------------------------------------------------------------------------

    def claim(self, who: Caller, project: str, price: int, level: int = 0) -> Any:
        """One piece, at the price that holds now."""
        body = {"level": level, "count": 1}
        (lease,) = who.post(f"{self.stage(project)}/claims", body, key=new_key())["leases"]
        assert lease["price"] == price, (project, level)
        self.pinned.setdefault(lease["id"], price)
        return lease

    def hand_in(self, who: Caller, project: str, lease: int, body: Any) -> Any:
        path = f"{self.path(project)}/assignments/{lease}/submission"
        return who.twice(path, body, key=new_key())

    def answer(
        self, who: Caller, project: str, lease: int, count: int = 1, seconds: int = 20
    ) -> Any:
        """Hand in so many boxes, drawn in so many seconds."""
        self.own(
            "UPDATE assignment SET reserved_at = reserved_at - interval '10 minutes'"
            f" WHERE id = {int(lease)}"
        )
        drawn = boxes(*(10.0 + 30 * number for number in range(count)))
        return self.hand_in(who, project, lease, {"answer": drawn, "active_seconds": seconds})

    def judge(self, who: Caller, project: str, level: int, verdict: str, prices: Any) -> None:
        """Who inspects is owed his price for each verdict, whatever it is."""
        lease = self.claim(who, project, prices[level], level)
        body: dict[str, Any] = {"verdict": verdict, "active_seconds": 10}
        if verdict == "fix":
            body["answer"] = boxes(12.0)
        elif verdict in ("return", "reject"):
            body |= {"reason": "position", "comment": "상자가 세포에서 벗어났어요."}
        self.hand_in(who, project, lease["id"], body)
        self.owe(who, project, self.pinned[lease["id"]], f"verdict {verdict}")

    def owe(self, who: Caller, project: str, amount: int, what: str) -> None:
        self.owed.append(Owed(who.name, project, amount, what))

    def story(
        self,
        project: str,
        author: Caller,
        inspectors: dict[int, Caller],
        prices: tuple[int, int, int],
        verdicts: tuple[tuple[int, str], ...],
        appeal: bool | None,
    ) -> None:
        """One piece of work from its claim to its end."""
        lease = self.claim(author, project, prices[0])["id"]
        self.answer(author, project, lease)
        for level, verdict in verdicts:
            self.judge(inspectors[level], project, level, verdict, prices)
            if verdict == "return":
                self.answer(author, project, lease, 2)
        paid = verdicts[-1][1] in ("approve", "fix")
        if appeal is not None:
            path = f"{self.path(project)}/assignments/{lease}/appeal"
            author.post(path, {"text": "세포는 두 개가 맞아요."})
            house = self.houses[self.of_house[project]]
            house.arbiter.post(
                f"{self.path(project)}/appeals/{lease}/decision",
                {"won": appeal, "reply": "사진을 다시 봤어요."},
                status=200,
            )
            paid = appeal
        if paid:
            self.owe(author, project, prices[0], "work")

    # --- time ----------------------------------------------------------------------------------

    def own(self, *statements: str) -> None:
        """As nobody but the database's owner could: time passes."""
        url = self.database.superuser_url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(url) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement)

    def days_pass(self) -> None:
        """What was done today was done so many days ago that its day is looked at by now."""
        self.own(
            *(
                f"UPDATE {table} SET {column} = {column} - interval '{PASSED.days} days'"
                for table, column in (
                    ("ledger_entry", "at"),
                    ("submission", "at"),
                    ("project", "created_at"),
                    ("bonus", "created_at"),
                )
            )
        )

    @staticmethod
    def today() -> str:
        return day_of(utcnow()).isoformat()

    @staticmethod
    def worked_on() -> str:
        """The day of what was done before days have passed."""
        return (day_of(utcnow()) - PASSED).isoformat()

    # --- pay -----------------------------------------------------------------------------------

    def papers(self, name: str, *, holder: str | None = None, minimum: int = 0) -> None:
        """Somebody says who he is, and where his money goes."""
        who = self.people[name]
        number = f"900101-1{who.id:06}"
        who.send("PUT", "/me/identity", {"legal_name": name, "number": number}, status=204)
        account = {"bank": "088", "account": f"110-{who.id:08}", "holder": holder or name}
        who.send("PUT", "/me/payee", account | {"minimum": minimum}, status=204)
        told = who.get("/me/payee")
        assert told["identity"] == "900101-1******"
        assert told["account"].endswith(f"{who.id:04}"[-4:])
        assert f"{who.id:08}" not in str(told)

    def is_paid_as(self, name: str, house: str, kind: str, *, confirmed: bool = False) -> None:
        """Finance says what somebody's pay is."""
        at = self.houses[house]
        body = {"income": kind, "confirmed": confirmed}
        path = f"{at.path}/payees/{self.people[name].id}"
        at.preparing.send("PUT", path, body, status=204)
        self.kinds[name] = kind

    def due(self, house: str) -> dict[str, Transfer]:
        """What a house must pay everybody now, by the month's own lists."""
        left: dict[str, dict[str, int]] = defaultdict(dict)
        for (person, project), amount in self.left().items():
            if amount and self.of_house[project] == house:
                left[person][project] = amount
        found = {}
        for person, unsorted in left.items():
            owed = {one: unsorted[one] for one in self.places if one in unsorted}
            kind = self.kinds.get(person, "business")
            tax, local = reckoned(kind, sum(owed.values()))
            taxes, locals_ = shared_out(tax, owed), shared_out(local, owed)
            shares = {one: (owed[one], taxes[one], locals_[one]) for one in owed}
            found[person] = Transfer(person, house, kind, shares)
        return found

    def still_owed(self) -> dict[str, int]:
        """What everybody has coming."""
        found: dict[str, int] = defaultdict(int)
        for (person, _), amount in self.left().items():
            found[person] += amount
        return found

    def left(self) -> dict[tuple[str, str], int]:
        """What is owed and was not paid, by person and project."""
        found = self.sums("person", "project")
        for one in self.paid:
            for project, (gross, _, _) in one.shares.items():
                found[one.person, project] -= gross
        return found

    def pay(
        self,
        house: str,
        *,
        held: dict[str, str] | None = None,
        fails: tuple[str, ...] = (),
        only: tuple[str, ...] | None = None,
    ) -> dict[str, Any]:
        """One payout from its preparation to the bank's answer; who `fails` is not paid. `held` is
        who cannot be paid, and why; `only` who asked for it, where just they are paid."""
        at, due = self.houses[house], self.due(house)
        held = held or {}
        if only is not None:
            due = {name: one for name, one in due.items() if name in only}
        assert held.keys() <= due.keys()
        asked = {"through": self.today(), "on_demand": only is not None}
        made = at.preparing.twice(f"{at.path}/payouts", asked, key=new_key())
        path = f"{at.path}/payouts/{made['id']}"
        lines = {line["person"]: line for line in at.preparing.pages(f"{path}/lines", limit=20)}
        assert {name: line["gross"] for name, line in lines.items()} == {
            name: one.gross for name, one in due.items()
        }
        assert {name: line["held"] for name, line in lines.items() if line["held"]} == held
        sent = {name: one for name, one in due.items() if name not in held}
        for name, one in sent.items():
            line = lines[name]
            told = (line["income"], line["tax"], line["local"], line["net"])
            assert told == (one.kind, one.tax, one.local, one.net), name

        refused = at.preparing.post(f"{path}/approve", status=409)
        assert refused["code"] == "same_person"
        detail = at.approving.get(path)
        assert all(check["ok"] for check in detail["checks"]), detail["checks"]
        assert {
            one["project_id"]: (one["gross"], one["tax"], one["local"])
            for one in detail["projects"]
        } == {
            self.places[project].project_id: tuple(
                sum(one.shares[project][nth] for one in sent.values() if project in one.shares)
                for nth in range(3)
            )
            for project in {project for one in sent.values() for project in one.shares}
        }
        approved = at.approving.post(f"{path}/approve", status=200)
        assert at.approving.post(f"{path}/approve", status=200) == approved
        assert (approved["people"], approved["held"]) == (len(sent), len(held))
        assert approved["net"] == sum(one.net for one in sent.values())

        file = at.preparing.http.get(f"{path}/bank-file", params={"template": "generic"})
        assert file.status_code == 200, file.text
        rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
        by_reference = {f"D{line['id']}": name for name, line in lines.items()}
        assert {by_reference[row["reference"]]: int(row["amount"]) for row in rows} == {
            name: one.net for name, one in sent.items()
        }
        at.preparing.post(f"{path}/sent", status=200)

        result = ["reference,amount,status,reason"]
        for row in rows:
            failed = by_reference[row["reference"]] in fails
            said = "failed,해지된 계좌입니다" if failed else "paid,"
            result.append(f"{row['reference']},{row['amount']},{said}")
        done = self.result(house, path, result)
        counts = {"paid": len(sent) - len(fails)} | ({"failed": len(fails)} if fails else {})
        assert done["counts"] == counts
        assert done["payout"]["state"] == "settled"
        again = self.result(house, path, result)
        assert again["counts"] == {"already": len(sent)}
        self.paid += [one for name, one in sent.items() if name not in fails]
        return lines

    def result(self, house: str, path: str, rows: list[str]) -> Any:
        """What the bank sends is imported."""
        content = "\r\n".join(rows).encode()
        answer = self.houses[house].preparing.http.post(
            f"{path}/result",
            params={"template": "generic"},
            files={"file": ("결과.csv", content, "text/csv")},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    # --- sums ----------------------------------------------------------------------------------

    def sums(self, *by: str) -> dict[Any, int]:
        """The month's own list, added up by some of its fields."""
        found: dict[Any, int] = defaultdict(int)
        for one in self.owed:
            key = tuple(getattr(one, name) for name in by)
            found[key[0] if len(by) == 1 else key] += one.amount
        return found

    def must_be_owed(self) -> None:
        """Everybody's ledger has an entry for each thing on the list, and no other."""
        for name, who in self.people.items():
            mine = sorted(one.amount for one in self.owed if one.person == name)
            entries = list(who.pages("/me/ledger", limit=200))
            assert sorted(entry["amount"] for entry in entries) == mine, name
            assert sum(one["owed"] for one in who.get("/me/earnings")) == sum(mine), name

    def must_add_up(self) -> None:
        """Each project's money is somewhere, and just there where the lists have it."""
        earned, left = self.sums("project"), defaultdict(int)
        for (_, project), amount in self.left().items():
            left[project] += amount
        for project, boss in self.bosses.items():
            told = boss.get(f"{self.path(project)}/budget")
            shares = [one.shares[project] for one in self.paid if project in one.shares]
            withheld = sum(tax + local for _, tax, local in shares)
            assert told["funded"] == self.funded[project]
            assert (
                told["left"] + told["reserved"] + told["pots"] == told["funded"] - earned[project]
            )
            assert (told["earned"], told["owed"], told["on_its_way"]) == (
                earned[project],
                left[project],
                0,
            ), project
            assert told["withheld"] == withheld
            assert told["paid"] == sum(gross for gross, _, _ in shares) - withheld

    def must_be_stated(self) -> None:
        """Statements, receipts and the withholding return say what was done and paid, no more."""
        months = sorted({self.today()[:7], self.worked_on()[:7]})
        earned, left = self.sums("person"), self.still_owed()
        for name, who in self.people.items():
            told = [who.get(f"/me/statements/{month}") for month in months]
            lines = [line for month in told for line in month["lines"]]
            assert sum(line["amount"] for line in lines) == earned[name], name
            for line in lines:
                if line["what"] in ("work", "inspection"):
                    whole = line["price"] * line["units"]
                    assert line["amount"] == whole, (name, line)
            assert told[-1]["after"] == left[name], name
            mine = [one for one in self.paid if one.person == name]
            payments = [one for month in told for one in month["payments"] if one["paid"]]
            assert sorted(one["net"] for one in payments) == sorted(one.net for one in mine), name
            receipts = who.get("/me/receipts")
            assert sum(one["tax"] + one["local"] for one in receipts) == sum(
                one.tax + one.local for one in mine
            ), name
        for name, house in self.houses.items():
            told = house.preparing.get(f"{house.path}/withholding", month=self.today()[:7])
            assert {
                row["income"]: (row["gross"], row["tax"], row["local"], row["net"])
                for row in told["rows"]
                if row["gross"]
            } == self.by_kind(name)

    def must_be_on_paper(self) -> None:
        """The payment ledger of each house has each transfer, and finds nothing that differs; what
        somebody earned stands on the page that is printed for him."""
        for name, house in self.houses.items():
            asked = {"paper": "payments", "period": self.today()[:7]}
            made = house.preparing.post(f"{house.path}/workbooks", asked, status=202)
            self.chores()
            told = house.preparing.get(f"{house.path}/workbooks/{made['id']}")
            assert (told["state"], told["differences"]) == ("done", 0)
            content = house.preparing.fetch(told["url"]).content
            head, *rows = load_workbook(io.BytesIO(content)).worksheets[0].values
            net, failure = head.index("실지급액"), head.index("실패 사유")
            mine = [one for one in self.paid if one.house == name]
            assert sorted(row[net] for row in rows if not row[failure]) == sorted(
                one.net for one in mine
            )
            # In the first days of January most was earned last year, and all is paid this year.
            years = sorted({self.worked_on()[:4], self.today()[:4]})
            boards = [house.preparing.get(f"{house.path}/quota", year=year) for year in years]
            cost = sum(one.amount for one in self.owed if self.of_house[one.project] == name)
            assert sum(board["cost"] for board in boards) == cost
            paid = len({one.person for one in mine})
            assert [board["people"] for board in boards] == [0] * (len(years) - 1) + [paid]
            for board in boards:
                assert board["people_needed"] == -(-10 * board["cost"] // 100_000_000)
        earned = self.sums("person")
        name = max(earned, key=lambda one: earned[one])
        month = self.worked_on()[:7]
        printed = self.people[name].http.get(f"/me/statements/{month}/pdf", params={"lang": "ko"})
        pages = pdfium.PdfDocument(printed.content)
        said = "".join(page.get_textpage().get_text_range() for page in pages)
        assert name in said
        assert f"{earned[name]:,}" in said

    def by_kind(self, house: str) -> dict[str, tuple[int, ...]]:
        """What a house has paid, by kind of income: gross, tax, local tax, net."""
        found: dict[str, tuple[int, ...]] = {}
        for one in self.paid:
            if one.house == house:
                before = found.get(one.kind, (0, 0, 0, 0))
                now = (one.gross, one.tax, one.local, one.net)
                found[one.kind] = tuple(a + b for a, b in zip(before, now, strict=True))
        return found

    def close(self) -> None:
        """Everybody hangs up."""
        for who in itertools.chain(self.people.values(), self.bosses.values()):
            who.http.close()
        for house in self.houses.values():
            for officer in (house.preparing, house.approving, house.arbiter):
                officer.http.close()
