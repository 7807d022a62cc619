"""What the handlers work with: made once by the runner, and the same for all updates."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from datetime import time as time_of_day
from typing import TypeVar

from bot.errors import StorageError
from bot.live import Live
from bot.storage.database import Database
from bot.telegram.admin.pending import Pending
from bot.telegram.budgets import Budgets
from bot.telegram.chats.company import Company
from bot.telegram.chats.conversations import Conversations
from bot.telegram.chats.recent import Recent
from bot.telegram.metrics import Metrics

_log = logging.getLogger(__name__)
T = TypeVar("T")
_QUICK_SECONDS = 0.5
_THREADS = min(8, os.cpu_count() or 1)


@dataclass(slots=True)
class Health:
    """How the bot is doing since its start, for /status."""

    started: float = field(default_factory=time.monotonic)
    seen: datetime | None = None
    """When the last update came in, UTC."""
    busy: int = 0
    """Updates that are being dealt with."""
    begun: float = 0.0
    """When the latest of them was begun."""
    waiting: Callable[[], int] = lambda: 0
    """Updates that came in and wait."""
    errors: int = 0
    """Updates that could not be dealt with."""
    unsent: int = 0
    """Answers that Telegram did not take: blocked, muted, not reachable."""
    unstored: int = 0
    """Things that the database or the journal did not take or give."""
    trouble: str = ""
    """Why, for the last of them."""
    webhook: str = ""
    """What Telegram said of the webhook; empty where the bot polls."""

    def answering(self) -> bool:
        """Whether somebody waits for a quick answer; what takes longer than that waits for something else."""
        return self.busy > 0 and time.monotonic() - self.begun < _QUICK_SECONDS


@dataclass(frozen=True, slots=True)
class State:
    """The live knowledge, the database, the admins, what is remembered."""

    live: Live
    database: Database
    admins: frozenset[int] = frozenset()
    """Telegram user ids."""
    model: str = "off"
    """BOT_MODEL."""
    keep_days: int = 90
    """BOT_KEEP_QUESTIONS_DAYS."""
    digest_at: time_of_day = time_of_day(4, tzinfo=UTC)
    """BOT_DIGEST_AT."""
    conversations: Conversations = field(default_factory=Conversations)
    budgets: Budgets = field(default_factory=Budgets)
    health: Health = field(default_factory=Health)
    recent: Recent = field(default_factory=Recent)
    metrics: Metrics = field(default_factory=Metrics)
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_THREADS, "answering"))
    """Where questions are answered that take long: no more at once than there are processors, they would only wait."""
    company: Company = field(default_factory=Company)
    pending: Pending = field(default_factory=Pending)
    """Changes of the knowledge that wait for an admin's word."""

    async def stored(self, work: Awaitable[T], otherwise: T) -> T:
        """What the database gives, or *otherwise*: whatever is wrong with it, questions are answered."""
        try:
            return await work
        except StorageError as error:
            self.unstored(error)
            return otherwise

    def unstored(self, error: StorageError) -> None:
        """Count what was not stored or read, and remember why."""
        self.health.unstored += 1
        self.health.trouble = str(error)
        self.metrics.unstored.inc()
        _log.warning("not stored or read: %s", error)
