"""Answers that were given, for their buttons, for /why and for edited questions. No user ids, no chat ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.storage import pseudonyms
from bot.storage.batch import Write
from bot.storage.connections import Connections
from bot.storage.models import AnswerRow, insertion
from bot.storage.prepared import Inserts

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


@dataclass(frozen=True, slots=True)
class Shown:
    """Where an answer is read. Stored as keyed hashes: a private chat's id is a user's id."""

    chat: int
    message: int
    """The bot's message."""
    asked: int | None = None
    """The message that asked; None where a press did."""


@dataclass(frozen=True, slots=True)
class _New:
    """An answer to be kept."""

    occasion: str
    question: str | None
    language: str
    outcome: str
    results: Sequence[str]
    revision: str
    at: datetime
    shown: Shown | None


class Answers:
    """Kept answers; they expire with the questions."""

    def __init__(self, connections: Connections, *, with_questions: bool, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._with_questions = with_questions
        self._clock = clock
        self._keep = connections.batches.of(self._insert)

    def id_on(self, occasion: str) -> str | None:
        """The id that ``keep`` gives to the answer on this *occasion*, before it is sent; it fits into a button.

        None while the database is known to keep nothing: the button would lead nowhere.
        """
        return pseudonyms.of_answer(self._connections.secret, occasion) if self._connections.writable else None

    def keep(
        self,
        occasion: str,
        question: str,
        *,
        language: str,
        outcome: str,
        results: Sequence[str] = (),
        revision: str = "",
        shown: Shown | None = None,
    ) -> Write[str]:
        """Keep an answer; its id. Raises StorageError.

        *occasion*: whatever tells this answer from all others, and is the same if it is given once more because the
        bot was killed before it was kept: the id in the message that was sent then leads here, and the answer counts
        once.
        """
        kept = question if self._with_questions else None
        return self._keep(_New(occasion, kept, language, outcome, results, revision, self._clock(), shown))

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

    def _insert(self, connection: Connection, new: Sequence[_New]) -> Sequence[str]:
        secret = self._connections.secret
        rows = [_row(secret, answer) for answer in new]
        # In one order everywhere: two replicas that wait for each other's rows would wait for ever.
        _INSERT(connection, sorted(rows, key=lambda row: str(row["id"])))
        return [row["id"] for row in rows]


def _row(secret: bytes, new: _New) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": pseudonyms.of_answer(secret, new.occasion),
        "question": new.question,
        "language": new.language,
        "outcome": new.outcome,
        "results": json.dumps(list(new.results), ensure_ascii=False),
        "revision": new.revision,
        "at": new.at,
        "shown": None,
        "asked": None,
        "message_id": None,
    }
    if (where := new.shown) is not None:
        asked = where.asked
        row["shown"] = pseudonyms.of_message(secret, where.chat, where.message)
        row["asked"] = None if asked is None else pseudonyms.of_message(secret, where.chat, asked)
        row["message_id"] = where.message
    return row


_INSERT = Inserts(lambda dialect: insertion(dialect, AnswerRow).on_conflict_do_nothing(), AnswerRow.table.columns)
