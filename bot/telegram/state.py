"""What the handlers work with: made once by the runner, and the same for all updates."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.live import Live
from bot.matching.answering import Answerer
from bot.telegram.conversations import Conversations


@dataclass(frozen=True, slots=True)
class State:
    """The live knowledge, the admins, what is remembered."""

    live: Live
    admins: frozenset[int]
    """Telegram user ids."""
    conversations: Conversations = field(default_factory=Conversations)

    @property
    def answerer(self) -> Answerer:
        """What answers now."""
        return self.live.current.answerer

    @property
    def several(self) -> bool:
        """Whether there are several reports, so that each thing shown names its own."""
        return len(self.answerer.reports) > 1
