"""The open catalogue: what everybody reads without signing in, what is taken under which terms, and
what its managers see of it."""

from __future__ import annotations

import hashlib
import json
import unicodedata

import pytest
from sqlalchemy import text

from app.core.database import transaction
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.api.shown import WORDS, Shown


@pytest.fixture
def shown(web: Web) -> Shown:
    found = Shown(web)
    found.publish()
    return found


def test_nothing_is_public_until_it_is_published(web: Web) -> None:
    made = Shown(web)
    assert made.public.get("/catalogue").json()["items"] == []
    assert made.public.get(made.page).status_code == 404
    refused = made.must("POST", f"{made.mine}/publish", status=409)
    assert refused["code"] == "nothing_offered"
    made.must("POST", f"{made.mine}/versions", {"release_id": made.first["id"]})
    for path in (made.page, f"{made.page}/metadata"):
        assert made.public.get(path).status_code == 404
    assert made.public.get(f"{made.page}/samples").status_code == 404
    taker = web.person().http
    terms = {"kind": "company", "terms_sha256": "0" * 64}
    path = f"{made.page}/releases/{made.first['id']}/download"
    assert taker.post(path, json=terms).status_code == 404
    again = made.must("POST", made.sets, WORDS | {"stage_id": made.place.stage_id}, 409)
    assert (again["code"], again["dataset_id"]) == ("stage_published", made.id)


def test_everybody_reads_what_is_in_it(shown: Shown) -> None:
    listed = shown.public.get("/catalogue")
    assert listed.headers["cache-control"] == "public, max-age=60"
    assert "set-cookie" not in listed.headers
    (row,) = listed.json()["items"]
    assert (row["id"], row["version"], row["items"]) == (shown.id, "1.0", 3)
    assert row["organisation"] == "한빛"
    found = shown.public.get(shown.page).json()
    (version,) = found["versions"]
    assert version["sha256"] == shown.first["sha256"]
    assert version["notes_ko"] == "처음"
    told = version["statistics"]
    assert (told["items"], told["marks"], told["modality"]) == (3, 3, "picture")
    (rbc,) = told["classes"]
    assert (rbc["label"], rbc["class"], rbc["marks"], rbc["items"]) == ("cells", "RBC", 3, 2)
    assert told["hours"] is None
    assert told["added"] is None
    for private in ("project_id", "created_by", "storage_key"):
        assert private not in json.dumps(found)


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ({"q": "혈액  CELLS"}, True),
        ({"q": "혈액 자동차"}, False),
        ({"q": "한빛데이터"}, True),
        ({"q": "말초혈액"}, True),  # in decomposed letters, below
        ({"q": "%"}, False),
        ({"domain": "health", "modality": "picture"}, True),
        ({"domain": "law"}, False),
        ({"modality": "sound"}, False),
        ({"licence": "CC-BY-4.0"}, True),
        ({"licence": "MIT"}, False),
    ],
)
def test_it_is_found_by_words_and_kind(shown: Shown, asked: dict[str, str], finds: bool) -> None:
    sent = {name: unicodedata.normalize("NFD", value) for name, value in asked.items()}
    rows = shown.public.get("/catalogue", params=sent).json()["items"]
    assert [row["id"] for row in rows] == ([shown.id] if finds else [])


def test_it_is_cited(shown: Shown) -> None:
    cited = shown.public.get(shown.page).json()["citation"]
    assert "말초혈액 세포 상자 (v1.0)" in cited["ko"]
    assert "Boxes of blood cells (v1.0)" in cited["en"]
    assert cited["bibtex"].startswith("@misc{boxesofbloodcells2")
    assert "author = {{한빛데이터} and {두레 \\& 벗}}" in cited["bibtex"]
    answer = shown.public.get(f"{shown.page}/metadata")
    assert answer.headers["content-type"].startswith("application/ld+json")
    told = answer.json()
    assert told["@type"] == "sc:Dataset"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["distribution"][0]["sha256"] == shown.first["sha256"]
    assert told["distribution"][0]["encodingFormat"] == "application/zip"


def test_who_signs_in_takes_it_under_its_terms(shown: Shown, web: Web) -> None:
    path = f"{shown.page}/releases/{shown.first['id']}/download"
    terms = shown.public.get(shown.page).json()["terms_sha256"]
    body = {"kind": "research", "terms_sha256": terms}
    assert shown.public.post(path, json=body).status_code == 401
    taker = web.person().http
    stale = taker.post(path, json=body | {"terms_sha256": "0" * 64})
    assert (stale.status_code, stale.json()["code"]) == (409, "terms_changed")
    for kind in ("research", "student"):
        told = taker.post(path, json=body | {"kind": kind})
        assert told.status_code == 200, told.text
        served = shown.public.get(f"http://testserver{told.json()['url']}")
        assert hashlib.sha256(served.content).hexdigest() == shown.first["sha256"]
    for _ in range(3):
        assert shown.public.post(f"{shown.page}/visits").status_code == 204
    uses = shown.must("GET", f"{shown.mine}/uses?days=7")
    assert (uses["visits"], uses["people"], len(uses["days"])) == (3, 1, 7)
    assert uses["downloads"] == {
        "company": 0,
        "research": 1,
        "public": 0,
        "student": 1,
        "person": 0,
    }
    assert uses["days"][-1]["downloads"] == {"research": 1, "student": 1}
    # other terms are accepted anew
    changed = WORDS | {"stage_id": shown.place.stage_id, "terms_en": "Not for war."}
    shown.must("PUT", shown.mine, changed)
    refused = taker.post(path, json=body)
    assert refused.json()["code"] == "terms_changed"


def test_visits_tell_nothing_of_who_came(shown: Shown) -> None:
    shown.public.post(f"{shown.page}/visits", headers={"cookie": "a=b", "user-agent": "x"})
    with transaction() as s:
        (row,) = s.execute(text("SELECT * FROM dataset_use")).mappings().all()
    assert set(row) == {"dataset_id", "day", "use", "kind", "times"}
    assert (row["use"], row["kind"], row["times"]) == ("visit", "", 1)


def test_samples_are_those_that_were_chosen(shown: Shown) -> None:
    inside, outside = shown.ids["a.png"], shown.ids["d.png"]
    refused = shown.must("PUT", f"{shown.mine}/samples", {"items": [inside, outside]}, 422)
    assert (refused["code"], refused["item_ids"]) == ("sample_unfit", [outside])
    chosen = [shown.ids["b.png"], inside]
    assert shown.must("PUT", f"{shown.mine}/samples", {"items": chosen})["samples"] == chosen
    found = shown.public.get(f"{shown.page}/samples").json()["items"]
    assert [one["item_id"] for one in found] == chosen
    assert [len(one["annotations"]) for one in found] == [1, 2]
    assert found[1]["annotations"][0]["class"] == "RBC"
    assert shown.public.get(f"http://testserver{found[1]['media']['url']}").status_code == 200
    (row,) = shown.public.get("/catalogue").json()["items"]
    assert shown.public.get(f"http://testserver{row['thumbnail_url']}").status_code == 200
    # what is taken out of the data set is shown to nobody
    shown.must("POST", f"{shown.home}/items/{inside}/reopen", {"why": "x"})
    shown.must("POST", f"{shown.home}/items/{inside}/exclude", {"reason": "rights"})
    found = shown.public.get(f"{shown.page}/samples").json()["items"]
    assert [one["item_id"] for one in found] == chosen[:1]


def test_what_is_shut_is_not_offered(shown: Shown, web: Web) -> None:
    second = shown.make("1.1", "jsonl")
    told = {"release_id": second["id"], "notes_ko": "고침", "notes_en": "Mended"}
    shown.must("POST", f"{shown.mine}/versions", told)
    web.work()
    found = shown.public.get(shown.page).json()
    assert [one["version"] for one in found["versions"]] == ["1.1", "1.0"]
    changes = found["versions"][0]["statistics"]
    assert (changes["added"], changes["removed"], changes["changed"]) == (0, 0, 0)
    shown.must("POST", f"{shown.home}/releases/{second['id']}/close", {"why": "x"})
    found = shown.public.get(shown.page).json()
    assert [one["version"] for one in found["versions"]] == ["1.0"]
    taker = web.person().http
    body = {"kind": "person", "terms_sha256": found["terms_sha256"]}
    shut = f"{shown.page}/releases/{second['id']}/download"
    assert taker.post(shut, json=body).status_code == 404
    managed = shown.must("GET", shown.mine)
    assert [one["offered"] for one in managed["versions"]] == [False, True]
    # the last one on offer goes with the data set as a whole
    last = f"{shown.mine}/versions/{shown.first['id']}"
    assert shown.must("DELETE", last, status=409)["code"] == "nothing_offered"
    assert len(shown.must("GET", shown.mine)["versions"]) == 2
    shown.must("POST", f"{shown.mine}/withdraw")
    assert shown.public.get(shown.page).status_code == 404
    assert shown.public.get("/catalogue").json()["items"] == []
    assert shown.public.get(f"{shown.page}/samples").status_code == 404
    shown.must("POST", f"{shown.mine}/publish")
    assert shown.public.get(shown.page).status_code == 200


def test_only_its_managers_write_it(shown: Shown, web: Web) -> None:
    worker = signed_in(web, shown.worker).http
    doors = (("GET", shown.sets), ("GET", shown.mine), ("POST", f"{shown.mine}/publish"))
    for method, path in doors:
        assert worker.request(method, path).status_code == 403
    stranger = web.person().http
    assert stranger.get(shown.mine).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"domain": "astrology"},
        {"title_ko": "  "},
        {"about_en": "a\0b"},
        {"creators": []},
        {"keywords": ["가"] * 21},
        {"improve_from": "2026-12-02"},
        {"improve_from": "2026-12-02", "improve_until": "2026-12-01"},
        {"modality": "picture"},
        {"stage_id": 10**30},
    ],
)
def test_words_that_cannot_be_meant_are_refused(shown: Shown, changes: dict[str, object]) -> None:
    words = WORDS | {"stage_id": shown.place.stage_id}
    before = shown.must("GET", shown.mine)
    assert shown.must("PUT", shown.mine, words | changes, 422)["code"] == "malformed"
    assert shown.must("GET", shown.mine) == before


def test_a_data_set_stays_with_its_stage(shown: Shown) -> None:
    unknown = WORDS | {"stage_id": 10**9}
    assert shown.must("PUT", shown.mine, unknown, 404)["code"] == "not_found"
    many = {"items": list(range(1, 14))}
    assert shown.must("PUT", f"{shown.mine}/samples", many, 422)["code"] == "malformed"
