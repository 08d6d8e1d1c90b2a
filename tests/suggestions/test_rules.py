"""Which addresses may be asked."""

from __future__ import annotations

import pytest

from app.core.address import AddressRefused, Target, reachable, target_of
from app.suggestions.rules import HostNotAllowed, blames_items, must_be_allowed


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("http://models", Target("http", "models", 80, "/")),
        ("https://Models.Example.org./a?b=c", Target("https", "models.example.org", 443, "/a?b=c")),
        ("http://10.0.0.7:9000/x", Target("http", "10.0.0.7", 9000, "/x")),
        ("http://[::1]:9000/x", Target("http", "::1", 9000, "/x")),
    ],
)
def test_addresses(address: str, target: Target) -> None:
    assert target_of(address) == target


@pytest.mark.parametrize(
    "address",
    [
        "",
        "models:9000",
        "//models/x",
        "ftp://models/x",
        "file:///etc/passwd",
        "gopher://models/x",
        "http://",
        "http:///x",
        "http://models:0/",
        "http://models:99999/",
        "http://models:x/",
        "http://me@models/",
        "http://me:secret@models/",
        "http://models/#x",
        "http://models/a b",
        "http://models/\r\nHost: other",
        "http://models\\@other/",
        "http://모델/",
        "http://[::1/",
        "http://mod els/",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(AddressRefused):
        target_of(address)


@pytest.mark.parametrize(
    ("address", "allowed", "may"),
    [
        ("http://models/x", "models", True),
        ("https://models/x", "models", True),
        ("http://models:80/x", "models", True),
        ("http://MODELS/x", "Models", True),
        ("http://models:443/x", "models", False),
        ("http://models:6379/x", "models", False),
        ("http://models:9000/x", "models:9000", True),
        ("http://models:9001/x", "models:9000", False),
        ("http://models/x", "models:80", True),
        ("http://models/x", "", False),
        ("http://other/x", "models", False),
        ("http://models.evil.org/x", "models", False),
        ("http://evilmodels/x", "models", False),
        ("http://127.0.0.1/x", "localhost", False),
        ("http://2130706433/x", "127.0.0.1", False),
        ("http://0x7f.1/x", "127.0.0.1", False),
        ("http://[::1]:9000/x", "[::1]:9000", True),
        ("http://[::1]/x", "[::1]", True),
        ("http://[::ffff:127.0.0.1]/x", "127.0.0.1", False),
    ],
)
def test_only_hosts_that_the_operator_allowed(address: str, allowed: str, may: bool) -> None:
    names = tuple(allowed.split())
    if may:
        must_be_allowed(target_of(address), names)
    else:
        with pytest.raises(HostNotAllowed, match="DURE_MODEL_HOSTS"):
            must_be_allowed(target_of(address), names)


@pytest.mark.parametrize(
    ("ip", "named", "may"),
    [
        ("10.1.2.3", "models", True),
        ("127.0.0.1", "models", True),
        ("::1", "models", True),
        ("93.184.216.34", "models", True),
        ("169.254.169.254", "models", False),
        ("169.254.169.254", "169.254.169.254", True),
        ("::ffff:169.254.169.254", "models", False),
        ("fe80::1%eth0", "models", False),
        ("0.0.0.0", "models", False),
        ("::", "models", False),
        ("224.0.0.1", "models", False),
    ],
)
def test_a_name_leads_only_to_hosts(ip: str, named: str, may: bool) -> None:
    assert reachable(ip, named) is may


def test_who_is_to_blame() -> None:
    assert [status for status in range(200, 600) if blames_items(status)][:5] == [
        400, 413, 415, 422, 500,
    ]  # fmt: skip
    assert not any(blames_items(status) for status in (401, 403, 404, 429, 502, 503, 504))
