"""PDF to lines: words by their place on the page, tables by their rules or columns, without headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from bot.importing import forms, gaps, markers, pages, persons, printed, ruled, unruled
from bot.importing.document import Document, Line, Remark, UnreadableError, clean
from bot.importing.joining import Joiner
from bot.importing.printed import Page, Word
from bot.importing.rows import ARABIC, Row
from bot.importing.ruled import Table

_MAX_PAGES: Final = 200
_TAIL: Final = 2048
_BOLD: Final = re.compile("bold|black|heavy|demi", re.IGNORECASE)


@dataclass(slots=True)
class _Measures:
    """What is usual in the document."""

    body: float = 11.0
    """Size of the letters of the text."""
    pitch: float = 0.0
    """From one line to the next within a paragraph."""
    right: dict[bool, float] = field(default_factory=dict)
    """Where the longest line ends that surely was wrapped: of narrow lines, and of others."""


def read(data: bytes) -> Document:
    """The lines of a PDF. Raises UnreadableError."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("is no PDF; give a .txt, .md, .docx or .pdf file")
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableError("is cut off: the end of the PDF is missing; get the whole file")
    read_pages = [_page(page) for page in printed.read(data, _MAX_PAGES)]
    return _document(read_pages)


def _page(page: Page) -> list[Row]:
    """The rows of a page from above; words in ruled tables are rows of cells."""
    tables = ruled.tables(page.rules)
    inside: list[list[Word]] = [[] for _ in tables]
    outside: list[Row] = []
    for words in page.rows:
        free: list[Word] = []
        for word in words:
            at = next((i for i, t in enumerate(tables) if t.holds(word.middle, word.base)), None)
            (free if at is None else inside[at]).append(word)
        if free:
            outside.append(Row(free, page.number))
    rows = [row for table, its in zip(tables, inside, strict=True) for row in _tabulated(table, its, page.number)]
    return [
        row
        for column in gaps.columns(sorted((*rows, *outside), key=lambda r: r.top), page.width)
        for row in unruled.tabulated(column)
    ]


def _tabulated(table: Table, words: Sequence[Word], page: int) -> Iterator[Row]:
    """The rows of a table, each with the lines of its cells."""
    cells: dict[float, dict[float, list[Word]]] = {}
    for word in words:
        top, left = table.cell(word.middle, word.base - 0.3 * word.size)
        cells.setdefault(top, {}).setdefault(left, []).append(word)
    for top, row in sorted(cells.items()):
        starts = sorted({*row, *(s for s in table.starts(top) if all(abs(s - x) > 3 for x in row))})
        lines = tuple(tuple(Row(words, page) for words in _lined(row.get(start, []))) for start in starts)
        yield Row([w for cell in row.values() for w in cell], page, lines)


def _lined(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a cell by the lines on which they stand, in their order."""
    out: list[list[Word]] = []
    for word in words:
        if out and abs(word.base - out[-1][-1].base) < 0.35 * word.size:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _document(read_pages: Sequence[list[Row]]) -> Document:
    gone = pages.running([[(row.text, row.top) for row in rows] for rows in read_pages])
    usual = _measured([row for rows in read_pages for row in rows])
    gone |= {
        (p, i) for p, rows in enumerate(read_pages) for i in (0, len(rows) - 1) if rows and _marginal(rows, i, usual)
    }
    notes = [
        Remark(read_pages[p][i].page, f"left out: page header, footer or number: {clean(read_pages[p][i].text)}")
        for p, i in sorted(gone)
    ]
    rows = [row for p, rows in enumerate(read_pages) for i, row in enumerate(rows) if (p, i) not in gone]
    if not rows:
        raise UnreadableError("holds no text, only pictures; save it from Word as .docx, or have the scan recognised")
    urdu = sorted({row.page for row in rows if ARABIC.search(row.text)})
    warnings = [Remark(page, "Urdu text, whose order a PDF does not tell: look it over") for page in urdu]
    return Document(tuple(_lines(rows, usual)), "page", tuple(notes), tuple(warnings))


def _marginal(rows: Sequence[Row], i: int, usual: _Measures) -> bool:
    """Whether the first or last line of a page is smaller than the text and stands apart: a header that comes once."""
    row = rows[i]
    if len(rows) < 2 or row.size > 0.93 * usual.body or row.cells or pages.of_the_report(row.text):
        return False
    gap = rows[1].bottom - row.bottom if i == 0 else row.bottom - rows[-2].bottom
    return gap > 1.6 * usual.pitch


def _measured(rows: Sequence[Row]) -> _Measures:
    if not rows:
        return _Measures()
    sizes: dict[float, int] = {}
    for row in rows:
        sizes[round(row.size, 1)] = sizes.get(round(row.size, 1), 0) + len(row.text)
    body = max(sizes, key=lambda s: sizes[s])
    gaps = sorted(
        b.bottom - a.bottom
        for a, b in pairwise(rows)
        if a.page == b.page
        and not a.cells
        and not b.cells
        and abs(b.size - body) < 0.6
        and b.bottom - a.bottom > 0.8 * body
    )
    right: dict[bool, float] = {}
    for a, b in pairwise(rows):
        if not (a.cells or b.cells) and b.text[:1].islower() and not markers.split(b.text)[0]:
            right[a.narrow] = max(a.right, right.get(a.narrow, 0.0))
    pitch = median(gaps[: max(1, len(gaps) // 3)]) if gaps else 1.3 * body
    return _Measures(body, pitch, right)


def _lines(rows: Sequence[Row], usual: _Measures) -> Iterator[Line]:
    joiner = Joiner((row.text for row in rows), broken_words=True)
    form: dict[int, Sequence[Line]] = _forms(rows, joiner)
    for i, row in enumerate(rows):
        if i in form:
            yield from form[i]
            continue
        above = rows[i - 1] if i else None
        below = rows[i + 1] if i + 1 < len(rows) else None
        marker, rest = markers.split(row.text)
        same_page = above is not None and above.page == row.page
        blank = (
            same_page and above is not None and row.bottom - above.bottom > 1.3 * usual.pitch * row.size / usual.body
        )
        larger = row.size / usual.body
        yield Line(
            clean(persons.tabbed(rest)), row.page, marker, depth=row.left / (0.5 * usual.body), blank=blank,
            full=below is not None and not below.cells and not row.cells and _wrapped(row, below, usual),
            heading=0 if larger < 1.12 else 3 if larger < 1.25 else 2 if larger < 1.5 else 1,
            bold=_bold(row), cells=tuple(joiner.join([line.text for line in cell]) for cell in row.cells),
        )  # fmt: skip


def _forms(rows: Sequence[Row], joiner: Joiner) -> dict[int, Sequence[Line]]:
    """What tables say that are forms: by the index of each of their rows, everything at the first of them."""
    out: dict[int, Sequence[Line]] = {}
    for tabulated, group in groupby(range(len(rows)), key=lambda i: bool(rows[i].cells)):
        table = list(group)
        if not tabulated:
            continue
        cells: list[list[list[Row]]] = []
        for i in table:
            own = [list(cell) for cell in rows[i].cells]
            if cells and len(own) == len(cells[-1]) and not own[0]:  # a row that goes on on the next page
                for cell, more in zip(cells[-1], own, strict=True):
                    cell += more
            else:
                cells.append(own)
        if form := forms.lines([[_paragraphs(cell, joiner) for cell in row] for row in cells]):
            out |= dict.fromkeys(table, ()) | {table[0]: form}
    return out


def _paragraphs(cell: Sequence[Row], joiner: Joiner) -> list[Line]:
    """The text of a cell by its paragraphs: one ends where the next word would have had room."""
    right = max((line.right for line in cell), default=0.0)
    groups: list[list[Row]] = []
    for line in cell:
        word = line.words[0]
        room = right - groups[-1][-1].right if groups else 0.0
        if groups and not markers.split(line.text)[0] and room < word.x1 - word.x0 + 0.25 * line.size + 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    out: list[Line] = []
    for group in groups:
        marker, rest = markers.split(group[0].text)
        text = joiner.join([rest, *(line.text for line in group[1:])])
        out.append(Line(clean(text), group[0].page, marker, fresh=True, bold=all(map(_bold, group))))
    return out


def _bold(row: Row) -> bool:
    return all(_BOLD.search(w.font) for w in row.words)


def _wrapped(row: Row, below: Row, usual: _Measures) -> bool:
    """Whether the first word of the next line did not fit into this one."""
    if markers.split(below.text)[0] or abs(row.size - below.size) > 0.6 or _bold(row) != _bold(below):
        return False
    word = below.words[0]
    right = usual.right.get(row.narrow, 0.0)
    room = right - row.right
    return bool(right) and -6 * row.size < room < 0.25 * row.size + word.x1 - word.x0 + 1
