"""Who is meant: panelists by name in any spelling, by ordinal; and people who were not on the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.model import Panelist, Report
from bot.language.english import stem
from bot.language.skeleton import similarity, skeletons
from bot.language.text import words
from bot.matching.question import Role, Term

TITLES = frozenset(
    """
    mr mrs ms miss dr doctor prof professor engr engineer sir madam sahib sahab saheb sahiba janab hazrat
    maulana mufti justice retd general gen brig brigadier col colonel capt captain major barrister advocate
    senator hon hafiz syed sayed sayyed syeda sheikh shaikh haji the and ڈاکٹر پروفیسر جناب سید مسٹر صاحب
    محترمہ انجینئر
    """.split()
)
"""Words before or after a name that are shared by many; they identify nobody."""
_PARTICLES = frozenset(
    """
    ul us un ur al ud uz e i bin binte bint ibn el il of de ال
    """.split()
)
_WEAK = frozenset(
    """
    muhammad mohammad mohammed muhammed mohamed ali ahmed ahmad khan bibi begum محمد علی احمد خان
    """.split()
)
"""Names so common that alone they point at nobody when anything contradicts."""

_ORDINALS = {
    w: n
    for n, group in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th",
         "ninth 9th", "tenth 10th", "eleventh 11th", "twelfth 12th")
    )
    for w in group.split()
}  # fmt: skip
_NUMBERS = {
    w: n
    for n, w in enumerate(
        """
    one two three four five six seven eight nine ten eleven twelve
    """.split()
    )
}
_PERSON_WORDS = frozenset(
    """
    panelist panellist speaker speech expert person guest participant presenter speak spoke talk number no
    one
    """.split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Panelists that a question names, as (report, panelist) pairs, and where it names them."""

    people: tuple[tuple[int, int], ...] = ()
    terms: frozenset[int] = frozenset()
    """Positions of the naming terms in the question."""
    beyond: bool = False
    """An ordinal beyond the panel's size: nobody."""
    stranger: bool = False
    """A name that shares a part with a panelist's and is somebody else's."""


class People:
    """The panelists of all reports, findable by their names."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._names: dict[str, set[tuple[int, int]]] = {}
        self._joined: dict[str, set[tuple[int, int]]] = {}
        self._sizes = [len(r.panelists) for r in reports]
        for r, report in enumerate(reports):
            for p, panelist in enumerate(report.panelists):
                for name in spellings(panelist):
                    for part in name_parts(name):
                        self._names.setdefault(stem(part), set()).add((r, p))
                    joined = "".join(w for w in words(name) if w not in TITLES)
                    self._joined.setdefault(joined, set()).add((r, p))

    def mentioned(self, terms: Sequence[Term]) -> Mention:
        """The panelists that *terms* name; a part shared by several names them all unless another part decides."""
        ordinal = self._ordinal(terms)
        if ordinal is not None:
            return ordinal
        found: dict[tuple[int, int], set[int]] = {}
        strong: set[tuple[int, int]] = set()
        for i, term in enumerate(terms):
            for person in self._names.get(term.stem, ()) or self._run_together(term):
                found.setdefault(person, set()).add(i)
                if term.word not in _WEAK:
                    strong.add(person)
        if not found:
            return Mention()
        most = max(len(found[p]) + 0.5 * (p in strong) for p in found)
        best = sorted(p for p in found if len(found[p]) + 0.5 * (p in strong) == most)
        at = frozenset().union(*(found[p] for p in best))
        stranger = most < 2 and any(_is_name(terms, j, at) for i in at for j in (i - 1, i + 1))
        if stranger or (not strong and most < 2 and len(best) > 1):
            return Mention(stranger=stranger)
        return Mention(tuple(best), at)

    def _run_together(self, term: Term) -> set[tuple[int, int]]:
        """A name typed without its spaces."""
        if len(term.typed) < 8 or term.role is Role.FUNCTION:
            return set()
        keys = skeletons(term.typed)
        for joined, people in self._joined.items():
            if similarity(joined, term.typed) > 0.9 or (set(keys) & set(skeletons(joined)) and len(keys[0]) > 3):
                return people
        return set()

    def _ordinal(self, terms: Sequence[Term]) -> Mention | None:
        for i, term in enumerate(terms):
            near = [j for j in (i - 1, i + 1, i + 2, i - 2) if 0 <= j < len(terms) and terms[j].word in _PERSON_WORDS]
            if not near:
                continue
            last = term.word == "last" or term.word == "final"
            position = _ORDINALS.get(term.word)
            if position is None and terms[near[0]].word != "one" and i > 0 and i - 1 in near:
                position = (
                    int(term.word) - 1 if term.word.isdecimal() and len(term.word) < 3 else _NUMBERS.get(term.word)
                )
            if position is None and not last:
                continue
            where = frozenset({i, *near})
            people = tuple((r, n - 1 if last else int(position or 0)) for r, n in enumerate(self._sizes)
                           if last or 0 <= int(position or 0) < n)  # fmt: skip
            return Mention(people, where, beyond=not people)
        return None


def _is_name(terms: Sequence[Term], i: int, named: frozenset[int]) -> bool:
    """Whether the word at *i* looks like a part of somebody's name that is not among the panelists' names."""
    return 0 <= i < len(terms) and i not in named and terms[i].word not in TITLES and (
        terms[i].role is Role.UNKNOWN or (terms[i].capital and terms[i].role is Role.CONTENT and not terms[i].repaired)
    )  # fmt: skip


def spellings(panelist: Panelist) -> tuple[str, ...]:
    """All names of a panelist, in every language."""
    return (panelist.name, *panelist.aliases, *(t.name for t in panelist.translations.values() if t.name))


def name_parts(name: str) -> list[str]:
    """The words of a name that tell one person from another."""
    return [w for w in words(name) if w not in TITLES and w not in _PARTICLES and len(w) > 1]
