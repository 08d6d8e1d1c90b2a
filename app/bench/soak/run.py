"""The order of a soak: people at all levels work while parts of the installation die; then the
clients come to an end, what has a term runs out, chores are finished, and truth is asked."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.bench.soak import truth
from app.bench.soak.crew import Crew, Row, journal
from app.bench.soak.ground import FUNDS, Scene, scene
from app.bench.soak.house import KINDS, House, Kill, house
from app.core.database import owner_engine

PAUSE = 1.0  # seconds that a client thinks between two pieces of work, on the average
AGAIN = 0.5  # … before he sends again what was not answered
KILLS_A_MINUTE = 2.4
FIRST = 4.0  # seconds before the first death
QUIET = 180.0  # seconds for chores to be finished afterwards
TICK = 0.1


def measure(
    *, minutes: float, clients: int, seed: int, say: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """What happened, and `wrong`: what must not be so, in sentences; nothing where all is well."""
    with tempfile.TemporaryDirectory(prefix="dure-soak-") as made:
        folder = Path(made).resolve()
        folder.chmod(0o711)  # PostgreSQL may run as another user
        say("Starting PostgreSQL, Redis, two API processes and two workers …")
        with house(folder / "d") as there:
            say("Putting work on offer …")
            seconds = minutes * 60
            on = scene(clients, tasks=max(2_000, round(seconds * clients / PAUSE / 4)))
            logs = _work(there, on, folder, seconds, random.Random(seed), say)  # noqa: S311
            say("Asking what is true …")
            told = _told(there, on, logs)
            told["wrong"] += [f"left running: {one}" for one in there.end()]
    asked = {"minutes": minutes, "clients": clients, "seed": seed}
    return asked | told | {"ok": not told["wrong"]}


def deaths(seconds: float, chance: random.Random) -> Iterator[tuple[float, str]]:
    """When, in seconds from the beginning, what dies: every kind as often as any other, in rounds
    of its own order, at uneven distances."""
    many = max(2 * len(KINDS), round(seconds / 60 * KILLS_A_MINUTE))
    each = (seconds - FIRST) / many
    order: list[str] = []
    for n in range(many):
        order = order or chance.sample(KINDS, len(KINDS))
        yield FIRST + each * (n + chance.uniform(0, 0.8)), order.pop()


def _work(
    there: House,
    on: Scene,
    folder: Path,
    seconds: float,
    chance: random.Random,
    say: Callable[[str], None],
) -> list[Path]:
    """Let all work for so long; the logs of the clients."""
    at = {"host": "127.0.0.1", "port": there.port}
    crew = Crew(folder, ["-m", "app.bench.soak.plays"], [one | at for one in on.players])
    try:
        begun = time.monotonic()
        crew.begin("soak", stubborn=True, pause=PAUSE, again=AGAIN)
        for when, kind in deaths(seconds, chance):
            _watch(there, begun + when)
            there.kill(kind, chance)
            say(f"{time.monotonic() - begun:.0f} s: {kind} is killed ({len(there.kills)}).")
        _watch(there, begun + seconds)
        say("The clients come to an end …")
        crew.stop()
        _watch(there, time.monotonic(), until=there.all_work)
        crew.wait()
        _settle(there, on, say)
    finally:
        crew.disband()
    return crew.logs


def _watch(there: House, end: float, until: Callable[[], bool] = lambda: True) -> None:
    """Revive what ends, until that time and that is so."""
    while time.monotonic() < end or not until():
        there.mend()
        time.sleep(TICK)
    there.mend()  # notes what is back since the last look


def _settle(there: House, on: Scene, say: Callable[[str], None]) -> None:
    """Let the time go by that claims and chores of the dead have left, and wait until nothing is
    to be done."""
    say("Terms run out, chores are finished …")
    with owner_engine().begin() as connection:
        for statement in (
            "UPDATE assignment SET due_at = now() WHERE state = 'reserved'",
            "UPDATE chore SET leased_until = now() WHERE state = 'running'",
            "UPDATE chore SET run_after = now() WHERE state = 'failed'",
        ):
            connection.exec_driver_sql(statement)
    end = time.monotonic() + QUIET
    _watch(there, 0, until=lambda: _is_quiet() or time.monotonic() > end)


def _is_quiet() -> bool:
    return not truth.one(
        None,
        """SELECT EXISTS (SELECT FROM chore WHERE state IN ('running', 'failed')
               OR state = 'queued' AND run_after <= now())
             OR EXISTS (SELECT FROM assignment WHERE state = 'reserved' AND due_at <= now())
             OR EXISTS (SELECT FROM task WHERE state = 'aggregating')""",
    )


def _told(there: House, on: Scene, logs: list[Path]) -> dict[str, Any]:
    stored, acknowledged, wrong = 0, 0, []
    for project_id in on.projects:
        found = truth.answers(project_id, journal(logs))
        stored, acknowledged = stored + found[0], acknowledged + found[1]
        wrong += [*found[2], *truth.places(project_id), *truth.money(project_id, FUNDS)]
    wrong += [*truth.chores(), *truth.claims(), *truth.payouts(), *truth.imports(journal(logs))]
    wrong += [f"a fault in a log: {line}" for line in there.said()]
    done, errors = _acknowledged(journal(logs))
    if missing := sorted(set(KINDS) - {kill.kind for kill in there.kills}):
        wrong.append(f"nobody killed {', '.join(missing)}")
    wrong += [f"{kill.kind} never came back" for kill in there.kills if kill.back is None]
    return {
        "kills": dict(Counter(kill.kind for kill in there.kills)),
        "loops": acknowledged,
        "kept": stored,
        "replies_lost": stored - acknowledged,
        "errors": errors,
        "recovery_s": _recovery(there.kills, done),
        "latency_ms": _latency([seconds for _, seconds in done]),
        "rows": truth.counts(),
        "wrong": wrong,
    }


def _acknowledged(log: Iterator[Row]) -> tuple[list[tuple[float, float]], dict[str, int]]:
    """When each hand-in was sent, and the seconds to its answer, the earliest first; and what was
    refused or not answered, by the verb and why."""
    done, errors = [], Counter[str]()
    for row in log:
        if row.status == 201 and row.verb == "submission":
            done.append((row.begun, row.ended - row.begun))
        elif not 200 <= row.status < 300:
            verb = row.verb if row.verb.replace("-", "").islower() else "one"  # else some id
            errors[f"{verb} {row.status} {row.code}".strip()] += 1
    return sorted(done), dict(errors.most_common())


def _recovery(kills: list[Kill], done: list[tuple[float, float]]) -> dict[str, Any]:
    """Of each kind, seconds from a death until the part works again (`part`), and until somebody
    has the answer to a hand-in that he sent after it (`service`)."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: {"part": [], "service": []})
    for kill in kills:
        if kill.back is not None:
            found[kill.kind]["part"].append(kill.back - kill.at)
        after = done[bisect_left(done, (kill.at, 0.0)) :]
        if after:
            found[kill.kind]["service"].append(min(sent + took for sent, took in after) - kill.at)
    return {kind: {what: _cuts(took) for what, took in of.items()} for kind, of in found.items()}


def _cuts(seconds: list[float], digits: int = 2) -> dict[str, float]:
    if not seconds:
        return {}
    cuts = statistics.quantiles(seconds, n=20, method="inclusive") if seconds[1:] else seconds * 19
    told = {"p50": cuts[9], "p95": cuts[18], "max": max(seconds)}
    return {name: round(value, digits) for name, value in told.items()}


def _latency(seconds: list[float]) -> dict[str, float]:
    return _cuts([second * 1000 for second in seconds], 1)
