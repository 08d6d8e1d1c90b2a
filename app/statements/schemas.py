"""Statements and papers as they speak HTTP; amounts in won."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.personal import Personal, ShowsPerson
from app.core.states import ChoreState
from app.models.money import Income
from app.models.paper import Favoured
from app.models.project import Unit
from app.statements.rules import PERIOD

Period = Annotated[
    str, Field(pattern=PERIOD, examples=["2026-11"], description="A month of Seoul, or a year.")
]
What = Literal["work", "inspection", "bonus", "top_up", "training", "exam", "other"]


class StatementLine(BaseModel):
    """What was earned for one thing at one price."""

    organisation_id: int
    organisation: str
    project_id: int
    project: str
    stage_id: int | None
    stage: str | None
    course: str | None = Field(description="Its title, of what learning paid.")
    what: What
    level: int
    unit: Unit | None = Field(description="What the price is for; none beside a price card.")
    per: int | None = Field(description="How many units the price is for.")
    price: int | None
    pieces: int
    units: int | None
    amount: int


class StatementPayment(BaseModel):
    """A payment that arrived, or did not."""

    id: int
    organisation_id: int
    organisation: str
    at: datetime
    paid: bool
    failure: str | None = Field(description="What the bank said.")
    income: Income
    gross: int
    tax: int
    local: int
    net: int


class StatementOut(BaseModel):
    """A person's month: what he earned, line by line; what was paid; what is still owed.
    before + earned − sent + returned = after."""

    month: str
    since: date
    until: date
    lines: list[StatementLine]
    before: int = Field(description="Owed when the month began.")
    earned: int
    sent: int = Field(description="Approved to be paid, before tax.")
    returned: int = Field(description="Came back, because the bank did not take it.")
    after: int = Field(description="Owed when the month ended.")
    payments: list[StatementPayment]
    waiting: int | None = Field(description="Waits for a verdict; only of the present month.")


class ReceiptRow(BaseModel):
    """A year of payments by one organisation."""

    organisation_id: int
    organisation: str
    year: int
    payments: int
    gross: int
    tax: int
    local: int
    net: int


class ReceiverRow(ShowsPerson):
    """Somebody who was paid in a year."""

    person_id: int
    name: Personal[str]
    payments: int
    gross: int
    tax: int
    local: int
    net: int


class WithheldRow(BaseModel):
    """What was paid in a month, and withheld of it, of one kind of income."""

    income: Income
    people: int
    payments: int
    gross: int
    tax: int
    local: int
    net: int


class WithheldOut(BaseModel):
    """A month's withholding, and by when it is filed."""

    month: str
    rows: list[WithheldRow]
    return_due: date
    simplified_due: date


class FavouredCount(BaseModel):
    """How many of the paid people count themselves to a group; none where so few might be known."""

    kind: Favoured
    people: int | None


class QuotaOut(BaseModel):
    """What the programme asks for a year, and where the organisation stands."""

    year: int
    cost: int = Field(description="What crowd labour earned in the year.")
    people: int = Field(description="Different people who were paid.")
    earners: int = Field(description="Different people who earned, paid or not yet.")
    people_needed: int
    support: int = Field(description="What the projects were funded with in the year.")
    hires: int
    hires_needed: int
    least: int = Field(description="Smaller counts of groups are not shown.")
    favoured: list[FavouredCount]


class HireIn(BaseModel):
    """Somebody was employed for the programme."""

    model_config = ConfigDict(extra="forbid")

    hired_on: Annotated[
        date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1), examples=["2026-03-02"])
    ]
    post: Annotated[
        str,
        Field(
            min_length=1,
            max_length=100,
            description="As what; no name.",
            examples=["1차 검수 담당"],
        ),
    ]
    project_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


class HireOut(BaseModel):
    """One hire."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    hired_on: date
    post: str
    project_id: int | None
    recorded_at: datetime


class GroupsIn(BaseModel):
    """Which of the favoured groups one counts oneself to; none takes back what was said."""

    model_config = ConfigDict(extra="forbid")

    groups: Annotated[list[Favoured], Field(max_length=len(Favoured), examples=[["career_break"]])]
    consent: bool = Field(
        examples=[True], description="To be counted among them; needed where a group is named."
    )


class GroupsOut(BaseModel):
    """Which of the favoured groups one counts oneself to, and from how many on they are shown."""

    groups: list[Favoured]
    least: int


class PaperKind(StrEnum):
    """Papers of an organisation."""

    PAYMENTS = "payments"  # payments held against ledger, bank and work
    WITHHOLDING = "withholding"  # the withholding return's figures
    SIMPLIFIED = "simplified"  # the simplified statement's rows
    ROSTER = "roster"  # who takes part, masked
    COMPLAINTS = "complaints"  # objections, and what became of them
    PROGRESS = "progress"  # stages: how far, and how work was found
    QUOTA = "quota"  # what the programme asks for


class WorkbookIn(BaseModel):
    """A workbook that is wanted: of a month, or of a whole year."""

    model_config = ConfigDict(extra="forbid")

    paper: Annotated[PaperKind, Field(examples=["payments"])]
    period: Period


class OpenPaperIn(BaseModel):
    """A paper with resident numbers in it, and why they are opened."""

    model_config = ConfigDict(extra="forbid")

    period: Period
    reason: Annotated[
        str,
        StringConstraints(
            min_length=5, max_length=300, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$"
        ),
        Field(examples=["간이지급명세서 제출"]),
    ]


class WorkbookOut(BaseModel):
    """A workbook in the making, or made: its address lives for some minutes."""

    id: int
    paper: PaperKind
    period: str
    state: ChoreState
    rows: int | None
    differences: int | None = Field(description="Of payments: rows that do not agree.")
    filename: str | None
    url: str | None
