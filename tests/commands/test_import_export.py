"""`dure import` and `dure export`, as typed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from pycocotools.coco import COCO
from typer.testing import CliRunner, Result

from app.cli import assemble
from app.core.errors import Problem
from app.storage import forget_storage
from app.workflow.opening import open_chunk
from tests.assets.drawn import drawing, encoded
from tests.factories import Place, boxes

BCCD = Path(__file__).parents[3] / "shared/data/images/bccd/BCCD"


def dure(*words: object) -> Result:
    done = CliRunner().invoke(assemble(str(words[0])), [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def place(database: object) -> Place:
    forget_storage()
    return Place.make(items=0, opened=False, inspect1="none")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "사진"
    (made / "가").mkdir(parents=True)
    (made / "가/1.png").write_bytes(encoded("PNG", drawing(640, 480)))
    (made / "2.jpg").write_bytes(encoded("JPEG", drawing(640, 480)))
    (made / "notes.txt").write_text("?")
    return made


def names(place: Place) -> list[str]:
    return [row[0] for row in place.rows("SELECT name FROM item WHERE project_id = :p ORDER BY id")]


def test_a_folder_goes_in_and_a_set_comes_out(place: Place, folder: Path, tmp_path: Path) -> None:
    tried = dure("import", folder, "--project", place.project_id, "--dry-run")
    assert "2 items would be taken, 1 refused" in tried.output
    assert names(place) == []
    done = dure("import", folder, "--project", place.project_id, "--stage", "상자")
    assert "2 items taken, 1 refused" in done.output
    assert "notes.txt: This stage takes pictures" in done.output
    assert names(place) == ["2.jpg", "가/1.png"]
    # a folder may have grown since
    (folder / "3.png").write_bytes(encoded("PNG", drawing(640, 480, seed=3)))
    report = tmp_path / "report.jsonl"
    again = dure("import", folder, "--project", place.project_id, "--report", report)
    assert "1 items taken, 3 refused" in again.output
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert sorted(line["code"] for line in lines) == [
        *("name_exists", "name_exists", "other_modality")
    ]

    open_chunk(place.project_id, place.stage_id, None, priority=0, by=None)
    worker = place.person("worker")
    for lease in place.claim(worker, count=2):
        place.submit(worker, lease, boxes(10.5))
    words = ("export", "--project", place.project_id, "--version", "1.0", "--media", "-o", tmp_path)
    assert "2 items" in dure(*words).output
    (written,) = tmp_path.glob("*.zip")
    first = written.read_bytes()
    with zipfile.ZipFile(written) as archive:
        archive.extractall(tmp_path / "out")
    read = COCO(str(tmp_path / "out/annotations.json"))
    assert [one["bbox"][0] for one in read.loadAnns(read.getAnnIds())] == [10.5, 10.5]
    # a version that exists is only written
    written.unlink()
    dure(*words)
    assert written.read_bytes() == first


@pytest.mark.parametrize(
    "words",
    [
        ("import", "FOLDER", "--project", "999"),
        ("import", "FOLDER", "--project", "PROJECT", "--stage", "none"),
        ("import", "EMPTY", "--project", "PROJECT"),
        ("export", "--project", "PROJECT"),
        ("export", "--project", "PROJECT", "--version", "a/b"),
        ("export", "--project", "999"),
    ],
)
def test_refusals_are_sentences_and_leave_nothing(
    place: Place, folder: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "empty").mkdir()
    meant = {"FOLDER": folder, "EMPTY": tmp_path / "empty", "PROJECT": place.project_id}
    with pytest.raises(Problem):
        dure(*(meant.get(word, word) for word in words))
    assert names(place) == []
    open_still = place.rows(
        """SELECT 1 FROM batch WHERE project_id = :p AND state NOT IN ('imported', 'failed')
           UNION ALL SELECT 1 FROM release WHERE project_id = :p AND state <> 'failed'"""
    )
    assert open_still == []


@pytest.mark.skipif(not BCCD.is_dir(), reason="the BCCD photographs are not here")
def test_the_bccd_set_goes_in(place: Place, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    words = ("import", BCCD, "--project", place.project_id, "--report", report)
    assert "364 items taken, 0 refused" in dure(*words).output
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    no_area = {line["name"] for line in lines if line["code"] == "zero_area"}
    assert no_area == {f"JPEGImages/BloodImage_{number}.jpg" for number in ("00338", "00343")}
    # the stage knows no platelets
    assert {line["code"] for line in lines} == {"zero_area", "unknown_class", "attribute_left_out"}
    ((boxes_kept,),) = place.rows(
        """SELECT sum(jsonb_array_length(prelabels -> 'annotations')) FROM item
           WHERE project_id = :p"""
    )
    assert boxes_kept == 4888 - sum(line["grade"] == "annotation" for line in lines)
