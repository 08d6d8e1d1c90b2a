"""A take is looked over: scanned, measured, compared with what the project has, and judged."""

import hashlib
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.assets import capture_queries as queries
from app.assets import destroying, prints, rules, uploads
from app.assets.attempt import Attempt
from app.assets.captures import asked_for
from app.assets.measures import Measures, measure
from app.assets.media.base import MediaRefused
from app.assets.pictures import PictureRefused
from app.assets.rules import Asked, TakeFault
from app.core.settings import settings
from app.core.states import CaptureState
from app.models.asset import Asset
from app.models.collect import Capture
from app.models.project import LabelSchema
from app.models.task import Assignment
from app.models.transition import move
from app.storage import storage
from app.storage.base import PIECE

_SCANNING = 300.0  # seconds


class ScannerFailed(Exception):
    """The virus scanner says neither yes nor no."""


class _Waiting(NamedTuple):
    """A take that is to be looked over."""

    label: str
    name: str
    upload_id: str
    asked: Asked


class Looking:
    """Looks one take over; an attempt that follows a broken one begins anew."""

    def __init__(self, attempt: Attempt, project_id: int, capture_id: int, *, last: bool) -> None:
        """`last` is whether there will be no further attempt."""
        self._attempt = attempt
        self._project_id = project_id
        self._capture_id = capture_id
        self._last = last

    def run(self) -> dict[str, Any] | None:
        """What became of it: `{"state", "faults"}`; None where there was nothing to do."""
        waiting = self._waiting()
        if waiting is None:
            return None
        path = uploads.spool_path(waiting.upload_id)
        if not path.exists():
            return self._refuse(None, [rules.LOST])
        try:
            if self._infected(path):
                return self._refuse(None, [rules.INFECTED])
        except ScannerFailed:
            if not self._last:
                raise
            return self._refuse(None, [rules.SCAN_FAILED])
        identity = _hash(path, self._step)
        with tempfile.TemporaryDirectory(prefix="dure-") as folder:
            inside = Path(folder) / "file"
            inside.symlink_to(path)
            return self._judged(waiting, inside, identity)

    def _step(self) -> None:
        self._attempt.progress()

    def _waiting(self) -> _Waiting | None:
        with self._attempt.transaction() as s:
            row = s.execute(
                select(Capture, LabelSchema.definition)
                .join(
                    Assignment,
                    (Assignment.project_id == Capture.project_id)
                    & (Assignment.id == Capture.assignment_id),
                )
                .join(
                    LabelSchema,
                    (LabelSchema.project_id == Assignment.project_id)
                    & (LabelSchema.stage_id == Assignment.stage_id)
                    & (LabelSchema.version == Assignment.schema_version),
                )
                .where(
                    Capture.project_id == self._project_id,
                    Capture.id == self._capture_id,
                    Capture.state == CaptureState.CHECKING,
                )
            ).first()
            if row is None:
                return None
            one, definition = row
            return _Waiting(one.label, one.name, one.upload_id, asked_for(definition, one.label))

    def _infected(self, path: Path) -> bool:
        """What the scanner says. Raises ScannerFailed."""
        command = settings().scanner
        if command is None:
            return False
        self._step()
        try:
            said = subprocess.run(
                [*shlex.split(command), str(path)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SCANNING,
            )
        except (OSError, subprocess.TimeoutExpired) as wrong:
            raise ScannerFailed(str(wrong)) from None
        if said.returncode not in (0, 1):
            raise ScannerFailed(said.stderr.decode(errors="replace")[-1_000:])
        return said.returncode == 1

    def _judged(self, waiting: _Waiting, path: Path, identity: str) -> dict[str, Any] | None:
        asked = waiting.asked
        try:
            found = measure(asked["kind"], path, waiting.name, self._step)
        except (MediaRefused, PictureRefused) as no:
            return self._refuse(None, [rules.refused(no.reason, no.detail)])
        measured = _told(asked, found.measured)
        faults = list(rules.faults(asked, found.measured))
        with self._attempt.transaction() as s:
            faults += self._known(s, asked, found, identity)
        if faults:
            return self._refuse(measured, faults)
        with found.kept.open("rb") as content:
            storage_key = storage().put(content, media_type=found.media_type).key
        keys = {"storage_key": storage_key, "thumbnail_key": None}
        if found.thumbnail is not None:
            small = iter([found.thumbnail])
            keys["thumbnail_key"] = storage().put(small, media_type="image/webp").key
        with self._attempt.transaction() as s:
            queries.decide_alone(s, self._project_id)
            faults += self._known(s, asked, found, identity)
            wanted = self._still_checking(s)
            if wanted and not faults:
                asset_id = self._asset(s, found, identity, keys)
                return self._end(s, CaptureState.PASSED, measured, [], asset_id=asset_id)
            # Another was quicker with the same, or the person has dropped it.
            destroying.forget_content(s, [key for key in keys.values() if key is not None])
            return self._end(s, CaptureState.REFUSED, measured, faults) if wanted else None

    def _known(self, s: Session, asked: Asked, found: Measures, identity: str) -> list[TakeFault]:
        """What of it is in the project already."""
        same = queries.in_use(s, self._project_id, identity)
        if same is not None and same.used:
            return [rules.DUPLICATE]
        one = found.print
        if one is None or (one.kind == "picture" and not asked.get("near_duplicates")):
            return []
        near = prints.nearest(s, self._project_id, one)
        if near is None:
            return []
        return [rules.alike(one.kind, near.difference, prints.limit(one.kind))]

    def _asset(
        self, s: Session, found: Measures, identity: str, keys: Mapping[str, str | None]
    ) -> int:
        values = {
            "media_type": found.media_type,
            "bytes": found.kept.stat().st_size,
            "width": found.width,
            "height": found.height,
            "facts": found.facts,
            "destroyed_at": None,
            **keys,
        }
        made = insert(Asset).values(project_id=self._project_id, sha256=identity, **values)
        asset_id = s.execute(
            made.on_conflict_do_update(
                index_elements=["project_id", "sha256"], set_=values
            ).returning(Asset.id)
        ).scalar_one()
        if found.print is not None:
            prints.keep(s, self._project_id, asset_id, found.print)
        return asset_id

    def _refuse(
        self, measured: Mapping[str, Any] | None, faults: Sequence[TakeFault]
    ) -> dict[str, Any] | None:
        with self._attempt.transaction() as s:
            if not self._still_checking(s):
                return None
            return self._end(s, CaptureState.REFUSED, measured, faults)

    def _still_checking(self, s: Session) -> bool:
        """Whether the person has not dropped it in the meantime. Locked."""
        state = s.execute(
            select(Capture.state)
            .where(Capture.project_id == self._project_id, Capture.id == self._capture_id)
            .with_for_update()
        ).scalar_one()
        return state is CaptureState.CHECKING

    def _end(
        self,
        s: Session,
        to: CaptureState,
        measured: Mapping[str, Any] | None,
        faults: Sequence[TakeFault],
        *,
        asset_id: int | None = None,
    ) -> dict[str, Any]:
        end(
            s,
            self._project_id,
            self._capture_id,
            to,
            measured=None if measured is None else dict(measured),
            faults=faults,
            asset_id=asset_id,
        )
        return {"state": to.value, "faults": [fault.code for fault in faults]}


def end(
    s: Session,
    project_id: int,
    capture_id: int,
    to: CaptureState,
    *,
    measured: dict[str, Any] | None = None,
    faults: Sequence[TakeFault] = (),
    asset_id: int | None = None,
) -> None:
    """A take was looked over. Raises WrongState."""
    move(
        s,
        Capture,
        (project_id, capture_id),
        to,
        by=None,
        why=", ".join(fault.code for fault in faults),
        measured=measured,
        faults=[fault.json() for fault in faults] or None,
        asset_id=asset_id,
        checked_at=func.now(),
    )


def _told(asked: Asked, measured: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of the measures: where it was taken only if the stage wants it."""
    kept = dict(measured)
    place = kept.pop("place", None)
    if place is not None:
        kept["place"] = place if asked.get("keep_place") else "stripped"
    return kept


def _hash(path: Path, step: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            step()
    return digest.hexdigest()
