"""Pictures that guidelines show: kept once, served to members, nothing else taken."""

from __future__ import annotations

from typing import Any

import pytest

from app.assets import guides
from tests.api.conftest import Web
from tests.api.desk import Desk, picture, signed_in
from tests.factories import add_person

HOST = "http://testserver"


def add(caller: Any, home: str, content: bytes, name: str = "a.png") -> Any:
    return caller.post(f"{home}/pictures", files={"file": (name, content, "image/png")})


def test_a_picture_is_kept_and_shown_to_members(web: Web) -> None:
    desk = Desk(web)
    made = add(desk.http, desk.home, picture(1))
    assert made.status_code == 201, made.text
    shown = made.json()
    assert shown["url"] == f"/api/v1{desk.home}/pictures/{shown['id']}"
    assert (shown["width"], shown["height"]) == (60, 40)
    assert add(desk.http, desk.home, picture(1), "b.png").json() == shown, "once by its content"
    worker = signed_in(web, desk.place.person("worker"))
    answer: Any = worker.get(HOST + shown["url"], follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"].startswith("/api/v1/media/")
    served: Any = worker.get(HOST + shown["url"])
    assert (served.status_code, served.headers["content-type"]) == (200, "image/png")


def test_who_may(web: Web) -> None:
    desk = Desk(web)
    shown = add(desk.http, desk.home, picture(1)).json()
    worker, stranger = desk.place.person("worker"), add_person()
    refused = add(signed_in(web, worker).http, desk.home, picture(2))
    assert (refused.status_code, refused.json()["permission"]) == (403, "project:write")
    assert add(signed_in(web, stranger).http, desk.home, picture(2)).status_code == 404
    other = Desk(web)
    for path in (HOST + shown["url"], f"{other.home}/pictures/{shown['id']}"):
        found: Any = signed_in(web, other.place.manager).get(path)
        assert found.status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "picture_refused"),
        (b"<svg onload='alert(1)'/>", 422, "picture_refused"),
        (b"GIF89a", 422, "picture_refused"),
        (picture(1)[:80], 422, "picture_refused"),
        (b"\x89PNG\r\n\x1a\n" + bytes(guides.MAX_BYTES), 413, "too_large"),
    ],
)
def test_what_is_no_picture_is_refused(web: Web, content: bytes, status: int, code: str) -> None:
    desk = Desk(web)
    answer = add(desk.http, desk.home, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_bad_requests(web: Web) -> None:
    desk = Desk(web)
    assert desk.http.post(f"{desk.home}/pictures").status_code == 422
    assert desk.http.post(f"{desk.home}/pictures", json={"file": "x"}).status_code == 422
    assert desk.http.get(f"{desk.home}/pictures/0").status_code == 422
    assert desk.http.get(f"{desk.home}/pictures/999").status_code == 404
