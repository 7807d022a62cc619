"""Ranking weights, probabilities and thresholds from labelled questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.evaluation.fit import Mask, Matrix, conditional_logit, logistic, sigmoid
from bot.evaluation.questions import Labelled
from bot.matching.decision import MAX_CHOICES, Calibration
from bot.matching.features import RANK_FEATURES, Evidence, scope_vector
from bot.matching.matcher import Matcher

MISLED_COST = 4.0
"""What a wrong answer costs against a right one that is only suggested, when the thresholds are chosen."""
UNREFUSED_COST = 1.0
"""What a suggestion costs where nothing answers."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled question with its evidence."""

    question: Labelled
    evidence: Evidence
    good: Mask
    """By candidate: acceptable as the first answer."""


def sample(matcher: Matcher, question: Labelled) -> Sample:
    """Measure the evidence for a labelled question."""
    evidence = matcher.evidence(matcher.reader.read(question.q))
    good = []
    for c in evidence.candidates:
        entry = matcher.entries[int(c)]
        panelist = None if entry.panelist is None else entry.panelist + 1
        point = None if entry.point is None else entry.point + 1
        good.append(question.accepts_entry(entry.kind, panelist, point))
    return Sample(question, evidence, np.array(good, dtype=bool))


def calibrate(samples: Sequence[Sample], progress: Callable[[str], None] = lambda _: None) -> Calibration:
    """Fit the ranking, the two probabilities and the thresholds; the latter on cross-validated probabilities."""
    progress("ranking")
    weights = _ranking(samples)
    progress("scope and correctness")
    scope, correctness = _heads(samples, weights)
    progress("thresholds")
    answer_above, none_below = _thresholds(samples)
    return Calibration(weights, scope, correctness, answer_above, none_below)


def _ranking(samples: Sequence[Sample]) -> Matrix:
    return conditional_logit([(s.evidence.rank, s.good) for s in samples if s.good.any()])


def _heads(samples: Sequence[Sample], ranking: Matrix) -> tuple[Matrix, Matrix]:
    rows, inside, right = _rows(samples, ranking)
    return logistic(rows, inside), logistic(rows[inside], right[inside])


def _rows(samples: Sequence[Sample], ranking: Matrix) -> tuple[Matrix, Mask, Mask]:
    rows, inside, right = [], [], []
    for s in samples:
        vector, top = scope_vector(s.evidence, s.evidence.rank @ ranking)
        rows.append(vector)
        inside.append(s.question.want != "none")
        right.append(bool(s.good[top]))
    return np.array(rows), np.array(inside), np.array(right)


def _thresholds(samples: Sequence[Sample], folds: int = 5) -> tuple[float, float]:
    """The pair of thresholds of least cost, on probabilities from models that did not see the question."""
    scope = np.zeros(len(samples))
    correct = np.zeros(len(samples))
    right = np.zeros(len(samples), dtype=bool)
    offered = np.zeros(len(samples), dtype=bool)
    small_talk = np.zeros(len(samples), dtype=bool)
    fold = np.arange(len(samples)) % folds
    for f in range(folds):
        train = [s for s, k in zip(samples, fold, strict=True) if k != f]
        ranking = _ranking(train)
        heads = _heads(train, ranking)
        for i in np.flatnonzero(fold == f):
            s = samples[int(i)]
            utilities = s.evidence.rank @ ranking
            vector, top = scope_vector(s.evidence, utilities)
            row = np.append(vector, 1.0)
            scope[i], correct[i] = (float(sigmoid(np.array(row @ h))) for h in heads)
            right[i] = s.good[top]
            offered[i] = s.good[np.argsort(-utilities)[:MAX_CHOICES]].any()
            small_talk[i] = s.evidence.rank[top, RANK_FEATURES.index("is_small_talk")] > 0
    inside = np.array([s.question.want != "none" for s in samples])
    return _cheapest(inside, np.where(small_talk, 0.0, scope), scope * correct, right, offered)


def _cheapest(inside: Mask, scope: Matrix, confidence: Matrix, right: Mask, offered: Mask) -> tuple[float, float]:
    best = (np.inf, 0.5, 0.5)
    grid: npt.NDArray[np.float64] = np.linspace(0.05, 0.95, 91)
    for none_below in grid:
        refused = scope < none_below
        for answer_above in grid:
            answered = ~refused & (confidence >= answer_above)
            suggested = ~refused & ~answered
            cost = (
                MISLED_COST * (answered & ~(inside & right)).sum()
                + 1.0 * (inside & refused).sum()
                + 1.0 * (inside & suggested & ~offered).sum()
                + 0.35 * (inside & suggested & offered).sum()
                + UNREFUSED_COST * (~inside & suggested).sum()
            )
            if cost < best[0]:
                best = (float(cost), float(answer_above), float(none_below))
    return best[1], best[2]


def with_thresholds(calibration: Calibration, answer_above: float, none_below: float) -> Calibration:
    """The same numbers with other thresholds."""
    return replace(calibration, answer_above=answer_above, none_below=none_below)
