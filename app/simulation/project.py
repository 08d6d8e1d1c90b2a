"""The project that a made-up crowd works, as its manager makes it through the API."""

from __future__ import annotations

from typing import Any

import orjson

from app.models import ProjectRoleName
from app.quality.crowd import Crowd, Kind
from app.simulation.client import Site, Somebody
from app.simulation.plans import Plan, Prices

GOLD = 40
"""Items that the manager's own people do first: their answers are known then."""

CARELESS = 0.8
"""An inspector who sees no more than this of what is wrong."""

ROLES = (
    ProjectRoleName.WORKER,
    ProjectRoleName.PRIMARY_INSPECTOR,
    ProjectRoleName.SECONDARY_INSPECTOR,
)
SETTLED = ("queued", "running", "pending", "importing", "building")


def said(kind: int) -> dict[str, Any]:
    """An answer: the one class."""
    whole = {"kind": "class", "id": "a", "name": "kind", "classes": [f"c{kind}"]}
    return {"modality": "text", "annotations": [whole]}


def number(of: dict[str, Any]) -> int:
    """Which of the crowd's tasks a lease, or a known answer, is about."""
    return int(of["item"]["name"].split("-")[1])


def kind_of(answer: dict[str, Any]) -> int:
    """The class that it says."""
    return int(answer["annotations"][0]["classes"][0][1:])


class Project:
    """One project with one stage. `own` are the manager's own people, by level, `people` the
    crowd's."""

    def __init__(self, site: Site, crowd: Crowd, prices: Prices, plan: Plan) -> None:
        self.site, self.crowd = site, crowd
        self.boss = Somebody(site, "boss")
        self.boss.sign_up()
        house = self.boss.post("/organisations", {"name": f"crowd {site.run}"})["id"]
        told = {"name": "A crowd made up", "goal": ""}
        project = self.boss.post(f"/organisations/{house}/projects", told)["id"]
        self.path = f"/projects/{project}"
        many = (crowd.workers, len(crowd.inspectors), len(crowd.inspectors))
        self.people = [
            [self._member(f"{role.value}{nth}", role) for nth in range(count)]
            for role, count in zip(ROLES, many, strict=True)
        ]
        self.own = [self._member(f"own-{role.value}", role) for role in ROLES]
        self._design(plan, prices)
        self._fill(prices)
        self.known: set[int] = set()
        self.alone = plan.quality.overlap is None  # one answer makes a label

    def _member(self, name: str, role: ProjectRoleName) -> Somebody:
        one = Somebody(self.site, name)
        one.sign_up()
        self.boss.post(f"{self.path}/invitations", {"email": one.address, "role": role.value})
        (offer,) = one.get("/invitations")
        one.post(f"/invitations/{offer['id']}/accept")
        return one

    def _design(self, plan: Plan, prices: Prices) -> None:
        names = [{"id": f"c{nth}"} for nth in range(self.crowd.classes)]
        labels = [{"kind": "class", "name": "kind", "classes": names}]
        looks = {"inspect1": plan.inspect1.value, "inspect2": plan.inspect2.value}
        stage = self.boss.post(f"{self.path}/stages", {"name": "kinds", "holds": 5} | looks)
        self.stage_id = int(stage["id"])
        self.stage = f"{self.path}/stages/{self.stage_id}"
        self.boss.patch(self.stage, {"quality": plan.quality.kept()})
        schema = {"definition": {"modality": "text", "labels": labels}}
        self.boss.post(f"{self.stage}/schemas", schema)
        card = {
            "level0": prices.answer,
            "level1": prices.inspection,
            "level2": prices.inspection,
            "definition": "one question",
            "estimate_seconds": 1,
        }
        self.boss.post(f"{self.stage}/prices", card)
        self.boss.post(f"{self.stage}/open")
        self.boss.post(f"{self.path}/open")

    def _fill(self, prices: Prices) -> None:
        """Items, money, and everything on offer."""
        lines = [
            orjson.dumps({"name": f"item-{nth:06}", "text": f"What is {nth}?"})
            for nth in range(len(self.crowd.truth))
        ]
        upload = self.boss.upload(f"{self.path}/uploads", "items.jsonl", b"\n".join(lines) + b"\n")
        asked = {"stage_id": self.stage_id, "upload_id": upload}
        batch = self.boss.post(f"{self.path}/imports", asked)
        self._over(f"{self.path}/batches/{batch['id']}")
        quote = self.boss.get(f"{self.stage}/openings/quote")
        known = 40 * len(lines) * (prices.answer + 2 * prices.inspection)
        self.boss.post(f"{self.path}/funding", {"amount": quote["total"] + known})
        opening = self.boss.post(f"{self.stage}/openings", {})
        self._over(f"{self.path}/chores/{opening['chore_id']}")

    def _over(self, path: str) -> Any:
        """What came of something that is done in the background."""

        def over() -> Any:
            found = self.boss.get(path)
            return None if found["state"] in SETTLED else found

        return self.site.until(over, path)

    def gild(self, done: dict[int, int]) -> None:
        """Make known answers for all levels of what the own people have done (item → answer): for
        inspectors each shown with an error, or as it is."""
        items = {one["name"]: one["id"] for one in self.boss.pages(f"{self.path}/items", limit=200)}
        for task, root in done.items():
            item, right = items[f"item-{task:06}"], said(int(self.crowd.truth[task]))
            golds = f"{self.stage}/golds"
            self.boss.post(golds, {"level": 0, "item_id": item, "answer": right})
            for level in (1, 2):
                draft = self.boss.post(f"{golds}/seed", {"level": level, "root_id": root})
                told = {name: draft[name] for name in ("answer", "shown", "verdict", "note")}
                self.boss.post(golds, {"level": level, "item_id": item, "root_id": root} | told)
            self.known.add(task)

    def gather(self) -> None:
        """Make known answers of what many agreed on surely."""
        asked = {"source": "consensus", "level": 0, "count": GOLD}
        self.boss.post(f"{self.stage}/golds/gather", asked)
        golds = self.boss.pages(f"{self.stage}/golds")
        self.known = set(map(number, golds))

    def look_at_hits(self) -> None:
        """Who does well goes on, everybody else does not."""
        good = {
            one.id
            for people, well in (
                (self.people[0], self.crowd.kind == Kind.GOOD),
                (self.people[1], self.crowd.inspectors > CARELESS),
                (self.people[2], self.crowd.inspectors > CARELESS),
            )
            for one, does in zip(people, well.tolist(), strict=True)
            if does
        }
        for hit in list(self.boss.pages(f"{self.path}/hits", state="open")):
            settled = {
                "outcome": "lifted" if hit["person_id"] in good else "kept",
                "answer": "I have looked at it.",
            }
            self.boss.post(f"{self.path}/hits/{hit['id']}/settle", settled)

    def waiting(self) -> int:
        """Places for answers that nobody has taken."""
        return int(self.boss.get(f"{self.stage}/progress")["waiting"]["0"])

    def export(self) -> dict[int, int]:
        """A release of what was accepted: the class of each task."""
        told = {"stage_id": self.stage_id, "version": "1.0.0", "format": "jsonl", "media": False}
        begun = self.boss.post(f"{self.path}/releases", told)
        place = f"{self.path}/releases/{begun['id']}"
        made = self._over(place)
        if made["state"] != "ready":
            raise RuntimeError(f"The release came to nothing: {made['problem']}")
        link = self.boss.get(f"{place}/download")["url"]
        lines = self.boss.http.get(f"{self.site.url}{link}").content.splitlines()
        rows = [orjson.loads(line) for line in lines]
        return {int(row["name"].split("-")[1]): kind_of(row["labels"]) for row in rows}
