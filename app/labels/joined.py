"""What the schemas of all modalities share, and their answers."""

from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field, model_validator

from app.labels.base import MAX_ANNOTATIONS, MAX_LABELS, Model

L = TypeVar("L")
Labels: TypeAlias = Annotated[
    tuple[L, ...], Field(min_length=1, max_length=MAX_LABELS, strict=False)
]
Marks: TypeAlias = Annotated[tuple[L, ...], Field(max_length=MAX_ANNOTATIONS, strict=False)]


class LabelSchema(Model):
    """Questions with names that differ; what they refer to is there."""

    modality: str
    labels: tuple[Any, ...]

    @model_validator(mode="after")
    def _refer_to_each_other(self) -> "LabelSchema":
        names = {label.name for label in self.labels}
        if len(names) != len(self.labels):
            raise ValueError("two labels have one name; give each its own")
        for label in self.labels:
            ends = [end for key in ("from_", "to", "of") for end in getattr(label, key, None) or ()]
            evidence = getattr(label, "evidence", None)
            for named in [*ends, *([] if evidence is None else [evidence])]:
                if named not in names:
                    raise ValueError(f'"{label.name}" refers to "{named}", which is no label')
        return self


class LabelAnswer(Model):
    """Annotations, each under a label of the schema."""

    modality: str
    annotations: tuple[Any, ...]
