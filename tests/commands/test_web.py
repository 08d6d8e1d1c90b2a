"""The web app's own files: what is made from the API is as the API is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.commands import web


@pytest.mark.slow
def test_the_types_are_those_of_the_api(tmp_path: Path) -> None:
    web.install()
    web.write_description(tmp_path)
    for name in ("openapi.json", "schema.d.ts"):
        kept = (web.FRONTEND / "openapi" / name).read_text()
        assert kept == (tmp_path / name).read_text(), f"{name} is old: run ./dure web api"


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert '"resolved"' not in (web.FRONTEND / "package-lock.json").read_text()
