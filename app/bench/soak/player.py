"""A client of Dure: a person with a session or a token, on a thread of his own.

Knows nothing of the application but its HTTP, and imports nothing of it. A process of players is
led by lines: first the setting (JSON: log, players, seed), then rounds. Of each round it is told
what to play (JSON), says `ready`, waits for `go`, plays, and says `done`; `stop` ends a play that
would go on. Everything that was sent and answered stands in its log, one JSON line for each
attempt, written before anything is done with the answer.
"""

import http.client
import json
import random
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

AWAY = (ConnectionError, http.client.HTTPException, TimeoutError, OSError)
PATIENCE = 60.0  # seconds in which a stubborn client gets its answer
AGAIN = 0.05  # seconds before he tries again: what is to come back has to get a turn, too


class Log:
    """The log of this process."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "a", encoding="utf-8")  # noqa: SIM115
        self._turn = threading.Lock()

    def write(self, **row: Any) -> None:
        """One line, on its way to the disk when this returns."""
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
        self.given = given
        self.log = log
        self.stubborn, self.again = False, AGAIN
        self.round = 0
        self.chance = random.Random(seed * 1000 + number)  # noqa: S311 - to be played again
        self._connection: http.client.HTTPConnection | None = None

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        key: str | None = None,
        *,
        data: bytes | None = None,
        **headers: str,
    ) -> tuple[int, Any]:
        """One request; a stubborn client repeats it until it is answered by who knows. `body` goes
        as JSON, `data` as it is. Status 0: no answer; -1: none that can be read."""
        end = time.monotonic() + PATIENCE
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            more["content-type"] = "application/json"
            data = json.dumps(body).encode()
        if key is not None:
            more["idempotency-key"] = key
        while True:
            begun = time.monotonic()
            status, answer = self._try(method, path, data, more)
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
            time.sleep(self.again)

    def _try(
        self, method: str, path: str, data: bytes | None, more: dict[str, str]
    ) -> tuple[int, Any]:
        try:
            self.connect()
            assert self._connection is not None
            self._connection.request(method, path, data, self.headers | more)
            answer = self._connection.getresponse()
            content = answer.read()
        except AWAY as error:
            self.hang_up()
            return 0, str(error)
        if "json" not in (answer.getheader("content-type") or "json"):
            return answer.status, content.decode(errors="replace")
        try:
            return answer.status, json.loads(content) if content else None
        except ValueError:
            return -1, content.decode(errors="replace")

    def hang_up(self) -> None:
        """Forget the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def connect(self) -> None:
        """Be connected: before the gun, so that the rush is one of requests."""
        if self._connection is None:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
            connection.connect()
            self._connection = connection

    # -- what a client of the engine does ------------------------------------------------------

    def claim(self, level: int = 0, count: int = 1) -> tuple[int, Any]:
        """Ask for work."""
        return self.send(
            "POST",
            f"{self.place}/stages/{self.stage}/claims",
            {"level": level, "count": count},
            new_key(),
        )

    def submit(self, lease: dict[str, Any], *, follow: bool = False) -> tuple[int, Any]:
        """Hand in; with `follow` the next piece is asked for, too."""
        query = "?next=true" if follow else ""
        return self.send(
            "POST",
            f"{self.place}/assignments/{lease['id']}/submission{query}",
            {"answer": an_answer(self.chance)},
            new_key(),
        )

    def judge(self, lease: dict[str, Any], *, follow: bool = False) -> tuple[int, Any]:
        """Give a verdict, mostly a good one."""
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
    """A key that no request had before."""
    return uuid.uuid4().hex


def an_answer(chance: random.Random) -> dict[str, Any]:
    """A box at a spot that no other answer has."""
    box = {"kind": "box", "id": "a1", "name": "cells", "class": "RBC", "y": 10}
    box |= {"x": round(chance.uniform(0, 600), 9), "width": 20, "height": 30}
    return {"modality": "picture", "annotations": [box]}


Play = Callable[[Player, dict[str, Any], threading.Event], None]


def lead(plays: Mapping[str, Play]) -> None:
    """Play the rounds that standard input tells of."""
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
                plays[play["play"]](player, play, stop)  # noqa: B023
            except BaseException as fault:
                faults.append(fault)  # noqa: B023
                raise

        threads = []
        for player in players:
            player.round = round_number
            player.stubborn = play.get("stubborn", False)
            player.again = play.get("again", AGAIN)
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
