"""The one normaliser: any Unicode text to lower-case words, the same for knowledge and questions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Script = Literal["latin", "arabic", "digit", "other"]

MAX_CHARACTERS = 4096
"""Telegram's own limit for a message; longer text is cut before anything else looks at it."""

# Arabic and Persian keyboards have their own code points for letters that Urdu writes too.
_URDU_LETTERS = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ۍ": "ی", "ې": "ی", "ے": "ے",
        "ك": "ک", "ڪ": "ک",
        "ه": "ہ", "ة": "ہ", "ۀ": "ہ", "ۂ": "ہ", "ۃ": "ہ",
        "أ": "ا", "إ": "ا", "ٱ": "ا", "آ": "ا", "ؤ": "و", "ۇ": "و", "ۆ": "و", "ء": "",
        "ڻ": "ن", "ﻻ": "لا",
        "’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_CLITIC = re.compile(r"'(?:s|d|m|ll|re|ve)\b")
_NUMERAL = re.compile(r"\d")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SIGNS = re.compile(r"[^\w\s]{32,}")
_MOST_MARKS = 30
"""On one letter, as Unicode's stream-safe format has it: to put thousands of them in order takes their square."""


class _WithoutMarks(dict[int, int | None]):
    """For ``str.translate``: marks, controls and modifier letters go, whatever their code point."""

    def __missing__(self, code: int) -> int | None:
        kind = unicodedata.category(chr(code))
        self[code] = kept = None if kind[0] == "M" or kind in ("Cf", "Lm") else code
        return kept


_WITHOUT_MARKS = _WithoutMarks()


@lru_cache(maxsize=512)
def normalise(text: str) -> str:
    """Fold *text* to the letters and digits that carry meaning, words separated by one space.

    Case, diacritics (Latin and Urdu), zero-width and bidirectional controls, punctuation, emoji and
    the code-point variants of Urdu letters are folded away. Idempotent; never raises.
    """
    if text.isascii():
        if text.isalpha():
            return text[:MAX_CHARACTERS].lower()
        return " ".join(
            _WORD.findall(_CLITIC.sub("", text[:MAX_CHARACTERS].replace("`", "'").lower()).replace("'", ""))
        )
    text = _SIGNS.sub(_fewer_marks, text[:MAX_CHARACTERS])
    folded = unicodedata.normalize("NFKC", text)[:MAX_CHARACTERS]
    folded = _CLITIC.sub("", folded.translate(_URDU_LETTERS).casefold()).replace("'", "")
    decomposed = unicodedata.normalize("NFKD", folded)
    plain = decomposed.translate(_WITHOUT_MARKS).translate(_URDU_LETTERS).casefold()
    found = _WORD.findall(unicodedata.normalize("NFC", plain))
    folded = " ".join(map(_digits, found) if _NUMERAL.search(plain) else found)
    # Folding can lengthen (ß, ligatures of whole phrases).
    return folded[:MAX_CHARACTERS].rstrip()


def _fewer_marks(signs: re.Match[str]) -> str:
    """The same without the marks that no letter needs."""
    out: list[str] = []
    marks = 0
    for sign in signs[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            out.append(sign)
    return "".join(out)


def words(text: str) -> list[str]:
    """The words of *text*, normalised, letters repeated for emphasis ("pleaaase") cut to two."""
    return list(_words(text))


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    folded = normalise(text)
    return tuple((_RUN.sub(r"\1\1", folded) if _RUN.search(folded) else folded).split())


def _digits(word: str) -> str:
    """Digits of any script as ASCII ones."""
    if word.isascii() or not any(c.isdecimal() for c in word):
        return word
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in word)


@lru_cache(maxsize=2_000)
def script(word: str) -> Script:
    """The script of a normalised word, by its first letter."""
    if word.isdecimal():
        return "digit"
    for c in word:
        if "a" <= c <= "z":
            return "latin"
        if "\u0600" <= c <= "\u06ff" or "\u0750" <= c <= "\u077f":
            return "arabic"
        if c.isalpha():
            return "other"
    return "other"
