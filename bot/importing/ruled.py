"""Tables by the lines that are drawn on a page of a PDF: which words stand in which cell."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

_SNAP: Final = 3.0
"""Points within which two lines are one, or meet."""
_SHORTEST: Final = 4.0
"""Points below which a line rules nothing."""
_MOST: Final = 4000
"""Lines of a page above which it is a drawing."""
_NESTED: Final = 3
"""How deep drawings within drawings are looked into."""

Matrix = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A straight line, upright or level."""

    upright: bool
    at: float
    start: float
    end: float

    def spans(self, place: float) -> bool:
        """Whether the line passes a place of its direction."""
        return self.start - _SNAP <= place <= self.end + _SNAP


@dataclass(slots=True)
class Table:
    """Lines that meet; ``columns`` and ``bands`` are where its upright and its level lines are."""

    rules: list[Rule]
    columns: list[float] = field(init=False)
    bands: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = _merged(r.at for r in self.rules if r.upright)
        self.bands = _merged(r.at for r in self.rules if not r.upright)

    @property
    def is_one(self) -> bool:
        """Whether there are several rows and columns, and no mere frame."""
        return len(self.columns) > 2 and len(self.bands) > 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a place is within the table."""
        return self.columns[0] <= x <= self.columns[-1] and self.bands[0] <= y <= self.bands[-1]

    def cell(self, x: float, y: float) -> tuple[float, float]:
        """Where the cell of a place begins: from above, from the left."""
        top = max((r.at for r in self.rules if not r.upright and r.at <= y and r.spans(x)), default=self.bands[0])
        left = max((r.at for r in self.rules if r.upright and r.at <= x and r.spans(y)), default=self.columns[0])
        return min(self.bands, key=lambda b: abs(b - top)), min(self.columns, key=lambda c: abs(c - left))

    def starts(self, top: float) -> list[float]:
        """Where the cells of the row below *top* begin."""
        below = min((b for b in self.bands if b > top), default=top)
        middle = (top + below) / 2
        uprights = [r.at for r in self.rules if r.upright and r.spans(middle) and r.start <= middle <= r.end]
        return _merged(uprights)[:-1] or self.columns[:1]


def tables(rules: Sequence[Rule]) -> list[Table]:
    """The tables of a page, the smallest first."""
    if len(rules) > _MOST:
        return []
    left = sorted({Rule(r.upright, round(r.at), round(r.start), round(r.end)) for r in rules})
    out: list[Table] = []
    while left:
        group, open_ = [], [left.pop()]
        while open_:
            one = open_.pop()
            group.append(one)
            met = {r for r in left if _meet(one, r)}
            open_ += met
            left = [r for r in left if r not in met]
        table = Table(group)
        if table.is_one:
            out.append(table)
    return sorted(out, key=lambda t: (t.columns[-1] - t.columns[0]) * (t.bands[-1] - t.bands[0]))


def _meet(a: Rule, b: Rule) -> bool:
    if a.upright == b.upright:
        return abs(a.at - b.at) <= _SNAP and a.start <= b.end + _SNAP and b.start <= a.end + _SNAP
    return a.spans(b.at) and b.spans(a.at)


def _merged(places: Iterable[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > _SNAP:
            out.append(place)
    return out


# ---------------------------------------------------------------- what is drawn


def drawn(page: Any, shown: Matrix) -> Iterator[Rule]:
    """The level and upright lines of PDFium's *page*, also those of rectangles; *shown* turns places of the page."""
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _of_object(pdfium.FPDFPage_GetObject(page, i), shown, 0)


def _of_object(item: Any, outer: Matrix, depth: int) -> Iterator[Rule]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM):
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, own)
    placed = _times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _of_path(item, placed)
    elif depth < _NESTED:
        for i in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _of_object(pdfium.FPDFFormObj_GetObject(item, i), placed, depth + 1)


def _times(a: Matrix, b: Matrix) -> Matrix:
    """What does first *a* and then *b*."""
    return (*turned(a[:2], b), *turned(a[2:4], b), *placed((a[4], a[5]), b))


def turned(way: tuple[float, ...], by: Matrix) -> tuple[float, float]:
    """A direction, turned."""
    return way[0] * by[0] + way[1] * by[2], way[0] * by[1] + way[1] * by[3]


def placed(point: tuple[float, float], by: Matrix) -> tuple[float, float]:
    """A place, turned and moved."""
    x, y = turned(point, by)
    return x + by[4], y + by[5]


def _of_path(path: Any, by: Matrix) -> Iterator[Rule]:
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for i in range(min(pdfium.FPDFPath_CountSegments(path), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        here = placed((x.value, y.value), by)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            yield from _straight(last, here)
        last = here
        if start is not None and pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(here, start)
            last = start


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    level, upright = abs(a[0] - b[0]), abs(a[1] - b[1])
    if level <= 1 and upright > _SHORTEST:
        yield Rule(True, a[0], min(a[1], b[1]), max(a[1], b[1]))
    elif upright <= 1 and level > _SHORTEST:
        yield Rule(False, a[1], min(a[0], b[0]), max(a[0], b[0]))
