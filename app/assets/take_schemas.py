"""Takes: what is recorded, and what was found of it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.assets.schemas import MediaOut
from app.core.states import CaptureState

DeviceKey = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
DeviceValue = (
    Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")] | int | float | bool
)


class TakeFaultOut(BaseModel):
    """Why a take did not pass; `value` and `limit` are what was compared."""

    code: str
    detail: str
    value: float | str | None = None
    limit: float | str | None = None


class CaptureIn(BaseModel):
    """An upload is a take that answers one question of the stage."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "upload_id": "u8ZkQ0n3vLrT2xYb6sWd1mFhJpA9cEgK",
                    "label": "speech",
                    "device": {"kind": "phone", "microphone": "built in"},
                }
            ]
        },
    )

    upload_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    label: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
    device: Annotated[dict[DeviceKey, DeviceValue], Field(max_length=20)] | None = None


class CaptureOut(BaseModel):
    """A take, and what was found of it. `measured` is by kind: `length` in ms, levels in dBFS,
    shares from 0 to 1; `media` is there while it can be heard or seen: of one that did not pass,
    until the lease is over.
    """

    model_config = ConfigDict(from_attributes=True)

    id: int
    label: str
    state: CaptureState
    name: str
    bytes: int
    media_type: str | None = None
    modality: str | None = Field(None, description="Of the file that is kept.")
    measured: dict[str, Any] | None
    faults: list[TakeFaultOut]
    media: MediaOut | None = None
    created_at: datetime
