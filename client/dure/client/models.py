"""What the server answers. Fields that this version does not know are passed over, so that a newer
server does no harm."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Model(BaseModel):
    """An answer, or a part of one; never changed."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Page(Model, Generic[T]):
    """Rows, and the key to ask for the following ones with."""

    items: list[T]
    next: int | str | None = None


class Me(Model):
    """Whose token it is."""

    id: int
    name: str
    email: str


class Project(Model):
    """A project."""

    id: int
    organisation_id: int
    name: str
    state: str
    currency: str
    created_at: datetime


class Stage(Model):
    """A step of a project's pipeline."""

    id: int
    project_id: int
    name: str
    kind: str
    state: str
    schema_version: int | None
    guideline_version: int | None


class Upload(Model):
    """Bytes on their way, or there."""

    id: str


class Batch(Model):
    """An import and what came of it."""

    id: int
    stage_id: int
    name: str
    format: str
    state: str
    dry_run: bool
    taken: int
    refused: int
    skipped: int
    noted: int
    problem: str | None
    done: int | None = None
    total: int | None = None


class Refusal(Model):
    """Something of an import that was not taken, and why."""

    row: int
    place: str
    name: str
    grade: str
    code: str
    detail: str


class Item(Model):
    """One thing that the data set is made of."""

    id: int
    stage_id: int
    batch_id: int
    name: str
    state: str
    meta: dict[str, Any] | None
    sha256: str | None
    media_type: str | None
    bytes: int | None
    width: int | None
    height: int | None


class Part(Model):
    """One file of a release in several."""

    name: str
    bytes: int
    sha256: str


class Release(Model):
    """A frozen data set."""

    id: int
    stage_id: int
    version: str
    format: str
    state: str
    items: int | None
    bytes: int | None
    sha256: str | None
    problem: str | None
    parts: list[Part] | None = None
    done: int | None = None
    total: int | None = None


class Download(Model):
    """Where a file can be read for some time."""

    url: str
    filename: str
    bytes: int
    sha256: str


class Chore(Model):
    """Background work."""

    id: int
    kind: str
    state: str
    done: int
    total: int | None
    result: dict[str, Any] | None
    error: str | None


class ChoreRef(Model):
    """Which chore does it."""

    chore_id: int


class Member(Model):
    """Somebody on a project's team."""

    pseudonym: str
    roles: list[str]
    joined_at: datetime
    person_id: int | None = None
    name: str | None = None
    email: str | None = None


class Invitation(Model):
    """A role, offered to an address."""

    id: int
    role: str
    email: str
    state: str
    expires_at: datetime


class Unlabeled(Model):
    """An item that nobody's answer has been accepted for yet."""

    id: int
    name: str
    state: str
    media_type: str | None
    width: int | None
    height: int | None
    document: dict[str, Any] | None
    facts: dict[str, Any] | None
    meta: dict[str, Any] | None
    url: str | None


class Prediction(Model):
    """What a model says of one item."""

    item_id: int
    annotations: list[dict[str, Any]]
    score: float | None = None


class Fault(Model):
    """Why an annotation was left out."""

    code: str
    annotation: str | None
    detail: str


class Predicted(Model):
    """What became of one prediction."""

    item_id: int
    kept: bool
    suggested: bool
    code: str | None
    left_out: int
    faults: list[Fault]


class Predictions(Model):
    """What became of predictions, in the order in which they were handed in."""

    schema_version: int
    kept: int
    refused: int
    results: list[Predicted]


class Difference(Model):
    """What people changed of a prediction, in annotations."""

    added: list[dict[str, Any]]
    removed: list[dict[str, Any]]
    changed: list[dict[str, Any]]


class Compared(Model):
    """A prediction beside what was accepted."""

    model: str
    score: float | None
    schema_version: int
    annotations: list[dict[str, Any]]
    agreement: float | None
    difference: Difference


class Correction(Model):
    """An accepted item, and what models had said of it; `id` is the place to go on from."""

    id: int
    item_id: int
    name: str
    accepted_at: datetime
    schema_version: int
    annotations: list[dict[str, Any]]
    predictions: list[Compared]


class ClassAgreement(Model):
    """How far a model agrees with people on one class."""

    label: str
    items: int
    agreement: float
    kept: int
    changed: int
    added: int
    removed: int


class ModelAgreement(Model):
    """How far a version of a model agrees with what was accepted."""

    model: str
    agreement: float
    classes: list[ClassAgreement]


class Hook(Model):
    """A webhook."""

    id: int
    name: str
    address: str
    kinds: list[str]
    state: str
    failures: int
    waiting: int


class HookMade(Hook):
    """A webhook that has just been made, with its secret, shown this once."""

    secret: str


class HookSecret(Model):
    """Another secret of a webhook, shown this once."""

    secret: str
    before_until: datetime | None


class HookKind(Model):
    """Something that a webhook can be told."""

    kind: str
    of: str


class Attempt(Model):
    """One try at a message."""

    nth: int
    at: datetime
    ms: int
    status: int | None
    fault: str | None
    reply: str


class Delivery(Model):
    """One message of a webhook, and how it stands."""

    id: int
    sequence: int
    kind: str
    made_at: datetime
    attempts: int
    next_at: datetime | None
    delivered_at: datetime | None
    outcome: str


class DeliveryWhole(Delivery):
    """One message with what was sent, and each try."""

    webhook_id: str
    body: str
    tries: list[Attempt]


class ReleaseReport(Model):
    """The quality report of a release."""

    model_config = ConfigDict(extra="allow", frozen=True)
