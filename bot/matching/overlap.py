"""Word overlap with single texts: the best example, sentence or topic of each entry."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from bot.matching.entries import Entry
from bot.matching.postings import Numbers, gather, ranges, within
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
        self._unknown = math.log(1 + size / 0.5) ** 2
        norms = np.bincount(self._postings.entries, np.repeat(self._squares, frequency), minlength=size)
        self._scales = array("f", (1 / np.sqrt(norms)).astype(np.float32).tobytes())
        """By text: one by the length of its vector."""
        self._owners = array("i", np.repeat(np.arange(len(counts)), counts).astype(np.int32).tobytes())
        """By text: its entry."""

    def overlap(self, stems: Collection[str], entries: Numbers | None = None) -> list[float]:
        """The best text's likeness to different *stems*, 0 to 1, of *entries* or of every entry."""
        out = [0.0] * (len(self._first) - 1 if entries is None else len(entries))
        asked = 0.0
        dots: dict[int, float] = {}
        owners: Sequence[int] = self._owners
        scales: Sequence[float] = self._scales
        if entries is not None:
            of, texts = ranges(self._first[entries], self._first[entries + 1])
            owners, scales = of.tolist(), np.frombuffer(self._scales, dtype=np.float32)[texts].tolist()
        for stem in stems:
            t = self._postings.terms.get(stem)
            if t is None:
                asked += self._unknown
                continue
            square = self._squares.item(t)
            asked += square
            having = self._postings.entries[self._postings.starts.item(t) : self._postings.starts.item(t + 1)]
            found = having.tolist() if entries is None else within(having, texts)[0].tolist()
            for text in found:
                dots[text] = dots.get(text, 0.0) + square
        length = math.sqrt(asked)
        for text, dot in dots.items():
            likeness = dot * scales[text] / length
            if likeness > out[owners[text]]:
                out[owners[text]] = likeness
        return out


def telling(terms: Sequence[Term]) -> list[str]:
    """The stems of *terms* that say anything, each once."""
    return list(dict.fromkeys(t.stem for t in terms if t.role in TELLING and t.stem))
