"""Where sentences and paragraphs of a text begin and end, in code points.

What comes out lies end to end and covers the whole text: white space after a sentence belongs to
it. The rules are those of written Korean (국립국어원, 「한글 맞춤법」 부록 문장 부호): a sentence
ends with a full stop, a question or exclamation mark, or dots; what is quoted or in brackets stands
within its sentence; and what is quoted goes on with a particle (“가자.”라고). A line ends one, too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "(": ")", "[": "]",
          "（": "）", "【": "】"}  # fmt: skip
_CLOSERS = "”’」』》〉)\\]）】\"'"
_MARKS = ".?!…‥。？！"

# A mark, or several, what closes after it, and then white space; or none after an ending of Korean
# verbs, where somebody left it out (했다.그리고).
_ENDS = re.compile(
    rf"[{_MARKS}]+[{_CLOSERS}]*(?=\s|$)|(?<=[다요죠까])[.?!]+(?=[가-힣])|(?<=[。？！])(?=\S)"
)
_LINE = re.compile(r"[^\n]*\n\s*|[^\n]+\Z")
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")

# What stands before a full stop that ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(\[\"'“‘])(?:Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|No|Vol|Fig|pp?|vs|cf|ca|approx|Inc|Co|Ltd"
    r"|e\.g|i\.e|al|[A-Za-z](?:\.[A-Za-z])*)$"
)
# A number or letter that counts what follows: 1. 가. (2). 제1조.
_COUNTED = re.compile(r"^\s*[(\[]?(?:\d{1,3}|[가-하]|[A-Za-z]|[ivxIVX]{1,4})[)\]]?$")
# 2024. 3. 1. - the dots of a date, with what may follow.
_DATED = re.compile(r"(?:\d{4}|['’]\d\d)\.\s?\d{1,2}(?:\.\s?\d{1,2})?$")
_DIGIT_THEN = re.compile(r"\s*\d")
_SAID = re.compile(r"\s+(?:(?:이?라|하)(?:고|며|면서|는)|고\s)")


def sentences(text: str) -> list[tuple[int, int]]:
    """The start and end of each sentence; together they are the whole text. Empty for an empty
    text.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for line in _LINE.finditer(text):
        for end in (*_within(line.group(), line.start()), line.end()):
            if end > start and text[start:end].strip(
                _MARKS + _CLOSERS.replace("\\", "") + " \t\n\r"
            ):
                found.append((start, end))
                start = end
    return _to_the_end(found, start, len(text))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The start and end of each paragraph; together they are the whole text. Blank lines part them,
    or, in a text without any, each line is one.
    """
    ends = [one.end() for one in _BLANK.finditer(text.rstrip())]
    if not ends:
        ends = [one.end() for one in _LINE.finditer(text)]
    found: list[tuple[int, int]] = []
    start = 0
    for end in ends:
        if text[start:end].strip():
            found.append((start, end))
            start = end
    if text[start:].strip():
        found.append((start, len(text)))
        start = len(text)
    return _to_the_end(found, start, len(text))


def _to_the_end(found: list[tuple[int, int]], start: int, length: int) -> list[tuple[int, int]]:
    """With what is left, which says nothing by itself, at the last one."""
    if start < length:
        found[-1:] = [(found[-1][0] if found else 0, length)]
    return found


def _within(line: str, offset: int) -> Iterator[int]:
    """Where sentences end within a line, in the whole text."""
    quoted = _quoted(line)
    starts = [start for start, _ in quoted]
    begin = 0
    for mark in _ENDS.finditer(line):
        at, end = mark.start(), mark.end()
        inside = bisect_right(starts, at) - 1
        if inside >= 0 and end <= quoted[inside][1]:
            continue
        if _goes_on(line, begin, at, end):
            continue
        after = len(line) - len(line[end:].lstrip())
        yield offset + after
        begin = after


def _goes_on(line: str, begin: int, at: int, end: int) -> bool:
    """Whether the sentence that began at `begin` goes on after what may have ended it."""
    before, mark, after = line[begin:at], line[at:end], line[end:]
    if mark[-1:] in "”’」』\"'" and _SAID.match(after):
        return True
    rest = after.lstrip()
    if rest[:1].islower():  # only letters with a case: Latin, Greek, Cyrillic
        return True
    if mark[:1] != "." or mark[1:2] in (".", "?", "!"):
        return False
    if _SHORT.search(before) or _COUNTED.match(before):
        return True
    if _DATED.search(before):
        return True
    return before[-1:].isdigit() and _DIGIT_THEN.match(after) is not None


def _quoted(line: str) -> list[tuple[int, int]]:
    """Start and end of what is in quotes or brackets, the outermost ones, in order; one that is
    opened and never closed is none.
    """
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        letter = line[at]
        if letter == '"':
            close = line.find('"', at + 1)
        elif letter in _PAIRS:
            close = _closing(line, at, letter, _PAIRS[letter])
        else:
            close = -1
        if close > 0:
            found.append((at, close))
            at = close
        at += 1
    return found


def _closing(line: str, at: int, opens: str, closes: str) -> int:
    depth = 0
    for place in range(at, len(line)):
        depth += (line[place] == opens) - (line[place] == closes)
        if depth == 0:
            return place
    return -1
