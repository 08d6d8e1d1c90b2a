"""Money as it speaks HTTP; amounts in minor units."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from app.models.ledger import EntryKind


class EntryOut(BaseModel):
    """A movement from the account `debit` to the account `credit`."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    project_id: int
    at: datetime
    debit: int
    credit: int
    currency: str
    amount: int
    kind: EntryKind
    cause: str
    reverses: int | None


class EarningOut(BaseModel):
    """What a person has earned in a project, what is owed of it, and what waits for a verdict at
    the pinned prices."""

    project_id: int
    project: str
    currency: str
    earned: int
    owed: int
    pending: int
