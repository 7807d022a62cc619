"""Answers given lately: what many people ask in the same words is looked up, and not found again each time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from bot.matching.answering import Answer, Answerer
from bot.matching.followup import Context

MOST: Final = 256
"""Answers of each answerer: one takes some 5 kB."""
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

        An answer that was given before is without what was measured of the candidates: nobody can ``explain`` it.
        *only* as in ``Answerer.answer``.
        """
        key = (question, context, only)
        with self._lock:
            known = self._answers.setdefault(answerer, OrderedDict())
            if key in known:
                known.move_to_end(key)
                return known[key]
        answer = answerer.answer(question, context, only)
        kept = _without_evidence(answer)
        with self._lock:
            known[key] = kept
            if len(known) > MOST:
                known.popitem(last=False)
        return answer


def _without_evidence(answer: Answer) -> Answer:
    """*answer* without what is known of each candidate: two thirds of its space, and whoever shows it needs none."""
    none = np.zeros(0)
    e = answer.explanation
    evidence = replace(e.evidence, candidates=none.astype(np.int64), rank=none.reshape(0, 0), winner=_not_kept)
    decision = replace(e.decision, order=none.astype(np.int64), utilities=none)
    return replace(answer, explanation=replace(e, evidence=evidence, decision=decision))


def _not_kept(position: int) -> Mapping[str, float]:
    raise LookupError(f"nothing is kept of candidate {position}")
