"""Which items of the review queue new questions are one with, looked up for many of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from heapq import nlargest

from sqlalchemy import Connection, select

from bot.language.text import words
from bot.storage.likeness import Essence, Meaning, alike
from bot.storage.models import ReviewKeyRow, ReviewRow
from bot.storage.prepared import WhereAmong

_MOST_CANDIDATES = 50
"""Items that a question is compared with, whatever the size of the queue."""


class Twins:
    """What some questions are compared with: items of the queue, and those that the questions before them become."""

    def __init__(self, connection: Connection, asked: Sequence[Essence]) -> None:
        self.asked = asked
        self.same = [meant.same for meant in asked]
        """Of each question."""
        self._items: dict[bytes, int] = numbers(connection, self.same)
        others = [n for n, same in enumerate(self.same) if same not in self._items]
        self.keys = {n: asked[n].keys for n in others}
        """Of each question whose words are new."""
        wanted = frozenset[bytes]().union(*self.keys.values())
        self._sharing: dict[bytes, list[int]] = {key: [] for key in wanted}
        for key, item in _SHARING(connection, wanted):
            self._sharing[key].append(item)
        candidates = {item for n in others for item in self._candidates(n)}
        self._meant = {
            item: Essence(tuple(counting.split()), language == "en", tuple(words(question)))
            for item, counting, language, question in _CANDIDATES(connection, candidates)
        }

    def of(self, n: int, meaning: Meaning) -> int | None:
        """The item of question *n*: one of the same words, else one of a few that differ in a word's sound."""
        same = self._items.get(self.same[n])
        if same is not None:
            return same
        return next((item for item in self._candidates(n) if alike(self.asked[n], self._meant[item], meaning)), None)

    def become(self, n: int, item: int) -> None:
        """Question *n* is one with none and becomes *item*; a number above those of all that there are."""
        self._items[self.same[n]] = item
        self._meant[item] = self.asked[n]
        for key in self.keys[n]:
            self._sharing[key].append(item)

    def _candidates(self, n: int) -> list[int]:
        """Those that share most keys, the latest of them where there are too many, the oldest first."""
        shared = Counter(item for key in self.keys[n] for item in self._sharing[key])
        few = nlargest(_MOST_CANDIDATES, shared, key=lambda item: (shared[item], item))
        return sorted(few, key=lambda item: (-shared[item], item))


def numbers(connection: Connection, same: Collection[bytes]) -> dict[bytes, int]:
    """The items whose questions have these hashes of their words."""
    return dict(_SAME(connection, same))


_SAME = WhereAmong(select(ReviewRow.same, ReviewRow.id), ReviewRow.same)
_SHARING = WhereAmong(select(ReviewKeyRow.key, ReviewKeyRow.item_id), ReviewKeyRow.key)
_CANDIDATES = WhereAmong(select(ReviewRow.id, ReviewRow.words, ReviewRow.language, ReviewRow.question), ReviewRow.id)
