"""One suite over every storage."""

import hashlib
import io
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import boto3
import httpx
import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer
from PIL import Image

from app.assets.pyramid import SIZE, build, tile
from app.core.errors import NotFound
from app.storage import LocalStorage, Missing, S3Storage, Storage, TooLong, verify_link
from app.storage.presign import Signer
from tests.assets.drawn import alike, drawing, encoded

SECRET = b"only for tests"
CONTENT = os.urandom(3 << 20) + b"end"
KEY = hashlib.sha256(CONTENT).hexdigest()
TTL = timedelta(minutes=5)
NAMED = quote("명세 1.csv")


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    httpx.put(f"{address}/dure-test", headers={"Host": "localhost"}).raise_for_status()
    yield address
    server.stop()


@pytest.fixture(params=["local", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "local":
        return LocalStorage(tmp_path / "files", SECRET)
    return S3Storage(
        "dure-test",
        prefix=f"files/{tmp_path.name}",
        endpoint=request.getfixturevalue("s3_address"),
        region="us-east-1",
        access_key="test",
        secret_key="test",
    )


def test_content_comes_back_under_its_hash(kept: Storage) -> None:
    stored = kept.put(io.BytesIO(CONTENT))
    assert (stored.key, stored.bytes) == (KEY, len(CONTENT))
    assert kept.stat(KEY) == stored
    assert b"".join(kept.open(KEY)) == CONTENT


def test_pieces_of_any_size_and_nothing_at_all(kept: Storage) -> None:
    assert kept.put(iter([CONTENT[:5], b"", CONTENT[5:]])).key == KEY
    empty = kept.put(iter([]))
    assert empty.bytes == 0
    assert b"".join(kept.open(empty.key)) == b""


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 10), (5, None), (1 << 20, (1 << 20) + 1), (len(CONTENT) - 3, len(CONTENT) + 9), (4, 4)],
)
def test_ranges(kept: Storage, start: int, end: int | None) -> None:
    kept.put(io.BytesIO(CONTENT))
    assert b"".join(kept.open(KEY, start, end)) == CONTENT[start:end]


def test_a_second_put_is_the_same_file(kept: Storage) -> None:
    assert kept.put(io.BytesIO(CONTENT)) == kept.put(io.BytesIO(CONTENT))
    with ThreadPoolExecutor(4) as pool:
        keys = {one.key for one in pool.map(lambda _: kept.put(io.BytesIO(CONTENT)), range(8))}
    assert keys == {KEY}
    assert b"".join(kept.open(KEY)) == CONTENT


def test_too_long_is_refused_and_leaves_nothing(kept: Storage) -> None:
    with pytest.raises(TooLong):
        kept.put(io.BytesIO(CONTENT), limit=len(CONTENT) - 1)
    with pytest.raises(Missing):
        kept.stat(KEY)
    assert kept.put(io.BytesIO(CONTENT), limit=len(CONTENT)).key == KEY


def test_a_broken_off_put_leaves_nothing(kept: Storage) -> None:
    def breaking() -> Iterator[bytes]:
        yield CONTENT
        raise ConnectionError

    with pytest.raises(ConnectionError):
        kept.put(breaking())
    with pytest.raises(Missing):
        kept.stat(KEY)


def test_deleted_is_missing_and_may_be_deleted_again(kept: Storage) -> None:
    kept.put(io.BytesIO(CONTENT))
    kept.delete(KEY)
    kept.delete(KEY)
    with pytest.raises(Missing):
        kept.open(KEY)
    with pytest.raises(Missing):
        kept.stat(KEY)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_what_is_no_key_names_nothing(kept: Storage, key: str) -> None:
    for ask in (kept.open, kept.stat):
        with pytest.raises(Missing):
            ask(key)


def test_a_link_serves_the_content(kept: Storage) -> None:
    kept.put(io.BytesIO(CONTENT), media_type="image/png")
    before = time.time()
    link = kept.link(KEY, TTL, media_type="image/png")
    if isinstance(kept, LocalStorage):
        found = verify_link(SECRET, link.rsplit("/", 1)[1])
        assert (found.key, found.media_type, found.filename) == (KEY, "image/png", None)
        assert 300 <= found.expires - int(before) <= 360 + time.time() - before
    else:
        answer = httpx.get(link, headers={"Range": "bytes=0-9"})
        assert answer.content == CONTENT[:10]
        assert answer.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("media_type", "filename", "said"),
    [
        ("image/png", None, ("image/png", None)),
        ("text/html", None, ("application/octet-stream", "attachment")),
        ("text/csv", "명세 1.csv", ("text/csv", f"attachment; filename*=UTF-8''{NAMED}")),
    ],
)
def test_a_link_of_s3_says_what_it_is_and_how_it_is_called(
    s3_address: str, media_type: str, filename: str | None, said: tuple[str, str | None]
) -> None:
    at = {"endpoint": s3_address, "access_key": "test", "secret_key": "test"}
    kept = S3Storage("dure-test", region="us-east-1", **at)
    stored = kept.put(io.BytesIO(b"a,b"), media_type="text/html")
    answer = httpx.get(kept.link(stored.key, TTL, media_type=media_type, filename=filename))
    assert answer.content == b"a,b"
    assert (answer.headers["content-type"], answer.headers.get("content-disposition")) == said


def test_a_link_of_s3_is_signed_as_amazons_own_client_does() -> None:
    asked = {"Bucket": "b", "Key": f"here/{KEY}", "ResponseContentDisposition": "attachment; a='1'"}
    style = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    client = boto3.client(
        "s3",
        endpoint_url="http://store.example:9000",
        region_name="ap-northeast-2",
        aws_access_key_id="key",
        aws_secret_access_key="secret/+",
        config=style,
    )
    theirs = client.generate_presigned_url("get_object", Params=asked, ExpiresIn=300)
    query = dict(parse_qsl(urlsplit(theirs).query))
    signer = Signer("http://store.example:9000", "ap-northeast-2", "key", "secret/+")
    now = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
    told = {"response-content-disposition": asked["ResponseContentDisposition"]}
    ours = signer.link(f"b/here/{KEY}", TTL, told, now)
    assert dict(parse_qsl(urlsplit(ours).query)) == query
    assert urlsplit(ours)[:3] == urlsplit(theirs)[:3]


def test_all_contents_come_in_order_with_their_lengths(kept: Storage) -> None:
    stored = [kept.put([bytes([number])]) for number in range(40)]
    kept.delete(stored[7].key)
    left = [one for one in stored if one != stored[7]]
    assert list(kept.contents()) == sorted(left, key=lambda one: one.key)


def test_tidying_keeps_what_is_stored(kept: Storage) -> None:
    kept.put(io.BytesIO(CONTENT))
    kept.tidy()
    assert kept.stat(KEY).bytes == len(CONTENT)


def test_the_tiles_of_a_picture_are_parts_of_one_file(kept: Storage) -> None:
    picture = drawing(3000, 2000)
    made = io.BytesIO()
    build(io.BytesIO(encoded("PNG", picture)), made)
    key = kept.put([made.getvalue()]).key
    found = Image.open(io.BytesIO(tile(kept, key, 0, 5, 3).content))
    assert found.size == (3000 - 5 * SIZE, 2000 - 3 * SIZE)
    corner = picture.crop((5 * SIZE, 3 * SIZE, 3000, 2000))
    assert alike(found, corner, 32)
    assert Image.open(io.BytesIO(tile(kept, key, 1, 0, 0).content)).size == (1500, 1000)
    for place in ((0, 6, 0), (0, 0, 4), (1, 1, 0), (2, 0, 0)):
        with pytest.raises(NotFound):
            tile(kept, key, *place)
    other = kept.put(io.BytesIO(CONTENT)).key
    with pytest.raises(NotFound):
        tile(kept, other, 0, 0, 0)
    kept.delete(key)
    with pytest.raises(Missing):
        tile(kept, key, 0, 0, 0)
