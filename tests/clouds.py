"""Clouds that tests read from: moto's S3, an emulator of Google's."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.sax.saxutils import escape

import httpx
import obstore
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from app.core.settings import configure

BUCKET = "roadpictures"
KEYS = {"key_id": "test", "secret": "test"}


class S3:
    """A bucket at moto's."""

    def __init__(self, address: str) -> None:
        self.address = address
        httpx.put(f"{address}/{BUCKET}", headers={"Host": "localhost"}).raise_for_status()
        self.store = S3Store(
            BUCKET,
            endpoint=address,
            region="us-east-1",
            access_key_id="test",
            secret_access_key="test",
            client_options={"allow_http": True},
        )

    def put(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            obstore.put(self.store, name, content)

    def body(self, folder: str = "", **more: Any) -> dict[str, Any]:
        """What a connection to it is made of."""
        return {
            "name": "원본",
            "address": f"s3://{BUCKET}/{folder}".rstrip("/"),
            "endpoint": self.address,
            "mode": "reference",
            **KEYS,
            **more,
        }


@contextmanager
def s3() -> Iterator[S3]:
    """A server with an empty bucket, which the operator has allowed."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    configure(cloud_hosts=f"{host}:{port}")
    try:
        yield S3(f"http://{host}:{port}")
    finally:
        configure(cloud_hosts=None)
        server.stop()


@contextmanager
def google(files: Mapping[str, bytes]) -> Iterator[str]:
    """The address of an emulator with these files in BUCKET."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from gcp_storage_emulator import server as emulator
    told = emulator.HANDLERS
    # What it does not know itself: the listing that clients of the XML interface ask for, and
    # what they are told of a file.
    bucket = r"^/(?P<bucket_name>[-.\w]+)"
    emulator.HANDLERS = (
        (bucket + r"/?$", {"GET": _listed}),
        (bucket + r"/(?P<object_id>.*[^/]+)$", {"GET": _given, "PUT": emulator.objects.xml_upload}),
        *told,
    )
    server = emulator.create_server("127.0.0.1", 0, in_memory=True, default_bucket=BUCKET)
    server.start()
    try:
        address = f"http://127.0.0.1:{server._api._httpd.server_address[1]}"
        for name, content in files.items():
            httpx.put(f"{address}/{BUCKET}/{name}", content=content).raise_for_status()
        configure(cloud_hosts=address.removeprefix("http://"))
        yield address
    finally:
        configure(cloud_hosts=None)
        server.stop()
        emulator.HANDLERS = told


def _given(request: Any, response: Any, storage: Any, *_: Any, **__: Any) -> None:
    from gcp_storage_emulator.handlers import objects

    response["Last-Modified"] = "Thu, 01 Jan 2026 00:00:00 GMT"
    response["ETag"] = '"1"'
    objects.download(request, response, storage)


def _listed(request: Any, response: Any, storage: Any, *_: Any, **__: Any) -> None:
    prefix = (request.query.get("prefix") or [""])[0]
    files, _folders = storage.get_file_list(request.params["bucket_name"], prefix, None, None)
    rows = "".join(
        f"<Contents><Key>{escape(one['name'])}</Key><Size>{one['size']}</Size>"
        f'<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"{one["etag"]}"</ETag>'
        "</Contents>"
        for one in sorted(files, key=lambda one: one["name"])
    )
    response["Content-Type"] = "application/xml"
    response.write(f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>")
