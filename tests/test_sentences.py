"""What a person may be told has a sentence in both languages: refusals by their code, what stands
between somebody and work, what an import left out, notifications."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator, Set
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

import app
from app import workers
from app.core.errors import Problem
from app.core.states import assignment_moves
from app.formats.configs.notes import SENTENCES
from app.labels.base import MODALITIES
from app.models.task import Assignment
from app.models.transition import LIFECYCLES
from app.people.notifications import Told
from app.queue.registry import KINDS
from app.suggestions.rules import Standing
from app.tasks.rules import Need

HOME = Path(__file__).parent.parent
WORDS = HOME / "frontend" / "src" / "i18n"
LANGUAGES = ("ko", "en")
# Where the editor of a modality has its sentences: the first that says it.
EDITORS = {
    "picture": "annotate",
    "text": "annotate-text",
    "sound": "annotate-clock",
    "series": "annotate-clock",
    "video": "annotate-video annotate-clock",
    "document": "annotate-document annotate",
    "prompt": "annotate-prompt annotate",
}
NAMESPACES = sorted(path.stem for path in (WORDS / "ko").glob("*.json"))


@cache
def words(language: str, namespace: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((WORDS / language / f"{namespace}.json").read_text())
    return found


def keys(found: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from keys(value, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def said(language: str, namespace: str, path: str = "") -> dict[str, Any]:
    found = words(language, namespace)
    for name in path.split(".") if path else ():
        found = found[name]
    return found


def problem_codes() -> set[str]:
    """Of every refusal that the program knows, and those that HTTP itself makes."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    found: set[str] = set()
    waiting: list[type[Problem]] = [Problem]
    while waiting:
        kind = waiting.pop()
        if kind.__module__.startswith("app."):
            found.add(kind.code)
        waiting += kind.__subclasses__()
    plain = (HOME / "app" / "api" / "errors.py").read_text()
    found |= set(re.findall(r'_plain\(\d+, "(\w+)"', plain))
    found |= set(re.findall(r'\d{3}: \("(\w+)"', plain))
    return found | set(re.findall(r'get\(refusal\.status_code, \("(\w+)"', plain))


def codes_of(name: str, at: int, *folders: str, but: Set[str] = frozenset()) -> set[str]:
    """The texts that calls of `name` have as argument number `at`."""
    found = set()
    for folder in folders:
        for path in (HOME / "app" / folder).rglob("*.py"):
            if path.name in but:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or len(node.args) <= at:
                    continue
                called = node.func
                if getattr(called, "id", getattr(called, "attr", "")) != name:
                    continue
                found |= {
                    one.value
                    for one in ast.walk(node.args[at])
                    if isinstance(one, ast.Constant)
                    and isinstance(one.value, str)
                    and re.fullmatch(r"[a-z][a-z_]+", one.value)
                }
    assert found, f"no call of {name} is found"
    return found


def faults_of(modality: str) -> set[str]:
    """The codes of faults that an answer of a modality can have: of the types that it joins, and of
    all that these are made of."""
    waiting, modules = [modality, "check"], set()
    while waiting:
        name = waiting.pop()
        if name in modules or (name in MODALITIES.values() and name != modality):
            continue
        modules.add(name)
        source = (HOME / "app" / "labels" / f"{name}.py").read_text()
        waiting += re.findall(r"^from app\.labels\.(\w+) import", source, re.MULTILINE)
    names = {path.name for path in (HOME / "app" / "labels").glob("*.py")}
    return codes_of("Fault", 0, "labels", but=names - {f"{name}.py" for name in modules})


MOVING = {table.__tablename__ for table in (*LIFECYCLES, Assignment)}
STATES = {
    str(state)
    for moves in (*LIFECYCLES.values(), assignment_moves(0), assignment_moves(1))
    for state in moves
}


def noted(*fields: str) -> set[str]:
    """The words that the program itself writes into these fields of the history."""
    found = set()
    for path in (HOME / "app").rglob("*.py"):
        tree = ast.parse(path.read_text())
        own = {
            node.name: [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and "record(" in ast.unparse(node)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in {"record", "move"} | own.keys():
                continue
            given = dict(zip(own.get(name, ()), node.args, strict=False))
            given |= {one.arg: one.value for one in node.keywords if one.arg}
            found |= {
                value.value
                for field, value in given.items()
                if field in fields or (field == "what" and "target" in fields)
                if isinstance(value, ast.Constant) and isinstance(value.value, str)
            }
    return found - {""}


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_both_languages_say_the_same_things(namespace: str) -> None:
    assert sorted(keys(words("ko", namespace))) == sorted(keys(words("en", namespace)))


def test_both_languages_have_the_same_namespaces() -> None:
    assert sorted(path.stem for path in (WORDS / "en").glob("*.json")) == NAMESPACES


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_both_languages_name_the_same_values(namespace: str) -> None:
    """`{{n}}` of the one is in the other, whatever stands after its name."""

    def values(language: str) -> dict[str, set[str]]:
        found = words(language, namespace)
        told: dict[str, set[str]] = {}
        for key in keys(found):
            text: Any = found
            for name in key.split("."):
                text = text[name]
            told[key] = set(re.findall(r"{{\s*(\w+)", text))
        return told

    ko, en = values("ko"), values("en")
    assert {key: ko[key] ^ en.get(key, ko[key]) for key in ko if ko[key] != en.get(key)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("namespace", "path", "codes"),
    [
        pytest.param("problems", "", problem_codes, id="problems"),
        pytest.param("account", "told", lambda: set(Told), id="notifications"),
        pytest.param("market", "step", lambda: set(Need), id="needs"),
        pytest.param("market", "need", lambda: set(Need), id="needs, short"),
        pytest.param(
            "data",
            "upload.whole",
            lambda: codes_of("ArchiveRefused", 0, "assets"),
            id="archives",
        ),
        pytest.param(
            "data",
            "batches.codes",
            lambda: (
                codes_of("Refused", 2, "assets", "formats")
                | codes_of("PictureRefused", 0, "assets")
                | (codes_of("MediaRefused", 0, "assets") - {"refused"})
                | codes_of("Fault", 0, "labels")
            ),
            id="what an import left out",
        ),
        pytest.param(
            "suggestions",
            "failure",
            lambda: codes_of("ModelFailed", 0, "suggestions") | {"host_not_allowed"},
            id="how a model fails",
        ),
        pytest.param("suggestions", "title", lambda: set(Standing), id="how a model stands"),
        pytest.param(
            "data", "events.subjects", lambda: noted("subject") | MOVING, id="what is told of"
        ),
        pytest.param(
            "data",
            "events.states",
            lambda: noted("source", "target") | STATES,
            id="what became of it",
        ),
        pytest.param("data", "events.why", lambda: noted("why"), id="why"),
        *(
            pytest.param(
                namespace, "faults", partial(faults_of, modality), id=f"faults of a {modality}"
            )
            for modality, namespace in EDITORS.items()
        ),
    ],
)
def test_what_can_be_said_has_a_sentence(
    language: str, namespace: str, path: str, codes: Any
) -> None:
    known = {}
    for one in reversed(namespace.split()):
        known |= said(language, one, path)
    assert sorted(str(code) for code in codes() if not known.get(str(code))) == []


def test_notes_of_configurations_name_the_same_in_all_languages() -> None:
    assert codes_of("add", 0, "formats/configs") >= SENTENCES.keys(), "each is said by somebody"
    for language in LANGUAGES:
        known = said(language, "projects", "labels.convert.note")
        assert known.keys() == SENTENCES.keys()
        for code, sentence in SENTENCES.items():
            there = set(re.findall(r"{{(\w+)}}", known[code]))
            assert there == set(re.findall(r"{(\w+)}", sentence)), (language, code)


def test_problems_are_sentences() -> None:
    for language in LANGUAGES:
        for code, text in words(language, "problems").items():
            assert text.endswith("."), (language, code)
            assert "!" not in text, (language, code)
            assert "{{" not in text, "what the server adds is not sure to be there"
    for code, text in words("ko", "problems").items():
        assert re.search(r"(요|세요)\.$", text), code


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_particle_is_one_that_words_are_given(namespace: str) -> None:
    """Another form is no fault to the web app: it says the word, and the form's name behind it."""
    forms = re.search(r"FORMS.*?\{(.*?)\n\};", (WORDS / "josa.ts").read_text(), re.DOTALL)
    assert forms is not None
    known = set(re.findall(r"^  (\S+): \[", forms[1], re.MULTILINE))
    text = (WORDS / "ko" / f"{namespace}.json").read_text()
    assert set(re.findall(r"josa\(form: (.*?)\)", text)) <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_background_work_has_a_name(language: str) -> None:
    workers.load()
    named = said(language, "admin", "chores.kinds")
    assert sorted(set(KINDS) - set(named)) == []
