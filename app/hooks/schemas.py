"""Hooks and their log as they speak HTTP."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.core.states import HookState

Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
Address = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
Kind = Annotated[str, StringConstraints(max_length=50, pattern=r"^[a-z_.]+$")]
Kinds = Annotated[list[Kind], Field(min_length=1, max_length=50)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class HookIn(_In):
    """Where to tell what."""

    name: Name = Field(examples=["Nightly training"])
    address: Address = Field(examples=["https://train.example.org/dure"])
    kinds: Kinds = Field(
        examples=[["item.accepted", "release.ready"]],
        description="Of the list at `hooks/kinds`.",
    )


class HookChange(_In):
    """What is to be otherwise; what is left out stays."""

    name: Name | None = Field(None, examples=["Nightly training"])
    address: Address | None = None
    kinds: Kinds | None = None
    on: bool | None = Field(None, description="Whether it is told anything.")
    missed: bool = Field(
        True, description="Switched on: whether it is told of what happened while it was off."
    )

    @model_validator(mode="after")
    def _says_something(self) -> "HookChange":
        if not self.model_fields_set - {"missed"}:
            raise ValueError("name, address, kinds or on: say what is to be otherwise")
        return self


class RotateIn(_In):
    """Whether the secret before is to end with this request."""

    at_once: bool = Field(
        False, examples=[False], description="Otherwise it signs as well for 24 hours more."
    )


class HookOut(BaseModel):
    """A hook, without its secret, and how it does."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    address: str
    kinds: list[str]
    state: HookState
    created_at: datetime
    before_until: datetime | None = Field(
        description="Until then the secret before the last one signs as well."
    )
    failures: int = Field(description="Tries in vain in a row, until now.")
    failing_since: datetime | None
    again_at: datetime | None = Field(description="When it is tried again after a failure.")
    waiting: int = Field(0, description="Messages that wait; counted up to 1,000.")


class HookMade(HookOut):
    """A hook that has just been made, with its secret, shown this once."""

    secret: str = Field(examples=["whsec_cVb1…"])


class HookSecret(BaseModel):
    """A new secret, shown this once."""

    secret: str = Field(examples=["whsec_cVb1…"])
    before_until: datetime | None


class Outcome(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"  # to be tried, or tried again
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class DeliveryOut(BaseModel):
    """One message, and how it stands."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    sequence: int = Field(description="The order in which things happened, for this webhook.")
    event_id: int | None = Field(description="Of the history; none for a test.")
    kind: str
    made_at: datetime
    attempts: int
    next_at: datetime | None = Field(description="When it is tried next.")
    delivered_at: datetime | None
    outcome: Outcome

    @model_validator(mode="before")
    @classmethod
    def _outcome(cls, row: Any) -> Any:
        if isinstance(row, dict):
            return row
        if row.next_at is not None:
            outcome = Outcome.WAITING
        else:
            outcome = Outcome.GIVEN_UP if row.delivered_at is None else Outcome.DELIVERED
        own = {name: getattr(row, name, None) for name in cls.model_fields}
        return {**own, "outcome": outcome}


class HookTry(BaseModel):
    """One try at a message."""

    model_config = ConfigDict(from_attributes=True)

    nth: int
    at: datetime
    ms: int
    status: int | None = Field(description="Of HTTP.")
    fault: str | None = Field(
        description="Where there is no status: `unreachable`, `slow`, `broke_off`, `certificate` "
        "or `not_public`."
    )
    reply: str = Field(description="How the answer began.")


class DeliveryWhole(DeliveryOut):
    """One message with what was sent, and each try."""

    webhook_id: str = Field(examples=["msg_7_4711"])
    body: str = Field(description="As it is signed and sent.")
    tries: list[HookTry]


class HookKind(BaseModel):
    """Something that a webhook can be told."""

    kind: str
    of: str = Field(description="`project` or `organisation`.", examples=["project"])
