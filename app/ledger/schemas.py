"""Money as it speaks HTTP; amounts in minor units."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, computed_field

from app.models.ledger import EntryKind

What: TypeAlias = Literal["work", "inspection", "training", "exam", "funding", "other"]
WHATS: Mapping[str, What] = {
    "assignment": "work",
    "submission": "inspection",
    "training": "training",
    "exam": "exam",
    "funding": "funding",
}
"""What money was for, by how its cause begins."""


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
    course: str | None = Field(None, description="Its title, of what learning paid.")

    @computed_field(description="What it is for.")  # type: ignore[prop-decorator]
    @property
    def what(self) -> What:
        """Read from its cause."""
        return WHATS.get(self.cause.partition(":")[0], "other")


class EarningOut(BaseModel):
    """What a person has earned in a project, what of it is owed, what of it arrived in the bank
    this year (after tax), and what waits for a verdict at the pinned prices."""

    project_id: int
    project: str
    currency: str
    earned: int
    owed: int
    pending: int
    paid_this_year: int
