"""Connections to clouds, and what dry runs show, as HTTP speaks of them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.models.source import ConnectionMode

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]
# A service account's file is about 2 kB.
Secret = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00]+$")]


def _within(folder: str) -> str:
    if {".", ".."} & set(folder.split("/")):
        raise ValueError("name a folder below the connection's own")
    return folder


Folder = Annotated[
    str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$"), AfterValidator(_within)
]


class ConnectionIn(BaseModel):
    """A prefix of a bucket, and the key that reads it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "도로 영상 원본",
                    "address": "s3://road-pictures/2026",
                    "region": "ap-northeast-2",
                    "mode": "reference",
                    "key_id": "AKIAIOSFODNN7EXAMPLE",
                    "secret": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                }
            ]
        },
    )

    name: Name
    address: Annotated[str, Field(max_length=700)] = Field(
        description="`s3://bucket/folder`, `gs://bucket/folder` or `az://container/folder`."
    )
    region: Word | None = Field(None, description="Of an S3 bucket.")
    endpoint: Word | None = Field(
        None, description="Of another cloud that speaks like one of the three, where it is allowed."
    )
    mode: ConnectionMode = Field(
        description="`reference`: pictures stay where they are and are read from there; `copy`: "
        "what is imported is stored here."
    )
    key_id: Word | None = Field(None, description="Of an access key; at Azure the account's name.")
    secret: Secret | None = Field(
        None,
        description="An access key's secret, an account key or SAS token (Azure), a service "
        "account's JSON (Google); never shown again. Without it only what is open to all is read.",
    )


class KeyIn(BaseModel):
    """Another key to the same place."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"key_id": "AKIAI44QH8DHBEXAMPLE", "secret": "je7MtGbClwBF/2Zp9Utk/h3yCo"}]
        },
    )

    key_id: Word | None = None
    secret: Secret


class ConnectionOut(BaseModel):
    """A connection, without its secret."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    address: str
    region: str | None
    endpoint: str | None
    mode: ConnectionMode
    key_id: str | None
    created_at: datetime


class FolderIn(BaseModel):
    """Where to look."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"folder": "seoul/night"}]}
    )

    folder: Folder | None = Field(None, description="Below the connection's own; all by default.")


class CloudFileOut(BaseModel):
    """A file of a cloud; `size` in bytes."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    size: int


class CloudTriedOut(BaseModel):
    """The first files that a connection finds now, and whether there are more."""

    model_config = ConfigDict(from_attributes=True)

    files: list[CloudFileOut]
    more: bool


class PreviewRow(BaseModel):
    """A row of a dry run as it would become an item; sizes in pixels and bytes."""

    place: str = Field(description="Where in the source it stands.")
    name: str
    media_type: str
    width: int | None
    height: int | None
    bytes: int | None
    meta: dict[str, Any] | None
    labels: dict[str, int] | None = Field(
        description="How many annotations there are of each class; null where nothing was said."
    )
    excerpt: str | None = Field(description="How a text begins.")
    thumbnail: str | None = Field(
        description="A small WebP in base64; null where none came cheaply."
    )


class FirstRowsOut(BaseModel):
    """The first rows of a dry run."""

    rows: list[PreviewRow]
