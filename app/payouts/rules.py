"""Payouts, decided: who can be paid, what is withheld, what each project bears. Pure; won."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.core.money import apportion
from app.models.money import Income
from app.models.payout import Held


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody who is owed money, as an organisation would pay him."""

    person_id: int
    income: Income
    first: bool
    retry_of: int | None
    identity: bool
    legal_name: str | None
    bank: str | None
    holder: str | None
    account_id: int | None
    confirmed: bool  # the account was looked at, although the names differ
    minimum: int


@dataclass(frozen=True, slots=True)
class Paid:
    """What a case was paid before, and what was withheld of it."""

    gross: int
    tax: int


Shares: TypeAlias = Mapping[int, int]
"""What each project owes: won by project id."""


def shared_out(total: int, shares: Shares) -> dict[int, int]:
    """`total` in whole won by project, as each bears it; of equal remainders the lower project's
    id comes first."""
    projects = sorted(shares)
    return dict(zip(projects, apportion(total, [shares[one] for one in projects]), strict=True))


def held(claim: Claim, gross: int) -> Held | None:
    """What keeps him out of the bank file; None: nothing does."""
    if not claim.identity:
        return Held.NO_IDENTITY
    if claim.account_id is None:
        return Held.NO_ACCOUNT
    if not claim.confirmed and not same_name(claim.legal_name or "", claim.holder or ""):
        return Held.NAME_DIFFERS
    if gross < claim.minimum:
        return Held.BELOW_MINIMUM
    return None


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for blanks, case and how their letters are composed."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def unpaid_days(days: Sequence[tuple[Any, int]], paid: int) -> list[tuple[Any, int]]:
    """Of wages by day, in order, those that were not paid yet: the first days were paid first."""
    found = []
    for day, wage in days:
        taken = min(paid, wage)
        paid -= taken
        if wage > taken:
            found.append((day, wage - taken))
    return found
