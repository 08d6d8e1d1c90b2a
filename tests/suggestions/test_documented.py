"""The server in docs/suggestions.md is one that works."""

from __future__ import annotations

import re
import threading
from http.server import ThreadingHTTPServer
from typing import Any

from app.core.settings import ROOT, configure
from tests.suggestions.conftest import Stage
from tests.suggestions.model import Model, boxes_for

DOCUMENT = ROOT / "docs" / "suggestions.md"


def test_the_example_answers_as_agreed(stage: Stage) -> None:
    (script,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert len(script.splitlines()) <= 35
    made: list[ThreadingHTTPServer] = []

    class Listening(ThreadingHTTPServer):
        def __init__(self, _address: object, handler: Any) -> None:
            super().__init__(("127.0.0.1", 0), handler)

        def serve_forever(self, poll_interval: float = 0.01) -> None:
            made.append(self)
            thread = threading.Thread(target=super().serve_forever, args=(0.01,), daemon=True)
            thread.start()

    names: dict[str, Any] = {"__name__": "example"}
    exec(script.replace("from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer",
                        "from http.server import BaseHTTPRequestHandler"),
         names | {"ThreadingHTTPServer": Listening})  # fmt: skip
    (server,) = made
    try:
        model = Model(boxes_for(), port=server.server_address[1])
        configure(model_hosts=model.host)
        stage.set(model)
        stage.work()
    finally:
        server.shutdown()
        server.server_close()
        configure(model_hosts=None)
    assert stage.counts() == (6, 6, 0)
    found = stage.suggested(stage.ids()[0])
    assert found is not None
    (mark,) = found["annotations"]
    assert (mark["name"], mark["class"], mark["x"]) == ("cells", "RBC", 160)
