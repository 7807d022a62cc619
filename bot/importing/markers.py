"""Bullets and numbers that stand typed before a point: ``•``, ``-``, ``1.``, ``2)``, ``(a)``, ``iv.``."""

from __future__ import annotations

import re
from typing import Final

_GLYPHS: Final = "•‣⁃◦●○◉■□▪▫◆◇❖❑►▶▸➢➤➔→⇒✓✔✗✘✦★☆·∙‧⚫⬤♦✱»›–—−"
_SYMBOL_FONTS: Final = "\uf000-\uf0ff"
_TYPED: Final = re.compile(
    rf"""\s*(?:
      (?P<bullet>[{_GLYPHS}{_SYMBOL_FONTS}] | \(cid:\d+\) | [*+>-](?=\s) | -{{2,3}}(?=\s) | -(?=[^\W\d_]) | \*(?=[A-Z]))
    | (?P<letters>[oØü§](?=\s+["“'‘(]?[A-Z]) | [oØü§vqln](?=\t) | Ø(?=[A-Z]))
    | (?P<word>(?i:point|recommendation|suggestion|rec)\s*(?i:no\.?|number|\#)?\s*(?P<counted>\d{{1,2}})\s*[:.)–—-])
    | (?P<short>[RP\#]\s?-?(?P<shortly>\d{{1,2}})[:.)]?(?=\s+["“'‘(]?[A-Z]))
    | (?P<section>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.?(?=\s+[A-Z]))
    | (?P<number>[(\[]?(?P<digits>\d{{1,3}})\s?
        (?:(?:[.)\]:۔]|\.\))(?=\s|["“'‘(]?[^\W\d_]) | [-–—](?=\s*["“'‘(]?[^\W\d_])))
    | (?P<roman>[(\[]?(?P<numeral>(?i:x{{0,2}}(?:ix|iv|v?i{{1,3}}|v|x)))[.)\]](?=\s))
    | (?P<letter>[(\[]?(?:(?P<small>[a-z])[.)\]] | (?P<capital>[A-H])[)\]])(?=\s))
    )\s*""",
    re.VERBOSE,
)
_KINDS: Final = ("word", "short", "section", "number", "roman", "letter")
_VALUES: Final = {"i": 1, "v": 5, "x": 10}


def split(text: str) -> tuple[str, str]:
    """The marker that stands typed at the beginning of *text*, or nothing, and what follows it."""
    found = _TYPED.match(text)
    if found is None or not text[found.end() :].strip():
        return "", text
    return found[0].strip(), text[found.end() :]


def kind(marker: str) -> str:
    """Which sort of marker: those of one list are of one kind."""
    found = _TYPED.match(marker + "\tX")
    for name in _KINDS:
        if found is not None and found[name]:
            return name if name in ("word", "short") else f"{name} {re.sub(r'[^().:–—-]', '', found[name])}"
    return marker


def value(marker: str) -> int | None:
    """The number that a marker stands for; None for a bullet."""
    found = _TYPED.match(marker + "\tX")
    if found is None:
        return None
    if digits := found["digits"] or found["counted"] or found["shortly"]:
        return int(digits)
    if found["numeral"]:
        return _roman(found["numeral"].lower())
    if letter := found["small"] or found["capital"]:
        return ord(letter.lower()) - ord("a") + 1
    return None


def _roman(numeral: str) -> int:
    values = [_VALUES[c] for c in numeral]
    return sum(-v if any(later > v for later in values[i + 1 :]) else v for i, v in enumerate(values))
