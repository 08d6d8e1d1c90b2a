"""Clients of Dure: one process with many people, each on a thread of its own.

Knows nothing of the application but its HTTP, and imports nothing of it. Whoever starts it talks
to it by lines: first the setting (JSON: urls, log, players, seed), then rounds. Of each round it
is told what to play (JSON), says `ready`, waits for `go`, plays, and says `done`; `stop` ends a
play that would go on. Everything that was sent and answered stands in its log, one JSON line for
each attempt, written before anything is done with the answer.
"""

import http.client
import json
import random
import sys
import threading
import time
import uuid
from typing import Any

AWAY = (ConnectionError, http.client.HTTPException, TimeoutError, OSError)
PATIENCE = 60.0  # seconds in which a stubborn client gets its answer
PAUSE = 0.05  # seconds before he tries again: what is to come back has to get a turn, too


class Log:
    """The log of this process."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "a", encoding="utf-8")  # noqa: SIM115
        self._turn = threading.Lock()

    def write(self, **row: Any) -> None:
        line = json.dumps(row) + "\n"
        with self._turn:
            self._file.write(line)
            self._file.flush()


class Player:
    """A person with a session or a token, and one connection."""

    def __init__(self, number: int, given: dict[str, Any], log: Log, seed: int) -> None:
        self.number = number
        self.who: int = given["who"]
        self.host: str = given["host"]
        self.port: int = given["port"]
        self.headers: dict[str, str] = given["headers"]
        self.place: str = given["place"]  # /api/v1/projects/…
        self.stage: int = given["stage"]
        self.log = log
        self.stubborn = False
        self.round = 0
        self.chance = random.Random(seed * 1000 + number)
        self._connection: http.client.HTTPConnection | None = None

    def send(
        self, method: str, path: str, body: Any = None, key: str | None = None
    ) -> tuple[int, Any]:
        """One request; a stubborn client repeats it until it is answered by who knows."""
        end = time.monotonic() + PATIENCE
        while True:
            begun = time.monotonic()
            status, answer = self._try(method, path, body, key)
            self.log.write(
                who=self.who,
                player=self.number,
                round=self.round,
                method=method,
                path=path,
                key=key,
                sent=body,
                status=status,
                answer=answer,
                begun=begun,
                ended=time.monotonic(),
            )
            if not self.stubborn or status not in (0, 503) or time.monotonic() > end:
                return status, answer
            time.sleep(PAUSE)

    def _try(self, method: str, path: str, body: Any, key: str | None) -> tuple[int, Any]:
        headers = dict(self.headers)
        data = None
        if body is not None:
            headers["content-type"] = "application/json"
            data = json.dumps(body)
        if key is not None:
            headers["idempotency-key"] = key
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
            self._connection.request(method, path, data, headers)
            answer = self._connection.getresponse()
            content = answer.read()
            return answer.status, json.loads(content) if content else None
        except AWAY as error:
            self.hang_up()
            return 0, str(error)
        except ValueError:
            return -1, content.decode(errors="replace")

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def connect(self) -> None:
        """Be connected before the gun, so that the rush is one of requests."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
            self._connection.connect()

    # -- what a client of the engine does ------------------------------------------------------

    def claim(self, level: int = 0, count: int = 1) -> tuple[int, Any]:
        return self.send(
            "POST",
            f"{self.place}/stages/{self.stage}/claims",
            {"level": level, "count": count},
            new_key(),
        )

    def submit(self, lease: dict[str, Any], *, follow: bool = False) -> tuple[int, Any]:
        query = "?next=true" if follow else ""
        return self.send(
            "POST",
            f"{self.place}/assignments/{lease['id']}/submission{query}",
            {"answer": an_answer(self.chance)},
            new_key(),
        )

    def judge(self, lease: dict[str, Any], *, follow: bool = False) -> tuple[int, Any]:
        query = "?next=true" if follow else ""
        subject = lease["subject"]
        choices = ["approve"] * 12 + ["fix"] * 3 + ["reject"]
        if subject["attempt"] < 3:
            choices += ["return"] * 3
        body: dict[str, Any] = {"verdict": self.chance.choice(choices)}
        if body["verdict"] in ("return", "reject"):
            body |= {"reason": "position", "comment": "다시 봐 주세요."}
        if body["verdict"] == "fix":
            body["answer"] = an_answer(self.chance)
        path = f"{self.place}/assignments/{lease['id']}/submission{query}"
        return self.send("POST", path, body, new_key())


def new_key() -> str:
    return uuid.uuid4().hex


def an_answer(chance: random.Random) -> dict[str, Any]:
    """A box at a spot that no other answer has."""
    box = {"kind": "box", "id": "a1", "name": "cells", "class": "RBC", "y": 10}
    box |= {"x": round(chance.uniform(0, 600), 9), "width": 20, "height": 30}
    return {"modality": "picture", "annotations": [box]}


# -- plays: what one player does in a round -----------------------------------------------------


def volley(player: Player, play: dict[str, Any], stop: threading.Event) -> None:
    """Send what one is told, at once."""
    for call in play["calls"].get(str(player.number), []):
        player.send(call["method"], call["path"], call.get("body"), call.get("key"))


def drain(player: Player, play: dict[str, Any], stop: threading.Event) -> None:
    """Claim and hand in until there is nothing; every other time the next lease is asked for
    with the hand-in, and the claim varies in size."""
    while not stop.is_set():
        status, answer = player.claim(count=player.chance.choice(play.get("counts", [1])))
        if status != 201 or answer["empty"]:
            return
        for lease in answer["leases"]:
            held = lease
            while held is not None:
                status, told = player.submit(held, follow=player.chance.random() < 0.7)
                held = told["next"] if status == 201 else None


def dither(player: Player, play: dict[str, Any], stop: threading.Event) -> None:
    """Claim, keep some leases in hand while working on others, give some back, hand the rest in
    late; until there is nothing."""
    hand: list[dict[str, Any]] = []
    while not stop.is_set():
        status, answer = player.claim(count=player.chance.choice([1, 2]))
        found = answer["leases"] if status == 201 else []
        hand += found
        if not found and not hand:
            return
        while hand and (not found or len(hand) > 3 or player.chance.random() < 0.5):
            lease = hand.pop(player.chance.randrange(len(hand)))
            if player.chance.random() < 0.15:
                path = f"{player.place}/assignments/{lease['id']}/return"
                status, _ = player.send("POST", path, {"why": ""})
                if status == 200 and player.chance.random() < 0.5:
                    path = f"{player.place}/assignments/{lease['id']}/resume"
                    status, again = player.send("POST", path)
                    if status == 200:
                        hand.append(again)
            else:
                player.submit(lease)


def all_roles(player: Player, play: dict[str, Any], stop: threading.Event) -> None:
    """Work at every level by turns, mend what comes back, until told to stop."""
    while not stop.is_set():
        level = player.chance.choice([0, 0, 1, 1, 2])
        if player.chance.random() < 0.2:
            path = "/api/v1/me/assignments?state=rework"
            status, answer = player.send("GET", path)
            for row in answer["items"] if status == 200 else []:
                player.submit(row)
        status, answer = player.claim(level, count=player.chance.choice([1, 1, 3]))
        for lease in answer["leases"] if status == 201 else []:
            held = lease
            while held is not None:
                act = player.submit if level == 0 else player.judge
                status, told = act(held, follow=player.chance.random() < 0.4)
                held = told["next"] if status == 201 else None


PLAYS = {play.__name__: play for play in (volley, drain, dither, all_roles)}


def main() -> None:
    setting = json.loads(sys.stdin.readline())
    log = Log(setting["log"])
    players = [
        Player(number, given, log, setting["seed"])
        for number, given in ((int(n), given) for n, given in setting["players"].items())
    ]

    def say(word: str) -> None:
        sys.stdout.write(word + "\n")
        sys.stdout.flush()

    round_number = 0
    while line := sys.stdin.readline():
        play = json.loads(line)
        round_number += 1
        gun, stop = threading.Event(), threading.Event()
        faults: list[BaseException] = []

        def run(player: Player) -> None:
            gun.wait()  # noqa: B023
            try:
                PLAYS[play["play"]](player, play, stop)  # noqa: B023
            except BaseException as fault:
                faults.append(fault)  # noqa: B023
                raise

        threads = []
        for player in players:
            player.round = round_number
            player.stubborn = play.get("stubborn", False)
            if play["play"] != "volley" or str(player.number) in play["calls"]:
                player.connect()
                threads.append(threading.Thread(target=run, args=(player,)))
        for thread in threads:
            thread.start()
        say("ready")
        assert sys.stdin.readline().strip() == "go"
        gun.set()

        def tell_when_done(waiting: list[threading.Thread]) -> None:
            for thread in waiting:
                thread.join()
            say("failed" if faults else "done")  # noqa: B023

        teller = threading.Thread(target=tell_when_done, args=(threads,))
        teller.start()
        word = sys.stdin.readline().strip()
        if word != "next":  # to stop, or nobody leads us any more
            stop.set()
            teller.join()
            sys.stdin.readline()
        teller.join()


if __name__ == "__main__":
    main()
