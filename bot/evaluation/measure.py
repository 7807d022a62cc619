"""Questions to verdicts: each set answered from its knowledge, its labels checked before anything is measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import app
from bot.errors import QuestionsError
from bot.evaluation import leaveout, questions
from bot.evaluation.editor import Review, review
from bot.evaluation.judge import Verdict, judge
from bot.evaluation.meter import Meter
from bot.evaluation.questions import QuestionSet
from bot.knowledge import library
from bot.knowledge.library import Library
from bot.knowledge.model import Report
from bot.matching.answering import Answerer
from bot.resources import english_words

Paths = tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A set of questions, answered."""

    name: str
    """The file's name without its ending, or its path where another set is called the same."""
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One knowledge with all questions that were asked of it."""

    reports: tuple[Report, ...]
    verdicts: tuple[Verdict, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Measured:
    """All that one run measured."""

    sets: tuple[Judged, ...]
    reviews: tuple[Reviewed, ...] = ()
    """By knowledge; empty unless asked for."""

    @property
    def verdicts(self) -> list[Verdict]:
        """Those of all sets."""
        return [v for s in self.sets for v in s.verdicts]


def sets_of(files: Sequence[Path], knowledge: Sequence[Path]) -> list[tuple[QuestionSet, Library]]:
    """The sets in *files*, each with its knowledge or *knowledge*.

    Raises QuestionsError or KnowledgeError with what is wrong, in the files or in the labels.
    """
    for file in files:
        if not file.exists():
            raise QuestionsError(f"{file}: there is no such file", wrong_use=True)
    found = [s for f in files for s in questions.load(f)]
    known = {paths: library.load(paths) for paths in dict.fromkeys(_paths(s, knowledge) for s in found)}
    paired = [(s, known[_paths(s, knowledge)]) for s in found]
    for s, k in paired:
        questions.check(s, k.reports)
    return paired


def _paths(questions: QuestionSet, knowledge: Sequence[Path]) -> Paths:
    return (questions.knowledge,) if questions.knowledge else tuple(knowledge)


def measure(paired: Sequence[tuple[QuestionSet, Library]], model: str, meter: Meter, *, in_full: bool) -> Measured:
    """Answer and judge every question; *in_full* also what an editor can mend, which takes longer."""
    names = _names([s for s, _ in paired])
    verdicts: dict[int, tuple[Verdict, ...]] = {}
    reviews = []
    for known in dict.fromkeys(k.revision for _, k in paired):
        numbers = [n for n, (_, k) in enumerate(paired) if k.revision == known]
        of = paired[numbers[0]][1]
        meter.stage(f"reading {', '.join(r.id for r in of.reports)}")
        answerer = app.answerer(of, model)
        for n in numbers:
            asked = meter.track(paired[n][0].questions, f"asking {names[n]}")
            verdicts[n] = tuple(judge(q, answerer.answer(q.q)) for q in asked)
        if in_full:
            all_of = tuple(v for n in numbers for v in verdicts[n])
            reviews.append(Reviewed(of.reports, all_of, _reviewed(of, answerer, model, all_of, meter)))
    return Measured(tuple(Judged(names[n], verdicts[n]) for n in range(len(paired))), tuple(reviews))


def _names(sets: Sequence[QuestionSet]) -> list[str]:
    often = Counter(s.name for s in sets)
    return [s.name if often[s.name] == 1 else str(s.path.with_suffix("")) for s in sets]


def _reviewed(known: Library, answerer: Answerer, model: str, verdicts: Sequence[Verdict], meter: Meter) -> Review:
    inner = app.embedder(model)
    vectors = leaveout.Remembering(inner) if inner else None

    def build(reports: Sequence[Report]) -> Answerer:
        meter.stage("leaving out examples")
        return Answerer(reports, known.lexicon, english_words(), answerer.calibration, vectors)

    tried = leaveout.trials(
        known.reports, build, lambda examples: meter.track(examples, "asking the left-out examples")
    )
    return review(known.reports, verdicts, tried, leaveout.twins(answerer, vectors))
