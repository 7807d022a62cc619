"""What a person typed, understood: the sentence that asks, its words in English, what was repaired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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

ASKING_GLOSSES: Final = frozenset(
    {"what", "who", "whom", "when", "where", "which", "why", "how", "how many", "how much", "tell"}
)
"""What Urdu's words of asking are in English."""


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
    sentences: tuple[Sentence, ...]
    """All of the message."""
    terms: tuple[Term, ...]
    """The terms of the sentences that ask, in order."""
    background: tuple[Term, ...]
    """The terms of the other sentences."""
    language: str
    """``en``, ``ur`` (Urdu script) or ``roman``."""
    focus: str
    """The asking sentences as typed."""

    @property
    def english(self) -> str:
        """The asking sentences in English, repaired: what sentence vectors are made of."""
        return self._in_english(self.terms)

    @property
    def full_english(self) -> str:
        """The whole message in English."""
        return self._in_english([t for s in self.sentences for t in s.terms])

    def _in_english(self, terms: Sequence[Term]) -> str:
        # Of what was translated only the words that carry content make sense in a row.
        whole = self.language == "en"
        return " ".join([t.word for t in terms if t.word and (whole or t.role in TELLING or t.word in ASKING_GLOSSES)])


def all_terms(question: Question) -> tuple[Term, ...]:
    """The terms of the whole message."""
    return question.terms + question.background
