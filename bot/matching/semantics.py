"""Likeness of meaning: the vectors of every text of every entry, and a question's cosines to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.knowledge.model import Report
from bot.language.text import words
from bot.matching.entries import Entry
from bot.matching.phrases import UNANSWERED
from bot.matching.postings import Floats, ranges
from bot.matching.question import Question
from bot.matching.reader import Reader
from bot.matching.vectors import Embedder, Vectors

POSITIVE = ("text", "part", "example")
KINDS = (*POSITIVE, "negative", "unanswered")
_MOST_SCANNED = 100_000
"""Entries that are looked through one by one; of more, only those with the question's words are."""

Cosines = dict[str, Floats]
"""The best cosine of every entry, by kind of text; empty without an embedder."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of an entry that has a vector of its own."""

    entry: int
    kind: str
    """``text`` (whole), ``part`` (a sentence, the topic), ``example``, ``negative`` or ``unanswered``."""
    text: str


class Semantics:
    """The texts of the entries as vectors; without an embedder there are none."""

    def __init__(
        self, entries: Sequence[Entry], reports: Sequence[Report], reader: Reader, embedder: Embedder | None
    ) -> None:
        self._embedder = embedder
        units = _units(entries, reports) if embedder else []
        self._owner = np.array([u.entry for u in units], dtype=np.int64)
        self._first = np.searchsorted(self._owner, np.arange(len(entries) + 1))
        self._kind = np.array([u.kind for u in units])
        self._positive = np.array([u.kind in POSITIVE for u in units], dtype=bool)
        self._vectors: Vectors = np.zeros((0, 0), dtype=np.float32)
        if embedder is not None:
            self._vectors = embedder.embed([_unit_text(u, reader, embedder) for u in units])
        self._centroids = np.zeros((len(entries), self._vectors.shape[1]), dtype=np.float32)
        np.add.at(self._centroids, self._owner[self._positive], self._vectors[self._positive])
        self._centroids /= np.maximum(np.linalg.norm(self._centroids, axis=1, keepdims=True), 1e-9)

    @property
    def there(self) -> bool:
        """Whether there are vectors at all."""
        return self._embedder is not None

    def vectors(self, question: Question, named: frozenset[int] = frozenset()) -> Vectors:
        """The question's vectors: of the asking sentences, without the names (terms *named*), and of the whole message.

        No row without an embedder; the second only where there is more to the message.
        """
        if self._embedder is None:
            return np.zeros((0, 0), dtype=np.float32)
        texts = [question.focus or question.typed]
        if not self._embedder.multilingual:
            names = {t.typed for i, t in enumerate(question.terms) if i in named}
            texts = [" ".join(w for w in question.english.split() if w not in names) or question.english]
            if question.background:
                texts.append(question.full_english)
        return self._embedder.embed(texts, query=True)

    def nearest(self, vectors: Vectors, most: int) -> npt.NDArray[np.int64]:
        """The *most* entries nearest to a question's *vectors*; none where there are too many to look through."""
        if not len(vectors) or len(self._centroids) > _MOST_SCANNED:
            return np.zeros(0, dtype=np.int64)
        cosine = (self._centroids @ vectors.T).max(axis=1)
        return np.argpartition(-cosine, min(most, len(cosine)) - 1)[:most]

    def cosines(self, vectors: Vectors, entries: npt.NDArray[np.int64] | None = None) -> Cosines:
        """The best cosine to a question's *vectors* of *entries*, or of every entry, by kind of text."""
        if not len(vectors):
            return {}
        n = len(self._first) - 1 if entries is None else len(entries)
        owner: npt.NDArray[np.int64] = self._owner
        rows: slice | npt.NDArray[np.int64] = slice(None)
        if entries is not None:
            owner, rows = ranges(self._first[entries], self._first[entries + 1])
        cosine = (self._vectors[rows] @ vectors.T).max(axis=1)
        kind, positive = self._kind[rows], self._positive[rows]
        out: Cosines = {}
        for name in KINDS:
            best = np.full(n, -1.0, dtype=np.float32)
            np.maximum.at(best, owner[kind == name], cosine[kind == name])
            out[name] = np.where(best < -0.5, np.float32(0), best)
        out["mean"] = _top_mean(owner[positive], cosine[positive], n)
        out["centroid"] = (self._centroids[slice(None) if entries is None else entries] @ vectors.T).max(axis=1)
        return out


def _unit_text(unit: Unit, reader: Reader, embedder: Embedder) -> str:
    """What is embedded: the text itself, or its English where the model knows no other language."""
    if embedder.multilingual or (unit.text.isascii() and unit.kind in ("text", "part")):
        return unit.text
    return reader.read(unit.text).full_english


def _units(all_entries: Sequence[Entry], reports: Sequence[Report]) -> list[Unit]:
    out: list[Unit] = []
    for i, e in enumerate(all_entries):
        if e.text:
            out.append(Unit(i, "text", e.text))
            if len(e.sentences) > 1:
                out += [Unit(i, "part", s) for s in e.sentences]
        if words(e.about):
            out.append(Unit(i, "part", e.about))
        out += [Unit(i, "example", x) for x in e.examples]
        out += [Unit(i, "negative", x) for x in e.negative_examples]
    general = (*UNANSWERED, *(x for r in reports for x in r.negative_examples))
    return out + [Unit(len(all_entries) - 1, "unanswered", x) for x in general]


def _top_mean(owner: npt.NDArray[np.int64], values: Floats, n: int) -> Floats:
    """The mean of each entry's three best values."""
    order = np.lexsort((-values, owner))
    owner, values = owner[order], values[order]
    place = np.arange(len(owner)) - np.searchsorted(owner, owner)
    best = place < 3
    counts = np.bincount(owner[best], minlength=n)
    sums = np.bincount(owner[best], values[best], minlength=n)
    return np.asarray(sums / np.maximum(counts, 1), dtype=np.float32)
