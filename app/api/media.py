"""Files and tiles by signed link: no session, no cookie; the link itself is the permission."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response
from fastapi.responses import StreamingResponse

from app.api.router import Router
from app.assets import far, pyramid
from app.core.database import transaction
from app.core.errors import NotFound, Problem
from app.core.settings import settings
from app.storage import SHOWN, Link, LocalStorage, storage, verify_link

router = Router(prefix="/media", tags=["media"])

Token = Annotated[str, Path(max_length=2_000)]
Nth = Annotated[int, Path(ge=0, le=65_535)]
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class RangeRefused(Problem):
    """The range lies outside of the file."""

    status, code, title = 416, "range", "Range not satisfiable"


@router.get("/{token}", response_class=Response)
@router.head("/{token}", response_class=Response, include_in_schema=False)
def serve_media(token: Token, request: Request) -> Response:
    """The bytes that a short-lived link names, whole or one range of them."""
    link = verify_link(settings().signing_key(), token)
    if far.is_far(link.key):
        with transaction() as s:
            picture = far.file_of(s, link.key)
        return _served(link, request, picture.size, picture.read)
    kept = storage()
    if not isinstance(kept, LocalStorage):
        raise NotFound("This storage serves its files itself; load the page again.")
    size = kept.stat(link.key).bytes
    return _served(link, request, size, lambda start, end: kept.open(link.key, start, end))


def _served(
    link: Link, request: Request, size: int, opened: Callable[[int, int], Iterator[bytes]]
) -> Response:
    """A file of `size` bytes, whole or one range of it."""
    headers = _headers(link, link.key) | {"Accept-Ranges": "bytes"}
    media_type = link.media_type
    if link.filename is not None:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(link.filename)}"
    elif media_type not in SHOWN:
        media_type = "application/octet-stream"
        headers["Content-Disposition"] = "attachment"
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    start, end, status = 0, size, 200
    asked = request.headers.get("range")
    if asked is not None and request.headers.get("if-range", headers["ETag"]) == headers["ETag"]:
        between = _between(asked, size)
        if between is not None:
            (start, end), status = between, 206
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    content: Iterator[bytes] = iter(())
    if request.method != "HEAD":
        content = opened(start, end)
    return StreamingResponse(content, status_code=status, media_type=media_type, headers=headers)


@router.get("/{token}/tiles/{level}/{column}/{row}", response_class=Response)
def serve_tile(token: Token, level: Nth, column: Nth, row: Nth, request: Request) -> Response:
    """One tile of the large picture that a short-lived link names: JPEG, or WebP where it is
    transparent.
    """
    link = verify_link(settings().signing_key(), token)
    if link.media_type != pyramid.MEDIA_TYPE:
        raise NotFound("This link names a file that is not cut into tiles.")
    headers = _headers(link, f"{link.key}-{level}-{column}-{row}")
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    found = pyramid.tile(storage(), link.key, level, column, row)
    return Response(found.content, media_type=found.media_type, headers=headers)


def _headers(link: Link, tag: str) -> dict[str, str]:
    """What goes with everything that a link serves."""
    config = settings()
    # At an origin of their own files are read by the page of another: it, and no other, may.
    apart = {
        "Access-Control-Allow-Origin": config.address,
        "Access-Control-Expose-Headers": "Content-Range, ETag",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return {
        "ETag": f'"{tag}"',
        "Cache-Control": f"private, max-age={max(0, link.expires - int(time.time()))}, immutable",
        "Content-Security-Policy": "default-src 'none'; sandbox; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-site",
        **(apart if config.media_origin else {}),
    }


def _between(asked: str, size: int) -> tuple[int, int] | None:
    """The range that is asked for; None where the header is to be ignored: several ranges, or
    another unit. Raises RangeRefused.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if found[1]:
        start = int(found[1])
        end = min(int(found[2]) + 1, size) if found[2] else size
    else:
        start, end = max(0, size - int(found[2])), size
    if start >= end:
        raise RangeRefused(f"The file has {size} bytes; ask for a part of them.", size=size)
    return start, end
