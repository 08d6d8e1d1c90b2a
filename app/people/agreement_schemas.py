"""Agreements, as they are published, read and signed over HTTP."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.models.person import AgreementKind
from app.people.fields import Asked, Body, Locale, Title


class AgreementHead(BaseModel):
    """An agreement without its words."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: AgreementKind
    project_id: int | None
    organisation_id: int | None
    version: int
    title_ko: str
    title_en: str
    published_at: datetime


class AgreementView(AgreementHead):
    """An agreement, in both languages."""

    body_ko: str
    body_en: str


class AgreementOut(AgreementView):
    """An agreement to be read: `signed_at` by who asks, with the hash of the words that he was
    shown; `current` where no newer version holds."""

    signed_at: datetime | None
    body_sha256: str | None
    current: bool


class SignedView(AgreementHead):
    """A version that somebody signed, and when; `withdrawn` where he has taken that back since,
    `current` where no newer one holds."""

    signed_at: datetime
    body_sha256: str
    withdrawn: bool
    current: bool
    project: str | None
    organisation: str | None


class VersionsPage(BaseModel):
    """Versions of one agreement, the newest first, and the version to ask for the following page
    with."""

    items: list[AgreementHead]
    next: int | None = None


class Publish(Asked):
    """The next version of an agreement, in both languages."""

    title_ko: Title
    title_en: Title
    body_ko: Body
    body_en: Body


class PublishForAll(Publish):
    """The next version of the terms or of the privacy notice."""

    kind: Literal["terms", "privacy"] = Field(examples=["terms"])


class SignAgreement(Asked):
    """In which language the words were shown."""

    locale: Locale = Field("ko", examples=["ko"])
