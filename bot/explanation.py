"""Why an answer is what it is, as values that an edge can put into words: ``ask --explain`` and /why show the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from bot.matching.answering import Answer, Answered, Answerer, Suggested
from bot.matching.decision import Outcome, Thresholds
from bot.matching.entries import Entry
from bot.matching.features import RANK_FEATURES
from bot.matching.question import CARRYING, Question, Term

Ground = Literal["words", "vectors", "person", "kind", "against"]
"""What a candidate has for it: shared words, likeness of meaning, the person asked for, what sort of thing it is; or
what it has against it: questions that must not lead to it, somebody else's name in the question."""

_GROUNDS: Final[Mapping[str, Ground]] = {
    "bm25": "words",
    "coverage": "words",
    "example_overlap": "words",
    "fact_coverage": "words",
    "fact_overlap": "words",
    "negative": "against",
    "other_person": "against",
    "named": "person",
}
_MOST = 5


@dataclass(frozen=True, slots=True)
class Repair:
    """A word that was respelt or translated."""

    typed: str
    read: str
    """Empty for a word that says nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the best candidates."""

    entry: Entry
    share: float
    """Its probability among the candidates, 0 to 1."""
    utility: float
    words: tuple[str, ...]
    """The question's words that it has, the rarest first."""
    missing: tuple[str, ...]
    """The question's words that it does not have, the rarest first."""
    likeness: float
    """The cosine of its nearest text with the question; 0 without sentence vectors."""
    grounds: Mapping[Ground, float]
    """What each ground adds to its utility."""
    features: Mapping[str, float]
    """All that was measured of it and is not nothing."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why an answer is what it is."""

    language: str
    """``en``, ``ur`` or ``roman``."""
    understood: tuple[str, ...]
    """The words of the sentences that ask, as the index knows them."""
    background: tuple[str, ...]
    """Those of the other sentences: they count little."""
    repairs: tuple[Repair, ...]
    people: tuple[str, ...]
    """Whom the question was for, where it was for a person as such and nothing had to be ranked."""
    strangers: tuple[str, ...]
    """Whom the question names as a speaker and nobody on the panel is called: then nothing is answered."""
    candidates: tuple[Candidate, ...]
    """The best, best first."""
    lead: float
    """How much more the first one has than the second, in utility."""
    vectors: bool
    """Whether sentence vectors were used."""
    scope: float
    """The probability that the report answers the question at all."""
    correctness: float
    """The probability that the first candidate is a right answer."""
    thresholds: Thresholds
    outcome: Outcome


def explain(answerer: Answerer, answer: Answer) -> Why:
    """Why *answer*, which *answerer* gave, is what it is."""
    e = answer.explanation
    q, d = e.question, e.decision
    shares = np.exp(d.utilities - d.utilities.max())
    shares /= shares.sum()
    best = [int(at) for at in d.order[:_MOST]]
    lead = float(d.utilities[best[0]] - d.utilities[best[1]]) if len(best) > 1 else 0.0
    return Why(
        language=q.language,
        understood=tuple(t.word for t in q.terms if t.word),
        background=tuple(t.word for t in q.background if t.word),
        repairs=tuple(Repair(t.typed, t.word) for t in q.terms if t.repaired),
        people=tuple(dict.fromkeys(r.name for r in e.personal if r.name)),
        strangers=tuple(t.typed for t in q.terms if t.speaker == "surely" and _nobody(answerer, q)),
        candidates=tuple(
            _candidate(answerer, q, int(e.evidence.candidates[at]), e.evidence.rank[at], float(d.utilities[at]), share)
            for at, share in zip(best, shares[best].tolist(), strict=True)
        ),
        lead=lead,
        vectors=answerer.matcher.semantics.there,
        scope=d.scope,
        correctness=d.correctness,
        thresholds=d.thresholds,
        outcome="answer" if isinstance(answer, Answered) else "suggest" if isinstance(answer, Suggested) else "none",
    )


def _candidate(
    answerer: Answerer, question: Question, number: int, row: np.ndarray, utility: float, share: float
) -> Candidate:
    weighed = row * answerer.calibration.ranking
    grounds: dict[Ground, float] = {}
    for name, value in zip(RANK_FEATURES, weighed.tolist(), strict=True):
        ground = _GROUNDS.get(name, "vectors" if "cosine" in name else "kind")
        grounds[ground] = grounds.get(ground, 0.0) + value
    features = dict(zip(RANK_FEATURES, row.tolist(), strict=True))
    told = sorted(_telling(question), key=lambda t: -answerer.matcher.index.rarity(t.stem))
    has = {t.stem: _has(answerer, number, t.stem) for t in told}
    return Candidate(
        entry=answerer.matcher.entries[number],
        share=share,
        utility=utility,
        words=tuple(dict.fromkeys(t.word for t in told if has[t.stem])),
        missing=tuple(dict.fromkeys(t.word for t in told if not has[t.stem])),
        likeness=features["cosine_best"],
        grounds={k: v for k, v in grounds.items() if abs(v) >= 0.005},
        features={k: v for k, v in features.items() if abs(v) >= 0.005},
    )


def _nobody(answerer: Answerer, question: Question) -> bool:
    return answerer.matcher.people.mentioned(question.terms).stranger


def _telling(question: Question) -> Iterator[Term]:
    """The words that say what the question is about."""
    return (t for t in question.terms if t.stem and t.role in CARRYING)


def _has(answerer: Answerer, number: int, stem: str) -> bool:
    return answerer.matcher.has(number, stem)
