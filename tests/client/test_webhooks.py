"""A receiver knows what is from Dure, and what is not."""

from __future__ import annotations

import json
import time

import pytest

from app.hooks.rules import headers, message_id, new_secret
from dure.client import webhooks

SECRET = new_secret()
BODY = json.dumps(
    {
        "type": "item.accepted",
        "timestamp": "2026-11-29T07:00:00.000001Z",
        "sequence": 17,
        "data": {"project_id": 7, "id": 4711, "from": "in_work", "to": "accepted"},
    }
).encode()


def sent(*secrets: str, at: float | None = None, body: bytes = BODY) -> dict[str, str]:
    """The headers as the server makes them."""
    now = int(time.time() if at is None else at)
    return dict(headers(message_id(7, 12), now, body, secrets or [SECRET]))


def test_what_is_from_dure() -> None:
    event = webhooks.verify(SECRET, sent(), BODY)
    assert (event.id, event.type, event.sequence) == ("msg_7_12", "item.accepted", 17)
    assert event.data["id"] == 4711
    # Frameworks write the names of headers as they like.
    told = {name.title(): value for name, value in sent().items()}
    assert webhooks.verify(SECRET, told, BODY) == event


def test_while_the_secret_is_changed_either_does() -> None:
    old, new = new_secret(), new_secret()
    both = sent(new, old)
    for known in (old, new, [old, new]):
        assert webhooks.verify(known, both, BODY).sequence == 17


@pytest.mark.parametrize(
    ("changed", "body"),
    [
        ({}, BODY.replace(b"4711", b"4712")),
        ({"webhook-id": "msg_7_13"}, BODY),
        ({"webhook-timestamp": str(int(time.time()) + 1)}, BODY),
        ({"webhook-timestamp": "soon"}, BODY),
        ({"webhook-signature": "v1,AAAA"}, BODY),
        ({"webhook-signature": ""}, BODY),
    ],
)
def test_what_was_changed_on_its_way(changed: dict[str, str], body: bytes) -> None:
    with pytest.raises(webhooks.NotFromDure):
        webhooks.verify(SECRET, sent() | changed, body)


def test_what_is_old_may_be_a_copy() -> None:
    with pytest.raises(webhooks.NotFromDure, match="old"):
        webhooks.verify(SECRET, sent(at=time.time() - 400), BODY)
    with pytest.raises(webhooks.NotFromDure, match="old"):
        webhooks.verify(SECRET, sent(at=time.time() + 400), BODY)
    assert webhooks.verify(SECRET, sent(at=time.time() - 400), BODY, tolerance=1000)


def test_another_secret_and_no_headers() -> None:
    with pytest.raises(webhooks.NotFromDure):
        webhooks.verify(new_secret(), sent(), BODY)
    with pytest.raises(webhooks.NotFromDure, match="headers"):
        webhooks.verify(SECRET, {}, BODY)
