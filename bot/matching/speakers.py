"""Where a question has the name of somebody who spoke: "what did _ say", "_ ne kya kaha", "_ نے کیا کہا".

A word in such a place is a name whatever other word it resembles. Names seldom have an article, so that "what did the
comandant say" has no such place; and what people call a panel as a whole is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from bot.language.english import ASKING_WORDS, FUNCTION_WORDS, stem
from bot.language.lexicon import Lexicon
from bot.language.names import HONORIFICS, TITLES
from bot.language.skeleton import skeletons
from bot.language.spelling import Spelling
from bot.language.text import normalise, script
from bot.matching.naming import CARD_WORDS, OFFICES
from bot.matching.question import Role, Term

GENERIC = (
    CARD_WORDS
    | OFFICES
    | TITLES
    | frozenset(
        """
        anchor audience brother citizen colleague community dude everybody expert friend guest human lady member
        panel panelist panellist participant people person public scholar sister society somebody speaker student
        team they woman world youth act constitution court data islam law religion research rule quran
        """.split()
    )
)
"""Who may be said to have spoken without a name."""

_MOST = 3
"""Words of a name."""
_NEVER = 2.0
_UNKNOWN = 1.5
"""Of a place where an infinitive may stand as well: a name only if it is no word."""
_PLAIN, _PLAIN_OF_TWO = 0.94, 0.86
"""The likeness from which the first word of "_ on privacy" is a misspelt word and no name; and one of several."""
_SAY = (
    "say saying said says think thinks thought believe believes believed recommend recommends recommended suggest "
    "suggests suggested mention mentions mentioned propose proposes proposed advise advises advised argue argues "
    "argued claim claims claimed want wants wanted talk talks talked speak speaks spoke tell tells told comment "
    "commented discuss discussed demand demanded warn warned state stated urge urged insist insisted emphasise "
    "emphasised emphasize emphasized highlight highlighted stress stressed explain explained share shared remark"
)
_POINTS = (
    "point points view views viewpoint opinion opinions stance position remark remarks suggestion suggestions "
    "recommendation recommendations speech thoughts take statement statements perspective idea ideas argument "
    "arguments answer proposal proposals message advice"
)
_RAI = (
    "rai raye raay ray rae راے رایے baatein baaten batein baten baton باتیں tajweez tajaweez تجویز تجاویز sifarish "
    "sifarishat سفارش سفارشات khayal khayalat khyal khyalat خیال خیالات kehna kahna کہنا mauqaf moqaf موقف "
    "mashwara mashware mashwaray مشورہ مشورے nuqta nukta nuqtay nukat nuqat نکتہ نکات views view "
    "points point opinion stance"
)
_TOLD = (
    "kaha kahi kahe kahin kehna bola boli bole bataya batai batayi batae rai raye mashwara tajweez tajaweez baat zikr "
    "sifarish khayal کہا کہی کہے کہیں بتایا بتای بولا بولی راے رایے مشورہ مشورے تجویز تجاویز بات ذکر سفارش خیال"
)
_TELLING = (
    "kehte kehti kehta kahte kehtay kehty bolte bolti bolta sochte sochti sochta kaha bola bole کہتے کہتی کہتا سوچتے "
    "سوچتی سوچتا بولے"
)


class _Place(NamedTuple):
    """A place where a name stands, known by the words beside it."""

    cues: frozenset[str]
    others: frozenset[str]
    """A clause has to have one of either to be looked at."""
    pattern: re.Pattern[str]
    whole: bool
    """Whether the group has nothing but the name; else it ends with it."""
    likeness: float


def _all(listed: str) -> frozenset[str]:
    return frozenset(n for w in listed.split() for n in normalise(w).split())


def _any(listed: str) -> str:
    return f"(?:{'|'.join(sorted(_all(listed), key=len, reverse=True))})"


_NAME = rf"(?P<name>(?:\S+ ){{1,{_MOST + 1}}}?)"
_DID = "did do does dose has have had will would didnt doesnt"
_WHAT = "what wat wht how why whether that if everything all"
_NE = "ne nay نے"
_KE = "ke kay k کے"
_KA = "ki ke ka kay کی کے کا"
_KYA = "kya kia کیا"
_SAHIB = "sahib sahab saheb sahiba sb صاحب صاحبہ"
_MUTABIQ = "mutabiq mutabik مطابق nazdeek nazdik نزدیک"
_BY = "to of by from"
_ON = "on about abt regarding"
_BEFORE = tuple(
    _Place(_all(cues), _all(others), re.compile(pattern), whole, likeness)
    for cues, others, pattern, whole, likeness in (
        (_DID, _SAY, rf" {_any(_DID)} {_NAME}(?:ever |also |really )?{_any(_SAY)} ", True, _NEVER),
        (_WHAT, _SAY, rf" {_any(_WHAT)} {_NAME}(?:had to |has to )?{_any(_SAY)} ", True, _NEVER),
        (_NE, _TOLD, rf" {_NAME}{_any(_NE)} ", False, _NEVER),
        (_KE, _MUTABIQ, rf" {_NAME}{_any(_KE)} {_any(_MUTABIQ)} ", False, _NEVER),
        (_SAHIB, _SAHIB, rf" {_NAME}{_any(_SAHIB)} ", False, _NEVER),
        (_KA, _RAI, rf" {_NAME}{_any(_KA)} (?:{_any(_KYA)} )?{_any(_RAI)} ", False, _UNKNOWN),
        (_KYA, _TELLING, rf" {_NAME}{_any(_KYA)} {_any(_TELLING)} ", False, _UNKNOWN),
    )
)
"""Before what somebody did; the first place that has a word counts."""
_AFTER = re.compile(
    rf" (?:according to|{_any(_POINTS)} (?:of|by|from)|(?:{_any(_SAY)}|made|given|raised|presented) by) (?P<name>.*)"
)
_FIRST = re.compile(rf"^ {_NAME}{_any(_ON)} ")
_WHOSE = re.compile(rf"([^\W_]+)['’`´]s\s+(?:[^\W_]+\s+)?{_any(_POINTS)}\b", re.IGNORECASE)
_OWNERS, _ABOUT = _all(_BY), _all(_ON)
# Most clauses have none of these, and a long text has thousands of clauses.
_CUES = frozenset().union(_OWNERS, _ABOUT, *(place.cues for place in _BEFORE))
_LIKELY, _SURELY = 0.88, 0.95
"""Likeness from which a word is a pronoun misspelt, and a word for people on a panel."""
_PRONOUNS = frozenset("he she they him her them".split())
_DETERMINERS = frozenset("a an the this that these those any some every each all our their your his her its my".split())
_BOUNDS = frozenset(
    """
    par pe pay per ka ke ki ko kay se mein main mai me aur or ne na hai hain tha thi kya kia bare bara kis jo ke keh
    پر پہ کا کے کی کو سے میں اور نے ہے ہیں تھا تھی کیا بارے کس جو کہ تو
    """.split()
)
"""Urdu's little words around a name."""
_INFINITIVE = ("ne", "nay", "نے")
"""How an Urdu verb ends where it is a noun: "karane ka mashwara"."""


def speakers(run: Sequence[str], typed: str) -> dict[int, float]:
    """Which words of *run*, a clause that was *typed* so, stand where a speaker's name stands.

    With each the likeness to a word of the knowledge from which it is that word all the same, above 1 for never.
    """
    there = set(run)
    owned = "'" in typed or "’" in typed
    if not owned and there.isdisjoint(_CUES):
        return {}
    text = f" {' '.join(run)} "
    found: dict[int, float] = {}
    for place in _BEFORE:
        if not (there.isdisjoint(place.cues) or there.isdisjoint(place.others)):
            for match in place.pattern.finditer(text):
                name = _name(run, reversed(places := _places(text, match)))
                if not place.whole or _whole(name, places):
                    found = dict.fromkeys(name, place.likeness) | found
    for match in () if there.isdisjoint(_OWNERS) else _AFTER.finditer(text):
        found |= dict.fromkeys(_name(run, _places(text, match)), _NEVER)
    if owned:
        owners = {w for m in _WHOSE.finditer(typed) for w in normalise(m[1]).split()}
        for at in (i for i, w in enumerate(run) if w in owners):
            found |= dict.fromkeys(_name(run, range(at, -1, -1)), _NEVER)
    first = _FIRST.match(text) if not there.isdisjoint(_ABOUT) else None
    if first and _whole(name := _name(run, reversed(places := _places(text, first))), places):
        found = dict.fromkeys(name, _PLAIN_OF_TWO if len(name) > 1 else _PLAIN) | found
    return found


def speaks(likeness: float, term: Term) -> Literal["", "perhaps", "surely"]:
    """Whether *term*, of a place with this *likeness*, is a speaker's name."""
    if not likeness:
        return ""
    named = term.role is Role.UNKNOWN or (likeness < 1 and term.capital and term.role is Role.CONTENT)
    return "surely" if named or likeness == _NEVER else "perhaps"


def _places(text: str, match: re.Match[str]) -> range:
    """The numbers of the words that the group has."""
    start, end = match.span("name")
    first = text.count(" ", 0, start) - 1
    return range(first, first + len(text[start:end].split()))


def _whole(name: Sequence[int], places: range) -> bool:
    return bool(name) and name[-1] == places[0]


def _name(run: Sequence[str], places: Iterable[int]) -> list[int]:
    """The words of one name among *places*, which begin at its side of the cue; none after an article."""
    out: list[int] = []
    for i in places:
        word = run[i]
        if word in _DETERMINERS:
            return []
        if (
            word in _BOUNDS
            or word.endswith(_INFINITIVE)
            or (word in FUNCTION_WORDS and word not in TITLES)
            or len(out) == _MOST
        ):
            break
        if word not in TITLES and word not in HONORIFICS:
            out.append(i)
    return out


class Called:
    """What people may be called in a question: by names and by offices."""

    def __init__(self, lexicon: Lexicon, called: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._spelling = Spelling((w for w in called if script(w) == "latin"), {})
        self._generic = Spelling((w for w in GENERIC | ASKING_WORDS if len(w) > 3), {})

    def term(self, word: str, *, capital: bool) -> Term:
        """An unknown *word* where a speaker's name stands: what a panelist is called, or a name of nobody's."""
        if script(word) == "latin":
            near, _ = self._spelling.nearest(word)
            if near is None:
                generic, likeness = self._generic.nearest(word)
                near = generic if likeness >= _SURELY and generic in GENERIC else None
        else:
            near = next((w for key in skeletons(word) if len(key) > 2 for w in self._spelling.sounding(key)), None)
        if near is not None:
            return Term(stem(near), near, word, Role.CONTENT)
        urdu = self._lexicon.resemble(word)
        if urdu is not None and urdu.entry.en and urdu.likeness >= _LIKELY:
            meant = urdu.entry.en[0]
            if meant in _PRONOUNS:
                return Term(stem(meant), meant, word, Role.FUNCTION)
            if meant in GENERIC and urdu.likeness >= _SURELY:
                return Term(stem(meant), meant, word, Role.ASKING)
        return Term(stem(word), word, word, Role.UNKNOWN, capital)
