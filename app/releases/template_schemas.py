"""Templates of deliveries as HTTP speaks of them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Name = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=100, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]

_SHORT: dict[str, Any] = {
    "per": "item",
    "lists": [{"at": "annotation", "of": "annotations", "kinds": ["box"]}],
    "rows": [
        {"to": "source_data_info.source_data_ID", "from": "item.stem"},
        {"to": "raw_data_info.copyrighter", "value": "한빛데이터"},
        {"to": "annotation[].class_id", "from": "annotation.class"},
        {"to": "annotation[].bounding_box", "from": "annotation.box"},
    ],
    "schema": {"type": "object", "required": ["source_data_info", "annotation"]},
}

Definition = Annotated[
    dict[str, Any],
    Field(
        description="`per` (item or annotation), `lists`, `rows` and a JSON Schema, "
        "as docs/aihub.md tells."
    ),
]


class TemplateIn(BaseModel):
    """A template of the project's deliveries."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "제출 규격", "definition": _SHORT}]},
    )

    name: Name
    definition: Definition


class TemplateOut(BaseModel):
    """A template with its newest version."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    version: int
    definition: dict[str, Any]
    created_at: datetime
    changed_at: datetime
    retired_at: datetime | None = Field(description="Since when it is offered no more.")


class PreviewIn(BaseModel):
    """A template to be tried on an item: the one that is named, else the newest accepted one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"definition": _SHORT, "stage_id": 3, "item_id": 41}]},
    )

    definition: Definition
    stage_id: Key
    item_id: Key | None = None


class TemplateFaultOut(BaseModel):
    """Where a label file does not fit the schema."""

    path: str
    rule: str = Field(description="The keyword of JSON Schema.")
    detail: str


class LabelFileOut(BaseModel):
    """A label file as it would be written."""

    file: str
    document: dict[str, Any]
    faults: list[TemplateFaultOut]


class TemplatePreviewOut(BaseModel):
    """What the template makes of one item; at most twenty of its files."""

    item_id: int
    name: str
    answered: bool = Field(description="Whether anybody's answer about it stands.")
    files: list[LabelFileOut]
    more: int = Field(description="Files beyond those that are shown.")


class ProposeIn(BaseModel):
    """A template for which a schema is to be proposed."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"definition": _SHORT}]}
    )

    definition: Definition


class FamilyOut(BaseModel):
    """A ready-made template, and for items of which modality."""

    name: str
    takes: list[str]
    definition: dict[str, Any]


class FieldOut(BaseModel):
    """A field of ours that a template may write."""

    name: str = Field(description="With `*`, where a name of one's own follows.")
    type: str | None
    of_annotation: bool


class FamiliesOut(BaseModel):
    """What a template can begin from, and what it can write."""

    families: list[FamilyOut]
    fields: list[FieldOut]
