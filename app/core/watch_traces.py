"""Traces, where `DURE_OTLP_URL` names a collector: spans of requests, statements, chores and calls
to other people's programs, sent by OTLP over HTTP in the background.

What sends them is an extra (`requirements/otel.txt`); without it a configured collector is refused
at the start. A span never holds a query string, a body, a value of a statement or a person's id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sqlalchemy import Engine, event

from app.core import watch
from app.core.settings import NotConfigured, settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

Kind = Literal["SERVER", "CLIENT", "CONSUMER"]
Opened: TypeAlias = "Span | None"

_provider: TracerProvider | None = None


def check() -> None:
    """Raises NotConfigured where a collector is configured and the extra is not installed."""
    if settings().otlp_url is not None and find_spec("opentelemetry.exporter") is None:
        raise NotConfigured(
            "DURE_OTLP_URL is set, but what sends traces is not installed: install "
            "requirements/otel.txt, or unset it."
        )


def start(part: str) -> None:
    """Send traces from now on, where a collector is configured. Raises NotConfigured as `check`
    does."""
    global _provider
    url = settings().otlp_url
    if url is None or _provider is not None:
        return
    check()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    _provider = TracerProvider(
        resource=Resource.create({"service.name": "dure", "dure.part": part}),
        shutdown_on_exit=False,
    )
    sender = OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces", timeout=5)
    _provider.add_span_processor(BatchSpanProcessor(sender, schedule_delay_millis=1000))
    event.listen(Engine, "before_cursor_execute", _statement_begins)
    event.listen(Engine, "after_cursor_execute", _statement_ends)
    event.listen(Engine, "handle_error", _statement_fails)


def end() -> None:
    """Send what has not been sent yet; a collector that is away is waited for some seconds."""
    global _provider
    if _provider is None:
        return
    _provider.shutdown()
    _provider = None
    event.remove(Engine, "before_cursor_execute", _statement_begins)
    event.remove(Engine, "after_cursor_execute", _statement_ends)
    event.remove(Engine, "handle_error", _statement_fails)


@contextmanager
def span(
    name: str,
    kind: Kind,
    said: Mapping[str, str | int] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> Iterator[Opened]:
    """A span around the block, under the one that is open; None where no traces are kept.

    `headers` are a request's, whose `traceparent` it follows. An exception that leaves the block
    is told by the name of its class.
    """
    if _provider is None:
        yield None
        return
    from opentelemetry import trace
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    above = None if headers is None else TraceContextTextMapPropagator().extract(headers)
    tracer = _provider.get_tracer("dure")
    with tracer.start_as_current_span(
        name,
        context=above,
        kind=trace.SpanKind[kind],
        attributes=said,
        record_exception=False,
        set_status_on_exception=False,
    ) as opened:
        work = watch.current()
        if work is not None and work.trace_id is None:
            work.trace_id = format(opened.get_span_context().trace_id, "032x")
            if work.request_id is not None:
                opened.set_attribute("dure.request_id", work.request_id)
        try:
            yield opened
        except Exception as error:
            opened.set_attribute("error.type", type(error).__name__)
            opened.set_status(trace.StatusCode.ERROR)
            raise


def _statement_begins(
    connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool
) -> None:
    from opentelemetry import trace

    if _provider is None or not trace.get_current_span().is_recording():
        return  # what nobody asked for, such as a look for chores, is no trace
    words = statement.split(None, 1)
    context.dure_span = _provider.get_tracer("dure").start_span(
        words[0].upper() if words else "SQL",
        kind=trace.SpanKind.CLIENT,
        attributes={"db.system.name": "postgresql", "db.query.text": statement[:2000]},
    )


def _statement_ends(
    connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool
) -> None:
    opened = getattr(context, "dure_span", None)
    if opened is not None:
        opened.end()


def _statement_fails(failed: Any) -> None:
    from opentelemetry import trace

    opened = getattr(failed.execution_context, "dure_span", None)
    if opened is not None:
        opened.set_attribute("error.type", type(failed.original_exception).__name__)
        opened.set_status(trace.StatusCode.ERROR)
        opened.end()
