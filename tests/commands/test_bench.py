"""The benches run, and say what they promise. How fast is never asserted."""

import json
import subprocess
import sys

import pytest

from app.core.settings import ROOT

pytestmark = pytest.mark.slow


def bench(*words: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "bench", *words, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_loop_measures_http_beside_pgbench() -> None:
    found = bench("loop", "--tasks", "3000", "--clients", "2", "--seconds", "1")
    for part in (found, found["inspected"], found["uninspected"]):
        assert isinstance(part, dict)
        for name in ("loops_per_s", "p50_ms", "p95_ms", "pgbench_loops_per_s", "ratio_to_pgbench"):
            assert part[name] > 0, name
    claim = found["claim"]
    assert isinstance(claim, dict)
    assert claim["ratio"] == pytest.approx(claim["routed_ms"] / claim["plain_ms"], abs=0.01)
    # A requirement, its admission, trust, the pool of known answers: each by its key, and the
    # claims of the last minute.
    assert claim["routed_buffers"] - claim["plain_buffers"] <= 80


def test_the_loop_has_a_table_by_clients_and_tasks() -> None:
    words = ("--table", "--sizes", "16000,17000", "--crowds", "1,3", "--seconds", "2")
    rows = bench("loop", *words)["rows"]
    assert isinstance(rows, list)
    assert [(row["tasks"], row["clients"]) for row in rows] == [
        (16000, 1),
        (16000, 3),
        (17000, 1),
        (17000, 3),
    ]
    for row in rows:
        assert row["errors"] == 0
        assert row["loops_per_s"] > 0
        assert row["pgbench_loops_per_s"] > 0


def test_a_claim_costs_the_same_in_a_larger_queue() -> None:
    found = bench("claims", "--sizes", "60000,120000")
    assert isinstance(found["widest"], int)
    assert found["widest"] <= 2


def test_items_are_registered_from_a_manifest() -> None:
    found = bench("import", "--items", "3000")
    assert found["items"] == 3000
    assert isinstance(found["rows_per_s"], int)


def test_labeled_items_are_exported() -> None:
    found = bench("export", "--items", "1000")["exports"]
    assert {one["items"] for one in found} == {1000}
    assert {one["annotations_per_item"] for one in found} == {1, 12}
    assert {one["format"] for one in found} == {"coco", "jsonl", "parquet"}


def test_statements_and_a_payout_of_everybody_are_measured() -> None:
    found = bench("ledger", "--entries", "1000", "--people", "40")
    assert (found["entries"], found["people"]) == (1000, 40)
    for step in ("prepare", "approve", "bank_file", "result"):
        assert isinstance(found[f"{step}_seconds"], float), step


def test_what_an_item_takes_is_measured() -> None:
    found = bench("rows", "--items", "1000")
    assert found["tables"]["submission"]["rows_an_item"] == 2
    assert found["bytes_an_item"] > 1000
    assert min(found["loop"].values()) > 0


def test_every_page_of_a_list_is_measured() -> None:
    found = bench("list", "--items", "2000")
    for part in ("all", "by_state", "by_batch", "by_name"):
        page = found[part]
        assert isinstance(page, dict)
        assert page["max_ms"] > 0


def test_takes_that_are_sent_at_once_all_arrive() -> None:
    found = bench("upload", "--uploads", "20", "--kilobytes", "64")
    assert (found["uploads"], found["lost"]) == (20, 0)
    for name in ("p95_s", "mb_per_s", "api_mb_first", "memory_ratio", "looked_over_per_s"):
        assert found[name] > 0, name  # type: ignore[operator]
