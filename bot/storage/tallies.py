"""Figures by day: how many questions, what became of them, what they were about. No texts, nobody's id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from bot.storage.batch import Write
from bot.storage.connections import Connections
from bot.storage.models import ReviewRow, TallyRow, insert_into, insertion
from bot.storage.prepared import Inserts

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert

Counted = tuple[date, str, str]
"""A day, a kind of figure (outcome, language, panelist, topic, point, vote), and which one."""

_Question = tuple[date, Mapping[str, Sequence[str]]]
"""The day of a question, and the names of what is counted, by kind."""


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures over a number of days."""

    days: int
    questions: int
    outcomes: dict[str, int]
    """Questions by outcome: answer, suggest, none."""
    languages: dict[str, int]
    right: int
    """Thumbs up on answers of these days."""
    wrong: int
    panelists: tuple[tuple[str, int], ...]
    """Keys of the panelists most shown, with how often."""
    topics: tuple[tuple[str, int], ...]
    points: tuple[tuple[str, int], ...]
    by_day: tuple[tuple[date, int], ...]
    """Questions a day, the oldest first, every day of the span."""
    not_found: tuple[tuple[str, int], ...]
    """Questions without an answer that came most often (from the review queue, so empty where nothing is kept)."""


class Tallies:
    """Figures of questions."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock
        self._count = connections.batches.of(_add_questions)

    def count(
        self,
        *,
        outcome: str,
        language: str,
        panelists: Sequence[str] = (),
        topics: Sequence[str] = (),
        points: Sequence[str] = (),
        when: date | None = None,
    ) -> Write[None]:
        """Count one question, today (UTC) unless *when* says otherwise. Raises StorageError."""
        day = when or self._today()
        kinds = {"outcome": [outcome], "language": [language], "panelist": panelists, "topic": topics, "point": points}
        return self._count((day, kinds))

    async def first(self, kind: str, day: date) -> bool:
        """Whether nobody did something of this *kind* (up to 12 letters) on that day before. Raises StorageError.

        For what one of several replicas is to do once a day.
        """

        def work(connection: Connection) -> bool:
            row = {"day": day, "kind": kind, "name": "", "count": 1}
            insert = insert_into(connection, TallyRow).values(row).on_conflict_do_nothing()
            return connection.execute(insert.returning(TallyRow.count)).first() is not None

        return await self._connections.write(work)

    async def report(self, days: int, top: int = 5) -> Stats:
        """The figures of the last *days* days, today among them. Raises StorageError."""
        first = self._today() - timedelta(days=days - 1)
        since = datetime.combine(first, time(), UTC)

        def work(connection: Connection) -> Stats:
            total = func.sum(TallyRow.count)
            names = select(TallyRow.kind, TallyRow.name, total).where(TallyRow.day >= first)
            by_kind: dict[str, Counter[str]] = {}
            for kind, name, count in connection.execute(names.group_by(TallyRow.kind, TallyRow.name)):
                by_kind.setdefault(kind, Counter())[name] = int(count)
            daily = select(TallyRow.day, total).where(TallyRow.day >= first, TallyRow.kind == "outcome")
            by_day = {day: int(count) for day, count in connection.execute(daily.group_by(TallyRow.day))}
            unanswered = (
                select(ReviewRow.question, ReviewRow.none)
                .where(ReviewRow.none > 0, ReviewRow.last_at >= since, ReviewRow.status != "ignored")
                .order_by(ReviewRow.none.desc(), ReviewRow.last_at.desc())
                .limit(top)
            )
            not_found = tuple((question, count) for question, count in connection.execute(unanswered))

            def most(kind: str) -> tuple[tuple[str, int], ...]:
                counts = by_kind.get(kind, Counter[str]())
                return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top])

            votes = by_kind.get("vote", Counter())
            return Stats(
                days=days,
                questions=sum(by_day.values()),
                outcomes=dict(by_kind.get("outcome", {})),
                languages=dict(by_kind.get("language", {})),
                right=votes["right"],
                wrong=votes["wrong"],
                panelists=most("panelist"),
                topics=most("topic"),
                points=most("point"),
                by_day=tuple((day := first + timedelta(days=n), by_day.get(day, 0)) for n in range(days)),
                not_found=not_found,
            )

        return await self._connections.read(work)

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()


def _add_questions(connection: Connection, questions: Sequence[_Question]) -> Sequence[None]:
    add_up(
        connection,
        Counter(
            (day, kind, name)
            for day, kinds in questions
            for kind, names in kinds.items()
            for name in dict.fromkeys(names)
        ),
    )
    return [None] * len(questions)


def add_up(connection: Connection, counts: Mapping[Counted, int]) -> None:
    """Add to the figures."""
    # In one order everywhere: two replicas that wait for each other's rows would wait for ever.
    rows = [{"day": day, "kind": kind, "name": name, "count": n} for (day, kind, name), n in sorted(counts.items())]
    _ADD(connection, rows)


def _upsert(dialect: str) -> Insert:
    insert = insertion(dialect, TallyRow)
    return insert.on_conflict_do_update(
        index_elements=[TallyRow.day, TallyRow.kind, TallyRow.name],
        set_={"count": TallyRow.count + insert.excluded.count},
    )


_ADD = Inserts(_upsert, TallyRow.table.columns)
