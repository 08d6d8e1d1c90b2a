"""What was told reaches who is not looking: by mail and by push, once by each, as he chose."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select, text, update

from app.core.clock import SEOUL, utcnow
from app.core.database import transaction
from app.core.settings import configure, settings
from app.models.chore import Chore
from app.models.person import Login, Notification
from app.models.telling import Delivery, PushSubscription
from app.people import notifications, sessions, sign_up
from app.people.notifications import Told
from app.people.telling import push, service
from app.people.telling.schemas import PushIn, TellingIn
from app.workers.telling import hand_out


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """A browser's keys; it opens what it is sent as RFC 8291 has it."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.point = self.key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        self.secret = b"0123456789abcdef"

    def asks(self, endpoint: str) -> PushIn:
        keys = {"p256dh": b64(self.point), "auth": b64(self.secret)}
        return PushIn.model_validate({"endpoint": endpoint, "keys": keys})

    def opens(self, body: bytes) -> dict[str, Any]:
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        )
        info = b"WebPush: info\0" + self.point + sender

        def derived(length: int, salt: bytes, info: bytes, secret: bytes) -> bytes:
            return HKDF(hashes.SHA256(), length, salt, info).derive(secret)

        secret = derived(32, self.secret, info, shared)
        key = derived(16, salt, b"Content-Encoding: aes128gcm\0", secret)
        nonce = derived(12, salt, b"Content-Encoding: nonce\0", secret)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain.endswith(b"\x02")
        found: dict[str, Any] = json.loads(plain[:-1])
        return found


@dataclass
class Service:
    """A push service on this machine: keeps what it is sent, answers as it is told."""

    url: str = ""
    answers: list[int] = field(default_factory=list)  # and 201 when there are no more
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.got.append((self.path, headers, body))
            self.send_response(service.answers.pop(0) if service.answers else 201)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    configure(push_hosts=f"127.0.0.1:{server.server_port}")
    yield service
    configure(push_hosts=None)
    server.shutdown()
    server.server_close()


@dataclass
class Person:
    id: int
    login: bytes
    email: str


@pytest.fixture
def minji(database: object, worker: object) -> Person:
    with transaction() as s:
        email = "minji@example.test"
        person_id = sign_up.add(s, email=email, name="민지", password="a long way home")
        assert person_id is not None
        sessions.open_session(s, person_id, user_agent="tests")
    with transaction() as s:
        login = s.scalars(select(Login.token_hash).where(Login.person_id == person_id)).one()
    return Person(person_id, login, email)


def tell(person: Person, kind: Told = Told.PAYOUT_PAID, **params: Any) -> int:
    with transaction() as s:
        said = {"organisation": "한빛데이터", "net": 12400, **params}
        notifications.notify(s, person.id, kind, said)
    with transaction() as s:
        newest = select(Notification.id).order_by(Notification.id.desc()).limit(1)
        return s.scalars(newest).one()


def choose(person: Person, **other: Any) -> None:
    wanted: dict[str, Any] = {"topics": [], "quiet_from": None, "quiet_until": None}
    with transaction() as s:
        service.choose(
            s, person.id, TellingIn.model_validate({**wanted, "letter_at": 480, **other})
        )


def allow(person: Person, endpoint: str, browser: Browser) -> int:
    with transaction() as s:
        return service.let_in(s, person.id, person.login, browser.asks(endpoint))


def mails() -> list[Any]:
    found = []
    for path in sorted(settings().outbox.glob("*.eml")):
        found.append(message_from_bytes(path.read_bytes(), policy=policy.default))
        path.unlink()
    return found


def outcomes() -> list[str | None]:
    with transaction() as s:
        return list(s.scalars(select(Delivery.outcome).order_by(Delivery.channel)))


def let_time_pass() -> None:
    """What is due later is due now: chores that wait, and deliveries."""
    with transaction() as s:
        s.execute(update(Delivery).values(due_at=text("now()")))
        s.execute(update(Chore).values(run_after=text("now()")))


def test_a_word_is_mailed_once(minji: Person, worker: Callable[[], int]) -> None:
    word = tell(minji)
    hand_out()
    hand_out()
    worker()
    (mail,) = mails()
    assert (mail["To"], mail["Subject"]) == (
        minji.email,
        "[두레] 한빛데이터에서 12,400원을 계좌로 보냈어요",
    )
    assert f"/notifications?at={word}" in mail.get_content()
    assert "/notifications/settings" in mail.get_content()
    assert outcomes() == ["sent"]
    # The same chore once more, as after a worker that died: nothing goes out again.
    with transaction() as s:
        s.execute(text("UPDATE chore SET state = 'queued', finished_at = NULL"))
    worker()
    assert mails() == []


def test_a_browser_opens_what_it_is_sent(
    minji: Person, worker: Callable[[], int], receiver: Service
) -> None:
    browser = Browser()
    allow(minji, f"{receiver.url}/to/her", browser)
    choose(minji, topics=[{"topic": "money", "mail": "off", "push": "at_once"}])
    word = tell(minji)
    hand_out()
    worker()
    ((path, headers, body),) = receiver.got
    assert path == "/to/her"
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "86400")
    assert browser.opens(body) == {
        "title": "한빛데이터",
        "body": "한빛데이터에서 12,400원을 계좌로 보냈어요",
        "url": f"/notifications?at={word}",
        "tag": f"told-{word}",
        "lang": "ko",
    }
    # Signed by this installation's key, for this service.
    scheme, given = headers["authorization"].split(" ", 1)
    parts = dict(part.strip().split("=", 1) for part in given.split(","))
    assert (scheme, parts["k"]) == ("vapid", push.public_key())
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(parts["k"]))
    claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience="http://127.0.0.1")
    assert claims["sub"].startswith("mailto:")
    assert mails() == []
    assert outcomes() == ["sent"]


def test_who_takes_nothing_now_is_tried_again(
    minji: Person, worker: Callable[[], int], receiver: Service
) -> None:
    allow(minji, f"{receiver.url}/a", Browser())
    choose(minji, topics=[{"topic": "money", "mail": "off", "push": "at_once"}])
    receiver.answers = [503, 429]
    tell(minji)
    hand_out()
    for _ in range(3):
        worker()
        let_time_pass()
    worker()
    assert len(receiver.got) == 3
    assert outcomes() == ["sent"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    minji: Person, worker: Callable[[], int], receiver: Service, status: int
) -> None:
    allow(minji, f"{receiver.url}/gone", Browser())
    allow(minji, f"{receiver.url}/here", Browser())
    choose(minji, topics=[{"topic": "money", "mail": "off", "push": "at_once"}])
    receiver.answers = [status]
    tell(minji)
    hand_out()
    worker()
    assert [path for path, _, _ in receiver.got] == ["/gone", "/here"]
    with transaction() as s:
        assert s.scalars(select(PushSubscription.endpoint)).all() == [f"{receiver.url}/here"]
    assert outcomes() == ["sent"]


def test_who_signs_out_is_not_pushed_to(
    minji: Person, worker: Callable[[], int], receiver: Service
) -> None:
    allow(minji, f"{receiver.url}/a", Browser())
    with transaction() as s:
        sessions.shut_out(s, minji.id)
    tell(minji)
    hand_out()
    worker()
    assert receiver.got == []
    assert len(mails()) == 1


def test_the_days_words_come_in_one_letter(minji: Person, worker: Callable[[], int]) -> None:
    choose(minji, topics=[{"topic": "money", "mail": "daily", "push": "off"}])
    for net in (1000, 2000, 3000):
        tell(minji, net=net)
    hand_out()
    worker()
    assert mails() == []  # not before its hour
    read = tell(minji, net=9999)
    hand_out()
    with transaction() as s:
        notifications.mark_read(s, minji.id, [read])
    let_time_pass()
    hand_out()
    worker()
    (mail,) = mails()
    assert mail["Subject"].endswith("외 2건")
    said = mail.get_content()
    assert [f"{net:,}원" in said for net in (1000, 2000, 3000, 9999)] == [True, True, True, False]
    assert sorted(map(str, outcomes())) == ["read", "sent", "sent", "sent"]


def test_nothing_goes_out_that_was_not_wanted(minji: Person, worker: Callable[[], int]) -> None:
    choose(minji, topics=[{"topic": "money", "mail": "off", "push": "off"}])
    tell(minji)
    tell(minji, Told.PASSWORD_CHANGED)  # has a mail of its own
    hand_out()
    worker()
    assert mails() == []
    assert outcomes() == []


def test_quiet_hours_are_waited_out(minji: Person, worker: Callable[[], int]) -> None:
    local = utcnow().astimezone(SEOUL)
    minute = local.hour * 60 + local.minute
    choose(minji, quiet_from=(minute - 9) % 1440, quiet_until=(minute + 9) % 1440)
    tell(minji)
    hand_out()
    worker()
    assert mails() == []
    let_time_pass()
    hand_out()
    worker()
    assert len(mails()) == 1
