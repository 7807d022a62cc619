"""Two small models fitted with numpy: a conditional logit for the ranking, a logistic regression for the scope."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def conditional_logit(
    groups: Sequence[tuple[Matrix, Mask]], ridge: float = 0.5, steps: int = 400, rate: float = 0.05
) -> Matrix:
    """Weights under which, in each group of candidates, the acceptable ones get the probability (Adam).

    Minimises ``-log sum of softmax(X w) over the acceptable rows`` with a ridge penalty.
    """
    width = groups[0][0].shape[1]
    weights = np.zeros(width)
    first, second = np.zeros(width), np.zeros(width)
    for step in range(1, steps + 1):
        gradient = 2 * ridge * weights / len(groups)
        for x, good in groups:
            p = np.exp((u := x @ weights) - u.max())
            p /= p.sum()
            q = np.where(good, p, 0.0)
            q /= max(q.sum(), 1e-12)
            gradient = gradient + x.T @ (p - q) / len(groups)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        weights = weights - rate * 20 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8) * (
            0.2 if step > steps // 2 else 1.0
        )
    return weights


def logistic(x: Matrix, y: Mask, ridge: float = 1.0, weight: Matrix | None = None) -> Matrix:
    """Weights and, last, the intercept of a ridge logistic regression (Newton's method)."""
    design = np.hstack([x, np.ones((len(x), 1))])
    beta = np.zeros(design.shape[1])
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 1e-6
    w = np.ones(len(x)) if weight is None else weight
    for _ in range(50):
        p = sigmoid(design @ beta)
        gradient = design.T @ (w * (p - y)) + penalty * beta
        hessian = (design * (w * p * (1 - p) + 1e-9)[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        beta = beta - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return beta


def sigmoid(z: Matrix) -> Matrix:
    """The logistic function, safe for large arguments."""
    return 1.0 / (1.0 + np.exp(-np.clip(z, -50, 50)))
