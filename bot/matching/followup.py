"""Follow-ups: "more", "who else", "and what did he say about police?" after an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.matching.people import Mention, Person
from bot.matching.question import CARRYING, Question

_MORE = frozenset("more aur or mazeed continue next elaborate further اور مزید".split())
_ELSE = frozenset("else other others another aur dosre اور دوسرے".split())
_WHO = frozenset("who anyone anybody someone somebody whom kis kisi kaun کس کسی کون".split())
_HE = frozenset("he him his she her hers".split())
_WOH = frozenset(
    "wo woh us unho unhon unhone unhun inhon inhone uski unki unka uska un in وہ اس ان انہوں انھوں".split()
)
_LINKS = frozenset("and also aur or اور".split())


@dataclass(frozen=True, slots=True)
class Context:
    """What an answer was about: its first panelist and point."""

    person: Person
    point: tuple[int, int, int] | None
    """Report, panelist, point, from 0."""


@dataclass(frozen=True, slots=True)
class Follow:
    """How a question goes on from the answer before."""

    mention: Mention
    """Whom it means, from the question or from the conversation."""
    wants: Literal["", "more", "others"] = ""


def followed(question: Question, mention: Mention, context: Context | None) -> Follow:
    """What *question* means after *context*."""
    if context is None or mention.people or mention.stranger:
        return Follow(mention)
    terms = question.terms
    content = any(t.role in CARRYING for t in terms)
    typed = [t.typed for t in terms]
    spoken = {*typed, *(t.word for t in terms)}
    if not content and len(terms) <= 6:
        if spoken & _WHO and spoken & _ELSE and context.point is not None:
            return Follow(mention, "others")
        if spoken & _MORE:
            return Follow(mention, "more")
    pronouns = _HE if question.language == "en" else _HE | _WOH
    at = frozenset(i for i, t in enumerate(terms) if t.typed in pronouns)
    if at or (typed and typed[0] in _LINKS):
        return Follow(Mention((context.person,), at, "name"))
    return Follow(mention)
