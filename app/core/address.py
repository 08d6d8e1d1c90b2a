"""Addresses that people give for programs of theirs: what one names, and where it leads."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.core.errors import Invalid

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]+")
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


class AddressRefused(Invalid):
    """What was given is no address that could be asked."""

    code, title = "address_refused", "Not an address that can be asked"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes."""

    scheme: str
    host: str  # lower case, without brackets
    port: int
    path: str  # with its query

    @property
    def authority(self) -> str:
        """`host:port`, as a setting names it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Whom a secret is meant for."""
        return self.scheme, self.host, self.port

    def among(self, allowed: tuple[str, ...]) -> bool:
        """Whether a setting names it: `host:port`, or `host` for its scheme's usual port."""
        names = {self.authority}
        if self.port == PORTS[self.scheme]:
            names |= {self.host, f"[{self.host}]"}
        return bool(names & {one.lower().rstrip(".") for one in allowed})


def target_of(address: str) -> Target:
    """What `address` names. Raises `AddressRefused`."""
    try:
        found = urlsplit(address)
        port = found.port
    except ValueError:
        raise AddressRefused("This is not an address; write it as https://host/path.") from None
    host = (found.hostname or "").rstrip(".")
    if not _PRINTABLE.fullmatch(address) or found.scheme not in PORTS:
        raise AddressRefused("An address begins with http:// or https:// and has no spaces.")
    if found.username is not None or found.password is not None or found.fragment:
        raise AddressRefused("Leave names, passwords and # out of the address.")
    if not _HOST.fullmatch(host) or port == 0:
        raise AddressRefused("The address names no host; write it as https://host/path.")
    path = (found.path or "/") + (f"?{found.query}" if found.query else "")
    return Target(found.scheme, host, port or PORTS[found.scheme], path)


def _ip(ip: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def numeric(host: str) -> bool:
    """Whether a host is an address and no name, in any spelling that resolvers take: `127.1`,
    `0x7f.0.0.1`, `2130706433`."""
    if ":" in host:
        return True
    try:
        socket.inet_aton(host)
    except OSError:
        return False
    return True


def reachable(ip: str, named: str) -> bool:
    """Whether a connection may go to what the host `named`, which the operator allows, resolved
    to. Addresses that are no host's (link-local ones, where clouds keep their keys; groups; none)
    only if he allowed that very address."""
    found = _ip(ip)
    return ip == named or not (found.is_link_local or found.is_multicast or found.is_unspecified)


def public(ip: str) -> bool:
    """Whether an address is one of the open network's, and no house's, machine's or cloud's own.
    What tunnels to one of those (6to4, Teredo, NAT64) is none either."""
    found = _ip(ip)
    if isinstance(found, ipaddress.IPv6Address):
        tunnels = found.sixtofour is not None or found.teredo is not None
        other = found.is_multicast or found.is_site_local or found in _NAT64
        return found.is_global and not (tunnels or other)
    return found.is_global and not found.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
