"""Offsets in code points and in UTF-16 code units, as JavaScript counts."""

from bisect import bisect_left


class Offsets:
    """The offsets of one text. Both directions keep an offset that lies past the end past it."""

    def __init__(self, text: str) -> None:
        # Where in code units each character that takes two of them begins.
        self._wide = [
            at + before
            for before, at in enumerate(
                at for at, character in enumerate(text) if ord(character) > 0xFFFF
            )
        ]

    def points(self, unit: int) -> int:
        """The code point at a code unit; within a character that takes two, its beginning."""
        return unit - bisect_left(self._wide, unit)

    def units(self, point: int) -> int:
        """The code unit at a code point."""
        # The n-th wide character begins at the code point that its unit is less those before it.
        low, high = 0, len(self._wide)
        while low < high:
            middle = (low + high) // 2
            if self._wide[middle] - middle < point:
                low = middle + 1
            else:
                high = middle
        return point + low
