"""What answers at the start: the files on disk, the latest kept revision, or what both come to together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.errors import KnowledgeError, Problem, RevisionConflictError, StorageError
from bot.knowledge import library
from bot.knowledge.difference import Difference, difference
from bot.knowledge.library import Library
from bot.knowledge.merge import Files, Merged, merge
from bot.live.aside import Aside
from bot.live.revision import Kept, Revisions, packed, unpacked
from bot.live.summary import Summary

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is to answer, and what the admins have to be told of it."""

    library: Library
    number: int
    """0 if it is not kept."""
    disk: Files
    refused: tuple[Problem, ...] = ()
    """Why the files on disk are not taken, though they changed; or why the kept revision is not."""
    changed: Difference | None = None
    """What differs from before the start, where the files on disk have changed since."""
    merged: Merged | None = None


async def opened(read: Callable[[], Library], revisions: Revisions | None, aside: Aside | None = None) -> Opened:
    """Look at both sides and decide; what is decided is kept. Raises KnowledgeError if neither side can answer.

    Without the database (StorageError) the files on disk answer, and nothing is kept.
    """
    aside = aside or Aside()
    while True:
        try:
            kept = await revisions.latest() if revisions else None
        except StorageError as error:
            _log.warning("the kept knowledge cannot be read, the files answer: %s", error)
            return _from_disk(await aside(read), 0)
        found = await aside(partial(_decided, read, kept))
        if revisions is None or found.number:
            return found
        summary = Summary("first" if kept is None else "disk").pack()
        try:
            files = packed(found.library.files, found.disk)
            number = await revisions.keep(files, None, summary, after=kept.note.number if kept else 0)
        except RevisionConflictError:
            continue  # another replica was first
        except StorageError as error:
            _log.warning("the knowledge is not kept: %s", error)
            number = 0
        return Opened(found.library, number, found.disk, found.refused, found.changed, found.merged)


def _from_disk(known: Library, number: int) -> Opened:
    return Opened(known, number, known.files)


def _decided(read: Callable[[], Library], kept: Kept | None) -> Opened:
    """The number is 0 where something new is to be kept."""
    if kept is None:
        return _from_disk(read(), 0)
    number = kept.note.number
    files, base = unpacked(kept.files)
    try:
        disk = read()
    except KnowledgeError as error:
        _log.warning("the files on disk are not right, revision %d answers: %s", number, error.problems[0])
        return Opened(library.build(files), number, base, error.problems)
    try:
        before = disk if files == disk.files else library.build(files)
    except KnowledgeError as error:
        _log.warning("revision %d cannot be read any more, the files answer: %s", number, error.problems[0])
        return Opened(disk, 0, disk.files, error.problems)
    merged = merge(base, files, disk.files)
    if merged.files == files:
        return Opened(before, number, disk.files)
    try:
        after = library.build(merged.files)
    except KnowledgeError as error:
        _log.warning("the changed files do not fit, revision %d answers: %s", number, error.problems[0])
        return Opened(before, number, base, error.problems)
    return Opened(after, 0, disk.files, (), difference(before, after), merged)
