"""Bytes on their way in: a resumable upload is a row and a spool file.

The row's `received` says how many bytes are safe; the file may hold more of a request that was
broken off, which the next one writes over. The file lies in the data folder: with several API hosts
that folder's `uploads` is shared among them.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.assets import queries
from app.core.errors import Conflict, NotFound, TooLarge
from app.core.settings import settings
from app.models.asset import Upload

KEPT = timedelta(hours=24)
"""How long an upload may lie still before it is forgotten."""


class UploadTooLarge(TooLarge):
    """More bytes than one upload may have."""

    code, title = "upload_too_large", "Upload too large"


class OffsetDiffers(Conflict):
    """The bytes sent do not follow those received."""

    code, title = "offset_differs", "Offset differs"


class UploadBusy(Conflict):
    """Another request is writing to this upload."""

    code, title = "upload_busy", "Upload busy"
    status = 423


class UploadUnfinished(Conflict):
    """Not all bytes are there."""

    code, title = "upload_unfinished", "Upload unfinished"


def create(
    s: Session,
    project_id: int,
    person_id: int,
    *,
    name: str,
    length: int,
    assignment_id: int | None = None,
    most: int | None = None,
) -> Upload:
    """Begin an upload of `length` bytes, of at most `most`; for a lease, or for an import. Raises
    UploadTooLarge.
    """
    most = min(most or settings().max_upload_bytes, settings().max_upload_bytes)
    if length > most:
        raise UploadTooLarge(f"One upload may have {most} bytes; split it.", limit=most)
    upload = Upload(
        id=secrets.token_urlsafe(24),
        project_id=project_id,
        person_id=person_id,
        assignment_id=assignment_id,
        name=name,
        length=length,
        received=0,
        expires_at=func.now() + KEPT,
    )
    s.add(upload)
    s.flush()
    s.refresh(upload)
    path = spool_path(upload.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return upload


def find(s: Session, project_id: int, upload_id: str, *, lock: bool = False) -> Upload:
    """The upload. Raises NotFound, also for one that has expired."""
    upload = queries.upload(s, project_id, upload_id, lock=lock)
    if upload is None:
        raise gone()
    return upload


def gone() -> NotFound:
    """There is no such upload for this person."""
    return NotFound("There is no such upload, or it has expired; begin it again.")


def must_follow(upload: Upload, offset: int) -> None:
    """Raises OffsetDiffers unless `offset` is what has been received."""
    if offset != upload.received:
        raise OffsetDiffers(
            f"{upload.received} bytes have been received; go on from there.",
            offset=upload.received,
        )


def received(s: Session, project_id: int, upload_id: str, offset: int) -> Upload:
    """Note that `offset` bytes are safe; its time begins anew."""
    upload = find(s, project_id, upload_id, lock=True)
    upload.received = offset
    upload.expires_at = func.now() + KEPT
    s.flush()
    s.refresh(upload)
    return upload


def finished(
    s: Session, project_id: int, upload_id: str, assignment_id: int | None = None
) -> Upload:
    """The upload, whole, that is for this lease, or for an import. Raises NotFound,
    UploadUnfinished.
    """
    upload = find(s, project_id, upload_id)
    if upload.assignment_id != assignment_id:
        raise gone()
    if upload.received != upload.length:
        raise UploadUnfinished(
            f"{upload.received} of {upload.length} bytes are there; send the rest first.",
            offset=upload.received,
        )
    return upload


def forget(s: Session, upload_id: str) -> None:
    """Delete an upload; its spool file goes with the commit."""
    s.execute(delete(Upload).where(Upload.id == upload_id))


def uploads_of(source: str) -> list[str]:
    """The uploads that a batch's source names; none for what lies elsewhere."""
    kind, _, upload_ids = source.partition(":")
    return upload_ids.split("+") if kind == "upload" else []


def names_of(s: Session, upload_ids: list[str]) -> dict[str, str]:
    """What their sender called these uploads."""
    rows = s.execute(select(Upload.id, Upload.name).where(Upload.id.in_(upload_ids)))
    return {row.id: row.name for row in rows}


def spool_path(upload_id: str) -> Path:
    """Where the bytes of an upload lie. The id is one of ours: from a row, never from a request."""
    return settings().folder / "uploads" / upload_id


def remove_spool(upload_id: str) -> None:
    """Delete the bytes of an upload."""
    spool_path(upload_id).unlink(missing_ok=True)


@contextmanager
def writing(upload_id: str, offset: int) -> Iterator[BinaryIO]:
    """The spool file, locked, cut to `offset` bytes and ready for more; on the disk at the end.
    Raises UploadBusy, NotFound.
    """
    try:
        file = spool_path(upload_id).open("r+b", buffering=0)
    except FileNotFoundError:
        raise NotFound("The upload is gone; begin it again.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UploadBusy(
                "Another request is writing to this upload; wait for it, then ask for the offset."
            ) from None
        file.truncate(offset)
        file.seek(offset)
        try:
            yield file
        finally:
            os.fsync(file.fileno())
