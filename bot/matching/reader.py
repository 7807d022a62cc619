"""Reading a message: the sentences that ask, their words in English, repaired where they were misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.language.english import ASKING_WORDS, FUNCTION_WORDS, stem
from bot.language.lexicon import Lexicon, Match
from bot.language.names import HONORIFICS, TITLES, name_parts
from bot.language.skeleton import similarity, skeletons
from bot.language.spelling import Spelling
from bot.language.text import MAX_CHARACTERS, script, words
from bot.matching.question import Question, Role, Sentence, Term
from bot.matching.sentences import focus, pieces
from bot.matching.speakers import Called, speakers, speaks

MAX_REPAIRS = 40
"""Unknown words of a message that are looked up by likeness; the rest count as names."""
MAX_LETTERS = 60
"""Letters of a word that is looked up at all; a longer one is none."""
MAX_WORDS = 400
"""Words of a message that are looked at; what follows is left out."""


_REMEMBERED = 4_000
"""Words of which it is remembered what they are."""
_COMMON_ENGLISH = 1_000_000
"""Occurrences in the word list from which a word that Roman Urdu has too is English on its own."""
_URDU_COMPANY = 0.25
"""Share of Roman Urdu words in a message from which a word of both languages is read as Urdu."""

_MENTION = re.compile(
    r"(?<!\w)@\w+|https?://\S+|(?<!\w)/\w+(@\w+)?|(?m:^[^\S\n]*(forwarded from|fwd:|>).*$)", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:،؛…–—]+|\.{2,}|\s-\s")
_GIVE = frozenset({"do", "دو"})
"""At the end of a request: give me; elsewhere it is a number."""
_CAPITALS = re.compile(r"(?<=\S )[A-Z][\w-]+|\b[A-Z]{2,}\b")
_ASKING_MARK = re.compile(r"[?؟]")
_QUESTION_STARTS = frozenset(
    """
    what who whom whose when where which why how is are was were do does did can could should would will has
    have any anyone tell show list give explain summarise summarize kya kia kis kaun kon kab kyun kyon kaise
    kese kitne kitni konsa konsi batao btao bata bta
    """.split()
)
_ASKING_GLOSS = frozenset(
    {"what", "who", "whom", "when", "where", "which", "why", "how", "how many", "how much", "tell"}
)


class Reader:
    """Reads questions against the reports' *own* words, those of the *examples*, English and the lexicon."""

    def __init__(
        self,
        lexicon: Lexicon,
        english: Mapping[str, int],
        own: Iterable[str],
        examples: Iterable[str],
        names: Iterable[str] = (),
        offices: Iterable[str] = (),
    ) -> None:
        names = tuple(names)
        self._lexicon = lexicon
        self._english = english
        # Roman Urdu in the knowledge's examples is no English, however often it stands there.
        self._own = frozenset(own) - FUNCTION_WORDS
        self._vocabulary = frozenset(own) | {
            w for w in examples if w not in lexicon or english.get(w, 0) > _COMMON_ENGLISH
        }
        self._names: dict[str, set[tuple[str, int]]] = {}
        self._parts: dict[int, frozenset[str]] = {}
        for n, name in enumerate(names):
            self._parts[n] = frozenset(name_parts(name))
            for part in name_parts(name):
                for key in skeletons(part):
                    self._names.setdefault(key, set()).add((part, n))
        self._spelling = Spelling(self._vocabulary, english)
        self._called = Called(lexicon, [w for text in (*names, *offices) for w in words(text)])

        # The same words come again and again.
        self._known = lru_cache(maxsize=_REMEMBERED)(self._is_known)
        self._alike = lru_cache(maxsize=_REMEMBERED)(self._sounding)

    def read(self, text: str) -> Question:
        """Understand *text*; any text whatsoever is fine."""
        text = _MENTION.sub(" ", text[:MAX_CHARACTERS])
        left = MAX_WORDS
        runs: list[tuple[str, list[str]]] = []
        for piece in pieces(text):
            run = words(piece)[:left]
            left -= len(run)
            if run:
                runs.append((piece, run))
        roman = self._roman_share([w for _, run in runs for w in run])
        repairs = iter(range(1, MAX_REPAIRS + 1))
        sentences = [self._sentence(piece, len(run), roman, n * 100, repairs) for n, (piece, run) in enumerate(runs)]
        asking, background = focus(sentences)
        typed_words = tuple(w for s in asking for w in words(s.typed))
        arabic = sum(script(w) == "arabic" for w in typed_words)
        language = "ur" if arabic * 2 > len(typed_words) else "roman" if roman >= 0.2 else "en"
        return Question(
            typed=text.strip(),
            terms=tuple(t for s in asking for t in s.terms),
            background=tuple(t for s in background for t in s.terms),
            english=_english(asking, language),
            language=language,
            focus=" ".join(s.typed for s in asking),
            full_english=_english(sentences, language),
            typed_words=typed_words,
        )

    def meaning(self, word: str) -> str:
        """What a normalised *word* alone means, in stems of English; empty for what is no word that is known."""
        listed = self._lexicon.find((word,))
        if listed is not None and listed.entry.en:
            return " ".join(map(stem, words(listed.entry.en[0])))
        common = self._english.get(word, 0) > _COMMON_ENGLISH
        return stem(word) if listed or common or word in self._vocabulary or word in FUNCTION_WORDS else ""

    def _is_known(self, word: str) -> bool:
        count = self._english.get(word, 0)
        return (
            word in self._vocabulary
            or word in FUNCTION_WORDS
            or word in ASKING_WORDS
            or count > _COMMON_ENGLISH
            or (count > 0 and word not in self._lexicon)
        )

    def _roman_share(self, run: Sequence[str]) -> float:
        latin = [w for w in run if script(w) == "latin"]
        urdu = 0
        for w in latin:
            urdu += w in self._lexicon and not self._known(w)
        return urdu / len(latin) if latin else 0.0

    def _sentence(self, piece: str, most: int, roman: float, clause: int, repairs: Iterator[int]) -> Sentence:
        capitals = {w.lower() for w in _CAPITALS.findall(piece)}
        terms: list[Term] = []
        run = words(piece)
        asks = bool(_ASKING_MARK.search(piece)) or run[0] in _QUESTION_STARTS
        for n, part in enumerate(_CLAUSE.split(piece)):
            run = words(part)[: most - len(terms)]
            spoken = speakers(run, part)
            start = 0
            while start < len(run):
                found, length = self._term(run, start, roman, capitals, repairs, spoken.get(start, 0.0))
                if start and start + length == len(run) and run[start] in _GIVE and found[0].word in ("two", "do"):
                    found = [Term("", "", run[start], Role.FUNCTION)]
                asks = asks or any(t.word in _ASKING_GLOSS and t.typed != t.word for t in found)
                here = spoken.get(start, 0.0)
                terms += [Term(t.stem, t.word, t.typed, t.role, t.capital, clause + n, speaks(here, t)) for t in found]
                start += length
        return Sentence(piece, tuple(terms), asks)

    def _term(
        self, run: list[str], start: int, roman: float, capitals: set[str], repairs: Iterator[int], spoken: float = 0.0
    ) -> tuple[list[Term], int]:
        word = run[start]
        if len(word) > MAX_LETTERS:
            return [Term(word, word, word, Role.UNKNOWN)], 1
        capital = word in capitals
        kind = script(word)
        if word in HONORIFICS:
            return [Term("", "", word, Role.FUNCTION)], 1
        if kind == "digit":
            return [Term(word, word, word, Role.CONTENT)], 1
        listed = self._lexicon.find(run, start)
        if word not in self._vocabulary and (name := self._name(run, start)) is not None:
            return [Term(stem(name), name, word, Role.CONTENT)], 1
        if kind == "latin":
            known = self._known(word)
            if listed is not None and (word in self._own or (roman < _URDU_COMPANY and (known or capital))):
                listed = listed if listed.length > 1 and roman >= _URDU_COMPANY else None
            elif listed is not None and listed.length == 1 and roman < _URDU_COMPANY and not listed.entry.function:
                # Among English words a Roman one is as likely a misspelling.
                near, likeness = self._spelling.nearest(word, english=False) if next(repairs, 0) else (None, 0.0)
                listed = None if near is not None and likeness >= 0.88 else listed
            if listed is None and known:
                return [self._english_term(word, word, capital)], 1
            if listed is None:
                if next(repairs, None) is None:
                    return [Term(word, word, word, Role.UNKNOWN, capital)], 1
                if spoken and (capital or len(word) > 3) and self._spelling.nearest(word, english=False)[1] < spoken:
                    return [self._called.term(word, capital=capital)], 1
                return [self._repair(word, roman, capital)], 1
        if listed is not None:
            return _translated(listed, " ".join(run[start : start + listed.length])), listed.length
        if kind == "arabic" and next(repairs, None) is not None:
            if spoken > 1:
                return [self._called.term(word, capital=capital)], 1
            whole = self._arabic(word)
            return (self._split(word) if whole.role is Role.UNKNOWN else None) or [whole], 1
        return [Term(word, word, word, Role.UNKNOWN)], 1

    def _name(self, run: Sequence[str], at: int) -> str | None:
        """A part of a name in another spelling, known by another part or a title beside it."""
        best: tuple[float, str] | None = None
        for part, name in self._alike(run[at]):
            near = [run[i] for i in (at - 2, at - 1, at + 1, at + 2) if 0 <= i < len(run)]
            # Urdu's little words share their few consonants with many a name.
            if any(
                w in TITLES
                or w in self._parts.get(name, ())
                or (name in {n for _, n in self._alike(w)} and not self._little(w))
                for w in near
            ):
                best = max(best or (0.0, ""), (similarity(run[at], part), part))
        return best[1] if best and (best[0] >= 0.6 or script(run[at]) == "arabic") else None

    def _little(self, word: str) -> bool:
        """Whether *word* is one of the lexicon's words that say nothing of what a question is about."""
        listed = self._lexicon.find((word,))
        return listed is not None and (listed.entry.function or not set(words(listed.entry.en[0])) - FUNCTION_WORDS)

    def _sounding(self, word: str) -> frozenset[tuple[str, int]]:
        """The parts of names that *word* may be a spelling of, each with its name."""
        return frozenset(pair for key in skeletons(word) if len(key) > 1 for pair in self._names.get(key, ()))

    def _english_term(self, word: str, typed: str, capital: bool) -> Term:
        role = Role.FUNCTION if word in FUNCTION_WORDS else Role.ASKING if word in ASKING_WORDS else Role.CONTENT
        if role is Role.CONTENT and word not in self._vocabulary and word not in self._english:
            role = Role.UNKNOWN
        return Term(stem(word), word, typed, role, capital)

    def _repair(self, word: str, roman: float, capital: bool) -> Term:
        """A word that is in no list: the index's most similar word, or a Roman Urdu word, or a name."""
        # Among Roman Urdu, and for a name, an English word that the knowledge does not have is hardly meant.
        near, likeness = self._spelling.nearest(word, english=roman < _URDU_COMPANY and not capital)
        urdu = self._lexicon.resemble(word) if roman > 0 and (roman >= _URDU_COMPANY or not capital) else None
        if urdu is not None and urdu.likeness * (0.9 + roman / 2) > likeness:
            return _translated(urdu, word)[0] if urdu.entry.en else Term(word, "", word, Role.FUNCTION)
        if near is not None:
            return self._english_term(near, word, False)
        return Term(stem(word), word, word, Role.UNKNOWN, capital)

    def _arabic(self, word: str) -> Term:
        """An Urdu word that is in no list: a known word's other form, a loan word or a name."""
        urdu = self._lexicon.resemble(word)
        if urdu is not None and urdu.likeness >= 0.8:
            return _translated(urdu, word)[0] if urdu.entry.en else Term(word, "", word, Role.FUNCTION)
        for key in skeletons(word):
            if len(key) > 2:
                for candidate in self._spelling.sounding(key):
                    return self._english_term(candidate, word, False)
        return Term(word, word, word, Role.UNKNOWN)

    def _split(self, word: str) -> list[Term] | None:
        """Two Urdu words written without the space between them."""
        for cut in range(len(word) - 2, 1, -1):
            parts = (word[:cut], word[cut:])
            found = [self._lexicon.find((p,)) for p in parts]
            if all(found):
                return [t for m, p in zip(found, parts, strict=True) if m for t in _translated(m, p)]
        return None


def _translated(match: Match, typed: str) -> list[Term]:
    entry = match.entry
    glosses = _glosses(entry.en[0], function=entry.function) if entry.en else ()
    return [Term(s, word, typed, role) for s, word, role in glosses] or [Term("", "", typed, Role.FUNCTION)]


@lru_cache(maxsize=10_000)
def _glosses(english: str, *, function: bool) -> tuple[tuple[str, str, Role], ...]:
    """The stems, words and roles of a meaning in English."""
    out = []
    for word in words(english):
        other = Role.FUNCTION if function or word in FUNCTION_WORDS else Role.CONTENT
        out.append((stem(word), word, Role.ASKING if word in ASKING_WORDS else other))
    return tuple(out)


def _english(sentences: Sequence[Sentence], language: str) -> str:
    """The sentences in English. Of a translated one only the words that carry content make sense in a row."""
    terms = (t for s in sentences for t in s.terms if t.word)
    return " ".join(t.word for t in terms if language == "en" or t.role is not Role.FUNCTION or t.word in _ASKING_GLOSS)
