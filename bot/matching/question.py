"""What a person typed, understood: the sentence that asks, its words in English, what was repaired."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal


class Role(Enum):
    """What a word does in a question."""

    CONTENT = "content"
    ASKING = "asking"
    FUNCTION = "function"
    UNKNOWN = "unknown"
    """A word of no language that the bot knows: a name, most likely."""


CARRYING: Final = (Role.CONTENT, Role.UNKNOWN)
"""The roles of words that say what a question is about."""
TELLING: Final = (*CARRYING, Role.ASKING)
"""The roles of words that say anything at all."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the question as the index knows it."""

    stem: str
    word: str
    typed: str
    role: Role
    capital: bool = False
    """Typed with a capital inside a sentence: a name, most likely."""
    clause: int = 0
    """Which part of the message it stands in, counted over commas and stops."""
    speaker: Literal["", "perhaps", "surely"] = ""
    """Whether it stands where the name of somebody who spoke stands."""

    @property
    def repaired(self) -> bool:
        """Whether the word was respelt or translated."""
        return self.word != self.typed


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the message."""

    typed: str
    terms: tuple[Term, ...]
    asks: bool

    @property
    def content(self) -> tuple[Term, ...]:
        """The terms that say what the sentence is about."""
        return tuple(t for t in self.terms if t.role in CARRYING)


@dataclass(frozen=True, slots=True)
class Question:
    """A message, read."""

    typed: str
    terms: tuple[Term, ...]
    """The terms of the sentences that ask, in order."""
    background: tuple[Term, ...]
    """The terms of the other sentences."""
    english: str
    """The asking sentences in English, repaired: what sentence vectors are made of."""
    language: str
    """``en``, ``ur`` (Urdu script) or ``roman``."""
    focus: str = ""
    """The asking sentences as typed."""
    full_english: str = ""
    """The whole message in English."""
    typed_words: tuple[str, ...] = field(default=())
    """The normalised words of the asking sentences."""


def all_terms(question: Question) -> tuple[Term, ...]:
    """The terms of the whole message."""
    return question.terms + question.background
