"""Answers given lately: what many people ask in the same words is looked up, and not found again each time."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from bot.matching.answering import Answer, Answerer
from bot.matching.followup import Context

MOST: Final = 256
"""Answers of each answerer: with what they rest on, one takes some 20 kB."""
_Key = tuple[str, Context | None, frozenset[str]]


class Recent:
    """The latest answers of each answerer; they go when it does."""

    def __init__(self) -> None:
        self._answers: WeakKeyDictionary[Answerer, OrderedDict[_Key, Answer]] = WeakKeyDictionary()
        self._lock = Lock()

    def knows(self, answerer: Answerer, question: str, context: Context | None, only: frozenset[str]) -> bool:
        """Whether the answer takes no time."""
        return (question, context, only) in self._answers.get(answerer, ())

    def answer(self, answerer: Answerer, question: str, context: Context | None, only: frozenset[str]) -> Answer:
        """The answer that was given to this question in this context, or else a new one. From any thread.

        *only* as in ``Answerer.answer``.
        """
        key = (question, context, only)
        with self._lock:
            known = self._answers.setdefault(answerer, OrderedDict())
            if key in known:
                known.move_to_end(key)
                return known[key]
        answer = answerer.answer(question, context, only)
        with self._lock:
            known[key] = answer
            if len(known) > MOST:
                known.popitem(last=False)
        return answer
