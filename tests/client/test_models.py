"""What the client takes an answer to be is what the server says that it is."""

from __future__ import annotations

from typing import Any

import pytest

from app.main import create_app
from dure.client import models

# The client's model, and the server's in the description of its API.
SAME = {
    "Attempt": "HookTry",
    "Batch": "BatchOut",
    "Chore": "ChoreOut",
    "ClassAgreement": "ClassAgreement",
    "Compared": "PredictionBeside",
    "Correction": "CorrectionOut",
    "Delivery": "DeliveryOut",
    "DeliveryWhole": "DeliveryWhole",
    "Difference": "DifferenceOut",
    "Download": "DownloadOut",
    "Fault": "LeftOut",
    "Hook": "HookOut",
    "HookKind": "HookKind",
    "HookMade": "HookMade",
    "HookSecret": "HookSecret",
    "Invitation": "InvitationView",
    "Item": "ItemOut",
    "Me": "MeView",
    "Member": "MemberView",
    "ModelAgreement": "ModelAgreement",
    "Part": "ReleasePartOut",
    "Predicted": "PredictedOut",
    "Prediction": "PredictionIn",
    "Predictions": "PredictionsOut",
    "Project": "ProjectOut",
    "Refusal": "RefusalOut",
    "Release": "ReleaseOut",
    "Stage": "StageOut",
    "Unlabeled": "UnlabeledOut",
}
ALONE = {"ChoreRef", "Model", "Page", "ReleaseReport", "Upload"}
"""Models of which there is nothing to compare: one field, any, or a form for others."""


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    found: dict[str, Any] = create_app().openapi()["components"]["schemas"]
    return found


def kinds(schema: dict[str, Any], of: dict[str, Any]) -> set[str]:
    """Which JSON types a field may have; what it refers to is looked up."""
    if "$ref" in schema:
        return kinds(of[schema["$ref"].rsplit("/", 1)[1]], of)
    if "anyOf" in schema:
        return {kind for one in schema["anyOf"] for kind in kinds(one, of)}
    return {schema.get("type", "any")}


@pytest.mark.parametrize("name", sorted(SAME))
def test_a_model_is_what_the_server_says(name: str, told: dict[str, Any]) -> None:
    # Where two of the server's have one name, each has its module's before it.
    kind = SAME[name]
    server = (told.get(kind) or told[f"app__releases__schemas__{kind}"])["properties"]
    ours = getattr(models, name).model_json_schema()
    defined = ours.get("$defs", {})
    for field, schema in ours["properties"].items():
        assert field in server, f"the server has no {name}.{field}"
        theirs = kinds(server[field], told)
        assert theirs - {"any"} <= kinds(schema, defined) | {"any"}, f"{name}.{field}"


def test_every_model_is_compared() -> None:
    known = {
        name
        for name, one in vars(models).items()
        if isinstance(one, type) and issubclass(one, models.Model)
    }
    assert known == set(SAME) | ALONE
