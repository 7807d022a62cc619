"""Fielded BM25 over postings: build once, query many.

A term's occurrences in the fields of an entry are weighted and summed, then saturated once (BM25F, Robertson and
Zaragoza 2009). Cost grows with the postings that a question's words touch, not with the number of entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

_K1 = 1.2
_B = 0.4


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of stemmed words: for term *t*, ``entries[starts[t]:starts[t+1]]`` and their saturated weights."""

    terms: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    entries: Ints
    weights: Floats
    idf: Floats
    size: int

    def rarity(self, stem: str) -> float:
        """How much a word tells, by the index: its idf, the highest one for a word that no entry has."""
        t = self.terms.get(stem)
        return float(self.idf[t]) if t is not None else float(np.log(1 + self.size / 0.5))

    def score(self, query: Mapping[str, float]) -> Floats:
        """BM25F of every entry for weighted stems."""
        out = np.zeros(self.size, dtype=np.float32)
        for stem, weight in query.items():
            t = self.terms.get(stem)
            if t is not None:
                span = slice(self.starts[t], self.starts[t + 1])
                out[self.entries[span]] += self.weights[span] * (self.idf[t] * weight)
        return out

    def coverage(self, query: Mapping[str, float]) -> Floats:
        """The share of the query's weight (by rarity) that each entry's words cover, 0 to 1."""
        out = np.zeros(self.size, dtype=np.float32)
        total = 0.0
        for stem, weight in query.items():
            value = self.rarity(stem) * weight
            total += value
            t = self.terms.get(stem)
            if t is not None:
                out[self.entries[self.starts[t] : self.starts[t + 1]]] += value
        return out / total if total else out


def build(documents: Sequence[Iterable[tuple[Sequence[str], float]]]) -> Index:
    """An index of *documents*, each the stems of its fields with the field's weight."""
    terms: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    lengths = np.zeros(len(documents), dtype=np.float32)
    for d, fields in enumerate(documents):
        counts: dict[int, float] = {}
        for stems, weight in fields:
            lengths[d] += weight * len(stems)
            for stem in stems:
                t = terms.setdefault(stem, len(terms))
                counts[t] = counts.get(t, 0.0) + weight
        rows += counts
        columns += [d] * len(counts)
        values += counts.values()
    term = np.array(rows, dtype=np.int32)
    order = np.argsort(term, kind="stable")
    frequency = np.bincount(term, minlength=len(terms))
    starts = np.concatenate(([0], np.cumsum(frequency)))
    entry = np.array(columns, dtype=np.int32)[order]
    tf = np.array(values, dtype=np.float32)[order]
    mean = float(lengths.mean()) or 1.0
    norm = 1 - _B + _B * lengths[entry] / mean
    tf = tf / norm
    weights = tf * (_K1 + 1) / (tf + _K1)
    n = len(documents)
    idf = np.log(1 + (n - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    return Index(terms, starts, entry, weights.astype(np.float32), idf, n)
