"""A stage's model: set, forgotten, tried, and set to work."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.address import target_of
from app.core.errors import Conflict, NotFound, TooManyRequests
from app.core.security import seal, unseal
from app.core.settings import settings
from app.core.states import ChoreState
from app.labels import Adopter, Schema, parse_schema
from app.models.chore import Chore
from app.models.project import Stage
from app.models.suggestion import StageModel
from app.models.transition import record
from app.queue.service import enqueue
from app.storage import storage
from app.suggestions import queries
from app.suggestions.client import post
from app.suggestions.exchange import (
    Suggested,
    Wanted,
    request_for,
    results_in,
    suggested,
)
from app.suggestions.rules import (
    MAX_ANSWER,
    ModelFailed,
    Standing,
    must_be_allowed,
    standing,
)

CHORE = "suggest"
_SEALED = "model header"
_TRIES = threading.BoundedSemaphore(2)  # a model that hangs must not hold every thread


class SecretNeeded(Conflict):
    """A kept secret is not sent to whom it was not meant for."""

    code, title = "secret_needed", "The header's value is needed again"


class NoModel(Conflict):
    """The stage has none to be asked."""

    code, title = "no_model", "The stage has no model"


class NothingToTry(Conflict):
    """The stage has no schema, or no item that can be sent."""

    code, title = "nothing_to_try", "Nothing to try it on"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a model is asked."""

    model: StageModel
    schema_version: int
    schema: Schema

    def __call__(self, items: list[Wanted]) -> tuple[list[tuple[Wanted, Suggested]], list[Wanted]]:
        """What the model says of these items, or the first of them that fit into one request; and
        those that can never be sent. Raises `ModelFailed`, `AddressRefused`, `HostNotAllowed`.
        """
        body, sent, never = request_for(self.schema, items, storage())
        if not sent:
            return [], never
        answer = post(
            target_of(self.model.address),
            body,
            header=_header(self.model),
            seconds=self.model.seconds,
            most=MAX_ANSWER,
            allowed=settings().model_hosts,
        )
        results, adopter = results_in(answer), Adopter(self.schema)
        return [(item, suggested(adopter, item, results.get(item.id))) for item in sent], never


def _header(model: StageModel) -> tuple[str, str] | None:
    if model.header_name is None or model.header_value is None:
        return None
    value = unseal(settings().signing_key(), _SEALED, model.header_value)
    if value is None:
        raise ModelFailed(
            "secret_lost",
            "The header's value cannot be read any more, because this installation's secret was "
            "changed; set it again.",
        )
    return model.header_name, value


def how_to_ask(s: Session, model: StageModel) -> Asking | None:
    """The model with the schema of today; None where the stage has none."""
    found = queries.definition(s, model.project_id, model.stage_id)
    return None if found is None else Asking(model, found[0], parse_schema(found[1]))


def save(
    s: Session,
    *,
    by: int,
    project_id: int,
    stage_id: int,
    address: str,
    header_name: str | None,
    header_value: str | None,
    seconds: int,
    batch: int,
    active: bool,
) -> StageModel:
    """Set the stage's model. Without `header_value` the one that is kept stays, as long as the
    address is at the same host. Raises `AddressRefused`, `HostNotAllowed`, `SecretNeeded`.
    """
    target = target_of(address)
    must_be_allowed(target, settings().model_hosts)
    # Whoever saves the first model of a stage at the same time as another waits here.
    s.get_one(Stage, (project_id, stage_id), with_for_update={"key_share": True})
    model = s.get(StageModel, (project_id, stage_id), with_for_update={"key_share": True})
    now = s.execute(select(func.now())).scalar_one()
    sealed = None
    if header_name is not None and header_value is not None:
        sealed = seal(settings().signing_key(), _SEALED, header_value)
    elif header_name is not None:
        kept = model is not None and model.header_name == header_name
        if model is None or not kept or target_of(model.address).origin != target.origin:
            raise SecretNeeded("Send the header's value: none is kept for this header and host.")
        sealed = model.header_value
    if model is None:
        model = StageModel(project_id=project_id, stage_id=stage_id, address="")
        s.add(model)
    if model.address != address:
        model.address = address
        model.since = now
        model.asked = model.given = model.left_out = 0
    model.header_name, model.header_value = header_name, sealed
    model.seconds, model.batch, model.active = seconds, batch, active
    model.saved_at = now
    model.failures, model.fault, model.failed_at, model.again_at = 0, None, None, None
    s.flush()
    _tell(s, project_id, stage_id, by, "on" if active else "off")
    if active:
        start(s, project_id, stage_id)
    return model


def forget(s: Session, *, by: int, project_id: int, stage_id: int) -> None:
    """Forget the model and its secret. What it has suggested stays."""
    model = s.get(StageModel, (project_id, stage_id), with_for_update={"key_share": True})
    if model is not None:
        s.delete(model)
        _tell(s, project_id, stage_id, by, "forgotten")


def _tell(s: Session, project_id: int, stage_id: int, by: int, model: str) -> None:
    record(
        s,
        project_id=project_id,
        subject="stage",
        subject_id=stage_id,
        by=by,
        why="settings",
        data={"model": model},
    )


def start(
    s: Session, project_id: int, stage_id: int, walk: Mapping[str, object] | None = None
) -> int:
    """Have a chore ask the stage's model, from the queue's head or where a `walk` has come to."""
    model = s.get_one(StageModel, (project_id, stage_id))
    args = {"project_id": project_id, "stage_id": stage_id, "walk": walk}
    # Of no project's list: there are many, and the stage's page says how it goes.
    model.chore_id = enqueue(s, CHORE, args)
    return model.chore_id


def stands(s: Session, model: StageModel) -> Standing:
    """How the model stands."""
    live = (ChoreState.QUEUED, ChoreState.RUNNING, ChoreState.FAILED)
    chore = None if model.chore_id is None else s.get(Chore, model.chore_id)
    asking = chore is not None and chore.state in live
    return standing(active=model.active, failures=model.failures, asking=asking)


def trial(s: Session, project_id: int, stage_id: int, item_id: int | None) -> tuple[Asking, Wanted]:
    """How to ask about one item: this one, or the stage's first. Raises `NotFound`, `NoModel`,
    `NothingToTry`."""
    model = queries.model(s, project_id, stage_id)
    if model is None:
        raise NoModel("Set the address of the stage's model first.")
    asking = how_to_ask(s, model)
    item = queries.one(s, project_id, stage_id, item_id)
    if item is None and item_id is not None:
        raise NotFound("There is no such item in this stage, or its file is not here.")
    if asking is None or item is None:
        raise NothingToTry("Give the stage a label schema and import an item first.")
    return asking, item


def tried(asking: Asking, item: Wanted) -> tuple[Suggested, float]:
    """What the model says of the item now, and the seconds that it took; nothing is kept.

    Outside of any transaction. Raises `ModelFailed`, `TooManyRequests`.
    """
    if not _TRIES.acquire(blocking=False):
        raise TooManyRequests("Others are trying a model just now; try again in a minute.")
    try:
        began = monotonic()
        made, _ = asking([item])
    finally:
        _TRIES.release()
    if not made:
        raise NothingToTry("This item's file is gone or too large to be sent; try another item.")
    return made[0][1], monotonic() - began
