"""Thumbs up and down: one voice a person and answer, changeable; the person is a keyed hash."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, delete, func, select

from bot.storage import pseudonyms
from bot.storage.connections import Connections
from bot.storage.models import AnswerRow, VoteRow, insert_into
from bot.storage.tallies import Counted, add_up

Vote = Literal[1, -1, 0]


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one answer."""

    right: int = 0
    wrong: int = 0


class Votes:
    """Votes on kept answers."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def cast(self, answer_id: str, user_id: int, vote: Vote) -> Tally | None:
        """Set a person's vote (0 takes it back); the votes afterwards, None if there is no such answer (any more).

        The figures of the answer's day follow. Raises StorageError.
        """

        def work(connection: Connection) -> Tally | None:
            person = pseudonyms.of_person(self._connections.secret, user_id)
            # Locked, so that two taps at once are counted one after the other.
            at = connection.scalar(select(AnswerRow.at).where(AnswerRow.id == answer_id).with_for_update())
            if at is None:
                return None
            mine = (VoteRow.answer_id == answer_id) & (VoteRow.person == person)
            before = connection.scalar(select(VoteRow.vote).where(mine)) or 0
            if vote:
                insert = insert_into(connection, VoteRow).values(answer_id=answer_id, person=person, vote=vote)
                connection.execute(
                    insert.on_conflict_do_update(
                        index_elements=[VoteRow.answer_id, VoteRow.person], set_={"vote": vote}
                    )
                )
            else:
                connection.execute(delete(VoteRow).where(mine))
            change = Counter({_counted(at.date(), vote): 1})
            change.subtract({_counted(at.date(), before): 1})
            _follow(connection, change)
            return _tally(connection, answer_id)

        return await self._connections.write(work)

    async def of(self, answer_id: str) -> Tally:
        """The votes on an answer; none for one that does not exist. Raises StorageError."""
        return await self._connections.read(lambda c: _tally(c, answer_id))


def remove_votes(connection: Connection, person: bytes) -> int:
    """Remove all votes of a person, also from the figures; how many there were."""
    cast = (
        select(AnswerRow.at, VoteRow.vote)
        .join(AnswerRow, AnswerRow.id == VoteRow.answer_id)
        .where(VoteRow.person == person)
    )
    rows = (connection.execute(cast)).all()
    connection.execute(delete(VoteRow).where(VoteRow.person == person))
    change: Counter[Counted] = Counter()
    change.subtract(_counted(at.date(), vote) for at, vote in rows)
    _follow(connection, change)
    return len(rows)


def _tally(connection: Connection, answer_id: str) -> Tally:
    by_vote = select(VoteRow.vote, func.count()).where(VoteRow.answer_id == answer_id).group_by(VoteRow.vote)
    counts = {row[0]: row[1] for row in connection.execute(by_vote)}
    return Tally(counts.get(1, 0), counts.get(-1, 0))


def _counted(day: date, vote: int) -> Counted:
    return day, "vote", {1: "right", -1: "wrong"}.get(vote, "")


def _follow(connection: Connection, change: Counter[Counted]) -> None:
    """The figures follow; no vote is no figure."""
    add_up(connection, {counted: by for counted, by in change.items() if by and counted[2]})
