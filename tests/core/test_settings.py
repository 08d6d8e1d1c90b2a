"""What can be configured, and what follows from it."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.core.settings import NotConfigured, Settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET", "DATA"):
        monkeypatch.delenv(f"DURE_{name}", raising=False)


def test_everything_has_a_default() -> None:
    config = Settings()
    assert config.address == "http://127.0.0.1:8000"
    assert config.storage == (Path.cwd() / ".data" / "storage").as_uri()
    assert not config.secure_cookies


@pytest.mark.parametrize(
    ("host", "base_url", "address", "secure"),
    [
        ("0.0.0.0", None, "http://localhost:8000", False),
        ("::1", None, "http://[::1]:8000", False),
        ("127.0.0.1", "https://dure.example/", "https://dure.example", True),
    ],
)
def test_the_address_is_one_that_people_can_open(
    host: str, base_url: str | None, address: str, secure: bool
) -> None:
    config = Settings(host=host, base_url=base_url)
    assert config.address == address
    assert config.secure_cookies is secure


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_postgresql_address_will_do(scheme: str) -> None:
    config = Settings(database_url=f"{scheme}://me@there/dure")
    assert config.app_database_url() == "postgresql+psycopg://me@there/dure"


def test_a_missing_address_is_named() -> None:
    with pytest.raises(NotConfigured, match="DURE_DATABASE_URL"):
        Settings().app_database_url()
    with pytest.raises(NotConfigured, match="DURE_OWNER_DATABASE_URL"):
        Settings().owner_url()


def test_an_empty_variable_is_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURE_SMTP_URL", "")
    assert Settings().smtp_url is None


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_absurd_values_are_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DURE_PORT", port)
    with pytest.raises(ValidationError):
        Settings()


def test_the_secret_is_made_once_by_however_many_ask(tmp_path: Path) -> None:
    config = Settings(data=tmp_path)
    with ThreadPoolExecutor(8) as many:
        keys = set(many.map(lambda _: config.signing_key(), range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
