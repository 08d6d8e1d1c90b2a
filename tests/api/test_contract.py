"""The description of the API holds: whatever is sent, in good order or not, by whomever, no answer
is a fault, and each is one that is described, in its status, its type and its shape.

Requests are made of the description itself, by schemathesis, and sent to the world of the
permission table: where a path names an object, mostly one that is there. Nothing that they do is
kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

from app.api.tags import TAGS
from app.main import create_app
from tests.api.world import World, made_world

ASK = ["o", "m", "w", "a", "f", "out"]
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
FEW, MANY = 3, 150  # requests of an operation
LONGEST = 60_000  # characters of an address


@pytest.fixture(scope="module")
def world(servers: Any, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with made_world(servers, template, tmp_path_factory.mktemp("contract")) as made:
        yield made


@cache
def operations() -> dict[str, list[Any]]:
    """What the description has, by the first of its tags."""
    schema = schemathesis.openapi.from_dict(create_app().openapi())
    found: dict[str, list[Any]] = {tag: [] for tag in TAGS}
    for one in schema.get_all_operations():
        operation = one.ok()
        found[operation.definition.raw["tags"][0]].append(operation)
    return found


def meant(world: World, case: Any, there: bool) -> None:
    """Let the path name what is there."""
    for name in case.path_parameters if there else ():
        known = world.links.get(name) or world.objects.get(name)
        known = known or next(
            (v for k, v in world.objects.items() if k.startswith(f"{name}:")), None
        )
        if known is not None:
            case.path_parameters[name] = known


@pytest.mark.parametrize(
    "many", [FEW, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(3600)])]
)
@pytest.mark.parametrize("tag", sorted(TAGS))
def test_every_answer_is_described(world: World, tag: str, many: int) -> None:
    load_all_checks()
    wrong: list[str] = []
    for operation in operations()[tag]:
        wrong += asked(world, operation, many)
    assert wrong == []


def asked(world: World, operation: Any, many: int) -> list[str]:
    """Send it so many requests; what an answer had that is not described."""
    checks = CHECKS.get_by_names(list(CHECKED))
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    wrong: list[str] = []

    @seed(20261129)
    @settings(
        max_examples=many,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=st.one_of(operation.as_strategy(generation_mode=mode) for mode in modes),
        caller=st.sampled_from(ASK),
        there=st.integers(0, 4),
    )
    def ask(case: Any, caller: str, there: int) -> None:
        meant(world, case, there > 0)
        keys = world.keys[caller]
        sent = requests.Request(
            **case.as_transport_kwargs(base_url="http://testserver", headers=keys)
        ).prepare()
        if len(str(sent.url)) > LONGEST:
            return  # no client sends it
        answer = world.send(str(sent.method), str(sent.url), sent.body or b"", dict(sent.headers))
        answer = answer.history[0] if answer.history else answer  # itself, not where it leads
        try:
            case.validate_response(answer, checks=checks)
        except FailureGroup as fault:
            said = "; ".join(str(one) for one in fault.exceptions)
            wrong.append(f"{operation.label} as {caller}, {sent.url} {sent.body!r}: {said}"[:1500])

    ask()
    return wrong[:1]
