"""Payouts as they speak HTTP; amounts in won."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.core.personal import Personal, ShowsPerson
from app.core.states import PayoutLineState, PayoutState
from app.models.money import Income
from app.models.payout import Held, RowOutcome
from app.models.vault import Secret
from app.payouts.banks import BANKS
from app.payouts.templates import Template

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Amount = Annotated[int, Field(ge=0, le=10**12)]


def _bank(given: str) -> str:
    if given not in BANKS:
        raise ValueError("must be one of the codes of GET /banks")
    return given


def _name(given: str) -> str:
    if given[0] in "=+-@":
        raise ValueError("must be a name")  # a table's program would reckon with it
    return given


BankCode = Annotated[
    str, StringConstraints(max_length=3), AfterValidator(_bank), Field(examples=["004"])
]
PersonName = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=60, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f<>\"]+$"
    ),
    AfterValidator(_name),
    Field(examples=["김민지"]),
]
Number = Annotated[str, StringConstraints(max_length=40)]
Reason = Annotated[
    str,
    StringConstraints(
        min_length=5, max_length=300, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
    Field(examples=["원천징수영수증의 번호를 대조함"]),
]
Missing = Literal["identity", "account"]


class In(BaseModel):
    """What comes in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class BankOut(BaseModel):
    """A bank by its code."""

    code: str
    ko: str
    en: str


# One's own


class PayeeIn(In):
    """Where one's money goes. `account` null: the number stays the one that it was."""

    bank: BankCode
    account: Number | None = Field(None, examples=["110-123-456789"])
    holder: PersonName
    minimum: Amount = Field(0, description="The least that one wants at once.")


class IdentityIn(In):
    """Who one is to the tax office: the name as it is registered, the registration number."""

    legal_name: PersonName
    number: Number = Field(examples=["900101-1234567"])


class StandingOut(BaseModel):
    """How one stands with an organisation. `owed` is what is not on its way yet."""

    organisation_id: int
    organisation: str
    income: Income
    owed: int
    on_its_way: int
    paid: int
    asked_at: datetime | None


class MyPayeeOut(BaseModel):
    """How one is paid. Numbers are covered; each is deleted on the day that is said, unless more is
    paid meanwhile."""

    legal_name: str | None
    identity: str | None = Field(examples=["900101-1******"])
    identity_kept_until: date | None
    bank: str | None
    holder: str | None
    account: str | None
    account_kept_until: date | None
    minimum: int
    missing: list[Missing] = Field(description="What a payment still needs.")
    names_differ: bool = Field(description="The account's holder has another name; finance looks.")
    identity_wanted: bool = Field(description="Something is owed, so that the number is needed.")
    standings: list[StandingOut]


class AskIn(In):
    """To be paid now, by that organisation."""

    organisation_id: Key = Field(examples=[1])


class PaymentOut(BaseModel):
    """One payment to oneself. `payable` with `held` or `failure` says why it did not come; its
    money is in the next one."""

    id: int
    organisation_id: int
    organisation: str
    state: PayoutLineState
    held: Held | None
    income: Income
    gross: int
    tax: int
    local: int
    net: int
    currency: str
    bank: str | None
    account: str | None
    retry_of: int | None
    created_at: datetime
    approved_at: datetime | None
    paid_at: datetime | None
    failed_at: datetime | None
    failure: str | None


# An organisation's


class PayoutIn(In):
    """What people earned through that day, Seoul's; `on_demand`: only of those who asked."""

    through: date = Field(examples=["2026-11-30"])
    on_demand: bool = False


class PayoutOut(BaseModel):
    """A payout; `people` and the sums are of the lines that are sent, `held` are people."""

    id: int
    organisation_id: int
    state: PayoutState
    until: datetime
    on_demand: bool
    taxed_on: date
    currency: str
    people: int
    held: int
    gross: int
    tax: int
    local: int
    net: int
    paid: int
    failed: int
    prepared_by: int
    prepared_by_name: str
    created_at: datetime
    approved_by: int | None
    approved_by_name: str | None
    approved_at: datetime | None
    returned_by: int | None
    returned_by_name: str | None
    returned_at: datetime | None
    why: str | None
    sent_at: datetime | None
    settled_at: datetime | None


class CheckOut(BaseModel):
    """Something that must hold before an approval: `sums` (lines, shares and payout add up),
    `ledger` (each share is owed), `rules` (today's withhold the same), `accounts` and `identities`
    (everybody has one), `floor` (nobody waits for a top-up to the floor wage)."""

    model_config = ConfigDict(from_attributes=True)

    code: Literal["sums", "ledger", "accounts", "identities", "floor", "rules"]
    ok: bool
    count: int


class IncomeSum(BaseModel):
    """What a kind of income comes to."""

    income: Income
    people: int
    gross: int
    tax: int
    local: int
    net: int


class ProjectSum(BaseModel):
    """What a project bears."""

    project_id: int
    project: str
    people: int
    gross: int
    tax: int
    local: int
    net: int


class HeldSum(BaseModel):
    """How many are held out for a reason, and what they are owed."""

    why: Held
    people: int
    gross: int


class PayoutDetail(PayoutOut):
    """A payout and what it is made of. `checks` are made while it waits for its approval."""

    first: int = Field(description="People whom the organisation pays for the first time.")
    incomes: list[IncomeSum]
    projects: list[ProjectSum]
    holds: list[HeldSum]
    checks: list[CheckOut]


class LineOut(ShowsPerson):
    """What one person is paid; numbers are covered."""

    id: int
    person_id: int
    person: Personal[str]
    legal_name: Personal[str | None]
    identity: Personal[str | None]
    state: PayoutLineState
    income: Income
    gross: int
    tax: int
    local: int
    net: int
    held: Held | None
    first: bool
    retry_of: int | None
    bank: Personal[str | None]
    holder: Personal[str | None]
    account: Personal[str | None]
    paid_at: datetime | None
    failed_at: datetime | None
    failure: str | None


class ReturnIn(In):
    """Why it is not approved."""

    why: Reason


class OddRow(BaseModel):
    """A row of a result that was not simply paid."""

    row: int
    line_id: int | None
    amount: int | None
    outcome: RowOutcome
    said: str


class ResultOut(BaseModel):
    """What a bank's result did: rows by outcome, and the first of those that were not paid."""

    counts: Mapping[RowOutcome, int]
    odd: list[OddRow]
    payout: PayoutOut


class TemplatesOut(BaseModel):
    """How the organisation's bank files look: its own, where it has one, and the presets."""

    own: Template | None
    presets: Mapping[Literal["generic", "multi"], Template]


class PayeeOut(ShowsPerson):
    """Somebody as the organisation pays him; numbers are covered."""

    person_id: int
    person: Personal[str]
    legal_name: Personal[str | None]
    identity: Personal[str | None]
    bank: Personal[str | None]
    holder: Personal[str | None]
    account: Personal[str | None]
    income: Income
    confirmed: bool = Field(description="The account was looked at, although the names differ.")
    names_differ: bool
    asked_at: datetime | None
    minimum: int


class PayeePut(In):
    """The kind of income that his pay is; whether the account is his, although the names differ."""

    income: Income = Field(examples=["business"])
    confirmed: bool = False


class OpenIn(In):
    """What is to be read, and why."""

    what: Secret = Field(examples=["identity"])
    reason: Reason


class OpenedOut(BaseModel):
    """A number in clear."""

    number: str


class OpeningOut(ShowsPerson):
    """Who read what of whom, when and why; of a bank file the payout."""

    id: int
    person_id: int
    person: Personal[str]
    what: Secret
    by: int
    by_name: str
    reason: str
    payout_id: int | None
    at: datetime
