"""Likeness of meaning: the vectors of every text of every entry, and a question's cosines to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.knowledge.model import Report
from bot.matching.entries import Entry
from bot.matching.index import Floats
from bot.matching.phrases import UNANSWERED
from bot.matching.question import Question
from bot.matching.reader import Reader
from bot.matching.vectors import Embedder

Cosines = dict[str, Floats]
"""The best cosine of every entry, by kind of text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of an entry that has a vector of its own."""

    entry: int
    kind: str
    """``text`` (whole), ``part`` (a sentence, the topic), ``example``, ``negative`` or ``unanswered``."""
    text: str


class Semantics:
    """The texts of the entries as vectors; without an embedder every cosine is zero."""

    def __init__(
        self, entries: Sequence[Entry], reports: Sequence[Report], reader: Reader, embedder: Embedder | None
    ) -> None:
        self._embedder = embedder
        self._size = len(entries)
        units = _units(entries, reports) if embedder else []
        self._owner = np.array([u.entry for u in units], dtype=np.int64)
        self._kind = np.array([u.kind for u in units])
        self._vectors = embedder.embed([_unit_text(u, reader, embedder) for u in units]) if embedder else None

    @property
    def there(self) -> bool:
        """Whether there are vectors at all."""
        return self._vectors is not None

    def cosines(self, question: Question, named: frozenset[int] = frozenset()) -> tuple[Cosines, Floats]:
        """The best cosine of each entry by kind of text, and the question's vector.

        The asking sentences count, without the names (terms *named*), or the whole message if that is nearer.
        """
        n = self._size
        zero = np.zeros(n, dtype=np.float32)
        out: Cosines = dict.fromkeys(("text", "part", "example", "negative", "mean"), zero)
        out["unanswered"] = zero[:1]
        if self._embedder is None or self._vectors is None:
            return out, np.zeros(0, dtype=np.float32)
        texts = [question.focus or question.typed]
        if not self._embedder.multilingual:
            names = {t.typed for i, t in enumerate(question.terms) if i in named}
            texts = [" ".join(w for w in question.english.split() if w not in names) or question.english]
            if question.background:
                texts.append(question.full_english)
        embedded = self._embedder.embed(texts, query=True)
        cosine = (self._vectors @ embedded.T).max(axis=1)
        for kind in ("text", "part", "example", "negative"):
            chosen = self._kind == kind
            best = np.full(n, -1.0, dtype=np.float32)
            np.maximum.at(best, self._owner[chosen], cosine[chosen])
            out[kind] = np.where(best < -0.5, 0.0, best).astype(np.float32)
        positive = np.isin(self._kind, ("text", "part", "example"))
        out["mean"] = _top_mean(self._owner[positive], cosine[positive], n)
        general = self._kind == "unanswered"
        out["unanswered"] = cosine[general].max(keepdims=True) if general.any() else zero[:1]
        return out, embedded[0]


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
        if e.about:
            out.append(Unit(i, "part", e.about))
        out += [Unit(i, "example", x) for x in e.examples]
        out += [Unit(i, "negative", x) for x in e.negative_examples]
    general = (*UNANSWERED, *(x for r in reports for x in r.negative_examples))
    return out + [Unit(len(all_entries) - 1, "unanswered", x) for x in general]


def _top_mean(owner: npt.NDArray[np.int64], values: npt.NDArray[np.float32], n: int) -> npt.NDArray[np.float32]:
    """The mean of each entry's three best values."""
    out = np.zeros(n, dtype=np.float32)
    order = np.lexsort((-values, owner))
    owners, starts = np.unique(owner[order], return_index=True)
    ends = np.append(starts[1:], len(order))
    for entry, a, b in zip(owners, starts, ends, strict=True):
        out[entry] = values[order[a : min(b, a + 3)]].mean()
    return out
