"""What the clients of a soak do: everybody his own part, until told to stop.

Run as a program (`python -m app.bench.soak.plays`), which knows HTTP alone. A client that gets no
answer sends the same again under the same key, as the web app does; what he holds at the end he
gives back.
"""

import base64
import csv
import datetime
import hashlib
import io
import json
import threading
from collections.abc import Callable
from typing import Any

from app.bench.soak.player import Player, lead, new_key

SEOUL = datetime.timezone(datetime.timedelta(hours=9))
ROWS = 400  # of one import


def soak(player: Player, play: dict[str, Any], stop: threading.Event) -> None:
    """Play one's part."""
    PARTS[player.given["part"]](Hand(player, play["pause"], stop))


class Hand:
    """A player with his pace and his end."""

    def __init__(self, player: Player, pause: float, stop: threading.Event) -> None:
        self.player = player
        self.chance = player.chance
        self.send = player.send
        self.pause = pause  # seconds between two pieces of work, on the average
        self.stop = stop

    def goes_on(self, times: float = 1) -> bool:
        """Think for a while; whether there is still time."""
        return not self.stop.wait(self.chance.uniform(0, 2 * self.pause * times))

    def give_back(self, lease: dict[str, Any]) -> None:
        """Return what one holds."""
        self.send("POST", f"{self.player.place}/assignments/{lease['id']}/return", {"why": ""})


def work(hand: Hand) -> None:
    """Label: with drafts, some given back, and what comes back mended."""
    _through(hand, 0, hand.player.submit, _mend)


def first(hand: Hand) -> None:
    """Inspect what was handed in."""
    _through(hand, 1, hand.player.judge)


def second(hand: Hand) -> None:
    """Inspect the work again."""
    _through(hand, 2, hand.player.judge)


def paid(hand: Hand) -> None:
    """Label, and ask for one's money now and then."""
    _through(hand, 0, hand.player.submit, _mend, _ask)


def _through(
    hand: Hand,
    level: int,
    act: Callable[..., tuple[int, Any]],
    *aside: Callable[[Hand], None],
) -> None:
    """Claim and hand in, mostly with the next piece; now and then something `aside`."""
    player = hand.player
    while hand.goes_on():
        if aside and hand.chance.random() < 0.1:
            hand.chance.choice(aside)(hand)
        status, answer = player.claim(level, count=hand.chance.choice([1, 1, 2]))
        for lease in answer["leases"] if status == 201 else []:
            held = lease
            while held is not None:
                if not hand.goes_on() or hand.chance.random() < 0.05:
                    hand.give_back(held)
                    break
                if level == 0 and hand.chance.random() < 0.1:
                    draft = f"{player.place}/assignments/{held['id']}/draft"
                    body = {"revision": 0, "body": {"x": hand.chance.random()}}
                    hand.send("PUT", draft, body)
                status, told = act(held, follow=hand.chance.random() < 0.7)
                held = told["next"] if status == 201 else None


def _mend(hand: Hand) -> None:
    status, answer = hand.send("GET", "/api/v1/me/assignments?state=rework")
    for row in answer["items"] if status == 200 else []:
        hand.player.submit(row)


def _ask(hand: Hand) -> None:
    who = f"{hand.player.who:06d}"
    identity = {"legal_name": "김민지", "number": f"900101-2{who}"}
    account = {"bank": "004", "account": f"110-123-{who}", "holder": "김민지", "minimum": 0}
    for path, body in (("identity", identity), ("payee", account)):
        if hand.player.given.setdefault(path, 0) != 204:
            hand.player.given[path], _ = hand.send("PUT", f"/api/v1/me/{path}", body)
    home = {"organisation_id": hand.player.given["organisation"]}
    hand.send("POST", "/api/v1/me/payouts", home)


def prepare(hand: Hand) -> None:
    """Gather what people ask for, send what is approved, take in what the bank says."""
    home = f"/api/v1/organisations/{hand.player.given['organisation']}/payouts"
    while hand.goes_on(5):
        today = datetime.datetime.now(SEOUL).date().isoformat()
        hand.send("POST", home, {"through": today, "on_demand": True}, new_key())
        for payout in _listed(hand, home, ("approved", "sent")):
            path = f"{home}/{payout['id']}"
            status, file = hand.send("GET", f"{path}/bank-file")
            if status == 200 and isinstance(file, str):
                hand.send("POST", f"{path}/sent")
                _answered(hand, f"{path}/result", file)


def _answered(hand: Hand, path: str, file: str) -> None:
    said = io.StringIO()
    rows = csv.writer(said)
    rows.writerow(["reference", "amount", "status", "reason"])
    for row in csv.DictReader(io.StringIO(file)):
        rows.writerow([row["reference"], row["amount"], "paid", ""])
    head = 'Content-Disposition: form-data; name="file"; filename="result.csv"\r\n\r\n'
    data = f"--soak\r\n{head}{said.getvalue()}\r\n--soak--\r\n".encode()
    hand.send("POST", path, data=data, content_type="multipart/form-data; boundary=soak")


def approve(hand: Hand) -> None:
    """Approve what was gathered."""
    home = f"/api/v1/organisations/{hand.player.given['organisation']}/payouts"
    while hand.goes_on(3):
        for payout in _listed(hand, home, ("prepared",)):
            hand.send("POST", f"{home}/{payout['id']}/approve")


def _listed(hand: Hand, path: str, states: tuple[str, ...]) -> list[dict[str, Any]]:
    status, answer = hand.send("GET", path)
    rows = answer["items"] if status == 200 else []
    return [row for row in rows if row["state"] in states]


def manage(hand: Hand) -> None:
    """Import, put on offer, and release what is finished."""
    place, turn = hand.player.place, 0
    while hand.goes_on(10):
        turn += 1
        if turn % 2:
            _import(hand, turn)
        else:
            version = {"version": f"0.{hand.player.who}.{turn}", "stage_id": hand.player.stage}
            status, made = hand.send("POST", f"{place}/releases", version | {"format": "jsonl"})
            if status in (200, 202):
                _until(hand, f"{place}/releases/{made['id']}", ("building",))


def _import(hand: Hand, turn: int) -> None:
    place, stage = hand.player.place, hand.player.stage
    lines = (_line(f"{hand.player.who}-{turn}-{n}.jpg") for n in range(ROWS))
    data = "".join(lines).encode()
    upload = _upload(hand, data, f"{hand.player.who}-{turn}.jsonl")
    if upload is None:
        return
    body = {"stage_id": stage, "upload_id": upload, "format": "jsonl"}
    status, batch = hand.send("POST", f"{place}/imports", body)
    if status not in (200, 202):
        return
    if _until(hand, f"{place}/batches/{batch['id']}", ("pending", "importing")):
        hand.send("POST", f"{place}/stages/{stage}/openings", {"batch_id": batch["id"]})


def _line(name: str) -> str:
    digest = hashlib.sha256(name.encode()).hexdigest()
    url = f"https://files.example.org/{name}"
    row = {"name": name, "url": url, "sha256": digest, "width": 640, "height": 480}
    return json.dumps(row) + "\n"


def _upload(hand: Hand, data: bytes, name: str) -> str | None:
    """The upload's id; None where it was not taken."""
    path, tus = f"{hand.player.place}/uploads", {"tus_resumable": "1.0.0"}
    named = f"filename {base64.b64encode(name.encode()).decode()}"
    size = str(len(data))
    status, made = hand.send(
        "POST", path, data=b"", upload_length=size, upload_metadata=named, **tus
    )
    if status != 201:
        return None
    at = f"{path}/{made['id']}"
    status, _ = hand.send(
        "PATCH",
        at,
        data=data,
        upload_offset="0",
        content_type="application/offset+octet-stream",
        **tus,
    )
    # Sent twice because the first answer was lost: the bytes are there, and it does not start at 0.
    return made["id"] if status in (204, 409) else None


def _until(hand: Hand, path: str, states: tuple[str, ...]) -> bool:
    """Look until it is in none of these states; False where time is up, or it cannot be seen."""
    while hand.goes_on():
        status, found = hand.send("GET", path)
        if status != 200:
            return False
        if found["state"] not in states:
            return True
    return False


PARTS = {one.__name__: one for one in (work, first, second, paid, prepare, approve, manage)}

if __name__ == "__main__":
    lead({"soak": soak})
