"""The webhook of a token that several programs use: none is deaf without knowing it, and no question is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram.client import Client
from bot.telegram.delivery.outbox import Outbox
from bot.telegram.delivery.registration import Registration
from bot.telegram.delivery.transport import Transport
from bot.telegram.metrics import Metrics
from bot.telegram.state import Health
from tests.botapi import USER, BotApi, Json
from tests.faults.bench import free_port, webhook
from tests.test_botapi import call
from tests.test_run import OLD, messages, river, running, text
from tests.test_run import until as settled

OTHER = "https://other.example.org/secret-path"


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A server of the test's own."""
    with BotApi() as server:
        yield server


@asynccontextmanager
async def watched(api: BotApi, given: Json) -> AsyncIterator[Health]:
    """A webhook that is set and looked at all the time."""
    health = Health()
    transport = Transport()
    client = Client(
        api.token, f"{api.url}/bot", request=transport, get_updates_request=transport, rate_limiter=Outbox(Metrics())
    )
    settings = Settings.model_validate({"token": api.token, **given})
    async with client:
        registration = Registration(client, settings, health)
        await registration.register()
        watching = asyncio.create_task(registration.watch(0.02))
        yield health
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


def told(caplog: pytest.LogCaptureFixture) -> str:
    """What the bot itself logged."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - the server is in another thread
            await asyncio.sleep(0.01)


async def becomes(health: Health, state: str) -> None:
    """Wait until that is known of the webhook."""
    await until(lambda: health.webhook == state)


async def test_a_webhook_that_was_removed_is_set_again(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    """As by a program that polls with the same token; with its secret, and it is said plainly."""
    given = webhook(free_port())
    async with watched(api, given) as health:
        assert health.webhook == "set"
        await asyncio.to_thread(call, api, "deleteWebhook")
        await until(lambda: bool(api.webhook))
        await becomes(health, "set")
    assert (api.webhook["url"], api.webhook["secret_token"]) == (given["webhook_url"], given["webhook_secret"])
    assert "removed the webhook; stop one of them" in told(caplog)


async def test_a_webhook_of_another_program_is_left_while_it_works(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, without the path, which may be a secret; when that one takes nothing any more this one does."""
    given = webhook(free_port())
    async with watched(api, given) as health:
        dead = f"http://127.0.0.1:{free_port()}/secret-path"
        await asyncio.to_thread(call, api, "setWebhook", url=dead)
        await becomes(health, "set by another program")
        await asyncio.sleep(0.2)
        assert api.webhook["url"] == dead
        api.message("hello")
        await until(lambda: api.webhook["url"] == given["webhook_url"])
        await becomes(health, "set")
    assert told(caplog).count("set a webhook (127.0.0.1); stop one of them") == 1
    assert "does not work; this one is set again" in told(caplog)
    assert "secret-path" not in told(caplog)


async def test_a_server_that_is_away_changes_nothing(api: BotApi) -> None:
    """What cannot be looked at is looked at again."""
    async with watched(api, webhook(free_port())) as health:
        api.fail("getWebhookInfo", 502, "Bad Gateway", times=3)
        await asyncio.sleep(0.3)
        assert health.webhook == "set"
        await asyncio.to_thread(call, api, "setWebhook", url=OTHER)
        await becomes(health, "set by another program")


def test_a_poller_steps_back_from_a_webhook_that_works(api: BotApi, tmp_path: Path) -> None:
    """At its start it removes one, and says so; one set later it leaves, until that takes nothing any more."""
    call(api, "setWebhook", url=OTHER)
    with running(api, tmp_path, knowledge=river(tmp_path)) as bot:
        assert "a webhook was set for this bot (other.example.org); it is removed" in bot.log
        assert "secret-path" not in bot.log
        api.message(OLD)
        assert OLD in text(messages(api, USER["id"])[0])
        # What is not confirmed yet would be posted to the webhook, and show at once that it does not work.
        settled(lambda: call(api, "getWebhookInfo")["pending_update_count"] == 0, lambda: bot.log)
        call(api, "setWebhook", url=f"http://127.0.0.1:{free_port()}/updates")
        bot.logged("set a webhook (127.0.0.1); stop one of them")
        api.message(OLD)
        bot.logged("(127.0.0.1) does not work; it is removed")
        assert OLD in text(messages(api, USER["id"], 2)[1])
