"""What a word says, in Korean or English: the very sentences that the web app shows.

They are read from its files, so that there is one place where they are written.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from app.core.settings import ROOT

WORDS = ROOT / "frontend" / "src" / "i18n"

_VALUE = re.compile(r"{{(\w+)(?:, (?:josa\(form: (.+?)\)|(s)|of\(one: (.+?); more: (.+?)\)))?}}")
_FORMS = {
    "을": ("을", "를"),
    "이": ("이", "가"),
    "은": ("은", "는"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이에요": ("이에요", "예요"),
}
_DIGITS = (1, 8, 0, 1, 0, 0, 1, 8, 8, 0)  # the final consonant of 영 일 이 삼 …: 8 is ㄹ
_HANGUL, _LAST_HANGUL = 0xAC00, 0xD7A3


@cache
def _said(locale: str, namespace: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = orjson.loads((WORDS / locale / f"{namespace}.json").read_bytes())
    return found


def sentence(kind: str, locale: str, params: Mapping[str, Any], place: str) -> str:
    """What somebody is told in `locale` (ko or en); `place` is the project or the organisation.

    A kind that has no sentence says that there is news.
    """
    told = _said(locale, "account")["told"]
    role = _said(locale, "common")["role"].get(params.get("role"), "")
    values = {**params, "place": place, "role": role}
    return fill(told.get(kind, told["other"]), values)


def fill(text: str, values: Mapping[str, Any]) -> str:
    """`{{name}}` and `{{name, josa(form: 을)}}` filled in, and English for one or more: `{{n, s}}`,
    `{{n, of(one: is; more: are)}}`; what has no value says nothing."""

    def value(found: re.Match[str]) -> str:
        name, form, plural, one, more = found.groups()
        given = values.get(name, "")
        word = f"{given:,}" if isinstance(given, int) and given is not True else str(given or "")
        if form:
            return josa(word, form)
        if plural:
            return "" if word == "1" else "s"
        return (one if word == "1" else more) if one else word

    return _VALUE.sub(value, text)


def josa(word: str, form: str) -> str:
    """`word` with the particle that fits it; `form` is the one after a consonant."""
    pair = _FORMS.get(form)
    if pair is None:
        return word
    end = _final(word)
    return word + pair[end == 0 or (form == "으로" and end == 8)]


def _final(word: str) -> int:
    """The index of the last syllable's final consonant: 0 for none, 8 for ㄹ."""
    last = word.strip().rstrip("\"'”’)]")[-1:]
    if not last:
        return 0
    if _HANGUL <= ord(last) <= _LAST_HANGUL:
        return (ord(last) - _HANGUL) % 28
    if last in "0123456789":
        return _DIGITS[int(last)]
    if last in "lL":
        return 8
    return 1 if last in "mnrMNR" else 0
