"""Repair: a misspelt word comes back as the word that was meant, the knowledge's own before others, and no guess."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.skeleton import neighbours, skeletons
from bot.language.spelling import LONGEST, Numbers, Spelling, _near_hashes, _table
from bot.resources import english_words
from tests.bench.sets import slip

OWN = ("extremism", "parliament", "moderator", "recommendation", "khosa", "masood", "counternarrative", "policing")


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    """A few words of a knowledge, and English."""
    return Spelling(OWN, english_words())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("extrimism", "extremism"),
        ("parlament", "parliament"),
        ("parliment", "parliament"),
        ("modrator", "moderator"),
        ("reccomendation", "recommendation"),
        ("counternarative", "counternarrative"),
        ("goverment", "government"),
        ("responsbile", "responsible"),
    ],
)
def test_misspellings_that_people_make(spelling: Spelling, typed: str, meant: str) -> None:
    """Of the knowledge's own words and of common English ones."""
    assert spelling.nearest(typed)[0] == meant


def test_nine_slips_in_ten_are_mended(spelling: Spelling) -> None:
    """Of generated slips in the knowledge's own longer words."""
    chance = random.Random(1)
    tries = [(w, slip(w, chance)) for w in OWN if len(w) > 6 for _ in range(40)]
    right = sum(spelling.nearest(typed)[0] == word for word, typed in tries)
    assert right >= 0.9 * len(tries)


def test_likeness_says_how_sure(spelling: Spelling) -> None:
    """1 for the word itself, less for one that is misspelt, 0 for nothing found."""
    assert spelling.nearest("extremism") == ("extremism", 1.0)
    assert 0.8 <= spelling.nearest("extrimizm")[1] <= 1.0
    assert spelling.nearest("xqzvwk") == (None, 0.0)


def test_without_english_only_own_words_are_meant(spelling: Spelling) -> None:
    """As among words of another language."""
    assert spelling.nearest("goverment", english=False)[0] is None
    assert spelling.nearest("parlament", english=False)[0] == "parliament"


@pytest.mark.parametrize("word", ["", "ab", "w2w", "covid19", "a" * (LONGEST + 1), "ایک", "🙂🙂🙂"])
def test_what_is_no_misspelling_stays(spelling: Spelling, word: str) -> None:
    """Too short, too long, with digits, of a script that no word here has."""
    assert spelling.nearest(word) == (None, 0.0)


@given(st.text(max_size=40))
def test_any_word_is_fine(spelling: Spelling, word: str) -> None:
    """Found or not, never an error, and what is found is a word that it knows."""
    found, likeness = spelling.nearest(word)
    assert 0.0 <= likeness <= 1.0
    assert found is None or found in OWN or found in english_words()


def test_own_words_are_found_by_their_sound() -> None:
    """By the skeleton that several scripts share, in alphabetical order."""
    spelling = Spelling(["tariq", "taariq", "khosa"], {})
    [key] = skeletons("tarik")
    assert spelling.sounding(key) == ["taariq", "tariq"]
    assert spelling.sounding("nothing") == []


_SHORT = st.lists(st.text("abcط", min_size=1, max_size=6), min_size=1, max_size=12, unique=True)


@given(_SHORT, st.text("abcط", min_size=1, max_size=6))
def test_the_table_finds_who_shares_a_neighbour(words: list[str], asked: str) -> None:
    """All words that share with *asked* itself or itself with one letter less, and no others."""
    table = _table((words, _numbers(words), 1))
    expected = [n for n, w in enumerate(words) if set(neighbours(w)) & set(neighbours(asked))]
    assert table.find(_near_hashes(asked, 1)).tolist() == expected


def test_letters_and_sounds_never_meet() -> None:
    """A word is not found by a skeleton that is spelt like it."""
    table = _table((["trk"], _numbers(["trk"]), 1))
    assert table.find(_near_hashes("trk", 1)).tolist() == [0]
    assert table.find(_near_hashes("trk", 2)).tolist() == []


def test_no_words_find_nothing() -> None:
    """A knowledge without words, a list without words."""
    assert Spelling([], {}).nearest("anything") == (None, 0.0)
    assert Spelling([], {}).sounding("nthng") == []


def _numbers(words: list[str]) -> Numbers:
    return np.arange(len(words), dtype=np.int32)


def test_a_list_that_is_remembered_finds_what_one_read_anew_finds() -> None:
    """The common words are shared by all knowledge; which of them are a knowledge's own is its own affair."""
    english = english_words()
    longer = [w for w in english if len(w) > 6]
    chance = random.Random(2)
    typed = [slip(chance.choice(longer[:3_000]), chance) for _ in range(150)]
    for own in (OWN, longer[:2_500:2], longer[1:2_500:2]):
        shared, anew = Spelling(own, english), Spelling(own, dict(english.items()))
        for word in (*typed, *own[:50]):
            assert shared.nearest(word) == anew.nearest(word)
            assert shared.nearest(word, english=False) == anew.nearest(word, english=False)
