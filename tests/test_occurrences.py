"""The list of English words in little space: what a dict of the same lines says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.occurrences import Occurrences
from bot.resources import english_words

WORDS = st.text(st.characters(categories=["L"]), min_size=1)


@given(st.dictionaries(WORDS, st.integers(0, 2**50)), WORDS)
def test_it_is_what_a_dict_would_be(counts: dict[str, int], other: str) -> None:
    """Every word with its number, in the order of the lines, and no other word."""
    found = Occurrences("".join(f"{word} {number}\n" for word, number in counts.items()))
    assert list(found.items()) == list(counts.items())
    assert list(found) == list(counts)
    assert {word: found[word] for word in counts} == counts
    assert len(found) == len(counts)
    assert found.get(other, -1) == counts.get(other, -1)
    assert (other in found) is (other in counts)


def test_what_is_not_there_is_not_found() -> None:
    """As with any mapping."""
    with pytest.raises(KeyError):
        Occurrences("word 7\n")["words"]
    assert len(Occurrences("")) == 0


def test_all_english_words_are_there() -> None:
    """The list as it comes with its package, line by line."""
    import symspellpy

    file = Path(symspellpy.__file__).with_name("frequency_dictionary_en_82_765.txt")
    lines = [line.split() for line in file.read_text("utf-8-sig").splitlines()]
    assert list(english_words().items()) == [(word, int(number)) for word, number in lines]
