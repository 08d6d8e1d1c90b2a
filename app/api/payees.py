"""Who is paid, and how: one's own details, and people as an organisation pays them."""

from typing import Annotated, Any

from fastapi import Query, status

from app.api.by_hand import by_hand, office
from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.models.payout import PayDetails
from app.models.vault import Secret
from app.payouts import lists, mine
from app.payouts.banks import BANKS
from app.payouts.rules import same_name
from app.payouts.schemas import (
    AskIn,
    BankOut,
    IdentityIn,
    MyPayeeOut,
    OpenedOut,
    OpenIn,
    OpeningOut,
    PayeeIn,
    PayeeOut,
    PayeePut,
    PaymentOut,
    StandingOut,
)
from app.people.permits import May
from app.vault import sealing
from app.workflow import payee

router = Router(tags=["payouts"])


@router.get("/banks")
def list_banks(door: Way) -> list[BankOut]:
    """The banks that money can be sent to."""
    with door.enter():
        return [BankOut(code=code, ko=ko, en=en) for code, (ko, en) in BANKS.items()]


@router.get("/me/payee")
def read_my_payee(door: Way) -> MyPayeeOut:
    """How you are paid, what is still missing, and what each organisation owes you."""
    with door.enter() as (s, me):
        kept = s.get(PayDetails, me.id) or PayDetails(person_id=me.id, minimum=0)
        identity = sealing.kept(s, kept.identity_id)
        account = sealing.kept(s, kept.account_id)
        standings = mine.standings(s, me.id)
        return MyPayeeOut(
            legal_name=kept.legal_name,
            identity=identity.masked if identity else None,
            identity_kept_until=payee.kept_until(s, me.id, Secret.IDENTITY),
            bank=kept.bank,
            holder=kept.holder,
            account=account.masked if account else None,
            account_kept_until=payee.kept_until(s, me.id, Secret.ACCOUNT),
            minimum=kept.minimum,
            missing=mine.missing(s, me.id),
            names_differ=_differ(kept.legal_name, kept.holder),
            identity_wanted=any(one.owed > 0 or one.on_its_way > 0 for one in standings),
            standings=[StandingOut.model_validate(one, from_attributes=True) for one in standings],
        )


def _differ(legal_name: str | None, holder: str | None) -> bool:
    return legal_name is not None and holder is not None and not same_name(legal_name, holder)


@router.put("/me/payee", status_code=status.HTTP_204_NO_CONTENT)
def write_my_payee(asked: PayeeIn, door: Way) -> None:
    """Where your money goes, and the least that you want at once."""
    with door.enter() as (s, me):
        by_hand(me, grave=True)
        payee.save_account(s, me=me.id, **asked.model_dump())


@router.put("/me/identity", status_code=status.HTTP_204_NO_CONTENT)
def write_my_identity(asked: IdentityIn, door: Way) -> None:
    """Your registration number, for the tax office: asked for once something is owed to you
    (Income Tax Act, articles 127 and 164)."""
    with door.enter() as (s, me):
        by_hand(me, grave=True)
        payee.save_identity(s, me=me.id, **asked.model_dump())


@router.post("/me/payouts", status_code=status.HTTP_204_NO_CONTENT)
def ask_to_be_paid(asked: AskIn, door: Way) -> None:
    """Ask an organisation to pay you now. May be retried."""
    with door.enter() as (s, me):
        by_hand(me)
        payee.ask(s, me=me.id, organisation_id=asked.organisation_id)


@router.get("/me/payouts")
def list_my_payments(door: Way, after: After = 0, limit: Limit = 50) -> Page[PaymentOut]:
    """What you were paid, are being paid, or were not paid and why; the last first."""
    with door.enter() as (s, me):
        found = mine.payments(s, me.id, after=after, limit=limit + 1)
        return page([PaymentOut(**row) for row in found], limit)


HOME = "/organisations/{organisation_id}"


def _payee(row: dict[str, Any]) -> PayeeOut:
    return PayeeOut(**row, names_differ=_differ(row["legal_name"], row["holder"]))


@router.get(f"{HOME}/payees")
def list_payees(
    organisation_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 100,
    search: Annotated[
        str | None, Query(min_length=1, max_length=60, description="How a name begins.")
    ] = None,
    asked: Annotated[bool | None, Query(description="Asked to be paid now, or not.")] = None,
) -> Page[PayeeOut]:
    """Those who work for the organisation, as it pays them."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        found = lists.payees(
            s, organisation_id, after=after, limit=limit + 1, search=search, asked=asked
        )
        return page([_payee(row) for row in found], limit, "person_id")


@router.get(f"{HOME}/payees/{{person_id}}")
def read_payee(organisation_id: Key, person_id: Key, door: Way) -> PayeeOut:
    """Somebody as the organisation pays him."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        found = lists.payees(s, organisation_id, person_id=person_id)
        if not found:
            raise NotFound("Nobody of this number works for the organisation.")
        return _payee(found[0])


@router.put(f"{HOME}/payees/{{person_id}}", status_code=status.HTTP_204_NO_CONTENT)
def write_payee(organisation_id: Key, person_id: Key, asked: PayeePut, door: Way) -> None:
    """Say what kind of income his pay is, and that an account in another name is his."""
    with office(door, May.PAYOUT_PREPARE, organisation_id) as (s, me):
        payee.set_payee(
            s,
            organisation_id=organisation_id,
            person_id=person_id,
            by=me.id,
            income=asked.income,
            confirm=asked.confirmed,
        )


@router.post(f"{HOME}/payees/{{person_id}}/open")
def open_secret(organisation_id: Key, person_id: Key, asked: OpenIn, door: Way) -> OpenedOut:
    """Read what is under seal. Who read it and why is logged, and stays."""
    with office(door, May.IDENTITY_OPEN, organisation_id, grave=True) as (s, me):
        number = payee.open_secret(
            s,
            organisation_id=organisation_id,
            person_id=person_id,
            what=asked.what,
            by=me.id,
            reason=asked.reason,
        )
        return OpenedOut(number=number)


@router.get(f"{HOME}/openings")
def list_openings(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 100, person_id: Id = None
) -> Page[OpeningOut]:
    """Who read what is under seal, and why; the last first."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        found = sealing.openings(
            s, organisation_id=organisation_id, after=after, limit=limit + 1, person_id=person_id
        )
        return page([OpeningOut(**row) for row in found], limit)
