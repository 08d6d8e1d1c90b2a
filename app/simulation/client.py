"""People of a made-up crowd before a server: they sign up, open the link in their mail, and ask."""

from __future__ import annotations

import base64
import email
import email.policy
import itertools
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
PATIENCE = 120.0
PASSWORD = token_urlsafe(18)
BORN = 1990
_KEYS = itertools.count(1)


class Refused(RuntimeError):
    """The server said no, with a code."""

    def __init__(self, path: str, answer: httpx.Response) -> None:
        super().__init__(f"{path}: {answer.status_code} {answer.text[:500]}")
        told = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        self.code = str(told.get("code", ""))


@dataclass
class Site:
    """A server. `outbox` has its mails as files; `pump` lets what waits in the background be done,
    and `minute` lets a minute go by, where somebody else does not see to both."""

    url: str
    outbox: Path
    pump: Callable[[], None] = lambda: time.sleep(0.2)
    minute: Callable[[], None] = lambda: None
    run: str = field(default_factory=lambda: token_hex(4))
    _mails: dict[Path, tuple[str, str]] = field(default_factory=dict)
    _lines: ExitStack = field(default_factory=ExitStack)

    def connect(self) -> httpx.Client:
        """A connection of somebody's own, open until all hang up."""
        base = f"{self.url}/api/v1"
        return self._lines.enter_context(httpx.Client(base_url=base, timeout=PATIENCE))

    def close(self) -> None:
        """Everybody hangs up."""
        self._lines.close()

    def until(self, found: Callable[[], T | None], what: str) -> T:
        """What `found` says once it says something. Raises `TimeoutError`."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if (answer := found()) is not None:
                return answer
            self.pump()
        raise TimeoutError(f"Waited {PATIENCE:.0f} seconds for {what}.")

    def link(self, address: str) -> str | None:
        """The token that was mailed to somebody who signed up."""
        for path in self.outbox.glob("*.eml"):
            if path not in self._mails:
                letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                found = re.search(r"/verify#(\S+)", letter.get_content())
                self._mails[path] = (str(letter["To"]), found[1] if found else "")
        return next((token for to, token in self._mails.values() if to == address and token), None)


class Somebody:
    """One person and his connection."""

    def __init__(self, site: Site, name: str) -> None:
        self.site, self.name = site, name
        self.address = f"{name}-{site.run}@crowd.test"
        self.http = site.connect()
        self.id = 0

    def sign_up(self) -> None:
        """Make an account, prove the address, sign in."""
        agreed = {one["kind"]: one["id"] for one in self.get("/agreements/current")}
        told = {"email": self.address, "name": self.name, "password": PASSWORD, "birth_year": BORN}
        told |= {"terms_id": agreed["terms"], "privacy_id": agreed["privacy"]}
        self.post("/accounts", told)
        token = self.site.until(lambda: self.site.link(self.address), f"a mail to {self.address}")
        self.post("/accounts/verify", {"token": token})
        opened = self.post("/sessions", {"email": self.address, "password": PASSWORD})
        self.id = int(opened["person_id"])
        self.http.headers["x-csrf-token"] = opened["csrf"]

    def get(self, path: str, **query: Any) -> Any:
        """Read. Raises `Refused`."""
        return _told(path, self.http.get(path, params=query))

    def post(self, path: str, body: Any = None) -> Any:
        """Send, under a key of its own. Raises `Refused`."""
        headers = {"idempotency-key": f"crowd-{self.site.run}-{next(_KEYS)}"}
        return _told(path, self.http.post(path, json=body, headers=headers))

    def patch(self, path: str, body: Any) -> Any:
        """Change. Raises `Refused`."""
        return _told(path, self.http.patch(path, json=body))

    def pages(self, path: str, **query: Any) -> Iterator[Any]:
        """Every row of a list."""
        after: Any = None
        while True:
            page = self.get(path, **query, **({} if after is None else {"after": after}))
            yield from page["items"]
            if (after := page["next"]) is None:
                return

    def upload(self, path: str, name: str, content: bytes) -> str:
        """Upload a file, whole; its id."""
        tus = {"tus-resumable": "1.0.0"}
        told = f"filename {base64.b64encode(name.encode()).decode()}"
        size = {"upload-length": str(len(content)), "upload-metadata": told}
        begun = _told(path, self.http.post(path, headers=tus | size))
        more = {"upload-offset": "0", "content-type": "application/offset+octet-stream"}
        place = f"{path}/{begun['id']}"
        _told(place, self.http.patch(place, content=content, headers=tus | more))
        return str(begun["id"])


def _told(path: str, answer: httpx.Response) -> Any:
    if answer.status_code >= 400:
        raise Refused(path, answer)
    return answer.json() if answer.content else None
