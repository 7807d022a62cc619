"""One bot as a process, questions with known answers, and the count of what came."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.knowledge import library
from bot.knowledge.library import SHIPPED
from tests.botapi import BotApi, Json
from tests.conftest import ROOT

START_SECONDS = 60.0
ADMIN = 9
_LEARNING = 999_999


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line of the table."""

    case: str
    asked: int
    never: int
    twice: int
    back: float | None = None
    """Seconds from the end of the fault until what is asked then is answered; None where nothing was away."""
    note: str = ""
    measured: Mapping[str, float] = field(default_factory=dict)
    """What else the case measured, by name: of the note, what a test holds to a bound."""


@dataclass(slots=True)
class Bench:
    """A server, a folder for the bot, and what was asked."""

    api: BotApi
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    asked: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How often each chat asked for each answer."""
    process: subprocess.Popen[bytes] | None = None
    _answers: dict[str, str] = field(default_factory=dict)
    _from: int = 0
    _people: int = 1000
    started_at: int = 0
    """Where in the log the latest start begins."""
    _ready: float = 0.0

    @property
    def way(self) -> str:
        """How updates come."""
        return "webhook" if "webhook_url" in self.settings else "polling"

    @property
    def port(self) -> int:
        """Where it listens for the webhook."""
        return int(self.settings["webhook_listen"].rpartition(":")[2])

    @property
    def log(self) -> str:
        """All that the bot logged."""
        file = self.folder / "log"
        return file.read_text("utf-8") if file.exists() else ""

    def start(self, *, ready: bool = True) -> None:
        """Start the bot; *ready*: and wait until it runs."""
        inherited = {k: v for k, v in os.environ.items() if not k.upper().startswith("BOT_")}
        given = {
            "token": self.api.token,
            "api_url": self.api.url,
            "model": "off",
            "admin_ids": str(ADMIN),
            "database_url": f"sqlite:///{self.folder}/panelbot.db",
            "data": str(self.folder),
            **self.settings,
        }
        path = f"{self.folder}{os.pathsep}{ROOT}"
        environment = inherited | {"PYTHONPATH": path} | {f"BOT_{k.upper()}": v for k, v in given.items()}
        self.started_at = len(self.log)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], cwd=self.folder, env=environment, stdout=log, stderr=log
            )
        if ready:
            self.until(lambda: "running as @" in self.log[self.started_at :] or not self.running, START_SECONDS)
            if not self.running:
                raise RuntimeError(f"the bot does not run: {self.log[-2000:]}")
        self._ready = time.monotonic()

    @property
    def next_person(self) -> int:
        """Who asks next."""
        return self._people

    @property
    def age(self) -> float:
        """For how many seconds it has run."""
        return time.monotonic() - self._ready

    def kill(self) -> None:
        """Kill it as a machine that loses power would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_after(self, messages: int) -> None:
        """Kill it at the very moment at which so many more messages were sent."""
        assert self.process is not None
        self.api.after(messages, self.process.kill)

    def stop(self, number: int = signal.SIGTERM) -> float:
        """End it as a system does, or a person; how many seconds that took."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.send_signal(number)
        assert self.process.wait(30) == 0
        return time.monotonic() - begun

    @property
    def running(self) -> bool:
        """Whether the bot's process runs."""
        return self.process is not None and self.process.poll() is None

    def begin(self, count: int = 10) -> None:
        """Begin to count anew, with a bot that runs and so many questions whose answers are known."""
        if not self.running:
            self.start()
        self.asked.clear()
        self._from = len(self.api.sent)
        if self._answers:
            return
        points = [point.text for person in library.load([SHIPPED]).reports[0].panelists for point in person.points]
        for n, text in enumerate(points[:count]):
            chat = _LEARNING + n
            self.api.message(text, user=person(chat))
            self.until(lambda chat=chat: self._texts(chat), START_SECONDS)
            self._answers[text] = self._texts(chat)[0]
        assert len(set(self._answers.values())) == len(self._answers)
        self._from = len(self.api.sent)

    def ask(self, count: int, *, chats: int = 100, group: Json | None = None) -> None:
        """Ask *count* questions, from so many people who have not asked before, in turn; or in one group."""
        questions = list(self._answers)
        for n in range(count):
            writer = person(self._people + n % chats)
            question = questions[(n // chats) % len(questions)]
            self.api.message(f"/ask {question}" if group else question, user=writer, chat=group)
            self.asked[group["id"] if group else writer["id"], self._answers[question]] += 1
        self._people += chats

    def answered(self) -> Counter[tuple[int, str]]:
        """How often each chat got each answer."""
        calls = self.api.sent[self._from :]
        found = [c.result for c in calls if c.method == "sendMessage" and c.result]
        return Counter((m["chat"]["id"], m["text"]) for m in found if m["chat"]["id"] != ADMIN)

    @property
    def never(self) -> int:
        """Questions without an answer."""
        return sum((self.asked - self.answered()).values())

    @property
    def twice(self) -> int:
        """Answers too many."""
        return sum((self.answered() - self.asked).values())

    def wait(self, seconds: float = 30.0) -> None:
        """Wait until everything is answered; no longer than *seconds*, and no longer than there is no answer."""
        self.until(lambda: not self.never, seconds, must=False)
        # Whatever is sent too often comes a little later.
        time.sleep(0.5)

    def outcome(self, case: str, back: float | None = None, note: str = "", **measured: float) -> Outcome:
        """The line for what has happened so far."""
        return Outcome(case, sum(self.asked.values()), self.never, self.twice, back, note, measured)

    def back(self) -> float:
        """Ask something now; the seconds until it is answered."""
        since, chat = time.monotonic(), self._people
        self.ask(1)
        self.until(lambda: any(who == chat for who, _ in self.answered()), 60)
        return time.monotonic() - since

    def until(self, true: Any, seconds: float, *, must: bool = True) -> None:
        """Wait until something is true."""
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                if must:
                    raise TimeoutError(f"waited {seconds} s in vain; the log ends: {self.log[-2000:]}")
                return
            time.sleep(0.02)

    def _texts(self, chat: int) -> list[str]:
        calls = [c for c in self.api.sent if c.method == "sendMessage" and c.result]
        return [c.result["text"] for c in calls if c.result and c.result["chat"]["id"] == chat]


@contextmanager
def bench(folder: Path, **settings: str) -> Iterator[Bench]:
    """A server and a folder of one's own; whatever still runs at the end is killed."""
    folder.mkdir(parents=True, exist_ok=True)
    with BotApi() as api:
        api.add_chat(person(ADMIN))
        made = Bench(api, folder, settings)
        try:
            yield made
        finally:
            if made.process is not None and made.process.poll() is None:
                made.process.kill()
                made.process.wait()


def webhook(port: int = 0) -> dict[str, str]:
    """The settings for a webhook on this machine."""
    port = port or free_port()
    return {
        "webhook_url": f"http://127.0.0.1:{port}/updates",
        "webhook_listen": f"127.0.0.1:{port}",
        "webhook_secret": "S" * 40,
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def person(number: int) -> Json:
    """Somebody who writes."""
    return {"id": number, "is_bot": False, "first_name": f"P{number}"}
