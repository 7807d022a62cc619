"""The interface's texts: one Fluent file a language in ``bot/locales``, so adding a language is adding a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import babel.core
import babel.localedata
from babel import Locale, localedata
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser

DEFAULT: Final = "en"
Value = str | int | date
_LATELY: Final = 512
"""Texts of each language that are remembered: most of those that are shown have no values, or few."""

_ISOLATE, _END, _RIGHT_TO_LEFT = "\u2068", "\u2069", "\u200f"
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATED = re.compile("\u2068[^\u202a-\u202e\u2066-\u2069]*\u2069")
_LATIN = re.compile("\ue000[^\ue001]*\ue001" r"|[/@]?[A-Za-z](?:[\w@.:/-]*\w)?", re.ASCII)
_MARKED = re.compile("\ue000([^\ue001]*)\ue001")

_UNSAID: Final = (
    "unit_patterns",
    "unit_display_names",
    "compound_unit_patterns",
    "currency_names",
    "currency_names_plural",
    "languages",
    "territories",
    "scripts",
    "variants",
    "time_zones",
    "meta_zones",
    "date_fields",
    "datetime_skeletons",
    "interval_formats",
)
"""What babel knows of a language and no text of the interface names: nine tenths of it."""


class Catalogue:
    """The texts of one language, plain, to be escaped by whoever puts them into markup."""

    def __init__(self, code: str, source: str) -> None:
        self.code = code
        locale = Locale.parse(code)
        self.right_to_left = locale.text_direction == "rtl"
        self._months: Mapping[int, str] = dict(locale.months["format"]["wide"])
        # Fluent would isolate every value; what needs it is isolated here, so that plain English stays plain.
        self._bundle = FluentBundle([code], use_isolating=False)
        # The place of each word in its file takes as much memory as the text.
        self._bundle.add_resource(FluentParser(with_spans=False).parse(source))
        self._lately = lru_cache(_LATELY)(self._text)

    def __call__(self, key: str, **values: Value) -> str:
        """The text with this key. KeyError if there is none, ValueError if a value that it names is missing."""
        return self._lately(key, **values)

    def _text(self, key: str, **values: Value) -> str:
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        # Fluent refuses long values; it gets a mark for each text, and the text takes the mark's place.
        marks = {k: v if isinstance(v, int) else f"\ue000{k}\ue001" for k, v in values.items()}
        text, errors = self._bundle.format_pattern(message.value, marks)
        if errors:
            raise ValueError(f"{self.code}.ftl: {key}: {errors[0]}")
        shown = str(text)
        if self.right_to_left:
            shown = _LATIN.sub(lambda m: m[0] if m[0][0] == "\ue000" else f"{_ISOLATE}{m[0]}{_END}", shown)
        shown = _MARKED.sub(lambda m: self._shown(values[m[1]]), shown)
        return self._from_the_right(shown) if self.right_to_left else shown

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return self("language-name")

    def day(self, when: date) -> str:
        """A date in words."""
        return f"{when.day} {self._months[when.month]} {when.year}"

    def isolated(self, text: str) -> str:
        """*text* so that its direction does not spill over into what stands around it, and cannot be made to."""
        # What was put together from parts that are isolated already stays so.
        clean = text if _well_formed(text) else _CONTROLS.sub("", text)
        kinds = {unicodedata.bidirectional(c) for c in _outside(clean)}
        foreign = kinds & ({"L", "EN"} if self.right_to_left else {"R", "AL", "AN"})
        return f"{_ISOLATE}{clean}{_END}" if foreign else clean

    def _shown(self, value: Value) -> str:
        return self.day(value) if isinstance(value, date) else self.isolated(str(value))

    def _from_the_right(self, text: str) -> str:
        """Every line begun from the right, by whichever rule a client finds the direction of a line."""
        return "\n".join(line if _starts_right(line) else _RIGHT_TO_LEFT + line for line in text.split("\n"))


def _well_formed(text: str) -> bool:
    """Whether there are no controls of direction in it but whole isolates."""
    return not _CONTROLS.search(_outside(text))


def _outside(text: str) -> str:
    """*text* without what is isolated in it."""
    while (rest := _ISOLATED.sub("", text)) != text:
        text = rest
    return text


def _starts_right(line: str) -> bool:
    strong = (k for c in line if (k := unicodedata.bidirectional(c)) in ("L", "R", "AL"))
    return next(strong, "R") != "L"


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Every language there is, by its code; English first."""
    return load(files("bot") / "locales")


def load(folder: Traversable) -> Mapping[str, Catalogue]:
    """The languages in a folder, ``LANGUAGE.ftl`` each; English first."""
    found = {
        file.name.removesuffix(".ftl"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".ftl")
    }
    made = {code: Catalogue(code, found[code]) for code in sorted(found, key=lambda c: (c != DEFAULT, c))}
    _forget(made)
    return made


def _forget(codes: Iterable[str]) -> None:
    """Give back what babel read to find the months, plurals and numbers of some languages: 6 MB with two of them."""
    for name in (*(str(Locale.parse(code)) for code in codes), "root"):
        data = localedata.load(name)
        for unsaid in _UNSAID:
            data.pop(unsaid, None)
    # Of all the world's languages and time zones; it is read again should anybody ask.
    babel.core._global_data = None


def choose(wishes: Iterable[str | None]) -> Catalogue:
    """The first of the wished languages that there is (``ur-PK`` is ``ur``), else English."""
    known = catalogues()
    for wish in wishes:
        for code in (wish or "", (wish or "").partition("-")[0].lower()):
            if code in known:
                return known[code]
    return known[DEFAULT]
