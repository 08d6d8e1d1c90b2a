"""Takes: what a person records, photographs or films for a prompt, and what becomes of it.

    an upload → a take, `checking` → measured and judged → `passed`, with an asset; or `refused`

A take that does not pass keeps its bytes, in the upload's spool, until the lease is over: it can
be heard again and compared with the next one. One that passes is kept as an import keeps files.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.assets import capture_queries as queries
from app.assets import destroying, rules, uploads
from app.assets.rules import Asked
from app.core.errors import Conflict, Invalid, NotFound
from app.core.states import CaptureState
from app.labels import parse_schema
from app.models.asset import Upload
from app.models.collect import Capture
from app.models.transition import move
from app.queue.service import enqueue

MOST_TAKES = 500
"""Of one lease, dropped ones not counted."""
MOST_WAITING = 50
"""Uploads of one lease that have not become takes."""
MAX_BYTES = 4 << 30
"""Of one take."""
LOOK_AFTER = timedelta(hours=26)
"""When it is seen whether a lease's takes are still needed: after the time for taking it up."""


class NotCollecting(Conflict):
    """This person holds no lease on a prompt here, or not any more."""

    code, title = "not_collecting", "No lease to collect for"


class UnknownQuestion(Invalid):
    """The stage's schema asks for no take under this name."""

    code, title = "unknown_question", "Unknown question"


class TooManyTakes(Conflict):
    """More takes than one lease may have."""

    code, title = "too_many_takes", "Too many takes"


def may_collect(
    s: Session, project_id: int, assignment_id: int, person_id: int
) -> queries.Collecting:
    """The lease for which this person may make takes. Raises NotFound, NotCollecting."""
    lease = queries.collecting(s, project_id, assignment_id, person_id)
    if lease is None:
        if not queries.is_his(s, project_id, assignment_id, person_id):
            raise NotFound("There is no such work of yours here.")
        raise NotCollecting("You hold no prompt here now; claim one, or take yours up again.")
    return lease


def begin_upload(
    s: Session, project_id: int, person_id: int, assignment_id: int, *, name: str, length: int
) -> Upload:
    """Begin an upload for a lease. Raises NotCollecting, TooManyTakes, UploadTooLarge."""
    may_collect(s, project_id, assignment_id, person_id)
    if queries.waiting_uploads(s, project_id, assignment_id) >= MOST_WAITING:
        raise TooManyTakes(
            f"{MOST_WAITING} uploads wait already; finish or end some.", limit=MOST_WAITING
        )
    return uploads.create(
        s,
        project_id,
        person_id,
        name=name,
        length=length,
        assignment_id=assignment_id,
        most=MAX_BYTES,
    )


def take(
    s: Session,
    project_id: int,
    person_id: int,
    assignment_id: int,
    *,
    upload_id: str,
    label: str,
    device: Mapping[str, Any] | None,
) -> tuple[Capture, bool]:
    """A take of an upload, and whether it is new: the same upload is one take. Raises
    NotCollecting, NotFound, UploadUnfinished, UnknownQuestion, TooManyTakes.
    """
    lease = may_collect(s, project_id, assignment_id, person_id)
    known = queries.of_upload(s, project_id, upload_id)
    if known is not None and known.assignment_id == assignment_id:
        return known, False
    upload = uploads.finished(s, project_id, upload_id, assignment_id)
    if upload.person_id != person_id:
        raise uploads.gone()
    asked_for(lease.definition, label)
    if queries.takes(s, project_id, assignment_id) >= MOST_TAKES:
        raise TooManyTakes(f"There are {MOST_TAKES} takes; drop some.", limit=MOST_TAKES)
    made = s.execute(
        insert(Capture)
        .values(
            project_id=project_id,
            stage_id=lease.stage_id,
            assignment_id=assignment_id,
            person_id=person_id,
            label=label,
            upload_id=upload_id,
            name=upload.name,
            bytes=upload.length,
            device=device or None,
        )
        .on_conflict_do_nothing()
        .returning(Capture)
    ).scalar_one_or_none()
    if made is not None:
        return made, True
    known = queries.of_upload(s, project_id, upload_id)
    if known is None:  # an upload's id is never one of another project's
        raise uploads.gone()
    return known, False


def asked_for(definition: Mapping[str, Any], label: str) -> Asked:
    """The question that takes under this name answer, with its defaults. Raises UnknownQuestion."""
    for one in parse_schema(definition).labels:
        if one.name == label:
            asked: Asked = one.model_dump(mode="json")
            if rules.collects(asked):
                return asked
    raise UnknownQuestion(f'This stage asks for no take called "{label}".', label=label)


def watch(s: Session, project_id: int, assignment_id: int) -> None:
    """See to it that takes of this lease which are never handed in are forgotten."""
    of = {"project_id": project_id, "assignment_id": assignment_id}
    key = f"takes:{project_id}:{assignment_id}"
    enqueue(s, "forget_takes", of, project_id=project_id, key=key, run_after=LOOK_AFTER)


def drop(s: Session, project_id: int, person_id: int, assignment_id: int, capture_id: int) -> None:
    """Take a take away. Raises NotCollecting, NotFound."""
    found = queries.capture(s, project_id, assignment_id, capture_id, lock=True)
    if found is None or found.person_id != person_id or found.state is CaptureState.DESTROYED:
        raise NotFound("There is no such take here.")
    may_collect(s, project_id, assignment_id, person_id)
    if found.state is not CaptureState.DROPPED:
        _drop(s, found, by=person_id, why="dropped")


# --- forgetting --------------------------------------------------------------------------------


def forget_heard(s: Session) -> list[str]:
    """Forget uploads of takes whose bytes nobody needs any more; their spool files go after the
    commit.
    """
    gone = queries.heard_out(s)
    for upload_id in gone:
        uploads.forget(s, upload_id)
    return gone


def forget_unneeded(s: Session, project_id: int, assignment_id: int) -> int | None:
    """Drop the takes of a lease that no answer names, once nothing more can come of it; how many.
    None: not yet.
    """
    if queries.may_go_on(s, project_id, assignment_id):
        return None
    gone = queries.unneeded(s, project_id, assignment_id)
    for capture_id in gone:
        found = queries.capture(s, project_id, assignment_id, capture_id, lock=True)
        assert found is not None
        _drop(s, found, by=None, why="not handed in")
    return len(gone)


def _drop(s: Session, one: Capture, *, by: int | None, why: str) -> None:
    """A take that nobody wants, with what is stored of it. Raises WrongState."""
    asset_id = one.asset_id
    move(
        s,
        Capture,
        (one.project_id, one.id),
        CaptureState.DROPPED,
        by=by,
        why=why,
        asset_id=None,
    )
    if asset_id is None:
        return
    asset = queries.dropped_asset(s, one.project_id, asset_id)
    if asset is not None:
        destroying.destroy(s, asset)
