"""Which hand-ins tend to be wrong, learned from those that were looked at; and how the risks of the
newest lie, so that the riskiest of them can be told."""

from typing import Any

import numpy as np
import orjson
from sqlalchemy.orm import Session

from app.core.risk import HandIn, Order, steps_of
from app.inspection import queries
from app.quality.logistic import fit_logistic
from app.quality.risk import ENOUGH, HOLD
from app.quality.trust import GOLD, NEWCOMER, PEERS, VERDICT

due_stages = queries.due


def learn(s: Session, project_id: int, stage_id: int) -> Order:
    """Learn again, and keep it. Below `ENOUGH` verdicts the order is by trust."""
    at = queries.newest_id(s, project_id, stage_id)
    rows = queries.looked_at(s, project_id, stage_id)
    order = fitted(rows)
    now = [order.risk(hand_in(row)) for row in queries.newest(s, project_id, stage_id)]
    order = Order(order.mean, order.scale, order.weight, steps_of(now))
    text = orjson.dumps(order.stored() | {"newest": at}).decode()
    queries.keep(s, project_id, stage_id, text, len(rows))
    return order


def fitted(rows: list[dict[str, Any]]) -> Order:
    """An order from hand-ins that were looked at; by trust alone while they are too few, or none
    of them or all are wrong."""
    wrong = np.array([row["wrong"] for row in rows], dtype=bool)
    if len(rows) < ENOUGH or wrong.all() or not wrong.any():
        return Order()
    of = np.array([hand_in(row, without=row["wrong"]).features for row in rows], dtype=float)
    model = fit_logistic(of, wrong, hold=HOLD)
    return Order(*(tuple(each.tolist()) for each in (model.mean, model.scale, model.weight)))


def hand_in(row: dict[str, Any], without: bool | None = None) -> HandIn:
    """What is known of a hand-in; of one that was looked at `without` what that look itself has
    done to its author's trust, or the model would learn the answer from the answer."""
    trust = row["mean"]
    if trust is not None and without is not None and row["verdicts"]:
        many = NEWCOMER + GOLD * row["gold"] + VERDICT * row["verdicts"] + PEERS * row["peers"]
        right = trust * many - (0.0 if without else VERDICT)
        trust = min(max(right / (many - VERDICT), 0.0), 1.0)
    return HandIn(trust, row["answers"], row["marks"], row["seconds"], row["attempt"])
