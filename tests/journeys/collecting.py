"""Collecting and what follows: people who take part and what they say of themselves, their consent,
their takes; and work on what was taken, whatever its level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.journeys.caller import Caller, new_key, until
from tests.priced import PRICED

AGREEMENT = {
    "title_ko": "녹음과 촬영 동의서",
    "title_en": "Consent to recording",
    "body_ko": "녹음한 목소리를 인공지능 학습용 데이터로 만들어 배포해요. 언제든 철회할 수 있어요.",
    "body_en": "What you record becomes training data. You can take your consent back at any time.",
}
PRICES: dict[str, Any] = {"level0": 300, "level1": 60, "level2": 40, **PRICED}


@dataclass
class Site:
    """A project with several stages, whose people are told apart by what they do."""

    url: str
    outbox: Path
    boss: Caller = field(init=False)
    project: str = ""
    stages: dict[str, int] = field(default_factory=dict)
    callers: list[Caller] = field(default_factory=list)

    # --- people --------------------------------------------------------------------------------

    def found(self, name: str) -> None:
        """The boss, his house and the project."""
        self.boss = self.somebody("boss")
        house = self.boss.post("/organisations", {"name": f"{name} 기관"})["id"]
        named = {"name": name, "goal": "없던 데이터를 모아요"}
        made = self.boss.post(f"/organisations/{house}/projects", named)
        self.project = f"/projects/{made['id']}"

    @property
    def project_id(self) -> int:
        return int(self.project.rsplit("/", 1)[1])

    def somebody(self, name: str, **about: Any) -> Caller:
        """A person with an account."""
        caller = Caller(self.url, name)
        self.callers.append(caller)
        caller.sign_up(self.outbox, **about)
        return caller

    def join(self, name: str, role: str, **about: Any) -> Caller:
        """A person who was invited and has accepted."""
        caller = self.somebody(name, **about)
        self.boss.post(f"{self.project}/invitations", {"email": caller.email, "role": role})
        (invited,) = caller.get("/invitations")
        caller.post(f"/invitations/{invited['id']}/accept", status=200)
        (team,) = caller.get("/me")["projects"]
        caller.pseudonym = team["pseudonym"]
        return caller

    def team(self, **wanted: int) -> dict[str, list[Caller]]:
        """So many people of each role, all at once."""
        named = [(role, number) for role, count in wanted.items() for number in range(count)]
        people = at_once(lambda one: self.join(f"{one[0]}{one[1]}", one[0]), named)
        found: dict[str, list[Caller]] = {role: [] for role in wanted}
        for (role, _), caller in zip(named, people, strict=True):
            found[role].append(caller)
        return found

    def close(self) -> None:
        """Everybody hangs up."""
        for caller in self.callers:
            caller.http.close()

    # --- design --------------------------------------------------------------------------------

    def stage(self, name: str, definition: Mapping[str, Any], **about: Any) -> str:
        """A stage with its schema and prices; it is not open yet. What a new stage does not take
        is changed at once."""
        later = {key: about.pop(key) for key in ("split", "collect", "effects") if key in about}
        made = self.boss.post(f"{self.project}/stages", {"name": name, "holds": 10} | about)
        self.stages[name] = made["id"]
        path = self.at(name)
        self.boss.post(f"{path}/schemas", {"definition": definition})
        self.boss.post(f"{path}/prices", PRICES)
        if later:
            self.boss.send("PATCH", path, later)
        return path

    def at(self, name: str) -> str:
        """A stage's address."""
        return f"{self.project}/stages/{self.stages[name]}"

    def flow(self, *leads: tuple[str, str]) -> None:
        """Which stage feeds which."""
        flows = [{"from_id": self.stages[one], "to_id": self.stages[to]} for one, to in leads]
        self.boss.send("PUT", f"{self.project}/flows", {"flows": flows})

    def bring(self, stage: str, name: str, content: bytes, count: int) -> None:
        """Import a file, and put what is in it on offer."""
        upload = self.boss.upload(self.project_id, name, content)
        asked = {"stage_id": self.stages[stage], "upload_id": upload}
        begun = self.boss.post(f"{self.project}/imports", asked, status=202)
        batch = self.over(f"{self.project}/batches/{begun['id']}", "pending", "importing")
        assert (batch["state"], batch["taken"], batch["refused"]) == ("imported", count, 0), batch

    def offer(self, stage: str) -> None:
        """Open what lies ready."""
        chore = self.boss.post(f"{self.at(stage)}/openings", {}, status=202)["chore_id"]
        opened = self.over(f"{self.project}/chores/{chore}", "queued", "running", "failed")
        assert opened["state"] == "done", opened

    def over(self, path: str, *going: str, seconds: float = 120) -> Any:
        """What stands there once it is in none of these states."""

        def look() -> Any:
            found = self.boss.get(path)
            return None if found["state"] in going else found

        return until(look, path, seconds)

    # --- work ----------------------------------------------------------------------------------

    def following(self, who: Caller, stage: str, level: int, answer: Callable[[Any], Any]) -> int:
        """Everything that is there for somebody, lease after lease; how much it was. `answer` makes
        the body of the hand-in of a lease."""
        body = {"level": level, "count": 1}
        leases = who.post(f"{self.at(stage)}/claims", body, key=new_key())["leases"]
        done = 0
        while leases:
            (lease,) = leases
            path = f"{self.project}/assignments/{lease['id']}/submission"
            sent = who.post(path, answer(lease), key=new_key(), next="true")
            leases = [] if sent["next"] is None else [sent["next"]]
            done += 1
        return done

    def capture(self, who: Caller, lease: int, label: str, name: str, content: bytes) -> Any:
        """Send a take, and wait until it was looked over."""
        place, id = self.sent(who, lease, label, name, content)
        return self.looked_over(who, place, id)

    def sent(
        self, who: Caller, lease: int, label: str, name: str, content: bytes
    ) -> tuple[str, int]:
        """Send a take; where its captures are, and its id."""
        upload = who.upload(self.project_id, name, content, assignment=lease)
        place = f"{self.project}/assignments/{lease}/captures"
        made = who.post(place, {"upload_id": upload, "label": label, "device": {"kind": "phone"}})
        return place, int(made["id"])

    @staticmethod
    def looked_over(who: Caller, place: str, id: int) -> Any:
        """A take once it is not looked over any more."""

        def look() -> Any:
            found = who.get(f"{place}/{id}")
            return None if found["state"] == "checking" else found

        return until(look, f"take {id} to be looked over", 120)

    # --- and out -------------------------------------------------------------------------------

    def release(self, stage: str, version: str, **about: Any) -> Any:
        """A release, built."""
        told = {"stage_id": self.stages[stage], "version": version} | about
        begun = self.boss.post(f"{self.project}/releases", told, status=202)
        made = self.over(f"{self.project}/releases/{begun['id']}", "building")
        assert made["state"] == "ready", made
        return made

    def download(self, release: Any) -> bytes:
        """Its file."""
        link = self.boss.get(f"{self.project}/releases/{release['id']}/download")
        content = self.boss.fetch(link["url"]).content
        assert len(content) == release["bytes"]
        return content


T = TypeVar("T")
R = TypeVar("R")


def at_once(act: Callable[[T], R], over: Iterable[T], most: int = 8) -> list[R]:
    """What `act` answers for each, all at the same time."""
    with ThreadPoolExecutor(most) as pool:
        return list(pool.map(act, over))


def csv_of(rows: Sequence[tuple[str, str]]) -> bytes:
    """A table of names and texts."""
    return "\n".join(["name,text", *(f"{name},{text}" for name, text in rows)]).encode()
