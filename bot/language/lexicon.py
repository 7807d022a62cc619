"""Urdu script and Roman Urdu to English, word by word, whatever the spelling."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Annotated, Self, overload

import pydantic.dataclasses
from pydantic import BaseModel, ConfigDict, Field

from bot.language.packed import Numbers, Packed
from bot.language.skeleton import neighbours, similarity, skeletons
from bot.language.text import script, words

_Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


# There are thousands of them: with slots each takes a quarter of the space of a model while they are read.
@pydantic.dataclasses.dataclass(
    frozen=True, slots=True, config=ConfigDict(extra="forbid", use_attribute_docstrings=True)
)
class LexiconEntry:
    """One meaning: its English words and how people write it in Urdu and Roman Urdu."""

    en: tuple[_Text, ...]
    """English words, best gloss first; empty where English has none."""
    ur: tuple[_Text, ...] = ()
    """Spellings and forms in Urdu script."""
    roman: tuple[_Text, ...] = ()
    """Spellings and forms in Latin letters; one that is an English word too is read as Urdu only in Urdu company."""
    function: bool = False
    """The word carries no content: a pronoun, a particle, a word of asking."""


class LexiconFile(BaseModel):
    """A ``lexicon.yaml``: words of three languages, for all reports."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    entries: tuple[LexiconEntry, ...]
    """The meanings, in any order; a later file's spelling wins over an earlier one's."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an entry says of the words that mean it."""

    en: tuple[str, ...]
    """English words, best gloss first."""
    function: bool


class Entries(Sequence[LexiconEntry]):
    """Entries in a tenth of the space that they take as objects; each is made anew when it is asked for."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        given = tuple(entries)
        parts = [part for entry in given for part in (entry.en, entry.ur, entry.roman)]
        self._texts = Packed(chain.from_iterable(parts))
        self._starts = array("I", accumulate(map(len, parts), initial=0))
        """Of the parts of each entry: the English, Urdu and Roman ones."""
        self._function = bytes(entry.function for entry in given)

    @classmethod
    def packed(cls, entries: Iterable[LexiconEntry]) -> Self:
        """*entries*, which may be packed already."""
        return entries if isinstance(entries, cls) else cls(entries)

    def __len__(self) -> int:
        return len(self._function)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entries) and (self._texts, self._starts, self._function) == (
            other._texts, other._starts, other._function
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash(self._texts)

    @overload
    def __getitem__(self, at: int) -> LexiconEntry: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[LexiconEntry, ...]: ...

    def __getitem__(self, at: int | slice) -> LexiconEntry | tuple[LexiconEntry, ...]:
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        n = range(len(self))[at]
        en, ur, roman = (tuple(self._part(3 * n + part)) for part in range(3))
        return LexiconEntry(en, ur, roman, bool(self._function[n]))

    def spellings(self) -> Iterator[tuple[int, str]]:
        """All that is listed in Urdu script and in Roman Urdu, with its place; in order."""
        for n in range(len(self)):
            places = range(self._starts[3 * n + 1], self._starts[3 * n + 3])
            yield from zip(places, self._texts.of(places), strict=True)

    def spelling(self, place: int) -> str:
        """What is listed at a place."""
        return self._texts[place]

    def meaning(self, place: int) -> Meaning:
        """What is meant by what is listed at a place."""
        n = (bisect_right(self._starts, place) - 1) // 3
        return Meaning(tuple(self._part(3 * n)), bool(self._function[n]))

    def _part(self, part: int) -> list[str]:
        return self._texts.of(range(self._starts[part], self._starts[part + 1]))


@dataclass(frozen=True, slots=True)
class Match:
    """A run of words that the lexicon knows."""

    entry: Meaning
    length: int
    spelling: str
    likeness: float
    """1 for a listed spelling, below for one met by its skeleton."""


_MIN_LIKENESS = 0.72
_REMEMBERED = 1_000
"""Words of which it is remembered what they resemble."""


class Lexicon:
    """The entries, findable by spelling and by skeleton."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self._entries = Entries.packed(entries)
        places: dict[str, int] = {}
        """By the words of a spelling with one space between."""
        lengths: dict[str, set[int]] = {}
        seconds: dict[str, dict[str, None]] = {}
        self._folded: dict[int, str] = {}
        """The spellings that are not listed as they are found, by their places."""
        shared: dict[str, str] = {}
        for place, given in self._entries.spellings():
            phrase = words(given)
            if not phrase:
                continue
            spelling = " ".join(phrase)
            if spelling != given:
                self._folded[place] = spelling
            places[spelling] = place
            if len(phrase) > 1:
                # The same words come again and again: each is kept once.
                first, second = (shared.setdefault(word, word) for word in phrase[:2])
                lengths.setdefault(first, {1}).add(len(phrase))
                seconds.setdefault(first, {})[second] = None
        self._places = Numbers(places.items())
        self._sounds = Numbers(
            (key, place) for spelling, place in places.items() if " " not in spelling for key in skeletons(spelling)
        )
        alike: dict[tuple[int, ...], tuple[int, ...]] = {}
        ordered = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        self._lengths = {first: alike.setdefault(found, found) for first, found in ordered.items()}
        """By first word, where it is not one alone: how many words spellings have, the most first."""
        self._seconds = {first: tuple(found) for first, found in seconds.items()}
        # The same names and slips come again and again.
        self._resembled = lru_cache(maxsize=_REMEMBERED)(self._resemble)

    def __contains__(self, word: str) -> bool:
        """Whether *word* alone is a listed spelling."""
        return " " not in word and self._place(word) is not None

    def seconds(self, word: str) -> tuple[str, ...]:
        """The second words of the spellings of several words that begin with *word*."""
        return self._seconds.get(word, ())

    def find(self, run: Sequence[str], start: int = 0) -> Match | None:
        """The longest listed spelling that *run* has at *start*."""
        for length in self._lengths.get(run[start], (1,)) if start < len(run) else ():
            # Shorter at the end of the run, and then there is no such spelling.
            phrase = run[start : start + length]
            spelling = " ".join(phrase)
            if len(phrase) == length and (place := self._place(spelling)) is not None:
                return Match(self._entries.meaning(place), length, spelling, 1.0)
        return None

    def resemble(self, word: str) -> Match | None:
        """The entry whose spelling is most like *word* among those that share its skeleton, or nearly do."""
        return self._resembled(word)

    def _resemble(self, word: str) -> Match | None:
        best: tuple[int, str] | None = None
        most = _MIN_LIKENESS
        for key in skeletons(word):
            if len(key) < 2:
                continue
            for near in neighbours(key) if len(key) > 3 else (key,):
                for place in self._sounds.of(near):
                    spelling = self._spelling(place)
                    if script(spelling) != script(word):
                        continue
                    likeness = similarity(word, spelling) + (0.05 if near == key else 0.0)
                    if likeness >= most:
                        best, most = (place, spelling), min(likeness, 0.99)
        return Match(self._entries.meaning(best[0]), 1, best[1], most) if best else None

    def _place(self, spelling: str) -> int | None:
        folded, listed = self._folded, self._entries.spelling
        for place in self._places.of(spelling):
            if (folded.get(place) or listed(place)) == spelling:
                return place
        return None

    def _spelling(self, place: int) -> str:
        return self._folded.get(place) or self._entries.spelling(place)


@lru_cache(maxsize=2)
def indexed(entries: Entries) -> Lexicon:
    """The lexicon of *entries*. Remembered: a knowledge that changes mostly keeps it, and it is half of the work."""
    return Lexicon(entries)
