"""What a registration number and an account number are, and how they are shown."""

import pytest

from app.vault.rules import account_number, masked_account, masked_number, resident_number


@pytest.mark.parametrize(
    ("given", "digits"),
    [
        ("900101-1234567", "9001011234567"),
        ("9001011234567", "9001011234567"),
        (" 000229-3123456 ", "0002293123456"),
        ("851231-5123456", "8512315123456"),  # a foreigner
        ("010229-3123456", None),  # 2001 had no 29 February
        ("901301-1234567", None),
        ("900100-1234567", None),
        ("900101-123456", None),
        ("900101-12345678", None),
        ("900101 1234567", None),
        ("", None),
        ("구공일일", None),
    ],
)
def test_registration_numbers(given: str, digits: str | None) -> None:
    assert resident_number(given) == digits


@pytest.mark.parametrize(
    ("given", "digits"),
    [
        ("110-123-456789", "110123456789"),
        ("110 123 456", "110123456"),
        ("12345", None),
        ("1" * 21, None),
        ("110-12a-456", None),
    ],
)
def test_account_numbers(given: str, digits: str | None) -> None:
    assert account_number(given) == digits


def test_how_they_are_shown() -> None:
    assert masked_number("9001011234567") == "900101-1******"
    assert masked_account("110123456789") == "********6789"
