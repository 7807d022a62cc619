"""Which of several reports a question names: "in the water report", "at the seminar on schools"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.model import Report
from bot.language.english import FUNCTION_WORDS, stem
from bot.language.text import words
from bot.matching.question import Role, Term

_EVENTS = frozenset(
    """
    report panel seminar event session conference discussion webinar workshop dialogue symposium talk meeting
    consultation forum roundtable
    """.split()
)
_REACH = 4
"""Words between an event's name and the word for an event."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The reports that a question is limited to."""

    reports: frozenset[int] = frozenset()
    """Empty: all of them."""
    terms: frozenset[int] = frozenset()
    """Positions of the terms that say so."""


class Reports:
    """The reports, findable by the words of their titles and ids that tell them apart."""

    def __init__(self, reports: Sequence[Report]) -> None:
        titles = [_stems(r) for r in reports]
        shared = Counter(s for title in titles for s in title)
        self._titles = [{s for s in title if shared[s] < len(reports)} for title in titles]

    def narrowed(self, terms: Sequence[Term]) -> Narrowed:
        """The reports that *terms* name beside a word for an event; all where they name none or there is one only."""
        if len(self._titles) < 2:
            return Narrowed()
        found: dict[int, set[int]] = {}
        for at, term in enumerate(terms):
            if term.word not in _EVENTS:
                continue
            near = _beside(terms, at)
            for n, title in enumerate(self._titles):
                # All of them: the police training session is not the panel on community policing.
                if near and all(terms[i].stem in title for i in near):
                    found.setdefault(n, {at}).update(near)
        if not found:
            return Narrowed()
        return Narrowed(frozenset(found), frozenset().union(*found.values()))


def _beside(terms: Sequence[Term], at: int) -> list[int]:
    """The words of content in the run before an event's word, or after it: "water report", "report on water"."""
    before: list[int] = []
    for i in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if terms[i].role is Role.FUNCTION:
            break
        before.append(i)
    linked = at + 1 < len(terms) and terms[at + 1].role is Role.FUNCTION
    after = range(at + 2, min(len(terms), at + 2 + _REACH)) if linked else range(0)
    return before or [i for i in after if terms[i].role is not Role.FUNCTION]


def _stems(report: Report) -> set[str]:
    texts = (report.title, report.id, *(t.title for t in report.translations.values() if t.title))
    return {stem(w) for text in texts for w in words(text) if w not in FUNCTION_WORDS and w not in _EVENTS}
