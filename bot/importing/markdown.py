"""Markdown to lines: headings, lists, tables, and text without its marks of emphasis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.importing import markers, plain, underlined
from bot.importing.document import Document, Line, Remark, UnreadableError, clean

_LEVEL: Final = 4


@dataclass(slots=True)
class _Place:
    """Where the walk over the tokens is."""

    lists: list[str] = field(default_factory=list)
    """The marker of each list that is open; empty once the item's first text has taken it."""
    heading: int = 0
    cells: list[str] | None = None
    end: int = 0
    """Line after the last block."""


def read(text: str) -> Document:
    """The lines of a Markdown text. Raises UnreadableError."""
    if (longest := max(map(len, text.splitlines()), default=0)) > plain.MAX_LINE:
        raise UnreadableError(f"has a line of {longest:,} characters; no report has one, so nothing was read")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _with_bars(text)
    tokens = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").parse(text)
    notes = [
        Remark(t.map[0] + 1, "HTML, which is left out")
        for t in tokens
        if t.type == "html_block" and t.map and not t.content.lstrip().startswith("<!--")
    ]
    typed = text.split("\n")
    lines = ((line, typed[line.place - 1]) for line in _walk(tokens))
    return Document(tuple(plain.wrapped(list(lines))), "line", warnings=tuple(notes))


def _with_bars(text: str) -> str:
    """*text*, with bars in tables whose columns are parted by spaces, as some programs write them; lines stay."""
    texts = text.split("\n")
    for table in underlined.tables(texts):
        width = len(table.rows[0][1])
        rows = ["|" + "|".join(cell.replace("|", "\\|") for cell in cells) + "|" for _, cells in table.rows]
        rows.insert(1, "|" + "---|" * width)
        if len(rows) <= table.end - table.first:
            texts[table.first : table.end] = [*rows, *[""] * (table.end - table.first - len(rows))]
    return "\n".join(texts)


def _walk(tokens: Sequence[Token]) -> Iterator[Line]:
    at = _Place()
    for token in tokens:
        match token.type:
            case "list_item_open":
                number = f"{token.info}{token.markup}" if token.info else token.markup
                at.lists.append(number)
            case "list_item_close":
                at.lists.pop()
            case "heading_open":
                at.heading = int(token.tag[1])
            case "heading_close":
                at.heading = 0
            case "tr_open":
                at.cells = []
            case "tr_close":
                yield Line(
                    " ".join(at.cells or ()), token.map[0] + 1 if token.map else at.end, cells=tuple(at.cells or ())
                )
                at.cells = None
            case "inline" if at.cells is not None:
                at.cells.append(clean(_plain(token.children or ())))
                at.end = token.map[0] + 1 if token.map else at.end
            case "inline" | "code_block" | "fence":
                yield from _block(token, at)


def _block(token: Token, at: _Place) -> Iterator[Line]:
    """The lines of one block of text."""
    start, end = token.map or (at.end, at.end)
    blank = start > at.end
    at.end = end
    children = token.children or ()
    texts = (_plain(children) if token.type == "inline" else token.content).split("\n")
    parts = [(n, part) for n, text in enumerate(texts) for part in text.split("\v")]
    first = start + 2 if token.type == "fence" else start + 1  # the fence itself is a line above what it holds
    bold = _bold(children)
    for i, (n, text) in enumerate(parts):
        if not clean(text):
            continue
        line = Line(
            clean(text), first + n, depth=len(at.lists) * _LEVEL, blank=blank and i == 0, fresh=i == 0,
            heading=at.heading, bold=bold,
        )  # fmt: skip
        if at.lists and at.lists[-1]:
            marker, at.lists[-1] = at.lists[-1], ""
            yield replace(line, marker=marker, automatic=True, depth=(len(at.lists) - 1) * _LEVEL)
            continue
        typed, rest = markers.split(text)
        yield replace(line, text=clean(rest), marker=typed)


def _plain(children: Sequence[Token]) -> str:
    """The text of a block without emphasis, links and images; where <br> breaks a line is a vertical tab."""
    out = ""
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            out += "\n"
        elif child.type in ("text", "code_inline", "text_special"):
            out += child.content
        elif child.type == "html_inline" and child.content.lower().startswith("<br"):
            out += "\v"
    return out


def _bold(children: Sequence[Token]) -> bool:
    """Whether all of the text is strong."""
    depth = 0
    for child in children:
        depth += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        if child.type == "text" and child.content.strip() and not depth:
            return False
    return any(c.type == "strong_open" for c in children)
