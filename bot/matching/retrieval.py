"""Words to entries at any size: the knowledge's texts read once, a question's best entries found by its rare words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.language.text import MAX_CHARACTERS, normalise
from bot.matching.index import Hits, Index, build
from bot.matching.question import Question, Role, Term, all_terms
from bot.matching.reader import MAX_WORDS, Reader

ROLE_WEIGHTS = {Role.CONTENT: 1.0, Role.UNKNOWN: 1.0, Role.ASKING: 0.5, Role.FUNCTION: 0.25}
"""What a word counts by what it does. Function words count a little: "how" and "where" tell questions apart."""
BACKGROUND = 0.3
"""What a word of the sentences around the question counts beside one in it."""


class Stems:
    """The stems of the knowledge's texts, function words included.

    A text of nothing but English words reads the same word by word as in one go, so that each word is read once for
    all texts; any other text is read by the reader as a question would be.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._plain = _Plain(reader)

    def of(self, text: str) -> list[str]:
        """The stems of *text*, in order."""
        if len(text) <= MAX_CHARACTERS:
            stems = list(map(self._plain.__getitem__, text.split()))
            if not self._plain.several.isdisjoint(stems):
                stems = " ".join(stems).split()
            if _ODD not in stems and len(stems) <= MAX_WORDS:
                return stems
        return [t.stem for t in all_terms(self._reader.read(text)) if t.stem]


_ODD = "\0"


class _Plain(dict[str, str]):
    """The stems of what stands between two spaces, as in any text; or that the text has to be read as a whole."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self._words: dict[str, str] = {}
        self.several = {_ODD}
        """What is not one stem."""

    def __missing__(self, typed: str) -> str:
        # Mentions, links, commands and forwards are more than words to a reader.
        odd = not typed.isascii() or any(c in typed for c in "@/>") or typed.lower() in ("fwd:", "forwarded")
        stems = [_ODD] if odd else [self._stem(word) for word in normalise(typed).split()]
        self[typed] = joined = " ".join(stems)
        if len(stems) != 1:
            self.several.add(joined)
        return joined

    def _stem(self, word: str) -> str:
        if word not in self._words:
            terms = self._reader.read(word).terms
            plain = len(terms) == 1 and terms[0].word == word and terms[0].role is not Role.UNKNOWN
            self._words[word] = terms[0].stem if plain else _ODD
        return self._words[word]


class Retrieval:
    """Finds the entries that have a question's words. Immutable once built; safe to use from several threads."""

    def __init__(self, reader: Reader, documents: Iterable[Iterable[tuple[str, float]]]) -> None:
        """Index *documents*, each the texts of an entry with their fields' weights. Reads them once, in order."""
        stems = Stems(reader)
        self.index: Index = build([(stems.of(text), weight) for text, weight in fields] for fields in documents)

    def find(self, question: Question, most: int) -> Hits:
        """The *most* best entries."""
        return self.index.search(weights(question.terms, self.index.terms, question.background), most)


def weights(terms: Sequence[Term], known: Mapping[str, int], background: Sequence[Term] = ()) -> dict[str, float]:
    """A question's stems with what each counts; those of the sentences around it only where the index knows them."""
    out: dict[str, float] = {}
    for t in terms:
        if t.stem:
            out[t.stem] = max(out.get(t.stem, 0.0), ROLE_WEIGHTS[t.role])
    for t in background:
        if t.stem in known:
            out[t.stem] = max(out.get(t.stem, 0.0), BACKGROUND * ROLE_WEIGHTS[t.role])
    return out
