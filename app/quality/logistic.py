"""Chances of yes from features, by logistic regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.quality.votes import Flags, Floats

ROUNDS = 30
EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted model: features are put to the scale of those that it was fitted on."""

    mean: Floats
    scale: Floats
    weight: Floats  # the constant is the last

    def chance(self, features: Floats) -> Floats:
        """The chance of yes for each row of features."""
        return sigmoid(with_constant((features - self.mean) / self.scale) @ self.weight)


def fit_logistic(features: Floats, yes: Flags, hold: float = 1.0) -> Logistic:
    """A model drawn towards no effect of any feature, the more the larger `hold` is."""
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale = np.where(scale > EDGE, scale, 1.0)
    columns = with_constant((features - mean) / scale)
    held = np.full(columns.shape[1], hold)
    held[-1] = EDGE
    aim = np.zeros_like(held)
    aim[-1] = logit((yes.sum() + 0.5) / (len(yes) + 1))
    return Logistic(mean, scale, newton(columns, yes, held, aim))


def newton(columns: Floats, yes: Flags, hold: Floats, aim: Floats) -> Floats:
    """The weights that make `yes` likeliest, each held to its aim with its own strength."""

    def cost(weight: Floats) -> float:
        logs = columns @ weight
        held = (hold * (weight - aim) ** 2).sum() / 2
        return float(np.logaddexp(0, logs).sum() - logs[yes].sum() + held)

    weight, least = aim, cost(aim)
    for _ in range(ROUNDS):
        chance = sigmoid(columns @ weight)
        slope = columns.T @ (chance - yes) + hold * (weight - aim)
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + np.diag(hold)
        step = np.linalg.solve(curve, slope)
        # A whole step may lead past the valley, and up on its other side.
        while (found := cost(weight - step)) > least and np.abs(step).max() > EDGE:
            step = step / 2
        if found > least:
            break
        weight, least = weight - step, found
        if np.abs(step).max() < EDGE:
            break
    return weight


def with_constant(features: Floats) -> Floats:
    """Rows of features, each with a 1 in the end."""
    return np.column_stack([features, np.ones(len(features))])


def sigmoid(x: Floats) -> Floats:
    """From log-odds to a chance."""
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))


def logit(chance: Floats | float, edge: float = EDGE) -> Floats:
    """From a chance to log-odds, no nearer to never and always than `edge`."""
    near = np.clip(chance, edge, 1 - edge)
    return np.asarray(np.log(near) - np.log1p(-near))
