"""What a resident registration number and an account number are, and how they are shown. Pure."""

import calendar
import re

_NUMBER = re.compile(r"^(\d{2})(\d{2})(\d{2})-?([0-9])(\d{6})$")
_CENTURIES = {
    **dict.fromkeys("1256", 1900),
    **dict.fromkeys("3478", 2000),
    **dict.fromkeys("90", 1800),
}
_ACCOUNT = re.compile(r"^[0-9]{6,20}$")


def resident_number(given: str) -> str | None:
    """The 13 digits of a resident or foreigner registration number; None where it is none.

    Its date must be one. The check digit is not asked for: since October 2020 the last six digits
    are given by chance (Enforcement Rule of the Resident Registration Act, article 2).
    """
    found = _NUMBER.match(given.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups()[:3])
    year += _CENTURIES[found[4]]
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return "".join(found.groups())


def masked_number(number: str) -> str:
    """`900101-1******` of 13 digits."""
    return f"{number[:6]}-{number[6]}******"


def account_number(given: str) -> str | None:
    """The digits of an account number; None where it is none."""
    digits = re.sub(r"[\s-]", "", given)
    return digits if _ACCOUNT.match(digits) else None


def masked_account(number: str) -> str:
    """All but the last four digits covered."""
    return "*" * (len(number) - 4) + number[-4:]
