"""What gaps tell on a printed page: two columns of text, and tables without rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

from bot.importing import markers
from bot.importing.printed import Word
from bot.importing.rows import Row, text

_WIDE: Final = 2.2
"""A gap that parts the cells of a table, in sizes of the letters."""
_NEAR: Final = 3.0
"""Points within which two places are one."""
_STEP: Final = 2.0
_FEWEST: Final = 5
"""Lines that a column of text has at least."""
_FILLED: Final = 0.7
"""How much of a column's width most of its lines take: the cells of a table take less."""


# ---------------------------------------------------------------- columns of text


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
    if min(len(left), len(right)) < _FEWEST or not (_filled(left) and _filled(right)):
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


# ---------------------------------------------------------------- tables without rules


def tabulated(rows: Sequence[Row]) -> list[Row]:
    """Lines with wide gaps are rows of a table without rules; what hangs below a later cell belongs to it."""
    parts = _aligned([[row.words] if row.cells else _parts(row) for row in rows], rows)
    out: list[Row] = []
    found: list[int] = []
    starts: list[float] = []
    for row, its in zip(rows, parts, strict=True):
        at = _below(row, starts, out[-1]) if len(its) == 1 and len(starts) > 1 and not row.cells else None
        if at is not None:
            cells = list(out[-1].cells)
            cells[at] = (*cells[at], row.text)
            out[-1] = Row([*out[-1].words, *row.words], row.page, tuple(cells))
            continue
        starts = [p[0].x0 for p in its] if len(its) > 1 else []
        if starts:
            found.append(len(out))
        out.append(Row(row.words, row.page, tuple((text(p),) for p in its)) if starts else row)
    for i in found:
        neighbours = (*out[i - 1 : i], *out[i + 1 : i + 2])
        if not any(row.cells for row in neighbours):
            out[i] = Row(out[i].words, out[i].page, narrow=out[i].narrow)  # one line with a gap is no table
    return out


def _below(row: Row, starts: Sequence[float], above: Row) -> int | None:
    """The cell of the row *above*, whose cells begin at *starts*, in which a line goes on."""
    if row.top - above.bottom >= row.size:
        return None
    return next((i for i, x in enumerate(starts) if i and abs(x - row.left) < _NEAR), None)


def _parts(row: Row) -> list[list[Word]]:
    """The words of a line, parted at wide gaps; the gap behind a marker is none."""
    parts = [[row.words[0]]]
    for before, word in pairwise(row.words):
        marked = len(parts) == 1 and bool(markers.split(text(parts[0]) + "\tX")[0]) and len(parts[0]) == 1
        if word.x0 - before.x1 > _WIDE * row.size and not marked:
            parts.append([])
        parts[-1].append(word)
    return parts


def _aligned(parts: list[list[list[Word]]], rows: Sequence[Row]) -> list[list[list[Word]]]:
    """The parts, where a line that is one part is parted as the line above or below it: a long cell leaves no gap."""
    out = list(parts)
    for step in (1, -1):
        order = range(1, len(out)) if step == 1 else range(len(out) - 2, -1, -1)
        for i in order:
            its, near = out[i], out[i - step]
            if len(near) < 2 or len(its) > 1 or rows[i].cells or rows[i].left < near[0][0].x0 - _NEAR:
                continue
            if abs(rows[i].bottom - rows[i - step].bottom) < 4 * rows[i].size:
                out[i] = _parted(its[0], [p[0].x0 for p in near], rows[i].size)
    return out


def _parted(words: list[Word], starts: Sequence[float], size: float) -> list[list[Word]]:
    """The words parted where columns start, if before each start there is more than a space."""
    parts: list[list[Word]] = [[]]
    for n, word in enumerate(words):
        if n and any(abs(word.x0 - x) < 1 for x in starts[1:]) and word.x0 - words[n - 1].x1 > 0.4 * size:
            parts.append([])
        parts[-1].append(word)
    return parts if len(parts) == len(starts) else [words]
