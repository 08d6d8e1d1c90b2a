"""Structured logs: one line an event, readable at a terminal, JSON for machines."""

import logging
import sys

import structlog

from app.core.settings import settings
from app.core.watch import in_lines


def start_logging(part: str) -> None:
    """Set up this process's logs on standard error; `part` (api, worker …) is in every line."""
    config = settings()
    as_json = config.log_json if config.log_json is not None else not sys.stderr.isatty()
    level = logging.getLevelNamesMapping().get(config.log_level.upper(), logging.INFO)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        in_lines,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # Plain tracebacks: rich ones show local variables, and with them people's tokens.
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    tail: list[structlog.typing.Processor] = [renderer]
    if as_json:
        tail.insert(0, structlog.processors.format_exc_info)
    structlog.configure(
        processors=[*shared, *tail],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(part=part)
    # Libraries log through the standard module: the same form, and only what matters.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *tail],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
