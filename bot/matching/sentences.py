"""The sentences of a message, and which of them ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.names import TITLES
from bot.language.text import words
from bot.matching.question import Sentence

_SENTENCE = re.compile(r"(?<=[.!?؟۔…])\s+|\n+|(?<=[?؟])|(?<=[۔])")

_STOPS = frozenset(".!?؟۔…\n")
"""Without one of these before its end a text is one sentence."""


def pieces(text: str) -> list[str]:
    """The sentences of *text*; the stop behind a title or an initial ends none."""
    text = text.strip()
    if _STOPS.isdisjoint(text[:-1]):
        return [text] if text else []
    out: list[str] = []
    for piece in (p.strip() for p in _SENTENCE.split(text) if p and p.strip()):
        if out and out[-1].endswith(".") and (last := words(out[-1].rsplit(" ", 1)[-1])) and _abbreviated(last[0]):
            out[-1] += " " + piece
        else:
            out.append(piece)
    return out


def _abbreviated(word: str) -> bool:
    return word in TITLES or len(word) == 1


def focus(sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences that ask, with the one before where the question alone says too little; and the others."""
    asking = [i for i, s in enumerate(sentences) if s.asks]
    if not asking or len(sentences) == 1:
        return list(sentences), []
    chosen = set(asking)
    weight = sum(len(sentences[i].content) for i in asking)
    before = asking[0] - 1
    while weight < 2 and before >= 0:
        chosen.add(before)
        weight += len(sentences[before].content)
        before -= 1
    if weight < 2:
        chosen = set(range(len(sentences)))
    return [s for i, s in enumerate(sentences) if i in chosen], [s for i, s in enumerate(sentences) if i not in chosen]
