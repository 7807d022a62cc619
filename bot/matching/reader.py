"""Reading a message: the sentences that ask, their words in English, repaired where they were misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.language.english import stem
from bot.language.lexicon import Lexicon
from bot.language.names import TITLES
from bot.language.skeleton import similarity, skeletons
from bot.language.spelling import Spelling
from bot.language.text import MAX_CHARACTERS, script, words
from bot.matching.question import ASKING_GLOSSES, Question, Role, Sentence, Term
from bot.matching.sentences import focus, pieces
from bot.matching.speakers import Called, speakers, speaks
from bot.matching.vocabulary import Vocabulary, Word, translated

MAX_REPAIRS = 30
"""Unknown words of a message that are looked up by likeness; the rest count as names."""
MAX_WORDS = 400
"""Words of a text that are looked at; what follows is left out."""
MAX_ASKED = 200
"""The same of a question."""
_URDU_COMPANY = 0.25
"""Share of Roman Urdu words in a message from which a word of both languages is read as Urdu."""
_ROMAN = 0.2
"""The same from which the message is Roman Urdu."""

_MENTION = re.compile(
    r"(?<!\w)@\w+|https?://\S+|(?<!\w)/\w+(@\w+)?|(?m:^[^\S\n]*(forwarded from|fwd:|>).*$)", re.IGNORECASE
)
_SIGNS = ("@", "/", ">", ":")
"""One of these is in all of that, or the word "forwarded"."""
_CLAUSE = re.compile(r"[,;:،؛…–—]+|\.{2,}|\s-\s")
_GIVE = frozenset({"do", "دو"})
"""At the end of a request: give me; elsewhere it is a number."""
_CAPITALS = re.compile(r"(?<=\S )[A-Z][\w-]+|\b[A-Z]{2,}\b")
_QUESTION_STARTS = frozenset(
    """
    what who whom whose when where which why how is are was were do does did can could should would will has
    have any anyone tell show list give explain summarise summarize kya kia kis kaun kon kab kyun kyon kaise
    kese kitne kitni konsa konsi batao btao bata bta
    """.split()
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
        self.vocabulary = Vocabulary(lexicon, english, own, examples, names)
        self._spelling = Spelling(self.vocabulary.of_knowledge, english)
        self._called = Called(lexicon, [w for text in (*names, *offices) for w in words(text)])

    def read(self, text: str, most: int = MAX_WORDS) -> Question:
        """Understand *text*, *most* words of it; any text whatsoever is fine."""
        text = text[:MAX_CHARACTERS]
        if any(sign in text for sign in _SIGNS) or "forwarded" in text.lower():
            text = _MENTION.sub(" ", text)
        left = most
        runs: list[tuple[str, list[str], list[Word]]] = []
        for piece in pieces(text):
            run = words(piece)[:left]
            left -= len(run)
            if run:
                runs.append((piece, run, [self.vocabulary.word(w) for w in run]))
        latin = [word.roman for _, _, known in runs for word in known if word.script == "latin"]
        roman = sum(latin) / len(latin) if latin else 0.0
        repairs = iter(range(1, MAX_REPAIRS + 1))
        sentences = [self._sentence(*run, roman, n * 100, repairs) for n, run in enumerate(runs)]
        asking, background = focus(sentences)
        return Question(
            text.strip(),
            tuple(sentences),
            tuple([t for s in asking for t in s.terms]),
            tuple([t for s in background for t in s.terms]),
            "ur" if not text.isascii() and _arabic(asking) else "roman" if roman >= _ROMAN else "en",
            " ".join([s.typed for s in asking]),
        )

    def _sentence(
        self, piece: str, run: list[str], known: list[Word], roman: float, clause: int, repairs: Iterator[int]
    ) -> Sentence:
        capitals = set() if piece[1:].islower() else {w.lower() for w in _CAPITALS.findall(piece)}
        asks = "?" in piece or "؟" in piece or run[0] in _QUESTION_STARTS
        parts = _CLAUSE.split(piece)
        terms: list[Term] = []
        left = len(run)
        for n, part in enumerate(parts, clause):
            if len(parts) > 1:
                if not left:
                    break
                run = words(part)[:left]
                left -= len(run)
                known = [self.vocabulary.word(w) for w in run]
            spoken = speakers(run, part)
            start, end = 0, len(run)
            while start < end:
                word, typed, here = known[start], run[start], spoken.get(start, 0.0)
                found: Sequence[Term] = word.among_english if roman < _URDU_COMPANY else word.among_urdu
                length = 1
                longer = word.seconds and start + 1 < end and run[start + 1] in word.seconds
                if longer or not found or (word.named and typed in capitals):
                    found, length = self._term(word, run, start, roman, typed in capitals, repairs, here)
                if typed in _GIVE and start and start + length == end and found[0].word in ("two", "do"):
                    found = (Term("", "", typed, Role.FUNCTION),)
                if n or here:
                    found = [Term(t.stem, t.word, t.typed, t.role, t.capital, n, speaks(here, t)) for t in found]
                terms += found
                start += length
        asks = asks or any(t.word in ASKING_GLOSSES and t.repaired for t in terms)
        return Sentence(piece, tuple(terms), asks)

    def _term(
        self,
        word: Word,
        run: Sequence[str],
        start: int,
        roman: float,
        capital: bool,
        repairs: Iterator[int],
        spoken: float,
    ) -> tuple[Sequence[Term], int]:
        """What *word*, at *start* of *run*, is there, and of how many words."""
        typed = run[start]
        urdu, length = word.urdu, 1
        following = run[start + 1] if start + 1 < len(run) else ""
        if following in word.seconds and (listed := self._lexicon.find(run, start)) is not None:
            length = listed.length
            urdu = translated(listed, " ".join(run[start : start + length]))
        if word.alike and not word.of_knowledge and (name := self._name(word, run, start)) is not None:
            return (Term(stem(name), name, typed, Role.CONTENT),), 1
        if word.script == "latin":
            if urdu and (word.own or (roman < _URDU_COMPANY and (word.english or capital))):
                urdu = urdu if length > 1 and roman >= _URDU_COMPANY else ()
            elif urdu and length == 1 and roman < _URDU_COMPANY and not word.function:
                # Among English words a Roman one is as likely a misspelling.
                near, likeness = self._spelling.nearest(typed, english=False) if next(repairs, 0) else (None, 0.0)
                urdu = () if near is not None and likeness >= 0.88 else urdu
            if not urdu and word.english:
                return (self.vocabulary.english(typed, typed, capital=True),) if capital else word.english, 1
            if not urdu:
                if next(repairs, None) is None:
                    return (Term(typed, typed, typed, Role.UNKNOWN, capital),), 1
                if spoken and (capital or len(typed) > 3) and self._spelling.nearest(typed, english=False)[1] < spoken:
                    return (self._called.term(typed, capital=capital),), 1
                return (self._repair(typed, roman, capital),), 1
        if urdu:
            return urdu, length
        if word.script == "arabic" and next(repairs, None) is not None:
            if spoken > 1:
                return (self._called.term(typed, capital=capital),), 1
            whole = self._arabic(typed)
            return (self._split(typed) if whole.role is Role.UNKNOWN else None) or (whole,), 1
        return (Term(typed, typed, typed, Role.UNKNOWN),), 1

    def _name(self, word: Word, run: Sequence[str], at: int) -> str | None:
        """A part of a name in another spelling, known by another part or a title beside it."""
        best: tuple[float, str] | None = None
        near = [run[i] for i in (at - 2, at - 1, at + 1, at + 2) if 0 <= i < len(run)]
        for part, name in word.alike:
            # Urdu's little words share their few consonants with many a name.
            if any(
                w in TITLES
                or w in self.vocabulary.parts[name]
                or (name in {n for _, n in self.vocabulary.word(w).alike} and not self.vocabulary.little(w))
                for w in near
            ):
                best = max(best or (0.0, ""), (similarity(run[at], part), part))
        return best[1] if best and (best[0] >= 0.6 or word.script == "arabic") else None

    def _repair(self, word: str, roman: float, capital: bool) -> Term:
        """A word that is in no list: the index's most similar word, or a Roman Urdu word, or a name."""
        # Among Roman Urdu, and for a name, an English word that the knowledge does not have is hardly meant.
        near, likeness = self._spelling.nearest(word, english=roman < _URDU_COMPANY and not capital)
        urdu = self._lexicon.resemble(word) if roman > 0 and (roman >= _URDU_COMPANY or not capital) else None
        if urdu is not None and urdu.likeness * (0.9 + roman / 2) > likeness:
            return translated(urdu, word)[0] if urdu.entry.en else Term(word, "", word, Role.FUNCTION)
        if near is not None:
            return self.vocabulary.english(near, word)
        return Term(stem(word), word, word, Role.UNKNOWN, capital)

    def _arabic(self, word: str) -> Term:
        """An Urdu word that is in no list: a known word's other form, a loan word or a name."""
        urdu = self._lexicon.resemble(word)
        if urdu is not None and urdu.likeness >= 0.8:
            return translated(urdu, word)[0] if urdu.entry.en else Term(word, "", word, Role.FUNCTION)
        for key in skeletons(word):
            if len(key) > 2:
                for candidate in self._spelling.sounding(key):
                    return self.vocabulary.english(candidate, word)
        return Term(word, word, word, Role.UNKNOWN)

    def _split(self, word: str) -> tuple[Term, ...] | None:
        """Two Urdu words written without the space between them."""
        for cut in range(len(word) - 2, 1, -1):
            first, second = word[:cut], word[cut:]
            if (left := self._lexicon.find((first,))) and (right := self._lexicon.find((second,))):
                return (*translated(left, first), *translated(right, second))
        return None


def _arabic(sentences: Sequence[Sentence]) -> bool:
    """Whether most words are in Urdu script."""
    typed = [w for s in sentences for w in words(s.typed)]
    return 2 * sum([script(w) == "arabic" for w in typed]) > len(typed)
