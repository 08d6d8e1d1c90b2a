"""One message to one browser: sealed so that only it can read (RFC 8291), signed with this
installation's key (RFC 8292), handed to its maker's push service (RFC 8030).

A browser names its service's address itself, so that only addresses of services that are known are
ever asked: a made-up one must not reach into the house.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache
from pathlib import Path

import httpcore
import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys
from webpush.vapid import VAPID

from app.core.address import AddressRefused, public, reachable, target_of
from app.core.outgoing import Lines, posting
from app.core.settings import settings

SERVICES = ("fcm.googleapis.com",)
SERVICES_UNDER = (".push.services.mozilla.com", ".notify.windows.com", ".push.apple.com")
"""The push services of Chrome and Edge, Firefox, Windows and Safari."""

KEEP = 24 * 60 * 60
"""Seconds that a service keeps a message for a browser that is not there."""

SECONDS = 10.0
MOST_BODY = 600
"""Characters of a message: services take 4,096 bytes, sealed."""


class PushFailed(Exception):
    """The service did not take it now, and may later."""


class PushGone(Exception):
    """The browser does not want any more, or never could: its subscription is to be forgotten."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a browser shows, and the page that opens when it is pressed."""

    title: str
    body: str
    url: str
    tag: str  # a later word with the same tag takes its place
    lang: str


def allowed(endpoint: str) -> bool:
    """Whether an address is one of a known push service, or of a host that the operator named."""
    try:
        found = target_of(endpoint)
    except AddressRefused:
        return False
    if found.among(settings().push_hosts):
        return True
    known = found.host in SERVICES or found.host.endswith(SERVICES_UNDER)
    return found.scheme == "https" and found.port == 443 and known


def good_keys(p256dh: str, auth: str) -> bool:
    """Whether these are a browser's public point and its secret, base64url."""
    try:
        point, secret = _decoded(p256dh), _decoded(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == 65 and len(secret) == 16


def public_key() -> str:
    """This installation's key as browsers ask for it: base64url of the uncompressed point."""
    return _signer(_key_file()).application_server_key


def send(endpoint: str, p256dh: str, auth: str, word: Word) -> None:
    """Hand a message to a browser's push service. Raises `PushGone` and `PushFailed`."""
    if not allowed(endpoint):
        raise PushGone(endpoint)
    said = {"title": word.title, "body": word.body[:MOST_BODY]}
    said |= {"url": word.url, "tag": word.tag, "lang": word.lang}
    try:
        subscription = WebPushSubscription(
            endpoint=endpoint,
            keys=WebPushKeys(p256dh=p256dh, auth=auth),
        )
        sealed = _signer(_key_file()).push().get(orjson.dumps(said), subscription)
    except ValueError as error:
        raise PushGone(endpoint) from error
    headers = [*sealed.headers.items(), ("content-type", "application/octet-stream")]
    try:
        status = _post(endpoint, headers, sealed.encrypted)
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise PushFailed(type(error).__name__) from error
    # 400, 401 and 403 say that this subscription was made for another key; 413 cannot get better.
    if status in (400, 401, 403, 404, 410, 413):
        raise PushGone(f"HTTP {status}")
    if not 200 <= status < 300:
        raise PushFailed(f"HTTP {status}")


def _post(endpoint: str, headers: list[tuple[str, str]], body: bytes) -> int:
    """The status of the answer, whose body is not read; no redirect is followed."""
    target = target_of(endpoint)
    lines = Lines(SECONDS, reachable if target.among(settings().push_hosts) else _public)
    with posting(lines, target, headers, body) as answer:
        return answer.status


def _public(ip: str, _: str) -> bool:
    return public(ip)


@dataclass(frozen=True, slots=True)
class _Signer:
    private: bytes
    public: bytes
    application_server_key: str

    def push(self) -> WebPush:
        """One for each message: it keeps what it was asked last."""
        address = parseaddr(settings().mail_from)[1]
        return WebPush(self.private, self.public, subscriber=address, ttl=KEEP)


@cache
def _signer(path: Path) -> _Signer:
    private = path.read_bytes()
    key = load_pem_private_key(private, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    public = key.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return _Signer(private, pem, VAPID.get_application_server_key(public))


def _key_file() -> Path:
    """The private key's file: configured, or made once in the data folder."""
    config = settings()
    if config.push_key is not None:
        return config.push_key.expanduser().resolve()
    path = config.folder / "push.pem"
    if not path.exists():
        config.folder.mkdir(parents=True, exist_ok=True)
        made = ec.generate_private_key(ec.SECP256R1())
        new = path.with_name(f"push.{os.getpid()}.{secrets.token_hex(4)}")
        new.touch(mode=0o600)
        new.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        try:
            os.link(new, path)  # fails where another process was first: then that one counts
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
