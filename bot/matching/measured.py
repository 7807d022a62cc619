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

_COLUMN = {name: at for at, name in enumerate(RANK_FEATURES)}


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
        rank = kinds.measures.copy()
        rank[:, _COLUMN["bm25"]] *= self.bm25
        rank[:, _COLUMN["coverage"]] *= self.coverage
        rank[:, _COLUMN["example_overlap"]] *= self.overlap
        rank[:, _COLUMN["fact_coverage"]] *= self.asked
        rank[:, _COLUMN["fact_overlap"]] *= self.overlap
        if mention.people:
            people = [person_number(p) for p in mention.people]
            named = np.logical_or.reduce([kinds.person == p for p in people])
            rank[:, _COLUMN["named"]] = named
            rank[:, _COLUMN["other_person"]] = (kinds.person >= 0) & ~named
        for name, values in self._by_meaning(kinds) if self.cosines else ():
            rank[:, _COLUMN[name]] = values
        return rank.astype(np.float64)

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
