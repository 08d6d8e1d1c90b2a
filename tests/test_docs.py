"""The documents speak of what is there: each file and function that they name exists, each file
that is a door is named."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.core.settings import ROOT

TOUR = ROOT / "docs" / "tour.md"
NAMED = re.compile(
    r"`((?:app|tests|migrations|docs|frontend)/[\w./-]+?)(?::\s+([\w.]+)(?:\(\))?)?`"
)
TYPES = ROOT / "docs" / "label-types.md"
MONEY = ROOT / "docs" / "money.md"
RUNNING = [
    ROOT / "docs" / f"{name}.md" for name in ("operating", "upgrading", "privacy", "scaling")
]
DOCUMENTS = [
    TOUR,
    TYPES,
    MONEY,
    *RUNNING,
    *sorted((ROOT / "docs" / "adr").glob("*.md")),
    ROOT / "README.md",
]


def names_in(path: Path) -> set[str]:
    """What a module defines at its top, and in its classes as `Class.method`."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{one.name}" for one in node.body if hasattr(one, "name")}
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_is_there(document: Path) -> None:
    missing = []
    for name, inside in NAMED.findall(document.read_text()):
        path = ROOT / name
        if not path.exists() or (inside and inside not in names_in(path)):
            missing.append(f"{name}: {inside}")
    assert missing == []


def test_the_tour_comes_by_every_door() -> None:
    """Every router, every verb, every module of chores."""
    named = {name for name, _ in NAMED.findall(TOUR.read_text())}
    helpers = {"app/api/__init__.py", "app/workflow/__init__.py", "app/workers/__init__.py"}
    doors = {
        str(path.relative_to(ROOT))
        for folder in ("api", "workflow", "workers")
        for path in (ROOT / "app" / folder).glob("*.py")
    }
    assert sorted(doors - named - helpers) == []
