"""Tables without rules on a printed page: lines whose words stand in columns, by the wide gaps between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.importing import markers
from bot.importing.printed import Word
from bot.importing.rows import Row

_WIDE: Final = 2.2
"""A gap that surely parts two cells, in sizes of the letters."""
_NARROW: Final = 0.4
"""One that does so where a column begins: more than a space."""
_NEAR: Final = 3.0
"""Points within which two lines begin at one place."""
_FAR: Final = 4.0
"""How far below each other two lines of a table are at most, in sizes of the letters."""
_APART: Final = 1.25
"""How much farther than the lines of one cell the rows of a table are from each other, at least."""

_NUMBER: Final = re.compile(r"\d{1,3}[.)]?")

Parts = list[list[Word]]


def tabulated(rows: Sequence[Row]) -> list[Row]:
    """The lines of a page, where those that stand in columns are rows of a table."""
    out: list[Row] = []
    i = 0
    while i < len(rows):
        block, starts = _block(rows, i)
        if len(block) > 1:
            out += _rows(rows[i : i + len(block)], block, starts)
        else:
            out.append(rows[i])
        i += max(1, len(block))
    return out


def _block(rows: Sequence[Row], first: int) -> tuple[list[Parts], list[float]]:
    """The lines from *first* on that are of one table, each parted into cells, and where the columns begin."""
    starts = _starts(rows[first]) or (_starts(rows[first + 1]) if _follows(rows, first + 1) else [])
    if not starts:
        return [], []
    numbers = _behind_numbers(rows, first, starts)
    starts = [starts[0], numbers, *starts[1:]] if numbers else starts
    out: list[Parts] = []
    for i in range(first, len(rows)):
        if i > first and not _follows(rows, i):
            break
        own = _starts(rows[i])
        if len(own) > len(starts) and all(_index(own, x) is not None for x in starts):
            starts = own
            out = [_parted(row, starts) or parts for row, parts in zip(rows[first:i], out, strict=True)]
        parts = _parted(rows[i], starts)
        if parts is None or not (len(parts) > 1 or (out and _hangs(rows[i - 1], rows[i], starts))):
            break
        if not out and len(parts) < len(starts):
            break
        out.append(parts)
    if len(out) == 2 and len(out[-1]) == 1:
        out.pop()  # one line with a gap, and one below it, are no table
    return out, starts


def _behind_numbers(rows: Sequence[Row], first: int, starts: Sequence[float]) -> float:
    """Where the second column begins if the first one holds nothing but numbers: a gap of its own need not be wide."""
    found: list[float] = []
    for i in range(first, len(rows)):
        if i > first and not _follows(rows, i):
            break
        here, *rest = rows[i].words
        numbered = bool(rest) and bool(_NUMBER.fullmatch(here.text))
        if here.x0 < starts[0] - _NEAR or (i > first and not numbered and here.x0 < starts[0] + _NEAR):
            break
        found += [rest[0].x0] if numbered else []
    behind = min(found, default=0.0)
    one_place = len(found) > 1 and max(found) - behind < 1 and behind < starts[1] - _NEAR
    return behind if one_place else 0.0


def _follows(rows: Sequence[Row], i: int) -> bool:
    """Whether a line is near enough to the one above to be of its table."""
    near = i < len(rows) and not rows[i].cells and not rows[i - 1].cells
    return near and abs(rows[i].bottom - rows[i - 1].bottom) < _FAR * rows[i].size


def _starts(row: Row) -> list[float]:
    """Where the parts of a line begin, if wide gaps part it; the gap behind a marker is none."""
    if row.cells:
        return []
    found = [row.words[0].x0]
    for n, (before, word) in enumerate(pairwise(row.words)):
        marked = n == 0 and bool(markers.split(before.text + "\tX")[0])
        if word.x0 - before.x1 > _WIDE * row.size and not marked:
            found.append(word.x0)
    return found if len(found) > 1 else []


def _parted(row: Row, starts: Sequence[float]) -> Parts | None:
    """The words of a line by the columns in which they begin; None if there is a wide gap or a beginning elsewhere."""
    parts: Parts = [[row.words[0]]]
    if _index(starts, row.left) is None:
        return None
    for before, word in pairwise(row.words):
        gap = word.x0 - before.x1
        marked = len(parts) == 1 and len(parts[0]) == 1 and bool(markers.split(before.text + "\tX")[0])
        if gap > _NARROW * row.size and any(abs(word.x0 - x) < 1 for x in starts[1:]):
            parts.append([])
        elif gap > _WIDE * row.size and not marked:
            return None
        parts[-1].append(word)
    return parts


def _index(starts: Sequence[float], x: float) -> int | None:
    """The column that begins at *x*."""
    return next((n for n, start in enumerate(starts) if abs(start - x) < _NEAR), None)


def _hangs(above: Row, row: Row, starts: Sequence[float]) -> bool:
    """Whether a line goes on in a later cell of the row above."""
    return bool(_index(starts, row.left)) and row.top - above.bottom < row.size


def _rows(lines: Sequence[Row], block: Sequence[Parts], starts: Sequence[float]) -> Iterator[Row]:
    """The rows of a table; a cell that is too narrow for its text has several lines."""
    going_on = _going_on(lines, block, starts)
    cells: list[list[Row]] = []
    words: list[Word] = []
    for n, (line, parts) in enumerate(zip(lines, block, strict=True)):
        if n and not going_on[n]:
            yield Row(words, line.page, tuple(map(tuple, cells)))
            cells, words = [], []
        cells = cells or [[] for _ in starts]
        words = [*words, *line.words]
        for part in parts:
            cells[_index(starts, part[0].x0) or 0].append(Row(part, line.page))
    yield Row(words, lines[-1].page, tuple(map(tuple, cells)))


def _going_on(lines: Sequence[Row], block: Sequence[Parts], starts: Sequence[float]) -> list[bool]:
    """Which lines are of the row above: without a first cell, or near to it where rows are apart from each other.

    The heading can stand nearer to the first row than rows do to each other: with all its cells that is one of its own.
    """
    steps = [0.0, *(b.bottom - a.bottom for a, b in pairwise(lines))]
    close = min(steps[2:], default=0.0) * _APART
    apart = sum(step > close for step in steps[2:]) > 1
    return [
        n > 0
        and (_index(starts, line.left) != 0 or (apart and steps[n] <= close and (n > 1 or len(block[n]) < len(starts))))
        for n, line in enumerate(lines)
    ]
