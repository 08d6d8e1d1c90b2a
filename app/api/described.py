"""What every door may answer besides what it is for: a refusal. Said once, for all of them."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field


class Refusal(BaseModel):
    """Why a request was not done, as problem+json (RFC 9457)."""

    model_config = ConfigDict(extra="allow", title="Refusal")

    type: str = Field(description="The code as an address.")
    title: str
    status: int
    code: str = Field(description="What is the matter; stable, for programs.")
    detail: str = Field(description="What to do about it, for people.")
    request_id: str | None = Field(None, description="To find the request by in the logs.")


REFUSALS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Refused, or not possible now: a stable code, and what to do about it.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Refusal"}}
        },
    }
}


def install(made: FastAPI) -> None:
    """Have the description hold the shape of refusals."""
    described = made.openapi

    def openapi() -> dict[str, Any]:
        schema = described()
        shapes = schema.setdefault("components", {}).setdefault("schemas", {})
        shapes.setdefault("Refusal", Refusal.model_json_schema())
        for operation in (one for path in schema["paths"].values() for one in path.values()):
            for status, reply in operation["responses"].items():
                if status.startswith("2") and status != "204" and "content" not in reply:
                    reply["content"] = {"*/*": {}}  # a file, of whatever type it is
        return schema

    made.openapi = openapi  # type: ignore[method-assign]
