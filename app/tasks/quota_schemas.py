"""Quotas as they speak HTTP."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Axis = Literal["age", "sex", "grew_up", "lives", "language", "device"]
Counts = Literal["people", "pieces"]
Value = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]
Cell = dict[Axis, Value]


class CellIn(BaseModel):
    """How many are wanted of one group."""

    model_config = ConfigDict(extra="forbid")

    cell: Cell = Field(examples=[{"age": "20", "sex": "female", "grew_up": "busan"}])
    goal: Annotated[int, Field(ge=0, le=1_000_000, examples=[8])]


class QuotasIn(BaseModel):
    """The quotas of a collect stage, whole. Who belongs to no cell is not wanted; no axes: no
    quotas."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "by": ["age", "sex"],
                    "counts": "people",
                    "cells": [
                        {"cell": {"age": "20", "sex": "female"}, "goal": 8},
                        {"cell": {"age": "20", "sex": "male"}, "goal": 8},
                    ],
                }
            ]
        },
    )

    by: Annotated[list[Axis], Field(max_length=6)]
    counts: Counts = Field("people", description="Whether goals are people, or pieces of work.")
    cells: Annotated[list[CellIn], Field(max_length=5_000)]

    @model_validator(mode="after")
    def fit(self) -> Self:
        """Each cell names each axis once, and no two are the same."""
        axes = set(self.by)
        if len(axes) < len(self.by):
            raise ValueError("by names an axis twice")
        if not axes and self.cells:
            raise ValueError("cells without axes")
        seen = set()
        for one in self.cells:
            if set(one.cell) != axes:
                raise ValueError("each cell must have a value for each axis of by")
            key = frozenset(one.cell.items())
            if key in seen:
                raise ValueError("two cells are the same")
            seen.add(key)
        return self


class CellOut(BaseModel):
    """A group: wanted, under way or accepted, and accepted."""

    model_config = ConfigDict(from_attributes=True)

    cell: Cell
    goal: int
    taken: int
    accepted: int


class QuotasOut(BaseModel):
    """The quotas of a collect stage, and how full they are."""

    by: list[Axis]
    counts: Counts
    cells: list[CellOut]
