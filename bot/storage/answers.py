"""Answers that were given, for their buttons, for /why and for edited questions. No user ids, no chat ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given."""

    id: str
    """Twelve url-safe characters that nobody can guess."""
    question: str | None
    """The question as it was asked; None where questions are not kept (BOT_KEEP_QUESTIONS_DAYS=0)."""
    language: str
    """The language code of the question."""
    outcome: str
    """What it came to: answer, suggest or none."""
    results: tuple[str, ...]
    """Stable keys of what was shown, best first, such as ``report/point``."""
    revision: str
    """The revision of the knowledge that answered."""
    at: datetime
    """When, in UTC."""


class Answers:
    """Kept answers; they expire with the questions."""

    async def keep(
        self, question: str, *, language: str, outcome: str, results: Sequence[str] = (), revision: str = ""
    ) -> str:
        """Keep an answer and give its id, which fits into a button. Raises StorageError."""
        raise NotImplementedError

    async def sent(self, answer_id: str, chat_id: int, message_id: int, asked_id: int | None = None) -> None:
        """Remember which message shows the answer, and which one asked (*asked_id*). Raises StorageError.

        Chat and message are stored as one keyed hash: a private chat's id is a user's id.
        """
        raise NotImplementedError

    async def get(self, answer_id: str) -> KeptAnswer | None:
        """The answer with this id; None if there is none (expired, forged). Raises StorageError."""
        raise NotImplementedError

    async def of_message(self, chat_id: int, message_id: int) -> KeptAnswer | None:
        """The latest answer that this message of the bot shows, for /why and votes. Raises StorageError."""
        raise NotImplementedError

    async def of_question(self, chat_id: int, asked_id: int) -> tuple[KeptAnswer, int] | None:
        """The latest answer to this message of a person, and the bot's message that shows it. Raises StorageError.

        For an edited question: compare the text, edit the bot's message.
        """
        raise NotImplementedError
