"""S3-compatible storage: `prefix/abcd…`, presigned links."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import obstore
from obstore.store import S3Store

from app.storage.base import PIECE, SHOWN, Missing, Pieces, Stored, checked, is_key, receive
from app.storage.presign import Signer

# Small content waits for its hash in memory, large content on the disk.
_IN_MEMORY = 8 << 20


class S3Storage:
    """Content in a bucket. Without keys, those of the environment or the machine are used."""

    def __init__(
        self,
        bucket: str,
        *,
        prefix: str = "",
        endpoint: str | None = None,
        region: str | None = None,
        access_key: str | None = None,
        secret_key: str | None = None,
    ) -> None:
        given: dict[str, Any] = {
            "endpoint": endpoint,
            "region": region,
            "access_key_id": access_key,
            "secret_access_key": secret_key,
        }
        self._folder = f"{bucket}/{prefix}/" if prefix else f"{bucket}/"
        self._signer: Signer | None = None
        if access_key and secret_key:
            region = region or "us-east-1"
            at = (endpoint or f"https://s3.{region}.amazonaws.com").rstrip("/")
            self._signer = Signer(at, region, access_key, secret_key)
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            client_options={"allow_http": bool(endpoint and endpoint.startswith("http:"))},
            **{name: value for name, value in given.items() if value is not None},
        )

    def put(
        self,
        content: Pieces,
        *,
        media_type: str = "application/octet-stream",
        limit: int | None = None,
    ) -> Stored:
        """See `Storage.put`. The key is the hash, so the content is read to its end before it is
        sent; an object of that key and length is there already.
        """
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as waiting:
            stored = receive(content, waiting, limit)  # type: ignore[arg-type]
            try:
                if self.stat(stored.key).bytes == stored.bytes:
                    return stored
            except Missing:
                pass
            waiting.seek(0)
            obstore.put(
                self._store,
                stored.key,
                waiting,
                attributes={"Content-Type": media_type},
            )
        return stored

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """See `Storage.open`."""
        size = self.stat(key).bytes
        stop = size if end is None else min(end, size)
        if start >= stop:
            return iter(())  # S3 answers an empty range with an error
        try:
            found = obstore.get(self._store, key, options={"range": (start, stop)})
        except FileNotFoundError:
            raise Missing("The content is not stored any more.") from None
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE))

    def stat(self, key: str) -> Stored:
        """See `Storage.stat`."""
        try:
            return Stored(key, obstore.head(self._store, checked(key))["size"])
        except FileNotFoundError:
            raise Missing("The content is not stored any more.") from None

    def link(
        self, key: str, ttl: timedelta, *, media_type: str, filename: str | None = None
    ) -> str:
        """See `Storage.link`: presigned. With the machine's own keys, which only the store's client
        knows, S3 serves the media type of the put and leaves the name to the browser.
        """
        if self._signer is None:
            return obstore.sign(self._store, "GET", checked(key), ttl)
        told = {"response-content-type": media_type}
        if filename is not None:
            told["response-content-disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
        elif media_type not in SHOWN:
            told |= {
                "response-content-type": "application/octet-stream",
                "response-content-disposition": "attachment",
            }
        return self._signer.link(self._folder + checked(key), ttl, told, datetime.now(UTC))

    def delete(self, key: str) -> None:
        """See `Storage.delete`."""
        obstore.delete(self._store, checked(key))

    def contents(self) -> Iterator[Stored]:
        """See `Storage.contents`: S3 lists in the order of names."""
        for page in obstore.list(self._store, chunk_size=1000):
            for one in page:
                if is_key(one["path"]):
                    yield Stored(one["path"], one["size"])

    def tidy(self) -> None:
        """See `Storage.tidy`: S3 keeps nothing of a put that was broken off."""
