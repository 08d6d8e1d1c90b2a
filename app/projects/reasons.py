"""What can be wrong with an answer, as far as Dure knows it beforehand: by what is asked.

A project begins with what fits any work. What fits marks, or takes of a kind, comes with the first
label schema that asks for these; whatever a project has reworded or retired stays as it is.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from app.labels import Schema


class Wrong(NamedTuple):
    """A reason for sending back, in the words that people read."""

    code: str
    ko: str
    en: str


Wrongs: TypeAlias = tuple[Wrong, ...]

ANYWHERE: Wrongs = (
    Wrong("missing", "빠진 대상이 있어요", "Something is missing"),
    Wrong("guideline", "지침과 달라요", "Not as the guideline says"),
    Wrong("careless", "성의 없이 한 답이에요", "Careless or random answer"),
)
_MARKED: Wrongs = (
    Wrong("extra", "없는 대상을 표시했어요", "Something is marked that is not there"),
    Wrong("position", "위치나 크기가 맞지 않아요", "Position or size is off"),
    Wrong("class", "분류가 맞지 않아요", "Wrong class"),
)
_COLLECTED = Wrong(
    "private", "다른 사람의 개인정보가 들어 있어요", "Somebody else's personal data is in it"
)
_CUT_OFF = Wrong("cut_off", "처음이나 끝이 잘렸어요", "The beginning or the end is cut off")
_NOISE = Wrong("noise", "잡음이나 다른 목소리가 들려요", "Noise or another voice is heard")
_BLURRED = Wrong("blurred", "흔들리거나 흐려요", "Shaky or blurred")
_SCENE = Wrong("scene", "요청한 대상이나 장면이 아니에요", "Not what was to be shown")
_TAKEN: Mapping[str, Wrongs] = {
    "recording": (
        Wrong("wording", "제시한 말과 다르게 말했어요", "Not said as asked"),
        _NOISE,
        _CUT_OFF,
    ),
    "film": (_SCENE, _BLURRED, _NOISE, _CUT_OFF),
    "photograph": (_SCENE, _BLURRED),
    "writing": (
        Wrong("off_topic", "요청한 내용이 아니에요", "Not what was to be written about"),
        Wrong("copied", "다른 곳에서 옮겨 쓴 글이에요", "Copied from elsewhere"),
    ),
    "file": (Wrong("wrong_file", "요청한 파일이 아니에요", "Not the file that was asked for"),),
}


def fitting(schema: Schema) -> Iterator[Wrong]:
    """What can be wrong with answers to a schema, beside what can be anywhere."""
    if schema.modality != "prompt":
        yield from _MARKED
        return
    yield _COLLECTED
    for label in schema.labels:
        yield from _TAKEN.get(label.kind, ())
