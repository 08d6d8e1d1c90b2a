"""What is withheld from a payment, by a rule that held on its day. Pure; won.

The rules and worked numbers are Korea's (Income Tax Act, articles 14, 47, 84, 86, 127, 129, 134);
their rates and thresholds come in `rule`, as `app/ledger/rule_schemas.py` describes them. Rates are
written as text and reckoned exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.models.money import Income


@dataclass(frozen=True, slots=True)
class Tax:
    """Income tax and local income tax that are withheld, in won."""

    tax: int
    local: int

    def net(self, gross: int) -> int:
        """What reaches the person of `gross`."""
        return gross - self.tax - self.local


class Split(ValueError):
    """A payment that is less than the tax which all payments of its case owe with it: a case was
    split to stay under the threshold, and is paid together instead."""


def withheld(
    kind: Income,
    rule: Mapping[str, Any],
    gross: int,
    *,
    before: int = 0,
    before_tax: int = 0,
    days: Sequence[int] = (),
) -> Tax:
    """What is withheld from a payment of `gross` won.

    Other income asks its threshold of the whole case, all that one person is paid under one
    contract: `before` was paid of it already, and `before_tax` withheld. Daily employment is taxed
    by the wages of its `days`, which add up to `gross`. Raises `Split`, and `ValueError` where the
    days do not add up.
    """
    if kind is Income.BUSINESS:
        owed = Fraction(rule["rate"]) * gross
    elif kind is Income.OTHER:
        owed = _other(rule, before + gross)
    else:
        if sum(days) != gross:
            raise ValueError("the wages of the days are not what is paid")
        owed = sum(
            (Fraction(rule["rate"]) * max(0, wage - int(rule["deduction"])) for wage in days),
            Fraction(0),
        )
    step = int(rule["floor_to"])
    tax = max(0, _floor(owed, step) - before_tax)
    if tax < int(rule["least_tax"]):
        tax = 0
    found = Tax(tax, _floor(Fraction(rule["local_rate"]) * tax, step))
    if found.net(gross) < 0:
        raise Split("the tax on all that was paid under the contract exceeds this payment")
    return found


def _other(rule: Mapping[str, Any], case: int) -> Fraction:
    if case <= int(rule["free_to"]):
        return Fraction(0)
    return (1 - Fraction(rule["deemed_expense"])) * case * Fraction(rule["rate"])


def _floor(amount: Fraction, step: int) -> int:
    return int(amount // step) * step
