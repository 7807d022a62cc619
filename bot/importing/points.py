"""The lines of a panelist to points: by their bullets or numbers, else by paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.importing import markers
from bot.importing.document import Line

_DEEPER: Final = 2.0
"""Characters by which a list within a list stands further in."""
_SKIPPED: Final = 3
"""So many numbers may be missing in a list that somebody numbered by hand."""
_DASHES: Final = frozenset("-–—−*")
_ENDS: Final = (".", "!", "?", ":", ";", "۔", "؟", "”", '"', ")", "…")

_REMARK: Final = re.compile(
    r"\b(?:moderator|rapporteur|audience|thanked|applause|floor|next (?:speaker|panell?ist)|question.answer)\b",
    re.IGNORECASE,
)
"""What a paragraph behind the last bullet tells that is no part of a recommendation."""

Numbered = tuple[int, Line]
"""A line with its index in the document."""


@dataclass(slots=True)
class Item:
    """One point: its lines."""

    lines: list[Numbered] = field(default_factory=list)
    marked: bool = True
    """It begins with a bullet or number, which is no part of the text."""
    loose: bool = False
    """Its last lines stand apart from it and were taken as part of it because nothing else claims them."""

    @property
    def texts(self) -> list[str]:
        """The lines' texts; a marker within the point that is a number or letter belongs to the text."""
        first, *rest = (line for _, line in self.lines)
        return [
            first.text if self.marked else first.whole,
            *(line.text if _bullet(line) else line.whole for line in rest),
        ]


def _bullet(line: Line) -> bool:
    return bool(line.marker) and (line.automatic or markers.value(line.marker) is None)


@dataclass(frozen=True, slots=True)
class Split:
    """The points of a panelist."""

    items: tuple[Item, ...]
    before: tuple[Numbered, ...]
    """Lines before the first bullet."""
    after: tuple[Numbered, ...]
    """Lines that belong to no point: headings between bullets, paragraphs that stand back behind the last one."""
    marked: bool
    """The points have bullets or numbers."""


def split(lines: Sequence[Numbered], *, hanging: bool = False) -> Split:
    """Part the lines of one panelist into points; *hanging* if lines of points are indented below their marker."""
    reader = _Reader(lines, hanging)
    if any(reader.begins(n) for n in range(len(lines))):
        return reader.marked()
    return _paragraphs(lines)


class _Reader:
    def __init__(self, lines: Sequence[Numbered], hanging: bool) -> None:
        self._lines = lines
        self._hanging = hanging
        self._top: Line | None = None
        self._last: int | None = None
        self._begins = [self._item(n) for n in range(len(lines))]

    def begins(self, n: int) -> bool:
        """Whether a point begins with this line."""
        return self._begins[n]

    def _item(self, n: int) -> bool:
        line = self._lines[n][1]
        if not line.marker or line.cells or markers.kind(line.marker).startswith("section"):
            return False
        if self._top is None:
            if not line.automatic and (markers.value(line.marker) or 1) > 1 and not self._counts_on(n):
                return False
            self._top, self._last = line, markers.value(line.marker)
            return True
        if line.depth >= self._top.depth + _DEEPER and (line.automatic or self._nested(n)):
            return False
        if line.automatic or self._top.automatic:
            return line.automatic
        same = markers.kind(line.marker) == markers.kind(self._top.marker)
        number = markers.value(line.marker)
        if same and number is None:
            return not self._inside_sentence(n) or line.depth <= self._top.depth
        if same and number is not None and self._last is not None:
            expected = number == self._last + 1 or (
                self._last < number <= self._last + _SKIPPED and not self._inside_sentence(n)
            )
            if expected or (number == 1 and not self._inside_sentence(n)):
                self._last = number
                return True
            return False
        if self._last is not None or number is not None:
            return False  # bullets below a number, or numbers below a bullet, are a list within the point
        return not self._announced(n) and not self._inside_sentence(n)

    def _counts_on(self, n: int) -> bool:
        """Whether a list that does not begin with 1 goes on: points can be numbered through the report."""
        here = self._lines[n][1]
        return (
            any(
                markers.kind(line.marker) == markers.kind(here.marker)
                and markers.value(line.marker) == (markers.value(here.marker) or 0) + 1
                for _, line in self._lines[n + 1 :]
                if line.marker
            )
            or n == 0
        )

    def _nested(self, n: int) -> bool:
        """A typed marker further in: of another kind, or behind a line that stands further in as well."""
        assert self._top is not None
        line = self._lines[n][1]
        return markers.kind(line.marker) != markers.kind(self._top.marker) or line.depth >= self._top.depth + _DEEPER

    def _announced(self, n: int) -> bool:
        """Whether the text above ends with a colon: what follows is a list within the point."""
        for _, line in reversed(self._lines[:n]):
            if line.text.endswith(":"):
                return True
            if self._top is not None and line.marker and markers.kind(line.marker) == markers.kind(self._top.marker):
                return False
        return False

    def _inside_sentence(self, n: int) -> bool:
        """Whether the line above goes on in this one."""
        if n == 0 or self._lines[n][1].blank or self._lines[n][1].fresh:
            return False
        above = self._lines[n - 1][1]
        return above.full or not above.text.endswith(_ENDS)

    def marked(self) -> Split:
        """The points by their markers; what stands below one belongs to it unless it is a heading or stands back."""
        before: list[Numbered] = []
        after: list[Numbered] = []
        items: list[Item] = []
        for n, (i, line) in enumerate(self._lines):
            if self._begins[n]:
                items.append(Item([(i, line)]))
            elif not items:
                before.append((i, line))
            elif (
                self._caption(n)
                or (after and after[-1][0] == i - 1 and not line.marker and not line.fresh)
                or (self._hanging and self._stands_back(n))
            ):
                after.append((i, line))
            else:
                items[-1].lines.append((i, line))
        if items and _apart(items[-1]) and not any(map(_apart, items[:-1])):
            if _REMARK.search(items[-1].lines[-1][1].text):
                kept = len(items[-1].lines) - len(_apart(items[-1]))
                after += items[-1].lines[kept:]
                del items[-1].lines[kept:]
            else:
                items[-1].loose = True
        return Split(tuple(items), tuple(before), tuple(after), True)

    def _caption(self, n: int) -> bool:
        """Whether a line is a heading between points: short, apart, no sentence, and bullets follow."""
        line = self._lines[n][1]
        if line.marker or not (line.blank or line.fresh or line.heading or line.bold):
            return False
        if line.heading or (line.bold and len(line.text.split()) <= 12):
            return True
        following = n + 1 < len(self._lines) and self._begins[n + 1]
        return (
            following
            and len(line.text.split()) <= 10
            and line.text[:1].isupper()
            and not line.text.endswith((".", "!", "?", "۔"))
        )

    def _stands_back(self, n: int) -> bool:
        """Whether a line is not indented as the lines of points are, and begins a sentence of its own."""
        assert self._top is not None
        line, above = self._lines[n][1], self._lines[n - 1][1]
        ended = line.blank or line.fresh or (above.text.endswith(_ENDS) and not above.full)
        return ended and not line.marker and line.depth <= self._top.depth and line.text[:1].isupper()


def hangs(lines: Sequence[Line]) -> bool:
    """Whether the lines of a point stand further in than its marker, as most of those in *lines* do."""
    below = [line.depth - above.depth for above, line in pairwise(lines) if above.marker and _wrapped_below(line)]
    return sum(d >= 1 for d in below) * 2 > len(below)


def _wrapped_below(line: Line) -> bool:
    return not (line.marker or line.blank or line.fresh or line.heading) and line.text[:1].islower()


def _apart(item: Item) -> list[Numbered]:
    """The lines from the first paragraph on that stands apart below a point, no further in than its marker."""
    first = item.lines[0][1]
    for n, (_, line) in enumerate(item.lines[1:], 1):
        if (line.blank or line.fresh) and not line.marker and line.depth <= first.depth:
            return item.lines[n:]
    return []


def _paragraphs(lines: Sequence[Numbered]) -> Split:
    """Points without bullets: a paragraph each; a line of text is one where nothing was wrapped."""
    items: list[Item] = []
    for n, (i, line) in enumerate(lines):
        above = lines[n - 1][1] if n else None
        goes_on = above is not None and not line.blank and not line.fresh and (above.full or _unfinished(above, line))
        if items and goes_on:
            items[-1].lines.append((i, line))
        else:
            items.append(Item([(i, line)], marked=False))
    return Split(tuple(items), (), (), False)


def _unfinished(above: Line, line: Line) -> bool:
    return not above.text.endswith(_ENDS) and line.text[:1].islower()
