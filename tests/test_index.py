"""The index: what a search finds is what adding up every posting would, and what its caps leave out it says."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.index import Found, Index, build
from bot.matching.postings import gather

Documents = list[list[tuple[list[str], float]]]

_WORDS = st.sampled_from([f"w{n}" for n in range(12)])
_FIELD = st.tuples(st.lists(_WORDS, max_size=6), st.sampled_from([1.0, 0.6, 0.3]))
_DOCUMENTS = st.lists(st.lists(_FIELD, max_size=3), max_size=30)
_QUERY = st.dictionaries(st.one_of(_WORDS, st.just("unknown")), st.sampled_from([1.0, 0.5, 0.25, 0.0]), max_size=6)


def _by_hand(documents: Documents, query: dict[str, float]) -> list[float]:
    """BM25F written as in the book: k1 1.2, b 0.4, field weights on occurrences and lengths."""
    size = len(documents)
    lengths = [sum(len(words) * weight for words, weight in d) for d in documents]
    mean = sum(lengths) / size if size else 0.0
    out = []
    for document, length in zip(documents, lengths, strict=True):
        score = 0.0
        for word, asked in query.items():
            having = sum(any(word in words for words, _ in d) for d in documents)
            frequency = sum(words.count(word) * weight for words, weight in document)
            frequency /= 1 - 0.4 + 0.4 * length / (mean or 1.0)
            idf = math.log(1 + (size - having + 0.5) / (having + 0.5))
            score += asked * idf * frequency * 2.2 / (frequency + 1.2)
        out.append(score)
    return out


def _found(index: Index, query: dict[str, float], some: npt.NDArray[np.int64] | None = None) -> Found:
    return Found(index.size if some is None else len(some), {word: index.posting(word, some) for word in query})


def _scores(index: Index, query: dict[str, float]) -> npt.NDArray[np.float64]:
    return np.array(_found(index, query).score(query))


def _best(scores: Sequence[float], most: int) -> list[int]:
    """Entries with a score, best first, of equal ones the first."""
    return [n for n in sorted(range(len(scores)), key=lambda n: (-scores[n], n)) if scores[n] > 0][:most]


@given(_DOCUMENTS, _QUERY)
def test_scores_are_bm25f(documents: Documents, query: dict[str, float]) -> None:
    """Of every entry at once, and of some."""
    index = build(documents)
    expected = np.array(_by_hand(documents, query), dtype=np.float64)
    assert np.allclose(_scores(index, query), expected, atol=1e-4)
    some = np.arange(len(documents), dtype=np.int64)[::3]
    assert np.allclose(_found(index, query, some).score(query), expected[some], atol=1e-4)


@given(_DOCUMENTS, _QUERY, st.integers(1, 8))
def test_a_search_finds_what_every_score_would(documents: Documents, query: dict[str, float], most: int) -> None:
    """Without caps it is complete, and finds the best entries, best first, each with its score."""
    index = build(documents)
    scores = _scores(index, query)
    found = index.search(query, most)
    expected = _best(scores.tolist(), most)
    assert found.complete
    assert np.allclose(found.scores, scores[expected], atol=1e-5)
    assert np.allclose(scores[found.entries], found.scores, atol=1e-5)
    assert len(set(found.entries.tolist())) == len(expected)


@given(_DOCUMENTS, _QUERY, st.integers(1, 8), st.integers(0, 12))
def test_a_cap_leaves_out_only_what_it_says(documents: Documents, query: dict[str, float], most: int, cap: int) -> None:
    """A capped search that calls itself complete is; one that does not still tells true scores, best first."""
    index = build(documents)
    scores = _scores(index, query)
    found = index.search(query, most, cap)
    assert np.allclose(scores[found.entries], found.scores, atol=1e-5)
    assert (np.diff(found.scores) <= 1e-6).all()
    if found.complete:
        assert np.allclose(found.scores, scores[_best(scores.tolist(), most)[: len(found.scores)]], atol=1e-5)
        assert len(found.scores) == len(_best(scores.tolist(), most))


@pytest.mark.parametrize("seed", range(40))
def test_a_search_of_many_entries_finds_what_every_score_would(seed: int) -> None:
    """Where words are as unevenly spread as in texts, so that the frequent ones are only looked up."""
    chance = random.Random(seed)
    words = [f"w{n}" for n in range(200)]
    share = [1 / (n + 1) for n in range(len(words))]
    index = build([[(chance.choices(words, share, k=chance.randint(1, 20)), 1.0)] for _ in range(400)])
    for _ in range(10):
        query = {w: chance.choice([1.0, 0.5, 0.25]) for w in chance.choices(words, share, k=6)}
        scores = _scores(index, query)
        found = index.search(query, 5)
        assert found.complete
        assert np.allclose(found.scores, scores[_best(scores.tolist(), 5)], atol=1e-5)
        assert np.allclose(found.scores, scores[found.entries], atol=1e-5)


def _many(copies: int) -> Index:
    """A rare word in two entries, a frequent one in all of them."""
    return build([[(["often", "rare"] if n in (7, 9) else ["often"], 1.0)] for n in range(copies)])


def test_equal_entries_come_in_the_order_of_the_knowledge() -> None:
    """The first ones, also where the edge of what is wanted runs through equal scores."""
    assert _many(50).search({"often": 1.0}, 3).entries.tolist() == [0, 1, 2]
    assert _many(50).search({"often": 1.0, "rare": 1.0}, 4).entries.tolist() == [7, 9, 0, 1]


def test_a_frequent_word_is_only_looked_up_for_what_the_rare_ones_found() -> None:
    """The rare word's entries are the best; of the frequent one's postings no more than these are read."""
    index = _many(10_000)
    found = index.search({"often": 1.0, "rare": 1.0}, 2, postings=100)
    assert found.entries.tolist() == [7, 9]
    assert found.complete
    assert np.allclose(found.scores, _scores(index, {"often": 1.0, "rare": 1.0})[[7, 9]])


def test_a_word_that_all_have_is_read_however_long_its_postings() -> None:
    """The rarest word is read in full, or nothing would be found at all."""
    assert len(_many(10_000).search({"often": 1.0}, 5, postings=100).entries) == 5


@pytest.mark.parametrize("query", [{}, {"unknown": 1.0}, {"often": 0.0}])
def test_nothing_asked_is_nothing_found(query: dict[str, float]) -> None:
    """And that for certain."""
    found = _many(3).search(query, 5)
    assert found.entries.tolist() == []
    assert found.complete
    assert _many(3).search({"often": 1.0}, 0).entries.tolist() == []


def test_an_index_of_nothing_answers() -> None:
    """No entries, and entries without a word."""
    for index in (build([]), build([[], [([], 1.0)]])):
        assert _scores(index, {"w": 1.0}).tolist() == [0.0] * index.size
        assert _found(index, {"w": 1.0}).coverage({"w": 1.0}) == [0.0] * index.size
        assert index.search({"w": 1.0}, 3).entries.tolist() == []
        assert index.rarity("w") > 0 or index.size == 0


@given(_DOCUMENTS, _QUERY)
def test_coverage_is_the_share_by_rarity(documents: Documents, query: dict[str, float]) -> None:
    """0 without a word, 1 with all, between them by how rare the words are; the same for some entries as for all."""
    index = build(documents)
    coverage = _found(index, query).coverage(query)
    total = sum(index.rarity(w) * asked for w, asked in query.items())
    for n, document in enumerate(documents):
        words = {w for stems, _ in document for w in stems}
        share = sum(index.rarity(w) * asked for w, asked in query.items() if w in words)
        assert coverage[n] == pytest.approx(share / total if total else 0.0, abs=1e-5)
    some = np.arange(len(documents), dtype=np.int64)[::2]
    assert np.allclose(_found(index, query, some).coverage(query), np.array(coverage)[some], atol=1e-6)


def test_a_word_of_no_entry_is_the_rarest() -> None:
    """The fewer entries have a word, the more it tells."""
    index = _many(50)
    assert index.rarity("often") < index.rarity("rare") < index.rarity("unknown")


@given(_DOCUMENTS, st.integers(1, 20))
@settings(max_examples=50)
def test_runs_change_nothing(documents: Documents, run: int) -> None:
    """Gathered in many short runs the postings are the same as in one."""
    whole = gather(documents)
    pieces = gather(documents, run)
    assert pieces.terms == whole.terms
    assert pieces.starts.tolist() == whole.starts.tolist()
    assert pieces.entries.tolist() == whole.entries.tolist()
    assert np.allclose(pieces.frequencies, whole.frequencies)
    assert np.allclose(pieces.lengths, whole.lengths)
