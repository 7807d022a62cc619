"""Broad questions: "who else spoke about police?" asks for a subject, whoever spoke and however they put it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.language.english import stem
from bot.language.text import words
from bot.matching.people import Mention
from bot.matching.question import CARRYING, Question, Role

_ABOUT = frozenset("about abt concerning of on over regarding with".split())
_WHO = frozenset("who whom anyone anybody someone somebody kis kisi kaun kon kin کس کسی کون کن".split())
_SAY = frozenset("said say says saying told tell anything something everything".split())
"""Words of asking that are little words elsewhere."""
_SIDES = frozenset("agree agrees agreed agreeing disagree disagrees disagreed disagreeing differ differed".split())
_MOST = 2
"""Content words of a subject; with more of them a question asks for something in particular."""
_MOST_WHO = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What a broad question is about."""

    content: frozenset[str]
    """The stems of the words that say what it is."""
    places: tuple[int, ...]
    """Which terms of the question they are, with the little words between them."""
    who: bool
    """Whether it asks for the people, so that all who spoke about it belong into the answer."""
    sides: bool
    """Whether it asks who agrees: a report says what each said, and hardly ever that they disagreed."""

    def within(self, texts: Iterable[str]) -> bool:
        """Whether *texts* have all its words, in some form."""
        return self.content.issubset(frozenset().union(*map(_stems, texts)))


def alone(question: Question, mention: Mention) -> tuple[Question, Mention]:
    """A broad question as its subject alone, which is what people type for a keyword; any other as it is.

    How it asks for the subject is nothing that an entry is like. In Urdu the words of asking do no harm.
    """
    broad = subject(question)
    if broad is None or question.language != "en":
        return question, mention
    terms = tuple(question.terms[i] for i in broad.places)
    named = frozenset(n for n, i in enumerate(broad.places) if i in mention.terms)
    return replace(question, terms=terms), replace(mention, terms=named)


def subject(question: Question) -> Subject | None:
    """The subject of a question that says nothing else; None where it says more, or less."""
    terms = question.terms
    places = [i for i, t in enumerate(terms) if t.role in CARRYING and t.word not in _SIDES]
    if not 0 < len(places) <= _MOST_WHO:
        return None
    who = any(t.typed in _WHO or t.word in _WHO for t in terms)
    if len(places) > (_MOST_WHO if who else _MOST):
        return None
    framed = [i for i, t in enumerate(terms) if t.role is Role.ASKING or t.word in _SAY or t.word in _SIDES]
    if not framed:
        return None
    first, last = places[0], places[-1]
    if question.language == "en":
        # "What about the police did they say" asks in another order: it is left as it is.
        if framed[-1] >= first or not any(t.word in _ABOUT for t in terms[:first]):
            return None
    elif not who:
        return None
    kept = tuple(range(first, last + 1)) if question.language == "en" else tuple(places)
    return Subject(frozenset(terms[i].stem for i in places), kept, who, any(t.word in _SIDES for t in terms))


@lru_cache(maxsize=2_000)
def _stems(text: str) -> frozenset[str]:
    """The stems of a text of the knowledge: every broad question looks at the same ones."""
    return frozenset(stem(w) for w in words(text))
