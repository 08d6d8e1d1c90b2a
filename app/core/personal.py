"""What an answer shows of somebody, noted while the answer is built.

A field of a schema that holds somebody's own data is `Personal[…]`, and the schema is a
`ShowsPerson`: whoever builds one inside `noting()` has it noted whose data it is and which. The
door of the API (`app/api/deps.py`) writes what was noted into the log of accesses, in the
transaction that read it. Outside of `noting()` nobody is asking, and nothing is noted.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, Field, model_validator

T = TypeVar("T")

MARK = "x-personal"
"""How such a field is marked in the description of the API."""

Personal = Annotated[T, Field(json_schema_extra={MARK: True})]


@dataclass(slots=True)
class Noted:
    """Whose data an answer shows, and which fields of it; why, where who asks had to say so."""

    shown: dict[int, set[str]] = field(default_factory=dict)
    why: str | None = None


_NOTED: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[Noted]:
    """Note what is shown from here on."""
    noted = Noted()
    before = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(before)


def show(people: Iterable[int], *fields: str, why: str | None = None) -> None:
    """These fields of these people go out in another way than by a schema: in a file."""
    noted = _NOTED.get()
    if noted is not None:
        noted.why = why or noted.why
        for person_id in people:
            noted.shown.setdefault(person_id, set()).update(fields)


class ShowsPerson(BaseModel):
    """A part of an answer with fields that are `Personal`, of the person whose id `of` names."""

    of: ClassVar[str] = "person_id"
    personal: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def __pydantic_on_complete__(cls) -> None:
        """Know one's own personal fields, once they are known."""
        super().__pydantic_on_complete__()
        cls.personal = tuple(name for name, held in cls.model_fields.items() if _marked(held))

    @model_validator(mode="after")
    def _note(self) -> Self:
        person_id = getattr(self, self.of)
        if person_id is not None and _NOTED.get() is not None:
            show([person_id], *(name for name in self.personal if getattr(self, name) is not None))
        return self


def _marked(held: Any) -> bool:
    extra = held.json_schema_extra
    return isinstance(extra, dict) and extra.get(MARK) is True
