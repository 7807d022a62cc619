"""Tables in plain text whose columns are parted by spaces and whose heading is underlined column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_UNDERLINE: Final = re.compile(r"(?<!\S)(?:-{2,}|={2,})(?!\S)")
_RULE: Final = re.compile(r"\s*(?:-{3,}|={3,})\s*")
_HEAD: Final = 4
"""Lines that the heading has at most."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the lines that it takes, from ``first`` to before ``end``."""

    first: int
    end: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """The index of each row's first line, and its cells."""


def tables(texts: Sequence[str]) -> Iterator[Table]:
    """The tables in the lines of a text."""
    end = 0
    for n, text in enumerate(texts):
        starts = _columns(text)
        if n >= end and starts and (table := _table(texts, end, n, starts)) is not None:
            yield table
            end = table.end


def _table(texts: Sequence[str], least: int, underline: int, starts: Sequence[int]) -> Table | None:
    """The table with this *underline* that begins in line *least* or below."""
    first = underline
    while first > max(least, underline - _HEAD) and _sliced(texts[first - 1], starts):
        first -= 1
    end = underline + 1
    while end < len(texts) and not _RULE.fullmatch(texts[end]) and _belongs(texts, end, starts):
        end += 1
    ruled = end < len(texts) and bool(_RULE.fullmatch(texts[end]))
    body = _rows(texts, underline + 1, end, starts)
    if not body or not any(sum(map(bool, cells)) > 1 for _, cells in body):
        return None
    head = _joined([_sliced(text, starts) for text in texts[first:underline]])
    rows = ((first, head), *body) if head else tuple(body)
    opened = first > least and bool(_RULE.fullmatch(texts[first - 1]))
    return Table(first - opened, end + ruled, rows)


def _belongs(texts: Sequence[str], n: int, starts: Sequence[int]) -> bool:
    """Whether a line is of the table: its words stand in the columns, and one behind an empty line is a row."""
    if not texts[n].strip():
        return n + 1 < len(texts) and sum(map(bool, _sliced(texts[n + 1], starts))) > 1
    return bool(_sliced(texts[n], starts))


def _rows(texts: Sequence[str], first: int, end: int, starts: Sequence[int]) -> list[tuple[int, tuple[str, ...]]]:
    """Rows are parted by empty lines if there are any within, and else each line with a first cell is one."""
    apart = any(not text.strip() for text in texts[first:end])
    groups: list[list[int]] = []
    for n in range(first, end):
        if not texts[n].strip():
            continue
        begins = not texts[n - 1].strip() if apart else bool(_sliced(texts[n], starts)[0])
        if begins or not groups:
            groups.append([])
        groups[-1].append(n)
    return [(group[0], _joined([_sliced(texts[n], starts) for n in group])) for group in groups]


def _joined(lines: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(" ".join(filter(None, column)) for column in zip(*lines, strict=True))


def _columns(text: str) -> list[int]:
    """Where the columns begin that a line such as ``---- ----------`` underlines; none for another line."""
    typed = text.expandtabs(4).rstrip()
    found = [m.start() for m in _UNDERLINE.finditer(typed)]
    return found if len(found) > 1 and re.fullmatch(r"[\s=-]+", typed) else []


def _sliced(text: str, starts: Sequence[int]) -> tuple[str, ...]:
    """The cells of a line by where the columns begin; none if it is empty or a word runs over such a place."""
    typed = text.expandtabs(4).rstrip()
    crossed = any(0 < x < len(typed) and not typed[x - 1].isspace() for x in starts)
    if not typed or crossed or typed[: starts[0]].strip() or _RULE.fullmatch(typed):
        return ()
    return tuple(" ".join(typed[a:b].split()) for a, b in zip(starts, (*starts[1:], len(typed)), strict=True))
