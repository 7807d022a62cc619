"""Strings in one long string are the strings that went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.packed import Numbers, Packed


@given(st.lists(st.text()))
def test_every_string_comes_out_as_it_went_in(strings: list[str]) -> None:
    """One by one, in any order and all after another, the empty ones too."""
    packed = Packed(iter(strings))
    numbers = range(len(strings))
    assert (len(packed), list(packed)) == (len(strings), strings)
    assert packed.of(reversed(numbers)) == [packed[n] for n in reversed(numbers)] == strings[::-1]
    assert (packed, hash(packed)) == (Packed(strings), hash(Packed(strings)))


def test_where_one_string_ends_counts() -> None:
    """Two lists of the same letters are not equal."""
    assert Packed(["ab", "c"]) != Packed(["a", "bc"])


@given(st.dictionaries(st.text(), st.lists(st.integers(0, 2**32 - 1))), st.text())
def test_every_string_finds_its_numbers(given: dict[str, list[int]], other: str) -> None:
    """In order, whatever the order in which they came; a string that has none finds none."""
    numbers = Numbers((string, n) for string, found in given.items() for n in found)
    assert {s: list(numbers.of(s)) for s in given} == {s: sorted(found) for s, found in given.items()}
    assert other in given or not numbers.of(other)


def test_there_is_no_string_behind_the_last() -> None:
    """As of a list."""
    with pytest.raises(IndexError):
        Packed(["a", "b"]).of([2])
