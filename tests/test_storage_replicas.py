"""What several replicas know of each other: updates dealt with once, changes heard of; and what a killed one leaves."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import RevisionConflictError, StorageError
from bot.storage.changes import Change
from bot.storage.chats import ChatSettings
from bot.storage.database import Database
from bot.storage.journal import Claim
from tests.databases import Server

LONG = 20.0
"""Seconds after which a test gives up waiting for what takes a moment."""


class _Clock:
    def __init__(self) -> None:
        self.now = datetime(2024, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    """A clock that a test puts on."""
    return _Clock()


@pytest.fixture
async def pair(database_url: str, clock: _Clock) -> AsyncIterator[tuple[Database, Database]]:
    """Two replicas with one database."""
    first = await Database.open(database_url, clock=clock)
    second = await Database.open(database_url, clock=clock)
    yield first, second
    await first.close()
    await second.close()


async def test_an_update_is_dealt_with_by_one_replica(pair: tuple[Database, Database]) -> None:
    """Whichever asks first has it; the other hears that it is busy, then that it is done; for ever."""
    claims = await asyncio.gather(*(replica.updates.claim(n) for n in range(300) for replica in pair))
    for first, second in zip(claims[::2], claims[1::2], strict=True):
        assert {first.state, second.state} == {"mine", "busy"}
    for replica, states in zip(pair, (claims[::2], claims[1::2]), strict=True):
        await asyncio.gather(*(replica.updates.done(n) for n, claim in enumerate(states) if claim.state == "mine"))
    again = await asyncio.gather(*(replica.updates.claim(n) for n in range(300) for replica in pair))
    assert {claim.state for claim in again} == {"done"}


async def test_a_dead_replicas_update_is_taken_over_after_the_lease(
    pair: tuple[Database, Database], clock: _Clock
) -> None:
    """Not before; with the sends that were done, and how often it was tried."""
    first, second = pair
    assert await first.updates.claim(1, lease=10) == Claim("mine")
    await first.updates.sent(1, 0, 555)
    await first.updates.sent(1, 1)
    clock.now += timedelta(seconds=9)
    assert await second.updates.claim(1, lease=10) == Claim("busy")
    clock.now += timedelta(seconds=2)
    assert await second.updates.claim(1, lease=10) == Claim("mine", {0: 555, 1: None}, tries=2)
    await second.updates.done(1)
    clock.now += timedelta(seconds=60)
    assert (await first.updates.claim(1)).state == "busy"


async def test_a_replica_keeps_what_takes_long(pair: tuple[Database, Database], clock: _Clock) -> None:
    """As long as it says so; what it never had it does not get by that."""
    first, second = pair
    await first.updates.claim(1, lease=10)
    for _ in range(3):
        clock.now += timedelta(seconds=9)
        await second.updates.renew([1], 10)
        await first.updates.renew([1, 2], 10)
        assert (await second.updates.claim(1, lease=10)).state == "busy"
    clock.now += timedelta(seconds=11)
    assert (await second.updates.claim(1, lease=10)).state == "mine"
    assert (await second.updates.claim(2, lease=10)).state == "mine"


async def test_an_update_that_is_given_back_is_free_at_once(pair: tuple[Database, Database]) -> None:
    """As when a replica is told to stop before it began."""
    first, second = pair
    await first.updates.claim(1)
    await first.updates.release(1)
    assert (await second.updates.claim(1)).state == "mine"
    await first.updates.release(1)
    assert (await first.updates.claim(1)).state == "busy"


async def test_a_poller_takes_what_the_run_before_left(database_url: str) -> None:
    """No lease is waited for, the sends are known; what this run is at is busy, what is done is done."""
    before = await Database.open(database_url)
    await before.updates.claim(1)
    await before.updates.sent(1, 0, 9)
    await before.updates.claim(2)
    await before.updates.done(2)
    now = await Database.open(database_url)
    assert await now.updates.claim(1, alone=True) == Claim("mine", {0: 9}, tries=2)
    assert (await now.updates.claim(1, alone=True)).state == "busy"
    assert (await now.updates.claim(2, alone=True)).state == "done"
    await before.close()
    await now.close()


async def test_another_update_with_the_same_number_is_another(database: Database) -> None:
    """A server that began anew, or another bot's, counts from the same numbers."""
    await database.updates.claim(1, "monday")
    await database.updates.sent(1, 0, 5)
    assert (await database.updates.claim(1, "monday")).state == "busy"
    await database.updates.done(1)
    assert (await database.updates.claim(1, "monday")).state == "done"
    assert await database.updates.claim(1, "tuesday") == Claim("mine")


async def test_the_sends_of_another_update_are_not_its_own(database_url: str) -> None:
    """Neither of them was finished: what the one sent is no answer to the other."""
    runs = [await Database.open(database_url) for _ in range(4)]
    await runs[0].updates.claim(1, "monday")
    await runs[0].updates.sent(1, 0, 5)
    assert await runs[1].updates.claim(1, "tuesday") == Claim("mine")
    assert await runs[2].updates.claim(1, "tuesday", alone=True) == Claim("mine", {}, tries=2)
    await runs[2].updates.sent(1, 1, 6)
    assert await runs[3].updates.claim(1, "tuesday", alone=True) == Claim("mine", {1: 6}, tries=3)
    for run in runs:
        await run.close()


async def test_a_lease_goes_by_the_servers_clock(new_server: Callable[[], Server]) -> None:
    """Whatever the replicas' own clocks say: here they are an hour behind."""
    server = new_server()
    address = server.address("replicas")
    server.sql("CREATE DATABASE replicas")
    ahead = "SELECT pg_catalog.clock_timestamp() + interval '1 hour'"
    server.sql(f"CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $${ahead}$$", address)
    server.sql("ALTER DATABASE replicas SET search_path = public, pg_catalog")
    first, second = [await Database.open(address) for _ in range(2)]
    await first.updates.claim(1, lease=1)
    assert (await second.updates.claim(1, lease=1)).state == "busy"
    server.sql("SELECT 1 / (count(*) FILTER (WHERE until > now() + interval '59 minutes'))::int FROM updates", address)
    await asyncio.sleep(1.1)
    assert (await second.updates.claim(1, lease=1)).state == "mine"
    for replica in (first, second):
        await replica.close()


async def test_what_was_confirmed_is_forgotten(database: Database, database_url: str) -> None:
    """Telegram does not send it again, so it takes no room; what comes after stays."""
    for number in (1, 2, 3):
        await database.updates.claim(number)
        await database.updates.sent(number, 0)
    await database.updates.done(3)
    await database.updates.confirmed(below=3)
    other = await Database.open(database_url)
    assert [await other.updates.claim(n) for n in (1, 2, 3)] == [Claim("mine"), Claim("mine"), Claim("done")]
    await other.close()


async def test_the_journal_is_pruned(pair: tuple[Database, Database], clock: _Clock) -> None:
    """What Telegram would not send again any more is forgotten, sends of updates that nobody finished too."""
    first, second = pair
    await first.updates.claim(1)
    await first.updates.done(1)
    await first.updates.claim(2)
    await first.updates.sent(2, 0, 5)
    await first.tidy()
    assert (await second.updates.claim(1)).state == "done"
    clock.now += timedelta(hours=26)
    await first.tidy()
    assert await second.updates.claim(1) == Claim("mine")
    assert await second.updates.claim(2) == Claim("mine")


async def test_an_update_is_known_while_the_database_is_away(tmp_path: Path) -> None:
    """It is dealt with once by this process; when the database is back, it knows it too."""
    blocked = tmp_path / "data"
    blocked.write_text("not a folder")
    database = await Database.open(f"sqlite:///{blocked / 'panelbot.db'}")
    with pytest.raises(StorageError):
        await database.updates.claim(1, "x")
    assert (await database.updates.claim(1, "x")).state == "busy"
    with pytest.raises(StorageError):
        await database.updates.done(1)
    assert (await database.updates.claim(1, "x")).state == "done"
    with pytest.raises(StorageError):
        await database.updates.claim(2, "y")
    blocked.unlink()
    await database.updates.done(2)
    await database.close()
    after = await Database.open(f"sqlite:///{blocked / 'panelbot.db'}")
    assert (await after.updates.claim(2, "y")).state == "done"
    await after.close()


KILLED = """
import asyncio, os, signal, sys
from bot.storage.chats import ChatSettings
from bot.storage.database import Database

async def main():
    database = await Database.open(sys.argv[1])
    await database.updates.claim(1)
    await database.updates.sent(1, 0, 55)
    await database.updates.claim(2)
    await database.updates.done(2)
    await database.chats.save(-5, ChatSettings("ur"))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_what_was_noted_outlives_kill_9(database_url: str) -> None:
    """Everything that a call came back for, of a real process that is killed the moment after."""
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", KILLED, database_url], capture_output=True, text=True
    )
    assert done.returncode == -9, done.stderr
    database = await Database.open(database_url)
    assert await database.updates.claim(1, alone=True) == Claim("mine", {0: 55}, tries=2)
    assert (await database.updates.claim(2, alone=True)).state == "done"
    assert await database.chats.settings(-5) == ChatSettings("ur")
    await database.close()


async def test_revisions_are_numbered_and_come_back(database: Database) -> None:
    """Whole files, byte for byte; who and what, the latest first; nothing before the first one."""
    assert await database.revisions.latest() is None
    assert await database.revisions.history() == []
    files = {"a.yaml": "title: پانی\r\n\ttab\n", "b/c.yaml": "x" * 300_000}
    assert await database.revisions.keep(files, 42, "3 points added") == 1
    assert await database.revisions.keep({}, None, "all gone") == 2
    first, latest = await database.revisions.get(1), await database.revisions.latest()
    assert first is not None
    assert latest is not None
    assert (first.files, first.note.by, first.note.summary) == (files, 42, "3 points added")
    assert (latest.note.number, latest.files, latest.note.by) == (2, {}, None)
    assert await database.revisions.get(3) is None
    assert [n.number for n in await database.revisions.history()] == [2, 1]
    assert [n.number for n in await database.revisions.history(limit=1, offset=1)] == [1]


async def test_a_change_to_a_revision_that_is_not_the_latest_is_refused(pair: tuple[Database, Database]) -> None:
    """Two admins, two replicas: nobody overwrites what they have not seen; the numbers have no gaps."""
    first, second = pair
    assert await first.revisions.keep({"a": "1"}, 1, "first", after=0) == 1
    with pytest.raises(RevisionConflictError, match="revision 1 is the latest"):
        await second.revisions.keep({"a": "2"}, 2, "second", after=0)
    kept = await asyncio.gather(
        *(replica.revisions.keep({"a": "3"}, 3, "at once", after=1) for replica in pair), return_exceptions=True
    )
    assert sorted(type(k).__name__ for k in kept) == ["RevisionConflictError", "int"]
    assert await second.revisions.keep({"a": "4"}, 4, "whatever it is") == 3
    assert [n.number for n in await first.revisions.history()] == [3, 2, 1]


class _Watcher:
    """Gathers the changes that a replica hears of."""

    def __init__(self, database: Database) -> None:
        self.heard: list[Change] = []
        self._news = asyncio.Event()
        self._watching = asyncio.create_task(self._watch(database))

    async def _watch(self, database: Database) -> None:
        async for change in database.changes.watch():
            self.heard.append(change)
            self._news.set()

    async def wait_for(self, change: Change, times: int = 1) -> None:
        async with asyncio.timeout(LONG):
            while self.heard.count(change) < times:
                self._news.clear()
                await self._news.wait()

    def stop(self) -> None:
        self._watching.cancel()


async def test_whoever_watches_begins_by_looking(database: Database) -> None:
    """What changed before is unknown, and the first news says so."""
    watcher = _Watcher(database)
    await watcher.wait_for(Change("unknown"))
    await database.revisions.keep({"a": "1"}, 1, "s")
    await watcher.wait_for(Change("knowledge", "1"))
    watcher.stop()


async def test_a_revision_is_announced_only_if_it_is_kept(database: Database) -> None:
    """One that was refused is no news."""
    watcher = _Watcher(database)
    await watcher.wait_for(Change("unknown"))
    await database.revisions.keep({"a": "1"}, 1, "s")
    with pytest.raises(RevisionConflictError):
        await database.revisions.keep({"a": "2"}, 1, "s", after=0)
    await database.revisions.keep({"a": "3"}, 1, "s")
    await watcher.wait_for(Change("knowledge", "2"))
    assert [c for c in watcher.heard if c.topic == "knowledge"] == [Change("knowledge", "1"), Change("knowledge", "2")]
    watcher.stop()


async def _until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(LONG):
        while not await true():  # noqa: ASYNC110 (what another replica does tells nobody here)
            await asyncio.sleep(0.01)


async def _until_heard(*replicas: Database, heard: bool = True) -> None:
    async def true() -> bool:
        return all(replica.changes.heard is heard for replica in replicas)

    await _until(true)


async def _until_seen(replica: Database, chat: int, settings: ChatSettings) -> None:
    async def true() -> bool:
        return await replica.chats.settings(chat) == settings

    await _until(true)


async def _until_speaks(replica: Database, person: int, language: str) -> None:
    async def true() -> bool:
        return await replica.people.language(person) == language

    await _until(true)


@pytest.fixture
async def replicas(postgresql: Server) -> AsyncIterator[tuple[str, Database, Database]]:
    """Two replicas on PostgreSQL that hear of each other."""
    for url in postgresql.database("migrated"):
        first, second = await Database.open(url), await Database.open(url)
        yield url, first, second
        await first.close()
        await second.close()


async def test_a_change_reaches_the_other_replica(replicas: tuple[str, Database, Database]) -> None:
    """A revision is told to both; settings that the other one has in memory are read anew there."""
    _, first, second = replicas
    assert await second.chats.settings(-5) == ChatSettings()
    assert await second.people.language(7) is None
    watchers = [_Watcher(first), _Watcher(second)]
    await first.revisions.keep({"a": "1"}, 1, "taught")
    await first.chats.save(-5, ChatSettings("ur"))
    await first.people.set_language(7, "ur")
    for watcher in watchers:
        await watcher.wait_for(Change("knowledge", "1"))
    await _until_seen(second, -5, ChatSettings("ur"))
    await _until_speaks(second, 7, "ur")
    for watcher in watchers:
        watcher.stop()


async def test_a_replica_that_was_cut_off_looks_again(
    postgresql: Server, replicas: tuple[str, Database, Database]
) -> None:
    """Its connection is ended by the server: it is told that it may have missed something, and hears on."""
    url, first, second = replicas
    assert await second.chats.settings(-5) == ChatSettings()
    watcher = _Watcher(second)
    await watcher.wait_for(Change("unknown"))
    postgresql.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'panelbot'", url)
    await first.chats.save(-5, ChatSettings("ur"))
    await watcher.wait_for(Change("unknown"), times=2)
    await _until_seen(second, -5, ChatSettings("ur"))
    await first.revisions.keep({"a": "1"}, 1, "after")
    await watcher.wait_for(Change("knowledge", "1"))
    watcher.stop()


async def test_replicas_hear_of_each_other_after_the_server_was_away(breakable: Server) -> None:
    """Down and up again: nothing has to be restarted."""
    url = breakable.address("postgres")
    first, second = await Database.open(url), await Database.open(url)
    watcher = _Watcher(second)
    await watcher.wait_for(Change("unknown"))
    breakable.stop()
    await _until_heard(second, heard=False)
    breakable.start()
    await watcher.wait_for(Change("unknown"), times=2)
    await _until_heard(first, second)
    await first.revisions.keep({"a": "1"}, 1, "after")
    await watcher.wait_for(Change("knowledge", "1"))
    watcher.stop()
    await first.close()
    await second.close()
