"""Plain text to lines: pages, tables drawn with characters, typed markers, and where a line was only wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.importing import markers, pages, tables, underlined
from bot.importing.document import Document, Line, Remark, UnreadableError, clean

MAX_LINE: Final = 20_000
_WIDEST: Final = 130
"""Nobody wraps text wider than this; longer lines are whole paragraphs."""
_RAGGED: Final = 6
"""Characters by which lines can be longer than the longest that surely was wrapped."""
_RULE: Final = re.compile(r"\s*([-=_*~#.–—])(?:\s*\1){2,}\s*")


def read(text: str) -> Document:
    """The lines of a plain text. Raises UnreadableError."""
    raw = re.split(r"\r\n|\n|\r", text.replace("\x1a", ""))
    if (longest := max(map(len, raw))) > MAX_LINE:
        raise UnreadableError(f"has a line of {longest:,} characters; no report has one, so nothing was read")
    rows, notes = _without_pages(raw)
    return Document(tuple(wrapped(_tabulated(_ruled(_underlined(rows))))), "line", tuple(notes))


Row = tuple[int, str, bool]
"""Number of the line, its text, and whether a page begins with it."""


def _without_pages(raw: Sequence[str]) -> tuple[list[Row], list[Remark]]:
    """The lines without what repeats around page breaks; a break is a form feed or the number of a page."""
    rows: list[Row] = []
    new = False
    numbers = pages.counted(raw)
    for n, text in enumerate(raw, 1):
        head, *rest = text.split("\f")
        rows.append((n, head, new))
        rows += [(n, part, True) for part in rest if part.strip()]
        new = bool(rest) and not rest[-1].strip()
        if pages.number(text) or n - 1 in numbers:
            new = True
    starts = [0, *(i for i, row in enumerate(rows) if row[2] and i), len(rows)]
    kept = [[i for i in range(a, b) if rows[i][1].strip()] for a, b in pairwise(starts)]
    kept = [k for k in kept if k]
    gone = pages.running([[(rows[i][1], 0.0) for i in k] for k in kept]) if len(kept) > 1 else set()
    dropped = {kept[p][i] for p, i in gone} | pages.repeated([text for _, text, _ in rows])
    notes = [
        Remark(rows[i][0], f"left out: page header, footer or number: {clean(rows[i][1])}") for i in sorted(dropped)
    ]
    return [row for i, row in enumerate(rows) if i not in dropped], notes


def _lines(rows: Sequence[Row]) -> Iterator[tuple[Line, str]]:
    """Each line that is not empty, with its text as it was typed."""
    blank = False
    for n, text, begins_page in rows:
        for part in text.split("\v"):
            marker, rest = markers.split(part)
            if not clean(part):
                blank = True
                continue
            typed = part.expandtabs(4)
            depth = len(typed) - len(typed.lstrip())
            yield Line(clean(rest), n, marker, depth=depth, blank=blank and not begins_page), part
            blank = False


def _underlined(rows: Sequence[Row]) -> Iterator[tuple[Line, str]]:
    """The lines, where tables whose heading is underlined column by column are rows with cells."""
    done = 0
    for table in underlined.tables([text for _, text, _ in rows]):
        yield from _lines(rows[done : table.first])
        for n, cells in table.rows:
            yield Line(" ".join(filter(None, cells)), rows[n][0], cells=cells), rows[n][1]
        done = table.end
    yield from _lines(rows[done:])


def _ruled(lines: Iterator[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Without lines of dashes; what is underlined by one is a heading."""
    out: list[tuple[Line, str]] = []
    blank = False
    for line, text in lines:
        if _RULE.fullmatch(text) and not line.blank and out and not out[-1][0].marker and len(out[-1][0].text) < 100:
            out[-1] = (replace(out[-1][0], heading=2), out[-1][1])
            blank = True
        elif _RULE.fullmatch(text):
            blank = True
        else:
            out.append((replace(line, blank=line.blank or blank), text))
            blank = False
    return out


def _tabulated(lines: Sequence[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """Rows of tables have their cells."""
    out: list[tuple[Line, str]] = []
    i = 0
    while i < len(lines):
        end = i
        while end < len(lines) and (tables.border(lines[end][1]) or tables.barred(lines[end][1])):
            end += 1
        if lines[i][0].cells:
            end = i + 1
            out.append(lines[i])
        elif end - i > 1:
            out += _drawn(lines[i:end])
        else:
            end = i
            while end < len(lines) and (end == i or not lines[end][0].blank) and tables.gaps(lines[end][1]):
                end += 1
            cells = tables.aligned([text for _, text in lines[i:end]])
            if cells is None:
                end = i + 1
                out.append(lines[i])
            else:
                out += [(replace(line, cells=row), text) for (line, text), row in zip(lines[i:end], cells, strict=True)]
        i = end
    return out


def _drawn(block: Sequence[tuple[Line, str]]) -> list[tuple[Line, str]]:
    """A table with bars: a row is a line, or all that stands between two borders where every row has its own."""
    groups: list[list[tuple[Line, str]]] = [[]]
    for line, text in block:
        if tables.border(text):
            groups.append([])
        else:
            groups[-1].append((line, text))
    groups = [g for g in groups if g]
    out: list[tuple[Line, str]] = []
    for group in groups:
        rows = [tables.barred(text) for _, text in group]
        if len(groups) > 2 and len({len(r) for r in rows}) == 1:
            columns = zip(*rows, strict=True)
            found = [(0, tuple(" ".join(filter(None, c)) for c in columns))]
        else:
            found = tables.joined(rows)
        out += [(replace(group[i][0], cells=cells, marker="", text=" ".join(cells)), group[i][1]) for i, cells in found]
    return out


def wrapped(lines: Sequence[tuple[Line, str]]) -> Iterator[Line]:
    """Lines that were broken at the margin are marked; the margin shows where a line goes on in lower case."""
    typed = [text.expandtabs(4).rstrip() for _, text in lines]
    going_on = [
        len(typed[i]) for i in range(len(lines) - 1) if _below(lines[i + 1][0]) and lines[i + 1][0].text[:1].islower()
    ]
    margin = max((n for n in going_on if n <= _WIDEST), default=0)
    for i, (line, _) in enumerate(lines):
        following = lines[i + 1][0] if i + 1 < len(lines) else None
        full = False
        if following is not None and _below(following) and margin and not line.cells:
            word = next(iter(typed[i + 1].split(maxsplit=1)), "")  # with what Markdown puts round it
            full = margin >= 40 and margin - len(word) - 1 < len(typed[i]) <= margin + _RAGGED
        yield replace(line, full=full)


def _below(line: Line) -> bool:
    """Whether a line can belong to the one above."""
    return not (line.blank or line.fresh or line.marker or line.cells)
