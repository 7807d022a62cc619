"""Answer, ask back or decline: two calibrated probabilities and two thresholds, all from data.

*Scope* is whether the report answers the question at all, *correctness* whether the first candidate is a right answer
to it. They are read from the same evidence by two logistic models (``python -m bot eval --calibrate``); the second
also knows the scope, and weighs everything anew where the candidate has example questions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from bot.matching.features import RANK_FEATURES, SCOPE_FEATURES, Evidence, scope_vector
from bot.matching.people import Mention
from bot.matching.question import Question, Role

Outcome = Literal["answer", "suggest", "none"]
Numbers = npt.NDArray[np.float64]

_EDITED = SCOPE_FEATURES.index("edited")
_SMALL_TALK = RANK_FEATURES.index("is_small_talk")
CORRECTNESS_FEATURES = (*SCOPE_FEATURES, "scope", "scope_logit", "intercept")
_LOGIT_SCALE = 6.0
"""Scope logits beyond this say no more."""

MAX_CHOICES = 3
"""Suggestions offered at most."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where answering begins and declining ends."""

    answer_above: float
    """Answer when the correctness is at least this."""
    none_below: float
    """Decline when the scope probability is below this."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted numbers for one kind of sentence vectors."""

    ranking: Numbers
    scope: Numbers
    correctness: Numbers
    correctness_edited: Numbers
    """Added to *correctness* where the first candidate has example questions."""
    direction: Numbers
    """Weights of the question's sentence vector in the scope decision, empty without a model."""
    edited: Thresholds
    """For a first candidate with example questions."""
    plain: Thresholds
    """For one without: knowledge that nobody has edited."""

    def thresholds(self, *, edited: bool) -> Thresholds:
        """The thresholds for a first candidate with or without example questions."""
        return self.edited if edited else self.plain

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Calibration:
        """From the calibration file's section; a feature that it does not name weighs nothing."""

        def column(key: str, names: tuple[str, ...]) -> Numbers:
            return np.array([float(data[key].get(n, 0.0)) for n in names])

        return cls(
            column("ranking", RANK_FEATURES),
            column("scope", (*SCOPE_FEATURES, "intercept")),
            column("correctness", CORRECTNESS_FEATURES),
            column("correctness_edited", CORRECTNESS_FEATURES),
            np.array(data["direction"], dtype=np.float64),
            Thresholds(**data["edited"]),
            Thresholds(**data["plain"]),
        )

    def to_mapping(self) -> dict[str, Any]:
        """For the calibration file, rounded for reading."""

        def named(values: Numbers, names: tuple[str, ...]) -> dict[str, float]:
            return {n: round(float(v), 3) for n, v in zip(names, values, strict=True)}

        return {
            "ranking": named(self.ranking, RANK_FEATURES),
            "scope": named(self.scope, (*SCOPE_FEATURES, "intercept")),
            "correctness": named(self.correctness, CORRECTNESS_FEATURES),
            "correctness_edited": named(self.correctness_edited, CORRECTNESS_FEATURES),
            "direction": [round(float(v), 2) for v in self.direction],
            "edited": {k: round(v, 4) for k, v in asdict(self.edited).items()},
            "plain": {k: round(v, 4) for k, v in asdict(self.plain).items()},
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, and why."""

    outcome: Outcome
    order: npt.NDArray[np.int64]
    """Candidates (positions in the evidence), best first."""
    utilities: Numbers
    """By candidate."""
    scope: float
    """The probability that the report answers the question."""
    correctness: float
    """The probability that the first candidate is a right answer."""
    thresholds: Thresholds


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0


def correctness_row(vector: Numbers, scope_logit: float) -> Numbers:
    """The CORRECTNESS_FEATURES of a candidate with these SCOPE_FEATURES."""
    within = min(max(scope_logit, -_LOGIT_SCALE), _LOGIT_SCALE)
    return np.concatenate((vector, (_probability(within), within / _LOGIT_SCALE, 1.0)))


def scope_logit(vector: Numbers, sentence: npt.NDArray[np.float32], calibration: Calibration) -> float:
    """How surely the report answers, from the SCOPE_FEATURES and the question's *sentence* vector."""
    weights = calibration.scope
    return float(vector.dot(weights[:-1]) + weights[-1]) + float(sentence.dot(calibration.direction))


def decide(evidence: Evidence, calibration: Calibration) -> Decision:
    """Rank the candidates and choose the outcome."""
    utilities = evidence.rank @ calibration.ranking
    vector, order = scope_vector(evidence, utilities)
    logit = scope_logit(vector, evidence.vector, calibration)
    scope, row = _probability(logit), correctness_row(vector, logit)
    edited = vector[_EDITED] > 0
    certainty = row.dot(calibration.correctness) + (row.dot(calibration.correctness_edited) if edited else 0.0)
    correctness = _probability(float(certainty))
    thresholds = calibration.thresholds(edited=edited)
    small_talk = evidence.rank[order[0], _SMALL_TALK] > 0
    outcome: Outcome = "suggest"
    if small_talk or scope < thresholds.none_below:
        outcome = "none"
    elif correctness >= thresholds.answer_above:
        outcome = "answer"
    return Decision(outcome, order, utilities, scope, correctness, thresholds)


def cautious(decision: Decision, question: Question, mention: Mention) -> Decision:
    """*decision*, but nobody's words as the answer to what somebody else said: at most as choices."""
    if mention.stranger and not any(t.role is Role.CONTENT and not t.speaker for t in question.terms):
        return replace(decision, outcome="none")
    doubtful = mention.stranger or not mention.sure
    return replace(decision, outcome="suggest") if doubtful and decision.outcome == "answer" else decision
