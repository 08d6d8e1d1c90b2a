"""Buckets of others: what lies below a prefix there, listed page by page and read in ranges.

Whoever may set an address must not be able to make this server speak to any machine he likes, nor
with its own keys. So a store speaks to the clouds' own hosts, or to those that the operator allows;
what it signs with is what it was given, and without a key it signs nothing.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import obstore
import orjson
from obstore.exceptions import (
    BaseError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import AzureStore, GCSStore, S3Store

from app.core.errors import Conflict, Invalid, Problem

PAGE = 1_000
"""Names that come at once: what the clouds give in one answer."""

MAX_PREFIX = 500
_FIRST = 64 << 10  # bytes of a file's first range; following ones grow
_MOST = 8 << 20

_ADDRESS = re.compile(r"(s3|gs|az)://([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:/(.*))?")
_REGION = re.compile(r"[a-z]{2,4}(-[a-z0-9]{1,16}){1,3}")
_ACCOUNT = re.compile(r"[a-z0-9]{3,24}")
_PORTS = {"http": 80, "https": 443}
# Of a service account's file only these: others say where to send requests.
_GOOGLE = ("type", "private_key_id", "private_key", "client_email")
# Ranges are short, so whatever takes longer hangs.
_PATIENCE = timedelta(seconds=30)
_RETRY: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}


class AddressRefused(Invalid):
    """What was given is no place in a cloud."""

    code, title = "cloud_address", "Not a place in a cloud"


class HostNotAllowed(Conflict):
    """The operator has not allowed this host."""

    code, title = "cloud_host", "Host not allowed"


class CloudRefused(Problem):
    """A cloud that says no, and would again. `reason`: `denied`, `missing`, `changed`, `names`."""

    status, code, title = 502, "cloud_refused", "The cloud refuses"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail, reason=reason)
        self.reason = reason


class CloudDown(OSError):
    """A cloud that does not answer now; later it may."""


@dataclass(frozen=True, slots=True)
class Place:
    """A prefix of a bucket, and how to get there."""

    scheme: str  # s3, gs or az
    bucket: str
    prefix: str  # without slashes at its ends; empty: the whole bucket
    region: str | None = None
    endpoint: str | None = None
    key_id: str | None = None  # at Azure the account
    secret: str | None = field(default=None, repr=False)

    def address(self, name: str = "") -> str:
        """Where the prefix, or a file below it, lies."""
        parts = (self.bucket, self.prefix, name)
        return f"{self.scheme}://{'/'.join(part for part in parts if part)}"


class Found(NamedTuple):
    """A file: its name below the prefix, bytes, version."""

    name: str
    size: int
    etag: str | None


def place_at(
    address: str,
    *,
    region: str | None = None,
    endpoint: str | None = None,
    key_id: str | None = None,
    secret: str | None = None,
    allowed: tuple[str, ...] = (),
) -> Place:
    """The place that is meant. `allowed` are hosts besides the clouds' own, `host` or `host:port`.
    Raises AddressRefused, HostNotAllowed.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise AddressRefused("Write it as s3://bucket/folder, gs://bucket/folder or az://….")
    scheme, bucket, prefix = found[1], found[2], (found[3] or "").strip("/")
    parts = prefix.split("/") if prefix else []
    if len(prefix) > MAX_PREFIX or not prefix.isprintable() or {"", ".", ".."} & set(parts):
        raise AddressRefused("The folder's name cannot be used; give the path of a plain folder.")
    if region is not None and not _REGION.fullmatch(region):
        raise AddressRefused("The region is none; write it as ap-northeast-2.")
    if endpoint is not None:
        _must_be_allowed(endpoint, allowed)
    if scheme == "s3" and endpoint is None and region is None:
        raise AddressRefused("Name the bucket's region, such as ap-northeast-2.")
    if scheme == "s3" and (key_id is None) is not (secret is None):
        raise AddressRefused("An access key has an id and a secret; give both, or neither.")
    if scheme == "az" and (key_id is None or not _ACCOUNT.fullmatch(key_id)):
        raise AddressRefused("Name the storage account that the container is of.")
    if scheme == "gs" and secret is not None:
        secret = _service_account(secret)
    return Place(scheme, bucket, prefix, region, endpoint, key_id, secret)


def _must_be_allowed(endpoint: str, allowed: tuple[str, ...]) -> None:
    try:
        at = urlsplit(endpoint)
        host, port = (at.hostname or "").rstrip("."), at.port
    except ValueError:
        raise AddressRefused("The endpoint is no address; write it as https://host.") from None
    if at.scheme not in _PORTS or not host or at.path.strip("/") or at.query or at.fragment:
        raise AddressRefused("The endpoint is no address; write it as https://host.")
    if at.username is not None or at.password is not None:
        raise AddressRefused("Leave names and passwords out of the endpoint; use the key.")
    usual = _PORTS[at.scheme]
    names = {f"{host}:{port or usual}"} | ({host} if port in (None, usual) else set())
    if not names & {one.lower() for one in allowed}:
        raise HostNotAllowed(
            f"Files at “{host}” may not be read; whoever runs this installation allows hosts in "
            "DURE_CLOUD_HOSTS.",
            host=host,
        )


def _service_account(secret: str) -> str:
    try:
        given = orjson.loads(secret)
        kept = {key: given[key] for key in _GOOGLE}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        kept = {}
    if kept.get("type") != "service_account" or not all(isinstance(v, str) for v in kept.values()):
        raise AddressRefused("The secret is a service account's JSON key; paste that file whole.")
    return orjson.dumps(kept).decode()


@lru_cache(maxsize=64)
def store_at(place: Place) -> Any:
    """The store that reads there; its connections are kept. Raises AddressRefused."""
    plain = bool(place.endpoint and place.endpoint.startswith("http:"))
    common: dict[str, Any] = {
        "prefix": place.prefix or None,
        "client_options": {"allow_http": plain, "timeout": _PATIENCE},
        "retry_config": _RETRY,
    }
    try:
        return _STORES[place.scheme](place, common)
    except (BaseError, ValueError):
        raise AddressRefused("The key cannot be used; look whether it was pasted whole.") from None


def _s3(place: Place, common: dict[str, Any]) -> S3Store:
    # Always named: what the environment of this server says is none of theirs.
    ends = "amazonaws.com.cn" if (place.region or "").startswith("cn-") else "amazonaws.com"
    keys: dict[str, Any] = {"skip_signature": True}
    if place.secret is not None:
        keys = {"access_key_id": place.key_id, "secret_access_key": place.secret}
        keys |= {"skip_signature": False}
    return S3Store(
        place.bucket,
        endpoint=place.endpoint or f"https://s3.{place.region}.{ends}",
        region=place.region or "us-east-1",
        virtual_hosted_style_request=False,
        **keys,
        **common,
    )


def _gs(place: Place, common: dict[str, Any]) -> GCSStore:
    keys: dict[str, Any] = {"skip_signature": True}
    if place.secret is not None:
        keys = {"service_account_key": place.secret, "skip_signature": False}
    base = place.endpoint or "https://storage.googleapis.com"
    return GCSStore(place.bucket, base_url=base, **keys, **common)


def _az(place: Place, common: dict[str, Any]) -> AzureStore:
    keys: dict[str, Any] = {"skip_signature": True}
    if place.secret is not None:
        signed = "sig=" in place.secret
        keys = {("sas_key" if signed else "account_key"): place.secret, "skip_signature": False}
    return AzureStore(
        place.bucket,
        account_name=place.key_id,
        endpoint=place.endpoint or f"https://{place.key_id}.blob.core.windows.net",
        **keys,
        **common,
    )


_STORES: dict[str, Any] = {"s3": _s3, "gs": _gs, "az": _az}


def pages(place: Place, folder: str = "", after: str | None = None) -> Iterator[list[Found]]:
    """What lies below the prefix (or a folder in it), in the order of names, a page at a time;
    `after` is a name to go on behind. Raises CloudRefused, CloudDown.
    """
    store = store_at(place)
    with _told(place):
        coming = iter(obstore.list(store, folder or None, offset=after, chunk_size=PAGE))
    while True:
        with _told(place):
            page = next(coming, None)
        if page is None:
            return
        yield [Found(one["path"], one["size"], one["e_tag"]) for one in page]


def size_of(place: Place, name: str) -> Found:
    """A file's length and version. Raises CloudRefused, CloudDown."""
    with _told(place):
        found = obstore.head(store_at(place), name)
    return Found(name, found["size"], found["e_tag"])


def read(place: Place, name: str, start: int, end: int, etag: str | None = None) -> bytes:
    """The bytes from `start` up to `end` (exclusive), or less where the file ends before. With
    `etag`, of that version alone. Raises CloudRefused, CloudDown.
    """
    options: Any = {"range": (start, end)}
    if etag is not None:
        options["if_match"] = etag
    with _told(place):
        return bytes(obstore.get(store_at(place), name, options=options).bytes())


def ranges(place: Place, name: str, start: int, end: int, etag: str | None) -> Iterator[bytes]:
    """The same, however long it is, a piece at a time."""
    step = 1 << 20  # what is shown begins soon
    while start < end:
        yield read(place, name, start, min(start + step, end), etag)
        start, step = start + step, _MOST


class _told:
    """Says in our words what a cloud said."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        where = self._place.address()
        if error is None:
            return
        if isinstance(error, (PermissionDeniedError, UnauthenticatedError)):
            detail = f"“{where}” may not be read with this key; give it the right to list and read."
            raise CloudRefused("denied", detail) from None
        if isinstance(error, (NotFoundError, FileNotFoundError)):
            detail = f"There is no such bucket, or the file has gone from “{where}”."
            raise CloudRefused("missing", detail) from None
        if isinstance(error, PreconditionError):
            detail = "The file was changed after its import; import it again under another name."
            raise CloudRefused("changed", detail) from None
        if isinstance(error, BaseError):
            said = str(error).lower()
            if "empty path segment" in said:
                detail = f"“{where}” has files with an empty folder name (//), which are not read."
                raise CloudRefused("names", detail) from None
            if "status code: 404" in said or "status code: 30" in said:
                detail = f"There is no bucket of this name at “{where}”, or not in this region."
                raise CloudRefused("missing", detail) from None
            if "status code: 400" in said or "status code: 403" in said:
                detail = f"“{where}” does not take this key; look whether it is right."
                raise CloudRefused("denied", detail) from None
            detail = f"“{where}” does not answer; look at its address, or try again later."
            raise CloudDown(detail) from None


class CloudFile(io.RawIOBase):
    """A file of a bucket, to be read from any place on. Ranges grow while it is read on."""

    def __init__(self, place: Place, name: str, size: int, etag: str | None = None) -> None:
        super().__init__()
        self._place, self._name, self._size, self._etag = place, name, size, etag
        self._at = 0
        self._window, self._from = b"", 0
        self._next = _FIRST

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where reading goes on."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go on from there."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, into: Any) -> int:
        """Fill `into` as far as one range reaches. Raises CloudRefused, CloudDown."""
        if self._at >= self._size:
            return 0
        skip = self._at - self._from
        if not 0 <= skip < len(self._window):
            follows = skip == len(self._window)
            self._next = min(self._next * 2, _MOST) if follows and skip else _FIRST
            end = min(self._at + self._next, self._size)
            self._window = read(self._place, self._name, self._at, end, self._etag)
            self._from, skip = self._at, 0
        piece = self._window[skip : skip + len(into)]
        into[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
