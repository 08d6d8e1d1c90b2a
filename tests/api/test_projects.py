"""The list of projects, over HTTP."""

from typing import Any


def test_projects_are_listed_newest_first_by_state_and_name(web: Any) -> None:
    founder, other = web.person(), web.person()
    house = founder.post("/organisations", json={"name": "한빛데이터"}).json()["id"]
    made = [
        founder.post(f"/organisations/{house}/projects", json={"name": name}).json()["id"]
        for name in ("Blood cells", "거리 풍경", "100% blood")
    ]
    assert founder.post(f"/projects/{made[1]}/open").status_code == 200

    def listed(caller: Any = founder, **query: Any) -> list[int]:
        return [one["id"] for one in caller.get("/projects", params=query).json()["items"]]

    assert listed() == made[::-1]
    assert listed(other) == []
    assert listed(state="open") == [made[1]]
    assert listed(state="draft") == [made[2], made[0]]
    assert listed(q="BLOOD") == [made[2], made[0]]
    assert listed(q="풍경", state="open") == [made[1]]
    # What a pattern would mean is only letters here.
    assert listed(q="%") == [made[2]]
    assert listed(q="_") == []
    first = founder.get("/projects", params={"limit": 2}).json()
    assert first["next"] == made[1]
    assert listed(after=first["next"]) == [made[0]]
    for bad in ({"state": "lost"}, {"q": "\x00"}, {"q": "x" * 201}):
        assert founder.get("/projects", params=bad).status_code == 422
