"""Speakers as the format has them, and as an item's `meta` has them."""

from collections.abc import Mapping
from typing import Any

from app.core.regions import NAMES

_REGIONS: dict[str, str] = {code.value: ko for code, (ko, _) in NAMES.items()}
_SEXES = {"female": "여성", "male": "남성", "other": "기타"}
_DECADE, _OPEN = "대", "대 이상"
_OLDEST = "80"  # the last band is open
_HOMES = {"principal_residence": "grew_up", "current_residence": "lives"}
_UNASKED = ("occupation", "birthplace", "education")


def speakers(meta: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those who are heard, by what is known of the item."""
    several = meta.get("speakers")
    if isinstance(several, list) and several:
        given = [one if isinstance(one, Mapping) else {"speaker": one} for one in several]
    else:
        given = [meta] if meta.get("speaker") else []
    return [_speaker(str(one.get("speaker")), one.get("profile") or {}) for one in given]


def _speaker(id: str, profile: Mapping[str, Any]) -> dict[str, Any]:
    age, sex = profile.get("age"), profile.get("sex")
    return {
        "id": id,
        "age": f"{age}{_OPEN if age == _OLDEST else _DECADE}" if str(age).isdecimal() else age,
        "sex": _SEXES.get(str(sex), sex),
        "occupation": profile.get("occupation"),
        "birthplace": profile.get("birthplace"),
        "principal_residence": _region(profile.get("grew_up")),
        "current_residence": _region(profile.get("lives")),
        "education": profile.get("education"),
    }


def _region(code: Any) -> Any:
    """The region's name in Korean; what is no code of a region stays as it is."""
    return _REGIONS.get(str(code), code)


def meta_of(given: object) -> dict[str, Any]:
    """What is known of an item with these speakers; nothing where they are of another shape."""
    listed = given if isinstance(given, list) else [given]
    found = [
        {"speaker": str(one["id"]), "profile": _profile(one)}
        for one in listed
        if isinstance(one, Mapping) and isinstance(one.get("id"), str | int)
    ]
    if len(found) == 1:
        return found[0]
    return {"speakers": found} if found else {}


def _profile(one: Mapping[str, Any]) -> dict[str, str]:
    codes = {word: code for known in (_SEXES, _REGIONS) for code, word in known.items()}
    said = {key: str(one.get(key) or "") for key in ("age", "sex", *_HOMES)}
    age = said["age"].removesuffix(_OPEN).removesuffix(_DECADE)
    told = {"age": age, "sex": codes.get(said["sex"], said["sex"])}
    told |= {ours: codes.get(said[theirs], said[theirs]) for theirs, ours in _HOMES.items()}
    told |= {key: str(one.get(key) or "") for key in _UNASKED}
    return {key: value[:200] for key, value in told.items() if value}
