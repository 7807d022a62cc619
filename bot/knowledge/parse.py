"""Plain values to a report or a lexicon, with every problem at its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.model import Panelist, Report
from bot.knowledge.source import Path, Source
from bot.language.lexicon import LexiconFile
from bot.language.text import normalise

T = TypeVar("T", bound=BaseModel)

_WORDS = {
    "missing": "is missing; add it",
    "string_too_short": "is empty; write it or take the key out",
    "string_too_long": "is longer than 300 characters; shorten it",
    "too_short": "is empty; give at least one",
    "dict_type": "should be keys with values",
    "model_type": "should be keys with values",
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
    if value is None:
        return None
    for path, what in _duplicates(value):
        source.refuse(path, what)
    return None if source.problems else value


def lexicon(source: Source) -> LexiconFile | None:
    """The lexicon in *source*, or None with the problems noted in it."""
    value = _validated(LexiconFile, source)
    return None if source.problems else value


def _validated(kind: type[T], source: Source) -> T | None:
    if source.value is None:
        return None
    try:
        return kind.model_validate(source.value)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            path = _path(detail["loc"], source.value)
            source.refuse(path, _explained(detail["type"], path, detail["msg"], kind))
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


def _explained(kind: str, path: Path, message: str, model: type[BaseModel]) -> str:
    if kind == "extra_forbidden":
        return "is not a key of this format; correct or remove it"
    if kind == "string_pattern_mismatch":
        last = [p for p in path if isinstance(p, str)]
        for name in reversed(last):
            if name in _PATTERNS:
                return _PATTERNS[name]
        return _WORDS["string_too_short"]
    if kind.startswith("date"):
        return "is not a date such as 2021-01-31"
    return _WORDS.get(kind, message[:1].lower() + message[1:])


def _duplicates(value: Report) -> Iterator[tuple[Path, str]]:
    names: dict[str, Path] = {}
    texts: dict[str, Path] = {}
    keys: dict[str, Path] = {}
    examples: dict[str, Path] = {}
    negatives: dict[str, Path] = {}
    for p, panelist in enumerate(value.panelists):
        here: Path = ("panelists", p)
        for path, name in _names(panelist, here):
            yield from _first(names, normalise(name), path, "names a panelist who is there already")
        yield from _findable(examples, negatives, panelist.examples, panelist.negative_examples, here)
        for n, point in enumerate(panelist.points):
            at: Path = (*here, "points", n)
            yield from _first(texts, normalise(point.text), at, "says the same as another point")
            yield from _first(keys, point.key, (*at, "id"), "is the id of another point")
            yield from _findable(examples, negatives, point.examples, point.negative_examples, at)
    yield from _findable(examples, negatives, value.takeaway_examples, (), ("takeaway_examples",), whole=True)
    yield from _findable(examples, negatives, (), value.negative_examples, ("negative_examples",), whole=True)


def _names(panelist: Panelist, here: Path) -> Iterator[tuple[Path, str]]:
    yield (*here, "name"), panelist.name
    for i, alias in enumerate(panelist.aliases):
        yield (*here, "aliases", i), alias


def _findable(
    examples: dict[str, Path],
    negatives: dict[str, Path],
    asked: tuple[str, ...],
    refused: tuple[str, ...],
    here: Path,
    *,
    whole: bool = False,
) -> Iterator[tuple[Path, str]]:
    for i, text in enumerate(asked):
        path = (*here, i) if whole else (*here, "examples", i)
        yield from _first(examples, normalise(text), path, "is an example question already")
    for i, text in enumerate(refused):
        path = (*here, i) if whole else (*here, "negative_examples", i)
        key = normalise(text)
        own = examples.get(key)
        if own is not None and (whole or own[: len(here)] == here):
            yield path, "is an example question too; it cannot be both"
        negatives.setdefault(key, path)


def _first(seen: dict[str, Path], key: str, path: Path, what: str) -> Iterator[tuple[Path, str]]:
    if not key:
        yield path, "has no letters or digits"
    elif key in seen:
        yield path, what
    else:
        seen[key] = path
