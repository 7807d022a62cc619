"""Strings in one long string are the strings that went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.packed import Packed


@given(st.lists(st.text()))
def test_every_string_comes_out_as_it_went_in(strings: list[str]) -> None:
    """One by one, in any order and all after another, the empty ones too."""
    packed = Packed(iter(strings))
    numbers = range(len(strings))
    assert (len(packed), list(packed)) == (len(strings), strings)
    assert packed.of(reversed(numbers)) == strings[::-1]


def test_there_is_no_string_behind_the_last() -> None:
    """As of a list."""
    with pytest.raises(IndexError):
        Packed(["a", "b"]).of([2])
