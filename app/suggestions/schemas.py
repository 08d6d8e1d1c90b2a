"""A stage's model as it speaks HTTP."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.suggestions.rules import Standing

# What the request itself says cannot be said by a header of one's own.
_OURS = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)

HeaderName = Annotated[str, StringConstraints(max_length=100, pattern=r"^[A-Za-z0-9-]+$")]
HeaderValue = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=4096, pattern=r"^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$"
    ),
]


class ModelIn(BaseModel):
    """The model that a stage asks for suggestions."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "address": "https://models.example.org/cells",
                    "header_name": "Authorization",
                    "header_value": "Bearer 3f2c9a",
                    "seconds": 10,
                    "batch": 8,
                    "active": True,
                }
            ]
        },
    )

    address: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    header_name: HeaderName | None = Field(None, description="A header that each request carries.")
    header_value: HeaderValue | None = Field(
        None,
        description="Its value; never shown again. Without it the one that is kept stays, as long "
        "as the address is at the same host.",
    )
    seconds: Annotated[int, Field(ge=1, le=60)] = Field(10, description="For one request.")
    batch: Annotated[int, Field(ge=1, le=32)] = Field(8, description="Items of one request.")
    active: bool = False

    @model_validator(mode="after")
    def _a_header_of_its_own(self) -> "ModelIn":
        if self.header_name is None and self.header_value is not None:
            raise ValueError("name the header that has this value")
        if self.header_name is not None and self.header_name.lower() in _OURS:
            raise ValueError("this header is set by the request itself; choose another one")
        return self


class ModelOut(BaseModel):
    """A stage's model, without its secret, and how it does."""

    model_config = ConfigDict(from_attributes=True)

    address: str
    header_name: str | None
    seconds: int
    batch: int
    active: bool
    saved_at: datetime
    asked: int = Field(description="Items that it was asked about, since its address was set.")
    given: int = Field(description="Of these, those that have got a suggestion.")
    left_out: int = Field(description="Annotations of it that did not fit.")
    failures: int = Field(description="In a row, until now.")
    fault: dict[str, Any] | None = Field(description="The last failure: `reason` and `detail`.")
    failed_at: datetime | None
    again_at: datetime | None = Field(description="When it is asked again after a failure.")


class StageModelOut(BaseModel):
    """Whether a stage has a model, and where models may be."""

    model: ModelOut | None
    standing: Standing | None
    hosts: list[str] = Field(description="That the operator allows: `host` or `host:port`.")


class TryIn(BaseModel):
    """What to try the model on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"item_id": 1}]})

    item_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = Field(
        None, description="An item of the stage; its first one by default."
    )


class LeftOut(BaseModel):
    """Why an annotation was left out."""

    code: str
    annotation: str | None
    detail: str


class Tried(BaseModel):
    """What the model said of one item, and what of it would be suggested."""

    item_id: int
    item: str
    seconds: float
    model: str | None = Field(description="As it calls itself.")
    suggested: dict[str, Any] | None = Field(description="The answer; null: it said nothing.")
    left_out: int = Field(description="Annotations that would be left out.")
    faults: list[LeftOut] = Field(description="Why, for the first 100 of them.")
