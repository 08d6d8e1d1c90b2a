"""Resumable uploads: tus 1.0, core with creation, expiration and termination.

    POST   …/uploads        Upload-Length, Upload-Metadata: filename <base64>   → 201, Location
                            with `assignment <base64>`: of a person for his lease on a prompt
    HEAD   …/uploads/{id}   → Upload-Offset
    PATCH  …/uploads/{id}   Upload-Offset, bytes                                 → 204
    DELETE …/uploads/{id}   → 204

Any tus client works; the upload's id then goes into an import, or becomes a take.
"""

import base64
import binascii
from email.utils import format_datetime
from typing import Annotated

from fastapi import Header, Path, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from app.api.deps import Me, Way
from app.api.ids import Key
from app.api.pages import MAX_KEY
from app.api.router import Router
from app.assets import captures, queries, uploads
from app.assets.schemas import UploadOut
from app.core.errors import Invalid, Problem
from app.core.settings import settings
from app.models.asset import Upload
from app.people.permits import May

router = Router(prefix="/projects/{project_id}/uploads", tags=["uploads"])

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
# Bytes of one upload that are held at once: five hundred phones send at a time.
_PIECE = 64 << 10

UploadId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{32}$")]
Resumable = Annotated[str | None, Header(alias="Tus-Resumable")]
Size = Annotated[int, Header(alias="Upload-Length", ge=0, le=2**62)]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, le=2**62)]
Metadata = Annotated[str, Header(alias="Upload-Metadata", max_length=4_000)]


class OtherVersion(Problem):
    """The client speaks another version of the protocol."""

    status, code, title = 412, "tus_version", "Other protocol version"


class WrongType(Problem):
    """The body of a PATCH is not announced as bytes."""

    status, code, title = 415, "media_type", "Wrong content type"


class PastEnd(Problem):
    """More bytes than were announced."""

    status, code, title = 413, "past_end", "Past the end"


def _speaks(version: str | None) -> None:
    if version != VERSION:
        raise OtherVersion(f"Send the header Tus-Resumable: {VERSION}.", supported=VERSION)


def _headers(upload: Upload) -> dict[str, str]:
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(upload.received),
        "Upload-Length": str(upload.length),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }


def _named(metadata: str, *keys: str) -> str | None:
    """A value among tus's metadata: pairs of a key and a base64 value."""
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        if key in keys:
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                raise Invalid(f"Upload-Metadata's {key} is not base64 of UTF-8.") from None
    return None


def _filename(metadata: str) -> str:
    """The file's name."""
    name = _named(metadata, "filename", "name")
    if name is None:
        raise Invalid("Say the file's name: Upload-Metadata: filename <base64>.")
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    if 0 < len(name) <= 200 and name.isprintable():
        return name
    raise Invalid("The file's name must have 1 to 200 visible characters.")


def _assignment(metadata: str) -> int | None:
    """The lease that it is for; None: an import."""
    said = _named(metadata, "assignment")
    if said is None:
        return None
    if said.isascii() and said.isdigit() and 1 <= int(said) <= MAX_KEY:
        return int(said)
    raise Invalid("Upload-Metadata's assignment is not the number of one.")


def _own(s: Session, me: Me, project_id: int, upload_id: str, *, lock: bool = False) -> Upload:
    """The upload, if it is this person's affair: an import's with the permission to import, a
    lease's for who sends it. Raises NotFound, Forbidden.
    """
    upload = queries.upload(s, project_id, upload_id, lock=lock)
    if upload is None or upload.assignment_id is None:
        me.need(May.ITEM_WRITE)
    elif upload.person_id == me.id:
        return upload
    if upload is None or upload.assignment_id is not None:
        raise uploads.gone()
    return upload


@router.options("", status_code=204)
def capabilities(project_id: Key) -> Response:
    """What this server can do, for tus clients."""
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(settings().max_upload_bytes),
    }
    return Response(status_code=204, headers=headers)


@router.post("", status_code=201)
def create_upload(
    project_id: Key,
    door: Way,
    request: Request,
    response: Response,
    upload_length: Size,
    upload_metadata: Metadata = "",
    tus_resumable: Resumable = None,
) -> UploadOut:
    """Begin an upload of `Upload-Length` bytes; its address is in `Location`."""
    _speaks(tus_resumable)
    name, assignment_id = _filename(upload_metadata), _assignment(upload_metadata)
    may = May.ITEM_WRITE if assignment_id is None else May.WORK_DO
    with door.enter(may, project=project_id) as (s, me):
        if assignment_id is None:
            upload = uploads.create(s, project_id, me.id, name=name, length=upload_length)
        else:
            upload = captures.begin_upload(
                s, project_id, me.id, assignment_id, name=name, length=upload_length
            )
        out = UploadOut.model_validate(upload)
    response.headers.update(_headers(upload))
    response.headers["Location"] = f"{request.url.path}/{upload.id}"
    return out


@router.head("/{upload_id}")
def upload_offset(
    project_id: Key, upload_id: UploadId, door: Way, tus_resumable: Resumable = None
) -> Response:
    """How many bytes are safe: go on from there."""
    _speaks(tus_resumable)
    with door.enter(project=project_id) as (s, me):
        return Response(headers=_headers(_own(s, me, project_id, upload_id)))


@router.patch("/{upload_id}", status_code=204)
async def send_bytes(
    project_id: Key,
    upload_id: UploadId,
    door: Way,
    request: Request,
    upload_offset: Offset,
    tus_resumable: Resumable = None,
) -> Response:
    """Send bytes from `Upload-Offset` on; what arrives before a connection breaks is kept."""
    _speaks(tus_resumable)
    if request.headers.get("content-type") != "application/offset+octet-stream":
        raise WrongType("Send the bytes as Content-Type: application/offset+octet-stream.")

    def admitted() -> Upload:
        with door.enter(project=project_id) as (s, me):
            upload = _own(s, me, project_id, upload_id)
            uploads.must_follow(upload, upload_offset)
            return upload

    def kept(offset: int) -> Upload:
        with door.enter(project=project_id) as (s, _):
            return uploads.received(s, project_id, upload_id, offset)

    upload = await run_in_threadpool(admitted)
    # No transaction is open while bytes arrive: a slow line must not hold a connection.
    offset = upload_offset
    too_many = False
    # Opening, locking and above all the wait for the disk are none of the event loop's affairs.
    async with contextmanager_in_threadpool(uploads.writing(upload.id, offset)) as file:
        try:
            waiting = bytearray()
            async for piece in request.stream():
                waiting += piece
                if offset + len(waiting) > upload.length:
                    too_many = True
                    break
                if len(waiting) >= _PIECE:
                    offset += await run_in_threadpool(file.write, waiting)
                    waiting = bytearray()
        except ClientDisconnect:
            pass
        if waiting and not too_many:
            offset += await run_in_threadpool(file.write, waiting)
    upload = await run_in_threadpool(kept, offset)
    if too_many:
        raise PastEnd(f"{upload.length} bytes were announced; send no more.", offset=offset)
    return Response(status_code=204, headers=_headers(upload))


@router.delete("/{upload_id}", status_code=204)
def end_upload(
    project_id: Key, upload_id: UploadId, door: Way, tus_resumable: Resumable = None
) -> Response:
    """Forget an upload and its bytes."""
    _speaks(tus_resumable)
    with door.enter(project=project_id) as (s, me):
        _own(s, me, project_id, upload_id, lock=True)
        uploads.forget(s, upload_id)
    uploads.remove_spool(upload_id)
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})
