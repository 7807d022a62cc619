"""How answers are judged, the shares of it, and the bounds that they are held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from bot.evaluation.questions import Labelled
from bot.matching.answering import Answer, Answered, Suggested
from bot.matching.decision import MAX_CHOICES

_LANGUAGES = {"en": "en", "ur": "urdu", "roman": "roman"}
"""The reader's names of languages as labels write them."""


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

    @property
    def as_wanted(self) -> bool:
        """Right, or rightly declined."""
        return self.refused if self.question.want == "none" else self.right

    @property
    def first_right(self) -> bool:
        """Whether the first thing shown, in an answer or among choices, is acceptable."""
        return bool(self.answer.results) and self.question.accepts(self.answer.results[0])

    @property
    def answered(self) -> bool:
        """Whether it was answered: neither asked back nor declined."""
        return isinstance(self.answer, Answered)

    @property
    def language(self) -> str:
        """As labelled, otherwise as the reader took it."""
        return self.question.lang or _LANGUAGES[self.answer.explanation.question.language]


def judge(question: Labelled, answer: Answer) -> Verdict:
    """Judge *answer* by the labels of *question*."""
    first = isinstance(answer, Answered) and question.accepts(answer.results[0])
    offered = isinstance(answer, Suggested) and any(map(question.accepts, answer.results[:MAX_CHOICES]))
    misled = isinstance(answer, Answered) and not first
    return Verdict(question, answer, first, first or offered, misled, not answer.results)


@dataclass(frozen=True, slots=True)
class Tally:
    """Shares over a group of verdicts, None where nothing was asked; the none-questions are counted apart."""

    asked: int
    right: float | None
    helped: float | None
    misled: float | None
    none_asked: int
    none_refused: float | None
    none_misled: float | None


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Count *verdicts*."""
    content: list[Verdict] = []
    none: list[Verdict] = []
    for v in verdicts:
        (none if v.question.want == "none" else content).append(v)

    def share(group: list[Verdict], name: str) -> float | None:
        return sum(getattr(v, name) for v in group) / len(group) if group else None

    return Tally(
        len(content), share(content, "right"), share(content, "helped"), share(content, "misled"),
        len(none), share(none, "refused"), share(none, "misled"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the shares are held to, each from 0 to 1, None for not at all: the least of good, the most of bad."""

    right: float | None = None
    helped: float | None = None
    misled: float | None = None
    refused: float | None = None
    none_misled: float | None = None


_MEASURED = {"refused": "none_refused"}
_AT_MOST = ("misled", "none_misled")


def failures(reached: Tally, bounds: Bounds) -> Iterator[str]:
    """A line for each bound that *reached* does not keep; what nobody asked for does not keep any."""
    for bound in (f.name for f in fields(bounds)):
        limit: float | None = getattr(bounds, bound)
        share: float | None = getattr(reached, _MEASURED.get(bound, bound))
        option = bound.replace("_", "-")
        if limit is None:
            continue
        if share is None:
            kind = "none-question" if bound in ("refused", "none_misled") else "question with an answer"
            yield f"FAILED {option}: not measured, there is no {kind}"
        elif share > limit if bound in _AT_MOST else share < limit:
            yield f"FAILED {option}: {share:.4f} is {'above' if bound in _AT_MOST else 'below'} {limit:g}"
