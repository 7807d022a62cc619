"""What a word is by itself, whatever stands around it: the knowledge's, English, Urdu, part of a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.language.english import ASKING_WORDS, FUNCTION_WORDS, stem
from bot.language.lexicon import Lexicon, Match
from bot.language.names import HONORIFICS, name_parts
from bot.language.skeleton import skeletons
from bot.language.text import Script, script, words
from bot.matching.question import Role, Term

MAX_LETTERS = 60
"""Letters of a word that is looked up at all; a longer one is none."""
_REMEMBERED = 4_000
"""Words of which it is remembered what they are: the same ones come again and again."""
_COMMON_ENGLISH = 1_000_000
"""Occurrences in the word list from which a word that Roman Urdu has too is English on its own."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a normalised word is by itself."""

    script: Script
    roman: bool = False
    """Whether it is Urdu in Latin letters and nothing else."""
    own: bool = False
    """Whether it is one of the reports' own words that say something."""
    of_knowledge: bool = False
    """Whether it is one of the reports' or of the examples'."""
    english: tuple[Term, ...] = ()
    """The word itself, where it is of the knowledge or English on its own."""
    urdu: tuple[Term, ...] = ()
    """What the lexicon has for it alone."""
    function: bool = False
    """Whether it carries no content in Urdu."""
    seconds: tuple[str, ...] = ()
    """The second words of what the lexicon has that begins with it."""
    alike: tuple[tuple[str, int], ...] = ()
    """The parts of names that it may be a spelling of, each with the number of its name."""
    among_english: tuple[Term, ...] = ()
    """What it is read as among English words wherever it stands there; empty if that depends."""
    among_urdu: tuple[Term, ...] = ()
    """The same among Roman Urdu ones."""
    named: bool = False
    """Whether it may be read otherwise where it has a capital."""


class Vocabulary:
    """The words of the knowledge (its *own*, those of its *examples*, *names*), of English and of the lexicon."""

    def __init__(
        self,
        lexicon: Lexicon,
        english: Mapping[str, int],
        own: Iterable[str],
        examples: Iterable[str],
        names: Iterable[str],
    ) -> None:
        self._lexicon = lexicon
        self._english = english
        # Roman Urdu in the knowledge's examples is no English, however often it stands there.
        self._own = frozenset(own)
        self.of_knowledge = self._own | {w for w in examples if w not in lexicon or english.get(w, 0) > _COMMON_ENGLISH}
        self.parts: dict[int, frozenset[str]] = {}
        """The parts of each name."""
        self._names: dict[str, set[tuple[str, int]]] = {}
        for n, name in enumerate(names):
            self.parts[n] = frozenset(name_parts(name))
            for part in self.parts[n]:
                for key in skeletons(part):
                    self._names.setdefault(key, set()).add((part, n))
        self._looked_up = lru_cache(maxsize=_REMEMBERED)(self._look_up)
        self._little = lru_cache(maxsize=_REMEMBERED)(self._is_little)

    def word(self, word: str) -> Word:
        """What a normalised *word* is by itself."""
        if len(word) > MAX_LETTERS:
            return _fixed(word, Term(word, word, word, Role.UNKNOWN))
        return self._looked_up(word)

    def meaning(self, word: str) -> str:
        """What a normalised *word* alone means, in stems of English; empty for what is no word that is known."""
        listed = self._lexicon.find((word,))
        if listed is not None and listed.entry.en:
            return " ".join(map(stem, words(listed.entry.en[0])))
        common = self._english.get(word, 0) > _COMMON_ENGLISH
        return stem(word) if listed or common or word in self.of_knowledge or word in FUNCTION_WORDS else ""

    def english(self, word: str, typed: str, *, capital: bool = False) -> Term:
        """The English *word* that was meant by what was *typed*."""
        role = Role.FUNCTION if word in FUNCTION_WORDS else Role.ASKING if word in ASKING_WORDS else Role.CONTENT
        if role is Role.CONTENT and word not in self.of_knowledge and word not in self._english:
            role = Role.UNKNOWN
        return Term(stem(word), word, typed, role, capital)

    def little(self, word: str) -> bool:
        """Whether *word* is one of the lexicon's words that say nothing of what a question is about."""
        return self._little(word)

    def _is_little(self, word: str) -> bool:
        listed = self._lexicon.find((word,))
        return listed is not None and (listed.entry.function or not set(words(listed.entry.en[0])) - FUNCTION_WORDS)

    def _look_up(self, word: str) -> Word:
        kind = script(word)
        if kind == "digit":
            return _fixed(word, Term(word, word, word, Role.CONTENT))
        of_knowledge = word in self.of_knowledge
        known = kind == "latin" and (of_knowledge or self._is_english(word))
        listed = self._lexicon.find((word,))
        roman = kind == "latin" and listed is not None and not known
        alike = tuple([pair for key in skeletons(word) if len(key) > 1 for pair in self._names.get(key, ())])
        if word in HONORIFICS:
            return replace(_fixed(word, Term("", "", word, Role.FUNCTION)), roman=roman, alike=alike)
        own = word in self._own and word not in FUNCTION_WORDS
        english = (self.english(word, word),) if known else ()
        urdu = translated(listed, word) if listed else ()
        function = listed is not None and listed.entry.function
        among_english = among_urdu = urdu
        if alike and not of_knowledge:
            among_english = among_urdu = ()
        elif kind == "latin":
            # A Roman word that is not English may be a misspelt one.
            among_english = english or (urdu if function else ())
            among_urdu = english if own else urdu or english
        return Word(
            kind, roman, own, of_knowledge, english, urdu, function, self._lexicon.seconds(word), alike,
            among_english, among_urdu, kind == "latin",
        )  # fmt: skip

    def _is_english(self, word: str) -> bool:
        count = self._english.get(word, 0)
        return (
            word in FUNCTION_WORDS
            or word in ASKING_WORDS
            or count > _COMMON_ENGLISH
            or (count > 0 and word not in self._lexicon)
        )


def _fixed(word: str, term: Term) -> Word:
    """A word that is the same *term* everywhere."""
    return Word(script(word), among_english=(term,), among_urdu=(term,))


def translated(match: Match, typed: str) -> tuple[Term, ...]:
    """What the lexicon has for what was *typed*."""
    entry = match.entry
    glosses = _glosses(entry.en[0], function=entry.function) if entry.en else ()
    return tuple([Term(s, word, typed, role) for s, word, role in glosses]) or (Term("", "", typed, Role.FUNCTION),)


@lru_cache(maxsize=2_000)
def _glosses(english: str, *, function: bool) -> tuple[tuple[str, str, Role], ...]:
    """The stems, words and roles of a meaning in English."""
    out = []
    for word in words(english):
        other = Role.FUNCTION if function or word in FUNCTION_WORDS else Role.CONTENT
        out.append((stem(word), word, Role.ASKING if word in ASKING_WORDS else other))
    return tuple(out)
