"""Findings against releases: reported, decided about, followed until a release has what was put
right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.core.states import DefectState, ReleaseState
from app.defects import queries, rules
from app.models.defect import DeclineReason, Defect, DefectItem, DefectKind
from app.models.release import Release
from app.models.transition import move, record


class NoSuchItem(Invalid):
    """The release has no item of that name, or number."""

    code, title = "no_such_item", "No such item in the release"


class NoSuchClass(Invalid):
    """The label schema never had that class."""

    code, title = "no_such_class", "No such class"


class ItemsNeeded(Invalid):
    """A finding about a class is put right in items that somebody names."""

    code, title = "items_needed", "Say which items"


class DuplicateUnfit(Conflict):
    """The other finding is of another stage, is this one, or comes to nothing."""

    code, title = "duplicate_unfit", "Not the same finding"


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody says is wrong."""

    kind: DefectKind
    body: str
    item: str | None = None
    label: str | None = None
    class_: str | None = None
    pin: dict[str, Any] | None = None


def reported_on(s: Session, project_id: int, release_id: int) -> Release:
    """The release that somebody reports on: one that was once ready. Raises `NotFound`."""
    found = s.get(Release, (project_id, release_id))
    if found is None or found.state not in (ReleaseState.READY, ReleaseState.CLOSED):
        raise NotFound("There is no such release.")
    return found


def report(
    s: Session, *, by: int, release: Release, item_id: int | None, found: Finding, key: str
) -> Defect:
    """Keep what was found. Raises `NoSuchClass`."""
    project_id = release.project_id
    if found.label is not None and found.class_ is not None:
        schemas = queries.schemas(s, project_id, release.stage_id)
        if not rules.knows(schemas, found.label, found.class_):
            raise NoSuchClass(
                f"“{found.label}” has no class “{found.class_}”; take both as the release has them."
            )
    made = Defect(
        project_id=project_id,
        stage_id=release.stage_id,
        release_id=release.id,
        item_id=item_id,
        label=found.label,
        class_=found.class_,
        kind=found.kind,
        body=found.body,
        pin=found.pin,
        reporter_id=by,
        client_key=key,
    )
    s.add(made)
    s.flush()
    record(
        s,
        project_id=project_id,
        subject="defect",
        subject_id=made.id,
        by=None,  # who reports is told to nobody
        target=DefectState.REPORTED.value,
    )
    return made


def locked(s: Session, project_id: int, defect_id: int) -> Defect:
    """A finding, for nobody else to change meanwhile. Raises `NotFound`."""
    found = s.get(
        Defect, (project_id, defect_id), with_for_update={"key_share": True}, populate_existing=True
    )
    if found is None:
        raise NotFound("There is no such report in this project.")
    return found


def accept(
    s: Session, found: Defect, *, by: int, items: Sequence[int], answer: str | None
) -> list[int]:
    """Take it as something to be put right; the items that are to be done anew. Raises
    `ItemsNeeded`, `NoSuchItem`, `WrongState`."""
    if found.item_id is not None:
        chosen = [found.item_id]
        if items and list(items) != chosen:
            raise Invalid("This report is about one item; leave `items` out.")
    else:
        chosen = sorted(set(items))
        if not chosen:
            raise ItemsNeeded("This report is about a class; say which items are done anew.")
    there = queries.in_release(s, found.project_id, found.release_id, chosen)
    if unknown := sorted(set(chosen) - there):
        raise NoSuchItem("Name items that are in the release.", item_ids=unknown)
    _decide(s, found, DefectState.ACCEPTED, by=by, answer=answer)
    s.execute(
        insert(DefectItem),
        [
            {"project_id": found.project_id, "defect_id": found.id, "item_id": item_id}
            for item_id in chosen
        ],
    )
    return chosen


def decline(s: Session, found: Defect, *, by: int, reason: DeclineReason, answer: str) -> None:
    """Change nothing, and say why. Raises `WrongState`."""
    _decide(s, found, DefectState.DECLINED, by=by, answer=answer, reason=reason)


def duplicate(s: Session, found: Defect, *, by: int, of: int) -> None:
    """It was reported before: the first one's answer is its own. Raises `NotFound`,
    `DuplicateUnfit`, `WrongState`."""
    first = locked(s, found.project_id, of)
    if first.duplicate_of is not None:
        first = locked(s, found.project_id, first.duplicate_of)
    if first.id == found.id or first.stage_id != found.stage_id:
        raise DuplicateUnfit("Name another report about the same stage's release.")
    if queries.reporters(s, found.project_id, found.id)[1:]:
        raise DuplicateUnfit("Others are duplicates of this one; name this one for the other.")
    _decide(s, found, DefectState.DUPLICATE, by=by, duplicate_of=first.id)


def _decide(s: Session, found: Defect, to: DefectState, *, by: int, **changes: Any) -> None:
    changes |= {"decided_by": by, "decided_at": func.now()}
    move(s, Defect, (found.project_id, found.id), to, by=by, **changes)


def begin_work(s: Session, project_id: int, defect_id: int, *, by: int | None) -> None:
    """Its items are being done anew. Raises `WrongState`."""
    move(s, Defect, (project_id, defect_id), DefectState.IN_WORK, by=by, fixed_at=None)


def fixed(s: Session, project_id: int, defect_id: int) -> None:
    """Its items are accepted again. Raises `WrongState`."""
    move(s, Defect, (project_id, defect_id), DefectState.FIXED, by=None, fixed_at=func.now())


def answered(s: Session, project_id: int, defect_id: int, release_id: int) -> None:
    """A release has what was put right. Raises `WrongState`."""
    move(
        s,
        Defect,
        (project_id, defect_id),
        DefectState.ANSWERED,
        by=None,
        why=f"release {release_id}",
        answered_in=release_id,
        answered_at=func.now(),
    )
