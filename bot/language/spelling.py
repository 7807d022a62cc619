"""What a misspelt word was meant to be: the words some edits away by letters or by sound, the likeliest first.

A word is found by itself with one letter less (two spellings one edit apart share one of these) and, where it is one
of the knowledge's *own*, by its consonant skeleton with one consonant less. The table is two flat arrays of hashes
and word numbers, so that a million lines in it cost megabytes and no objects.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Self

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from bot.language.packed import Packed
from bot.language.skeleton import similarity, skeletons

Hashes = npt.NDArray[np.uint32]
_Long = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]

SHORTEST, LONGEST = 3, 30
"""Letters of a word that is repaired."""
_COMMON = 30_000
"""English words that a misspelling is tried against: the rarer ones are rarely meant."""
_STEP = 2_000
"""More of them are measured in such steps, as many as may turn out to be the knowledge's own."""

# A word ten times as common is as good as one that looks this much more alike; so is one with the same consonants,
# and one of the knowledge's own is as good as one a hundred times as common. Found best on the misspellings that
# codespell lists (2,000 drawn by how common their words are) and on generated slips of the keyboard.
_PER_TENFOLD = 0.04
_SAME_SOUND = 0.06
_OWN = 0.08
_RARE = 100_000
"""Occurrences (of the list's 500 billion) below which all words are equally rare."""

_BY_LETTERS, _BY_SOUND = 1, 2
"""What a string in the table is: a word or a skeleton. Hashes start with it, so that the two never meet."""
_BASE = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_POWERS = [pow(_BASE, n, 1 << 64) for n in range(2 * LONGEST + 2)]
_CHUNK = 1 << 13
_ONES = np.array([n.bit_count() for n in range(256)], dtype=np.uint8)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Table:
    """Word numbers by the hash of a string, in the order of the hashes.

    One hash in ten thousand finds a word of another string: whoever asks looks at the words.
    """

    hashes: Hashes
    numbers: Numbers | npt.NDArray[np.uint16]

    def find(self, hashes: Sequence[int]) -> Numbers:
        """The numbers of all words under one of *hashes*, each once, ascending."""
        wanted = _short(np.array(hashes, dtype=np.uint64))
        left = self.hashes.searchsorted(wanted)
        there = self.hashes.take(left, mode="clip") == wanted if len(self.hashes) else left > 0
        left, right = left[there], self.hashes.searchsorted(wanted[there], side="right")
        found = [self.numbers[a:b] for a, b in zip(left.tolist(), right.tolist(), strict=True)]
        if not found:
            return np.zeros(0, dtype=np.int32)
        every = np.sort(np.concatenate(found)).astype(np.int32)
        return every[np.concatenate(([True], every[1:] != every[:-1]))]


@dataclass(frozen=True, slots=True)
class _Words:
    """Words by their numbers, and what is looked at of each before the word itself is."""

    words: Packed
    lengths: npt.NDArray[np.int16]
    letters: npt.NDArray[np.uint32]
    priors: npt.NDArray[np.float64]
    """By how common a word is."""
    table: Table

    @classmethod
    def measured(cls, words: Sequence[str], seen: Sequence[int], *, by_sound: bool) -> Self:
        """*words*, which occur so often in English; to be found *by_sound* too, not by letters alone."""
        keys = [(key, n) for n, word in enumerate(words) for key in skeletons(word)] if by_sound else []
        return cls(
            Packed(words),
            np.array([len(w) for w in words], dtype=np.int16),
            np.array([_letters(w) for w in words], dtype=np.uint32),
            _PER_TENFOLD * np.log10(np.maximum(np.array(seen, dtype=np.float64), _RARE) / _RARE),
            _table(
                (words, np.arange(len(words), dtype=np.int32), _BY_LETTERS),
                ([key for key, _ in keys], np.array([n for _, n in keys], dtype=np.int32), _BY_SOUND),
            ),
        )

    def near(self, word: str, hashes: Sequence[int], most_edits: int) -> Numbers:
        """The numbers of those under *hashes* that are neither too long, too short nor of other letters."""
        found = self.table.find(hashes)
        found = found[np.abs(self.lengths[found] - len(word)) <= most_edits]
        return found[_ones(self.letters[found] ^ np.uint32(_letters(word))) <= 2 * most_edits]


class Spelling:
    """The knowledge's *own* words and the common *english* ones (by occurrences), to be found by misspellings."""

    def __init__(self, own: Iterable[str], english: Mapping[str, int]) -> None:
        mine = sorted({w for w in own if SHORTEST <= len(w) <= LONGEST and not _DIGIT.search(w)})
        taken = set(mine)
        self._own = _Words.measured(mine, [english.get(w, 0) for w in mine], by_sound=True)
        self._common = (_shared if isinstance(english, Hashable) else _most_common)(english, _count(len(mine)))
        other = np.array([w not in taken for w in self._common.words], dtype=bool)
        self._meant = other & (np.cumsum(other) <= _COMMON)
        # The same names and slips come again and again.
        self._found = lru_cache(maxsize=2_000)(self._nearest)

    def sounding(self, key: str) -> list[str]:
        """The own words that have the consonant skeleton *key*, in alphabetical order."""
        near = self._own.words.of(self._own.table.find([_hash(key, _BY_SOUND)]).tolist())
        return [word for word in near if key in skeletons(word)]

    def nearest(self, word: str, *, english: bool = True) -> tuple[str | None, float]:
        """The word that *word* was most likely meant to be and their likeness, 0 to 1; or None and 0.

        *english* False leaves words out that the knowledge does not have, as fits among words of another language.
        """
        return self._found(word, english)

    def _nearest(self, word: str, english: bool) -> tuple[str | None, float]:
        if not SHORTEST <= len(word) <= LONGEST or _DIGIT.search(word):
            return None, 0.0
        keys, most_edits = skeletons(word), 1 + len(word) // 3
        by_letters = _near_hashes(word, _BY_LETTERS)
        by_sound = [near for key in keys for near in _near_hashes(key, _BY_SOUND)]
        mine = self._own.near(word, by_letters + by_sound, most_edits)
        words, priors = self._own.words.of(mine.tolist()), (self._own.priors[mine] + _OWN).tolist()
        if english:
            common = self._common.near(word, by_letters, most_edits)
            common = common[self._meant[common]]
            words += self._common.words.of(common.tolist())
            priors += self._common.priors[common].tolist()
        best, likeness, most = None, 0.0, 0.0
        if words:
            edits = cdist([word], words, scorer=OSA.distance, score_cutoff=most_edits, dtype=np.uint8)[0]
            for at in np.flatnonzero(edits <= most_edits).tolist():
                same = any(key in keys for key in skeletons(words[at]))
                alike = similarity(word, words[at]) + (_SAME_SOUND if same else 0.0)
                weighed = alike + priors[at]
                known = at < len(mine) and alike >= _floor(word)
                if weighed > most and (known or (english and weighed >= _common_floor(word))):
                    best, likeness, most = words[at], alike, weighed
        return best, min(likeness, 1.0)


def prepare(english: Mapping[str, int]) -> None:
    """Measure the words of *english* that any knowledge but a very large one needs."""
    _shared(english, _count(0))


def _count(own: int) -> int:
    """How many English words are measured, so that enough are left where some are the knowledge's own."""
    return _COMMON + _STEP * max(1, -(-own // _STEP))


def _most_common(english: Mapping[str, int], count: int) -> _Words:
    """So many of the most common words; of words as common the first in the list."""
    seen = np.fromiter((n if len(w) > SHORTEST else -1 for w, n in english.items()), np.int64, len(english))
    best = np.argsort(-seen, kind="stable")[:count]
    best = best[seen[best] >= 0]
    chosen = np.zeros(len(seen), dtype=bool)
    chosen[best] = True
    listed = list(compress(english, chosen))
    words = [listed[n] for n in np.flatnonzero(chosen).searchsorted(best).tolist()]
    return _Words.measured(words, seen[best].tolist(), by_sound=False)


_shared = lru_cache(maxsize=2)(_most_common)
"""Remembered of a list that never changes: every change of the knowledge makes a new Spelling."""


def _letters(word: str) -> int:
    """The letters of a word as 32 bits; one edit changes two of them at most."""
    bits = 0
    for c in word:
        bits |= 1 << (ord(c) & 31)
    return bits


def _ones(bits: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """How many bits are set in each."""
    ones: npt.NDArray[np.int64] = _ONES[bits.view(np.uint8)].reshape(-1, 4).sum(axis=1, dtype=np.int64)
    return ones


def _floor(word: str) -> float:
    """The least likeness to one of the knowledge's own words."""
    return 0.86 if len(word) < 5 else 0.8


def _common_floor(word: str) -> float:
    """The least likeness, weighed by how common it is, to any word; three letters resemble too many."""
    return {3: 2.0, 4: 0.96, 5: 0.96}.get(len(word), 0.94)


def _table(*groups: tuple[Sequence[str], Numbers, int]) -> Table:
    """Strings of a kind with their words' numbers: each under itself and under itself with one character less."""
    hashes: list[Hashes] = [np.zeros(0, dtype=np.uint32)]
    numbers: list[Numbers] = [np.zeros(0, dtype=np.int32)]
    for strings, owners, kind in groups:
        for start in range(0, len(strings), _CHUNK):
            for found, at in _shortened(strings[start : start + _CHUNK], kind):
                hashes.append(_short(found))
                numbers.append(owners[start : start + _CHUNK][at])
    every, owner = np.concatenate(hashes), np.concatenate(numbers)
    order = np.argsort(every)
    short = not len(owner) or owner.max() <= np.iinfo(np.uint16).max
    return Table(every[order], (owner.astype(np.uint16) if short else owner)[order])


def _shortened(strings: Sequence[str], kind: int) -> Iterator[tuple[_Long, npt.NDArray[np.int64]]]:
    """The hashes of ``neighbours`` of every string, and whose they are: all at once instead of one by one."""
    lengths = np.array([len(s) for s in strings], dtype=np.int64)
    letters = np.array(strings, dtype=f"U{max(1, int(lengths.max()))}").view(np.uint32).reshape(len(strings), -1)
    width = letters.shape[1]
    powers = np.ones(width + 1, dtype=np.uint64)
    powers[1:] = np.cumprod(np.full(width, _BASE, dtype=np.uint64))
    prefix = np.full((width + 1, len(strings)), kind, dtype=np.uint64)
    for i in range(width):
        prefix[i + 1] = prefix[i] * powers[1] + letters[:, i] + np.uint64(1)
    every = np.arange(len(strings))
    whole = prefix[lengths, every]
    yield whole, every
    for i in range(width):
        # Of doubled letters either gives the same string; of two letters none is left out.
        there = (lengths > max(i, 2)) & ((letters[:, i] != letters[:, i - 1]) if i else True)
        rest = powers[np.maximum(lengths - i - 1, 0)]
        yield ((prefix[i] - prefix[i + 1]) * rest + whole)[there], every[there]


def _short(hashes: _Long) -> Hashes:
    """Half of each hash, mixed so that every letter changes it: the table is the largest thing in memory."""
    return (hashes * _MIX >> np.uint64(32)).astype(np.uint32)


def _hash(string: str, kind: int) -> int:
    value = kind
    for c in string:
        value = (value * _BASE + ord(c) + 1) & _MASK
    return value


def _near_hashes(string: str, kind: int) -> list[int]:
    """The hashes of ``neighbours(string)``."""
    upto = [kind]
    for c in string:
        upto.append((upto[-1] * _BASE + ord(c) + 1) & _MASK)
    whole, n = upto[-1], len(string)
    if n <= 2:
        return [whole]
    return [whole, *((whole + (upto[i] - upto[i + 1]) * _POWERS[n - i - 1]) & _MASK for i in range(n))]
