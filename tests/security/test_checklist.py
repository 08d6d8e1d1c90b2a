"""The list of what OWASP asks for is whole, and each line says by what it is shown."""

from __future__ import annotations

import re
from pathlib import Path

from app.core.settings import ROOT

LIST = ROOT / "docs" / "asvs.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (yes|no|none) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+\.(?:py|tsx?|md|txt)|Dockerfile)(?:: ([\w.]+)(?:\(\))?)?`")

ASKED = """
1.1=2 1.2=9 1.3=11 1.4=3 1.5=2 2.1=3 2.2=3 2.3=4 2.4=1 3.2=2 3.3=4 3.4=6 3.5=5 3.7=2
4.1=3 4.2=1 4.3=2 4.4=4 5.1=1 5.2=3 5.3=2 5.4=3 6.1=3 6.2=11 6.3=3 6.4=4 6.5=5 6.6=3
6.8=4 7.1=3 7.2=4 7.3=2 7.4=5 7.5=2 7.6=2 8.1=2 8.2=3 8.3=1 8.4=1 9.1=3 9.2=4 10.1=2
10.2=2 10.3=4 10.4=11 10.5=5 10.6=2 10.7=3 11.1=2 11.2=3 11.3=3 11.4=3 11.5=1 11.6=1
12.1=3 12.2=2 12.3=4 13.1=1 13.2=5 13.3=2 13.4=5 14.1=2 14.2=4 14.3=3 15.1=3 15.2=3
15.3=7 16.1=1 16.2=5 16.3=4 16.4=3 16.5=3
"""
"""Section, and its last requirement of levels 1 and 2; they are numbered from 1."""


def test_no_requirement_is_missing_and_each_has_its_evidence() -> None:
    rows = ROW.findall(LIST.read_text())
    sections = [one.split("=") for one in ASKED.split()]
    assert [number for number, *_ in rows] == [
        f"{section}.{n}" for section, last in sections for n in range(1, int(last) + 1)
    ]
    assert [n for n, _, met, evidence in rows if met == "yes" and "`" not in evidence] == []


def test_what_is_named_as_evidence_is_there() -> None:
    missing = []
    for document in (LIST, ROOT / "SECURITY.md"):
        for name, inside in NAMED.findall(document.read_text()):
            path = ROOT / name
            last = inside.rpartition(".")[2]
            known = rf"^(\s*(async )?(def|class) {last}\b|{last}\b)"
            if not path.is_file() or (inside and not _says(path, known)):
                missing.append(f"{document.name}: {name}: {inside}")
    assert missing == []


def _says(path: Path, pattern: str) -> bool:
    return re.search(pattern, path.read_text(), re.MULTILINE) is not None
