"""Tiles of a large picture as HTTP gives them out: in leases, and by link."""

from __future__ import annotations

import io
import re
import time
from typing import Any

import httpx
import pytest
from PIL import Image

from app.core.settings import settings
from app.queue.run import do
from app.storage import storage
from app.storage.links import verify_link
from app.workers.assets import tile_pictures
from tests.api.conftest import Web
from tests.api.desk import Desk, packed, picture, signed_in
from tests.assets.drawn import alike, drawing, encoded, place

HOST = "http://testserver"
# Turned by its EXIF: as shown it is 4400 pixels wide and 3700 high.
TURNED = encoded("JPEG", drawing(3700, 4400), exif=place(6))
LEVELS = [
    {"width": 4400, "height": 3700},
    {"width": 2200, "height": 1850},
    {"width": 1100, "height": 925},
]


@pytest.fixture
def desk(web: Web) -> Desk:
    """With one large picture, cut into tiles, and a small one; both on offer."""
    desk = Desk(web, inspect1="all")
    desk.import_("a.zip", packed({"large.jpg": TURNED, "small.png": picture()}))
    assert tile_pictures() == 1
    while do():
        pass
    desk.http.post(f"{desk.home}/stages/{desk.place.stage_id}/openings", json={})
    while do():
        pass
    return desk


def at(links: dict[str, Any], level: int, column: int, row: int) -> str:
    url: str = links["tiles"]["url"]
    return HOST + url.format(level=level, column=column, row=row)


def test_an_import_ends_in_tiles_of_what_is_shown(desk: Desk) -> None:
    large, small = desk.items()
    assert (large["width"], large["height"]) == (4400, 3700)
    links = desk.http.get(f"{desk.home}/items/{large['id']}/media").json()
    assert links["tiles"]["size"] == 512
    assert links["tiles"]["levels"] == LEVELS
    stranger = desk.web.stranger().http
    served = stranger.get(at(links, 2, 0, 0))
    assert (served.status_code, served.headers["content-type"]) == (200, "image/jpeg")
    assert b"Secret" not in served.content
    shown = Image.open(io.BytesIO(served.content))
    upright = Image.open(io.BytesIO(stranger.get(HOST + links["url"]).content))
    assert upright.size == (4400, 3700)
    assert (shown.size, dict(shown.getexif())) == ((1100, 925), {})
    assert alike(shown, upright.reduce(4), 48), "the way up is the picture's"
    plain = desk.http.get(f"{desk.home}/items/{small['id']}/media").json()
    assert plain["tiles"] is None


def fetched(http: httpx.Client, url: str) -> tuple[httpx.Response, int]:
    """What is served, and when its link runs out: a cache may keep it until then, to the second."""
    expires = verify_link(settings().signing_key(), url.split("/")[6]).expires
    before = int(time.time())
    served = http.get(url)
    kept = re.fullmatch(r"private, max-age=(\d+), immutable", served.headers["cache-control"])
    assert kept is not None, served.headers["cache-control"]
    assert expires - int(time.time()) <= int(kept[1]) <= expires - before
    return served, expires


def test_a_tile_goes_out_as_the_picture_does(desk: Desk) -> None:
    large = desk.items()[0]
    links = desk.http.get(f"{desk.home}/items/{large['id']}/media").json()
    stranger = desk.web.stranger().http
    whole, expires = fetched(stranger, HOST + links["url"])
    served, ends = fetched(stranger, at(links, 0, 8, 7))
    assert ends == expires
    assert Image.open(io.BytesIO(served.content)).size == (4400 - 8 * 512, 3700 - 7 * 512)
    for name in (
        "content-security-policy",
        "cross-origin-resource-policy",
        "x-content-type-options",
    ):
        assert served.headers[name] == whole.headers[name], name
    again = stranger.get(at(links, 0, 8, 7), headers={"If-None-Match": served.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = stranger.get(at(links, 0, 8, 6), headers={"If-None-Match": served.headers["etag"]})
    assert other.status_code == 200, "each tile has a tag of its own"


def test_what_is_no_tile_is_not_found(desk: Desk) -> None:
    large = desk.items()[0]
    links = desk.http.get(f"{desk.home}/items/{large['id']}/media").json()
    stranger = desk.web.stranger().http
    for where in ((0, 9, 0), (0, 0, 8), (2, 1, 0), (3, 0, 0), (0, 65_535, 65_535)):
        assert stranger.get(at(links, *where)).status_code == 404, where
    for where in ((-1, 0, 0), (0, 65_536, 0)):
        assert stranger.get(at(links, *where)).status_code == 422, where
    # The link of the picture itself names no tiles, and nobody makes one that does.
    other = stranger.get(f"{HOST}{links['url']}/tiles/0/0/0")
    assert (other.status_code, "not cut into tiles" in other.json()["detail"]) == (404, True)
    forged = links["tiles"]["url"].replace("/tiles/", "x/tiles/")
    refused = stranger.get(HOST + forged.format(level=0, column=0, row=0))
    assert (refused.status_code, refused.json()["code"]) == (404, "link_expired")
    # What is kept is no picture, and is never shown as one.
    raw = stranger.get(HOST + links["tiles"]["url"].partition("/tiles/")[0])
    assert raw.headers["content-type"] == "application/octet-stream"
    key = raw.headers["etag"].strip('"')
    storage().delete(key)
    assert stranger.get(at(links, 0, 0, 0)).json()["code"] == "content_missing"


def test_the_lease_says_how_it_is_cut(desk: Desk) -> None:
    """At every level, and with it who holds it asks for the links; nobody else does."""
    here = desk.place
    author, other = here.person("worker"), here.person("worker")
    first = here.person("primary_inspector")
    worker = signed_in(desk.web, author).http
    claimed = worker.post(
        f"{desk.home}/stages/{here.stage_id}/claims",
        json={"count": 2},
        headers={"Idempotency-Key": "tiles-of-a-large-one"},
    ).json()["leases"]
    said = {lease["item"]["name"]: lease["item"]["tiles"] for lease in claimed}
    assert said == {"large.jpg": {"size": 512, "levels": LEVELS}, "small.png": None}
    lease = next(one for one in claimed if one["item"]["name"] == "large.jpg")
    media = HOST + lease["item"]["media"]
    assert worker.get(media).json()["tiles"]["levels"] == LEVELS
    assert signed_in(desk.web, other).http.get(media).status_code == 404
    again = worker.get(f"{desk.home}/assignments/{lease['id']}").json()
    assert again["item"]["tiles"] == lease["item"]["tiles"]
    here.submit(author, lease["id"])
    (inspection,) = here.claim(first, 1)
    inspector = signed_in(desk.web, first).http
    judged = inspector.get(f"{desk.home}/assignments/{inspection}").json()
    assert judged["item"]["tiles"] == lease["item"]["tiles"]
    assert inspector.get(media).json()["tiles"]["levels"] == LEVELS
