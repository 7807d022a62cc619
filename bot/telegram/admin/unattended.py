"""Changes of the knowledge that nobody in a chat asked for: changed files, a signal, another replica, the start."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from bot.errors import BotError, KnowledgeError, RevisionConflictError, StorageError
from bot.live import Proposal
from bot.live.opening import Opened
from bot.live.summary import Summary, Why
from bot.telegram.admin import changes, differences, digest, trouble
from bot.telegram.admin.differences import Part
from bot.telegram.catalogue import Catalogue
from bot.telegram.client import Client
from bot.telegram.markup import View, text
from bot.telegram.state import State

_log = logging.getLogger(__name__)


class Unattended:
    """Takes over what is whole and passes its own questions, and tells the admins; of the rest it asks them."""

    def __init__(self, state: State, bot: Client) -> None:
        self._state = state
        self._bot = bot
        self._told = ""

    async def on_signal(self, signalled: asyncio.Event) -> None:
        """Look at the files whenever *signalled* is set, for ever."""
        while True:
            await signalled.wait()
            signalled.clear()
            await self.look("signal")

    async def on_change(self, paths: Sequence[Path]) -> None:
        """Look at the files whenever something in *paths* or beside them changes, for ever."""
        import watchfiles  # with BOT_WATCH only

        # Editors and deployments put a new file in the place of the old one, so the folder is watched.
        folders = {path if path.is_dir() else path.parent for path in paths}
        async for _ in watchfiles.awatch(*folders, recursive=False):
            await self.look("watch")

    async def on_news(self) -> None:
        """Take over what other replicas keep, for ever."""
        async for change in self._state.database.changes.watch():
            if change.topic in ("knowledge", "unknown"):
                try:
                    if await self._state.live.follow() is not None:
                        changes.exchanged(self._state)
                except BotError as error:
                    _log.warning("the latest revision was not taken over: %s", error)

    async def look(self, why: Why) -> None:
        """Look at the files on disk once."""
        try:
            while not await self._taken_over(why):
                pass
            self._told = ""
        except KnowledgeError as error:
            _log.warning("the files on disk are not right, nothing changed: %s", error.problems[0])
            # The same mistake is told once, however often the file is saved with it.
            if str(error) != self._told:
                self._told = str(error)
                await self._tell(partial(changes.refused, error))
        except StorageError as error:
            _log.warning("the changed files were not taken over: %s", error)
            line = str(error)
            await self._tell(lambda say: text(say("change-unkept", error=line)))

    async def _taken_over(self, why: Why) -> bool:
        """Look once; False if somebody else was first, and it has to be looked again.

        Several replicas see the same file change, and one of them is first.
        """
        proposal = await self._state.live.from_disk()
        try:
            if proposal is not None:
                await self._decide(proposal, changes.summed(Summary(why), proposal))
        except RevisionConflictError:
            if await self._state.live.follow() is not None:
                changes.exchanged(self._state)
            return False
        return True

    async def _decide(self, proposal: Proposal, line: str) -> None:
        state = self._state
        if not proposal.passed and state.admins:
            _log.warning("the changed files wait for an admin: some of their own questions are not answered as wished")
            name = await changes.waiting(state, proposal, line)
            await self._tell(lambda say: changes.offered(say, proposal, name))
            return
        if not proposal.passed:
            _log.warning("some of the own questions of the changed files are not answered as wished; see: check, eval")
        after = await state.live.take(proposal, None, line)
        changes.exchanged(state)
        await self._tell(
            lambda say: differences.shown(
                [Part(say("unattended-taken", number=str(after.number))), *differences.parts(proposal, say)],
                say,
                changes.undo(proposal.before.number, say),
            )
        )

    async def at_start(self, found: Opened) -> None:
        """Tell what the start found: files that have changed since the last revision, or that are not right."""
        if found.refused:
            await self._tell(partial(changes.refused, KnowledgeError(found.refused)))
        elif found.changed is not None and found.merged is not None:
            changed, merged, before = found.changed, found.merged, max(0, found.number - 1)
            await self._tell(
                lambda say: differences.shown(
                    [
                        Part(say("unattended-start", number=str(found.number))),
                        *differences.differing(changed, say, several=len(found.library.reports) > 1),
                        *differences.merging(merged, before, say),
                    ],
                    say,
                    changes.undo(before, say),
                )
            )

    async def _tell(self, view: Callable[[Catalogue], View]) -> None:
        for admin in sorted(self._state.admins):
            say = await digest.language_of(self._state, admin)
            # A long difference takes a while to lay out.
            await digest.tell(self._state, self._bot, admin, await self._state.live.aside(partial(view, say)))


async def attend(
    state: State, bot: Client, *, paths: Sequence[Path], found: Opened, signalled: asyncio.Event, watch: bool
) -> None:
    """All that goes on beside the questions, until it is cancelled."""
    unattended = Unattended(state, bot)
    works = [
        unattended.at_start(found),
        unattended.on_signal(signalled),
        unattended.on_news(),
        digest.run(state, bot),
        trouble.tell(state, bot),
    ]
    if watch:
        works.append(unattended.on_change(paths))
    await asyncio.gather(*map(_to_its_end, works))


async def _to_its_end(work: Awaitable[None]) -> None:
    """One work's mistake does not end the others."""
    try:
        await work
    except Exception:
        _log.exception("something beside the questions ended")
