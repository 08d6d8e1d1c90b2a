"""How far people are trusted, as they and their managers read it: page by page, with examples."""

from typing import Any

from sqlalchemy.orm import Session

from app.confidence import queries
from app.core.errors import Invalid, NotFound
from app.quality.trust import Evidence, trust

KEY = 2**63


def mine(s: Session, me: int, *, after: str, limit: int) -> tuple[list[dict[str, Any]], str | None]:
    """How far this person is trusted, at each level of each stage; and the next page's key."""
    project, stage, level = _key(after, 3) if after else (0, 0, 0)
    rows = queries.mine(s, me, after=(project, stage, level), limit=limit + 1)
    following = _following(rows, limit, "project_id", "stage_id", "level")
    return [_to_himself(row) for row in rows[:limit]], following


def whole(s: Session, me: int, project_id: int, stage_id: int, level: int) -> dict[str, Any]:
    """How far he is trusted there, with examples. Raises `NotFound` where nothing was counted."""
    row = queries.one(s, me, project_id, stage_id, level)
    if row is None:
        raise NotFound("Nothing is known of your work here yet.")
    found = queries.examples(s, me, project_id, stage_id, level, tells=row["tells"])
    return _to_himself(row) | {"examples": found}


def people(
    s: Session, project_id: int, stage_id: int, level: int, *, sort: str, after: str, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """How far the people of a level are trusted: the lowest first, who was counted last, or who is
    paused; and the next page's key. Raises `Invalid` where `after` is none."""
    place, person = _key(after, 2) if after else (0, 0)
    rows = queries.of_stage(
        s,
        project_id,
        stage_id,
        level,
        sort=sort,
        after=(place, person) if after else None,
        limit=limit + 1,
    )
    return rows[:limit], _following(rows, limit, "place", "person_id")


def _to_himself(row: dict[str, Any]) -> dict[str, Any]:
    """Where known answers are hidden, he is not told either how many he has met, nor what is known
    by them: he could count which they were, or see it move."""
    if row["tells"]:
        return row
    shown = row | dict.fromkeys(("gold", "gold_right", "mean", "low", "high", "below"))
    if not row["verdicts"] and not row["peers"]:
        return shown
    seen = trust(
        Evidence(
            verdicts=(row["verdicts_right"], row["verdicts"] - row["verdicts_right"]),
            peers=(row["peers_right"], row["peers"] - row["peers_right"]),
        )
    )
    low, high = seen.interval()
    found = {"mean": seen.mean, "low": low, "high": high, "below": seen.below(row["bar"])}
    return shown | {name: round(value, 4) for name, value in found.items()}


def _following(rows: list[dict[str, Any]], limit: int, *names: str) -> str | None:
    """The key of the page after the first `limit` of these, if there is one."""
    if len(rows) <= limit:
        return None
    return ".".join(str(rows[limit - 1][name]) for name in names)


def _key(after: str, parts: int) -> list[int]:
    try:
        found = [int(part) for part in after.split(".")]
    except ValueError:
        found = []
    if len(found) != parts or max(map(abs, found)) >= KEY:
        raise Invalid("Send as `after` the `next` of the page before.")
    return found
