"""What could not be kept of a configuration, or was changed: codes, and what sentences name."""

from dataclasses import dataclass, field

SENTENCES = {
    # Of both programs.
    "too_many_labels": "A schema has at most {limit} labels; the others were left out.",
    "too_many_classes": "A label has at most {limit} classes; the others were left out.",
    "class_twice": "The class “{name}” is there twice; it was taken once.",
    # Of Label Studio.
    "texts_left_out": "Texts beside other data are not asked: texts were left out.",
    "one_modality": "An item is of one kind of data here: what else the configuration shows was "
    "left out.",
    "set_here": "“{name}” is not taken over: it is set here by itself.",
    "asked_always": "Questions that are asked only after a certain answer are asked always here; "
    "make them attributes with a condition where that matters.",
    "tag_left_out": "<{tag}> has no counterpart here and was left out.",
    "control_left_out": "<{tag}> “{name}” has no counterpart here and was left out.",
    "upright": "Boxes of “{name}” may be turned there; here they are upright: choose rotated "
    "boxes if they must turn.",
    "one_order": "Buckets of a ranking were left out: all are put into one order.",
    "no_labels": "“{name}” has no labels of its own; it was left out.",
    "no_choices": "“{name}” has no choices of its own; it was left out.",
    "no_end": "The number “{name}” lacks an end: {least} to {most} is asked.",
    "other_steps": "The steps of “{name}” do not reach its end; {step} is asked.",
    "asked_twice": "“{name}” is asked of regions twice; it is asked once.",
    # Of CVAT.
    "no_name": "A label without a name was left out.",
    "type_left_out": "Labels of the type “{type}” were left out.",
    "any_shape": "Labels for any shape became boxes; choose another shape where it is wrong.",
    "tag_attributes": "Attributes of tags were left out: pictures have none here.",
    "attribute_left_out": "The attribute “{name}” has no counterpart here and was left out.",
    "no_values": "The attribute “{name}” has no values and was left out.",
    "mutable": "“mutable” means something in videos alone and was left away.",
    "mutable_once": "Attributes that change along a track are asked once of each track here.",
    "tag_segments": "Tags of frames became segments: mark from where to where they hold.",
    "defaults": "Default values of attributes are not taken over: each is asked.",
    "no_points": "The skeleton “{name}” has no points and was left out.",
    "no_lines": "The skeleton “{name}” names no lines; draw them here.",
}
_SHORT = 50  # characters of what somebody else has named


@dataclass(frozen=True, slots=True)
class Note:
    """One of them. `told` is what the sentence names: names as they were given, numbers as text."""

    code: str
    told: dict[str, str] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """The sentence, in English; it says what to do."""
        return SENTENCES[self.code].format(**self.told)


class Notes:
    """What was noted so far, each once."""

    def __init__(self) -> None:
        self._said: list[Note] = []

    def add(self, code: str, **told: str | float) -> None:
        """Say it, once."""
        note = Note(code, {name: _shown(value) for name, value in told.items()})
        if note not in self._said:
            self._said.append(note)

    def all(self) -> list[Note]:
        """In the order in which they were first said."""
        return self._said


def _shown(value: str | float) -> str:
    return value[:_SHORT] if isinstance(value, str) else f"{value:g}"
