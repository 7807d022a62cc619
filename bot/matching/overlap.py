"""Word overlap with single texts: the best example, sentence or topic of each entry."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.matching.entries import Entry
from bot.matching.postings import Floats, Ints, Numbers, gather, ranges, within
from bot.matching.question import TELLING, Term, all_terms
from bot.matching.reader import Reader


class Overlap:
    """Word overlap with the best single example or sentence of each entry (idf-weighted cosine)."""

    def __init__(self, reader: Reader, all_entries: Sequence[Entry]) -> None:
        counts = np.zeros(len(all_entries), dtype=np.int64)

        def texts() -> Iterator[list[tuple[list[str], float]]]:
            for i, entry in enumerate(all_entries):
                for text in (*entry.examples, *entry.sentences, entry.about):
                    if stems := telling(all_terms(reader.read(text))):
                        counts[i] += 1
                        yield [(stems, 1.0)]

        self._postings = gather(texts())
        self._first: Numbers = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
        """By entry: its first text; they follow one another."""
        size = int(self._first[-1])
        frequency = np.diff(self._postings.starts)
        self._squares = np.log(1 + (size - frequency + 0.5) / (frequency + 0.5)) ** 2
        """By term: its idf, squared."""
        self._unknown = float(np.log(1 + size / 0.5)) ** 2
        norms = np.bincount(self._postings.entries, np.repeat(self._squares, frequency), minlength=size)
        self._every = _Texts.of(counts, (1 / np.sqrt(norms)).astype(np.float32))

    def overlap(self, stems: Collection[str], entries: Numbers | None = None) -> Floats:
        """The best text's likeness to different *stems*, 0 to 1, of *entries* or of every entry."""
        known = [t for s in stems if (t := self._postings.terms.get(s)) is not None]
        if not known:
            return np.zeros(len(self._first) - 1 if entries is None else len(entries), dtype=np.float32)
        starts = self._postings.starts
        spans = [self._postings.entries[starts.item(t) : starts.item(t + 1)] for t in known]
        found: Sequence[Ints | Numbers] = spans
        texts = self._every
        if entries is not None:
            owners, numbers = ranges(self._first[entries], self._first[entries + 1])
            texts = _Texts.of(np.bincount(owners, minlength=len(entries)), self._every.scales[numbers])
            found = [within(span, numbers)[0] for span in spans]
        squares = self._squares[known]
        dots = np.bincount(np.concatenate(found), np.repeat(squares, [len(f) for f in found]), len(texts.scales))
        asked = float(squares.sum()) + (len(stems) - len(known)) * self._unknown
        return texts.best(dots * texts.scales) / np.float32(math.sqrt(asked))


@dataclass(frozen=True, slots=True)
class _Texts:
    """Some entries' texts, one entry's after another's."""

    scales: Floats
    """By text: one by the length of its vector."""
    having: Numbers
    """The entries that have texts."""
    starts: Numbers
    """The first text of each of these."""
    entries: int
    """How many entries there are."""

    @classmethod
    def of(cls, counts: Numbers, scales: Floats) -> Self:
        """The texts of entries that have so many of them."""
        having = np.flatnonzero(counts)
        return cls(scales, having, (np.cumsum(counts) - counts)[having], len(counts))

    def best(self, values: npt.NDArray[np.floating]) -> Floats:
        """The highest value of each entry's texts; 0 for an entry without any."""
        out = np.zeros(self.entries, dtype=np.float32)
        if len(self.having):
            out[self.having] = np.maximum.reduceat(values, self.starts)
        return out


def telling(terms: Sequence[Term]) -> list[str]:
    """The stems of *terms* that say anything, each once."""
    return list(dict.fromkeys(t.stem for t in terms if t.role in TELLING and t.stem))
