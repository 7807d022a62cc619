"""The holder of the present revision: proposes the next one from disk, chat or history, and swaps when told to.

What is true where. The knowledge files on disk are where the bot begins; every change from the chat is kept as a
revision of all files, beside what was on disk then. After that the latest revision answers, also after a restart. Files
on disk are looked at again at the start, on /reload, on SIGHUP and, where BOT_WATCH says so, when they change. A file
that only one side changed is taken from that side; one that both changed is taken from disk, and the example questions
that were taught from the chat are carried over into it. What cannot be carried over is named, and the revision that has
it is kept. The files on disk are never written, so their folder may be read-only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from bot.errors import EditError, KnowledgeError, Problem, RevisionConflictError
from bot.knowledge import library, parse, source
from bot.knowledge.edit import add_example, remove_example
from bot.knowledge.library import LEXICON_NAME, Library
from bot.knowledge.merge import Files, Merged, merge
from bot.live.aside import Aside
from bot.live.opening import Opened, opened
from bot.live.parts import Parts
from bot.live.proposal import Proposal, propose
from bot.live.revision import Note, Revision, Revisions, packed, unpacked
from bot.matching.answering import Answerer

T = TypeVar("T")

Place = tuple[str, str]
"""A report's id and a point's key."""
SECONDS = 120.0
"""A knowledge that takes longer to read, build and try is refused."""


class Live:
    """What answers now. Everything slow is done aside, in threads; the exchange itself is one assignment."""

    def __init__(
        self,
        read: Callable[[], Library],
        build: Callable[[Library], Answerer],
        revisions: Revisions | None = None,
        start: Opened | None = None,
    ) -> None:
        """Begin with *start*, or with what *read* gives. Raises KnowledgeError."""
        self._read = read
        self._build = build
        self._revisions = revisions
        self._one_at_a_time = asyncio.Lock()
        known = start.library if start else read()
        disk = start.disk if start else known.files
        self._current = Revision(known, build(known), start.number if start else 0, disk)
        self.aside = Aside()
        self._parts = Parts(build, self.aside)

    @property
    def current(self) -> Revision:
        """What answers now."""
        return self._current

    async def part(self, reports: frozenset[str]) -> Answerer:
        """What answers from only these reports, by id, for a chat that uses no others; from all if none is known."""
        return await self._parts.of(self._current, reports)

    async def history(self, limit: int, offset: int = 0) -> Sequence[Note]:
        """The kept revisions, the latest first. Raises StorageError."""
        return await self._revisions.history(limit, offset) if self._revisions else ()

    async def follow(self) -> Opened | None:
        """Take over what another replica kept, or what was kept before the database was away; None if there is nothing.

        Raises StorageError, KnowledgeError.
        """
        kept = await self._revisions.latest() if self._revisions else None
        async with self._one_at_a_time:
            if kept is None or kept.note.number <= self._current.number:
                return None
            if self._current.number:
                files, disk = unpacked(kept.files)
                found = Opened(await self._aside(lambda: library.build(files)), kept.note.number, disk)
            else:
                found = await opened(self._read, self._revisions, self.aside)
            answerer = await self._aside(lambda: self._build(found.library))
            self._current = Revision(found.library, answerer, found.number, found.disk)
            return found

    async def from_disk(self) -> Proposal | None:
        """What the files on disk would make of it; None if they have not changed. Raises KnowledgeError."""
        disk = (await self._aside(self._read)).files
        before = self._current
        if disk == before.disk:
            return None
        merged = await self._aside(lambda: merge(before.disk, before.library.files, disk))
        if merged.files == before.library.files:
            self._current = replace(before, disk=disk)
            return None
        return await self._proposed(merged, disk)

    async def from_document(self, content: bytes, name: str) -> Proposal | None:
        """What a report or a lexicon that was sent would make of it; None if it is there already.

        It takes the place of the report with the same id, otherwise it comes beside the others. *name* is only for
        problems. Raises KnowledgeError.
        """
        before = self._current
        home = await self._aside(lambda: _home(content, name, before.library))
        text = content.decode("utf-8")
        if before.library.files.get(home) == text:
            return None
        return await self._proposed(Merged({**before.library.files, home: text}), before.disk)

    async def from_history(self, number: int) -> Proposal | None:
        """What going back to a kept revision would make of it; None if there is none. Raises StorageError too."""
        kept = await self._revisions.get(number) if self._revisions else None
        if kept is None:
            return None
        return await self._proposed(Merged(unpacked(kept.files)[0]), self._current.disk)

    async def remembering(self, proposal: Proposal) -> Proposal:
        """The same change, but with the example questions that it forgets. Raises KnowledgeError."""
        files = await self._aside(lambda: _with_examples(proposal))
        merged = replace(proposal.merged, files=files)
        return await self._aside(lambda: propose(proposal.before, merged, proposal.after.disk, self._build))

    async def from_kept(self, files: Files) -> Proposal:
        """A proposal that another replica showed, or this one before a restart; *files* as ``packed``."""
        own, disk = unpacked(files)
        return await self._proposed(Merged(own), disk)

    async def take(self, proposal: Proposal, by: int | None, summary: str) -> Revision:
        """Let *proposal* answer. If it cannot be kept (StorageError) nothing changes.

        RevisionConflictError if the knowledge has changed since it was made.
        """
        async with self._one_at_a_time:
            if proposal.before.library is not self._current.library:
                raise RevisionConflictError("the knowledge has changed since")
            return await self._put(proposal.after, by, summary)

    async def teach(self, place: Place, question: str, by: int | None, summary: str) -> Revision:
        """One more example question of a point, in effect at once. Raises EditError, StorageError."""
        return await self._edit(place, by, summary, lambda text: add_example(text, place[1], question))

    async def unteach(self, place: Place, question: str, by: int | None, summary: str) -> Revision:
        """Take an example question back. Raises EditError, StorageError."""
        return await self._edit(place, by, summary, lambda text: remove_example(text, place[1], question))

    async def _edit(self, place: Place, by: int | None, summary: str, change: Callable[[str], str]) -> Revision:
        async with self._one_at_a_time:
            before = self._current
            name = before.library.homes.get(place[0])
            if name is None:
                raise EditError("gone")
            text = await self.aside(lambda: change(before.library.files[name]))
            known = await self.aside(lambda: library.build({**before.library.files, name: text}))
            answerer = await self.aside(lambda: self._build(known))
            return await self._put(Revision(known, answerer, disk=before.disk), by, summary)

    async def _put(self, after: Revision, by: int | None, summary: str) -> Revision:
        if self._revisions is not None:
            files = packed(after.library.files, after.disk)
            number = await self._revisions.keep(files, by, summary, after=self._current.number)
            after = replace(after, number=number)
        self._current = after
        return after

    async def _proposed(self, merged: Merged, disk: Files) -> Proposal:
        before = self._current
        return await self._aside(lambda: propose(before, merged, disk, self._build))

    async def _aside(self, work: Callable[[], T]) -> T:
        """Work in a thread, and no longer waited for when the time is up."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self.aside(work)
        except TimeoutError:
            what = f"takes more than {SECONDS:.0f} s to read; leave something out"
            raise KnowledgeError([Problem("the knowledge", 1, "", what)]) from None


def _with_examples(proposal: Proposal) -> Files:
    """The files of a proposal with the example questions that it forgets, as far as they can be written in."""
    files = dict(proposal.merged.files)
    for forgotten in proposal.forgets:
        report, point = forgotten.place
        name = proposal.after.library.homes[report]
        with suppress(EditError):
            files[name] = add_example(files[name], point, forgotten.question)
    return files


def _home(content: bytes, name: str, known: Library) -> str:
    """The name of the file that the text of a document belongs to. Raises KnowledgeError."""
    found = source.read(content, name)
    value: Any = found.value
    if isinstance(value, dict) and "entries" in value and "panelists" not in value:
        parse.lexicon(found)
        home = LEXICON_NAME
    elif (report := parse.report(found)) is not None:
        home = known.homes.get(report.id, "")
        if not home:
            home = f"{report.id}.yaml"
            while home in known.files:
                home = f"new-{home}"
    if found.problems:
        raise KnowledgeError(sorted(found.problems))
    return home
