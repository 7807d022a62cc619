"""The real Application, driven with real update JSON: what tests of the Telegram edge share."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from pydantic import SecretStr

from bot import app
from bot.knowledge import library
from bot.knowledge.library import Library
from bot.knowledge.model import Panelist, Report
from bot.live import Live
from bot.matching.answering import Answerer
from bot.settings import Settings
from bot.storage.database import Database
from bot.telegram import runner
from bot.telegram.budgets import Budgets
from bot.telegram.chats.buttons import Dismiss, Vote
from bot.telegram.state import State
from bot.telegram.updates import read
from tests.botapi import utf16
from tests.conftest import doubtful
from tests.recording import TOKEN, Call, Json, Recorder, message, press


@dataclass(frozen=True, slots=True)
class Driven:
    """The application, what it sent, and what it answers from."""

    application: runner.AnyApplication
    request: Recorder
    state: State

    @property
    def live(self) -> Live:
        return self.state.live

    @property
    def report(self) -> Report:
        return self.live.current.library.reports[0]

    async def feed(self, given: Json) -> list[Call]:
        """Let one update be handled; the calls that came of it."""
        start = len(self.request.calls)
        await self.application.process_update(read(given))
        return self.request.calls[start:]

    async def tell(self, text: str, **extra: Any) -> list[Call]:
        """Write a message."""
        return await self.feed(message(text, **extra))


@cache
def _empty_database() -> Path:
    """A database as the migrations make it: to copy it is quicker than to migrate for every test."""
    file = Path(tempfile.mkdtemp(prefix="panelbot-tests-")) / "empty.db"
    atexit.register(shutil.rmtree, file.parent, ignore_errors=True)

    async def make() -> None:
        await (await Database.open(f"sqlite:///{file}")).close()

    # Its own loop: this is called from within tests that have one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, make()).result()
    return file


@asynccontextmanager
async def database(file: Path | None = None, keep_days: int = 90) -> AsyncIterator[Database]:
    """A database in *file*, or one of the test's own. One in a folder that there cannot be is out of order."""
    with tempfile.TemporaryDirectory() as folder:
        path = file or Path(folder) / "panelbot.db"
        if not path.exists() and path.parent.is_dir():
            shutil.copy(_empty_database(), path)
        opened = await Database.open(f"sqlite:///{path}", keep_days=keep_days)
        try:
            yield opened
        finally:
            await opened.close()


OUT_OF_ORDER = Path("/dev/null/panelbot.db")
"""A file for a database that can be neither read nor written."""


@asynccontextmanager
async def driven(
    live: Live,
    admins: Iterable[int] = (),
    *,
    file: Path | None = None,
    keep_days: int = 90,
    budgets: Budgets | None = None,
) -> AsyncIterator[Driven]:
    """The application at work; *file* is where its database lies, to start it again with what was stored."""
    request = Recorder()
    given: Json = {"token": SecretStr(TOKEN), "admin_ids": frozenset(admins), "_env_file": None}
    settings = Settings(**given)
    async with database(file, keep_days) as opened:
        unlimited = budgets or Budgets(clock=count(0.0, 1000.0).__next__)
        state = State(live, opened, frozenset(admins), app.OFF, keep_days, budgets=unlimited)
        application = runner.build(settings, state, request)
        await application.initialize()
        try:
            yield Driven(application, request, state)
        finally:
            await application.shutdown()


def quick(known: Library) -> Answerer:
    """An answerer without sentence vectors and lexicon, which takes most of the time to build."""
    return app.answerer(replace(known, lexicon=()), app.OFF)


def from_files(path: Path) -> Live:
    """The knowledge of a path, read as ``run`` reads it."""
    return Live(partial(library.load, [path]), quick)


def panelist(name: str, *points: Any, topic: str = "Rivers", role: str = "Boatman") -> Json:
    return {"name": name, "role": role, "topic": topic, "points": list(points)}


def write(path: Path, *panelists: Json, **more: Any) -> Path:
    """A knowledge file; returns its path."""
    whole: Json = {"id": path.stem, "title": "The river", "date": "2022-03-04", "organizers": ["The harbour"]}
    whole |= {"panelists": list(panelists), "takeaway": "Rivers need care."} | more
    path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=120), "utf-8")
    return path


def plain(calls: Sequence[Call]) -> str:
    """All that the calls show to read."""
    return "\n".join(call.plain for call in calls)


def squeezed(text: str) -> str:
    """Without any white space: a message's end may stand for some."""
    return "".join(text.split())


def sent(calls: Sequence[Call]) -> list[Call]:
    """Only messages were sent, at least one, and all of them were accepted within Telegram's limits."""
    assert calls
    for call in calls:
        assert (call.method, call.error) == ("sendMessage", None)
        assert call.parameters["parse_mode"] == "HTML"
        assert 1 <= utf16(call.plain) <= 4096
        for label, data in call.buttons.items():
            assert label.strip()
            assert 1 <= len(data.encode()) <= 64
    return list(calls)


def pressed(calls: Sequence[Call]) -> list[Call]:
    """The press was acknowledged once, without an alert, and the rest are messages."""
    acknowledged = [call for call in calls if call.method == "answerCallbackQuery"]
    assert [(call.error, call.parameters.get("text")) for call in acknowledged] == [(None, None)]
    return sent([call for call in calls if call not in acknowledged])


def refused(calls: Sequence[Call]) -> None:
    """The press got one polite line and nothing else happened."""
    [call] = calls
    assert (call.method, call.error) == ("answerCallbackQuery", None)
    assert len(call.parameters["text"]) > 10


def speaker(shown: str, text: str, report: Report) -> str:
    """The panelist whose name stands nearest above *text*."""
    at = shown.index(text)
    return max((p.name for p in report.panelists), key=lambda name: shown.rfind(name, 0, at))


def points(report: Report) -> Iterator[tuple[Panelist, str]]:
    for person in report.panelists:
        for point in person.points:
            yield person, point.text


def button(calls: Sequence[Call], label: str) -> tuple[Call, str]:
    """The message with the button whose label has *label*, and the button's data."""
    found = [(call, data) for call in calls for shown, data in call.buttons.items() if label in shown]
    assert len(found) == 1, (label, [call.buttons for call in calls])
    return found[0]


async def suggested(bot: Driven) -> tuple[str, list[Call]]:
    """A question that the bot is not sure of, and the message with its choices."""
    question, _ = next(doubtful(bot.live.current.answerer))
    return question, sent(await bot.tell(question))


async def press_everything(bot: Driven, calls: Sequence[Call], most: int = 200) -> set[str]:
    """Press every button that can be reached; each must be accepted. The data of all."""
    waiting, seen = list(calls), set[str]()
    while waiting:
        call = waiting.pop()
        for data in call.buttons.values():
            if data not in seen and data != Dismiss().pack() and not data.startswith(f"{Vote.code}:"):
                seen.add(data)
                assert len(seen) < most
                waiting += pressed(await bot.feed(press(call, data)))
    return seen
