"""What the clients of the races play: run as a program, one process with many people."""

import threading
from typing import Any

from app.bench.soak.player import Player, lead


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


if __name__ == "__main__":
    lead(PLAYS)
