"""The longest message there can be, of every kind that could make reading slow, and what it takes to answer it."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import _lru_cache_wrapper

from bot.evaluation.meter import Meter
from bot.language.text import MAX_CHARACTERS
from bot.matching.answering import Answerer
from bot.resources import english_words
from bot.telegram.memory import settle
from tests.bench.sets import slip

_ARABIC = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنوہھءیے"
_MARKS = "\u0300\u0301\u0307\u0308\u0323\u0345\u064b\u064e\u0651\u0655\u0670"
_JOINED = ("👨‍👩‍👧‍👦", "🏳️‍🌈", "👩🏽‍🚒", "🇵🇰")
_DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३"
_LIGATURES = "ﷺﷲﷻﻻﬃﬄ㎢㍿㌀½⑳Ⅷ"
_BREAKS = ".?!,;:،؛۔؟…—\n"

_TIMES = 5

Draw = Callable[[random.Random, Sequence[str]], str]
"""A piece of a text, given chance and the words of the knowledge."""


def _word(chance: random.Random, letters: str, shortest: int, longest: int) -> str:
    return "".join(chance.choices(letters, k=chance.randint(shortest, longest)))


_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ENGLISH = [word for word, _ in sorted(english_words().items(), key=lambda pair: -pair[1])[:5_000]]


def _slipped(chance: random.Random, words: Sequence[str]) -> str:
    word = chance.choice(words)
    return (slip(word, chance) if len(word) > 3 else word) + " "


KINDS: dict[str, Draw] = {
    "words misspelt": _slipped,
    "English words misspelt": lambda c, known: _slipped(c, _ENGLISH),
    "words of the knowledge": lambda c, known: c.choice(known) + " ",
    "English words": lambda c, known: c.choice(_ENGLISH) + " ",
    "letters at random": lambda c, known: _word(c, _LATIN, 3, 12) + " ",
    "vowels": lambda c, known: _word(c, "aeiou", 3, 8) + " ",
    "few letters": lambda c, known: _word(c, "ansr", 3, 7) + " ",
    "one letter a word": lambda c, known: c.choice(_LATIN) + " ",
    "two letters a word": lambda c, known: _word(c, _LATIN, 2, 2) + " ",
    "long words": lambda c, known: _word(c, _LATIN, 28, 30) + " ",
    "words with capitals": lambda c, known: _word(c, _LATIN, 3, 9).title() + " ",
    "one word": lambda c, known: c.choice(_LATIN),
    "one letter": lambda c, known: "a",
    "Urdu letters at random": lambda c, known: _word(c, _ARABIC, 3, 9) + " ",
    "Urdu letters without a space": lambda c, known: c.choice(_ARABIC),
    "Urdu letters, one a word": lambda c, known: c.choice(_ARABIC) + " ",
    "long Urdu words": lambda c, known: _word(c, _ARABIC, 25, 40) + " ",
    "both scripts in a word": lambda c, known: _word(c, _ARABIC + _LATIN, 3, 9) + " ",
    "combining marks": lambda c, known: c.choice(_MARKS),
    "letters with many marks": lambda c, known: c.choice(_LATIN + _ARABIC) + _word(c, _MARKS, 10, 40),
    "emoji": lambda c, known: c.choice(_JOINED),
    "digits": lambda c, known: c.choice(_DIGITS),
    "numbers": lambda c, known: _word(c, _DIGITS, 1, 4) + " ",
    "ligatures": lambda c, known: c.choice(_LIGATURES),
    "marks of sentences": lambda c, known: c.choice(_BREAKS),
    "a sentence a word": lambda c, known: _word(c, _LATIN, 1, 8) + c.choice(_BREAKS) + " ",
    "a question a word": lambda c, known: slip(c.choice(["what", "which", "police", "media"]), c) + "? ",
    "titles": lambda c, known: c.choice(["Dr. ", "Mr. ", "Prof. ", "A. "]),
    "mentions": lambda c, known: c.choice(["@", "/", ">", "https://"]) + _word(c, _LATIN, 0, 5) + c.choice(" \n"),
    "spaces": lambda c, known: c.choice(" \t\n\u00a0\u2003\u200b"),
    "line breaks": lambda c, known: "\n",
    "empty lines": lambda c, known: " \n",
    "other scripts": lambda c, known: chr(c.choice((0x3041, 0x4E00, 0xAC00, 0x0905, 0x0E01, 0x10A0)) + c.randrange(80)),
    "any character": lambda c, known: chr(c.choice((c.randrange(0x20, 0x3000), c.randrange(0x10000, 0x1F000)))),
}  # fmt: skip
"""By name, what a text of that kind is made of."""


def texts(known: Sequence[str], chance: random.Random, of_each: int) -> Iterator[tuple[str, str]]:
    """*of_each* texts of every kind and of mixed kinds, 4,096 characters each, with their kind."""
    for kind, draw in KINDS.items():
        for _ in range(of_each):
            yield kind, filled(lambda: draw(chance, known))  # noqa: B023
    for _ in range(of_each * 4):
        some = chance.sample(list(KINDS.values()), 3)
        yield "three kinds mixed", filled(lambda: chance.choice(some)(chance, known))  # noqa: B023


def filled(piece: Callable[[], str]) -> str:
    """As many pieces as fill a message, cut to 4,096 characters."""
    parts: list[str] = []
    size = 0
    while size < MAX_CHARACTERS:
        parts.append(piece())
        size += len(parts[-1])
    return "".join(parts)[:MAX_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Limit:
    """What the texts of a kind took, in milliseconds of processor time."""

    kind: str
    count: int
    median: float
    worst: float


def forgetting() -> Callable[[], None]:
    """What lets all that is remembered of words be forgotten, so that a text is as good as new."""
    caches = [thing for thing in gc.get_objects() if isinstance(thing, _lru_cache_wrapper)]
    caches = [cache for cache in caches if cache.__module__.startswith(("bot.language", "bot.matching"))]

    def forget() -> None:
        for cache in caches:
            cache.cache_clear()

    return forget


def measure(answerer: Answerer, meter: Meter, of_each: int) -> list[Limit]:
    """All kinds, the slowest first, as the running bot answers a text that it has never seen.

    All texts are asked five times, with nothing remembered of their words, and the fastest counts of each: what another
    process takes of the machine for a moment must not.
    """
    known = sorted({w for e in answerer.matcher.entries for text in (e.text, *e.examples) for w in text.split()})
    asked = list(texts(known, random.Random(1), of_each))
    forget = forgetting()
    settle()
    took = [float("inf")] * len(asked)
    for n, (_, text) in meter.track(list(enumerate(asked)) * _TIMES, "the longest messages"):
        forget()
        start = time.process_time_ns()
        answerer.answer(text)
        took[n] = min(took[n], (time.process_time_ns() - start) / 1e6)
    kinds: dict[str, list[float]] = {}
    for (kind, _), milliseconds in zip(asked, took, strict=True):
        kinds.setdefault(kind, []).append(milliseconds)
    limits = [Limit(kind, len(t), sorted(t)[len(t) // 2], max(t)) for kind, t in kinds.items()]
    return sorted(limits, key=lambda limit: -limit.worst)
