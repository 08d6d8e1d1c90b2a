"""What formats say they hold, and where it is said again."""

import json

from app.assets.schemas import ImportFormat
from app.core.settings import ROOT
from app.formats import Format
from app.formats.writers import WRITERS
from app.labels.parse import TYPES
from app.releases.schemas import ReleaseFormat

# What is collected is released where it flows to, as the sounds and pictures that it has become.
COLLECTED = {"recording", "photograph", "film", "file"}
KINDS = TYPES.keys() - COLLECTED
MODALITIES = {"picture", "text", "sound", "video", "document", "series"}


def test_every_format_can_be_asked_for() -> None:
    assert {one.value for one in ReleaseFormat} == WRITERS.keys()
    assert {one.value for one in ImportFormat} == {one.value for one in Format} | {"auto"}


def test_formats_write_one_file_or_several() -> None:
    for writer in WRITERS.values():
        assert (writer.one is None) != (writer.many is None)
        assert (writer.suffix == "") == (writer.one is None)
        assert writer.holds <= TYPES.keys()
        assert writer.bends <= TYPES.keys()
        assert not writer.holds & writer.bends


def test_the_web_app_shows_what_is_declared() -> None:
    page = ROOT / "frontend/src/features/projects/releases/formats.json"
    told = json.loads(page.read_text(encoding="utf-8"))
    assert told == {
        name: {
            "takes": sorted(writer.takes),
            "holds": sorted(writer.holds),
            "bends": sorted(writer.bends),
        }
        for name, writer in WRITERS.items()
    }


def test_the_document_says_what_is_declared() -> None:
    page = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    rows = [row for row in page.splitlines() if row.startswith("| `")]
    read, written = rows[: len(Format)], rows[len(Format) :]
    assert {row.split("`")[1] for row in read} == {one.value for one in Format}
    told = {}
    for row in written:
        name, takes, *kinds = (cell.strip() for cell in row.strip("|").split("|"))
        holds, bends = (
            KINDS if cell == "all" else set(cell.replace("–", "").split(", ")) - {""}
            for cell in kinds
        )
        modalities = MODALITIES if takes == "all" else set(takes.split(" and "))
        told[name.strip("`")] = (modalities, holds, bends)
    assert told == {
        name: (writer.takes, writer.holds, writer.bends) for name, writer in WRITERS.items()
    }
