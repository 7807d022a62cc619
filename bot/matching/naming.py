"""What a report calls its panelists, as people write it: names in every spelling, offices in short and in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.knowledge.model import Panelist
from bot.language.english import FUNCTION_WORDS, stem
from bot.language.text import words

OFFICES = frozenset(
    """
    adviser advisor agent analyst boss captain ceo chair chairman chairperson chairwoman chief cio cfo cto colonel
    commandant commander commissioner coordinator dean deputy dg dig director engineer ex expert farmer former
    founder governor head ig inspector judge lecturer manager mayor member minister officer owner president
    principal producer professor researcher retired secretary senator sp specialist superintendent teacher
    """.split()
)
"""Words that name an office: with one of them a few words of somebody's role mean that person."""
FORMER = frozenset("ex previous past retired formerly".split())
"""Other words for former, as offices have it."""
_SHORT = {
    "ig": "inspector general", "dig": "deputy inspector general", "dg": "director general", "md": "managing director",
    "vc": "vice chancellor", "ceo": "chief executive officer", "cto": "chief technology officer",
    "ssp": "senior superintendent of police", "sp": "superintendent of police", "cm": "chief minister",
    "kp": "khyber pakhtunkhwa", "mna": "member of the national assembly", "mpa": "member of the provincial assembly",
}  # fmt: skip
"""What people write either way in offices."""
CARD_WORDS = (
    OFFICES
    | frozenset("affiliated associated directs heads institution leads official relation".split())
    | frozenset(
        """
    affiliation background bio company credentials designation department employer firm hold held holds institute
    job occupation office organisation organization position post posts profession rank role roles run runs ran
    serve serves served title titles university work works worked working guy man men gentleman lady chap fellow
    people
    """.split()
    )
)
"""Words of asking who somebody is."""
CARD_NOUNS = frozenset(
    """
    affiliated affiliation associated background bio credentials designation department institution job occupation
    official post posts profession rank relation title titles
    """.split()
)
"""Of these, the words that ask for nothing else."""


def spellings(panelist: Panelist) -> tuple[str, ...]:
    """All names of a panelist, in every language."""
    return (panelist.name, *panelist.aliases, *(t.name for t in panelist.translations.values() if t.name))


def office_words(panelist: Panelist) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of a panelist's role with what else people say for it, and those of the report's own words alone.

    The initials of its capitalised runs (Director General: dg) count among the latter.
    """
    roles = (panelist.role, *(t.role for t in panelist.translations.values() if t.role))
    found = {w for role in roles for w in words(role)}
    for run in re.findall(r"(?:[A-Z][\w-]+ ){1,5}[A-Z][\w-]+", panelist.role):
        found |= {"".join(w[0] for w in part).lower() for part in _windows(run.split())}
    titles = {"prof": "professor", "engr": "engineer"}
    found |= {titles[w] for name in spellings(panelist) for w in words(name) if w in titles}
    more = set(found)
    for short, long in _SHORT.items():
        if short in found:
            more |= set(words(long))
        elif set(words(long)) <= found:
            more.add(short)
    return _stems(more), _stems(found)


def _stems(found: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(w) for w in found if w not in FUNCTION_WORDS)


def _windows(run: Sequence[str]) -> list[Sequence[str]]:
    return [run[a:b] for a in range(len(run)) for b in range(a + 2, len(run) + 1)]
