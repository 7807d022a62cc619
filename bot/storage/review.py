"""Questions that the bot could not answer well, for an admin to go through. No user ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import Connection, Row, Select, case, func, insert, select, update

from bot.language.text import words
from bot.storage.connections import Connections
from bot.storage.likeness import Essence, Meaning, alike, essence
from bot.storage.models import ReviewKeyRow, ReviewRow, insert_into, is_number

Reason = Literal["none", "suggestion", "vote"]
"""No answer was found, a suggestion was not taken, or the answer got a thumb down."""
Status = Literal["new", "done", "ignored"]

_CANDIDATES = 50
"""Questions that a new one is compared with, whatever the size of the queue."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One question, with those that are the same but for spelling, courtesies and punctuation."""

    id: int
    question: str
    """The question as it was first asked."""
    language: str
    count: int
    """How often it came."""
    reasons: Mapping[Reason, int]
    """How often for which reason; only reasons that occurred."""
    status: Status
    first_at: datetime
    last_at: datetime


class Review:
    """The review queue."""

    def __init__(self, connections: Connections, *, keeps: bool, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._keeps = keeps
        self._clock = clock

    async def add(
        self, question: str, *, language: str, reason: Reason, meaning: Meaning = lambda word: ""
    ) -> int | None:
        """Add a question, or count it with its near-duplicate; the id of the item. Raises StorageError.

        With *meaning* two words that there are stay two unless they mean the same, and a word and what is none may be
        a word and its misspelling. A question that is done comes back as new, an ignored one stays ignored. None where
        nothing is kept (BOT_KEEP_QUESTIONS_DAYS=0, or no letter or digit in it).
        """
        meant = essence(question, language)
        if meant is None or not self._keeps:
            return None
        now = self._clock()

        def work(connection: Connection) -> int:
            twin = _twin(connection, meant, meaning)
            if twin is not None:
                connection.execute(update(ReviewRow).where(ReviewRow.id == twin).values(_again(reason, now)))
                return twin
            row = {"same": meant.same, "words": " ".join(meant.words), "question": question, "language": language}
            new = {"status": "new", "count": 1, **{r: int(r == reason) for r in get_args(Reason)}}
            added = connection.execute(
                insert_into(connection, ReviewRow)
                .values(**row, **new, first_at=now, last_at=now)
                # Another replica may have been quicker.
                .on_conflict_do_update(index_elements=[ReviewRow.same], set_=_again(reason, now))
                .returning(ReviewRow.id, ReviewRow.count)
            )
            item, count = added.one()
            if count == 1:
                keys = [{"key": key, "item_id": item} for key in meant.keys]
                connection.execute(insert(ReviewKeyRow), keys)
            return int(item)

        return await self._connections.write(work)

    async def get(self, item_id: int) -> ReviewItem | None:
        """One item; None if there is none (expired, forged). Raises StorageError."""
        return await self._connections.read(lambda c: _item(c, item_id))

    async def page(self, status: Status, offset: int = 0, limit: int = 10) -> Sequence[ReviewItem]:
        """Items of one status, the most asked first, then the latest. Raises StorageError."""
        ordered = _ITEMS.where(ReviewRow.status == status).order_by(
            ReviewRow.count.desc(), ReviewRow.last_at.desc(), ReviewRow.id
        )

        def work(connection: Connection) -> list[ReviewItem]:
            if not is_number(offset):
                return []
            return [_read(row) for row in connection.execute(ordered.offset(offset).limit(limit))]

        return await self._connections.read(work)

    async def count(self, status: Status = "new", since: datetime | None = None) -> int:
        """How many items have this status (and were asked since then). Raises StorageError."""
        counted = select(func.count()).select_from(ReviewRow).where(ReviewRow.status == status)
        if since is not None:
            counted = counted.where(ReviewRow.last_at >= since)
        return await self._connections.read(lambda c: c.scalar(counted)) or 0

    async def mark(self, item_id: int, status: Status) -> ReviewItem | None:
        """Set the status; the item afterwards, None if there is none. Raises StorageError."""

        def work(connection: Connection) -> ReviewItem | None:
            if _item(connection, item_id) is None:
                return None
            connection.execute(update(ReviewRow).where(ReviewRow.id == item_id).values(status=status))
            return _item(connection, item_id)

        return await self._connections.write(work)


_ITEMS: Select[*tuple[Any, ...]] = select(
    ReviewRow.id,
    ReviewRow.question,
    ReviewRow.language,
    ReviewRow.count,
    ReviewRow.status,
    ReviewRow.first_at,
    ReviewRow.last_at,
    ReviewRow.none,
    ReviewRow.suggestion,
    ReviewRow.vote,
)


def _read(row: Row[*tuple[Any, ...]]) -> ReviewItem:
    number, question, language, count, status, first_at, last_at, none, suggestion, vote = row
    often: dict[Reason, int] = {"none": none, "suggestion": suggestion, "vote": vote}
    reasons = {reason: n for reason, n in often.items() if n}
    return ReviewItem(number, question, language, count, reasons, cast("Status", status), first_at, last_at)


def _item(connection: Connection, item_id: int) -> ReviewItem | None:
    if not is_number(item_id):
        return None
    row = (connection.execute(_ITEMS.where(ReviewRow.id == item_id))).first()
    return None if row is None else _read(row)


def _twin(connection: Connection, meant: Essence, meaning: Meaning) -> int | None:
    """The item that this question is one with: the same words, else one of a few that differ in a word's sound."""
    same = connection.scalar(select(ReviewRow.id).where(ReviewRow.same == meant.same))
    if same is not None:
        return same
    shared = (
        select(ReviewKeyRow.item_id, func.count().label("shared"))
        .where(ReviewKeyRow.key.in_(meant.keys))
        .group_by(ReviewKeyRow.item_id)
        .order_by(func.count().desc(), ReviewKeyRow.item_id.desc())
        .limit(_CANDIDATES)
        .subquery()
    )
    columns = select(ReviewRow.id, ReviewRow.words, ReviewRow.language, ReviewRow.question)
    candidates = columns.join(shared, ReviewRow.id == shared.c.item_id)
    for item, counting, language, question in connection.execute(
        candidates.order_by(shared.c.shared.desc(), ReviewRow.id)
    ):
        if alike(meant, Essence(tuple(counting.split()), language == "en", tuple(words(question))), meaning):
            return int(item)
    return None


def _again(reason: Reason, now: datetime) -> dict[str, Any]:
    """What changes in an item that is asked once more."""
    counter = getattr(ReviewRow, reason)
    return {
        "count": ReviewRow.count + 1,
        reason: counter + 1,
        "last_at": now,
        "status": case((ReviewRow.status == "done", "new"), else_=ReviewRow.status),
    }
