"""What only the local folder and its signed links do."""

import io
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.settings import NotConfigured, Settings
from app.storage import LocalStorage, S3Storage, make_storage, sign_link, verify_link
from app.storage.links import LinkRefused

SECRET = b"only for tests"
KEY = "ab" * 32


def token(ttl: int = 60, secret: bytes = SECRET) -> str:
    link = sign_link(
        secret, KEY, timedelta(seconds=ttl), media_type="image/webp", filename="가.webp"
    )
    assert link.startswith("/api/v1/media/")
    return link.rsplit("/", 1)[1]


def test_a_token_tells_what_it_allows() -> None:
    link = verify_link(SECRET, token())
    assert (link.key, link.media_type, link.filename) == (KEY, "image/webp", "가.webp")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        ".",
        "a.b",
        token(secret=b"another"),
        token(ttl=-120),
        token()[:-1],
        "A" + token()[1:],
        token() + "A",
        token().split(".")[0],
        "\ud800.x",
    ],
)
def test_other_tokens_are_refused(bad: str) -> None:
    with pytest.raises(LinkRefused):
        verify_link(SECRET, bad)


def test_one_minute_has_one_link() -> None:
    """A page loaded twice must find its pictures in the browser's cache."""
    assert len({token(600) for _ in range(20)}) <= 2


def test_files_are_sharded_private_and_leave_nothing_beside(tmp_path: Path) -> None:
    kept = LocalStorage(tmp_path, SECRET)
    key = kept.put(io.BytesIO(b"x")).key
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [tmp_path / key[:2] / key[2:4] / key]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_a_truncated_file_is_written_anew(tmp_path: Path) -> None:
    kept = LocalStorage(tmp_path, SECRET)
    key = kept.put(io.BytesIO(b"whole")).key
    (tmp_path / key[:2] / key[2:4] / key).write_bytes(b"wh")
    kept.put(io.BytesIO(b"whole"))
    assert b"".join(kept.open(key)) == b"whole"


def test_tidying_removes_what_was_broken_off_a_day_ago(tmp_path: Path) -> None:
    kept = LocalStorage(tmp_path, SECRET)
    old, new = tmp_path / "coming/old", tmp_path / "coming/new"
    old.touch()
    new.touch()
    os.utime(old, (1, 1))
    kept.tidy()
    assert (old.exists(), new.exists()) == (False, True)


def test_the_setting_chooses(tmp_path: Path) -> None:
    assert isinstance(make_storage(Settings(data=tmp_path)), LocalStorage)
    assert (tmp_path / "storage").is_dir()
    assert isinstance(
        make_storage(Settings(data=tmp_path, storage_url="s3://bucket/a", s3_region="x")), S3Storage
    )
    with pytest.raises(NotConfigured):
        make_storage(Settings(data=tmp_path, storage_url="ftp://x"))
