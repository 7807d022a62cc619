"""Which of several reports a question names: "in the water report", "at the seminar on schools"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

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
_OF = frozenset("ka ki ke kay wala wali wale کا کی کے والا والی والے".split())
"""What stands in Urdu between a word and the event that it is of: "pani wali report"."""
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
        self._ids = _telling([{stem(w) for w in words(r.id)} for r in reports])
        titles = _telling([_stems(r) for r in reports])
        self._titles = [title | id for title, id in zip(titles, self._ids, strict=True)]

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
        # Of several with the word in their title, the one that is called by it is meant.
        called = {n for n, at in found.items() if {terms[i].stem for i in at} & self._ids[n]}
        chosen = {n: at for n, at in found.items() if n in called} or found
        return Narrowed(frozenset(chosen), frozenset().union(*chosen.values())) if chosen else Narrowed()


def _beside(terms: Sequence[Term], at: int) -> list[int]:
    """The words of content in the run before an event's word, or after it: "water report", "report on water"."""
    start = at - 1
    while start >= 0 and terms[start].typed in _OF:
        start -= 1
    before = _run(terms, range(start, max(-1, start - _REACH), -1))
    end = at + 1
    while end < len(terms) and terms[end].role is Role.FUNCTION:
        end += 1
    after = _run(terms, range(end, min(len(terms), end + _REACH))) if end > at + 1 else []
    return before or after


def _run(terms: Sequence[Term], places: Iterable[int]) -> list[int]:
    """Those of *places* that come before the first function word."""
    return list(takewhile(lambda i: terms[i].role is not Role.FUNCTION, places))


def _telling(names: Sequence[set[str]]) -> list[set[str]]:
    """Of the words of each name those that not all of them have."""
    shared = Counter(s for name in names for s in name)
    return [{s for s in name if shared[s] < len(names)} for name in names]


def _stems(report: Report) -> set[str]:
    translated = (t.title for t in report.translations.values() if t.title)
    texts = (report.title, report.id, str(report.date.year), *translated)
    return {stem(w) for text in texts for w in words(text) if w not in FUNCTION_WORDS and w not in _EVENTS}
