"""What a page of items by the beginning of their names reads, wherever in the list it lies."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.assets.queries import items_by_name
from app.core.database import engine, owner_engine
from tests.factories import Place

ITEMS = 50_000
# The leaves that hold a page, from the root down, and where the planner looks at the edges; a walk
# from the beginning of the list would be hundreds.
LEAVES = 60


@pytest.fixture(scope="module")
def place(shared_database: None) -> Place:
    """One stage with many items, a folder for every 1,000."""
    place = Place.make()
    with owner_engine().begin() as owner:
        owner.execute(
            text(
                """INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state)
                   SELECT project_id, stage_id, batch_id, asset_id,
                     format('%s/%s.jpg', lpad((n / 1000)::text, 4, '0'), lpad(n::text, 8, '0')),
                     state
                   FROM item, generate_series(0, :most - 1) n WHERE project_id = :p"""
            ),
            {"p": place.project_id, "most": ITEMS},
        )
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        owner.execute(text("VACUUM ANALYZE item, asset"))
    return place


@pytest.mark.parametrize("folder", [0, ITEMS // 2000, ITEMS // 1000 - 1])
def test_a_page_reads_what_it_shows(place: Place, folder: int) -> None:
    prefix = f"{folder:04}/"
    after = ("", 0)
    for page in range(2):
        with Session(engine()) as s:
            rows, edge = items_by_name(
                s,
                place.project_id,
                stage_ids=[place.stage_id],
                states=[],
                batch_id=None,
                prefix=prefix,
                after=after,
                limit=50,
            )
            read = s.execute(
                text("""SELECT pg_stat_get_xact_blocks_fetched(
                  CAST('uq_item_project_id_stage_id_name' AS regclass))""")
            ).scalar_one()
        first = folder * 1000 + page * 50
        assert [row.name for row in rows] == [f"{prefix}{first + n:08}.jpg" for n in range(50)]
        assert edge is None
        assert read <= LEAVES, page
        after = (rows[-1].name, rows[-1].stage_id)
