"""Dates as people write them: day first, as in Pakistan, and nothing that is not there is added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.importing.vocabulary import MONTHS

_MONTH: Final = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY: Final = r"(?<!\d)(?P<day>\d{1,2})\s*(?:st|nd|rd|th)?"
_TO: Final = r"(?:\s*(?:-|–|—|to|and|&|,|/|through)\s*\d{1,2}\s*(?:st|nd|rd|th)?)*"
_SEVERAL: Final = re.compile(r"\d\s*(?:st|nd|rd|th)?\s*(?:-|–|—|to|and|&|,)\s*\d{1,2}(?!\d)", re.IGNORECASE)
_YEAR: Final = r"(?P<year>\d{4}|['’]?\d{2})(?![\d])"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>\d{4})\s?[-./]\s?(?P<month>\d{1,2})\s?[-./]\s?(?P<day>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<day>\d{1,2})\s?(?P<mark>[-./–\\_])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|['’]?\d{2})(?!\d)",
        r"(?<![\d.]\s)(?<![\d.])(?P<day>\d{1,2})\s(?P<month>\d{1,2})\s(?P<year>(?:19|20)\d{2})(?!\s?\d)",
        rf"{_DAY}{_TO}\s*[-/.,]?\s*(?:(?:day\s+)?of\s+)?(?P<name>{_MONTH})(?![^\W\d_])\.?['’]?\s*[-/.,،]?\s*(?:of\s+)?{_YEAR}",
        rf"(?<![^\W\d_])(?P<name>{_MONTH})\b\.?(?:\s*[-/.,]\s*|\s+)(?:the\s+)?{_DAY}{_TO}(?:\s*[-/.,]\s*|\s+)(?:of\s+)?{_YEAR}",
    )
)
_CENTURY: Final = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text."""

    day: date
    words: str
    """As the text has it."""
    several_days: bool = False
    """The text names more days; this is the first of them."""


def dates(text: str) -> Iterator[Found]:
    """The dates in *text*, in order."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    found: dict[int, tuple[int, Found]] = {}
    for form in _FORMS:
        for match in form.finditer(plain):
            overlaps = any(a < match.end() and match.start() < b for a, (b, _) in found.items())
            if not overlaps and (day := _date(match)) is not None:
                words = text[match.start() : match.end()].strip()
                several = bool(match.groupdict().get("name")) and bool(_SEVERAL.search(words))
                found[match.start()] = (match.end(), Found(day, words, several))
    return (found[start][1] for start in sorted(found))


def without(text: str) -> str:
    """The words of *text* that belong to no date."""
    for found in dates(text):
        text = text.replace(found.words, " ")
    return re.sub(r"[\W_]+", " ", text).strip()


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"].strip("'’"))
    if year < 100:
        year += _CENTURY
    day = int(parts["day"])
    month = MONTHS[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    for m, d in ((month, day), (day, month)):  # 3-14-2022 can only be month first
        try:
            return date(year, m, d)
        except ValueError:
            if parts.get("name"):
                return None
    return None
