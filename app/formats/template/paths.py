"""Paths in a label file, as people write them: `a.b[].c`."""

import re
from functools import lru_cache

MAX_DEPTH = 12
EACH = "[]"
_NAME = re.compile(r"[^.\[\]\x00-\x1f\x7f]{1,100}")


@lru_cache(maxsize=4096)
def steps(path: str) -> tuple[str, ...]:
    """The names of a path without a list. Raises ValueError where one cannot be a name."""
    names = tuple(path.split("."))
    if len(names) > MAX_DEPTH or not all(_NAME.fullmatch(name) for name in names):
        raise ValueError(f"“{path}” is no path; write names with dots between, such as a.b")
    return names
