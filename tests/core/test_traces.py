"""Traces as a collector gets them: a real one, over HTTP, from real processes."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from app.core import watch_traces
from app.core.database import transaction
from app.core.settings import NotConfigured, configure
from app.core.watch import working
from app.queue.service import enqueue
from tests.conftest import Database, Program, run_server
from tests.factories import Place
from tests.listening import listening


class Collector(ThreadingHTTPServer):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.spans: list[Span] = []

    def named(self, name: str) -> Span:
        """The span of that name, once it has come."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for span in list(self.spans):
                if span.name == name:
                    return span
            time.sleep(0.05)
        raise AssertionError(f"no {name!r} among {[span.name for span in self.spans]}")

    def under(self, span: Span) -> list[Span]:
        return [one for one in self.spans if one.parent_span_id == span.span_id]


class _Taker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        sent = ExportTraceServiceRequest.FromString(body)
        assert isinstance(self.server, Collector)
        for resource in sent.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans += scope.spans
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    with listening(made) as port:
        configure(otlp_url=f"http://127.0.0.1:{port}")
        yield made
        configure(otlp_url=None)


def attributes(span: Span) -> dict[str, object]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


@pytest.mark.slow
def test_a_collector_is_told_of_requests_statements_and_chores(
    collector: Collector, database: Database, tmp_path: Path
) -> None:
    place = Place.make(items=1)
    above = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with run_server(tmp_path, DURE_LOG_JSON="true") as server:
        answer = httpx.get(
            f"{server.url}/api/v1/projects/{place.project_id}/items?secret=word",
            headers={"traceparent": above},
            cookies={"dure_session": "nobody's"},
        )
        request = collector.named("GET /projects/{project_id}/items")
        assert request.trace_id.hex() == above.split("-")[1]
        assert request.parent_span_id.hex() == above.split("-")[2]
        assert attributes(request)["http.response.status_code"] == answer.status_code == 401
        assert attributes(request)["dure.request_id"] == answer.headers["x-request-id"]
        asked = [span for span in collector.under(request) if span.name == "SELECT"]
        assert asked, "the door asks who it is"
        assert "FROM login" in str(attributes(asked[0])["db.query.text"])
        line = next(
            json.loads(line) for line in server.log.read_text().splitlines() if "/items" in line
        )
        assert line["trace_id"] == request.trace_id.hex()
        with transaction() as s, working("the request"):
            args = {"project_id": place.project_id, "stage_id": place.stage_id}
            enqueue(s, "open_items", args, project_id=place.project_id)
        worker = Program("work", log=tmp_path / "worker.log")
        chore = collector.named("chore open_items")
        assert attributes(chore)["dure.request_id"] == "the request"
        worker.stop()
        assert collector.under(chore), "its statements are under it"
    assert "word" not in str(collector.spans)


def test_a_call_to_somebody_elses_program_is_a_span(collector: Collector) -> None:
    from app.core.address import target_of
    from app.core.outgoing import Lines, posting

    port = collector.server_address[1]
    watch_traces.start("tests")
    try:
        with working(None) as work, watch_traces.span("chore", "CONSUMER"):
            target = target_of(f"http://127.0.0.1:{port}/v1/traces?token=hidden")
            with posting(Lines(5, lambda *_: True), target, [], b"") as answer:
                assert answer.status == 200
        assert work.trace_id is not None
    finally:
        watch_traces.end()
    call = collector.named(f"POST 127.0.0.1:{port}")
    assert collector.named("chore").span_id == call.parent_span_id
    assert attributes(call)["http.response.status_code"] == 200
    assert "hidden" not in str(collector.spans)


def test_without_the_extra_a_collector_is_refused_at_the_start(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch_traces.check()
    monkeypatch.setattr(watch_traces, "find_spec", lambda _: None)
    with pytest.raises(NotConfigured, match="otel"):
        watch_traces.check()
