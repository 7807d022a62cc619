"""Tables of a Word file that are forms: "Topic | …" row by row, or a row for each panelist with all points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.importing import labels, vocabulary
from bot.importing.document import Line
from bot.language.text import normalise

Cells = Sequence[Sequence[Line]]
"""A row: the lines of each cell."""

_KEYS: Final = (
    vocabulary.TITLE | vocabulary.DATE | vocabulary.ORGANIZERS | vocabulary.FACTS | vocabulary.TOPIC | vocabulary.ROLE
    | vocabulary.NAME | vocabulary.TAKEAWAY | vocabulary.SUMMING_UP
)  # fmt: skip
_NAMES: Final = vocabulary.NAME | vocabulary.PANELIST_ROLES | {"panelists", "speakers"}


def lines(rows: Sequence[Cells]) -> list[Line] | None:
    """What a form says, as lines below each other; None if the table is none."""
    if all(len(row) == 2 and row[0] and _key(row[0]) for row in rows):
        return [line for row in rows for line in _entry(row[0], row[1])]
    heads = [normalise(_text(cell)) for cell in rows[0]]
    name = next((c for c, head in enumerate(heads) if head in _NAMES), None)
    points = next((c for c, cell in enumerate(rows[0]) if labels.about_points(_text(cell))), None)
    if name is None or points is None or len(rows) < 2 or all(_is_capacity(row[points:]) for row in rows[1:]):
        return None
    return [line for row in rows[1:] for line in _panelist(row, heads, name, points)]


def _is_capacity(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether the first of *cells* says as what somebody came and no point: "Panelist" under "Remarks"."""
    return not cells or normalise(_text(cells[0])) in vocabulary.MODERATORS | vocabulary.PANELIST_ROLES | {""}


def _text(cell: Sequence[Line]) -> str:
    return " ".join(line.text for line in cell)


def _key(cell: Sequence[Line]) -> bool:
    text = _text(cell)
    heading = labels.heading(text)
    return normalise(text) in _KEYS or labels.about_points(text) or (heading is not None and not heading.name)


def _entry(key: Sequence[Line], value: Sequence[Line]) -> Iterator[Line]:
    """One row of a form."""
    name = _text(key).rstrip(" :")
    if not value:
        return
    if labels.about_points(name) or normalise(name) in vocabulary.TAKEAWAY | vocabulary.SUMMING_UP:
        yield replace(key[0], text=name, fresh=True, bold=True)
        yield from _points(value) if labels.about_points(name) else value
    else:
        between = "; " if normalise(name) in vocabulary.ORGANIZERS else " "  # each body in a paragraph of its own
        text = between.join(line.text for line in value)
        yield replace(value[0], text=f"{name}: {text}", marker="", fresh=True, bold=labels.heading(name) is not None)


def _panelist(row: Cells, heads: Sequence[str], name: int, points: int) -> Iterator[Line]:
    """One row of a table of panelists."""
    if len(row) != len(heads) or not row[name]:
        return
    yield replace(row[name][0], text=f"Panelist: {_text(row[name])}", marker="", fresh=True, bold=True)
    for c, cell in enumerate(row):
        if cell and heads[c] in vocabulary.TOPIC | vocabulary.ROLE:
            label = "Topic" if heads[c] in vocabulary.TOPIC and heads[c] not in vocabulary.ROLE else "Designation"
            yield replace(cell[0], text=f"{label}: {_text(cell)}", marker="", fresh=True)
    yield from _points(row[points])


def _points(cell: Sequence[Line]) -> Iterator[Line]:
    """The lines of a cell, each a point where none has a marker."""
    if any(line.marker for line in cell):
        yield from cell
    else:
        yield from (replace(line, marker="•", automatic=True, depth=0.0) for line in cell)
