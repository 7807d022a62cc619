"""Whether scores are what they say: the share that is right among results with like scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.evaluation.judge import Verdict

BINS = 10
_Z = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The first thing that was shown: its score, and whether it was right."""

    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Results with like scores."""

    count: int
    score: float
    """Mean."""
    right: float
    """Share."""
    low: float
    """Lower end of the share's 95 % interval (Wilson 1927)."""
    high: float


def first_results(verdicts: Iterable[Verdict], *, answers_only: bool = False) -> list[Scored]:
    """The first results of answers, and of choices unless *answers_only*."""
    return [
        Scored(v.answer.results[0].score, v.first_right)
        for v in verdicts
        if v.answer.results and (v.answered or not answers_only)
    ]


def bins(results: Sequence[Scored], count: int = BINS) -> list[Bin]:
    """*results* in *count* bins of equal width, without the empty ones; a score of 1 falls into the last."""
    groups: list[list[Scored]] = [[] for _ in range(count)]
    for r in results:
        groups[min(int(r.score * count), count - 1)].append(r)
    return [_bin(g) for g in groups if g]


def _bin(group: Sequence[Scored]) -> Bin:
    n = len(group)
    right = sum(r.right for r in group) / n
    middle = (right + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * sqrt(right * (1 - right) / n + _Z**2 / (4 * n**2))
    return Bin(n, sum(r.score for r in group) / n, right, max(0.0, middle - half), min(1.0, middle + half))


def calibration_error(results: Sequence[Scored]) -> float | None:
    """The expected calibration error (Guo et al. 2017): how far score and share right are apart, by bin, weighted."""
    if not results:
        return None
    return sum(b.count * abs(b.right - b.score) for b in bins(results)) / len(results)


@dataclass(frozen=True, slots=True)
class Trade:
    """What happens if every first result with a score of at least *threshold* is an answer."""

    threshold: float
    answered: float
    """Share of the questions with an answer that get one, right or wrong."""
    misled: float
    """Share of them that get a wrong one."""
    none_misled: float
    """Share of the none-questions that get an answer."""


def trades(verdicts: Sequence[Verdict]) -> list[Trade]:
    """The trade at every score that occurs, highest threshold first; what is declined now stays declined."""
    content = [v for v in verdicts if v.question.want != "none"]
    none = [v for v in verdicts if v.question.want == "none"]
    out = [Trade(1.0, 0.0, 0.0, 0.0)]
    counts = [0, 0, 0]
    shown = sorted(((v.answer.results[0].score, v) for v in verdicts if v.answer.results), key=lambda pair: -pair[0])
    for i, (score, v) in enumerate(shown):
        if v.question.want == "none":
            counts[2] += 1
        else:
            counts[0] += 1
            counts[1] += not v.first_right
        if i + 1 == len(shown) or shown[i + 1][0] < score:
            out.append(
                Trade(
                    score,
                    counts[0] / max(1, len(content)),
                    counts[1] / max(1, len(content)),
                    counts[2] / max(1, len(none)),
                )
            )
    return out
