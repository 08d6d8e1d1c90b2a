"""Damaged files, some of each kind, over every reader and probe: none makes it fall over, reach out
of its folder, take long or leave anything. `python -m tests.fuzz` gives many more."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.core.settings import configure
from app.core.settings import settings as configured
from tests.fuzz.running import WATCH, Fuzzer
from tests.fuzz.targets import TARGETS

CHEAP = 60
DEAR = 4


@pytest.mark.parametrize("name", list(TARGETS))
def test_damaged_files_do_no_harm(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = configured().data
    examples = CHEAP if TARGETS[name].weight == 1 else DEAR
    try:
        fuzzer = Fuzzer(name, tmp_path)

        @settings(max_examples=examples, phases=[Phase.generate], database=None)
        @given(seed=st.integers(0, 2**63))
        def attack(seed: int) -> None:
            fuzzer.one(Random(seed), seed)

        attack()
    finally:
        tempfile.tempdir = None
        configure(data=before)


def test_what_goes_outside_is_seen(tmp_path: Path) -> None:
    """The watch that the others rely on."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    with WATCH.on(inside):
        (inside / "a").write_bytes(b"")
        outside.write_bytes(b"")
        Path("/etc/hostname").read_bytes()
        (inside / "a").rename(tmp_path / "b")
    assert [one.split()[0] for one in WATCH.outside] == ["open", "open", "os.rename"]
