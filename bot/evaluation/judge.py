"""How answers are judged, and the table of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.evaluation.questions import Labelled
from bot.matching.answering import Answer, Answered, Suggested
from bot.matching.decision import MAX_CHOICES


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer, judged."""

    question: Labelled
    answer: Answer
    right: bool
    """The first result of an answer is acceptable."""
    helped: bool
    """Right, or an acceptable choice is among the suggestions shown."""
    misled: bool
    """An answer whose first result is not acceptable."""
    refused: bool
    """Nothing was offered."""


def judge(question: Labelled, answer: Answer) -> Verdict:
    """Judge *answer* by the labels of *question*."""
    first = isinstance(answer, Answered) and question.accepts(answer.results[0])
    offered = isinstance(answer, Suggested) and any(map(question.accepts, answer.results[:MAX_CHOICES]))
    misled = isinstance(answer, Answered) and not first
    return Verdict(question, answer, first, first or offered, misled, not answer.results)


@dataclass(frozen=True, slots=True)
class Tally:
    """Shares over a group of verdicts; the none-questions are counted apart."""

    asked: int
    right: float
    helped: float
    misled: float
    none_asked: int
    none_refused: float
    none_misled: float


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Count *verdicts*."""
    content: list[Verdict] = []
    none: list[Verdict] = []
    for v in verdicts:
        (none if v.question.want == "none" else content).append(v)

    def share(group: list[Verdict], name: str) -> float:
        return sum(getattr(v, name) for v in group) / len(group) if group else 0.0

    return Tally(
        len(content), share(content, "right"), share(content, "helped"), share(content, "misled"),
        len(none), share(none, "refused"), share(none, "misled"),
    )  # fmt: skip
