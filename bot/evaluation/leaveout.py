"""The knowledge's own examples as a test of it: each asked while it is left out, and those that are nearly the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from bot.evaluation.judge import judge
from bot.evaluation.questions import Labelled
from bot.knowledge.model import Point, Report
from bot.matching.answering import Answerer
from bot.matching.vectors import Embedder, Vectors

FOLDS = 5
"""Each example is left out together with a fifth of the others: as many new answerers, not one an example."""
ALIKE = 0.85
"""Likeness, by cosine or by letters, from which two examples are nearly the same question."""
_BLOCK = 512
_LEAST_WORDS = 2

Place = tuple[int, int, int]
"""Report, panelist and point, from 0."""


@dataclass(frozen=True, slots=True)
class Trial:
    """An example of a point, left out and asked."""

    place: Place
    example: str
    reached: bool
    """Whether it was answered with the point or had it among the choices."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Nearly the same question as an example of two points."""

    places: tuple[Place, Place]
    examples: tuple[str, str]
    likeness: float


class Remembering:
    """An embedder that embeds each text once: the answerers of the folds share nearly all of them."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._known: dict[tuple[str, bool], Vectors] = {}

    @property
    def name(self) -> str:
        """The inner model's name."""
        return self._inner.name

    @property
    def multilingual(self) -> bool:
        """As the inner model."""
        return self._inner.multilingual

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One row a text, from memory where it was embedded before."""
        new = list(dict.fromkeys(t for t in texts if (t, query) not in self._known))
        if new:
            for text, row in zip(new, self._inner.embed(new, query=query), strict=True):
                self._known[text, query] = row
        return np.array([self._known[t, query] for t in texts], dtype=np.float32)


def trials(
    reports: Sequence[Report],
    build: Callable[[Sequence[Report]], Answerer],
    track: Callable[[Sequence[tuple[Place, str]]], Iterable[tuple[Place, str]]] = lambda x: x,
) -> list[Trial]:
    """Ask every example of every point of *reports* of an answerer that was built without it."""
    out = []
    for fold in range(FOLDS):
        left_out = [(place, x) for place, p in points(reports) for x in p.examples[fold::FOLDS]]
        if left_out:
            answerer = build([_without(r, fold) for r in reports])
            out += [Trial(place, x, _reaches(answerer, place, x)) for place, x in track(left_out)]
    return out


def points(reports: Sequence[Report]) -> Iterator[tuple[Place, Point]]:
    """Every point with its place, in order."""
    for r, report in enumerate(reports):
        for p, panelist in enumerate(report.panelists):
            for n, point in enumerate(panelist.points):
                yield (r, p, n), point


def _without(report: Report, fold: int) -> Report:
    panelists = [
        panelist.model_copy(update={"points": tuple(_less(p, fold) for p in panelist.points)})
        for panelist in report.panelists
    ]
    return report.model_copy(update={"panelists": tuple(panelists)})


def _less(point: Point, fold: int) -> Point:
    kept = tuple(x for i, x in enumerate(point.examples) if i % FOLDS != fold)
    return point.model_copy(update={"examples": kept})


def _reaches(answerer: Answerer, place: Place, example: str) -> bool:
    report, panelist, point = place
    label = f"{panelist + 1}.{point + 1}"
    asked = Labelled(example, "point", (), (label,), "", "", 0, report=answerer.reports[report].id)
    return judge(asked, answerer.answer(example)).helped


def twins(answerer: Answerer, embedder: Embedder | None) -> list[Twins]:
    """Pairs of examples of different points that are nearly the same question, the most alike first."""
    owned = [(place, x) for place, p in points(answerer.reports) for x in p.examples]
    glosses = [answerer.matcher.reader.read(x).full_english for _, x in owned]
    telling = np.array([len(g.split()) >= _LEAST_WORDS for g in glosses], dtype=bool)
    vectors = None
    if embedder is not None and owned:
        vectors = embedder.embed([x for _, x in owned] if embedder.multilingual else glosses)
    numbers = {place: n for n, (place, _) in enumerate(owned)}
    owner = np.array([numbers[place] for place, _ in owned])
    found = []
    for start in range(0, len(owned), _BLOCK):
        rows = slice(start, start + _BLOCK)
        alike = process.cdist(glosses[rows], glosses, scorer=fuzz.token_sort_ratio, dtype=np.float32) / 100
        if vectors is not None:
            alike = np.maximum(alike, vectors[rows] @ vectors.T)
        alike[~telling[rows]] = 0
        alike[:, ~telling] = 0
        alike[owner[rows, None] == owner[None, :]] = 0
        for i, j in zip(*np.nonzero(alike >= ALIKE), strict=True):
            a, b = owned[start + int(i)], owned[int(j)]
            if a[0] < b[0]:
                found.append(Twins((a[0], b[0]), (a[1], b[1]), min(1.0, float(alike[i, j]))))
    return sorted(found, key=lambda t: (-t.likeness, t.places))
