"""Turns at the interpreter: quick while it is asked for, and as before afterwards."""

from __future__ import annotations

import sys

import pytest

from app.core.turns import QUICK, quick_turns


def test_turns_are_quick_inside_and_as_before_outside() -> None:
    before = sys.getswitchinterval()
    with quick_turns():
        assert sys.getswitchinterval() == pytest.approx(QUICK)
    assert sys.getswitchinterval() == before
    with pytest.raises(ZeroDivisionError), quick_turns():
        raise ZeroDivisionError
    assert sys.getswitchinterval() == before
