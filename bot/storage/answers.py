"""Answers that were given, for their buttons, for /why and for edited questions. No user ids, no chat ids."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from bot.storage import pseudonyms
from bot.storage.connections import Connections
from bot.storage.models import AnswerRow

_ANSWERS: Select[*tuple[Any, ...]] = select(
    AnswerRow.id,
    AnswerRow.question,
    AnswerRow.language,
    AnswerRow.outcome,
    AnswerRow.results,
    AnswerRow.revision,
    AnswerRow.at,
    AnswerRow.message_id,
)
_KEEP = insert(AnswerRow)
_SENT = (
    update(AnswerRow)
    .where(AnswerRow.id == bindparam("answer"))
    .values(shown=bindparam("to"), asked=bindparam("by"), message_id=bindparam("message"))
)


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

    def __init__(self, connections: Connections, *, with_questions: bool, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._with_questions = with_questions
        self._clock = clock
        self._keep = connections.batches.of(_insert)
        self._note_sent = connections.batches.of(self._sent)

    async def keep(
        self, question: str, *, language: str, outcome: str, results: Sequence[str] = (), revision: str = ""
    ) -> str:
        """Keep an answer and give its id, which fits into a button. Raises StorageError."""
        answer = secrets.token_urlsafe(9)
        row = {
            "id": answer,
            "question": question if self._with_questions else None,
            "language": language,
            "outcome": outcome,
            "results": json.dumps(list(results), ensure_ascii=False),
            "revision": revision,
            "at": self._clock(),
        }
        await self._keep(row)
        return answer

    async def sent(self, answer_id: str, chat_id: int, message_id: int, asked_id: int | None = None) -> None:
        """Remember which message shows the answer, and which one asked (*asked_id*). Raises StorageError.

        Chat and message are stored as one keyed hash: a private chat's id is a user's id.
        """
        await self._note_sent((answer_id, chat_id, message_id, asked_id))

    async def get(self, answer_id: str) -> KeptAnswer | None:
        """The answer with this id; None if there is none (expired, forged). Raises StorageError."""
        found = await self._latest(lambda _: _ANSWERS.where(AnswerRow.id == answer_id))
        return found and found[0]

    async def of_message(self, chat_id: int, message_id: int) -> KeptAnswer | None:
        """The latest answer that this message of the bot shows, for /why and votes. Raises StorageError."""
        found = await self._latest(
            lambda secret: _ANSWERS.where(AnswerRow.shown == pseudonyms.of_message(secret, chat_id, message_id))
        )
        return found and found[0]

    async def of_question(self, chat_id: int, asked_id: int) -> tuple[KeptAnswer, int] | None:
        """The latest answer to this message of a person, and the bot's message that shows it. Raises StorageError.

        For an edited question: compare the text, edit the bot's message.
        """
        return await self._latest(
            lambda secret: _ANSWERS.where(AnswerRow.asked == pseudonyms.of_message(secret, chat_id, asked_id))
        )

    async def _latest(self, query: Callable[[bytes], Select[*tuple[Any, ...]]]) -> tuple[KeptAnswer, int] | None:
        def work(connection: Connection) -> tuple[KeptAnswer, int] | None:
            ordered = query(self._connections.secret).order_by(AnswerRow.at.desc()).limit(1)
            row = (connection.execute(ordered)).first()
            if row is None:
                return None
            results = tuple(json.loads(row.results))
            answer = KeptAnswer(row.id, row.question, row.language, row.outcome, results, row.revision, row.at)
            return answer, row.message_id or 0

        return await self._connections.read(work)

    def _sent(self, connection: Connection, sent: Sequence[tuple[str, int, int, int | None]]) -> Sequence[None]:
        def row(answer: str, chat: int, message: int, asked: int | None) -> dict[str, Any]:
            secret = self._connections.secret
            by = None if asked is None else pseudonyms.of_message(secret, chat, asked)
            return {"answer": answer, "to": pseudonyms.of_message(secret, chat, message), "by": by, "message": message}

        # In one order everywhere: two replicas that wait for each other's rows would wait for ever.
        connection.execute(_SENT, [row(*s) for s in sorted(sent)])
        return [None] * len(sent)


def _insert(connection: Connection, rows: Sequence[dict[str, Any]]) -> Sequence[None]:
    connection.execute(_KEEP, rows)
    return [None] * len(rows)
