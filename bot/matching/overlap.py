"""Word overlap with single texts: the best example, sentence or topic of each entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bot.matching.entries import Entry
from bot.matching.postings import Floats, Numbers, gather, summed, within
from bot.matching.question import Role, Term, all_terms
from bot.matching.reader import Reader


class Overlap:
    """Word overlap with the best single example or sentence of each entry (idf-weighted cosine)."""

    def __init__(self, reader: Reader, all_entries: Sequence[Entry]) -> None:
        counts = np.zeros(len(all_entries), dtype=np.int64)

        def texts() -> Iterator[list[tuple[list[str], float]]]:
            for i, entry in enumerate(all_entries):
                for text in (*entry.examples, *entry.sentences, entry.about):
                    if stems := _stems(all_terms(reader.read(text))):
                        counts[i] += 1
                        yield [(stems, 1.0)]

        self._postings = gather(texts())
        self._first: Numbers = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
        """By entry: its first text; they follow one another."""
        size = int(self._first[-1])
        frequency = np.diff(self._postings.starts)
        self._idf = np.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
        self._unknown = float(np.log(1 + size / 0.5))
        squares = np.repeat(self._idf**2, frequency)
        self._norms = np.sqrt(np.bincount(self._postings.entries, squares, minlength=size)).astype(np.float32)

    def overlap(self, terms: Sequence[Term], named: frozenset[int], entries: Numbers | None = None) -> Floats:
        """The best text's likeness to *terms* without those *named*, 0 to 1, of *entries* or of every entry."""
        out = np.zeros(len(self._first) - 1 if entries is None else len(entries), dtype=np.float32)
        stems = _stems([t for i, t in enumerate(terms) if i not in named])
        known = [t for s in stems if (t := self._postings.terms.get(s)) is not None]
        if not known:
            return out
        squared = float((self._idf[known] ** 2).sum()) + (len(stems) - len(known)) * self._unknown**2
        if entries is None:
            found = [self._postings.entries[self._postings.starts[t] : self._postings.starts[t + 1]] for t in known]
            parts = [np.full(len(f), self._idf[t] ** 2, np.float32) for f, t in zip(found, known, strict=True)]
            texts, dots = summed(found, parts)
            owners = self._first.searchsorted(texts, side="right") - 1
        else:
            counts = self._first[entries + 1] - self._first[entries]
            owners = np.repeat(np.arange(len(entries)), counts)
            texts = np.arange(len(owners)) + np.repeat(self._first[entries] - np.cumsum(counts) + counts, counts)
            dots = np.zeros(len(texts), dtype=np.float32)
            for t in known:
                there = within(self._postings.starts, self._postings.entries, t, texts)[1]
                dots[there] += np.float32(self._idf[t] ** 2)
        np.maximum.at(out, owners, dots / (self._norms[texts] * np.float32(np.sqrt(squared))))
        return out


def _stems(terms: Sequence[Term]) -> list[str]:
    return list(dict.fromkeys(t.stem for t in terms if t.role is not Role.FUNCTION and t.stem))
