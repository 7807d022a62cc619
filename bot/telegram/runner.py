"""``python -m bot run``: the application put together and kept running until a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeVar

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application
from telegram.request import BaseRequest

from bot import app
from bot.errors import SettingsError, StorageError
from bot.knowledge import library
from bot.live import Live
from bot.live.aside import Aside
from bot.live.opening import Opened, opened
from bot.live.revision import Revisions
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.filejournal import FileJournal, Lock
from bot.telegram import memory
from bot.telegram.admin.unattended import attend
from bot.telegram.chats import keeping
from bot.telegram.client import Client
from bot.telegram.delivery.handling import Handling
from bot.telegram.delivery.notes import Journal, Notes
from bot.telegram.delivery.outbox import Outbox
from bot.telegram.delivery.polling import Polling
from bot.telegram.delivery.receiving import Receiving
from bot.telegram.delivery.registration import Registration, host, registered
from bot.telegram.delivery.transport import Transport
from bot.telegram.intake import Intake
from bot.telegram.menus import register_menus
from bot.telegram.state import State

_log = logging.getLogger(__name__)

_CALL_SECONDS: Final = 4.0
"""A server that was away answers nothing of what it was asked before."""
_MENU_SECONDS: Final = 3.0
_LOCKED_SECONDS: Final = 0.25
_LAST_SECONDS: Final = 0.4  # for what is kept when the bot stops: a database may hang

T = TypeVar("T")
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def new_loop() -> asyncio.AbstractEventLoop:
    """The quickest event loop that this system has."""
    # Threads that find answers would else hold up for 5 ms, whenever it waits for the network, whoever answers.
    sys.setswitchinterval(0.0001)
    if find_spec("uvloop") is None:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = import_module("uvloop").new_event_loop()
    return loop


def build(settings: Settings, state: State, request: BaseRequest, polled: BaseRequest | None = None) -> AnyApplication:
    """The application with its handlers, which work with *state*.

    *request* carries its calls, *polled* those for updates.
    """
    client = Client(
        settings.require_token(),
        f"{settings.api_url}/bot",
        f"{settings.api_url}/file/bot",
        request=request,
        get_updates_request=polled or request,
        rate_limiter=Outbox(state.metrics),
    )
    application: AnyApplication = Application.builder().bot(client).updater(None).build()
    Intake(state).register(application)
    return application


async def run(settings: Settings, paths: Sequence[Path]) -> int:
    """Poll Telegram until SIGTERM or SIGINT; the exit status."""
    settings.require_token()
    memory.one_heap()
    memory.forget_docstrings()
    stop, look = asyncio.Event(), asyncio.Event()
    for name, event in (("SIGTERM", stop), ("SIGINT", stop), ("SIGHUP", look)):
        with suppress(NotImplementedError, AttributeError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), event.set)
    opening = Database.open(settings.database_url.get_secret_value(), keep_days=settings.keep_questions_days)
    database = await _unless(stop, opening)
    if database is None:
        return 0
    try:
        loaded = await _unless(stop, _loaded(settings, paths, database.revisions))
        if loaded is None or stop.is_set():
            return 0
        live, found = loaded
        memory.settle()
        state = State(
            live, database, settings.admin_ids, settings.model, settings.keep_questions_days, settings.digest_at
        )
        live.aside.busy = state.health.answering
        beside = partial(attend, state, paths=paths, found=found, signalled=look, watch=settings.watch)
        await _serve(settings, state, stop, beside)
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_SECONDS):
                await keeping.finish(state)
    finally:
        await database.close()
    return 0


async def _serve(
    settings: Settings, state: State, stop: asyncio.Event, beside: Callable[[Client], Coroutine[Any, Any, None]]
) -> None:
    """Answer until told to stop, and do what goes on *beside* that."""
    transports = (Transport(), Transport(connections=2))
    try:
        await _answer(build(settings, state, *transports), settings, state, stop, beside)
    finally:
        for transport in transports:
            await transport.shutdown()


async def _answer(
    application: AnyApplication,
    settings: Settings,
    state: State,
    stop: asyncio.Event,
    beside: Callable[[Client], Coroutine[Any, Any, None]],
) -> None:
    try:
        if not await _until_taken("the Bot API server does not answer", application.initialize, stop):
            return
    except InvalidToken:
        raise SettingsError("BOT_TOKEN: Telegram does not know this token; copy it again from @BotFather") from None
    registering = asyncio.create_task(register_menus(application.bot, settings.admin_ids))
    # Menus before questions, but no question waits for them for long.
    await _unless(stop, asyncio.wait({registering}, timeout=_MENU_SECONDS))
    attending = asyncio.create_task(beside(application.bot))
    lock = Lock(settings.journal)
    if _shares(settings) or await _alone(lock, settings, stop):
        await (_webhook if settings.webhook_url else _poll)(application, settings, state, stop)
    _log.info("stopping")
    for task in (registering, attending):
        task.cancel()
    await asyncio.gather(registering, attending, return_exceptions=True)
    await application.shutdown()
    lock.leave()


async def _alone(lock: Lock, settings: Settings, stop: asyncio.Event) -> bool:
    """Wait until no other program has this folder; False if told to stop meanwhile."""
    told = False
    while not lock.take():
        if not told:
            _log.warning(
                "another program uses %s, and this one waits until it ends; another bot needs a BOT_DATA of its own",
                settings.journal,
            )
        told = True
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOCKED_SECONDS):
                await stop.wait()
            return False
    return True


async def _poll(application: AnyApplication, settings: Settings, state: State, stop: asyncio.Event) -> None:
    if not await _until_taken("the webhook was not removed", partial(_unregistered, application.bot), stop):
        return
    notes = noted(settings, state)
    outbox = application.bot.rate_limiter
    assert isinstance(outbox, Outbox)
    handling = Handling(application.process_update, application.process_error, notes)
    polling = Polling(application.bot, handling, notes, state.metrics, stop, outbox.patience.heard)
    state.health.waiting = lambda: polling.lanes.waiting
    _running(application, state)
    await polling.run()


async def _unregistered(bot: Client) -> None:
    """Telegram gives no updates to who polls while a webhook is set."""
    url = ""
    with suppress(TelegramError):  # only for the log
        url, _ = await registered(bot)
    if url:
        _log.warning("a webhook was set for this bot (%s); it is removed, since this program polls", host(url))
    await bot.delete_webhook()


async def _webhook(application: AnyApplication, settings: Settings, state: State, stop: asyncio.Event) -> None:
    from bot.telegram.delivery.webhook import Server, Site, listening  # a server's memory, for whom it serves

    notes = noted(settings, state)
    handling = Handling(application.process_update, application.process_error, notes)
    receiving = Receiving(handling, notes, settings.replies_per_second, alone=not _shares(settings))
    state.health.waiting = lambda: max(0, receiving.open - state.health.busy)
    server = Server(Site(settings, state, receiving))
    serving = asyncio.create_task(server.serve([listening(settings.webhook_listen)]))
    registration = Registration(application.bot, settings, state.health)
    if await _until_taken("the webhook was not set", registration.register, stop):
        _running(application, state)
        receiving.take_kept()
        # It stays set when the bot ends: what is asked meanwhile, and other replicas, depend on it.
        beside = [asyncio.create_task(work) for work in (registration.watch(), receiving.renew())]
        await stop.wait()
        for task in beside:
            task.cancel()
    server.should_exit = True
    await serving
    await receiving.close()


def _running(application: AnyApplication, state: State) -> None:
    _log.info("running as @%s with revision %s", application.bot.username, state.live.current.library.revision)


def noted(settings: Settings, state: State) -> Notes:
    """The notes on what was dealt with."""
    return Notes(journal(settings, state.database), state.unstored, settings.require_token())


def journal(settings: Settings, database: Database) -> Journal:
    """Where it is noted what was dealt with: in a file or, where none can be written, in the database.

    Several replicas share a database that is no file, and note it there.
    """
    if _shares(settings):
        return database.updates
    try:
        return FileJournal(settings.journal)
    except StorageError as error:
        _log.warning("%s; what was sent is noted in the database", error)
        return database.updates


def _shares(settings: Settings) -> bool:
    """Whether there may be several of this process."""
    return bool(settings.webhook_url) and settings.database_is_shared


async def _loaded(settings: Settings, paths: Sequence[Path], revisions: Revisions) -> tuple[Live, Opened]:
    """The knowledge and the model, read in a thread so that signals are heard meanwhile.

    Before polling, not beside it: without the model the first questions would be declined that it answers, and
    Telegram keeps them for the few seconds.
    """
    _log.debug("loading the knowledge and the model")
    read, build = partial(library.load, paths), partial(app.answerer, model=settings.model, data=settings.data)
    aside = Aside()
    found = await opened(read, revisions, aside)
    return await aside(lambda: Live(read, build, revisions, found)), found


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What *work* gives; None if told to stop before it ended."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if working.done():
        return working.result()
    working.cancel()
    return None


async def _until_taken(otherwise: str, call: Callable[[], Awaitable[object]], stop: asyncio.Event) -> bool:
    """Make a call until the server has taken it; False if told to stop meanwhile."""
    pause = 0.25
    while True:
        calling, stopped = asyncio.ensure_future(call()), asyncio.create_task(stop.wait())
        await asyncio.wait((calling, stopped), timeout=_CALL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not calling.done():
            calling.cancel()
            await asyncio.gather(calling, return_exceptions=True)
            if stop.is_set():
                return False
            _log.warning("%s (no answer in time); trying again", otherwise)
            continue
        try:
            calling.result()
            return True
        except InvalidToken:
            raise
        except TelegramError as error:
            _log.warning("%s (%s); trying again in %g s", otherwise, error.message, pause)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()
            return False
        pause = min(pause * 2, 2)
