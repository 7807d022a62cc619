"""One example question more or less in a knowledge file, every other byte as its editor wrote it.

Nothing is written anew from values: a few characters are put in or taken out at places that the YAML parser names. Of
the ways to do so the first one counts that, read again, says exactly what was meant and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bot.errors import EditError
from bot.knowledge import parse, source
from bot.knowledge.model import Point, Report
from bot.language.text import normalise

_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_BOM = "\ufeff"
_WIDTH = 120
_PLAIN = re.compile(r"[^\W\d_][\w '’?!.،؟۔/()-]*[\w?!.؟۔)]")
_ESCAPED = re.compile(
    "[^\x20-\x7e\xa0-\u200d\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_Node = Any
"""PyYAML's nodes, whose values have no types."""


def add_example(text: str, key: str, question: str) -> str:
    """*text*, a report's file, with *question* as one more example of the point *key*. Raises EditError."""
    report = _report(text)
    question = _folded(question)
    wanted = _with(report, key, (*_point(report, key).examples, question))
    _refuse(report, _point(report, key), question)
    return _first(text, wanted, key, _Editor(text).adding(*_place(report, key), question))


def remove_example(text: str, key: str, question: str) -> str:
    """*text* without the example *question* of the point *key*. Raises EditError."""
    report = _report(text)
    question = _folded(question)
    examples = _point(report, key).examples
    if question not in examples:
        raise EditError("gone")
    at = examples.index(question)
    wanted = _with(report, key, examples[:at] + examples[at + 1 :])
    return _first(text, wanted, key, _Editor(text).removing(*_place(report, key), at))


def _folded(question: str) -> str:
    """As it is written into a file: in one line, without halves of characters."""
    return " ".join(question.split()).encode("utf-8", "replace").decode()


def _report(text: str) -> Report:
    report = _read(text)
    if report is None:
        raise EditError("layout")
    return report


def _read(text: str) -> Report | None:
    return parse.report(source.read(text.encode("utf-8", "surrogatepass"), ""))


def _place(report: Report, key: str) -> tuple[int, int]:
    for p, panelist in enumerate(report.panelists):
        for n, point in enumerate(panelist.points):
            if point.key == key:
                return p, n
    raise EditError("gone")


def _point(report: Report, key: str) -> Point:
    panelist, point = _place(report, key)
    return report.panelists[panelist].points[point]


def _with(report: Report, key: str, examples: tuple[str, ...]) -> Report:
    """The report with other examples at a point, in one order, so that two can be compared."""
    p, n = _place(report, key)
    points = list(report.panelists[p].points)
    points[n] = points[n].model_copy(update={"examples": tuple(sorted(examples))})
    panelists = list(report.panelists)
    panelists[p] = panelists[p].model_copy(update={"points": tuple(points)})
    return report.model_copy(update={"panelists": tuple(panelists)})


def _refuse(report: Report, point: Point, question: str) -> None:
    """Raise EditError if the file would not be right with *question* as an example of *point*."""
    asked = normalise(question)
    if not asked:
        raise EditError("empty")
    known = [(report.takeaway_examples, "the takeaway")]
    for panelist in report.panelists:
        known.append((panelist.examples, panelist.name))
        known += [(p.examples, f"{panelist.name}: {p.text}") for p in panelist.points]
    for examples, whose in known:
        if asked in map(normalise, examples):
            raise EditError("known", whose)
    if asked in map(normalise, (*point.negative_examples, *report.negative_examples)):
        raise EditError("negative")


def _first(text: str, wanted: Report, key: str, ways: Iterator[str]) -> str:
    for way in ways:
        made = _read(way)
        there = made is not None and any(p.key == key for x in made.panelists for p in x.points)
        if made is not None and there and _with(made, key, _point(made, key).examples) == wanted:
            return way
    raise EditError("layout")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A piece of the text to replace."""

    start: int
    end: int
    by: str


class _Editor:
    """The ways to make a change in one text."""

    def __init__(self, text: str) -> None:
        self._bom = _BOM if text.startswith(_BOM) else ""
        self._text = text.removeprefix(_BOM)
        found = _BREAK.search(self._text)
        self._newline = found[0] if found and found[0] in ("\n", "\r\n", "\r") else "\n"
        self._root: _Node = yaml.compose(self._text, Loader=source.LOADER)

    def adding(self, panelist: int, point: int, question: str) -> Iterator[str]:
        """Texts with *question* among the examples of a point, the most natural one first."""
        points = _value(_item(_value(self._root, "panelists"), panelist), "points")
        node = _item(points, point)
        if isinstance(node, yaml.ScalarNode):
            yield from self._from_plain_text(points, node, question)
        elif (examples := _value(node, "examples")) is not None:
            yield from self._into(examples, question)
        elif node.flow_style:
            end = node.value[-1][1].end_mark.index
            yield self._made(_Cut(end, end, f", examples: [{_quoted(question)}]"))
        else:
            indent = node.value[0][0].start_mark.column
            block = self._block(indent, question)
            yield from self._after(node, " " * indent + block)
            front = node.start_mark.index
            yield self._made(_Cut(front, front, block + self._newline + " " * indent))

    def removing(self, panelist: int, point: int, at: int) -> Iterator[str]:
        """Texts without the example at a place, counted from 0."""
        node = _item(_value(_item(_value(self._root, "panelists"), panelist), "points"), point)
        examples = _value(node, "examples")
        item = _item(examples, at)
        if examples.flow_style:
            if node.flow_style and len(examples.value) == 1:
                values = [v for _, v in node.value]
                before = values[max(0, values.index(examples) - 1)]
                yield self._made(_Cut(before.end_mark.index, examples.end_mark.index, ""))
            yield from self._out_of_flow(examples, at)
        elif len(examples.value) > 1:
            dash = self._text.rfind("-", 0, item.start_mark.index)
            for end in self._ends(item):
                yield from self._without_lines(dash, end)
        else:
            key = next(k for k, v in node.value if v is examples)
            for end in self._ends(item):
                yield from self._without_lines(key.start_mark.index, end)
                colon = self._text.index(":", key.end_mark.index) + 1
                yield self._made(_Cut(colon, end, " []" + (self._newline if end < len(self._text) else "")))

    def _block(self, indent: int, question: str) -> str:
        return f"examples:{self._newline}{' ' * indent}  - {_quoted(question)}"

    def _into(self, examples: _Node, question: str) -> Iterator[str]:
        """One more item of a list."""
        items = examples.value
        quoted = _like(items[-1] if items else None, question)
        column = examples.start_mark.column
        if not examples.flow_style:
            yield from self._after(examples, " " * column + "- " + quoted)
            front = examples.start_mark.index
            yield self._made(_Cut(front, front, f"- {quoted}{self._newline}{' ' * column}"))
        elif not items:
            front = examples.start_mark.index + 1
            yield self._made(_Cut(front, front, _quoted(question)))
        else:
            end = items[-1].end_mark.index
            if items[-1].end_mark.column + len(quoted) > _WIDTH - 3:
                indent = " " * items[0].start_mark.column
                yield self._made(_Cut(end, end, f",{self._newline}{indent}{_quoted(question)}"))
            yield self._made(_Cut(end, end, f", {_quoted(question)}"))

    def _from_plain_text(self, points: _Node, node: _Node, question: str) -> Iterator[str]:
        """A point that is text alone becomes keys with values."""
        start = node.start_mark.index
        if points.flow_style:
            end = node.end_mark.index
            piece = self._text[start:end]
            yield self._made(_Cut(start, end, f"{{text: {piece}, examples: [{_quoted(question)}]}}"))
            return
        column = node.start_mark.column
        deeper = " " * (column - points.start_mark.column)
        for end in self._ends(node):
            first, *rest = re.split(f"({_BREAK.pattern})", self._text[start:end])
            moved = "".join(deeper + r if r and not _BREAK.fullmatch(r) else r for r in rest)
            newline = "" if moved.endswith(self._newline) else self._newline
            tail = self._newline if end < len(self._text) or not newline else ""
            made = f"text: {first}{moved}{newline}{' ' * column}{self._block(column, question)}{tail}"
            yield self._made(_Cut(start, end, made))

    def _after(self, node: _Node, lines: str) -> Iterator[str]:
        """*lines* below the last line of *node*."""
        for end in self._ends(node):
            broken = _BREAK.search(self._text[max(0, end - 2) : end]) is not None
            yield self._made(_Cut(end, end, lines + self._newline if broken else self._newline + lines))

    def _ends(self, node: _Node) -> Iterator[int]:
        """Where the lines of *node* end: behind the break after what it says, or after the empty lines below."""
        while not isinstance(node, yaml.ScalarNode) and not node.flow_style:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            said = len(self._text[:end].rstrip(" \t\r\n\x85\u2028\u2029"))
            yield self._line_end(said)
            yield end
        else:
            yield self._line_end(end)

    def _line_end(self, at: int) -> int:
        found = _BREAK.search(self._text, at)
        return found.end() if found else len(self._text)

    def _without_lines(self, start: int, end: int) -> Iterator[str]:
        """Without whole lines, if nothing else stands on the first of them."""
        breaks = [m.end() for m in _BREAK.finditer(self._text, 0, start)]
        line = breaks[-1] if breaks else 0
        if self._text[line:start].strip(" "):
            return
        if end == len(self._text) and not _BREAK.search(self._text[end - 1 :]):
            line -= len(self._newline)  # the file did not end with a line break, and does not afterwards
        yield self._made(_Cut(line, end, ""))

    def _out_of_flow(self, examples: _Node, at: int) -> Iterator[str]:
        items = examples.value
        item = items[at]
        start, end = item.start_mark.index, item.end_mark.index
        if at:
            yield self._made(_Cut(items[at - 1].end_mark.index, end, ""))
        if at + 1 < len(items):
            yield self._made(_Cut(start, items[at + 1].start_mark.index, ""))
        yield self._made(_Cut(start, end, ""))

    def _made(self, cut: _Cut) -> str:
        return self._bom + self._text[: cut.start] + cut.by + self._text[cut.end :]


def _value(node: _Node, key: str) -> _Node:
    if isinstance(node, yaml.MappingNode):
        return next((v for k, v in node.value if k.value == key), None)
    return None


def _item(node: _Node, at: int) -> _Node:
    return node.value[at]


def _like(sibling: _Node, question: str) -> str:
    """The question written as the editor writes: bare or in single quotes where the last one is and nothing forbids."""
    style = getattr(sibling, "style", '"')
    if not style and _PLAIN.fullmatch(question) and " " in question:
        return question
    if style == "'" and not _ESCAPED.search(question):
        return "'" + question.replace("'", "''") + "'"
    return _quoted(question)


def _quoted(text: str) -> str:
    """A double-quoted scalar; what is invisible or turns the direction of writing is escaped."""
    body = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _ESCAPED.sub(lambda m: f"\\u{ord(m[0]):04x}", body) + '"'
