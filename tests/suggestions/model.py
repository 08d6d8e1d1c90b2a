"""A model: a small HTTP server on loopback that does what a test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.listening import listening

Answering = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        model = self.server.model
        model.requests.append(body)
        model.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.close_connection = True
        try:
            model.answering(self, body)
        except ConnectionError:
            pass  # the other side had enough

    def do_GET(self) -> None:
        self.server.model.requests.append({"GET": self.path})
        self.send(b"{}")

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def say(self, found: object) -> None:
        self.send(json.dumps(found).encode())

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Its handlers know which model they speak for."""

    daemon_threads = True
    model: Model


@dataclass
class Model:
    """What it was asked, and how it answers."""

    answering: Answering
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}/cells?v=2"

    @property
    def asked(self) -> list[int]:
        """The ids of the items, in the order in which they came."""
        return [item["id"] for body in self.requests for item in body["items"]]

    @property
    def sizes(self) -> list[int]:
        return [len(body["items"]) for body in self.requests]

    @contextmanager
    def up(self) -> Iterator[Model]:
        """Listening, at the port that it had before."""
        server = Server(("127.0.0.1", self.port), Handler)
        server.model = self
        with listening(server) as self.port:
            yield self


def box(x: float = 10, **fields: Any) -> dict[str, Any]:
    """An annotation as a model sends it, without id and name."""
    return {"kind": "box", "class": "RBC", "x": x, "y": 10, "width": 20, "height": 30} | fields


def boxes_for(*marks: dict[str, Any]) -> Answering:
    """Answers these for every item."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        handler.say(
            {
                "results": [
                    {"id": item["id"], "annotations": list(marks), "model": "cells-2"}
                    for item in body["items"]
                ]
            }
        )

    return answer


def sends(content: bytes, status: int = 200, **headers: str) -> Answering:
    """Answers every request with just this."""
    return lambda handler, _: handler.send(content, status, **headers)
