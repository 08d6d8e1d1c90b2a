"""Payouts: prepared, approved by another, settled by what the bank says; to the won."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.core.errors import Problem, WrongState
from app.core.states import PayoutLineState, PayoutState
from app.models import Held, Payout
from app.models.money import Income
from app.models.payout import RowOutcome
from app.payouts import mine
from app.payouts.results import ResultUnreadable
from app.payouts.templates import PRESETS
from app.workflow import pay_out, payee
from tests.ledger.worked import WITHHELD
from tests.payouts.house import House, answer

PAID, FAILED, ALREADY = RowOutcome.PAID, RowOutcome.FAILED, RowOutcome.ALREADY


@pytest.fixture
def house(shared_database: None) -> House:
    return House.make()


def state(payout: Payout) -> PayoutState:
    with transaction() as s:
        return s.get_one(Payout, payout.id).state


def sums(house: House) -> dict[str, int]:
    return {kind: house.place_sums(kind) for kind in ("person", "transit", "bank", "tax")}


def test_from_owed_to_the_bank(house: House) -> None:
    person = house.worker(33_333)
    payout = house.prepare()
    assert (payout.people, payout.gross, payout.tax, payout.local) == (1, 33_333, 990, 90)
    assert house.balance(person) == 33_333, "nothing moves before somebody else approves it"
    house.approve(payout)
    assert sums(house) == {"person": 0, "transit": 33_333, "bank": 0, "tax": 0}
    done = house.settle(payout)
    assert done.counts == {PAID: 1}
    assert state(payout) is PayoutState.SETTLED
    assert house.lines(payout)[person].state is PayoutLineState.PAID
    assert sums(house) == {"person": 0, "transit": 0, "bank": 32_253, "tax": 1_080}
    with pytest.raises(pay_out.NobodyPayable):
        house.prepare()


@pytest.mark.parametrize(
    ("income", "gross", "tax", "local", "net"),
    [(Income(kind), *numbers) for kind, *numbers in WITHHELD],
)
def test_what_is_withheld(
    house: House, income: Income, gross: int, tax: int, local: int, net: int
) -> None:
    """The table of MONEY.md, from the ledger through the bank."""
    person = house.worker(gross, income=income, days_ago=1)
    payout = house.approved()
    line = house.lines(payout)[person]
    assert (line.gross, line.tax, line.local) == (gross, tax, local)
    house.settle(payout)
    assert sums(house) == {"person": 0, "transit": 0, "bank": net, "tax": tax + local}


def test_the_floor_is_of_each_payment(house: House) -> None:
    """Thirty payouts of 3,333 withhold less than one of 99,990."""
    person = house.worker(3_333)
    payout = house.approved()
    assert house.lines(payout)[person].tax == 90
    together = House.make()
    one = together.worker(99_990)
    line = together.lines(together.approved())[one]
    assert (30 * 90, line.tax + line.local) == (2_700, 3_280)


def test_days_are_taxed_each_once(house: House) -> None:
    """What was earned today is not paid before the day is over, so that no day's deduction is used
    twice; a day that was paid is not taxed again."""
    person = house.worker(200_000, income=Income.DAILY, days_ago=2)
    house.owe(person, 187_000, days_ago=1)
    house.owe(person, 50_000)
    first = house.approved()
    line = house.lines(first)[person]
    assert (line.gross, line.tax, line.local) == (387_000, 2_340, 230)
    house.settle(first)
    assert house.balance(person) == 50_000
    with pytest.raises(pay_out.NobodyPayable):
        house.prepare()


def test_a_case_that_was_split_is_held(house: House) -> None:
    """Other income under the threshold, then a little more: the tax on both exceeds the second."""
    person = house.worker(125_000, income=Income.OTHER)
    house.settle(house.approved())
    house.owe(person, 1)
    second = house.prepare()
    assert house.lines(second)[person].held is Held.SPLIT
    house.owe(person, 50_000)
    third = house.approved()
    line = house.lines(third)[person]
    assert (line.gross, line.tax, line.local) == (50_001, 14_000, 1_400)


def test_projects_bear_their_shares(shared_database: None) -> None:
    """One transfer; each project's ledger is whole."""
    house = House.make(projects=3)
    person = house.worker(10_001, 10_001, 13_331)
    payout = house.approved()
    line = house.lines(payout)[person]
    assert (line.gross, line.tax, line.local) == (33_333, 990, 90)
    house.settle(payout)
    rows = house.place.rows(
        f"SELECT gross, tax, local FROM payout_share WHERE line_id = {line.id} ORDER BY project_id"
    )
    assert [tuple(row) for row in rows] == [(10_001, 297, 27), (10_001, 297, 27), (13_331, 396, 36)]
    whole = house.place.rows(
        f"""SELECT sum(CASE WHEN a.kind = 'tax' THEN e.amount ELSE 0 END),
          sum(CASE WHEN a.kind = 'bank' THEN e.amount ELSE 0 END)
        FROM ledger_entry e JOIN account a ON a.id = e.credit
        WHERE e.cause = 'payout:{line.id}' GROUP BY e.project_id ORDER BY e.project_id"""
    )
    assert [int(row[0] + row[1]) for row in whole] == [10_001, 10_001, 13_331]


def holding(house: House, person: int, why: Held) -> None:
    payout = house.prepare()
    line = house.lines(payout)[person]
    assert (line.held, line.state) == (why, PayoutLineState.PAYABLE)
    assert (payout.people, payout.held, payout.gross) == (0, 1, 0)


def test_who_cannot_be_paid_is_shown_and_told_why(house: House) -> None:
    person = house.worker(20_000, whole=False)
    holding(house, person, Held.NO_IDENTITY)
    with transaction() as s:
        payee.save_identity(s, me=person, legal_name="김민지", number="900101-1234567")
    holding(house, person, Held.NO_ACCOUNT)

    def account(holder: str, minimum: int) -> None:
        with transaction() as s:
            payee.save_account(
                s, me=person, bank="004", account="110123456", holder=holder, minimum=minimum
            )

    account("박서준", 0)
    holding(house, person, Held.NAME_DIFFERS)
    account(" 김 민지", 20_001)
    holding(house, person, Held.BELOW_MINIMUM)
    account("김민지", 20_000)
    assert house.prepare().people == 1


def test_who_is_held_out_is_told_once(house: House) -> None:
    person, other = house.worker(20_000, whole=False), house.worker(1)

    def told() -> list[str]:
        found = house.place.rows(
            "SELECT params->>'why' FROM notification WHERE kind = 'payout_held'"
            f" AND person_id = {person} ORDER BY id"
        )
        return [row[0] for row in found]

    for _ in range(2):
        house.settle(house.approved())
        assert told() == ["no_identity"]
        house.owe(other, 1)
    with transaction() as s:
        payee.save_identity(s, me=person, legal_name="김민지", number="900101-1234567")
    house.approved()
    assert told() == ["no_identity", "no_account"]


def test_a_payout_of_nobody_ends_when_it_is_approved(house: House) -> None:
    house.worker(20_000, whole=False)
    assert state(house.approved()) is PayoutState.SETTLED
    assert house.prepare().held == 1


def test_finance_confirms_an_account_in_another_name(house: House) -> None:
    person = house.worker(20_000, holder="주식회사 민지")
    holding(house, person, Held.NAME_DIFFERS)

    def confirm() -> None:
        with transaction() as s:
            payee.set_payee(
                s,
                organisation_id=house.id,
                person_id=person,
                by=house.preparer,
                income=Income.BUSINESS,
                confirm=True,
            )

    confirm()
    with transaction() as s:  # another account is another question
        payee.save_account(s, me=person, bank="004", account="999999", holder="남", minimum=0)
    holding(house, person, Held.NAME_DIFFERS)
    confirm()
    assert house.prepare().people == 1


def test_what_the_bank_did_not_take_is_the_persons_again(house: House) -> None:
    good, bad = house.worker(10_000), house.worker(33_333)
    payout = house.approved()
    done = house.settle(payout, {bad: "예금주 불일치"})
    assert done.counts == {PAID: 1, FAILED: 1}
    assert [(row.said, one) for row, one in done.odd] == [("예금주 불일치", FAILED)]
    assert (house.balance(good), house.balance(bad)) == (0, 33_333)
    line = house.lines(payout)[bad]
    assert (line.state, line.failure) == (PayoutLineState.PAYABLE, "예금주 불일치")
    told = house.place.rows(
        f"SELECT kind, params->>'why' FROM notification WHERE person_id = {bad}"
    )
    assert ("payout_failed", "예금주 불일치") in [tuple(row) for row in told]
    assert state(payout) is PayoutState.SETTLED

    again = house.approved()
    assert house.lines(again)[bad].retry_of == line.id
    house.settle(again)
    assert house.balance(bad) == 0
    assert sums(house) == {"person": 0, "transit": 0, "bank": 9_670 + 32_253, "tax": 330 + 1_080}
    moves = house.place.rows(
        "SELECT source || '>' || target FROM event WHERE subject = 'payout_line'"
        f" AND subject_id = {line.id} ORDER BY id"
    )
    assert [row[0] for row in moves] == [
        "payable>batched",
        "batched>approved",
        "approved>failed",
        "failed>payable",
    ]


def test_a_result_counts_once(house: House) -> None:
    """The same file again, another file that says the same, one that says otherwise, and rows that
    name something else: nothing moves twice."""
    person, other = house.worker(10_000), house.worker(20_000)
    payout = house.approved()
    lines = house.lines(payout)
    sent = house.bank_file(payout)
    content = answer(sent, lines, {other: "계좌 없음"})
    house.result(payout, content)
    before = sums(house)
    assert house.result(payout, content).counts == {ALREADY: 2}
    turned = answer(sent, lines, {person: "나중에 다름"})
    assert house.result(payout, turned).counts == {RowOutcome.CONTRADICTS: 2}
    line = lines[person].id
    odd = (
        f"reference,amount,status\nD{line},9671,paid\nD999999,1,paid\nhello,,paid\nD{line},9670,\n"
    )
    assert [one for _, one in house.result(payout, odd.encode()).odd] == [
        RowOutcome.AMOUNT_DIFFERS,
        RowOutcome.UNKNOWN,
        RowOutcome.UNKNOWN,
        RowOutcome.UNKNOWN,
    ]
    assert sums(house) == before
    kept = house.place.rows(f"SELECT count(*) FROM bank_row WHERE payout_id = {payout.id}")
    assert kept[0][0] == 10, "what the bank said stays, whatever it was"


def test_the_layout_of_korean_banks(house: House) -> None:
    """Sent in CP949; the result is a workbook with a title above its heads."""
    person = house.worker(33_333)
    payout = house.approved()
    multi = PRESETS["multi"]
    line = house.lines(payout)[person]
    sent = house.bank_file(payout, multi).decode("cp949")
    assert sent.split("\r\n")[:2] == [
        "입금은행,입금계좌번호,입금액,예상예금주,입금통장표시,출금통장표시",
        f"004,1101234567,32253,김민지,한빛,D{line.id}",
    ]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["다계좌이체 결과"])
    sheet.append([])
    sheet.append(["출금통장표시", "입금액", "처리결과", "오류내용"])
    sheet.append([f"D{line.id}", 32253, "정상", None])
    out = io.BytesIO()
    book.save(out)
    assert house.result(payout, out.getvalue(), multi).counts == {PAID: 1}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"reference,amount,status\n", b"PK\x03\x04broken"],
)
def test_what_is_no_result_changes_nothing(house: House, content: bytes) -> None:
    house.worker(10_000)
    payout = house.approved()
    with pytest.raises(ResultUnreadable):
        house.result(payout, content)
    assert state(payout) is PayoutState.APPROVED


def test_who_prepares_never_approves(house: House) -> None:
    """By the program, and by the database."""
    house.worker(10_000)
    payout = house.prepare()
    with pytest.raises(pay_out.SamePerson):
        house.approve(payout, by=house.preparer)
    with pytest.raises(IntegrityError, match="ck_payout_another"), transaction() as s:
        s.execute(
            text("UPDATE payout SET state = 'approved', approved_by = prepared_by WHERE id = :id"),
            {"id": payout.id},
        )
    with pytest.raises(IntegrityError, match="ck_payout_approved"), transaction() as s:
        s.execute(text("UPDATE payout SET state = 'approved' WHERE id = :id"), {"id": payout.id})


def test_what_was_returned_is_gathered_anew(house: House) -> None:
    person = house.worker(10_000)
    payout = house.prepare()
    with transaction() as s:
        pay_out.give_back(
            s, organisation_id=house.id, payout_id=payout.id, by=house.approver, why="기간 확인"
        )
    assert state(payout) is PayoutState.RETURNED
    assert house.lines(payout)[person].state is PayoutLineState.PAYABLE
    with pytest.raises(WrongState):
        house.approve(payout)
    assert house.approved().gross == 10_000
    assert house.balance(person) == 0


def test_a_retry_prepares_once(house: House) -> None:
    house.worker(10_000)
    first, again = house.prepare(key="the-same-key"), house.prepare(key="the-same-key")
    assert first.id == again.id
    yesterday = day_of(utcnow()) - timedelta(days=1)
    with pytest.raises(pay_out.KeyUsed):
        house.prepare(key="the-same-key", through=yesterday)
    with pytest.raises(pay_out.NotYet):
        house.prepare(through=day_of(utcnow()) + timedelta(days=1))


def test_the_cut_off(house: House) -> None:
    """What came after it waits for the next; what was paid of it before is not paid again, whether
    or not the bank took it at once."""
    person = house.worker(10_000, days_ago=2)
    house.owe(person, 5_000)
    yesterday = day_of(utcnow()) - timedelta(days=1)
    payout = house.prepare(through=yesterday)
    assert payout.gross == 10_000
    house.approve(payout)
    house.settle(payout, {person: "휴면 계좌"})
    again = house.prepare(through=yesterday)
    assert again.gross == 10_000
    house.approve(again)
    house.settle(again)
    with pytest.raises(pay_out.NobodyPayable):
        house.prepare(through=yesterday)
    assert house.prepare().gross == 5_000


def test_on_demand(house: House) -> None:
    asker, other = house.worker(10_000), house.worker(20_000)

    def ask(person: int) -> None:
        with transaction() as s:
            payee.ask(s, me=person, organisation_id=house.id)

    ask(asker)
    ask(asker)
    payout = house.prepare(on_demand=True)
    assert list(house.lines(payout)) == [asker]
    refused: list[tuple[int, type[Problem]]] = [
        (asker, payee.OnItsWay),
        (house.worker(whole=False), payee.NothingOwed),
        (house.worker(1, whole=False), payee.PapersMissing),
    ]
    for person, why in refused:
        with pytest.raises(why):
            ask(person)
    with transaction() as s:
        payee.save_account(s, me=other, bank="004", account=None, holder="김민지", minimum=20_001)
    with pytest.raises(payee.BelowOwnMinimum):
        ask(other)
    house.approve(payout)
    with transaction() as s:
        assert mine.standing(s, asker, house.id).asked_at is None


RULE = """
INSERT INTO money_rule (kind, valid_from, value, source)
SELECT 'business', :day, jsonb_set(value, '{rate}', '"0.05"'), 'test' FROM money_rule
WHERE kind = 'business' ORDER BY id DESC LIMIT 1
"""
WAITS = """
INSERT INTO top_up (project_id, stage_id, day, person_id, amount, wage, levels)
VALUES (:project, :stage, :day, :person, 1, 10320, '[]')
"""


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE payout_share SET gross = gross - 1 WHERE line_id = :line", "sums"),
        ("UPDATE payout SET gross = gross + 1 WHERE id = :payout", "sums"),
        (
            "WITH l AS (UPDATE payout_line SET gross = gross + 1 WHERE id = :line RETURNING id),"
            " h AS (UPDATE payout_share SET gross = gross + 1 WHERE line_id = :line)"
            " UPDATE payout SET gross = gross + 1 WHERE id = :payout",
            "ledger",
        ),
        (
            "UPDATE vault.sealed SET sealed = NULL, deleted_at = now()"
            " WHERE person_id = :person AND what = 'account'",
            "accounts",
        ),
        (
            "UPDATE vault.sealed SET sealed = NULL, deleted_at = now()"
            " WHERE person_id = :person AND what = 'identity'",
            "identities",
        ),
        (RULE, "rules"),
        (WAITS, "floor"),
    ],
)
def test_what_does_not_add_up_is_not_approved(house: House, change: str, code: str) -> None:
    person = house.worker(10_000)
    payout = house.prepare()
    values: dict[str, Any] = {
        "payout": payout.id,
        "line": house.lines(payout)[person].id,
        "person": person,
        "project": house.place.project_id,
        "stage": house.place.stage_id,
        "day": day_of(utcnow()) - timedelta(days=code == "floor"),
    }
    try:
        with transaction() as s:
            s.execute(text(change), values)
        with pytest.raises(pay_out.ChecksFailed) as caught:
            house.approve(payout)
        assert caught.value.extra["checks"] == [code]
        assert house.balance(person) == 10_000
    finally:
        if code == "rules":  # only ever added to: a later row for the day holds
            with transaction() as s:
                s.execute(text(RULE.replace("0.05", "0.03")), values)
