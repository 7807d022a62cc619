"""Printed lines: words on one base line, and their text with the spaces that are between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.importing.printed import Word

_SYMBOLS: Final = re.compile("symbol|wingding|dingbat|courier|webding", re.IGNORECASE)
_TAB: Final = 0.9
"""A gap that is more than a space, in sizes of the letters."""
ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


@dataclass(slots=True)
class Row:
    """A printed line: its words from left to right."""

    words: list[Word]
    page: int
    cells: tuple[tuple[Row, ...], ...] = ()
    """The printed lines of each cell, if it is a row of a table."""
    narrow: bool = False
    """It is a line of one of two columns of text."""
    text: str = field(init=False)
    top: float = field(init=False)
    """Where its tallest letters end."""
    bottom: float = field(init=False)
    """Where its letters with the longest tails end."""
    size: float = field(init=False)
    """Of its largest letters."""

    def __post_init__(self) -> None:
        self.text = " ".join(line.text for cell in self.cells for line in cell) if self.cells else text(self.words)
        self.top = min(w.top for w in self.words)
        self.bottom = max(w.bottom for w in self.words)
        self.size = max(w.size for w in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.words[-1].x1


def text(words: Sequence[Word]) -> str:
    """The words with the spaces that are between them; a first letter of a symbol font is a bullet."""
    if not words:
        return ""
    if sum(bool(ARABIC.search(w.text)) for w in words) * 2 > len(words):
        return " ".join(_turned(w.text) for w in reversed(words))
    first, *rest = words
    apart = bool(rest) and rest[0].x0 - first.x1 > 0.5 * first.size
    if rest and len(first.text) == 1 and _SYMBOLS.search(first.font):
        out = "•"
    elif apart and re.fullmatch(r"\d{1,2}", first.text):
        out = f"{first.text}."  # a list's own number, set apart, without a full stop
    else:
        out = first.text
    for before, word in pairwise(words):
        gap = word.x0 - before.x1
        tab = gap > _TAB * word.size or (before is first and apart)
        out += ("\t" if tab else " " if gap > 0.12 * word.size else "") + word.text
    return out


def _turned(word: str) -> str:
    """A word that was printed from right to left, its letters in their plain form and order."""
    return unicodedata.normalize("NFKC", word[::-1] if ARABIC.search(word) else word)
