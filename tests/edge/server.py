"""The tests' Bot API server in a process of its own, so that it and the bot have a processor each."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import uvloop

from tests.botapi import BotApi

PATIENCE = 120.0
"""Seconds without any answer after which a bot has failed."""
_LOOK_SECONDS = 0.002


@dataclass(frozen=True, slots=True)
class Took:
    """What came of a number of messages."""

    answered: int
    messages: int
    """Messages that were sent: more than answered where an answer is several."""
    seconds: float
    """From the first message to the last answer."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


class Server:
    """The other end of the process."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.token, self.url = pipe.recv()

    def ask(self, texts: Sequence[str], chats: int) -> Took:
        """Have so many people, who have not written before, write these texts in turn; wait for all answers."""
        return Took(*self._do("ask", list(texts), chats))

    def delay(self, seconds: float) -> None:
        """From now on answer each send only after so long."""
        self._do("delay", seconds)

    def _do(self, *order: object) -> Any:
        self._pipe.send(order)
        found = self._pipe.recv()
        if isinstance(found, Exception):
            raise found
        return found


@contextmanager
def server() -> Iterator[Server]:
    """A server for one bot."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_serve, args=(its,), daemon=True)
    process.start()
    try:
        yield Server(ours)
    finally:
        ours.close()
        process.join(10)
        process.kill()


def _serve(pipe: Connection) -> None:
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    with BotApi() as api:
        pipe.send((api.token, api.url))
        people = 1000
        while True:
            try:
                what, *arguments = pipe.recv()
            except EOFError:
                return
            try:
                if what == "delay":
                    api.delay(*arguments)
                    pipe.send(None)
                else:
                    texts, chats = arguments
                    pipe.send(_ask(api, texts, range(people, people + chats)))
                    people += chats
            except Exception as error:  # told to the one who asked
                pipe.send(error)


def _ask(api: BotApi, texts: Sequence[str], chats: range) -> tuple[int, int, float]:
    before = len(api.sent)
    asked = Counter(chats[n % len(chats)] for n in range(len(texts)))
    answered: Counter[int] = Counter()
    with api.at_once():
        for n, text in enumerate(texts):
            number = chats[n % len(chats)]
            api.message(text, user={"id": number, "is_bot": False, "first_name": f"P{number}", "language_code": "en"})
        begun = time.monotonic()
    seen, last = before, time.monotonic()
    open_ = sum(asked.values())
    while open_ > 0:
        time.sleep(_LOOK_SECONDS)
        news = api.sent[seen:]
        seen += len(news)
        for call in news:
            if call.method == "sendMessage" and call.result is not None:
                chat = call.result["chat"]["id"]
                answered[chat] += 1
                open_ -= answered[chat] <= asked[chat]
        if news:
            last = time.monotonic()
        elif time.monotonic() - last > PATIENCE:
            raise TimeoutError(f"{open_} of {len(texts)} were not answered")
    return len(texts), answered.total(), time.monotonic() - begun
