"""A consonant key by which Urdu script, Roman Urdu and English spellings of one word meet.

Vowels and doubled letters go, aspiration goes, letters of one sound fold (q/k, w/v, all of z). طارق, Tariq and
tarik are all ``trk``. A key is for finding candidates; whoever uses it compares the spellings afterwards.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from bot.language.text import script

_URDU = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "s", "ج": "j", "چ": "c", "ح": "h", "خ": "k",
    "د": "d", "ڈ": "d", "ذ": "z", "ر": "r", "ڑ": "r", "ز": "z", "ژ": "z", "س": "s", "ش": "s", "ص": "s",
    "ض": "z", "ط": "t", "ظ": "z", "ع": "a", "غ": "g", "ف": "f", "ق": "k", "ک": "k", "گ": "g", "ل": "l",
    "م": "m", "ن": "n", "ں": "n", "و": "v", "ہ": "h", "ھ": "", "ی": "y", "ے": "y",
}  # fmt: skip
_WITHOUT_H = (("ck", "K"), ("x", "KS"))
_DIGRAPHS = (
    ("ch", "C"), ("sh", "S"), ("kh", "K"), ("gh", "G"), ("ph", "P"), ("th", "T"), ("dh", "D"), ("bh", "B"),
    ("jh", "J"), ("zh", "Z"), ("wh", "W"), ("rh", "R"), *_WITHOUT_H,
)  # fmt: skip
_ALIKE = (("kh", "k"), ("sh", "s"), ("ch", "c"), ("gh", "g"), ("q", "k"), ("w", "o"), ("u", "o"), ("i", "e"))
_LATIN = str.maketrans({"q": "k", "w": "v", "e": "a", "i": "a", "o": "a", "u": "a"})
_SOFT_C = re.compile(r"c(?=[eiy])")
_DOUBLE = re.compile(r"(.)\1+")
_INNER = re.compile(r"(?<=.)[ay]")


@lru_cache(maxsize=2_000)
def skeletons(word: str) -> tuple[str, ...]:
    """The keys of a normalised *word*: one for Latin letters, up to two for Urdu, whose و is a vowel or a ``v``."""
    if script(word) == "arabic":
        spelt = "".join(_URDU.get(c, c if c.isdigit() else "") for c in word)
        with_v = _key(spelt)
        without = _key(spelt[:1] + spelt[1:].replace("v", "a"))
        return (with_v,) if with_v == without else (with_v, without)
    return (_key(_latin(word)),)


def _latin(word: str) -> str:
    soft = _SOFT_C.sub("s", word) if "c" in word else word
    # "ch" keeps its own letter, every other c is a k: mark, fold, unmark.
    for digraph, letter in _DIGRAPHS if "h" in word else _WITHOUT_H:
        soft = soft.replace(digraph, letter)
    return soft.replace("c", "k").lower().translate(_LATIN)


def _key(spelt: str) -> str:
    body = spelt[:1] + spelt[1:].rstrip("h") if len(spelt) > 1 else spelt
    plain = _INNER.sub("", body)
    return _DOUBLE.sub(r"\1", plain) if _DOUBLE.search(plain) else plain


def romanised(word: str) -> str:
    """A normalised *word* of either script in Latin letters, long vowels kept: to compare names across scripts."""
    spelt = "".join(_URDU.get(c, c) for c in word).replace("v", "o").replace("y", "e")
    for letters, letter in _ALIKE:
        spelt = spelt.replace(letters, letter)
    return _DOUBLE.sub(r"\1", spelt.rstrip("h"))


def neighbours(key: str) -> list[str]:
    """*key* and every key with one consonant less: two keys one edit apart share a neighbour."""
    return [key, *(key[:i] + key[i + 1 :] for i in range(len(key)) if len(key) > 2)]


def similarity(a: str, b: str) -> float:
    """How alike two spellings look, 0 to 1: Damerau-Levenshtein and Jaro-Winkler averaged."""
    return 0.5 * (DamerauLevenshtein.normalized_similarity(a, b) + JaroWinkler.similarity(a, b))
