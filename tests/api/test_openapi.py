"""The description of the programme: every door has a name, a sentence, and an example of what to
send that the door takes."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from app.main import PREFIX, create_app


@pytest.fixture(scope="module")
def programme() -> FastAPI:
    return create_app()


@pytest.fixture(scope="module")
def told(programme: FastAPI) -> dict[str, Any]:
    answer = TestClient(programme).get(f"{PREFIX}/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(told: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]


def example(schema: dict[str, Any]) -> dict[str, Any]:
    """The example of a body: its own, or made of its fields'."""
    if schema.get("examples"):
        return dict(schema["examples"][0])
    return {
        name: shown
        for name, field in schema["properties"].items()
        if (shown := _shown(field)) is not None
    }


def _shown(field: dict[str, Any]) -> Any:
    for one in (field, *field.get("anyOf", ())):
        if one.get("examples"):
            return one["examples"][0]
    return None


def test_every_door_says_what_it_does(told: dict[str, Any]) -> None:
    silent = [
        f"{method} {path}"
        for method, path, operation in operations(told)
        if not operation.get("summary") or not operation.get("description")
    ]
    assert silent == []


def test_every_group_says_what_it_is(told: dict[str, Any]) -> None:
    assert told["openapi"].startswith("3.1")
    said = {tag["name"] for tag in told["tags"] if tag["description"]}
    used = {tag for _, _, operation in operations(told) for tag in operation.get("tags", ["none"])}
    assert used == said


def test_every_operation_has_a_name_of_its_own(told: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(told)]
    assert len(names) == len(set(names))


def test_no_shape_has_the_name_of_another(told: dict[str, Any]) -> None:
    """Else both are called by their modules, which no program that reads this should know of."""
    assert [name for name in told["components"]["schemas"] if name.startswith("app__")] == []


def test_every_body_has_an_example_that_is_taken(programme: FastAPI, told: dict[str, Any]) -> None:
    bodies = 0
    for context in iter_route_contexts(programme.routes):
        route = context.route
        if not isinstance(route, APIRoute) or route.body_field is None:
            continue
        for method in context.methods or ():
            operation = told["paths"][context.path][method.lower()]
            content = operation["requestBody"]["content"]
            if "multipart/form-data" in content:
                continue  # a file
            name = content["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
            given = example(told["components"]["schemas"][name])
            assert given, f"{method} {context.path}: {name} has no example"
            route.body_field.field_info.annotation.model_validate(given)  # type: ignore[union-attr]
            bodies += 1
    assert bodies > 40
