"""Changes that nobody in a chat asked for: files that changed, a signal, another replica, what the start found."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from bot.knowledge import library
from bot.live import Live
from bot.live.opening import opened
from bot.live.summary import Summary
from bot.telegram.admin.unattended import Unattended
from tests.driving import Driven, plain, quick
from tests.recording import Call
from tests.test_admins import BETTER, NEW, OLD, SECOND, SHIPS, admin_bot, answer, folder, push, queue, tell
from tests.test_difference import HARBOUR, RIVER

__all__ = ["folder"]

UNWISHED = BETTER.replace("examples:", "negative_examples: [Lanterns by night?]\n        examples:")


@pytest.fixture
async def bot(folder: Path) -> AsyncIterator[Driven]:
    async with admin_bot(folder) as running:
        yield running


@asynccontextmanager
async def at_work(work: Awaitable[None]) -> AsyncIterator[None]:
    """Something that runs for ever, for a while."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.02)


def new(bot: Driven, start: int) -> list[Call]:
    return bot.request.calls[start:]


async def test_changed_files_that_pass_answer_at_once_and_are_told(bot: Driven, folder: Path) -> None:
    """Each admin reads the difference in their language, with a button back."""
    (folder / "river.yaml").write_text(BETTER, "utf-8")
    start = len(bot.request.calls)
    await Unattended(bot.state, bot.application.bot).look("signal")
    mine, theirs = new(bot, start)
    assert "taken over as revision 2" in mine.plain
    assert f"{OLD} → {NEW}" in mine.plain
    assert (mine.parameters["chat_id"], theirs.parameters["chat_id"]) == (9, SECOND["id"])
    assert NEW in await answer(bot, NEW)
    assert [n.summary for n in await bot.live.history(1)] == [Summary("signal", counts={"points-changed": 1}).pack()]
    await push(bot, await push(bot, [mine], "Back to revision 1"), "Take it over")
    assert OLD in await answer(bot, OLD)


async def test_unchanged_files_are_not_talked_about(bot: Driven, folder: Path) -> None:
    """A signal or a touched file alone is no news."""
    start = len(bot.request.calls)
    (folder / "river.yaml").write_text(RIVER, "utf-8")
    await Unattended(bot.state, bot.application.bot).look("signal")
    assert new(bot, start) == []
    assert bot.live.current.number == 1


async def test_files_whose_own_questions_fail_wait_for_an_admin(bot: Driven, folder: Path) -> None:
    """What is whole and does not do what it wants itself is shown, and taken only by a tap."""
    (folder / "river.yaml").write_text(UNWISHED, "utf-8")
    start = len(bot.request.calls)
    await Unattended(bot.state, bot.application.bot).look("signal")
    mine, theirs = new(bot, start)
    assert "Nothing has changed yet" in mine.plain
    assert "would not go as it wants: 1" in mine.plain
    assert OLD in await answer(bot, OLD)
    await push(bot, [mine], "Take it over")
    assert NEW in await answer(bot, NEW)
    [late] = await push(bot, [theirs], "Take it over", user=SECOND)
    assert late.parameters["show_alert"]


async def test_without_admins_whole_files_count(folder: Path) -> None:
    """Nobody could be asked."""
    async with admin_bot(folder, admins=()) as bot:
        (folder / "river.yaml").write_text(UNWISHED, "utf-8")
        await Unattended(bot.state, bot.application.bot).look("signal")
        assert bot.live.current.number == 2


async def test_broken_files_are_told_once(bot: Driven, folder: Path) -> None:
    """However often they are saved so; another mistake, and the same one after a good file, is told anew."""
    unattended = Unattended(bot.state, bot.application.bot)

    async def told(content: str) -> str:
        (folder / "river.yaml").write_text(content, "utf-8")
        start = len(bot.request.calls)
        await unattended.look("watch")
        return plain(new(bot, start))

    assert "river.yaml:2:" in await told("a: [")
    assert await told("a: [") == ""
    assert "river.yaml:3:" in await told("\na: [")
    assert OLD in await answer(bot, OLD)
    assert "taken over" in await told(BETTER)
    assert "river.yaml:3:" in await told("\na: [")


async def test_a_signal_and_a_changed_file_lead_there(bot: Driven, folder: Path) -> None:
    """The event that SIGHUP sets; a file that is written, one that takes its place, one that comes beside it."""
    unattended, signalled = Unattended(bot.state, bot.application.bot), asyncio.Event()
    async with at_work(unattended.on_signal(signalled)):
        (folder / "river.yaml").write_text(BETTER, "utf-8")
        signalled.set()
        await until(lambda: bot.live.current.number == 2)
    async with at_work(unattended.on_change([folder / "river.yaml"])):
        await asyncio.sleep(0.5)  # until the system watches
        (folder / "river.new").write_text(RIVER, "utf-8")
        (folder / "river.new").replace(folder / "river.yaml")
        await until(lambda: bot.live.current.number == 3)
        (folder / "harbour.yaml").write_text(HARBOUR, "utf-8")
        await until(lambda: len(bot.live.current.library.reports) == 2)


async def test_another_replica_is_followed(bot: Driven, folder: Path) -> None:
    """What it keeps answers here too; what is told of older knowledge is forgotten."""
    read = partial(library.load, [folder])
    revisions = bot.state.database.revisions
    other = Live(read, quick, revisions, await opened(read, revisions))
    waiting = await tell(bot, "/unanswered")
    assert "Nothing new" in plain(waiting)
    async with at_work(Unattended(bot.state, bot.application.bot).on_news()):
        point = other.current.library.reports[0].panelists[0].points[0]
        await other.teach(("river", point.key), SHIPS, 9, "elsewhere")
        await until(lambda: bot.live.current.number == 2)
    assert OLD in await answer(bot, SHIPS)


async def test_a_proposal_is_taken_at_another_replica_or_after_a_restart(folder: Path) -> None:
    """Whoever showed it; once, and not when the knowledge has changed since."""
    async with admin_bot(folder) as one, admin_bot(folder) as two:
        (folder / "river.yaml").write_text(BETTER, "utf-8")
        first, second = await tell(one, "/reload"), await tell(one, "/reload")
        taken = await push(two, first, "✓ Take it over")
        assert "Taken over as revision 2" in plain(taken)
        assert "Lanterns" in await answer(two, OLD)
        late = await push(two, second, "✓ Take it over")
        assert "not waiting any more" in late[0].parameters["text"]
        again = await push(one, first, "✓ Take it over")
        assert two.live.current.number == 2
        assert "Taken over" not in plain(again)
    async with admin_bot(folder) as before:
        shown = await tell(before, "/rollback")
    async with admin_bot(folder) as after:
        assert "Taken over as revision 3" in plain(await push(after, shown, "✓ Take it over"))


async def test_a_revision_that_cannot_be_read_here_is_not_taken_over(bot: Driven) -> None:
    """A newer version of the bot may keep what this one does not know; it goes on with what it has."""
    async with at_work(Unattended(bot.state, bot.application.bot).on_news()):
        await bot.state.database.revisions.keep({"river.yaml": "future: 1"}, None, "newer")
        await asyncio.sleep(0.3)
    assert bot.live.current.number == 1
    assert OLD in await answer(bot, OLD)


async def test_what_the_start_found_is_told(folder: Path) -> None:
    """Files that changed while the bot was down, with what was carried over; a bad one with its lines."""
    async with admin_bot(folder, admins=[9]) as bot:
        await queue(bot, SHIPS)
        await push(bot, await tell(bot, "/unanswered"), OLD)
    (folder / "river.yaml").write_text(BETTER, "utf-8")
    async with admin_bot(folder, admins=[9]) as bot:
        assert NEW in await answer(bot, SHIPS)
        assert bot.live.current.number == 3
    (folder / "river.yaml").write_text(BETTER.replace("Rivers need care.", "Care!"), "utf-8")
    async with admin_bot(folder, admins=[9]) as bot:
        read = partial(library.load, [folder])
        found = await opened(read, bot.state.database.revisions)
        assert found.number == bot.live.current.number == 4
    (folder / "river.yaml").write_text("a: [", "utf-8")
    async with admin_bot(folder, admins=[9]) as bot:
        found = await opened(partial(library.load, [folder]), bot.state.database.revisions)
        await Unattended(bot.state, bot.application.bot).at_start(found)
        assert "Nothing changed: one problem" in bot.request.calls[-1].plain
        assert NEW in await answer(bot, SHIPS)


async def test_the_start_tells_what_changed_on_disk(folder: Path) -> None:
    """With a button back to what was there before, and nothing where nothing changed."""
    async with admin_bot(folder, admins=[9]) as bot:
        await queue(bot, SHIPS)
        await push(bot, await tell(bot, "/unanswered"), OLD)
        (folder / "river.yaml").write_text(BETTER, "utf-8")
        found = await opened(partial(library.load, [folder]), bot.state.database.revisions)
        start = len(bot.request.calls)
        await Unattended(bot.state, bot.application.bot).at_start(found)
        [told] = new(bot, start)
        assert "changed since I stopped" in told.plain
        assert f"{OLD} → {NEW}" in told.plain
        assert "Taught here and kept: 1" in told.plain
        assert SHIPS in told.plain
        assert "Back to revision 2" in told.buttons
        again = await opened(partial(library.load, [folder]), bot.state.database.revisions)
        await Unattended(bot.state, bot.application.bot).at_start(again)
        assert len(new(bot, start)) == 1
