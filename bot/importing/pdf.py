"""PDF to lines: words by their place on the page, tables by their rules or columns, without headers and footers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from bot.importing import markers, pages, printed, ruled
from bot.importing.document import Document, Line, Remark, UnreadableError, clean
from bot.importing.joining import Joiner
from bot.importing.printed import Page, Word
from bot.importing.ruled import Table

_MAX_PAGES: Final = 200
_TAIL: Final = 2048
_SYMBOLS: Final = re.compile("symbol|wingding|dingbat|courier|webding", re.IGNORECASE)
_BOLD: Final = re.compile("bold|black|heavy|demi", re.IGNORECASE)
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


@dataclass(slots=True)
class _Row:
    """A printed line: its words from left to right."""

    words: list[Word]
    page: int
    cells: tuple[tuple[str, ...], ...] = ()
    """The lines of each cell, if it is a row of a table."""
    text: str = ""

    @property
    def top(self) -> float:
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        return max(w.bottom for w in self.words)

    @property
    def size(self) -> float:
        return max(w.size for w in self.words)

    @property
    def left(self) -> float:
        return self.words[0].x0

    @property
    def right(self) -> float:
        return self.words[-1].x1


@dataclass(slots=True)
class _Measures:
    """What is usual in the document."""

    body: float = 11.0
    """Size of the letters of the text."""
    pitch: float = 0.0
    """From one line to the next within a paragraph."""
    right: float = 0.0
    """Where the longest line ends that surely was wrapped; 0 if none was."""


def read(data: bytes) -> Document:
    """The lines of a PDF. Raises UnreadableError."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("is no PDF; give a .txt, .md, .docx or .pdf file")
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableError("is cut off: the end of the PDF is missing; get the whole file")
    read_pages = [_page(page) for page in printed.read(data, _MAX_PAGES)]
    return _document(read_pages)


def _page(page: Page) -> list[_Row]:
    """The rows of a page from above; words in ruled tables are rows of cells."""
    tables = ruled.tables(page.rules)
    inside: list[list[Word]] = [[] for _ in tables]
    outside: list[_Row] = []
    for words in page.rows:
        free: list[Word] = []
        for word in words:
            at = next((i for i, t in enumerate(tables) if t.holds(word.middle, word.base)), None)
            (free if at is None else inside[at]).append(word)
        if free:
            outside.append(_row(free, page.number))
    rows = [row for table, its in zip(tables, inside, strict=True) for row in _tabulated(table, its, page.number)]
    rows += _columns(outside)
    return sorted(rows, key=lambda r: r.top)


def _row(words: list[Word], page: int) -> _Row:
    return _Row(words, page, text=_text(words))


def _text(words: Sequence[Word]) -> str:
    """The words with the spaces that are between them; a first letter of a symbol font is a bullet."""
    if not words:
        return ""
    if sum(bool(_ARABIC.search(w.text)) for w in words) * 2 > len(words):
        return " ".join(_turned(w.text) for w in reversed(words))
    first, *rest = words
    apart = bool(rest) and rest[0].x0 - first.x1 > 0.5 * first.size
    if rest and len(first.text) == 1 and _SYMBOLS.search(first.font):
        out = "•"
    elif apart and re.fullmatch(r"\d{1,2}", first.text):
        out = f"{first.text}."  # a list's own number, set apart, without a full stop
    else:
        out = first.text
    for before, word in pairwise(words):
        gap = word.x0 - before.x1
        out += ("\t" if before is first and apart else " " if gap > 0.12 * word.size else "") + word.text
    return out


def _turned(word: str) -> str:
    """A word that was printed from right to left, its letters in their plain form and order."""
    return unicodedata.normalize("NFKC", word[::-1] if _ARABIC.search(word) else word)


def _tabulated(table: Table, words: Sequence[Word], page: int) -> Iterator[_Row]:
    """The rows of a table, each with the lines of its cells."""
    cells: dict[float, dict[float, list[Word]]] = {}
    for word in words:
        top, left = table.cell(word.middle, word.base - 0.3 * word.size)
        cells.setdefault(top, {}).setdefault(left, []).append(word)
    for top, row in sorted(cells.items()):
        starts = sorted({*row, *(s for s in table.starts(top) if all(abs(s - x) > 3 for x in row))})
        lines = [_lined(row.get(start, [])) for start in starts]
        texts = tuple(tuple(map(_text, cell)) for cell in lines)
        own = [w for cell in row.values() for w in cell]
        yield _Row(own, page, texts, " ".join(t for cell in texts for t in cell))


def _lined(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a cell by the lines on which they stand, in their order."""
    out: list[list[Word]] = []
    for word in words:
        if out and abs(word.base - out[-1][-1].base) < 0.35 * word.size:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _columns(rows: list[_Row]) -> list[_Row]:
    """Lines with wide gaps are rows of a table without rules; what hangs below a later cell belongs to it."""
    out: list[_Row] = []
    starts: list[float] = []
    for row in rows:
        parts = _parts(row)
        if len(parts) > 1:
            row.cells = tuple((_text(p),) for p in parts)
            starts = [p[0].x0 for p in parts]
        elif out and len(starts) > 1 and row.top - out[-1].bottom < row.size:
            at = next((i for i, x in enumerate(starts) if i and abs(x - row.left) < 3), None)
            if at is not None:
                cells = list(out[-1].cells)
                cells[at] = (*cells[at], row.text)
                out[-1].cells = tuple(cells)
                out[-1].text = " ".join(t for cell in cells for t in cell)
                out[-1].words = [*out[-1].words, *row.words]
                continue
            starts = []
        else:
            starts = []
        out.append(row)
    for i, row in enumerate(out):
        alone = not (i and out[i - 1].cells) and not (i + 1 < len(out) and out[i + 1].cells)
        if row.cells and alone:
            row.cells = ()
    return out


def _parts(row: _Row) -> list[list[Word]]:
    """The words of a line, parted at wide gaps; the gap behind a marker is none."""
    parts = [[row.words[0]]]
    for before, word in pairwise(row.words):
        marked = len(parts) == 1 and bool(markers.split(_text(parts[0]) + "\tX")[0]) and len(parts[0]) == 1
        if word.x0 - before.x1 > 2.2 * row.size and not marked:
            parts.append([])
        parts[-1].append(word)
    return parts


def _document(read_pages: Sequence[list[_Row]]) -> Document:
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
    urdu = sorted({row.page for row in rows if _ARABIC.search(row.text)})
    warnings = [Remark(page, "Urdu text, whose order a PDF does not tell: look it over") for page in urdu]
    return Document(tuple(_lines(rows, usual)), "page", tuple(notes), tuple(warnings))


def _marginal(rows: Sequence[_Row], i: int, usual: _Measures) -> bool:
    """Whether the first or last line of a page is smaller than the text and stands apart: a header that comes once."""
    row = rows[i]
    if len(rows) < 2 or row.size > 0.93 * usual.body or row.cells:
        return False
    gap = rows[1].bottom - row.bottom if i == 0 else row.bottom - rows[-2].bottom
    return gap > 1.6 * usual.pitch


def _measured(rows: Sequence[_Row]) -> _Measures:
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
    wrapped = [
        a.right
        for a, b in pairwise(rows)
        if not (a.cells or b.cells) and b.text[:1].islower() and not markers.split(b.text)[0]
    ]
    pitch = median(gaps[: max(1, len(gaps) // 3)]) if gaps else 1.3 * body
    return _Measures(body, pitch, max(wrapped, default=0.0))


def _lines(rows: Sequence[_Row], usual: _Measures) -> Iterator[Line]:
    joiner = Joiner((row.text for row in rows), broken_words=True)
    for i, row in enumerate(rows):
        above = rows[i - 1] if i else None
        below = rows[i + 1] if i + 1 < len(rows) else None
        marker, rest = markers.split(row.text)
        same_page = above is not None and above.page == row.page
        blank = (
            same_page and above is not None and row.bottom - above.bottom > 1.3 * usual.pitch * row.size / usual.body
        )
        larger = row.size / usual.body
        yield Line(
            clean(rest), row.page, marker, depth=row.left / (0.5 * usual.body), blank=blank,
            full=below is not None and not below.cells and not row.cells and _wrapped(row, below, usual),
            heading=0 if larger < 1.12 else 3 if larger < 1.25 else 2 if larger < 1.5 else 1,
            bold=_bold(row), cells=tuple(map(joiner.join, row.cells)),
        )  # fmt: skip


def _bold(row: _Row) -> bool:
    return all(_BOLD.search(w.font) for w in row.words)


def _wrapped(row: _Row, below: _Row, usual: _Measures) -> bool:
    """Whether the first word of the next line did not fit into this one."""
    if markers.split(below.text)[0] or abs(row.size - below.size) > 0.6 or _bold(row) != _bold(below):
        return False
    word = below.words[0]
    room = usual.right - row.right
    return bool(usual.right) and -6 * row.size < room < 0.25 * row.size + word.x1 - word.x0 + 1
