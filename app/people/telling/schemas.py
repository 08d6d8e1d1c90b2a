"""How somebody wants to be told, over HTTP."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from app.models.telling import How, Topic
from app.people.fields import Asked

# Of RFC 8291, appendix A.
_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
_AUTH = "BTBZMqHH6r4Tts7J_aSIgg"

Minute = Annotated[int, Field(ge=0, le=1439, description="Of the day in Seoul.")]


class TopicChoice(Asked):
    """For one topic: by mail at once, in the daily letter or not at all; by push at once or not."""

    topic: Topic
    mail: How
    push: Literal["at_once", "off"]


class TellingIn(Asked):
    """How somebody wants to be told. A topic that is left out stays as it was."""

    topics: Annotated[list[TopicChoice], Field(max_length=len(Topic))] = Field(
        examples=[[{"topic": "work", "mail": "daily", "push": "at_once"}]]
    )
    quiet_from: Minute | None = Field(examples=[1320])
    quiet_until: Minute | None = Field(examples=[480])
    letter_at: Minute = Field(examples=[480])

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("quiet_from and quiet_until go together")
        if self.quiet_from is not None and self.quiet_from == self.quiet_until:
            raise ValueError("quiet_from and quiet_until must differ")
        if len({one.topic for one in self.topics}) < len(self.topics):
            raise ValueError("a topic may stand there once")
        return self


class Browser(BaseModel):
    """A browser that may be pushed to; `here` where it is the one that asks."""

    id: int
    user_agent: str | None
    created_at: datetime
    here: bool


class TellingOut(BaseModel):
    """How somebody is told: every topic, the quiet hours, the hour of the daily letter, his
    browsers, and the key that a browser asks for before it lets itself be pushed to."""

    topics: list[TopicChoice]
    quiet_from: int | None
    quiet_until: int | None
    letter_at: int
    email: str
    browsers: list[Browser]
    push_key: str


class PushKeys(Asked):
    """A browser's public key and secret, base64url."""

    p256dh: Annotated[str, Field(min_length=80, max_length=100)] = Field(examples=[_POINT])
    auth: Annotated[str, Field(min_length=20, max_length=30)] = Field(examples=[_AUTH])


class PushIn(Asked):
    """A browser's subscription, as `PushSubscription.toJSON()` has it."""

    endpoint: Annotated[str, Field(min_length=10, max_length=1000)] = Field(
        examples=["https://fcm.googleapis.com/fcm/send/dK3…"]
    )
    keys: PushKeys = Field(examples=[{"p256dh": _POINT, "auth": _AUTH}])
