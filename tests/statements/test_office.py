"""Papers of an organisation: payments against ledger, bank and work; what was withheld, by the
months in which it was earned; who takes part; what the programme asks for."""

from __future__ import annotations

import csv as files
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from app.core.clock import utcnow
from app.core.database import transaction
from app.models.paper import Favoured
from app.papers.tables import csv, workbook
from app.statements import office, queries, service
from app.statements.rules import Quota, Span
from app.statements.schemas import HireIn, PaperKind
from app.statements.tables import Paper
from tests import seoul
from tests.factories import Place
from tests.payouts.house import House

ASKED = Quota.read({"per": 100_000_000, "people": "10", "hires": "2.4", "least_count": 2})


def table(house: int, kind: PaperKind, period: str | None = None) -> list[dict[str, str]]:
    """A paper as it is read from its CSV."""
    with transaction() as s:
        paper = Paper(s, house, Span.of(period or seoul.month()), "en", ASKED)
        told = "".join(csv(paper.tables(kind)[0]))
    return list(files.DictReader(StringIO(told.removeprefix("\ufeff"))))


def sheets(house: int, kind: PaperKind, period: str | None = None) -> tuple[Any, Paper]:
    with transaction() as s:
        paper = Paper(s, house, Span.of(period or seoul.month()), "ko", ASKED)
        content = workbook(paper.tables(kind))
    return openpyxl.load_workbook(BytesIO(content)), paper


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


@pytest.fixture
def house(database: None) -> House:
    return House.make(projects=2)


def test_payments_agree_with_ledger_bank_and_work_line_by_line(house: House) -> None:
    one, other = house.worker(30_000, 3_333), house.worker(20_000)
    house.worker(5_000, whole=False)  # held out of the payout: no payment of his
    payout = house.approved()
    on_its_way = table(house.id, PaperKind.PAYMENTS)
    assert [row["State"] for row in on_its_way] == ["On its way", "On its way"]
    assert {row["Differences"] for row in on_its_way} == {""}

    house.settle(payout, failed={other: "no such account"})
    rows = table(house.id, PaperKind.PAYMENTS)
    assert {row["Differences"] for row in rows} == {""}
    paid, failed = rows
    assert (paid["Person"], failed["Person"]) == (str(one), str(other))
    assert (paid["State"], failed["State"], failed["Reason"]) == (
        "Paid",
        "Failed",
        "no such account",
    )
    assert [paid[name] for name in ("Gross", "Income tax", "Local tax", "Net")] == [
        "33333",
        "990",
        "90",
        "32253",
    ]
    assert paid["Ledger gross"] == "33333"
    assert paid["Ledger paid"] == paid["Bank amount"] == "32253"
    assert (failed["Ledger gross"], failed["Ledger returned"]) == ("20000", "20000")
    assert paid["Earned before cut-off"] == paid["Paid up to now"] == "33333"


AGREES = {
    "state": "paid",
    "gross": 10_000,
    "net": 9_670,
    "tax": 300,
    "local": 30,
    "booked": 10_000,
    "booked_net": 9_670,
    "booked_tax": 300,
    "booked_local": 30,
    "booked_back": 0,
    "bank_amount": 9_670,
    "bank_at": utcnow(),
    "earned": 10_000,
    "taken": 10_000,
}
FAILED = {
    "state": "failed",
    "booked_net": 0,
    "booked_tax": 0,
    "booked_local": 0,
    "booked_back": 10_000,
}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        (FAILED, []),
        ({"booked": 9_999}, ["ledger_gross"]),
        ({"booked_net": 9_671}, ["ledger_net"]),
        ({"booked_tax": 0}, ["ledger_tax"]),
        ({"booked_local": 29}, ["ledger_tax"]),
        (FAILED | {"booked_net": 9_670}, ["ledger_early"]),
        (FAILED | {"booked_back": 0}, ["ledger_back"]),
        ({"booked_back": 10_000}, ["ledger_back"]),
        ({"bank_amount": 9_000}, ["bank_amount"]),
        ({"bank_amount": None, "bank_at": None}, ["bank_missing"]),
        ({"taken": 10_001}, ["more_than_work"]),
    ],
)
def test_every_way_to_differ_is_named(changed: dict[str, Any], found: list[str]) -> None:
    assert office.differences(AGREES | changed) == found


def test_entries_that_no_work_stands_behind_are_listed(house: House) -> None:
    house.worker(30_000)  # the house pays for work that never was
    book, paper = sheets(house.id, PaperKind.PAYMENTS)
    assert book.sheetnames == ["지급 대장", "차이", "작업과 다른 원장"]
    (apart,) = rows_of(book["작업과 다른 원장"])
    assert apart[3] == 30_000
    assert (apart[4], paper.differences) == (None, 1)


def test_work_that_was_accepted_stands_behind_its_entries(database: None) -> None:
    place = Place.make(items=3, inspect1="all", inspect2="none")
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    for lease in place.claim(worker, count=3):
        place.submit(worker, lease)
    for verdict in ("approve", "fix", "return"):
        (lease,) = place.claim(inspector, 1)
        place.decide(inspector, lease, verdict)
    book, paper = sheets(place.organisation_id, PaperKind.PAYMENTS)
    assert rows_of(book["작업과 다른 원장"]) == []
    assert paper.differences == 0


def test_a_payment_is_told_apart_by_the_months_in_which_it_was_earned(house: House) -> None:
    worker = house.worker(10_000, days_ago=62)
    house.owe(worker, 23_333)
    house.settle(house.approved())
    rows = table(house.id, PaperKind.SIMPLIFIED)
    assert [row["Gross"] for row in rows] == ["10000", "23333"]
    assert rows[0]["Earned in"] < rows[1]["Earned in"] == seoul.month()
    assert {row["Paid in"] for row in rows} == {seoul.month()}
    # Floors are of the payment; its parts add up to it: 990 and 90 of 33,333.
    assert [int(row["Income tax"]) for row in rows] == [297, 693]
    assert sum(int(row["Local tax"]) for row in rows) == 90
    assert {row["Resident number"] for row in rows} == {"900101-1******"}

    book, _ = sheets(house.id, PaperKind.WITHHOLDING)
    (whole,) = rows_of(book["원천징수 이행상황"])
    assert whole[:8] == ("사업소득", "A25", 1, 1, 33_333, 990, 90, 32_253)
    parts = rows_of(book["귀속·지급 월별"])
    assert [sum(part[at] for part in parts) for at in (4, 5, 6)] == [33_333, 990, 90]


def test_the_second_payment_takes_what_the_first_one_left(house: House) -> None:
    worker = house.worker(10_000, days_ago=62)
    house.settle(house.approved())
    house.owe(worker, 7_000)
    house.settle(house.approved())
    months = [row["Earned in"] for row in table(house.id, PaperKind.SIMPLIFIED)]
    assert len(months) == 2
    assert months[0] < months[1] == seoul.month()


def test_withholding_of_a_month_is_the_sum_of_its_payments(house: House) -> None:
    house.worker(10_000)
    house.worker(33_333)
    failed = house.worker(50_000)
    payout = house.approved()
    house.settle(payout, failed={failed: "closed"})
    with transaction() as s:
        (row,) = service.withheld(s, house.id, seoul.month()).rows
        assert (row.people, row.payments, row.gross) == (2, 2, 43_333)
        assert (row.tax, row.local, row.net) == (1_290, 120, 41_923)
        assert service.withheld(s, house.id, "2021-03").rows == []


def test_a_receipt_is_of_what_arrived_in_the_year(house: House) -> None:
    worker = house.worker(123_456)
    house.settle(house.approved())
    with transaction() as s:
        payments, who = service.receipt(s, house.id, worker, seoul.today().year)
        assert [one["net"] for one in payments] == [119_386]
        assert payments[0]["months"] == [seoul.month()]
        assert (who["name"], who["number"]) == ("김민지", "900101-1******")
        with pytest.raises(service.NothingPaid):
            service.receipt(s, house.id, worker, seoul.today().year - 1)
        (year,) = queries.receipts(s, worker)
        assert (year["year"], year["tax"], year["local"]) == (seoul.today().year, 3_700, 370)
        (found,) = office.receivers(
            s, house.id, Span.year(seoul.today().year), q="민지", after=0, limit=9
        )
        assert found["person_id"] == worker
        assert (
            office.receivers(s, house.id, Span.year(seoul.today().year), q="없음", after=0, limit=9)
            == []
        )


def test_a_statement_tells_what_was_sent_and_what_came_back(house: House) -> None:
    worker = house.worker(20_000, 13_333)
    house.settle(house.approved(), failed={worker: "closed"})
    house.settle(house.approved())
    house.owe(worker, 500)
    with transaction() as s:
        found = service.statement(s, worker, seoul.month(), seoul.today())
    assert (found.earned, found.sent, found.returned) == (33_833, 66_666, 33_333)
    assert found.before + found.earned - found.sent + found.returned == found.after == 500
    assert found.after == house.balance(worker)
    assert [(one.paid, one.net, one.failure) for one in found.payments] == [
        (False, 32_253, "closed"),
        (True, 32_253, None),
    ]


def test_the_quota_board_counts_people_and_hides_small_groups(house: House) -> None:
    paid = [house.worker(10_000) for _ in range(3)]
    waits = house.worker(10_000, whole=False)
    house.settle(house.approved())
    with transaction() as s:
        for person in (*paid[:2], waits):
            service.declare(s, person, [Favoured.CAREER_BREAK], consent=True)
        service.declare(s, paid[0], [Favoured.CAREER_BREAK, Favoured.DISABILITY], consent=True)
        said = HireIn(hired_on=seoul.today(), post="검수 담당")
        made = service.hire(s, house.id, said, by=house.preparer)
        found = service.quota(s, house.id, seoul.today().year, ASKED)
    assert (found.cost, found.people, found.earners, found.people_needed) == (40_000, 3, 4, 1)
    assert (found.support, found.hires, found.hires_needed) == (200_000_000, 1, 5)
    counts = {one.kind: one.people for one in found.favoured}
    assert counts[Favoured.CAREER_BREAK] == 2  # of those who were paid
    assert counts[Favoured.DISABILITY] is None  # one might be known
    assert counts[Favoured.YOUTH] is None
    with transaction() as s:
        service.take_back_hire(s, house.id, made.id, by=house.preparer)
        assert service.quota(s, house.id, seoul.today().year, ASKED).hires == 0


def test_what_was_declared_is_taken_back(database: None) -> None:
    place = Place.make(items=0)
    worker = place.person("worker")
    with transaction() as s:
        with pytest.raises(service.ConsentMissing):
            service.declare(s, worker, [Favoured.SENIOR], consent=False)
        service.declare(s, worker, [Favoured.SENIOR, Favoured.YOUTH], consent=True)
        assert service.declare(s, worker, [Favoured.YOUTH], consent=True) == [Favoured.YOUTH]
        assert service.declare(s, worker, [], consent=False) == []


def test_the_roster_shows_nobody_by_name(database: None) -> None:
    place = Place.make(items=1, inspect1="none")
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    place.submit(worker, lease, active_seconds=1_800)
    rows = table(place.organisation_id, PaperKind.ROSTER)
    (row,) = [row for row in rows if row["Roles"] == "Worker"]
    assert (row["Handed in"], row["Earned"]) == ("1", "100")
    assert float(row["Hours"]) <= 0.5
    assert "*" in row["Name"]
    assert row["E-mail"].endswith("***@example.test")


def test_complaints_stand_with_reason_reply_and_outcome(database: None) -> None:
    place = Place.make(items=2, inspect1="all", inspect2="all")
    worker, arbiter = place.person("worker"), place.arbiter()
    first, second = place.person("primary_inspector"), place.person("secondary_inspector")
    leases = place.claim(worker, count=2)
    for lease in leases:
        place.submit(worker, lease)
        for inspector, level in ((first, 1), (second, 2)):
            (inspection,) = place.claim(inspector, level)
            place.decide(inspector, inspection, "reject")
        place.appeal(worker, lease)
    place.decide_appeal(arbiter, leases[0], won=True)
    rows = table(place.organisation_id, PaperKind.COMPLAINTS)
    assert [row["Outcome"] for row in rows] == ["Upheld", "Open"]
    assert {row["Reason"] for row in rows} == {"position"}
    assert {row["Objection"] for row in rows} == {"맞게 했어요."}
    assert [row["Reply"] for row in rows] == ["봤어요.", ""]
    (stage,) = table(place.organisation_id, PaperKind.PROGRESS)
    assert (stage["Handed in"], stage["Rejected"]) == ("2", "4")
