"""The description of the API as a page to read: made here of the OpenAPI document, so that it needs
no script and nothing from anybody's network."""

import hashlib
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any

from fastapi import FastAPI, Response

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")

_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2.5rem 0 .5rem; border-bottom: 1px solid }
details { margin: .25rem 0 } summary { cursor: pointer }
summary code { font-weight: 600 } table { border-collapse: collapse; margin: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .15rem .8rem .15rem 0 }
nav a { margin-right: .8rem; white-space: nowrap } .in { margin: .5rem 0 1rem 1.2rem }
"""


def install(made: FastAPI, path: str) -> None:
    """Serve the page at `path`."""

    @made.get(path, include_in_schema=False)
    def description() -> Response:
        """The description of the API, to read."""
        return Response(
            _page(made), media_type="text/html", headers={"Content-Security-Policy": POLICY}
        )


def _policy() -> str:
    digest = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    nothing = ("default-src", "object-src", "base-uri", "form-action", "frame-ancestors")
    return "; ".join((*(f"{one} 'none'" for one in nothing), f"style-src 'sha256-{digest}'"))


POLICY = _policy()
"""The page loads nothing, and its one style is known by its hash."""


@cache
def _page(made: FastAPI) -> str:
    told = made.openapi()
    of_tag: dict[str, list[str]] = defaultdict(list)
    for path, doors in told["paths"].items():
        for method in METHODS:
            if method in doors:
                one = doors[method]
                tag = (one.get("tags") or ["other"])[0]
                of_tag[tag].append("".join(_operation(method, path, one)))
    said = {one["name"]: one.get("description", "") for one in told.get("tags", [])}
    links = "".join(f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag in of_tag)
    tags = "".join(
        f'<h2 id="{escape(tag)}">{escape(tag)}</h2><p>{escape(said.get(tag, ""))}</p>'
        + "".join(rows)
        for tag, rows in of_tag.items()
    )
    shapes = "".join(
        "".join(_shape(name, shape))
        for name, shape in sorted(told["components"]["schemas"].items())
    )
    info = told["info"]
    lines = "".join(f"<p>{escape(part)}</p>" for part in info["description"].strip().split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(info["title"])} API'
        '</title><meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style><h1>{escape(info['title'])} API</h1>{lines}"
        f'<p><a href="openapi.json">openapi.json</a></p><nav>{links}<a href="#shapes">shapes</a>'
        f'</nav>{tags}<h2 id="shapes">shapes</h2>{shapes}</html>'
    )


def _operation(method: str, path: str, one: dict[str, Any]) -> Iterator[str]:
    yield f"<details><summary><code>{method.upper()} {escape(path)}</code> "
    yield f'{escape(one.get("summary", ""))}</summary><div class="in">'
    yield f"<p>{escape(one.get('description', ''))}</p>"
    if one.get("parameters"):
        yield "<table><tr><th>parameter<th>in<th>type<th>"
        for given in one["parameters"]:
            name = escape(given["name"]) + ("" if given.get("required") else "?")
            yield f"<tr><td><code>{name}</code><td>{given['in']}<td>{_type(given['schema'])}"
            yield f"<td>{escape(given.get('description', ''))}"
        yield "</table>"
    for kind, content in one.get("requestBody", {}).get("content", {}).items():
        yield f"<p>body, {escape(kind)}: {_type(content.get('schema', {}))}</p>"
    for status, answer in one["responses"].items():
        content = answer.get("content", {})
        shown = ", ".join(
            f"{escape(kind)} {_type(of.get('schema', {}))}" for kind, of in content.items()
        )
        yield f"<p><b>{status}</b> {escape(answer.get('description', ''))} {shown}</p>"
    yield "</div></details>"


def _shape(name: str, shape: dict[str, Any]) -> Iterator[str]:
    yield f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>'
    yield f'<div class="in"><p>{escape(shape.get("description", ""))}</p>'
    if "properties" not in shape:
        yield f"<p>{_type(shape)}</p></div></details>"
        return
    needed = set(shape.get("required", ()))
    yield "<table><tr><th>field<th>type<th>"
    for field, of in shape["properties"].items():
        mark = "" if field in needed else "?"
        yield f"<tr><td><code>{escape(field)}{mark}</code><td>{_type(of)}"
        yield f"<td>{escape(of.get('description', ''))}"
    yield "</table></div></details>"


def _type(of: dict[str, Any]) -> str:
    """A type in a word or two, with links to shapes."""
    if "$ref" in of:
        name = escape(of["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    for join, sign in (("anyOf", " | "), ("oneOf", " | "), ("allOf", " & ")):
        if join in of:
            return sign.join(_type(one) for one in of[join])
    if "enum" in of:
        return " | ".join(f"<code>{escape(str(one))}</code>" for one in of["enum"])
    if "const" in of:
        return f"<code>{escape(str(of['const']))}</code>"
    if of.get("type") == "array":
        return f"list of {_type(of.get('items', {}))}"
    return escape(str(of.get("format") or of.get("type") or "anything"))
