"""What people match questions with, each in its usual setting and behind one small protocol."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bot.embedding.onnx import OnnxEmbedder, Recipe
from bot.embedding.shipped import MODEL, TOKENIZER, checked
from bot.language.text import words

Found = list[tuple[int, float]]
"""Text numbers with their scores, best first."""


class Peer(Protocol):
    """Finds the texts most like a question."""

    def build(self, texts: Sequence[str]) -> None:
        """Take in *texts*."""

    def find(self, question: str, most: int) -> Found:
        """The best *most* texts; fewer if the others have nothing in common with the question."""


def _best(scores: npt.NDArray[Any], most: int) -> Found:
    """The highest *scores*; of equal ones the first."""
    few = len(scores) <= most
    chosen = np.arange(len(scores)) if few else np.sort(np.argpartition(-scores, most - 1)[:most])
    order = chosen[np.argsort(-scores[chosen], kind="stable")]
    return [(int(n), float(scores[n])) for n in order]


class RapidFuzz:
    """rapidfuzz: one scorer against every text, both lower-cased and without punctuation."""

    def __init__(self, scorer: str) -> None:
        from rapidfuzz import fuzz

        self._scorer: Callable[..., float] = getattr(fuzz, scorer)
        self._texts: list[str] = []

    def build(self, texts: Sequence[str]) -> None:
        from rapidfuzz.utils import default_process

        self._texts = [default_process(t) for t in texts]

    def find(self, question: str, most: int) -> Found:
        from rapidfuzz import process
        from rapidfuzz.utils import default_process

        found = process.extract(default_process(question), self._texts, scorer=self._scorer, limit=most)
        return [(n, score) for _, score, n in found]


class CharacterTfIdf:
    """scikit-learn: cosine of TF-IDF weighted character n-grams, 3 to 5 letters within words."""

    def build(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), dtype=np.float32)
        self._matrix = self._vectorizer.fit_transform(texts).T.tocsr()

    def find(self, question: str, most: int) -> Found:
        return _best((self._vectorizer.transform([question]) @ self._matrix).toarray()[0], most)


class Bm25s:
    """bm25s: BM25 by eager sparse scoring, words stemmed by Snowball, its English stop words left out."""

    def build(self, texts: Sequence[str]) -> None:
        import bm25s
        import Stemmer

        self._stemmer = Stemmer.Stemmer("english")
        self._size = len(texts)
        self._retriever = bm25s.BM25()
        tokens = bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)
        self._retriever.index(tokens, show_progress=False)

    def find(self, question: str, most: int) -> Found:
        import bm25s

        tokens = bm25s.tokenize([question], stopwords="en", stemmer=self._stemmer, show_progress=False)
        found = self._retriever.retrieve(tokens, k=min(most, self._size), show_progress=False)
        return [(int(n), float(s)) for n, s in zip(found.documents[0], found.scores[0], strict=True)]


class Fts5:
    """SQLite's full-text search in memory: any of the words, Porter stems, ordered by its bm25."""

    def build(self, texts: Sequence[str]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='porter unicode61')")
        self._base.executemany("INSERT INTO texts(rowid, text) VALUES (?, ?)", enumerate(texts))

    def find(self, question: str, most: int) -> Found:
        asked = " OR ".join(f'"{w}"' for w in dict.fromkeys(words(question)))
        if not asked:
            return []
        found = self._base.execute(
            "SELECT rowid, -bm25(texts) FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT ?", (asked, most)
        )
        return [(int(n), float(score)) for n, score in found]


class MiniLm:
    """all-MiniLM-L6-v2, int8: cosine of mean-pooled sentence vectors, as the model is meant to be used."""

    def build(self, texts: Sequence[str]) -> None:
        self._model = OnnxEmbedder(Recipe("minilm", checked(*MODEL), checked(*TOKENIZER), multilingual=False))
        self._vectors = self._model.embed(texts)

    def find(self, question: str, most: int) -> Found:
        return _best(self._vectors @ self._model.embed([question], query=True)[0], most)


PEERS: dict[str, Callable[[], Peer]] = {
    "rapidfuzz WRatio": lambda: RapidFuzz("WRatio"),
    "rapidfuzz token_set_ratio": lambda: RapidFuzz("token_set_ratio"),
    "TF-IDF, character n-grams": CharacterTfIdf,
    "bm25s": Bm25s,
    "SQLite FTS5": Fts5,
    "MiniLM alone": MiniLm,
}
"""By the name in the tables."""
