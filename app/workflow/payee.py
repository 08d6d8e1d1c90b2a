"""How somebody gets paid: he says who he is and where the money goes, asks for it, and an
organisation looks at what it must look at, each time with a reason."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import day_of
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.states import PayoutLineState, PayoutState
from app.ledger.dated import rule
from app.models.money import Income, MoneyRuleKind
from app.models.payout import PayoutLine
from app.models.person import Organisation
from app.models.transition import record
from app.models.vault import Secret
from app.payouts import mine, queries
from app.payouts.templates import Template, Transfer, written
from app.vault import sealing
from app.vault.rules import account_number, masked_account, masked_number, resident_number

MEMO = 7
"""Letters that a bank shows of a transfer."""


class NoNumber(Invalid):
    """It cannot be a resident registration number."""

    code, title = "no_resident_number", "Not a registration number"


class NoAccountNumber(Invalid):
    """It cannot be the number of an account."""

    code, title = "no_account_number", "Not an account number"


class IdentityNotNeeded(Conflict):
    """Nobody owes him anything, so that the law gives no reason to ask who he is."""

    code, title = "identity_not_needed", "Not needed yet"


class OnItsWay(Conflict):
    """He is being paid already."""

    code, title = "on_its_way", "On its way already"


class NothingOwed(Conflict):
    """This organisation owes him nothing."""

    code, title = "nothing_owed", "Nothing to be paid"


class PapersMissing(Conflict):
    """What a payment needs is not there yet."""

    code, title = "papers_missing", "Something is missing"


class BelowOwnMinimum(Conflict):
    """Less is owed than he wants at once."""

    code, title = "below_minimum", "Below your own minimum"


def save_account(
    s: Session, *, me: int, bank: str, account: str | None, holder: str, minimum: int
) -> None:
    """Where somebody's money goes, and the least that he wants at once. Without `account` the
    number stays the one that it was. Raises `NoAccountNumber`, `NotConfigured`."""
    found = queries.details(s, me)
    if account is not None:
        number = account_number(account)
        if number is None:
            raise NoAccountNumber("Enter the account's number, 6 to 20 digits.")
        found.account_id = sealing.put(s, me, Secret.ACCOUNT, number, masked_account(number))
    elif found.account_id is None:
        raise NoAccountNumber("Enter the account's number; none is kept yet.")
    found.bank, found.holder, found.minimum = bank, holder, minimum
    found.updated_at = s.execute(select(func.now())).scalar_one()
    s.flush()
    _forget_superseded(s, me)
    record(s, project_id=0, subject="pay_details", subject_id=me, by=me, target="account")


def save_identity(s: Session, *, me: int, legal_name: str, number: str) -> None:
    """Who somebody is to the tax office. Raises `IdentityNotNeeded`, `NoNumber`, `NotConfigured`.

    Asked for because whoever pays withholds tax and reports whom he paid (Income Tax Act, articles
    127 and 164); the Personal Information Protection Act, article 24-2, allows it for that alone.
    """
    if not mine.is_owed(s, me):
        raise IdentityNotNeeded(
            "Nobody owes you anything yet; enter the number when your first pay is due."
        )
    digits = resident_number(number)
    if digits is None:
        raise NoNumber("Enter the 13 digits of the registration number, such as 900101-1234567.")
    found = queries.details(s, me)
    found.identity_id = sealing.put(s, me, Secret.IDENTITY, digits, masked_number(digits))
    found.legal_name = legal_name
    found.updated_at = s.execute(select(func.now())).scalar_one()
    s.flush()
    _forget_superseded(s, me)
    record(s, project_id=0, subject="pay_details", subject_id=me, by=me, target="identity")


def _forget_superseded(s: Session, person_id: int) -> None:
    """Another number was put in its place, and no transfer under way needs the old one."""
    sealing.delete(s, mine.superseded(s, person_id))


def ask(s: Session, *, me: int, organisation_id: int) -> None:
    """Ask an organisation to be paid now. Again is no change.

    Raises `OnItsWay`, `NothingOwed`, `PapersMissing`, `BelowOwnMinimum`.
    """
    at = mine.standing(s, me, organisation_id)
    if at.on_its_way:
        raise OnItsWay("You are being paid already; ask for the rest when it has arrived.")
    if not at.owed:
        raise NothingOwed("Nothing is owed to you here just now.")
    missing = mine.missing(s, me)
    if missing:
        raise PapersMissing(
            "Enter what is missing first: " + ", ".join(missing) + ".", missing=missing
        )
    minimum = queries.details(s, me).minimum
    if at.owed < minimum:
        raise BelowOwnMinimum(
            f"{at.owed} won are owed, and you want at least {minimum} at once; lower your "
            "minimum, or wait.",
            owed=at.owed,
            minimum=minimum,
        )
    found = queries.payee(s, organisation_id, me)
    if found.asked_at is None:
        found.asked_at = s.execute(select(func.now())).scalar_one()
        s.flush()


def set_payee(
    s: Session, *, organisation_id: int, person_id: int, by: int, income: Income, confirm: bool
) -> None:
    """What somebody's pay is before the tax law, and whether finance has looked at an account whose
    holder has another name. Raises `NotFound`; `WrongState` while he is being paid."""
    _must_work_for(s, organisation_id, person_id)
    found = queries.payee(s, organisation_id, person_id)
    kept = queries.details(s, person_id)
    live = mine.standing(s, person_id, organisation_id).on_its_way
    if live and found.income is not income:
        raise WrongState("He is being paid just now; change this when it has arrived.")
    found.income = income
    found.confirmed_account = kept.account_id if confirm else None
    found.updated_by = by
    found.updated_at = s.execute(select(func.now())).scalar_one()
    s.flush()
    record(
        s,
        project_id=0,
        subject="payee",
        subject_id=person_id,
        by=by,
        data={"organisation": organisation_id, "income": income.value, "confirmed": confirm},
    )


def open_secret(
    s: Session, *, organisation_id: int, person_id: int, what: Secret, by: int, reason: str
) -> str:
    """What is under seal, in clear; logged. Raises `NotFound` where nothing is kept."""
    _must_work_for(s, organisation_id, person_id)
    found = queries.details(s, person_id)
    sealed_id = found.identity_id if what is Secret.IDENTITY else found.account_id
    if sealed_id is None:
        raise NotFound("He has not entered this, or it was deleted in time.")
    return sealing.opened(s, [sealed_id], by=by, organisation_id=organisation_id, reason=reason)[
        sealed_id
    ]


def _must_work_for(s: Session, organisation_id: int, person_id: int) -> None:
    if not queries.works_for(s, organisation_id, person_id):
        raise NotFound("Nobody of this number works for the organisation.")


def bank_file(
    s: Session, *, organisation_id: int, payout_id: int, by: int, template: Template
) -> bytes:
    """The transfer file of an approved payout, accounts in clear: each is logged as opened.

    Raises `NotFound`, `WrongState`, `SealGone`, `NotEncodable`.
    """
    found = queries.payout(s, organisation_id, payout_id)
    if found.state not in (PayoutState.APPROVED, PayoutState.SENT):
        raise WrongState(
            f"It is “{found.state}”; a bank file is made of a payout that was approved.",
            state=found.state.value,
        )
    lines = (
        s.execute(
            select(PayoutLine)
            .where(PayoutLine.payout_id == payout_id, PayoutLine.state == PayoutLineState.APPROVED)
            .order_by(PayoutLine.id)
        )
        .scalars()
        .all()
    )
    accounts = sealing.opened(
        s,
        [line.account_id for line in lines if line.account_id is not None],
        by=by,
        organisation_id=organisation_id,
        reason="bank_file",
        payout_id=payout_id,
    )
    transfers = [
        Transfer(
            line_id=line.id,
            bank=line.bank or "",
            account=accounts[line.account_id or 0],
            holder=line.holder or "",
            amount=line.gross - line.tax - line.local,
        )
        for line in lines
    ]
    return written(template, transfers, _memo(s, organisation_id))


def _memo(s: Session, organisation_id: int) -> str:
    """What the person's own bank shows beside the money: who paid it, as far as it fits."""
    return s.get_one(Organisation, organisation_id).name[:MEMO]


def kept_until(s: Session, person_id: int, what: Secret) -> date | None:
    """The day on which a number is deleted if nothing more is paid; None where none is kept."""
    last = mine.last_needed(s, person_id, what)
    if last is None:
        return None
    years = _years(s, what, day_of(s.execute(select(func.now())).scalar_one()))
    return date(day_of(last).year + years + 1, 1, 1)


def _years(s: Session, what: Secret, day: date) -> int:
    return int(rule(s, MoneyRuleKind.RETENTION, day)[f"{what.value}_years"])


def delete_due(s: Session) -> int:
    """Delete what is under seal and no longer needed: after the time that the law says, at once of
    who left and was never paid, and what another number took the place of; how many."""
    today = day_of(s.execute(select(func.now())).scalar_one())
    ids: list[Any] = mine.superseded(s, None)
    for what in Secret:
        ids += mine.over(s, what, date(today.year - _years(s, what, today), 1, 1))
    count = sealing.delete(s, ids)
    mine.forget(s, ids)
    return count
