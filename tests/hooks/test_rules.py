"""Which addresses may be told, how messages are signed, when they are tried again."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from app.core.address import AddressRefused, Target, public
from app.core.errors import Problem
from app.hooks.rules import (
    OF_HOUSE,
    OF_PROJECT,
    TRIED,
    AddressNotPublic,
    headers,
    hold,
    may_connect,
    new_secret,
    pause,
    signature,
    target,
)
from app.models.base import Base
from app.models.transition import LIFECYCLES


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("https://hooks.example.org/dure", None),
        ("https://hooks.example.org:8443/dure?x=1", None),
        ("https://93.184.216.34/", None),
        ("http://hooks.example.org/", AddressNotPublic),
        ("https://localhost/", AddressNotPublic),
        ("https://127.0.0.1/", AddressNotPublic),
        ("https://127.1/", AddressNotPublic),
        ("https://2130706433/", AddressNotPublic),
        ("https://10.0.0.7/", AddressNotPublic),
        ("https://169.254.169.254/latest", AddressNotPublic),
        ("https://[::1]/", AddressNotPublic),
        ("https://[fd00::1]/", AddressNotPublic),
        ("https://[::ffff:10.0.0.7]/", AddressNotPublic),
        ("ftp://hooks.example.org/", AddressRefused),
        ("https://me:secret@hooks.example.org/", AddressRefused),
        ("https://hooks.example.org/#x", AddressRefused),
        ("not an address", AddressRefused),
    ],
)
def test_addresses(address: str, refused: type[Problem] | None) -> None:
    if refused is None:
        assert target(address, ()).host
        return
    with pytest.raises(refused):
        target(address, ())


def test_the_operator_names_what_else_may_be_told() -> None:
    named = ("10.0.0.7:9000", "hooks.house")
    assert target("http://10.0.0.7:9000/x", named) == Target("http", "10.0.0.7", 9000, "/x")
    assert target("https://hooks.house/", named).host == "hooks.house"
    for address in ("http://10.0.0.7:9001/x", "http://hooks.house:8080/"):
        with pytest.raises(AddressNotPublic):
            target(address, named)


@pytest.mark.parametrize(
    ("ip", "may"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.168.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:a00:1::", False),
        ("64:ff9b::a00:1", False),
    ],
)
def test_what_a_name_may_resolve_to(ip: str, may: bool) -> None:
    assert public(ip) is may
    found = Target("https", "hooks.example.org", 443, "/")
    assert may_connect(found, (), ip) is may
    # Where the operator has named the host, a house's own addresses do; a cloud's keys never.
    if ip.startswith("10."):
        assert may_connect(found, ("hooks.example.org",), ip)
    if ip.startswith("169."):
        assert not may_connect(found, ("hooks.example.org",), ip)


def test_the_signature_of_the_specification() -> None:
    """The example of the Standard Webhooks specification."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_both_secrets_sign() -> None:
    keys = [new_secret(), new_secret()]
    assert len(base64.b64decode(keys[0].removeprefix("whsec_"))) == 32
    sent = dict(headers("msg_1_2", 1614265330, b"{}", keys))
    assert sent["webhook-id"] == "msg_1_2"
    assert sent["webhook-signature"].split() == [
        signature(key, "msg_1_2", 1614265330, b"{}") for key in keys
    ]


def test_pauses_grow_and_fill_three_days() -> None:
    pauses = [pause(attempt) for attempt in range(1, 30)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(seconds=5), timedelta(hours=6))
    within = 0
    passed = timedelta()
    while passed + pauses[within] <= TRIED:
        passed += pauses[within]
        within += 1
    assert within > 10
    assert [hold(n).total_seconds() for n in (1, 2, 3, 4, 9)] == [5, 15, 60, 300, 300]


def test_every_kind_is_a_state_that_is_reached() -> None:
    """A kind that nothing leads to would be waited for in vain."""
    by_name: dict[str, type[Base]] = {table.__tablename__: table for table in LIFECYCLES}
    for kind, (subject, state) in {**OF_PROJECT, **OF_HOUSE}.items():
        if subject == "assignment":
            continue  # its lifecycle is by level
        assert state in list(LIFECYCLES[by_name[subject]]), kind
