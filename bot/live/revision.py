"""One state of the knowledge, and how it is kept between runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.knowledge import library
from bot.knowledge.library import Library
from bot.knowledge.merge import Files
from bot.matching.answering import Answerer
from bot.matching.examples import Shown

_DISK = ".disk.json"
"""Beside the files of a kept revision: those that were on disk then, null where they were the same."""
_SHIPPED = "(the lexicon that comes with the bot)"
"""In the place of its text, which is long, and follows the bot's version."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Knowledge and its answerer, always exchanged together."""

    library: Library
    answerer: Answerer
    number: int = 0
    """As it is kept, from 1; 0 if it is not."""
    disk: Files = field(default_factory=dict)
    """The files on disk when they were last looked at and taken over or turned down."""
    seen: dict[str, Shown] = field(default_factory=dict, repr=False, compare=False)
    """What it shows for the questions that it was asked in trials."""


class Note(Protocol):
    """What a list of kept revisions shows."""

    @property
    def number(self) -> int:
        """Counts from 1."""

    @property
    def at(self) -> datetime:
        """When, in UTC."""

    @property
    def by(self) -> int | None:
        """The admin's user id; None for the bot itself."""

    @property
    def summary(self) -> str:
        """Why it came to be and what changed: a packed ``Summary``."""


class Kept(Protocol):
    """A kept revision."""

    @property
    def note(self) -> Note:
        """Its number, and who made it."""

    @property
    def files(self) -> Mapping[str, str]:
        """As ``packed``."""


class Revisions(Protocol):
    """Where revisions are kept. Every call may raise StorageError."""

    async def keep(self, files: Mapping[str, str], by: int | None, summary: str, *, after: int | None = None) -> int:
        """Keep a revision and give its number. RevisionConflictError if *after* is not the latest any more."""

    async def get(self, number: int) -> Kept | None:
        """A revision; None if there is none."""

    async def latest(self) -> Kept | None:
        """The latest revision; None before the first."""

    async def history(self, limit: int = 10, offset: int = 0) -> Sequence[Note]:
        """The latest revisions first."""


def packed(files: Files, disk: Files) -> dict[str, str]:
    """*files* and what was on disk when they were made, as one set of files to keep."""
    shipped = library.shipped_lexicon()
    own, there = ({n: _SHIPPED if t == shipped else t for n, t in side.items()} for side in (files, disk))
    beside = {name: None if own.get(name) == text else text for name, text in there.items()}
    return {**own, _DISK: json.dumps(beside, ensure_ascii=False)}


def unpacked(kept: Files) -> tuple[dict[str, str], dict[str, str]]:
    """The files that answered and those that were on disk."""
    own = {name: text for name, text in kept.items() if name != _DISK}
    beside: dict[str, str | None] = json.loads(kept.get(_DISK, "{}"))
    there = {name: own.get(name, "") if text is None else text for name, text in beside.items()}
    shipped = library.shipped_lexicon()
    files, disk = ({n: shipped if t == _SHIPPED else t for n, t in side.items()} for side in (own, there))
    return files, disk
