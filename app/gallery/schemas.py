"""Ready schemas and converted ones, as they speak HTTP."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_CONFIG = 500_000


class Ready(BaseModel):
    """A label schema to begin with, and an answer to it that shows what it asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    ko: str
    en: str
    about_ko: str
    about_en: str
    source: str | None = Field(None, description="Whose classes these are, where not our own.")
    definition: dict[str, Any]
    example: dict[str, Any] = Field(
        description="`annotations`, and what they are about: `width` and `height`, `parts`, of a "
        "prompt with the `captures` (id and label) that were made for it, or the `facts` of a "
        "sound, video, document or time series."
    )


class ConfigFormat(StrEnum):
    """Whose configuration it is."""

    LABEL_STUDIO = "label_studio"
    CVAT = "cvat"


class ConfigIn(BaseModel):
    """A labeling configuration of another program: Label Studio's XML, or CVAT's list of labels
    as JSON."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "format": "cvat",
                    "text": '[{"name": "car", "type": "rectangle", "attributes": []}]',
                },
                {
                    "format": "label_studio",
                    "text": '<View><Text name="t"/><Labels name="l" toName="t">'
                    '<Label value="PS"/></Labels></View>',
                },
                {
                    "format": "label_studio",
                    "text": '<View><Audio name="a"/><Labels name="l" toName="a">'
                    '<Label value="Speech"/></Labels>'
                    '<TextArea name="words" toName="a" perRegion="true"/></View>',
                },
            ]
        },
    )

    format: ConfigFormat
    text: Annotated[
        str, StringConstraints(min_length=1, max_length=MAX_CONFIG, pattern=r"^[^\x00]*$")
    ]
    video: bool = Field(
        False, description="Whether CVAT's labels are of a video: its list does not say it."
    )


class ConfigNote(BaseModel):
    """Something that could not be kept, or was changed."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    told: dict[str, str] = Field(description="What the sentence names: names, numbers as text.")
    detail: str = Field(description="The sentence, in English.")


class ConvertedOut(BaseModel):
    """The label schema that it becomes, and what of it could not be kept."""

    definition: dict[str, Any]
    notes: list[ConfigNote]


class FaultCount(BaseModel):
    """How many answers have this fault."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    answers: int


class TrialOut(BaseModel):
    """A label schema that was tried and not kept: what it would be stored as, and how the newest
    answers of the stage fit it."""

    model_config = ConfigDict(from_attributes=True)

    definition: dict[str, Any]
    answers: int = Field(description="Answers that were looked at, the newest, at most 500.")
    misfits: int = Field(description="Of these, those that do not fit it.")
    faults: list[FaultCount] = Field(description="Why, the most frequent first.")
