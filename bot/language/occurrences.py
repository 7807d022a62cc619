"""How often words occur: a long list of words in the space of its text, where a dict takes ten times as much."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import ItemsView, Iterator, Mapping
from functools import lru_cache

import numpy as np

_LINE = re.compile(".+")
_BITS = 32
_MASK = (1 << _BITS) - 1


class Occurrences(Mapping[str, int]):
    """Words and numbers from *text*: one word, a space and its number a line; in the order of the lines."""

    def __init__(self, text: str) -> None:
        text = text.strip("\n")
        self._text = text = text and text + "\n"
        # No list of the lines: it would take ten times as much memory as what is made of it.
        starts = (line.start() for line in _LINE.finditer(text))
        # By the words' hashes: to compare words, each cut out of the text, takes longer than the rest of a search.
        found = np.sort(np.fromiter((self._hashed(start) for start in starts), np.uint64))
        self._hashes = array("I", (found >> np.uint64(_BITS)).astype(np.uint32).tobytes())
        self._starts = array("I", (found & np.uint64(_MASK)).astype(np.uint32).tobytes())
        # The same words come again and again.
        self._found = lru_cache(maxsize=2_000)(self._look_up)

    def __getitem__(self, word: str) -> int:
        if (found := self._found(word)) is None:
            raise KeyError(word)
        return found

    def __eq__(self, other: object) -> bool:
        """Itself alone, so that what is made of it can be remembered: to compare two takes as long as to read one."""
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def get(self, word: str, default: int | None = None) -> int | None:  # type: ignore[override]
        """The number of *word*, without an exception on the way where it has none."""
        found = self._found(word)
        return default if found is None else found

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._found(word) is not None

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[str]:
        return (word for word, _ in self.items())

    def items(self) -> ItemsView[str, int]:
        """All of it, line by line."""
        return _Lines(self, self._text)

    def _hashed(self, start: int) -> int:
        """The hash of the word of the line that begins at *start*, and after it *start*."""
        return (hash(self._text[start : self._text.index(" ", start)]) & _MASK) << _BITS | start

    def _look_up(self, word: str) -> int | None:
        hashes, starts, text = self._hashes, self._starts, self._text
        wanted, line = hash(word) & _MASK, f"{word} "
        for at in range(bisect_left(hashes, wanted), len(hashes)):
            if hashes[at] != wanted:
                break
            if text.startswith(line, start := starts[at]):
                return int(text[start + len(line) : text.index("\n", start)])
        return None


class _Lines(ItemsView[str, int]):
    """The items in the order of the lines, without looking each word up."""

    def __init__(self, mapping: Occurrences, text: str) -> None:
        super().__init__(mapping)
        self._text = text

    def __iter__(self) -> Iterator[tuple[str, int]]:
        start = 0
        while start < len(self._text):
            end = self._text.index("\n", start)
            word, _, number = self._text[start:end].partition(" ")
            yield word, int(number)
            start = end + 1
