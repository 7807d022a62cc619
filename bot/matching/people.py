"""Who is meant: panelists by name in any spelling, by office, by ordinal; and what is wanted of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from bot.knowledge.model import Report
from bot.language.english import ASKING_WORDS, stem
from bot.language.names import COMMON, PARTICLES, TITLES, joined, name_parts
from bot.language.skeleton import neighbours, romanised, similarity, skeletons
from bot.language.text import script, words
from bot.matching.naming import CARD_NOUNS, CARD_WORDS, FORMER, OFFICES, office_words, spellings
from bot.matching.question import CARRYING, TELLING, Role, Term
from bot.matching.speakers import GENERIC

Person = tuple[int, int]
"""Report and panelist, from 0."""
Wish = Literal["all", "card"]
"""All that the person said, or who the person is."""

_SAYING = (
    ASKING_WORDS | {"say", "said", "says", "tell", "told", "want", "wants", "everything", "all", "put"}
) - frozenset(
    "event events report person guest guests participant participants panelist panelists panel expert experts "
    "speaker speakers position session seminar conference".split()
)
_NOW = frozenset("nowadays currently current today now new these days acting".split())
"""An office as it is held now: the report knows who held it at the event."""
_MEANING = (("stand", "for"), ("stands", "for"), ("full", "form"), ("mean", "by"))
_PERSON_WORDS = frozenset(
    """
    panelist panellist speaker speech expert person guest participant presenter speak spoke talk talked number no
    said dude guy man lady gentleman
    """.split()
)
_NUMBERED = frozenset("panelist panellist speaker guest expert number no".split())
"""Words that a bare number may follow: panelist 4."""
_ORDINALS = (
    ("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th"), ("sixth", "6th"),
    ("seventh", "7th"), ("eighth", "8th"), ("ninth", "9th"), ("tenth", "10th"), ("eleventh", "11th"),
    ("twelfth", "12th"),
)  # fmt: skip
_POSITIONS = {w: n for n, group in enumerate(_ORDINALS) for w in group}
_FIRST = frozenset("pehle pehla pahle pahla phle phla پہلے".split())
"""Before, or first: with a word for a speaker beside it the latter."""
_NUMBERS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split())}
_RUN_TOGETHER, _LONGEST = 8, 60
"""Letters of a name without its spaces."""
_REMEMBERED = 2_000
"""Words of which it is remembered whether they are such names."""
_SURE, _SURE_BY_SOUND = 0.87, 0.82
"""Likeness from which a single name is taken for the panelist's, by letters and, with the same consonants, by sound."""
_NUMERAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|sre|sra|sri|ra|re|ri|tha|thay|the|thi|wa|wan|ween|wen|win|ve)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """Panelists that a question means and where it says so."""

    people: tuple[Person, ...] = ()
    terms: frozenset[int] = frozenset()
    """Positions of the naming terms in the question."""
    by: Literal["", "name", "office", "ordinal"] = ""
    each: bool = False
    """Several people, each by a name of their own; otherwise one name or office that fits all of them."""
    stranger: bool = False
    """Somebody who was not on the panel: a name that is no panelist's, an ordinal beyond the last."""
    sure: bool = True
    """Whether the name is spelt nearly as the report has it."""


class People:
    """The panelists of all reports, findable by names, offices and order."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._names: dict[str, set[Person]] = defaultdict(set)
        self._joined: dict[str, set[Person]] = defaultdict(set)
        self._offices: dict[Person, frozenset[str]] = {}
        self._spelt: dict[Person, frozenset[str]] = {}
        """Of the office's words those that the report itself uses."""
        self._sizes = [len(r.panelists) for r in reports]
        for r, report in enumerate(reports):
            for p, panelist in enumerate(report.panelists):
                for name in spellings(panelist):
                    for part in name_parts(name):
                        self._names[stem(part)].add((r, p))
                    self._joined[joined(name)].add((r, p))
                self._offices[r, p], self._spelt[r, p] = office_words(panelist)
        self._sounding: dict[str, dict[str, None]] = defaultdict(dict)
        """Names without their spaces by their skeletons, whole and with one consonant less."""
        for name in self._joined:
            for key in skeletons(name):
                for near in neighbours(key):
                    self._sounding[near][name] = None
        self._run_together = lru_cache(maxsize=_REMEMBERED)(self._without_spaces)
        self._holders: dict[str, list[Person]] = {}
        for person, office in self._offices.items():
            for word in office:
                self._holders.setdefault(word, []).append(person)
        self._beginnings = frozenset(word[:2] for word in self._holders)
        said = {stem(w) for r in reports for p in r.panelists for t in (p.topic, *(x.text for x in p.points))
                for w in words(t)}  # fmt: skip
        self._only_office = frozenset(self._holders) - said
        self._said = said
        self._known = said | frozenset(self._holders) | frozenset(self._names)

    def mentioned(self, terms: Sequence[Term]) -> Mention:
        """Whom *terms* mean."""
        found = self._by_order(terms) or self._by_name(terms) or self._by_office(terms) or Mention()
        unheard = not any(terms[i].speaker for i in found.terms) and self._stranger(terms)
        return Mention(stranger=True) if unheard else found

    def _stranger(self, terms: Sequence[Term]) -> bool:
        """Whether somebody is asked about by a name that no panelist has."""
        for i, term in enumerate(terms):
            if term.speaker != "surely":
                continue
            last = i + 1 == len(terms) or terms[i + 1].speaker != "surely"
            # People in general are no name: scholars, the police, citizens.
            many = (term.word.endswith("s") or len(term.word) < 4) and not term.capital
            named = last and term.role is Role.CONTENT and not many and term.word not in GENERIC
            if term.role is Role.UNKNOWN or (named and term.stem not in self._known):
                return True
        return False

    def wish(self, terms: Sequence[Term], mention: Mention) -> Wish | None:
        """What is wanted of the people mentioned; None if it is something in particular."""
        if not mention.people:
            return None
        spoken = [t.word for t in terms]
        if not _NOW.isdisjoint(spoken) or any(p in _MEANING for p in pairwise(spoken)):
            return None
        # What is asked of a person may stand in a clause of its own ("her points please, I have to translate them").
        clauses = {terms[i].clause for i in mention.terms}
        clause = [(i, t) for i, t in enumerate(terms) if t.clause in clauses]
        whole = list(enumerate(terms))
        elsewhere = {t.stem for t in terms if t.clause not in clauses and t.role is Role.CONTENT}
        asked = clause if any(t.word in _SAYING for _, t in clause) and not elsewhere & self._said else whole
        offices = frozenset().union(*(self._offices[p] for p in mention.people))
        aside = CARD_WORDS | TITLES | PARTICLES
        carrying = [(i, t) for i, t in asked if i not in mention.terms and t.role in CARRYING]
        about = _about(terms, mention)
        if any(t.word not in aside | FORMER and (t.stem not in offices or i > about) for i, t in carrying):
            return None
        rest = [t for _, t in carrying]
        if any(t.word in CARD_NOUNS for t in rest):
            return "card"
        if any(t.word in _SAYING for _, t in asked):
            return "all"
        asks_who = "who" in spoken or "which" in spoken or bool(terms and terms[0].word in ("is", "was", "are"))
        cued = any(t.word in CARD_WORDS and t.stem not in offices for i, t in whole if i not in mention.terms)
        return "card" if asks_who or (cued and mention.by == "name") else "all"

    def _by_name(self, terms: Sequence[Term]) -> Mention | None:
        """Names, in any spelling; a part that several share means them all unless another part decides."""
        found: dict[Person, set[int]] = defaultdict(set)
        for i, term in enumerate(terms):
            people = self._names.get(term.stem)
            if people is None and _RUN_TOGETHER <= len(term.typed) <= _LONGEST and term.role in TELLING:
                people = self._run_together(term.typed)
            for person in people or ():
                found[person].add(i)
        if not found:
            return None
        most = max(self._weight(terms, at) for at in found.values())
        fullest = [p for p, at in found.items() if self._weight(terms, at) == most]
        taken = frozenset().union(*(found[p] for p in fullest))
        # Beside a name in full another one that shares nothing with it: both are meant.
        best = sorted({*fullest, *(p for p, at in found.items() if not at & taken and self._weight(terms, at) >= 1)})
        at = _with_particles(terms, frozenset().union(*(found[p] for p in best)))
        if most < 2 and any(self._is_name(terms, j, at) for i in at for j in (i - 1, i + 1)):
            return Mention(stranger=True)
        each = len(best) > 1 and len(frozenset().union(*(found[p] for p in best))) == sum(len(found[p]) for p in best)
        where = [terms[i] for p in best for i in found[p]]
        sure = most >= 2 or any(_alike(t) for t in where) or not any(t.speaker for t in where)
        return Mention(tuple(best), at, "name", each, sure=sure) if most > 0.5 or len(best) == 1 else None

    def _is_name(self, terms: Sequence[Term], i: int, named: frozenset[int]) -> bool:
        """Whether the word at *i* looks like a part of a name that is no panelist's."""
        if not 0 <= i < len(terms) or i in named or terms[i].word in TITLES:
            return False
        term = terms[i]
        return term.role is Role.UNKNOWN or (
            term.capital and term.role is Role.CONTENT and not term.repaired and term.stem not in self._known
        )

    @staticmethod
    def _weight(terms: Sequence[Term], at: set[int]) -> float:
        return sum(0.5 if terms[i].word in COMMON else 1.0 for i in at)

    def _without_spaces(self, typed: str) -> set[Person]:
        """Whose name, typed without its spaces, this is."""
        keys = set(skeletons(typed))
        for name in {name: None for key in keys for near in neighbours(key) for name in self._sounding.get(near, ())}:
            alike = similarity(name, typed)
            if alike > 0.9 or (alike > 0.7 and any(len(k) > 4 for k in keys & set(skeletons(name)))):
                return self._joined[name]
        return set()

    def _by_office(self, terms: Sequence[Term]) -> Mention | None:
        """The words of a role: all that the question has, or an office among several."""
        content = [i for i, t in enumerate(terms) if t.role in CARRYING]
        weights: dict[Person, float] = {}
        matched: dict[Person, set[int]] = {}
        found: dict[Person, set[int]] = defaultdict(set)
        for i in content:
            for word in {terms[i].stem, "former"} if terms[i].word in FORMER else {terms[i].stem}:
                for person in self._holders.get(word, ()):
                    found[person].add(i)
        for i, k in pairwise(content):
            # Cyber security, or cybersecurity. A stem begins as its word does.
            whole = terms[i].word + terms[k].word
            if k != i + 1 or whole[:2] not in self._beginnings:
                continue
            for person in self._holders.get(stem(whole), ()):
                found[person] |= {i, k}
        for person, at in found.items():
            rest = [i for i in content if i not in at and terms[i].word not in CARD_WORDS]
            only = any(terms[i].stem in self._only_office for i in at)
            named = any(terms[i].word in OFFICES for i in at)
            if (not rest and (only or named)) or (len(at) >= 2 and named and only):
                matched[person] = at
                spelt = self._spelt[person]
                weights[person] = sum(
                    (1.0 if terms[i].stem in spelt else 0.9) / (len(self._holders.get(terms[i].stem, ())) or 2)
                    for i in at
                )
        if not weights:
            return None
        most = max(weights.values())
        best = sorted(p for p, w in weights.items() if w > most - 0.01)
        return Mention(tuple(best), frozenset().union(*(matched[p] for p in best)), "office")

    def _by_order(self, terms: Sequence[Term]) -> Mention | None:
        persons = [i for i, term in enumerate(terms) if term.word in _PERSON_WORDS]
        for i, term in enumerate(terms) if persons else ():
            near = [j for j in (i - 1, i + 1, i + 2) if j in persons]
            if not near:
                continue
            word = term.word
            at = {i, *near}
            numeral = _NUMERAL.match(term.typed)
            if word in ("last", "final"):
                before = terms[i - 1].word if i else ""
                back = 2 if before == "second" else 1
                at |= {i - 1} if back == 2 else set()
                if before == "and" and i > 1 and terms[i - 2].word in _POSITIONS:
                    at.add(i - 2)  # the seventh and last speaker
                people = tuple((r, n - back) for r, n in enumerate(self._sizes) if n >= back)
                return Mention(people, frozenset(at), "ordinal")
            position = _POSITIONS.get(word, int(numeral[1]) - 1 if numeral else None)
            position = 0 if position is None and term.typed in _FIRST else position
            if position is None and i - 1 in near and terms[i - 1].word in _NUMBERED:
                position = int(word) - 1 if word.isdecimal() and len(word) < 3 else _NUMBERS.get(word)
            if position is None or (word == "second" and i + 1 < len(terms) and terms[i + 1].word == "last"):
                continue
            people = tuple((r, position) for r, n in enumerate(self._sizes) if 0 <= position < n)
            return Mention(people, frozenset(at), "ordinal", stranger=not people)
        return None


def _about(terms: Sequence[Term], mention: Mention) -> int:
    """Where it begins what somebody said something about: no word there names an office. Beyond the end if nowhere."""
    said = False
    for i, term in enumerate(terms):
        if said and term.word in ("about", "regarding", "on", "concerning") and i > max(mention.terms, default=-1):
            return i
        said = said or term.word in _SAYING
    return len(terms)


def _with_particles(terms: Sequence[Term], at: frozenset[int]) -> frozenset[int]:
    """The naming terms *at*, and the titles and particles beside them that would else pass for content."""
    small = PARTICLES | TITLES
    beside = {j for i in at for j in (i - 1, i + 1) if 0 <= j < len(terms)} - at
    return at | {j for j in beside if terms[j].role in CARRYING and terms[j].word in small}


def _alike(term: Term) -> bool:
    """Whether a name is the one that was typed, or so near that it is hardly another person's."""
    if not term.repaired:
        return True
    same = not set(skeletons(term.typed)).isdisjoint(skeletons(term.word))
    near = "arabic" not in (script(term.typed), script(term.word)) and term.typed[0] == term.word[0]
    return (near and similarity(term.typed, term.word) >= _SURE) or (
        same and similarity(romanised(term.typed), romanised(term.word)) >= _SURE_BY_SOUND
    )
