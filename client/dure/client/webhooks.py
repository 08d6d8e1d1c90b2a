"""For who receives webhooks: is the message from Dure, and new?"""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from dure.client.errors import DureError

TOLERANCE = 300
"""Seconds that a message's time may be off: an older one may be somebody's copy."""


class NotFromDure(DureError):
    """The signature is not right, or the message is too old."""


class Event(BaseModel):
    """What has happened. `id` is the same for each try at a message: keep those you have had."""

    model_config = ConfigDict(frozen=True)

    id: str
    type: str
    timestamp: datetime
    sequence: int  # the order in which things happened, for this webhook
    data: dict[str, Any]


def verify(
    secret: str | Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    *,
    tolerance: int = TOLERANCE,
    now: float | None = None,
) -> Event:
    """The event of a request with these `headers` and this `body`, byte for byte as it came.

    `secret` is the webhook's `whsec_…`; while it is changed, both. Raises `NotFromDure`.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, at = given["webhook-id"], int(given["webhook-timestamp"])
        signatures = given["webhook-signature"].split()
    except (KeyError, ValueError):
        raise NotFromDure("the headers webhook-id, -timestamp and -signature are needed") from None
    if abs((time.time() if now is None else now) - at) > tolerance:
        raise NotFromDure("the message is too old, or the clock is wrong")
    signed = f"{message_id}.{at}.".encode() + body
    made = [
        "v1," + base64.b64encode(hmac.digest(_key(one), signed, "sha256")).decode()
        for one in ([secret] if isinstance(secret, str) else secret)
    ]
    if not any(hmac.compare_digest(one, other) for one in made for other in signatures):
        raise NotFromDure("the signature is not right")
    return Event.model_validate({**json.loads(body), "id": message_id})


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"))
