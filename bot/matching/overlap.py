"""Word overlap with single texts: the best example, sentence or topic of each entry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.matching.entries import Entry
from bot.matching.index import Floats, Index, build
from bot.matching.question import Role, Term, all_terms
from bot.matching.reader import Reader


class Overlap:
    """Word overlap with the best single example or sentence of each entry (idf-weighted cosine)."""

    def __init__(self, reader: Reader, all_entries: Sequence[Entry]) -> None:
        documents: list[list[str]] = []
        owner: list[int] = []
        for i, entry in enumerate(all_entries):
            for text in (*entry.examples, *entry.sentences, entry.about):
                stems = [t.stem for t in all_terms(reader.read(text)) if t.role is not Role.FUNCTION and t.stem]
                if stems:
                    documents.append(list(dict.fromkeys(stems)))
                    owner.append(i)
        self._index: Index = build([[(d, 1.0)] for d in documents])
        self._owner = np.array(owner, dtype=np.int64)
        self._norms = np.array(
            [np.sqrt(sum(self._index.rarity(s) ** 2 for s in d)) for d in documents], dtype=np.float32
        )
        self._size = len(all_entries)

    def overlap(self, terms: Sequence[Term], named: frozenset[int]) -> Floats:
        """The best example's likeness to *terms* for every entry, 0 to 1."""
        out = np.zeros(self._size, dtype=np.float32)
        stems = {t.stem for i, t in enumerate(terms) if t.role is not Role.FUNCTION and t.stem and i not in named}
        norm = float(np.sqrt(sum(self._index.rarity(s) ** 2 for s in stems)))
        if not norm:
            return out
        dots = np.zeros(len(self._norms), dtype=np.float32)
        for s in stems:
            t = self._index.terms.get(s)
            if t is not None:
                dots[self._index.entries[self._index.starts[t] : self._index.starts[t + 1]]] += self._index.idf[t] ** 2
        np.maximum.at(out, self._owner, dots / (self._norms * norm))
        return out
