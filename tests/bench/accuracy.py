"""Right first, among the first three, and in scope or not: everything side by side on the same questions and texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot import app
from bot.embedding.model import Model
from bot.evaluation.meter import Meter
from bot.knowledge import library
from bot.knowledge.library import SHIPPED
from bot.matching.answering import Answerer
from bot.resources import calibration, english_words
from tests.bench.peers import PEERS, Peer
from tests.bench.sets import PublicSet, misspelt, read

OURS, OURS_LEXICAL = "this matcher", "this matcher, lexical"
_TEXTS = 40
"""Texts looked at to have three entries: none has more than a dozen."""

Numbers = npt.NDArray[np.float64]
Finder = Callable[[str], tuple[list[int], float]]
"""A question to the first three entries and a score of how surely the first is right."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one matcher reached on one set, 0 to 1; NaN where the set has no such question."""

    first: float
    three: float
    far: float
    """AUROC of the first one's score: questions in scope against far ones."""
    far_kept: float
    """Right first while 95 % of the far ones are turned away by that score."""
    near: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    set: str
    matcher: str
    clean: Score
    typos: Score


def measure(folder: Path, sets: Sequence[str], matchers: Sequence[str], meter: Meter) -> list[Row]:
    """Every one of *matchers* on every one of *sets* in *folder*. Raises OSError, ValueError."""
    vectors = app.embedder(app.DEFAULT)
    rows = []
    for name in sets:
        questions = read(folder, name)
        for matcher in matchers:
            meter.stage(f"{name}: {matcher} reads the texts")
            finder = _finder(matcher, questions, vectors)
            clean, typos = (
                _score(questions, finder, meter, f"{name}: {matcher}{', typos' if slips else ''}", slips=slips)
                for slips in (False, True)
            )
            rows.append(Row(name, matcher, clean, typos))
    return rows


def _finder(matcher: str, questions: PublicSet, vectors: Model | None) -> Finder:
    if matcher == OURS:
        return ours(questions, vectors)
    if matcher == OURS_LEXICAL:
        return ours(questions, None)
    return _peer(PEERS[matcher](), questions)


def _peer(peer: Peer, questions: PublicSet) -> Finder:
    """A peer that has the same texts: an entry is as good as its best text or topic."""
    owned = [
        (n, text)
        for n, (texts, topic) in enumerate(zip(questions.texts, questions.topics, strict=True))
        for text in (*texts, topic)
        if text
    ]
    peer.build([text for _, text in owned])

    def find(question: str) -> tuple[list[int], float]:
        found = peer.find(question, min(_TEXTS, len(owned)))
        return list(dict.fromkeys(owned[n][0] for n, _ in found))[:3], found[0][1] if found else 0.0

    return find


def ours(questions: PublicSet, vectors: Model | None) -> Finder:
    """The matcher as it answers from reports, with its shipped numbers.

    What a report holds beside its points (the event, the panel, small talk) competes as always and is never right.
    The score is the first one's in the ranking.
    """
    numbers = calibration(vectors.name, vectors.width) if vectors else calibration(app.OFF)
    answerer = Answerer([questions.report()], library.load([SHIPPED]).lexicon, english_words(), numbers, vectors)
    entries = answerer.matcher.entries

    def find(question: str) -> tuple[list[int], float]:
        explained = answerer.answer(question).explanation
        order = explained.decision.order[:3]
        ranked = [entries[int(explained.evidence.candidates[i])] for i in order]
        # One point a panelist, so that a panelist's number is the entry's.
        first = [e.panelist if e.kind == "point" and e.panelist is not None else -1 for e in ranked]
        return first, float(explained.decision.utilities[order[0]])

    return find


def _score(questions: PublicSet, finder: Finder, meter: Meter, what: str, *, slips: bool) -> Score:
    right, near_first, scores = [], [], []
    for asked in meter.track(questions.questions, what):
        found, score = finder(misspelt(asked.text) if slips else asked.text)
        right.append(bool(found) and found[0] in asked.want)
        near_first.append(bool(asked.want & set(found)))
        scores.append(score)
    scope = np.array([q.scope for q in questions.questions])
    inside, hits, strength = scope == "in", np.array(right), np.array(scores)
    far = strength[scope == "far"]
    kept = float((hits & (strength > np.quantile(far, 0.95)))[inside].mean()) if len(far) else float("nan")
    return Score(
        float(hits[inside].mean()),
        float(np.array(near_first)[inside].mean()),
        auroc(strength[inside], far),
        kept,
        auroc(strength[inside], strength[scope == "near"]),
    )


def auroc(above: Numbers, below: Numbers) -> float:
    """The probability that one of *above* is higher than one of *below*, ties half; NaN if there is none."""
    if not len(above) or not len(below):
        return float("nan")
    ordered = np.sort(below)
    lower = np.searchsorted(ordered, above) + np.searchsorted(ordered, above, side="right")
    return float(lower.mean() / 2 / len(ordered))
