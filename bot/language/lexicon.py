"""Urdu script and Roman Urdu to English, word by word, whatever the spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

import pydantic.dataclasses
from pydantic import BaseModel, ConfigDict, Field

from bot.language.skeleton import neighbours, similarity, skeletons
from bot.language.text import script, words

_Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


# There are thousands of them: with slots each takes a quarter of the space of a model.
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
class Match:
    """A run of words that the lexicon knows."""

    entry: LexiconEntry
    length: int
    spelling: str
    likeness: float
    """1 for a listed spelling, below for one met by its skeleton."""


_MIN_LIKENESS = 0.72


class Lexicon:
    """The entries, findable by spelling and by skeleton."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self._spellings: dict[str, LexiconEntry] = {}
        """By their words with one space between."""
        keys: dict[str, list[str]] = {}
        lengths: dict[str, set[int]] = {}
        seconds: dict[str, dict[str, None]] = {}
        for entry in entries:
            for given in (*entry.ur, *entry.roman):
                phrase = words(given)
                if not phrase:
                    continue
                spelling = " ".join(phrase)
                if spelling == given:
                    spelling = given  # the same text is not kept twice
                self._spellings[spelling] = entry
                if len(phrase) > 1:
                    lengths.setdefault(phrase[0], {1}).add(len(phrase))
                    seconds.setdefault(phrase[0], {})[phrase[1]] = None
                else:
                    for key in skeletons(spelling):
                        keys.setdefault(key, []).append(spelling)
        self._keys = {key: tuple(found) for key, found in keys.items()}
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        """By first word, where it is not one alone: how many words spellings have, the most first."""
        self._seconds = {first: tuple(found) for first, found in seconds.items()}

    def __contains__(self, word: str) -> bool:
        """Whether *word* alone is a listed spelling."""
        return " " not in word and word in self._spellings

    def seconds(self, word: str) -> tuple[str, ...]:
        """The second words of the spellings of several words that begin with *word*."""
        return self._seconds.get(word, ())

    def find(self, run: Sequence[str], start: int = 0) -> Match | None:
        """The longest listed spelling that *run* has at *start*."""
        for length in self._lengths.get(run[start], (1,)) if start < len(run) else ():
            # Shorter at the end of the run, and then there is no such spelling.
            phrase = run[start : start + length]
            spelling = " ".join(phrase)
            if len(phrase) == length and (entry := self._spellings.get(spelling)) is not None:
                return Match(entry, length, spelling, 1.0)
        return None

    def resemble(self, word: str) -> Match | None:
        """The entry whose spelling is most like *word* among those that share its skeleton, or nearly do."""
        best: Match | None = None
        for key in skeletons(word):
            if len(key) < 2:
                continue
            for near in neighbours(key) if len(key) > 3 else (key,):
                for spelling in self._keys.get(near, ()):
                    if script(spelling) != script(word):
                        continue
                    likeness = similarity(word, spelling) + (0.05 if near == key else 0.0)
                    if likeness >= _MIN_LIKENESS and (best is None or likeness >= best.likeness):
                        best = Match(self._spellings[spelling], 1, spelling, min(likeness, 0.99))
        return best
