"""Two columns of text on a printed page, by the gap between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from statistics import median
from typing import Final

from bot.importing.printed import Word
from bot.importing.rows import Row

_STEP: Final = 2.0
_FEWEST: Final = 5
"""Lines that a column of text has at least."""
_BEGUN: Final = 0.75
"""How many lines of a column of text begin something, at most."""
_FILLED: Final = 0.7
"""How much of a column's width most of its lines take: the cells of a table take less."""


def columns(rows: Sequence[Row], width: float) -> Iterator[list[Row]]:
    """The rows of a page, *width* points wide, in the order in which they are read: a left column before the right."""
    gutter = _gutter(rows, width)
    if gutter is None:
        yield list(rows)
        return
    band: list[Row] = []
    for row in rows:
        if _crossed(row, gutter):
            yield from _in_columns(band, gutter)
            yield [row]
            band = []
        else:
            band.append(row)
    yield from _in_columns(band, gutter)


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """Where the gap between two columns of text is."""
    text_rows = [r for r in rows if not r.cells]
    if len(text_rows) < _FEWEST:
        return None
    first, count = 0.35 * width, int(0.3 * width / _STEP) + 1
    crossing = [0] * (count + 1)
    for row in text_rows:
        for start, end in _stretches(row):
            begin, stop = (min(max(int((x - first) / _STEP) + 1, 0), count) for x in (start, end))
            crossing[begin] += 1
            crossing[stop] -= 1
    crossing = list(accumulate(crossing))[:count]
    clear = [n for n in range(count) if crossing[n] == min(crossing)]
    at = first + _STEP * clear[len(clear) // 2]
    free = [r for r in text_rows if not _crossed(r, at)]
    if len(free) < 0.4 * len(text_rows):
        return None
    left = [w for r in free if (w := [x for x in r.words if x.x1 < at])]
    right = [w for r in free if (w := [x for x in r.words if x.x0 > at])]
    if min(len(left), len(right)) < _FEWEST or not all(_filled(half) and _told(half) for half in (left, right)):
        return None
    return at


def _stretches(row: Row) -> Iterator[tuple[float, float]]:
    """From where to where a line has letters or spaces within a sentence."""
    start, end = row.words[0].x0, row.words[0].x1
    for word in row.words[1:]:
        if word.x0 - end >= 0.9 * row.size:
            yield start, end
            start = word.x0
        end = max(end, word.x1)
    yield start, end


def _crossed(row: Row, x: float) -> bool:
    return any(start <= x <= end for start, end in _stretches(row))


def _filled(lines: Sequence[Sequence[Word]]) -> bool:
    start = min(line[0].x0 for line in lines)
    width = max(line[-1].x1 for line in lines) - start
    return median(line[-1].x1 - line[0].x0 for line in lines) > _FILLED * width and median(map(len, lines)) > 3


def _told(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether some lines begin within a sentence: those of a table of names begin with capitals and numbers."""
    begun = sum(line[0].text[:1].isupper() or line[0].text[:1].isdigit() for line in lines)
    return begun <= _BEGUN * len(lines)


def _in_columns(band: Sequence[Row], gutter: float) -> Iterator[list[Row]]:
    """Lines between others that run over the whole page; the right column is moved to where the left one is."""
    halves: tuple[list[Row], list[Row]] = ([], [])
    for row in band:
        for half, words in zip(
            halves, ([w for w in row.words if w.x1 < gutter], [w for w in row.words if w.x1 >= gutter]), strict=True
        ):
            if words:
                half.append(Row(words, row.page, row.cells, narrow=True))
    left, right = halves
    if not (left and right):
        yield left or right
        return
    way = min(r.left for r in left) - min(r.left for r in right)
    yield left
    yield [
        replace(r, words=[replace(w, x0=w.x0 + way, x1=w.x1 + way) for w in r.words]) if not r.cells else r
        for r in right
    ]
