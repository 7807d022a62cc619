"""Questions that the bot could not answer well, for an admin to go through. No user ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, cast, get_args

from sqlalchemy import Connection, Row, Select, bindparam, case, func, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.language.text import words
from bot.storage.connections import Connections
from bot.storage.engine import one_at_a_time
from bot.storage.likeness import Essence, Meaning, alike, essence
from bot.storage.models import ReviewKeyRow, ReviewRow, insertion, is_number

Reason = Literal["none", "suggestion", "vote"]
"""No answer was found, a suggestion was not taken, or the answer got a thumb down."""
Status = Literal["new", "done", "ignored"]

_LOCK = 0x726576696577  # "review"
_MOST_CANDIDATES = 50
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
        self._add = connections.batches.of(_add)

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
        return await self._add(_New(meant, question, language, reason, self._clock(), meaning))

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


@dataclass(frozen=True, slots=True)
class _New:
    """A question to be added."""

    meant: Essence
    question: str
    language: str
    reason: Reason
    at: datetime
    meaning: Meaning


def _add(connection: Connection, new: Sequence[_New]) -> Sequence[int]:
    if len(new) > 1:
        # Two replicas that wait for each other's rows would wait for ever.
        one_at_a_time(connection, _LOCK)
    return [_added(connection, question) for question in new]


def _added(connection: Connection, new: _New) -> int:
    """Add one question, or count it with its near-duplicate; the id of the item."""
    twin = _twin(connection, new.meant, new.meaning)
    if twin is not None:
        connection.execute(_AGAIN[new.reason], {"item": twin, "now": new.at})
        return twin
    row = {"same": new.meant.same, "words": " ".join(new.meant.words), "question": new.question}
    counts = {r: int(r == new.reason) for r in get_args(Reason)}
    given = row | counts | {"language": new.language, "status": "new", "count": 1, "now": new.at}
    added = connection.execute(_insertion(connection.dialect.name, new.reason), given)
    item, count = added.one()
    if count == 1:
        connection.execute(_KEYS, [{"key": key, "item_id": item} for key in new.meant.keys])
    return int(item)


def _twin(connection: Connection, meant: Essence, meaning: Meaning) -> int | None:
    """The item that this question is one with: the same words, else one of a few that differ in a word's sound."""
    same = connection.scalar(_SAME, {"same": meant.same})
    if same is not None:
        return int(same)
    for item, counting, language, question in connection.execute(_CANDIDATES, {"keys": list(meant.keys)}):
        if alike(meant, Essence(tuple(counting.split()), language == "en", tuple(words(question))), meaning):
            return int(item)
    return None


def _again(reason: Reason) -> dict[str, Any]:
    """What changes in an item that is asked once more."""
    counter = getattr(ReviewRow, reason)
    return {
        "count": ReviewRow.count + 1,
        reason: counter + 1,
        "last_at": bindparam("now", type_=ReviewRow.last_at.type),
        "status": case((ReviewRow.status == "done", "new"), else_=ReviewRow.status),
    }


# Made once: to put a statement together takes several times as long as SQLite needs to carry it out.

_SAME = select(ReviewRow.id).where(ReviewRow.same == bindparam("same"))
_SHARED = (
    select(ReviewKeyRow.item_id, func.count().label("shared"))
    .where(ReviewKeyRow.key.in_(bindparam("keys", expanding=True)))
    .group_by(ReviewKeyRow.item_id)
    .order_by(func.count().desc(), ReviewKeyRow.item_id.desc())
    .limit(_MOST_CANDIDATES)
    .subquery()
)
_CANDIDATES = (
    select(ReviewRow.id, ReviewRow.words, ReviewRow.language, ReviewRow.question)
    .join(_SHARED, ReviewRow.id == _SHARED.c.item_id)
    .order_by(_SHARED.c.shared.desc(), ReviewRow.id)
)
_KEYS = insert(ReviewKeyRow)
_AGAIN = {
    reason: update(ReviewRow).where(ReviewRow.id == bindparam("item")).values(_again(reason))
    for reason in get_args(Reason)
}


@cache
def _insertion(dialect: str, reason: Reason) -> ReturningInsert[int, int]:
    names = ("same", "words", "question", "language", "status", "count", *get_args(Reason))
    now = bindparam("now", type_=ReviewRow.last_at.type)
    return (
        insertion(dialect, ReviewRow)
        .values({name: bindparam(name) for name in names} | {"first_at": now, "last_at": now})
        # Another replica may have been quicker.
        .on_conflict_do_update(index_elements=[ReviewRow.same], set_=_again(reason))
        .returning(ReviewRow.id, ReviewRow.count)
    )
