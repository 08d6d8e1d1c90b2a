"""Which hosts are answered, what at which; and the headers that keep a browser to it.

Files that strangers sent can have an origin of their own (`DURE_MEDIA_URL`): the same program,
which at that host serves signed links and nothing else, so that no file is ever of the origin that
the sessions are of.
"""

from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders

from app.core.errors import NotFound, Problem
from app.core.settings import Settings
from app.storage.links import PATH

OURSELVES = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = ("/health/", "/metrics")
"""What balancers and collectors ask for by address."""

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Takes are recorded and photographed here, and passkeys used; nothing else of a device.
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), "
    "serial=(), bluetooth=(), midi=(), display-capture=()",
}
"""Of every answer that does not say otherwise."""

HTTPS_ONLY = "max-age=31536000; includeSubDomains"


class HostUnknown(Problem):
    """The request is for a host that this installation is not."""

    status, code, title = 421, "host_unknown", "Not a host of this installation"


def refusal(config: Settings, host: str, path: str) -> Problem | None:
    """Why a request for `host` (as its header says) is not answered there; None where it is."""
    if path.startswith(EVERYWHERE):
        return None
    own, media, names = _known(config.address, config.media_url, config.allowed_hosts)
    asked = _authority(f"//{host}")
    if media is not None and asked == media != own and not path.startswith(PATH):
        return NotFound("Only files are served here; open the application's own address.")
    if names and _name(asked) not in names:
        return HostUnknown("This is not an address of Dure; open the one that you were given.")
    return None


def set_safe(headers: MutableHeaders, config: Settings) -> None:
    """Add what every answer carries, where it does not say otherwise itself."""
    for name, value in SAFE.items():
        headers.setdefault(name, value)
    if config.address.startswith("https:"):
        headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)


@lru_cache(maxsize=8)
def _known(
    address: str, media_url: str | None, allowed: tuple[str, ...]
) -> tuple[str, str | None, frozenset[str]]:
    """Our own authority, that of files, and all names that are answered (none: any)."""
    own, media = _authority(address), None if media_url is None else _authority(media_url)
    names = {one.lower() for one in allowed}
    if names:
        names |= OURSELVES | {_name(own)} | ({_name(media)} if media else set())
    return own, media, frozenset(names)


def _authority(url: str) -> str:
    """`host`, or `host:port` where the port is not the usual one."""
    scheme, netloc = urlsplit(url)[:2]
    host = netloc.rpartition("@")[2].lower().rstrip(".")
    usual = {"http": (":80",), "https": (":443",), "": (":80", ":443")}.get(scheme, ())
    for port in usual:
        host = host.removesuffix(port)
    return host


def _name(authority: str) -> str:
    """Without its port and brackets."""
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0]
