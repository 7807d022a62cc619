"""Public question sets as read from their folder, as reports of this project, and with generated typos."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.knowledge.model import Panelist, Point, Report

SETS = ("stack_q", "stack_qa", "stack_a", "deepset", "clinc5", "bank5", "romanurdu", "ur2en")
"""The sets by the names of their files, ``NAME.know.jsonl`` and ``NAME.q.jsonl``."""

_NOTHING = "—"
"""Stands where a report must have a text and a set has none: it holds no word."""
_SLIPPED = 0.4
"""The share of the longer words of a question that are misspelt."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set."""

    text: str
    want: frozenset[int]
    """Acceptable entries; none if it is out of scope."""
    scope: str
    """``in``, ``near`` (same field, not in the knowledge) or ``far``."""


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A knowledge of labelled texts and the questions asked of it."""

    name: str
    texts: tuple[tuple[str, ...], ...]
    """By entry, one or several."""
    topics: tuple[str, ...]
    """By entry; empty where the set has none, or where it says the same as the text."""
    questions: tuple[Asked, ...]

    def report(self) -> Report:
        """The set as an editor would write it down.

        Each entry is a point: its first text is what is said, further ones are examples, its topic the topic. Names,
        takeaway and organisers hold nothing that a question could be about.
        """
        panelists = [
            Panelist(
                name=f"Q{n:06}",
                role=f"Q{n:06}",
                topic=topic[:300] or _NOTHING,
                points=(Point(text=texts[0], examples=texts[1:]),),
            )
            for n, (texts, topic) in enumerate(zip(self.texts, self.topics, strict=True))
        ]
        return Report(
            id="public", title=_NOTHING, date=date(2024, 1, 1), organizers=(_NOTHING,),
            panelists=tuple(panelists), takeaway=_NOTHING,
        )  # fmt: skip


def read(folder: Path, name: str) -> PublicSet:
    """The set *name* from its two files in *folder*. Raises OSError, ValueError."""
    knowledge = list(_lines(folder / f"{name}.know.jsonl"))
    number = {label: n for n, label in enumerate(dict.fromkeys(str(k["label"]) for k in knowledge))}
    texts: list[list[str]] = [[] for _ in number]
    topics = [""] * len(number)
    for k in knowledge:
        texts[number[k["label"]]].append(k["text"])
        topics[number[k["label"]]] = " ".join(k["topic"].split())
    asked = []
    for q in _lines(folder / f"{name}.q.jsonl"):
        want = frozenset(number[label] for label in q["want"] if label in number)
        asked.append(Asked(q["q"], want, "in" if want else q.get("oos") or "far"))
    return PublicSet(
        name,
        tuple(map(tuple, texts)),
        tuple("" if topic in own else topic for topic, own in zip(topics, texts, strict=True)),
        tuple(asked),
    )


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


_KEYS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb", "h": "gjyn", "j": "hkum", "k": "jlim",
    "l": "kop", "z": "axs", "x": "zcd", "c": "xvf", "v": "cbg", "b": "vnh", "n": "bmj", "m": "nk",
}  # fmt: skip
"""The neighbours of a key."""


def misspelt(question: str, share: float = _SLIPPED) -> str:
    """*question* with a slip of the keyboard in a *share* of its words of four letters and more, in one at least.

    Swapped, left out, doubled, neighbouring and inserted letters, never the first; the same each time.
    """
    chance = random.Random(question)
    words = question.split(" ")
    long = [n for n, w in enumerate(words) if len(w) >= 4 and w.isascii() and w.isalpha()]
    for n in chance.sample(long, max(1, round(share * len(long))) if long else 0):
        words[n] = slip(words[n], chance)
    return " ".join(words)


def slip(word: str, chance: random.Random) -> str:
    """*word* (three letters or more) with one slip of the keyboard inside it."""
    at = chance.randrange(1, len(word) - 1)
    match chance.choice(("swap", "drop", "double", "near", "insert")):
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case "near":
            return word[:at] + chance.choice(_KEYS.get(word[at].lower(), "e")) + word[at + 1 :]
        case _:
            return word[:at] + chance.choice("etaoinsr") + word[at:]
