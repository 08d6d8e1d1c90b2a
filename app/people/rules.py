"""Pure decisions about people: who may sign up, what a password must be, what one is called."""

import unicodedata
from datetime import datetime

from app.core.clock import day_of
from app.models.person import OrganisationRoleName, ProjectRoleName

MINIMUM_AGE = 14
"""Below it the law wants a guardian's consent, which this platform does not collect."""

MINIMUM_PASSWORD = 10
MAXIMUM_PASSWORD = 256
"""Characters. The upper end only keeps the slow hash from being fed megabytes."""

_BANNED = """
0123456789 1029384756 1111111111 1122334455 1234512345 1234567890 12345678910 123456789a
1234567891 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 9876543210 abc1234567 abcd123456 abcd1234!!
abcdefghij administrator asdfasdfasdf asdfghjkl; baseball123 changeme123 dragon1234
football123 iloveyou12 iloveyou123 letmein123 letmeinplease monkey1234 password01 password12
password123 password1234 password12345 passwordpassword p@ssw0rd123 p@ssword123 qazwsxedcrfv
qwer1234qwer qwerasdfzxcv qwerty1234 qwerty12345 qwerty123456 qwertyuiop sunshine123
superman123 tkfkdgo123 tkfkdgody1 trustno1trustno1 welcome123 welcome1234 zaq12wsxcde3
"""
BANNED_PASSWORDS = frozenset(_BANNED.split())
"""Long enough, and still tried first by everybody who guesses."""

_NAMES = """
가람 가온 가을 개울 겨울 고래 구름 국화 그루 글월 기러기 까치 나래 나루 나무 나비
노을 누리 느티 늘봄 다람쥐 다솜 단비 달빛 도담 도토리 돌담 동백 두루미 들꽃 라온
마루 매화 모란 목련 무지개 물결 미르 민들레 바다 바람 반디 밤하늘 버들 벼리 별빛
보라 보름 봄비 부엉이 분꽃 비둘기 산들 새벽 샛별 소나무 솔잎 수련 수리 슬기 시내
싸리 씨앗 아람 아침 안개 여름 여울 연꽃 오름 온새미 우람 윤슬 은하 이슬 자두 잔디
제비 진달래 찔레 참새 초롱 코스모스 토끼 파도 푸름 하늘 한별 햇살 호수 흰눈
"""
NAMES = tuple(_NAMES.split())
"""What pseudonyms are made of."""


def tidy_email(given: str) -> str:
    """An address without blanks around it, and in one form of Unicode."""
    return unicodedata.normalize("NFC", given.strip())


def tidy_name(given: str) -> str:
    """A name in one form of Unicode, its runs of blanks made single."""
    return " ".join(unicodedata.normalize("NFC", given).split())


def one_line(given: str) -> bool:
    """Whether a text holds no control characters: it may stand in a mail's head."""
    return not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in given)


def year_in_seoul(now: datetime) -> int:
    """The calendar year that it is in Seoul at the aware moment `now`."""
    return day_of(now).year


def too_young(birth_year: int, now: datetime) -> bool:
    """Whether who was born in `birth_year` is under 14, counted by calendar years in Seoul."""
    return year_in_seoul(now) - birth_year < MINIMUM_AGE


def password_fault(password: str, *known: str) -> str | None:
    """What is wrong with a password, as a sentence that says what to do; None where nothing is.

    `known` are texts that others know of the person (address, name): a password that is one of
    them is no secret.
    """
    if len(password) < MINIMUM_PASSWORD:
        return f"Choose a password of at least {MINIMUM_PASSWORD} characters."
    if len(password) > MAXIMUM_PASSWORD:
        return f"Choose a password of at most {MAXIMUM_PASSWORD} characters."
    plain = password.casefold()
    if plain in BANNED_PASSWORDS or len(set(plain)) < 4:
        return "This password is among the first that are guessed; choose another."
    parts = {part for text in known for part in (text, text.split("@")[0])}
    if plain in {part.casefold() for part in parts}:
        return "Choose a password that is not your name or address."
    return None


def pseudonym(draw: int, digits: int = 3) -> str:
    """The name that the number `draw` stands for: a Korean word and `digits` figures.

    Numbers below `pseudonyms(digits)` each give another name.
    """
    word = NAMES[draw % len(NAMES)]
    return f"{word}-{draw // len(NAMES) % 10**digits:0{digits}d}"


def pseudonyms(digits: int) -> int:
    """How many names there are with `digits` figures."""
    count: int = 10**digits
    return len(NAMES) * count


def apart(role: OrganisationRoleName, team: frozenset[ProjectRoleName]) -> bool:
    """Whether an organisation role goes with being on the teams of its projects.

    An arbiter decides appeals against the team's work, so he is never part of it.
    """
    return role is not OrganisationRoleName.ARBITER or not team


def left_email(person_id: int) -> str:
    """What stands where the address of somebody who left has been: no mail ever goes there."""
    return f"left-{person_id}@left.invalid"


LEFT_NAME = "(left)"
"""What stands where the name of somebody who left has been."""
