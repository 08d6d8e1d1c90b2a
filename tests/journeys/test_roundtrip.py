"""In by one format, worked on, out by another one, and in again: what both hold is the same.

Every pair of formats of each modality in this process; a few over HTTP with a worker beside the
server. What is released is read by what others use, too: `oracles.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.formats.writers import WRITERS
from tests.api.conftest import Web
from tests.journeys.trips import SETS, Marks, Trips, alike, archive, formats, read_back


@pytest.fixture
def trips(database: object, worker: Callable[[], int]) -> Trips:
    return Trips(Web(worker))


@pytest.mark.parametrize("modality", SETS)
def test_every_pair_of_formats(trips: Trips, modality: str, tmp_path: Path) -> None:
    made = SETS[modality](tmp_path)
    names = formats(made)
    assert len(names) > 1, "there is no pair"
    first = trips.stage(made)
    # What is known of the files, from the one format that needs nothing else.
    facts = _facts(trips, made)
    tried = 0
    for source in names:
        stage = first if source == names[0] else trips.stage(made)
        batch = trips.bring(stage, f"{source}.zip", archive(made, source, facts))
        assert (batch["state"], batch["taken"]) == ("imported", len(made.things)), (source, batch)
        came, _ = trips.taken(stage)
        for thing in made.things:
            if _kinds(thing.marks) <= WRITERS[source].holds:
                assert alike(came[thing.key], thing.marks), (source, thing.name, came[thing.key])
        trips.work(stage, made)
        for target, content in trips.release(stage, *names).items():
            back = read_back(made, target, content, facts)
            assert back.keys() == came.keys(), (source, target)
            for thing in made.things:
                said = came[thing.key]
                if _kinds(said) <= WRITERS[target].holds:
                    assert alike(back[thing.key], said), (
                        source,
                        target,
                        thing.name,
                        back[thing.key],
                        said,
                    )
                    tried += bool(said)
    assert tried >= len(names), "hardly anything was compared"


def _facts(trips: Trips, made: Any) -> dict[str, dict[str, Any]]:
    """What is known of each file, as an import without labels finds it."""
    bare = type(made)(
        made.modality,
        made.labels,
        tuple(type(one)(one.name, one.content, []) for one in made.things),
    )
    stage = trips.stage(made)
    empty: dict[str, dict[str, Any]] = {one.key: {} for one in made.things}
    plain = {key: {"width": None, "height": None} | value for key, value in empty.items()}
    batch = trips.bring(stage, "plain.zip", archive(bare, "jsonl", plain))
    assert batch["state"] == "imported", batch
    return trips.taken(stage)[1]


def _kinds(marks: Marks) -> set[str]:
    return {str(one["kind"]) for one in marks}
