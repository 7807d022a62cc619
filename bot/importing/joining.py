"""Lines that were broken at the margin to one text; a hyphen at a line's end goes unless the word has one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from bot.importing.document import SOFT_HYPHEN, squeezed

_BROKEN: Final = re.compile(rf"([^\W\d_]+)[-‐{SOFT_HYPHEN}]$")
_HYPHEN: Final = "‐"
"""What programs put where they break a word; people type another one."""
_FIRST: Final = re.compile(r"([^\W_]+)")


class Joiner:
    """Joins lines with single spaces; knows the document's words, which tell how a broken word is written."""

    def __init__(self, texts: Iterable[str], *, broken_words: bool) -> None:
        self._broken_words = broken_words
        self.doubtful: dict[str, None] = {}
        """Words whose hyphen stays because both halves are words and nothing tells more."""
        every = " ".join(texts).lower()
        self._words = (
            frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]+", every)) if broken_words else frozenset()
        )

    def join(self, texts: Sequence[str]) -> str:
        """The lines as one text."""
        out = ""
        for text in texts:
            left, right = _BROKEN.search(out), _FIRST.match(text)
            if self._broken_words and left and right and out[-1] != _HYPHEN and self._stays(left[1], right[1]):
                out = out.rstrip(SOFT_HYPHEN) + text
            elif self._broken_words and left and right:
                # Within a sentence a hyphen between a capitalised word and a small one is only the margin's.
                named = left[1][0].isupper() and bool(re.search(r"[^\s.!?:]\s+$", out[: left.start()]))
                kept = out[-1] != SOFT_HYPHEN and not named and self._hyphenated(left[1].lower(), right[1].lower())
                out = (out if kept else out[:-1]) + text
            else:
                out = f"{out} {text}"
        return squeezed([out])

    def _stays(self, left: str, right: str) -> bool:
        """Whether the hyphen can only be the word's own: before a capital or a figure ("E-Government", "Covid-19")."""
        if (left + right).lower() in self._words and f"{left}-{right}".lower() not in self._words:
            return False
        return not right[0].islower() and not (left.isupper() and right.isupper() and len(left) > 1)

    def _hyphenated(self, left: str, right: str) -> bool:
        """Whether the whole word has the hyphen: as elsewhere in the document, else as English writes it."""
        if f"{left}-{right}" in self._words:
            return True
        if left + right in self._words or left + right in english():
            return False
        kept = len(left) > 1 and len(right) > 2 and left in english() and right in english()
        if kept:
            self.doubtful[f"{left}-{right}"] = None
        return kept


@cache
def english() -> frozenset[str]:
    """English words; the list has names of people and places too."""
    from bot.resources import english_words

    return frozenset(english_words())
