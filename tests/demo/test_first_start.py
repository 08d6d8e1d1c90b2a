"""`dure up` makes the demonstration once, and prints each time whom one can sign in as."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import httpx
import pytest

from tests.test_up import Up, people, start, starts  # noqa: F401 - `starts` is a fixture

pytestmark = pytest.mark.slow
LINE = re.compile(r"^ +(\S+@dure\.example) +(\S+) +(\S.*)$", re.MULTILINE)


def signed_in(up: Up) -> list[tuple[str, str]]:
    """Those whom it printed, each of whom can sign in."""
    address = up.address()
    up.wait_for(r"Ctrl-C stops it")
    found = [(email, password) for email, password, _ in LINE.findall(up.said())]
    for email, password in found:
        told = {"email": email, "password": password}
        answer = httpx.post(f"{address}/api/v1/sessions", json=told, timeout=30)
        assert answer.status_code == 201, answer.text
    return found


def test_the_first_start_makes_it_and_the_second_finds_it(
    tmp_path: Path,
    starts: list[Up],  # noqa: F811
) -> None:
    up = start(starts, tmp_path)
    first = signed_in(up)
    assert len(first) == 7
    assert "The demonstration is made" in up.said()
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(60) == 0
    assert people(tmp_path / "data") == 7
    again = start(starts, tmp_path)
    assert signed_in(again) == first
    assert "The demonstration is made" not in again.said()
