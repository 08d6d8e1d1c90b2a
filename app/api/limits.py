"""How often something may be tried: counted in Redis where there is one, else in this process."""

import ipaddress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import structlog
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from app.core.errors import TooManyRequests
from app.core.settings import settings
from app.core.watch_meters import meters

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one address, and one client, may do a thing.

    A client is a network address, behind which a whole training room may sit: its bound is wide.
    """

    name: str
    address: RateLimitItem
    client: RateLimitItem


@dataclass(frozen=True, slots=True)
class Whole:
    """How often one account may be tried from everywhere together, and what is said after that."""

    name: str
    item: RateLimitItem
    detail: str


PASSWORDS = Whole(
    "passwords",
    parse("30/hour"),
    "This account was tried too often; use a browser that you have signed in with, a passkey or "
    "the link for a new password, or wait up to an hour.",
)
"""Wrong passwords from browsers that the account's person never used. He himself still comes in by
one that he did, by a passkey, or by a link in a mail: nobody can shut him out."""
CODES = Whole(
    "codes",
    parse("20/10 minutes"),
    "Codes of this account were tried too often; wait up to 10 minutes, or use a passkey.",
)
"""Codes, from who knows the password."""
SIGN_IN = Limit("sign_in", parse("10/10 minutes"), parse("300/10 minutes"))
SIGN_UP = Limit("sign_up", parse("5/hour"), parse("200/hour"))
MAIL = Limit("mail", parse("5/hour"), parse("60/hour"))
GUESS = Limit("guess", parse("10/10 minutes"), parse("300/10 minutes"))
"""Tokens of links, and one's own password: the address is then what is guessed at."""
CODE = Limit("code", parse("60/10 minutes"), parse("300/10 minutes"))
"""Second steps of signing in: the address is then the step."""
CHALLENGE = Limit("challenge", parse("120/10 minutes"), parse("300/10 minutes"))
"""Asking for a passkey: nobody is named, so the address is the client."""
LOOK = Limit("look", parse("1200/minute"), parse("1200/minute"))
"""Public pages: the address is then the resource."""
VISIT = Limit("visit", parse("60/hour"), parse("600/hour"))
"""What is counted of public pages: nobody makes a data set look sought after by himself."""
REPORT = Limit("report", parse("30/hour"), parse("300/hour"))
"""What users find wrong: the address is then the person."""


@cache
def _memory() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(MemoryStorage())


@cache
def _limiter() -> FixedWindowRateLimiter:
    url = settings().redis_url
    if url is None:
        return _memory()
    if url.startswith("unix:"):
        url = f"redis+{url}"
    made = storage_from_string(
        url, wrap_exceptions=True, socket_timeout=1, socket_connect_timeout=1
    )
    assert isinstance(made, Storage)
    return FixedWindowRateLimiter(made)


def _hit(item: RateLimitItem, *what: str) -> bool:
    try:
        return _limiter().hit(item, *what)
    except StorageError as fault:
        # A Redis that is away must not shut everybody out, nor let everybody try for ever.
        log.warning("limits counted in memory", error=str(fault)[:200])
        return _memory().hit(item, *what)


def _network(client: str) -> str:
    """One IPv6 customer has 2**64 addresses: he counts as one."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.version == 6:
        return str(ipaddress.ip_network(f"{client}/64", strict=False))
    return client


def _hidden(address: str) -> str:
    return sha256(address.casefold().encode(errors="surrogatepass")).hexdigest()[:32]


def spend(limit: Limit, client: str, address: str) -> None:
    """Count one try. Raises `TooManyRequests` where there have been too many.

    An address is counted for each client apart, so that nobody can shut its owner out.
    """
    network = _network(client)
    for item, what in (
        (limit.client, (limit.name, network)),
        (limit.address, (limit.name, network, _hidden(address))),
    ):
        if not _hit(item, *what):
            meters().refused.labels(limit.name).inc()
            minutes = max(1, item.get_expiry() // 60)
            raise TooManyRequests(
                f"That was tried too often; wait up to {minutes} minutes, then try again.",
                retry_after=item.get_expiry(),
            )


def slow(whole: Whole, address: str) -> None:
    """Count one try at an account, wherever it comes from. Raises `TooManyRequests`."""
    if not _hit(whole.item, whole.name, _hidden(address)):
        raise TooManyRequests(whole.detail, retry_after=whole.item.get_expiry())


def pardon(whole: Whole, address: str) -> None:
    """Forget the tries at an account: this one was right."""
    try:
        _limiter().clear(whole.item, whole.name, _hidden(address))
    except StorageError:
        _memory().clear(whole.item, whole.name, _hidden(address))


def forgive(limit: Limit, client: str, address: str) -> None:
    """Forget the tries of an address: this one was right."""
    try:
        _limiter().clear(limit.address, limit.name, _network(client), _hidden(address))
    except StorageError:
        _memory().clear(limit.address, limit.name, _network(client), _hidden(address))


def forget() -> None:
    """Forget what this process has counted, and where counts are kept: settings are read again."""
    for cached in (_limiter, _memory):
        cached.cache_clear()
