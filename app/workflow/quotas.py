"""Say how many of each group a collect stage wants."""

from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid
from app.core.regions import Region
from app.models.project import Stage, StageKind
from app.models.transition import record
from app.people.collecting import Device, Sex
from app.people.participants import AGES
from app.projects.queries import stage
from app.tasks import quotas
from app.tasks.quota_schemas import CellOut, QuotasIn, QuotasOut

KNOWN: dict[str, frozenset[str]] = {
    "age": frozenset(AGES),
    "sex": frozenset(Sex.__args__),  # type: ignore[attr-defined]
    "grew_up": frozenset(Region),
    "lives": frozenset(Region),
    "device": frozenset(Device.__args__),  # type: ignore[attr-defined]
}
"""The values of each axis; of the language any."""


class NotCollecting(Conflict):
    """The stage does not collect."""

    code, title = "not_a_collect_stage", "Not a collect stage"


class NoSuchGroup(Invalid):
    """A cell names a value that no profile has."""

    code, title = "group_unknown", "No such group"


def collecting(s: Session, project_id: int, stage_id: int, *, lock: bool = False) -> Stage:
    """The collect stage. Raises `NotFound`, `NotCollecting`."""
    found = stage(s, project_id, stage_id, lock=lock)
    if found.kind is not StageKind.COLLECT:
        raise NotCollecting("Only a stage that collects from people has quotas and groups.")
    return found


def read(s: Session, project_id: int, stage_id: int) -> QuotasOut:
    """The stage's quotas and how full they are. Raises `NotFound`, `NotCollecting`."""
    found = collecting(s, project_id, stage_id)
    quota = found.quota or {"by": [], "counts": quotas.PEOPLE}
    cells = quotas.report(s, project_id, stage_id, quota["counts"])
    return QuotasOut(**quota, cells=[CellOut.model_validate(cell) for cell in cells])


def write(s: Session, *, by: int, project_id: int, stage_id: int, asked: QuotasIn) -> QuotasOut:
    """Set the stage's quotas. Who holds work keeps it, though his cell is full now. Raises
    `NotFound`, `NotCollecting`, `NoSuchGroup`."""
    found = collecting(s, project_id, stage_id, lock=True)
    for one in asked.cells:
        for axis, value in one.cell.items():
            if axis in KNOWN and value not in KNOWN[axis]:
                raise NoSuchGroup(f"There is no “{value}” in {axis}; choose one that is there.")
    axes = sorted(asked.by, key=quotas.AXES.index)
    found.quota = {"by": axes, "counts": asked.counts} if axes else None
    s.flush()
    cells = [
        ({str(axis): value for axis, value in one.cell.items()}, one.goal) for one in asked.cells
    ]
    quotas.set_cells(s, project_id, stage_id, axes, cells)
    record(
        s,
        project_id=project_id,
        subject="stage",
        subject_id=stage_id,
        by=by,
        why="quotas",
        data={"by": axes, "counts": asked.counts, "cells": len(cells)},
    )
    return read(s, project_id, stage_id)
