"""Urdu script and Roman Urdu to English, word by word, whatever the spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.language.skeleton import neighbours, similarity, skeletons
from bot.language.text import script, words

_Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class LexiconEntry(BaseModel):
    """One meaning: its English words and how people write it in Urdu and Roman Urdu."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

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
        self._phrases: dict[tuple[str, ...], LexiconEntry] = {}
        self._keys: dict[str, list[tuple[str, LexiconEntry]]] = {}
        self._lengths: dict[str, list[int]] = {}
        """By first word: how many words the spellings have that begin with it, the most first."""
        for entry in entries:
            for spelling in (*entry.ur, *entry.roman):
                phrase = tuple(words(spelling))
                if not phrase:
                    continue
                self._phrases[phrase] = entry
                lengths = self._lengths.setdefault(phrase[0], [])
                if len(phrase) not in lengths:
                    lengths.append(len(phrase))
                    lengths.sort(reverse=True)
                if len(phrase) == 1:
                    for key in skeletons(phrase[0]):
                        self._keys.setdefault(key, []).append((phrase[0], entry))

    def __contains__(self, word: str) -> bool:
        """Whether *word* alone is a listed spelling."""
        return (word,) in self._phrases

    def find(self, run: Sequence[str], start: int = 0) -> Match | None:
        """The longest listed spelling that *run* has at *start*."""
        for length in self._lengths.get(run[start], ()) if start < len(run) else ():
            # Shorter at the end of the run, and then there is no such spelling.
            phrase = tuple(run[start : start + length])
            if len(phrase) == length and (entry := self._phrases.get(phrase)) is not None:
                return Match(entry, length, " ".join(phrase), 1.0)
        return None

    def resemble(self, word: str) -> Match | None:
        """The entry whose spelling is most like *word* among those that share its skeleton, or nearly do."""
        best: Match | None = None
        for key in skeletons(word):
            if len(key) < 2:
                continue
            for near in neighbours(key) if len(key) > 3 else (key,):
                for spelling, entry in self._keys.get(near, ()):
                    if script(spelling) != script(word):
                        continue
                    likeness = similarity(word, spelling) + (0.05 if near == key else 0.0)
                    if likeness >= _MIN_LIKENESS and (best is None or likeness >= best.likeness):
                        best = Match(entry, 1, spelling, min(likeness, 0.99))
        return best
