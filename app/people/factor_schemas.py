"""What people send and receive about proving themselves."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.models.person import Second, SignedInBy
from app.people.fields import Asked, Name, Password

INSIDE = r"^/([^/\\].*)?$"
"""A way within the web app, never to another site."""

Code = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40),
    Field(description="Of the app, or from paper.", examples=["492039"]),
]
Secret = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    Field(examples=["kQ3vZ0bJ7mX2…"]),
]
Credential = Annotated[
    dict[str, Any],
    Field(
        max_length=20,
        description="What the browser gives for the options, as its JSON has it.",
        examples=[{"id": "bm8", "rawId": "bm8", "type": "public-key", "response": {}}],
    ),
]
Options = Annotated[dict[str, Any], Field(description="To be given to the browser as they are.")]


class HalfwayView(BaseModel):
    """The first step of signing in is done. `proving` goes with the second, within ten minutes."""

    proving: str
    ways: list[Literal["totp", "passkey", "recovery"]]


class Halfway(Asked):
    """Whose second step it is."""

    proving: Secret


class SecondStep(Asked):
    """A code, or what a passkey signed with the secret of the challenge."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"proving": "kQ3vZ0bJ7mX2…", "code": "492039"}]}
    )

    proving: Secret
    code: Code | None = None
    challenge: Secret | None = None
    credential: Credential | None = None

    @model_validator(mode="after")
    def _one(self) -> "SecondStep":
        if (self.code is None) == (self.credential is None):
            raise ValueError("send a code, or a credential with its challenge")
        return self


class Confirm(Asked):
    """One proof that it is oneself."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"password": "gangmul-heureunda-27"}]}
    )

    password: Password | None = None
    code: Code | None = None
    challenge: Secret | None = None
    credential: Credential | None = None

    @model_validator(mode="after")
    def _one(self) -> "Confirm":
        if sum(one is not None for one in (self.password, self.code, self.credential)) != 1:
            raise ValueError("send the password, a code, or a credential with its challenge")
        return self


class ChallengeView(BaseModel):
    """What a passkey is asked with; the secret goes back with the answer."""

    proving: str
    options: Options


class PasskeySignIn(Asked):
    """What a passkey signed."""

    proving: Secret
    credential: Credential


class NewPasskey(PasskeySignIn):
    """A key that a device made, and what it is to be called."""

    name: Name = Field(examples=["내 휴대전화"])


class NamePasskey(Asked):
    """Another name."""

    name: Name = Field(examples=["내 휴대전화"])


class PasskeyView(BaseModel):
    """A passkey, without the key."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


class FactorsView(BaseModel):
    """What one proves oneself with."""

    password: bool
    totp_since: datetime | None
    codes_left: int
    passkeys: list[PasskeyView]
    outside: str | None = Field(description="The address that the outside provider knows one by.")
    needed: bool = Field(description="Whether this installation asks for a second factor.")


class NewTotpView(BaseModel):
    """A secret for an authenticator app, shown this once; the picture is SVG."""

    secret: str
    address: str
    picture: str


class TypeCode(Asked):
    """A code that the app shows now."""

    code: Code


class CodesView(BaseModel):
    """Recovery codes, shown this once; none where one has some already."""

    codes: list[str] | None


class OutsideView(BaseModel):
    """The outside provider that one may sign in by."""

    name: str | None = Field(description="None where there is none.", examples=["SSO"])


class GoOutside(Asked):
    """Where to come back to: a page of the web app."""

    to: Annotated[
        str,
        StringConstraints(max_length=500, pattern=INSIDE),
        Field(examples=["/account"]),
    ] = "/"


class WayOutside(BaseModel):
    """Where the browser is to go."""

    location: str


class LinkAccount(Asked):
    """The secret from the address's #, and the account's password."""

    proving: Secret
    password: Password


class LoginView(BaseModel):
    """A browser that is signed in."""

    id: int
    user_agent: str | None
    opened_by: SignedInBy
    second: Second | None
    created_at: datetime
    used_at: datetime = Field(description="The last time, to ten minutes.")
    expires_at: datetime
    current: bool
