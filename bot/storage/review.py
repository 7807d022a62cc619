"""Questions that the bot could not answer well, for an admin to go through. No user ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Update,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    select,
    update,
)

from bot.storage.batch import Write
from bot.storage.connections import Connections
from bot.storage.engine import one_at_a_time
from bot.storage.likeness import Essence, Meaning, essence
from bot.storage.models import ReviewKeyRow, ReviewRow, is_number
from bot.storage.prepared import Inserts, Updates
from bot.storage.twins import Twins, numbers

Reason = Literal["none", "suggestion", "vote"]
"""No answer was found, a suggestion was not taken, or the answer got a thumb down."""
Status = Literal["new", "done", "ignored"]

_LOCK = 0x726576696577  # "review"


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

    def add(
        self, question: str, *, language: str, reason: Reason, meaning: Meaning = lambda word: ""
    ) -> Write[int | None]:
        """Add a question, or count it with its near-duplicate; the id of the item. Raises StorageError.

        With *meaning* two words that there are stay two unless they mean the same, and a word and what is none may be
        a word and its misspelling. A question that is done comes back as new, an ignored one stays ignored. None where
        nothing is kept (BOT_KEEP_QUESTIONS_DAYS=0, or no letter or digit in it).
        """
        return self._add(_New(question, language, reason, self._clock(), meaning) if self._keeps else None)

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

    question: str
    language: str
    reason: Reason
    at: datetime
    meaning: Meaning


@dataclass(slots=True)
class _Asked:
    """How often an item is asked in a batch, and when."""

    first_at: datetime
    last_at: datetime
    counts: Counter[Reason] = field(default_factory=Counter)

    def named(self, prefix: str = "") -> dict[str, Any]:
        """The columns that it changes, and by how much."""
        counts = {"count": self.counts.total()} | {reason: self.counts[reason] for reason in get_args(Reason)}
        return {f"{prefix}{name}": n for name, n in counts.items()} | {f"{prefix}last_at": self.last_at}


_UNNUMBERED = 2**63
"""From here on items are numbered that have no row yet."""


def _add(connection: Connection, given: Sequence[_New | None]) -> Sequence[int | None]:
    meant = [essence(new.question, new.language) if new else None for new in given]
    new = [(new, there) for new, there in zip(given, meant, strict=True) if new and there]
    items = iter(_added(connection, *zip(*new, strict=True)) if new else ())
    return [next(items) if there else None for there in meant]


def _added(connection: Connection, new: Sequence[_New], meant: Sequence[Essence]) -> list[int]:
    """Add questions, or count them with their near-duplicates; the ids of the items."""
    # Two replicas would both find that a question is new, or wait for each other's rows for ever.
    one_at_a_time(connection, _LOCK)
    twins = Twins(connection, meant)
    items: list[int] = []
    asked: dict[int, _Asked] = {}
    for n, question in enumerate(new):
        item = twins.of(n, question.meaning)
        if item is None:
            item = _UNNUMBERED + n
            twins.become(n, item)
        items.append(item)
        seen = asked.setdefault(item, _Asked(question.at, question.at))
        seen.counts[question.reason] += 1
        seen.last_at = max(seen.last_at, question.at)
    again = [{"item": item, **seen.named("by_")} for item, seen in asked.items() if item < _UNNUMBERED]
    _AGAIN(connection, again)
    unnumbered = {item - _UNNUMBERED: seen for item, seen in asked.items() if item >= _UNNUMBERED}
    ids = _inserted(connection, new, twins, unnumbered)
    return [ids.get(item - _UNNUMBERED, item) for item in items]


def _inserted(connection: Connection, new: Sequence[_New], twins: Twins, asked: Mapping[int, _Asked]) -> dict[int, int]:
    """Make items of those of the *new* questions that are *asked*; their ids."""
    rows = [
        {
            "same": twins.same[n],
            "words": " ".join(twins.asked[n].words),
            "question": new[n].question,
            "language": new[n].language,
            "status": "new",
            "first_at": seen.first_at,
            **seen.named(),
        }
        for n, seen in asked.items()
    ]
    _NEW(connection, rows)
    items = numbers(connection, [twins.same[n] for n in asked])
    ids = {n: items[twins.same[n]] for n in asked}
    _KEYS(connection, [{"key": key, "item_id": ids[n]} for n in asked for key in twins.keys[n]])
    return ids


_COUNTED = ("count", *get_args(Reason))


def _asked_again() -> Update:
    """An item that was done is new again, one that is ignored stays so."""
    status = case((ReviewRow.status == literal_column("'done'"), literal_column("'new'")), else_=ReviewRow.status)
    more = {name: getattr(ReviewRow, name) + bindparam(f"by_{name}") for name in _COUNTED}
    item = update(ReviewRow).where(ReviewRow.id == bindparam("item"))
    return item.values({**more, "last_at": bindparam("by_last_at"), "status": status})


_AGAIN = Updates(_asked_again())
_NEW = Inserts(lambda _: insert(ReviewRow).inline(), [c for c in ReviewRow.table.columns if c.name != "id"])
_KEYS = Inserts(lambda _: insert(ReviewKeyRow), ReviewKeyRow.table.columns)
