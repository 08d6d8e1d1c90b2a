"""The gate of collect stages: who claims there has agreed, has said who he is, is of age or has a
guardian's consent, and belongs to a group of which more is wanted.

Other stages pass it without a question to the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.states import StageState
from app.models.project import Stage, StageKind
from app.people import participants
from app.people.participants import Standing
from app.tasks import quotas
from app.tasks.facts import Facts
from app.tasks.reclaiming import reclaim
from app.tasks.rules import ORDER, Need


class NotLetIn(Conflict):
    """Something stands between the person and a collect stage."""


class Unsigned(NotLetIn):
    """He has not signed the project's agreement, or not since he withdrew."""

    code, title = "agreement_unsigned", "Sign the project's agreement first"


class ProfileMissing(NotLetIn):
    """He has not said who he is."""

    code, title = "profile_missing", "Tell who you are first"


class Minor(NotLetIn):
    """He may be a minor, and the stage takes none."""

    code, title = "minor", "Adults only"


class GuardianMissing(NotLetIn):
    """He may be a minor, and no guardian has consented."""

    code, title = "guardian_missing", "A guardian's consent is missing"


class QuotaFull(NotLetIn):
    """Enough of his group take part."""

    code, title = "quota_full", "Enough of this group"


_REFUSALS: dict[str, tuple[type[NotLetIn], str]] = {
    "agreement_unsigned": (
        Unsigned,
        "Read and sign the agreement of this project, then take part.",
    ),
    "profile_missing": (ProfileMissing, "Fill in your participant profile, then take part."),
    "minor": (Minor, "Only adults take part here, counted by the year of birth."),
    "guardian_missing": (
        GuardianMissing,
        "You may be a minor: ask your guardian to consent, then take part.",
    ),
}
NEEDS = {"agreement_unsigned": Need.SIGN_PROJECT}
"""What the market calls a code otherwise."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Who was let in: how many pieces he may claim, and for which cell they count."""

    wanted: int
    key: str | None = None


def admit(
    s: Session,
    *,
    me: int,
    project_id: int,
    stage_id: int,
    gate: dict[str, Any] | None,
    wanted: int,
) -> Admission:
    """Let somebody claim up to `wanted` pieces of a collect stage; `gate` is what `tasks.terms`
    says of it, None for a stage of another kind.

    The first time his profile is taken. With quotas the cell is his until the transaction ends.
    Raises `NotLetIn`.
    """
    if gate is None:
        return Admission(wanted)
    at = participants.standing(s, project_id, me)
    for found in participants.hindrances(at, minors(gate["collect"])):
        kind, sentence = _REFUSALS[found.pop("code")]
        raise kind(sentence, **found)
    values = at.values
    assert values is not None
    if at.profile is None:
        participants.take_profile(s, project_id, me, values)
    quota = gate["quota"]
    if quota is None:
        return Admission(wanted)
    cell = quotas.cell_of(quota["by"], values)
    here = {"project_id": project_id, "stage_id": stage_id}
    quotas.hold(s, **here, key=quotas.key_of(cell))
    full = quotas.count(s, **here, cell=cell, counts=quota["counts"], me=me)
    left = full.left(quota["counts"])
    if left == 0 and reclaim(s, **here, level=0):
        # Leases that ran out take no place: they are given back before anybody is sent away.
        full = quotas.count(s, **here, cell=cell, counts=quota["counts"], me=me)
        left = full.left(quota["counts"])
    if left == 0:
        raise QuotaFull(
            "Enough people of your group take part here; look at other work.",
            cell=cell,
            goal=full.goal,
            taken=full.taken,
        )
    return Admission(wanted if left is None else min(wanted, left), quotas.key_of(cell))


def enter(
    s: Session, *, project_id: int, stage_id: int, admitted: Admission, leases: list[int]
) -> None:
    """Note what was claimed by who was let in."""
    if admitted.key is not None and leases:
        quotas.take(s, project_id, stage_id, admitted.key, leases)


def again(s: Session, facts: Facts) -> None:
    """Let somebody take up again what he had of a collect stage: his place may be another's now.
    Raises `NotLetIn`."""
    own, stage_id = facts.own, facts.stage.id
    if own.level > 0 or facts.stage.kind is not StageKind.COLLECT:
        return
    stage = s.get_one(Stage, (facts.project_id, stage_id))
    admitted = admit(
        s,
        me=own.worker_id,
        project_id=facts.project_id,
        stage_id=stage_id,
        gate={"collect": stage.collect, "quota": stage.quota},
        wanted=1,
    )
    enter(s, project_id=facts.project_id, stage_id=stage_id, admitted=admitted, leases=[own.id])


def minors(collect: dict[str, Any] | None) -> str:
    """What a stage does with minors: "refuse" or "guardian"."""
    return str((collect or {}).get("minors", "refuse"))


def group(collect: dict[str, Any] | None) -> int:
    """How many may speak on one recording of a stage; 1: no groups."""
    return int((collect or {}).get("group_max", 1))


def stages(
    s: Session, project_id: int, person_id: int, at: Standing, ids: Iterable[int] | None = None
) -> list[dict[str, Any]]:
    """The project's collect stages, all that are not over or those of `ids`, with what each still
    wants of this person: `needs`, and `quota` of his group where there are quotas."""
    wanted = select(Stage).where(Stage.project_id == project_id, Stage.kind == StageKind.COLLECT)
    if ids is not None:
        wanted = wanted.where(Stage.id.in_(list(ids)))
    found = []
    for stage in s.scalars(wanted.order_by(Stage.position, Stage.id)):
        if stage.state is StageState.CANCELLED:
            continue
        needs = participants.hindrances(at, minors(stage.collect))
        quota = None
        if stage.quota is not None and at.values is not None:
            cell = quotas.cell_of(stage.quota["by"], at.values)
            counts = stage.quota["counts"]
            count = quotas.count(
                s,
                project_id=project_id,
                stage_id=stage.id,
                cell=cell,
                counts=counts,
                me=person_id,
            )
            if count.left(counts) == 0:
                needs.append({"code": "quota_full"})
            quota = {
                "cell": cell,
                "counts": counts,
                "goal": count.goal,
                "taken": count.taken,
                "accepted": count.accepted,
                "wanted": max(count.goal - count.taken, 0),
            }
        found.append(
            {
                "stage_id": stage.id,
                "name": stage.name,
                "state": stage.state,
                "minors": minors(stage.collect),
                "group": group(stage.collect),
                "may": not needs,
                "needs": needs,
                "quota": quota,
            }
        )
    return found


def tell(s: Session, person_id: int, rows: list[dict[str, Any]]) -> None:
    """Add to rows of the market, or to offers, what collect stages want of this person: `wanted`,
    and where a row has `needs`, those. Asks nothing where no row is of a collect stage."""
    collecting: dict[int, dict[int, dict[str, Any]]] = {}
    for row in rows:
        if row.pop("collects"):
            collecting.setdefault(row["project_id"], {})[row["stage_id"]] = row
    for project_id, of in collecting.items():
        at = participants.standing(s, project_id, person_id)
        for stage in stages(s, project_id, person_id, at, of):
            row = of[stage["stage_id"]]
            row["wanted"] = stage["quota"] and stage["quota"]["wanted"]
            if "needs" not in row:
                continue
            said = {need["code"] for need in row["needs"]}
            more = [
                need | {"code": NEEDS.get(need["code"], need["code"])} for need in stage["needs"]
            ]
            row["needs"] += [need for need in more if need["code"] not in said]
            row["needs"].sort(key=lambda need: ORDER.index(need["code"]))
            row["may"] = not row["needs"]
