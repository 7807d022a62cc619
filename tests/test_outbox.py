"""A message that Telegram never takes, though it takes others: tried barely, then given up, and only then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.storage.filejournal import FileJournal
from bot.storage.journal import Claim
from bot.telegram.catalogue import choose
from bot.telegram.client import Client
from bot.telegram.delivery.handling import Handling
from bot.telegram.delivery.notes import Notes
from bot.telegram.delivery.outbox import NotTakenError, Outbox
from bot.telegram.delivery.transport import Transport
from bot.telegram.metrics import Metrics
from bot.telegram.sending import WORDS
from bot.telegram.updates import Update, read
from tests.botapi import BotApi
from tests.driving import driven, from_files, panelist, write
from tests.recording import message

LATE = 1.0
BUTTONS = {"inline_keyboard": [[{"text": "More", "callback_data": "x"}]]}


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A server of the test's own."""
    with BotApi() as server:
        for chat in (7, 8):
            server.add_chat({"id": chat, "is_bot": False, "first_name": "Ann"})
        yield server


@asynccontextmanager
async def client_of(api: BotApi) -> AsyncIterator[Client]:
    """A client that soon finds that something takes long."""
    transport = Transport()
    outbox = Outbox(Metrics(), late=LATE)
    client = Client(api.token, f"{api.url}/bot", request=transport, get_updates_request=transport, rate_limiter=outbox)
    async with client:
        yield client


@asynccontextmanager
async def others(client: Client) -> AsyncIterator[None]:
    """Somebody else's messages, all the time."""

    async def talk() -> None:
        while True:
            await client.send_text(8, "Hello", {})
            await asyncio.sleep(0.05)

    talking = asyncio.create_task(talk())
    yield
    talking.cancel()
    with suppress(asyncio.CancelledError):
        await talking


async def answered(client: Client, folder: Path, text: str, seconds: float = 20.0) -> list[Exception]:
    """Send a message in answer to an update; what it failed of, if it did."""
    failed: list[Exception] = []

    async def handle(update: Update) -> None:
        try:
            await client.send_text(7, text, {**WORDS, "reply_markup": BUTTONS})
        except NotTakenError as error:
            failed.append(error)

    async def gave_up(update: Update, error: Exception) -> None:
        raise AssertionError(error)

    notes = Notes(FileJournal(folder / "sent"), lambda error: None, "1:token")
    async with asyncio.timeout(seconds):
        await Handling(handle, gave_up, notes).run(read(message("Hello?")), Claim("mine"))
    return failed


def to_ann(api: BotApi) -> list[str]:
    """What Ann got."""
    return [c.result["text"] for c in api.calls("sendMessage") if c.result and c.result["chat"]["id"] == 7]


async def test_what_chokes_the_server_for_its_buttons_goes_out_without_them(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After a while, the words alone; the operator reads of it."""
    api.choke("callback_data")
    async with client_of(api) as client, others(client):
        assert await answered(client, tmp_path, "<b>Boats</b> need paint") == []
    assert to_ann(api) == ["Boats need paint"]
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == [
        "a message was sent without its formatting and buttons: else it was not taken"
    ]
    caplog.clear()


async def test_what_chokes_the_server_for_its_words_is_given_up(api: BotApi, tmp_path: Path) -> None:
    """The chat goes on: it would wait for ever, and whatever is asked there later with it."""
    api.choke("Boats")
    async with client_of(api) as client, others(client):
        [error] = await answered(client, tmp_path, "Boats need paint")
        assert await answered(client, tmp_path, "Ferries need lights") == []
    assert str(error) == "sendMessage was not taken (500 Internal Server Error), and others were"
    assert to_ann(api) == ["Ferries need lights"]


@pytest.mark.parametrize("stumbles", [False, True])
async def test_an_outage_gives_nothing_up(api: BotApi, tmp_path: Path, stumbles: bool) -> None:
    """However long it is, also where the server *stumbles* on when it has come back: each message goes out whole."""
    async with client_of(api) as client, others(client):
        await asyncio.sleep(0.2)
        api.outage("502")
        answering = asyncio.create_task(answered(client, tmp_path, "<b>Boats</b> need paint"))
        await asyncio.sleep(3 * LATE)
        api.choke("Boats" if stumbles else "")
        api.outage(None)
        await asyncio.sleep(0.6 * LATE)
        api.choke("")
        assert await answering == []
    assert to_ann(api) == ["Boats need paint"]
    [call] = [c for c in api.calls("sendMessage") if c.parameters["chat_id"] == 7 and c.result]
    assert call.parameters["reply_markup"] == BUTTONS


async def test_a_pause_that_telegram_wants_is_no_refusal(api: BotApi, tmp_path: Path) -> None:
    """However long it was: what goes wrong once or twice right after it has the same patience as anything."""
    api.flood(7, 4.5 * LATE)
    async with client_of(api) as client, others(client):
        answering = asyncio.create_task(answered(client, tmp_path, "<b>Boats</b> need paint"))
        await asyncio.sleep(4 * LATE)
        api.choke("Boats")
        async with asyncio.timeout(10):
            while not [c for c in api.calls("sendMessage") if c.error and c.error.code == 500]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        api.choke("")
        assert await answering == []
    [call] = [c for c in api.calls("sendMessage") if c.parameters["chat_id"] == 7 and c.result]
    assert call.parameters["reply_markup"] == BUTTONS


async def test_who_waited_for_what_is_given_up_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """One line for the person, one entry for the operator, one more in what /status counts."""
    file = write(tmp_path / "river.yaml", panelist("Ada Boat", "Boats must be painted."))
    async with driven(from_files(file)) as bot:
        await bot.application.process_error(read(message("Boats?")), NotTakenError("sendMessage was not taken"))
        [call] = [c for c in bot.request.calls if c.method == "sendMessage"]
        assert call.parameters["text"] == choose(["en"])("failed")
        assert bot.state.health.errors == 1
    [entry] = [r for r in caplog.records if r.levelname == "ERROR"]
    assert entry.exc_info
    assert str(entry.exc_info[1]) == "sendMessage was not taken"
    caplog.clear()
