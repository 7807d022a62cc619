"""Fielded BM25 over postings: build once, query many.

A term's occurrences in the fields of an entry are weighted and summed, then saturated once (BM25F, Robertson and
Zaragoza 2009). The cost of a question grows with the postings that its rarer words touch: a search goes from the
rarest word to the most frequent, and once no other entry can come among the best it only looks words up for those
found (MaxScore, Turtle and Flood 1995).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.matching.postings import Floats as Floats
from bot.matching.postings import Ints, Numbers, gather, summed, within

_K1 = 1.2
_B = 0.4
_PIECE = 1 << 20

MOST_POSTINGS = 65_536
"""Postings that a search adds up before it only looks words up for the entries found so far."""
_MOST_LOOKED_UP = 2_048
"""Entries for which the most frequent words are looked up, at most."""


class Hits(NamedTuple):
    """What a search found."""

    entries: Numbers
    """Best first; of equal ones the first in the knowledge."""
    scores: Floats
    complete: bool
    """Whether it is certain that no other entry scores higher; else the caps left postings out."""


class Posting(NamedTuple):
    """Which entries have a word."""

    rarity: float
    """How much the word tells: its idf, the highest one for a word that no entry has."""
    entries: Sequence[int]
    """Ascending."""
    weights: Sequence[float]
    """How much it counts in each, saturated."""


@dataclass(frozen=True, slots=True)
class Found:
    """What so many entries have of a question's words: measured by weights of all these words or of some, by stem.

    A question has few words and most are of few entries: to add up numbers one by one is as fast as arrays are.
    """

    size: int
    postings: Mapping[str, Posting]
    """By stem."""

    def missing(self, entry: int, stems: Iterable[str]) -> list[float]:
        """The rarities of those *stems* that an entry does not have."""
        of_stems = [self.postings[stem] for stem in stems]
        return [rarity for rarity, entries, _ in of_stems if entry not in entries]

    def total(self, query: Mapping[str, float]) -> float:
        """What all words of *query* weigh by their rarity."""
        return sum([self.postings[stem].rarity * weight for stem, weight in query.items()])

    def score(self, query: Mapping[str, float]) -> list[float]:
        """By entry: BM25F."""
        out = [0.0] * self.size
        for stem, weight in query.items():
            rarity, entries, weights = self.postings[stem]
            factor = rarity * weight
            for entry, frequency in zip(entries, weights):  # noqa: B905
                out[entry] += factor * frequency
        return out

    def coverage(self, query: Mapping[str, float]) -> list[float]:
        """By entry: the share of the query's weight (by rarity) that its words cover, 0 to 1."""
        out = [0.0] * self.size
        total = self.total(query) or 1.0
        for stem, weight in query.items():
            rarity, entries, _ = self.postings[stem]
            share = rarity * weight / total
            for entry in entries:
                out[entry] += share
        return out


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of stemmed words: for term *t*, ``entries[starts[t]:starts[t+1]]`` (ascending) and their weights."""

    terms: Mapping[str, int]
    starts: Numbers
    entries: Ints
    weights: Floats
    """Saturated."""
    idf: Floats
    peaks: Floats
    """By term: the greatest weight that an entry has."""
    size: int
    rarest: float
    """The idf of a word that no entry has."""

    def rarity(self, stem: str) -> float:
        """How much a word tells, by the index: its idf, the highest one for a word that no entry has."""
        t = self.terms.get(stem)
        return self.rarest if t is None else self.idf.item(t)

    def posting(self, stem: str, entries: Numbers | None = None) -> Posting:
        """Which of *entries* (by their places there), or of all, have a word."""
        t = self.terms.get(stem)
        if t is None:
            return Posting(self.rarest, (), ())
        span = slice(self.starts.item(t), self.starts.item(t + 1))
        found, weights = self.entries[span], self.weights[span]
        if entries is None:
            return Posting(self.idf.item(t), found.tolist(), weights.tolist())
        at, places = within(found, entries)
        return Posting(self.idf.item(t), at.tolist(), weights[places].tolist())

    def search(self, query: Mapping[str, float], most: int, postings: int = MOST_POSTINGS) -> Hits:
        """The *most* entries with the highest BM25F for weighted stems; entries without any of the words never."""
        terms = sorted(
            ((t, weight) for stem, weight in query.items() if weight > 0 and (t := self.terms.get(stem)) is not None),
            key=lambda pair: int(self.starts[pair[0] + 1] - self.starts[pair[0]]),
        )
        if not terms or most <= 0:
            return Hits(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), True)
        factors = [float(self.idf[t]) * weight for t, weight in terms]
        # The most that the terms from the nth on can add to any entry.
        ahead = np.cumsum([f * float(self.peaks[t]) for f, (t, _) in zip(factors, terms, strict=True)][::-1])[::-1]
        found, scores, done = self._add_up(terms, factors, ahead, most, postings)
        least = _nth_best(scores, most)
        rest = float(ahead[done]) if done < len(terms) else 0.0
        # An entry that was not touched has at most the rest.
        complete = done == len(terms) or rest <= least
        keep = scores + rest >= least
        found, scores = found[keep], scores[keep]
        if done < len(terms) and len(found) > _MOST_LOOKED_UP:
            best = np.sort(np.argpartition(-scores, _MOST_LOOKED_UP)[:_MOST_LOOKED_UP])
            found, scores, complete = found[best], scores[best], False
        for (t, _), factor in zip(terms[done:], factors[done:], strict=True):
            span = slice(int(self.starts[t]), int(self.starts[t + 1]))
            at, places = within(self.entries[span], found)
            scores[at] += self.weights[span][places] * np.float32(factor)
        if len(found) > most:
            # Of equal ones at the edge the first in the knowledge: entries are ascending.
            edge = _nth_best(scores, most)
            found, scores = found[scores >= edge], scores[scores >= edge]
        order = np.lexsort((found, -scores))[:most]
        return Hits(found[order].astype(np.int64), scores[order], complete)

    def _add_up(
        self, terms: list[tuple[int, float]], factors: list[float], ahead: Floats, most: int, postings: int
    ) -> tuple[Ints, Floats, int]:
        """Entries that have one of the rarest terms, ascending, their scores by these, and how many terms these are."""
        spans: list[slice] = []
        touched = summed = 0
        found, scores = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        for n, (t, _) in enumerate(terms):
            long = int(self.starts[t + 1] - self.starts[t])
            if spans and touched + long > postings:
                break
            if long > touched > summed:
                # The next word costs more than all before it: worth a look whether it is needed.
                found, scores, summed = *self._sum(spans, factors), touched
            if summed == touched and _nth_best(scores, most) >= ahead[n]:
                break
            spans.append(slice(int(self.starts[t]), int(self.starts[t + 1])))
            touched += long
        if summed < touched:
            found, scores = self._sum(spans, factors)
        return found, scores, len(spans)

    def _sum(self, spans: Sequence[slice], factors: Sequence[float]) -> tuple[Ints, Floats]:
        parts = [self.weights[s] * np.float32(f) for s, f in zip(spans, factors, strict=False)]
        return summed([self.entries[s] for s in spans], parts)


def _nth_best(scores: Floats, n: int) -> float:
    """The *n*-th highest of *scores*; minus infinity if there are fewer."""
    return float(np.partition(scores, len(scores) - n)[len(scores) - n]) if len(scores) >= n else float("-inf")


def build(documents: Iterable[Iterable[tuple[Sequence[str], float]]]) -> Index:
    """An index of *documents*, each the stems of its fields with the field's weight. Reads them once, in order."""
    gathered = gather(documents)
    starts, entries, weights = gathered.starts, gathered.entries, gathered.frequencies
    frequency = np.diff(starts)
    size = len(gathered.lengths)
    mean = float(gathered.lengths.mean(dtype=np.float64)) if size else 0.0
    norms = (1 - _B + _B * gathered.lengths / (mean or 1.0)).astype(np.float32)
    # In place and piece by piece: at a million entries a copy of the weights is worth sparing.
    for start in range(0, len(entries), _PIECE):
        part = weights[start : start + _PIECE]
        part /= norms[entries[start : start + _PIECE]]
        part *= np.float32(_K1 + 1) / (part + np.float32(_K1))
    idf = np.log(1 + (size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    peaks = np.maximum.reduceat(weights, starts[:-1]) if len(frequency) else np.zeros(0, dtype=np.float32)
    return Index(gathered.terms, starts, entries, weights, idf, peaks, size, math.log(1 + size / 0.5))
