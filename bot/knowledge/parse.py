"""Plain values to a report or a lexicon, with every problem at its line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.model import Report
from bot.knowledge.source import Path, Source, where
from bot.language.lexicon import LexiconFile
from bot.language.text import normalise

T = TypeVar("T", bound=BaseModel)

_PIECE = 128
"""Entries of a lexicon that are looked at in one go: a millisecond or two."""
_WORDS = {
    "missing": "is missing; add it",
    "string_too_short": "is empty; write it or take the key out",
    "one_line": "should be one line",
    "string_too_long": "is longer than 300 characters; shorten it",
    "too_short": "is empty; give at least one",
    "dict_type": "should be keys with values",
    "model_type": "should be keys with values",
    "dataclass_type": "should be keys with values",
    "tuple_type": "should be a list",
    "string_type": "should be plain text",
    "bool_parsing": "should be true or false",
}
_PATTERNS = {
    "id": "should be lower-case letters, digits and hyphens, at most 40 characters",
    "translations": "is not a language code such as ur",
}


def report(source: Source) -> Report | None:
    """The report in *source*, or None with the problems noted in it."""
    value = _validated(Report, source)
    for path, what in _Repetitions().find(source.value):
        source.refuse(path, what)
    return None if source.problems else value


def lexicon(source: Source) -> LexiconFile | None:
    """The lexicon in *source*, or None with the problems noted in it."""
    value = _in_pieces(source.value) or _validated(LexiconFile, source)
    return None if source.problems else value


def _in_pieces(value: object) -> LexiconFile | None:
    """A lexicon with nothing wrong in it; None for any other value.

    Thousands of entries at once would keep all other threads waiting for as long as pydantic looks at them.
    """
    entries = value["entries"] if isinstance(value, dict) and list(value) == ["entries"] else None
    if not isinstance(entries, list):
        return None
    try:
        pieces = [
            LexiconFile.model_validate({"entries": entries[start : start + _PIECE]}).entries
            for start in range(0, len(entries), _PIECE)
        ]
    except ValidationError:
        return None
    return LexiconFile.model_construct(entries=tuple(chain.from_iterable(pieces)))


def _validated(kind: type[T], source: Source) -> T | None:
    if source.value is None:
        return None
    try:
        return kind.model_validate(source.value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        refused = {p.where for p in source.problems}
        for detail in details:
            path = _path(detail["loc"], source.value)
            above = path[:-1] if detail["type"] == "missing" else path
            if where(path) in refused or (above and where(above) in refused):
                continue  # follows from what was refused there already
            if detail["type"] == "too_short" and _at(path, source.value):
                continue  # the list is not empty, its items are wrong, and are named one by one
            source.refuse(path, _explained(detail["type"], path, detail["msg"], detail["input"]))
        return None


def _path(location: tuple[int | str, ...], value: object) -> Path:
    """The part of pydantic's location that exists in the file (it adds steps such as ``[key]``)."""
    path: list[str | int] = []
    for step in location:
        if isinstance(value, dict):
            if step == "[key]":
                continue
            path.append(step)
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            path.append(step)
            value = value[step]
    return tuple(path)


def _at(path: Path, value: Any) -> Any:
    for step in path:
        value = value[step]
    return value


def _explained(kind: str, path: Path, message: str, text: object) -> str:
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "is not a key of this format; correct or remove it"
    if kind == "string_pattern_mismatch":
        last = [p for p in path if isinstance(p, str)]
        for name in reversed(last):
            if name in _PATTERNS:
                return _PATTERNS[name]
        return _WORDS["string_too_short" if not str(text).strip() else "one_line"]
    if kind.startswith("date") or (path[-1:] == ("date",) and kind == "value_error"):
        return "is not a date such as 2021-01-31"
    return _WORDS.get(kind, message[:1].lower() + message[1:])


class _Repetitions:
    """What is given twice, looked for in the plain value, so that other mistakes do not hide it."""

    def __init__(self) -> None:
        self._names: dict[str, Path] = {}
        self._texts: dict[str, Path] = {}
        self._ids: dict[str, Path] = {}
        self._examples: dict[str, Path] = {}

    def find(self, value: object) -> Iterator[tuple[Path, str]]:
        """Every repetition in a report's plain value, whatever shape it has."""
        report = value if isinstance(value, dict) else {}
        for p, panelist in _items(report.get("panelists")):
            here: Path = ("panelists", p)
            if not isinstance(panelist, dict):
                continue
            yield from self._first(self._names, panelist.get("name"), (*here, "name"), _NAMED)
            for i, alias in _items(panelist.get("aliases")):
                yield from self._first(self._names, alias, (*here, "aliases", i), _NAMED)
            yield from self._findable(panelist, here)
            for n, point in _items(panelist.get("points")):
                yield from self._point(point, (*here, "points", n))
        for i, example in _items(report.get("takeaway_examples")):
            yield from self._first(self._examples, example, ("takeaway_examples", i), _ASKED)
        for i, refused in _items(report.get("negative_examples")):
            if isinstance(refused, str) and normalise(refused) in self._examples:
                yield ("negative_examples", i), _BOTH

    def _point(self, point: object, at: Path) -> Iterator[tuple[Path, str]]:
        if not isinstance(point, dict):
            yield from self._first(self._texts, point, at, _SAID)
            return
        yield from self._first(self._texts, point.get("text"), at, _SAID)
        yield from self._first(self._ids, point.get("id"), (*at, "id"), "is the id of another point")
        yield from self._findable(point, at)

    def _findable(self, thing: dict[str, object], here: Path) -> Iterator[tuple[Path, str]]:
        for i, example in _items(thing.get("examples")):
            yield from self._first(self._examples, example, (*here, "examples", i), _ASKED)
        negatives: dict[str, Path] = {}
        for i, refused in _items(thing.get("negative_examples")):
            own = self._examples.get(normalise(refused)) if isinstance(refused, str) else None
            at: Path = (*here, "negative_examples", i)
            if own is not None and own[: len(here)] == here:
                yield at, _BOTH
            else:
                yield from self._first(negatives, refused, at, "is given already")

    @staticmethod
    def _first(seen: dict[str, Path], text: object, path: Path, what: str) -> Iterator[tuple[Path, str]]:
        if not isinstance(text, str) or not text.strip():
            return
        key = normalise(text)
        if not key:
            yield path, "has no letters or digits"
        elif key in seen:
            yield path, what
        else:
            seen[key] = path


_NAMED = "names a panelist who is there already"
_SAID = "says the same as another point"
_ASKED = "is an example question already"
_BOTH = "is an example question too; it cannot be both"


def _items(value: object) -> list[tuple[int, object]]:
    return list(enumerate(value)) if isinstance(value, list) else []
