"""A database that is locked, full, read-only, broken, hanging or gone: every call says so soon, and works again after.

Nothing is restarted in these tests but the database.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Pool, event, text

from bot.errors import StorageError
from bot.storage.answers import Shown
from bot.storage.chats import ChatSettings
from bot.storage.database import Database
from bot.storage.engine import address, server_engine
from tests.databases import Server, reachable_folder, within

SOON = 8.0
"""Seconds after which a test gives up: many calls in a row must not add up to it."""

LONG = 60.0
"""Seconds after which a process is taken to hang."""

Call = Callable[[Database], Awaitable[object]]

NEW = count(1000)
"""Numbers that nothing in memory is known of."""

WRITES: dict[str, Call] = {
    "chats.save": lambda d: d.chats.save(1, ChatSettings("ur")),
    "people.set_language": lambda d: d.people.set_language(1, "ur"),
    "people.forget": lambda d: d.people.forget(1),
    "answers.keep": lambda d: d.answers.keep("1/2", "q", language="en", outcome="none", shown=Shown(1, 3, 2)),
    "votes.cast": lambda d: d.votes.cast("x", 1, 1),
    "review.add": lambda d: d.review.add("q", language="en", reason="none"),
    "review.mark": lambda d: d.review.mark(1, "done"),
    "revisions.keep": lambda d: d.revisions.keep({"a.yaml": "x"}, 1, "s"),
    "tallies.count": lambda d: d.tallies.count(outcome="none", language="en"),
    "updates.claim": lambda d: d.updates.claim(next(NEW)),
    "updates.sent": lambda d: d.updates.sent(78, 0),
    "updates.done": lambda d: d.updates.done(79),
    "tidy": lambda d: d.tidy(),
    "check": lambda d: d.check(),
}
READS: dict[str, Call] = {
    "chats.settings": lambda d: d.chats.settings(next(NEW)),
    "people.language": lambda d: d.people.language(next(NEW)),
    "answers.get": lambda d: d.answers.get("x"),
    "answers.of_message": lambda d: d.answers.of_message(1, 2),
    "votes.of": lambda d: d.votes.of("x"),
    "review.page": lambda d: d.review.page("new"),
    "review.count": lambda d: d.review.count(),
    "revisions.latest": lambda d: d.revisions.latest(),
    "revisions.history": lambda d: d.revisions.history(),
    "tallies.report": lambda d: d.tallies.report(7),
}


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    try:
        yield database
    finally:
        await database.close()


async def _fails(database: Database, calls: dict[str, Call], match: str = ".") -> None:
    """Each of *calls* raises StorageError in one line, all of them soon."""
    async with asyncio.timeout(SOON):
        for name, call in calls.items():
            with pytest.raises(StorageError, match=match) as raised:
                await call(database)
            assert "\n" not in str(raised.value), name


async def _works(database: Database) -> None:
    """Each call works, at the first try."""
    for call in (*WRITES.values(), *READS.values()):
        await call(database)


async def _works_again(database: Database) -> None:
    """Each call works without a restart; after a hang it is not waited for long, so on a busy machine not at once."""
    async with asyncio.timeout(LONG):
        for call in (*WRITES.values(), *READS.values()):
            while True:
                try:
                    await call(database)
                    break
                except StorageError:
                    await asyncio.sleep(0.1)


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """Opening gives a database whose calls fail; once the folder can be made they work."""
    blocked = tmp_path / "data"
    blocked.write_text("not a folder")
    async with _opened(f"sqlite:///{blocked / 'panelbot.db'}") as database:
        await _fails(database, WRITES | READS)
        blocked.unlink()
        await _works(database)
    assert (blocked / "panelbot.db").is_file()


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Rights to files bind, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are other ones there")
async def test_a_folder_that_is_read_only() -> None:
    """Nothing can be made in it, and what is there cannot be changed; with the right to write, all works."""
    folder = reachable_folder()
    try:
        file = folder / "panelbot.db"
        async with _opened(f"sqlite:///{file}") as before:
            await before.chats.save(5, ChatSettings("ur"))
        folder.chmod(0o555)
        file.chmod(0o444)
        with _as_nobody():
            database = await Database.open(f"sqlite:///{file}")
            await _fails(database, WRITES)
        folder.chmod(0o755)
        file.chmod(0o644)
        await _works(database)
        assert await database.chats.settings(5) == ChatSettings("ur")
        await database.close()
    finally:
        shutil.rmtree(folder)


async def test_a_file_that_turns_read_only(tmp_path: Path) -> None:
    """As when a disk is remounted after an error: reading goes on."""
    only: list[str] = []
    with _told(only):
        async with _opened(f"sqlite:///{tmp_path / 'panelbot.db'}") as database:
            await _works(database)
            only.append("query_only = ON")
            await _fails(database, WRITES, "readonly")
            for call in READS.values():
                await call(database)
            only[:] = ["query_only = OFF"]
            await _works(database)


async def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """What needs more room fails with its reason, nothing half done, and reading goes on."""
    room: list[str] = []
    big = "x" * 100_000
    with _told(room):
        async with _opened(f"sqlite:///{tmp_path / 'panelbot.db'}") as database:
            first = await database.revisions.keep({"a": os.urandom(5000).hex()}, 1, "fits")
            room.append("max_page_count = 1")
            for _ in range(2):
                with pytest.raises(StorageError, match="full"):
                    await database.answers.keep("1/2", big, language="en", outcome="none")
                with pytest.raises(StorageError, match="full"):
                    await database.revisions.keep({"a": os.urandom(50000).hex()}, 1, "too big")
            latest = await database.revisions.latest()
            assert latest is not None
            assert latest.note.number == first
            room[:] = ["max_page_count = 1000000"]
            assert await database.revisions.keep({"a": os.urandom(50000).hex()}, 1, "fits now") == first + 1
            await _works(database)


@contextmanager
def _told(pragmas: list[str]) -> Iterator[None]:
    """Tells SQLite *pragmas*, as they are at the time, before every transaction that writes."""

    def tell(connection: sqlite3.Connection, record: object, proxy: object) -> None:
        if pragmas and connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")

    event.listen(Pool, "checkout", tell)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", tell)


async def test_a_database_that_another_program_locks(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What writes fails, also many at once; what reads goes on; one warning tells of it, one line of its end."""
    file = tmp_path / "panelbot.db"
    async with _opened(f"sqlite:///{file}") as database:
        await _works(database)
        caplog.clear()
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await _fails(database, WRITES)
            async with asyncio.timeout(SOON):
                calls = [call(database) for _ in range(10) for call in WRITES.values()]
                results = await asyncio.gather(*calls, return_exceptions=True)
                assert {type(r) for r in results} == {StorageError}
                for call in READS.values():
                    await call(database)
            other.execute("COMMIT")
        await _works(database)
        told = [r.getMessage() for r in caplog.records if r.levelno >= logging.INFO]
        assert len(told) == 2, told
        assert "cannot be written" in told[0]
        assert "it is over that" in told[1]


async def test_what_was_not_written_was_not_written_in_part(tmp_path: Path) -> None:
    """A call that failed has changed nothing, also not later."""
    file = tmp_path / "panelbot.db"
    async with _opened(f"sqlite:///{file}") as database:
        await database.chats.save(1, ChatSettings("en"))
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError):
                await database.tallies.count(outcome="none", language="en")
            other.execute("COMMIT")
        await database.check()
        assert (await database.tallies.report(1)).questions == 0


async def test_a_file_that_is_removed_or_replaced(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is written then would be lost in a file that nobody can find: a new one is made, and a warning says so."""
    file = tmp_path / "data" / "panelbot.db"
    async with _opened(f"sqlite:///{file}") as database:
        await database.tallies.count(outcome="none", language="en")
        shutil.rmtree(file.parent)
        await database.tallies.count(outcome="answer", language="en")
        assert "removed or replaced" in caplog.text
        assert (await database.tallies.report(1)).outcomes == {"answer": 1}
        await _works(database)
    async with _opened(f"sqlite:///{file}") as database:
        assert (await database.tallies.report(1)).outcomes == {"answer": 1, "none": 1}


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    """Somebody's file of that name is not overwritten; without it, all works."""
    file = tmp_path / "panelbot.db"
    file.write_text("dear diary, " * 1000)
    async with _opened(f"sqlite:///{file}") as database:
        await _fails(database, WRITES | READS, "not a database")
        assert file.read_text() == "dear diary, " * 1000
        file.unlink()
        await _works(database)


async def test_settings_are_known_while_the_database_is_gone(tmp_path: Path) -> None:
    """Of chats and people that were there before: a group stays as quiet as its admins wished."""
    file = tmp_path / "data" / "panelbot.db"
    async with _opened(f"sqlite:///{file}") as database:
        await database.chats.save(1, ChatSettings("ur", quiet=True))
        await database.people.set_language(7, "ur")
        assert await database.chats.settings(1) == ChatSettings("ur", quiet=True)
        assert await database.people.language(7) == "ur"
        shutil.rmtree(file.parent)
        file.parent.write_text("not a folder")
        with pytest.raises(StorageError):
            await database.check()
        assert await database.chats.settings(1) == ChatSettings("ur", quiet=True)
        assert await database.people.language(7) == "ur"


@pytest.fixture
def server_url(breakable: Server) -> Iterator[str]:
    """The address of a database on a server that may be stopped."""
    yield from breakable.database()


async def test_a_server_that_is_down_at_the_start_and_later(breakable: Server, server_url: str) -> None:
    """Nothing is there; then it comes, goes, comes: whatever is called next works, with what was kept before."""
    breakable.stop()
    async with _opened(server_url) as database:
        await _fails(database, WRITES | READS)
        breakable.start()
        await _works(database)
        await database.chats.save(5, ChatSettings("ur"))
        breakable.stop()
        await _fails(database, WRITES | READS)
        breakable.start()
        await _works(database)
        assert await database.chats.settings(5) == ChatSettings("ur")
        # Connections that the server ended while nothing went on are no error.
        breakable.stop()
        breakable.start()
        await _works(database)


@pytest.mark.skipif(sys.platform != "linux", reason="the server's processes are found in /proc")
async def test_a_server_that_hangs(breakable: Server, server_url: str) -> None:
    """No answer, and no error either: calls give up; when it goes on, they work."""
    async with _opened(server_url) as database:
        await _works(database)
        breakable.signal(signal.SIGSTOP)
        try:
            # However many calls there are, none waits for the others to give up; LONG is for a busy machine.
            async with asyncio.timeout(LONG):
                calls = [call(database) for call in (*WRITES.values(), *READS.values())]
                results = await asyncio.gather(*calls, return_exceptions=True)
            assert {type(r) for r in results} == {StorageError}
        finally:
            breakable.signal(signal.SIGCONT)
        await _works_again(database)


@pytest.mark.skipif(sys.platform != "linux", reason="the server's processes are found in /proc")
async def test_closing_does_not_wait_for_a_server_that_hangs(breakable: Server, server_url: str) -> None:
    """A bot that is told to stop stops, also with calls that nobody answers."""
    database = await Database.open(server_url)
    await _works(database)
    breakable.signal(signal.SIGSTOP)
    try:
        calls = [asyncio.ensure_future(call(database)) for call in (*WRITES.values(), *READS.values())]
        await asyncio.sleep(0)
        async with asyncio.timeout(SOON):
            await database.close()
            results = await asyncio.gather(*calls, return_exceptions=True)
        assert {type(r) for r in results} == {StorageError}
    finally:
        breakable.signal(signal.SIGCONT)


async def test_a_table_that_another_program_locks(server_url: str) -> None:
    """As a migration or a backup gone wrong does: calls give up, and work when it is over."""
    locked, over = asyncio.Event(), asyncio.Event()
    async with _opened(server_url) as database:
        await _works(database)

        async def hold() -> None:
            lock = text("LOCK TABLE review, answers, tallies")
            engine = server_engine(address(server_url))
            async with engine.begin() as connection:
                await connection.execute(lock)
                locked.set()
                await over.wait()
            await engine.dispose()

        holding = asyncio.create_task(hold())
        await locked.wait()
        await _fails(database, {n: (WRITES | READS)[n] for n in ("review.add", "answers.keep", "tallies.report")})
        over.set()
        await holding
        await _works(database)


async def test_closing_does_not_wait_for_a_lock(tmp_path: Path) -> None:
    """A bot that is told to stop stops, whatever another program does to its database."""
    file = tmp_path / "panelbot.db"
    database = await Database.open(f"sqlite:///{file}")
    await database.check()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        calls = [asyncio.ensure_future(database.tallies.count(outcome="x", language="y")) for _ in range(50)]
        await asyncio.sleep(0)
        async with asyncio.timeout(SOON):
            await database.close()
            results = await asyncio.gather(*calls, return_exceptions=True)
        assert {type(r) for r in results} == {StorageError}
        other.execute("COMMIT")


async def test_a_call_that_nobody_waits_for_any_more_harms_nobody(database: Database) -> None:
    """Cancelled at any moment, as when a signal stops the bot: the next call works."""
    for pause in (0.0, 0.0005, 0.001, 0.002, 0.004):
        for call in (*WRITES.values(), *READS.values()):
            task = asyncio.ensure_future(call(database))
            await asyncio.sleep(pause)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    await _works(database)


ENDING = """
import asyncio, sys
from bot.storage.database import Database

async def main():
    database = await Database.open(sys.argv[1])
    for number in range(30):
        asyncio.ensure_future(database.tallies.count(outcome="none", language="en"))
        asyncio.ensure_future(database.people.set_language(number, "ur"))
        asyncio.ensure_future(database.tallies.report(7))
    await asyncio.sleep(0.003)

asyncio.run(main())
"""


def test_a_program_that_ends_without_closing_ends(database_url: str) -> None:
    """An exception at the edge must not leave the process hanging in its database."""
    done = subprocess.run([sys.executable, "-c", ENDING, database_url], timeout=LONG, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


async def test_another_program_sees_what_was_written(database: Database, database_url: str) -> None:
    """The tests above would not notice a database that lives in memory only."""
    await database.chats.save(-5, ChatSettings("ur"))
    assert await within(database_url, lambda c: c.scalar(text("SELECT language FROM chats WHERE id = -5"))) == "ur"


async def test_an_error_says_nothing_of_what_was_asked(tmp_path: Path) -> None:
    """Neither the error nor its causes, which a log may hold, carry the question."""
    question = "".join(["pome", "granates"])
    file = tmp_path / "panelbot.db"
    async with _opened(f"sqlite:///{file}") as database:
        await database.check()
        await within(f"sqlite:///{file}", lambda c: c.execute(text("DROP TABLE review")))
        with pytest.raises(StorageError) as raised:
            await database.review.add(question, language="en", reason="none")
    told = "".join(traceback.format_exception(raised.value))
    assert "no such table" in told
    assert question not in told
