"""Any text is answered or refused, and no text of 4,096 characters is much more work than another.

Work is counted in calls of functions, those in C included, which is the same on any machine, busy or not; what a single
call takes is held to that of plain English words. How long it takes is measured by
``python -m tests.bench_match --size --limits``.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.language.text import MAX_CHARACTERS
from bot.matching.answering import Answered, Answerer, Suggested, Unanswered
from bot.telegram.chats.manners import question_of
from tests.bench.limits import KINDS, filled

MOST_CALLS = 100_000
"""Calls for one message. An ordinary question takes about a thousand."""
MOST_AGAIN = 60_000
"""Calls for a message whose words are in the caches."""
MOST_TIME = 8
"""Times as long as as many characters of plain English words, at most. The worst takes about twice as long."""


@pytest.fixture(scope="module")
def known(lexical: Answerer) -> list[str]:
    """The words of the shipped knowledge."""
    return sorted({w for e in lexical.matcher.entries for text in (e.text, *e.examples) for w in text.split()})


def _work(answerer: Answerer, text: str) -> int:
    """How many functions were called to answer *text*."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        answer = answerer.answer(text)
    finally:
        sys.setprofile(before)
    assert isinstance(answer, Answered | Suggested | Unanswered)
    assert all(0.0 <= result.score <= 1.0 for result in answer.results)
    return calls


def _seconds(answerer: Answerer, text: str, do: Callable[[Answerer, str], object] = Answerer.answer) -> float:
    """Processor time to answer *text*, or to *do* something else with it, the fastest of three."""
    took = []
    for _ in range(3):
        began = time.process_time()
        do(answerer, text)
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_messages_are_bounded_work(lexical: Answerer, known: list[str], kind: str) -> None:
    """Of every kind that could make reading slow: in the number of calls, and in what they take together."""
    chance = random.Random(kind)
    plain = filled(lambda: KINDS["English words"](chance, known))
    text = filled(lambda: KINDS[kind](chance, known))
    assert len(text) == MAX_CHARACTERS
    assert _work(lexical, text) < MOST_CALLS
    assert _work(lexical, text) < MOST_AGAIN
    most = MOST_TIME * _seconds(lexical, plain)
    assert _seconds(lexical, text) < most
    # Before it is answered, the question in a message is looked for.
    assert _seconds(lexical, text, question_of) < most


_LETTERS = "abxz'éßñ.?!,;:-@/>\n \u200c\u064b\u0301ابپکیںھہ؟۔،٣३９😀\u200d字가ﷺ"
_PIECES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.text(_LETTERS, min_size=1, max_size=12),
        st.sampled_from(["what did ", "khosa ", "Dr. ", "who else? ", "پولیس ", "kya kaha ", "fwd: ", "\ud800"]),
    ),
    min_size=1,
    max_size=12,
).filter(lambda pieces: any(pieces))  # fmt: skip


@given(pieces=_PIECES, chance=st.randoms(use_true_random=False))
@example(pieces=["ا"], chance=random.Random(1))
@example(pieces=["9"], chance=random.Random(1))
@example(pieces=["aq"], chance=random.Random(1))
@example(pieces=["a? "], chance=random.Random(1))
@settings(max_examples=60, deadline=None)
def test_any_characters_are_bounded_work(lexical: Answerer, pieces: list[str], chance: random.Random) -> None:
    """4,096 characters made of any pieces in any order are answered or refused, in a bounded number of calls."""
    some = [p for p in pieces if p]
    assert _work(lexical, filled(lambda: chance.choice(some))) < MOST_CALLS


@given(st.text())
@example("")
@example("\0")
@example("\ud800")
def test_any_short_text_is_answered_or_refused(lexical: Answerer, text: str) -> None:
    """Without an error, and with far less work than the longest."""
    assert _work(lexical, text) < MOST_CALLS / 4


@pytest.mark.parametrize("letters", ["ab", "اب", "98", "éa", "字山"])
def test_a_word_that_is_too_long_is_not_looked_into(lexical: Answerer, letters: str) -> None:
    """One word of 4,096 letters is no more work than a short question."""
    word = letters * (MAX_CHARACTERS // 2)
    lexical.answer(word)
    assert _work(lexical, word) < 2_000


def test_what_is_beyond_the_limit_is_no_work(lexical: Answerer, known: list[str]) -> None:
    """Text after the 4,096th character changes neither the answer nor what it takes."""
    chance = random.Random(3)
    text = filled(lambda: KINDS["English words"](chance, known))
    longer = text + filled(lambda: KINDS["words misspelt"](chance, known)) * 20
    lexical.answer(text)
    lexical.answer(longer)  # so that both find the same in the caches
    assert lexical.answer(longer).explanation.question.terms == lexical.answer(text).explanation.question.terms
    assert _work(lexical, longer) <= 1.1 * _work(lexical, text)
