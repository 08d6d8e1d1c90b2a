"""What operators see, as it speaks HTTP. Amounts in minor units of their currency."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.assets.schemas import MediaOut
from app.core.document import Document
from app.core.personal import Personal, ShowsPerson
from app.core.states import AssignmentState, PayoutLineState, ProjectState
from app.ledger.schemas import EntryOut
from app.models.bonus import AlertKind
from app.models.ledger import AccountKind
from app.models.person import AgreementKind
from app.tasks.schemas import Turn


class Row(BaseModel):
    """Read from attributes as well as from dictionaries."""

    model_config = ConfigDict(from_attributes=True)


class OrganisationRow(Row):
    """An organisation, how many hold an office in it, and how many projects it has."""

    id: int
    name: str
    created_at: datetime
    officers: int
    projects: int
    open_projects: int


class ProjectRow(Row):
    """A project, and whose it is."""

    id: int
    name: str
    state: ProjectState
    organisation_id: int
    organisation: str
    created_at: datetime


class BudgetRow(Row):
    """Where a project's money is. `funded` = `left` + `reserved` + `pots` + `earned`, and
    `earned` = `owed` + `on_its_way` + `paid` + `withheld`."""

    project_id: int
    project: str
    state: ProjectState
    organisation_id: int
    organisation: str
    currency: str
    funded: int
    reserved: int
    pots: int
    earned: int
    owed: int
    on_its_way: int
    paid: int
    withheld: int
    given_back: int
    left: int
    alerts: list[AlertKind] = Field(description="What its managers were told, and is still so.")


class HouseBudget(Row):
    """Where an organisation's money is, in one currency: the sums of its projects."""

    currency: str
    projects: int
    funded: int
    reserved: int
    pots: int
    earned: int
    owed: int
    on_its_way: int
    paid: int
    withheld: int
    given_back: int
    left: int


class SpendingDay(Row):
    """What was earned on a day (Asia/Seoul): work, bonuses, top-ups, learning."""

    day: date
    spent: int


class SpendingEnd(Row):
    """When all that was paid in will have been spent: most likely, at best, at worst."""

    day: date | None
    low: date | None
    high: date | None
    why: Literal["no_money", "spent", "stopped", "no_pace", "too_far", "pace"]


class SpendingOut(Row):
    """What a project spends a day, by its last 14 active days, and when its money ends."""

    currency: str
    funded: int
    spent: int
    per_day: int
    ends: SpendingEnd
    days: list[SpendingDay] = Field(description="The last 60 days on which anything was earned.")
    alerts: list[AlertKind]


class AccountHead(Row):
    """An account by what it stands for: a stage's reserve, what is owed to a person, …"""

    id: int
    kind: AccountKind
    stage_id: int | None = None
    stage: str | None = None
    person_id: int | None = None
    pseudonym: str | None = None


class AccountRow(AccountHead, ShowsPerson):
    """An account with its project, whose it is, and what it holds: `balance` is what was credited
    less what was debited. What is outside (sponsor, bank, tax) is owed nothing: its balance says
    what came from there or went there."""

    project_id: int
    project: str
    person: Personal[str | None]
    currency: str
    credited: int
    debited: int
    balance: int


class EntryRow(EntryOut, ShowsPerson):
    """A movement with the names of what it is about."""

    project: str
    organisation: str
    person_id: int | None
    person: Personal[str | None]
    pseudonym: str | None
    debit_account: AccountHead
    credit_account: AccountHead


class TracedAssignment(Row, ShowsPerson):
    """The piece of work that was paid for."""

    of = "worker_id"

    id: int
    stage_id: int
    stage: str
    task_id: int
    root_id: int
    level: int
    state: AssignmentState
    worker_id: int
    worker: Personal[str]
    pseudonym: str
    price: int
    attempt: int
    returns: int
    surplus: bool
    reserved_at: datetime
    decided_at: datetime | None


class TracedItem(Row):
    """The item that the work was about: short-lived links to a picture, or a text whole."""

    id: int
    name: str
    state: str
    media: MediaOut | None
    document: Document | None
    facts: dict[str, Any] | None


class Behind(Row):
    """The movements that one rests on, as what the ledger is asked with."""

    project_id: int
    person_id: int
    since: datetime | None = None
    until: datetime | None = None


class TracedLine(Row):
    """The line of a payout that an entry belongs to; amounts over all its projects."""

    id: int
    payout_id: int
    state: PayoutLineState
    gross: int
    tax: int
    local: int


class Traced(Row):
    """From a won to its picture: an entry, the work that it pays, everything that was handed in
    about it, and the item. What an entry is not about is null or empty."""

    entry: EntryRow
    assignment: TracedAssignment | None
    turns: list[Turn]
    item: TracedItem | None
    label_schema: dict[str, Any] | None = Field(description="What the answers may hold.")
    reversed_by: int | None = Field(description="The entry that takes this one back.")
    line: TracedLine | None
    behind: Behind | None = Field(
        description="What a bonus, a top-up or a payout was paid for, movement by movement."
    )


class AuditRow(Row):
    """One row of the history, with names. `actor_id` is empty where the clock acted; `about` is
    what the thing is called that it happened to."""

    id: int
    at: datetime
    project_id: int
    project: str | None
    subject: str
    subject_id: int
    actor_id: int | None
    actor: str | None
    source: str | None
    target: str | None
    why: str
    data: dict[str, Any] | None
    about: str | None


class ToldRow(AuditRow):
    """One row of a project's history, for its managers: `about` names what it happened to, and
    `pseudonym` who did it, as the project's people know him."""

    pseudonym: str | None


class AgreementRow(Row):
    """A version of an agreement, and how many have signed it. `current` is whether it holds."""

    id: int
    kind: AgreementKind
    project_id: int | None
    project: str | None
    organisation_id: int | None
    organisation: str | None
    version: int
    title_ko: str
    title_en: str
    published_at: datetime
    current: bool
    signatures: int
