"""What was measured of the candidates for one question, as the ranking weighs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.features import RANK_FEATURES, Matrix
from bot.matching.kinds import Kinds, person_number
from bot.matching.people import Mention
from bot.matching.postings import Floats

_ROW = {name: at for at, name in enumerate(RANK_FEATURES)}
_BY_WORDS = slice(_ROW["bm25"], _ROW["example_overlap"] + 1)
"""bm25, coverage, example_overlap."""
_FACT_BY_WORDS = slice(_ROW["fact_coverage"], _ROW["fact_overlap"] + 1)
"""The two of them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """By candidate."""

    bm25: Sequence[float]
    """By the most that there could be."""
    coverage: Sequence[float]
    asked: Sequence[float]
    """Coverage that counts the words of asking too: facts are asked for in them."""
    overlap: Sequence[float]
    cosines: Mapping[str, Floats]
    """By kind of text; empty without vectors."""

    def rank(self, kinds: Kinds, mention: Mention) -> Matrix:
        """The RANK_FEATURES of the candidates, which are of these *kinds*; what was not measured is 0."""
        # In single precision: what is equal stays so, however its sums were rounded.
        rows = kinds.measures.T.copy()
        measured = np.array((self.bm25, self.coverage, self.overlap, self.asked, self.overlap), dtype=np.float32)
        rows[_BY_WORDS] *= measured[:3]
        rows[_FACT_BY_WORDS] *= measured[3:]
        if mention.people:
            people = [person_number(p) for p in mention.people]
            named = np.logical_or.reduce([kinds.person == p for p in people])
            rows[_ROW["named"]] = named
            rows[_ROW["other_person"]] = (kinds.person >= 0) & ~named
        for name, values in self._by_meaning(kinds) if self.cosines else ():
            rows[_ROW[name]] = values
        return rows.T.astype(np.float64, order="C")

    def _by_meaning(self, kinds: Kinds) -> Iterator[tuple[str, npt.NDArray[np.generic]]]:
        cosines = self.cosines
        text = np.maximum(cosines["text"], cosines["part"])
        best = np.maximum(text, cosines["example"])
        yield "cosine_text", text * kinds.said
        yield "cosine_best", best
        yield "cosine_example", np.where(kinds.examples, cosines["example"], best) * kinds.said
        yield "cosine_mean", cosines["mean"]
        yield "cosine_centroid", cosines["centroid"] * kinds.said
        yield "negative", np.maximum(0.0, cosines["negative"] - best)
        yield "fact_cosine", best * kinds.fact
        yield "small_talk_cosine", best * kinds.small_talk
