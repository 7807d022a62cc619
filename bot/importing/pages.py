"""What stands at the top or the bottom of every page and is no part of the text: headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.importing import labels, markers, vocabulary

_NUMBER: Final = re.compile(
    r"""\W*(?:
      (?:page|pg\.?|p\.|صفحہ)\s*(?:no\.?\s*)?:?\s*\#+(?:\s*(?:of|/|-|\|)\s*\#+)?
    | \#+\s*(?:\||/|of)\s*(?:page|p\ a\ g\ e|\#+) | [-–—|\[(]?\s*\#+\s*[-–—|\])]?
    )\W*""",
    re.VERBOSE | re.IGNORECASE,
)
_BARE: Final = re.compile(r"\s*[-–—|\[(]?\s*\d{1,3}\s*(?:(?:/|of)\s*\d{1,3})?\s*[-–—|\])]?\s*")
_DIGITS: Final = re.compile(r"\d+")
_ZONE: Final = 3
"""How many lines from the edge of a page a header or footer can be."""


def number(text: str) -> bool:
    """Whether a line is nothing but a page number that says so: "Page 3 of 7"."""
    return bool(_NUMBER.fullmatch(_pattern(text))) and any(c.isalpha() for c in text)


def counted(texts: Sequence[str]) -> set[int]:
    """The indices of lines that hold nothing but a number and count the pages: 1, 2, 3, or from 2 on."""
    found = [(i, int(m[0])) for i, text in enumerate(texts) if _BARE.fullmatch(text) and (m := _DIGITS.search(text))]
    for first in (1, 2):
        pages: list[int] = []
        for i, number in found:
            if number == first + len(pages):
                pages.append(i)
        if len(pages) > 1:
            return set(pages)
    return set()


def repeated(texts: Sequence[str]) -> set[int]:
    """The indices of lines that come again and again, in the middle of sentences too: headers without page breaks."""
    places: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        if len(text.strip()) > 9 and not of_the_report(text):
            places.setdefault(" ".join(text.split()), []).append(i)
    return {i for at in places.values() if len(at) > 2 and any(_within(texts, i) for i in at) for i in at}


def _within(texts: Sequence[str], i: int) -> bool:
    """Whether a line stands in the middle of a sentence."""
    before = next((t.strip() for t in reversed(texts[:i]) if t.strip()), "")
    after = next((t.strip() for t in texts[i + 1 :] if t.strip()), "")
    return before[-1:].isalnum() and after[:1].islower()


def of_the_report(text: str) -> bool:
    """Whether a line is a heading, a label or a point, which may well come again."""
    marker, rest = markers.split(text)
    if marker and len(rest.split()) > 3:
        return True
    text = " ".join(text.split())
    known = vocabulary.TOPIC | vocabulary.ROLE | vocabulary.NAME
    return labels.heading(text) is not None or labels.about_points(text) or labels.label(text)[0] in known


def _pattern(text: str) -> str:
    return re.sub(r"\d", "#", " ".join(text.split()))


def running(pages: Sequence[Sequence[tuple[str, float]]]) -> set[tuple[int, int]]:
    """Which lines, as page and index, run over the pages; each is given with its text and its height on the page.

    Lines count as the same if they differ in digits only and stand at one height. A page number alone is one by its
    look; anything else has to come back on the other pages.
    """
    seen: Counter[tuple[str, str, int]] = Counter()
    places: list[tuple[tuple[str, str, int], int, int]] = []
    for p, lines in enumerate(pages):
        for i, (text, height) in enumerate(lines):
            for edge, far in (("top", i), ("bottom", len(lines) - 1 - i)):
                if far < _ZONE and not of_the_report(text):
                    key = (edge, re.sub("#+", "#", _pattern(text)), round(height / 4))
                    seen[key] += 1
                    places.append((key, p, i))
    enough = max(2, len(pages) - 1 if len(pages) < 4 else round(0.4 * len(pages)))
    out = {(p, i) for key, p, i in places if seen[key] >= enough}
    return out | {(p, i) for (edge, text, _), p, i in places if _alone(text, pages[p], i, edge)}


def _alone(text: str, lines: Sequence[tuple[str, float]], at: int, edge: str) -> bool:
    """Whether the outermost line of a page looks like its number."""
    return at == (0 if edge == "top" else len(lines) - 1) and bool(_NUMBER.fullmatch(text))
