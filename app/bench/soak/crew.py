"""Players in several processes, led from here, and what they have logged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.api.deps import COOKIE, CSRF_HEADER
from app.core.database import transaction
from app.core.settings import ROOT
from app.people import sessions, tokens

PROCESSES = 4
SILENCE = 100.0  # seconds after which a client process that says nothing is ended


@dataclass(frozen=True)
class Row:
    """One attempt of one client, as its log has it. Times by the machine's monotonic clock."""

    who: int
    player: int
    round: int
    method: str
    path: str
    key: str | None
    sent: Any
    status: int
    answer: Any
    begun: float
    ended: float

    @property
    def verb(self) -> str:
        """What the address ends with: claims, submission, draft …"""
        return self.path.split("?")[0].rsplit("/", 1)[1]

    @property
    def assignment(self) -> int:
        """The assignment in the address."""
        return int(self.path.split("/assignments/")[1].split("/")[0])

    @property
    def project(self) -> int:
        """The project in the address."""
        return int(self.path.split("/projects/")[1].split("/")[0])

    @property
    def code(self) -> str:
        """A refusal's stable code; empty for what was done."""
        return self.answer.get("code", "") if isinstance(self.answer, dict) else ""


def journal(logs: Sequence[Path]) -> Iterator[Row]:
    """What players have logged, file after file."""
    for log in logs:
        with open(log, "rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield Row(**json.loads(line))


def by_browser(person_id: int) -> dict[str, str]:
    """The headers of a browser with a session of its own."""
    with transaction() as s:
        opened = sessions.open_session(s, person_id, user_agent="crew")
        return {"cookie": f"{COOKIE}={opened.token}", CSRF_HEADER: opened.csrf}


def by_program(person_id: int, number: int) -> dict[str, str]:
    """The headers of a program with a token of its own."""
    with transaction() as s:
        scopes = ["work", "manage", "arbitrate"]
        _, token = tokens.make(s, person_id, f"client {number}", scopes, None)
        return {"authorization": f"Bearer {token}"}


class Crew:
    """Players that wait for the gun: the n-th of `players` is number n, and plays in the n-th
    process. Each is told `who`, `host`, `port`, `headers`, `place` and `stage`."""

    def __init__(
        self, folder: Path, program: Sequence[str], players: Sequence[dict[str, Any]]
    ) -> None:
        self.logs = [folder / f"clients-{id(self)}-{n}.jsonl" for n in range(PROCESSES)]
        self._members: list[subprocess.Popen[str]] = []
        for n, log in enumerate(self.logs):
            log.touch()
            mine = {k: player for k, player in enumerate(players) if k % PROCESSES == n}
            member = subprocess.Popen(
                [sys.executable, *program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            )
            self._members.append(member)
            self._tell(member, {"log": str(log), "seed": n + 1, "players": mine})
        self.rounds = 0
        self._seen: list[Row] = []
        self._read = [0] * PROCESSES  # bytes of each log

    @staticmethod
    def _tell(member: subprocess.Popen[str], word: Any) -> None:
        assert member.stdin is not None
        member.stdin.write((word if isinstance(word, str) else json.dumps(word)) + "\n")
        member.stdin.flush()

    def _hear(self, wanted: str) -> None:
        for member in self._members:
            assert member.stdout is not None
            watch = threading.Timer(SILENCE, member.kill)
            watch.start()
            try:
                heard = member.stdout.readline().strip()
            finally:
                watch.cancel()
            assert heard == wanted, f"a client process said {heard!r}, not {wanted!r}"

    def begin(self, play: str, **how: Any) -> None:
        """Everybody is ready, and off they go."""
        self.rounds += 1
        for member in self._members:
            self._tell(member, {"play": play, **how})
        self._hear("ready")
        for member in self._members:
            self._tell(member, "go")

    def stop(self) -> None:
        """Call off a play that has no end of its own."""
        for member in self._members:
            self._tell(member, "stop")

    def wait(self) -> None:
        """Until all have come to their end."""
        self._hear("done")
        for member in self._members:
            self._tell(member, "next")

    def end(self) -> list[Row]:
        """Wait until all have come to their end; what they logged in this round."""
        self.wait()
        return [row for row in self.rows() if row.round == self.rounds]

    def play(self, play: str, **how: Any) -> list[Row]:
        """One round, from its beginning to its end."""
        self.begin(play, **how)
        return self.end()

    def volley(self, calls: dict[int, list[dict[str, Any]]]) -> list[Row]:
        """Each player sends his calls, all at once."""
        return self.play("volley", calls={str(number): each for number, each in calls.items()})

    def rows(self) -> list[Row]:
        """Everything that was logged, the earliest answer first."""
        for n, log in enumerate(self.logs):
            with open(log, "rb") as lines:
                lines.seek(self._read[n])
                new = lines.read()
            whole = new[: new.rfind(b"\n") + 1]
            self._read[n] += len(whole)
            self._seen += [Row(**json.loads(line)) for line in whole.splitlines()]
        return sorted(self._seen, key=lambda row: row.ended)

    def disband(self) -> None:
        """End the processes."""
        for member in self._members:
            assert member.stdin is not None
            assert member.stdout is not None
            member.stdin.close()
            try:
                member.wait(10)
            except subprocess.TimeoutExpired:
                member.kill()
                member.wait(5)
            member.stdout.close()
