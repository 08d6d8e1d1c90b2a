"""Damaged files by the hundred thousand, over every reader: `python -m tests.fuzz --inputs 200000`.

Each target gets its share, in one process of several; what it holds is looked at all the way, so
that growth is seen. Ends with 1 where anything broke. A seed gives the same inputs again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from tests.fuzz.running import attacked
from tests.fuzz.targets import TARGETS


def _alone(share: tuple[str, int, int]) -> dict[str, Any]:
    """A target in a process of its own: what ends that ends no other's, and is a fault."""
    name, inputs, seed = share
    fresh = multiprocessing.get_context("spawn")
    with tempfile.NamedTemporaryFile() as at, ProcessPoolExecutor(1, fresh) as own:
        try:
            return own.submit(attacked, name, inputs, seed, Path(at.name)).result()
        except BrokenProcessPool:
            last = Path(at.name).read_text()
            fault = f"python -m tests.fuzz --only '{name}' --seed {last} --inputs 1: it ended"
            return {"target": name, "inputs": inputs, "slowest_s": 0.0, "faults": [fault]}


def main() -> int:
    """Read what is asked, do it, say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000, help="in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(TARGETS), help="one target, with all inputs")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    asked = parser.parse_args()
    names = [asked.only] if asked.only else list(TARGETS)
    weights = sum(TARGETS[name].weight for name in names)
    shares = [
        (name, max(1, round(asked.inputs * TARGETS[name].weight / weights)), asked.seed)
        for name in names
    ]
    shares.sort(key=lambda one: TARGETS[one[0]].weight)  # the dear ones begin
    found = []
    with ThreadPoolExecutor(asked.processes) as pool:
        for share in as_completed([pool.submit(_alone, one) for one in shares]):
            one = share.result()
            print(json.dumps(one, ensure_ascii=False), flush=True)
            found.append(one)
    faults = sum(len(one["faults"]) for one in found)
    total = {"inputs": sum(one["inputs"] for one in found), "faults": faults}
    print(json.dumps(total | {"slowest_s": max(one["slowest_s"] for one in found)}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
