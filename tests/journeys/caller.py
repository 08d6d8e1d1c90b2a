"""Somebody with a client, over a real connection: signed up, signed in, able to try again."""

from __future__ import annotations

import base64
import email
import email.policy
import itertools
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.servers import asked

PASSWORD = "gangmul-heureunda-27"
PATIENCE = 60.0
numbers = itertools.count(1)


def until(found: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """What `found` answers once it is neither None nor False; background work is done by other
    processes."""
    end = time.monotonic() + seconds
    pause = 0.05
    while time.monotonic() < end:
        answer = found()
        if answer is not None and answer is not False:
            return answer
        time.sleep(pause)  # longer and longer: each look costs those who do the work
        pause = min(1.0, pause * 1.4)
    raise AssertionError(f"waited {seconds:.0f} seconds for {what}")


def new_key() -> str:
    """A client's key that was not used before."""
    return f"journey-{next(numbers)}"


class Caller:
    """One person and his connection; `id` is known once he has signed in."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self.email = f"{name}{next(numbers)}@example.test"
        # Where there are two API processes every request may meet another one.
        kept = httpx.Limits(max_keepalive_connections=0 if asked() else 20)
        self.http = httpx.Client(base_url=f"{url}/api/v1", timeout=60, limits=kept)
        self.id = 0
        self.pseudonym = ""

    def sign_up(self, outbox: Path, *, birth_year: int = 1991) -> None:
        """Sign up, open the link of the mail, sign in."""
        agreements = {one["kind"]: one["id"] for one in self.get("/agreements/current")}
        told = {
            "email": self.email,
            "name": self.name,
            "password": PASSWORD,
            "birth_year": birth_year,
            "terms_id": agreements["terms"],
            "privacy_id": agreements["privacy"],
        }
        self.post("/accounts", told, status=202)
        refused = self.http.post("/sessions", json={"email": self.email, "password": PASSWORD})
        assert refused.status_code in (401, 403), refused.text
        self.post("/accounts/verify", {"token": self._mailed(outbox)}, status=204)
        self.sign_in(PASSWORD)

    def sign_in(self, password: str) -> None:
        """Open a session."""
        opened = self.post("/sessions", {"email": self.email, "password": password})
        self.id = opened["person_id"]
        self.http.headers["x-csrf-token"] = opened["csrf"]

    def _mailed(self, outbox: Path) -> str:
        def look() -> str | None:
            for path in outbox.glob("*.eml"):
                letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                found = re.search(r"/verify#(\S+)", letter.get_content())
                if letter["To"] == self.email and found is not None:
                    return found[1]
            return None

        return str(until(look, f"the mail to {self.email}"))

    def get(self, path: str, *, status: int = 200, **query: Any) -> Any:
        """Read; the answer's JSON."""
        return _told(self.http.get(path, params=query), status)

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        status: int | None = 201,
        **query: Any,
    ) -> Any:
        """Send; the answer's JSON."""
        headers = {"idempotency-key": key} if key is not None else {}
        return _told(self.http.post(path, json=body, headers=headers, params=query), status)

    def twice(self, path: str, body: Any, *, key: str, **more: Any) -> Any:
        """Send, lose the answer, send again: it is the same."""
        first = self.post(path, body, key=key, **more)
        again = self.post(path, body, key=key, **more)
        assert again == first, f"{path} answered a retry differently"
        return first

    def send(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        """Send with another method."""
        return _told(self.http.request(method, path, json=body), status)

    def fetch(self, link: str) -> httpx.Response:
        """What lies behind a link, which is the app's or the storage's: a permission by itself."""
        return httpx.get(urljoin(str(self.http.base_url), link), timeout=60)

    def pages(self, path: str, **query: Any) -> Iterator[Any]:
        """Every row of a list, page by page."""
        after: Any = None
        while True:
            asked = query | ({} if after is None else {"after": after})
            page = self.get(path, **asked)
            yield from page["items"]
            after = page["next"]
            if after is None:
                return

    def upload(
        self, project_id: int, name: str, content: bytes, *, assignment: int | None = None
    ) -> str:
        """Upload by tus, broken off in the middle and taken up again; the upload's id. What is for
        the lease of a prompt names its `assignment`."""
        tus = {"tus-resumable": "1.0.0"}
        path = f"/projects/{project_id}/uploads"
        told = {"filename": name}
        if assignment is not None:
            told["assignment"] = str(assignment)
        words = [f"{key} {base64.b64encode(one.encode()).decode()}" for key, one in told.items()]
        said = {"upload-length": str(len(content)), "upload-metadata": ",".join(words)}
        begun = self.http.post(path, headers=tus | said)
        assert begun.status_code == 201, begun.text
        place = f"{path}/{begun.json()['id']}"
        half = len(content) // 2
        for end in (half, len(content)):
            # Where it stands, the server says: the client has forgotten.
            offset = int(self.http.head(place, headers=tus).headers["upload-offset"])
            sent = self.http.patch(
                place,
                content=content[offset:end],
                headers=tus
                | {
                    "upload-offset": str(offset),
                    "content-type": "application/offset+octet-stream",
                },
            )
            assert sent.status_code == 204, sent.text
        return str(begun.json()["id"])


def _told(answer: httpx.Response, status: int | None) -> Any:
    if status is not None:
        assert answer.status_code == status, (answer.request.url, answer.text[:2000])
    return answer.json() if answer.content else None
