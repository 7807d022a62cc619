"""Where a question has the name of somebody who spoke: "what did _ say", "_ ne kya kaha", "_ نے کیا کہا".

A word in such a place is a name whatever other word it resembles. Names seldom have an article, so that "what did the
comandant say" has no such place; and what people call a panel as a whole is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

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
    "commented discuss discussed demand demanded warn warned state stated urge urged insist insisted emphasise emphasised "
    "emphasize emphasized highlight highlighted stress stressed explain explained share shared remark remarked"
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


def _any(listed: str) -> str:
    return (
        "(?:" + "|".join(sorted({n for w in listed.split() for n in normalise(w).split()}, key=len, reverse=True)) + ")"
    )


_NAME = rf"(?P<name>(?:\S+ ){{1,{_MOST + 1}}}?)"
_ASKED = tuple(
    re.compile(p)
    for p in (
        rf" (?:did|do|does|dose|has|have|had|will|would|didnt|doesnt) {_NAME}(?:ever |also |really )?{_any(_SAY)} ",
        rf" (?:what|wat|wht|how|why|whether|that|if|everything|all) {_NAME}(?:had to |has to )?{_any(_SAY)} ",
    )
)
"""All words of the group are the name."""
_TOLD_OF = tuple(
    re.compile(p)
    for p in (
        rf" {_NAME}(?:ne|nay|نے) (?=.*{_any(_TOLD)} )",
        rf" {_NAME}(?:ke|kay|k|کے) {_any('mutabiq mutabik مطابق nazdeek nazdik نزدیک')} ",
        rf" {_NAME}{_any('sahib sahab saheb sahiba sb صاحب صاحبہ')} ",
        rf" {_NAME}(?:ki|ke|ka|kay|کی|کے|کا) (?:kya |kia |کیا )?{_any(_RAI)} ",
        rf" {_NAME}(?:kya|kia|کیا) {_any(_TELLING)} ",
    )
)
"""The last words of the group are."""
_AFTER = re.compile(
    rf" (?:according to|{_any(_POINTS)} (?:of|by|from)|(?:{_any(_SAY)}|made|given|raised|presented) by) (?P<name>.*)"
)
_FIRST = re.compile(rf"^ {_NAME}(?:on|about|abt|regarding) ")
_WHOSE = re.compile(rf"([^\W_]+)['’`´]s\s+(?:[^\W_]+\s+)?{_any(_POINTS)}\b", re.IGNORECASE)
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
    if len(run) < 2:
        return {}
    text = f" {' '.join(run)} "
    found: dict[int, float] = {}
    for pattern in (*_ASKED, *_TOLD_OF):
        for match in pattern.finditer(text):
            if _whole(name := _name(run, reversed(places := _places(text, match))), places) or pattern not in _ASKED:
                found = dict.fromkeys(name, _NEVER if pattern in (*_ASKED, *_TOLD_OF[:3]) else _UNKNOWN) | found
    for match in _AFTER.finditer(text):
        found |= dict.fromkeys(_name(run, _places(text, match)), _NEVER)
    if "'" in typed or "’" in typed:
        owners = {w for m in _WHOSE.finditer(typed) for w in normalise(m[1]).split()}
        for at in (i for i, w in enumerate(run) if w in owners):
            found |= dict.fromkeys(_name(run, range(at, -1, -1)), _NEVER)
    first = _FIRST.match(text)
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
