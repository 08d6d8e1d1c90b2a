"""How far two lines of writing are the same, by their characters."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")


def distance(one: str, other: str) -> int:
    """Levenshtein's distance: the fewest characters to put in, leave out or change.

    V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals"
    (1966), counted column by column in the bits of one number: G. Myers, "A fast bit-vector
    algorithm for approximate string matching" (1999), in H. Hyyrö's form for whole strings (2003).
    """
    if not one or not other:
        return len(one) + len(other)
    places: dict[str, int] = {}
    for at, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << at
    every, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, found = every, 0, len(one)
    for letter in other:
        same = places.get(letter, 0)
        cross = (((same & up) + up) ^ up) | same | down
        right, left = down | (every & ~(cross | up)), up & cross
        found += bool(right & last) - bool(left & last)
        right, left = (right << 1 | 1) & every, left << 1 & every
        up, down = left | (every & ~(cross | right)), right & cross
    return found


def sameness(one: str, other: str) -> float:
    """1 less the character error rate, 0 to 1: the distance over the longer one's length. Spaces of
    whatever width count as one, and letters however they are composed.
    """
    ours, theirs = (_SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
                    for text in (one, other))  # fmt: skip
    longer = max(len(ours), len(theirs))
    return 1 - distance(ours, theirs) / longer if longer else 1.0
