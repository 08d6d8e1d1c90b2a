"""A receiver: a small HTTP server on loopback that does what a test says with each message."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.listening import listening

Answering = Callable[["Handler", "Got"], None]


@dataclass
class Got:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        got = Got({name.lower(): value for name, value in self.headers.items()}, body)
        receiver = self.server.receiver
        receiver.got.append(got)
        self.close_connection = True
        try:
            receiver.answering(self, got)
        except ConnectionError:
            pass  # the other side had enough

    def do_GET(self) -> None:
        self.server.receiver.followed += 1
        self.send(200)

    def send(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Its handlers know which receiver they speak for."""

    daemon_threads = True
    receiver: Receiver


def takes(handler: Handler, _: Got) -> None:
    """Takes everything."""
    handler.send(200, b"thanks")


@dataclass
class Receiver:
    """What it got, and how it answers."""

    answering: Answering = takes
    got: list[Got] = field(default_factory=list)
    followed: int = 0
    port: int = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}/dure"

    @property
    def sequences(self) -> list[int]:
        return [one.said["sequence"] for one in self.got]

    @contextmanager
    def up(self) -> Iterator[Receiver]:
        """Listening, at the port that it had before."""
        server = Server(("127.0.0.1", self.port), Handler)
        server.receiver = self
        with listening(server) as self.port:
            yield self
