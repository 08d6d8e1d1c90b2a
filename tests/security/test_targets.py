"""Addresses that people give for programs of theirs: none makes this server speak to itself, to its
neighbours, or to the place where clouds keep their keys; not by its name, not by what that resolves
to the second time, not by a redirect."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore
import pytest

from app.api import limits
from app.core.address import Target, reachable
from app.core.settings import configure
from app.hooks import client as hooks
from app.people import oidc_client
from app.people.problems import OutsideRefused
from app.people.telling import push
from app.suggestions import client as models
from app.suggestions.rules import ModelFailed
from tests.api.world import push_keys
from tests.listening import listening
from tests.security.conftest import House, bounded
from tests.shared import shared_database as shared_database

INSIDE = (
    "127.0.0.1",
    "127.1",
    "2130706433",  # 127.0.0.1 as one number
    "0177.0.0.1",  # in octal
    "0x7f.0.0.1",  # in hexadecimal
    "0x7f000001",
    "0",
    "0.0.0.0",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "10.0.0.7",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[fd00::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[64:ff9b::7f00:1]",
)
AUTHORITIES = (*INSIDE, "fcm.googleapis.com@127.0.0.1", "127.0.0.1#.amazonaws.com", "１２７.0.0.1")


def hook(house: House, address: str) -> Any:
    body = {"name": "x", "address": address, "kinds": ["item.accepted"]}
    return house.desk.http.post(f"{house.desk.home}/hooks", json=body)


def model(house: House, address: str) -> Any:
    where = f"{house.desk.home}/stages/{house.desk.place.stage_id}/model"
    return house.desk.http.put(where, json={"address": address})


def bucket(house: House, address: str) -> Any:
    body = {"name": "x", "address": "s3://bucket/x", "endpoint": address.removesuffix("/x")}
    return house.desk.http.post(f"{house.desk.home}/connections", json=body | {"mode": "copy"})


def browser(house: House, address: str) -> Any:
    body = {"endpoint": address, "keys": push_keys()}
    return house.desk.http.post("/me/push", json=body)


PLACES: dict[str, tuple[Callable[[House, str], Any], frozenset[str]]] = {
    "webhook": (hook, frozenset({"address_not_public", "address_refused"})),
    "model": (model, frozenset({"host_not_allowed", "address_refused"})),
    "cloud": (bucket, frozenset({"cloud_host", "cloud_address"})),
    "push": (browser, frozenset({"push_not_taken"})),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_address_of_the_house_is_kept(house: House, place: str) -> None:
    give, codes = PLACES[place]
    limits.forget()
    for authority in AUTHORITIES:
        for scheme in ("http", "https"):
            answer = give(house, f"{scheme}://{authority}/x")
            assert answer.status_code in (409, 422), (authority, answer.text)
            told = answer.json()
            assert told["code"] in codes | {"malformed"}, (authority, told)
            assert told["detail"].endswith(".")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "gopher://127.0.0.1/x", "ftp://example.org/", "//example.org"]
)
def test_no_other_protocol_is_kept(house: House, place: str, address: str) -> None:
    give, codes = PLACES[place]
    answer = give(house, address)
    assert (answer.status_code, answer.json()["code"] in codes) == (422, True), answer.text


# --- what a name resolves to -----------------------------------------------------------------


def by_hook(at: Target) -> str | None:
    return hooks.post(at, b"{}", [], named=(), seconds=2).fault


def by_model(at: Target) -> str | None:
    limits = {"seconds": 2.0, "most": 1_000, "allowed": (at.authority,)}
    with pytest.raises(ModelFailed):
        models.post(at, b"{}", header=None, **limits)  # type: ignore[arg-type]
    return "failed"


def by_push(at: Target) -> str | None:
    with pytest.raises(httpcore.ConnectError):
        push._post(f"https://{at.authority}/", [], b"")
    return "failed"


def by_oidc(at: Target) -> str | None:
    configure(oidc_issuer=f"https://{at.authority}", oidc_client_id="dure")
    try:
        with pytest.raises(OutsideRefused):
            oidc_client.discover()
    finally:
        configure(oidc_issuer=None, oidc_client_id=None)
    return "failed"


ASKING = {"webhook": by_hook, "model": by_model, "push": by_push, "provider": by_oidc}
OUTSIDE = "93.184.215.14"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where connections go; none gets anywhere."""
    went: list[str] = []

    def nowhere(_: object, host: str, *more: object, **also: object) -> Any:
        went.append(host)
        raise httpcore.ConnectError("nobody there")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", nowhere)
    return went


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Names resolve to each of these in turn, then to the last."""
    coming = list(answers)

    def found(*_: object, **__: object) -> list[Any]:
        ips = coming.pop(0) if len(coming) > 1 else coming[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ips]

    monkeypatch.setattr("socket.getaddrinfo", found)


@pytest.mark.parametrize("how", ASKING)
def test_a_name_is_resolved_once_and_asked_there(
    how: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who answers differently the second time is not asked a second time."""
    resolving(monkeypatch, [OUTSIDE], ["169.254.169.254"])
    ASKING[how](Target("https", "rebinding.example.org", 443, "/"))
    assert asked == [OUTSIDE]


@pytest.mark.parametrize("how", ASKING)
@pytest.mark.parametrize("ip", ["169.254.169.254", "fe80::1%eth0", "0.0.0.0", "224.0.0.1"])
def test_a_name_that_leads_to_where_clouds_keep_their_keys(
    how: str, ip: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the operator has named the host."""
    resolving(monkeypatch, [ip, OUTSIDE])
    ASKING[how](Target("https", "rebinding.example.org", 443, "/"))
    assert asked == [OUTSIDE]
    assert not reachable(ip, "rebinding.example.org")


# --- what answers ----------------------------------------------------------------------------


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[tuple[str, list[str]]]:
    """A server that does as a test says with whatever comes; its address, and what came."""
    came: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65_537)
            if not self.raw_requestline or not self.parse_request():
                return
            came.append(self.path)
            self.close_connection = True
            try:
                answer(self)
            except ConnectionError:
                pass  # the other side had enough

        def log_message(self, *_: object) -> None:
            pass

    with listening(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"http://127.0.0.1:{port}", came


def elsewhere(handler: BaseHTTPRequestHandler) -> None:
    """A redirect to where nobody is to go, which would be seen."""
    handler.send_response(302)
    handler.send_header("location", f"http://{handler.headers['host']}/followed")
    handler.send_header("content-length", "0")
    handler.end_headers()


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Headers without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"x: " + b"y" * 10_000 + b"\r\n")


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte of the headers now and then."""
    while True:
        handler.wfile.write(b"H")
        time.sleep(0.05)


def ask_hook(url: str) -> None:
    host = url.removeprefix("http://")
    at = Target("http", "127.0.0.1", int(host.split(":")[1]), "/x")
    assert not hooks.post(at, b"{}", [], named=(host,), seconds=1).taken


def ask_model(url: str) -> None:
    host = url.removeprefix("http://")
    at = Target("http", "127.0.0.1", int(host.split(":")[1]), "/x")
    with pytest.raises(ModelFailed):
        models.post(at, b"{}", header=None, seconds=1, most=1_000, allowed=(host,))


def ask_push(url: str) -> None:
    configure(push_hosts=url.removeprefix("http://"))
    try:
        assert push._post(f"{url}/x", [], b"") == 302
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        pass
    finally:
        configure(push_hosts=None)


def ask_oidc(url: str) -> None:
    configure(oidc_issuer=url, oidc_client_id="dure")
    try:
        with pytest.raises(OutsideRefused):
            oidc_client.discover()
    finally:
        configure(oidc_issuer=None, oidc_client_id=None)


@pytest.mark.parametrize("ask", [ask_hook, ask_model, ask_push, ask_oidc])
def test_a_redirect_is_not_followed(ask: Callable[[str], None], shared_database: None) -> None:
    with answering(elsewhere) as (url, came):
        ask(url)
    assert len(came) == 1
    assert "followed" not in came[0]


@pytest.mark.parametrize("ask", [ask_hook, ask_model, ask_push, ask_oidc])
@pytest.mark.parametrize("answer", [endless, dripping])
def test_an_answer_without_end_is_not_waited_for(
    ask: Callable[[str], None],
    answer: Callable[[BaseHTTPRequestHandler], None],
    shared_database: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(push, "SECONDS", 1.0)
    monkeypatch.setattr(oidc_client, "SECONDS", 1.0)
    with bounded(), answering(answer) as (url, came):
        ask(url)
    assert len(came) == 1
