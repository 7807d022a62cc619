"""Which updates were dealt with and which sends were done, so that none is lost and hardly one repeated."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, and_, case, delete, func, or_, select, update

from bot.errors import StorageError
from bot.storage.connections import Connections
from bot.storage.models import SendRow, UpdateRow, insert_into

_REMEMBERED = 10_000
TOGETHER: Final = 2
"""How often an update is begun beside others. A run that ended meanwhile may have ended of it, or of another one."""


def begun_again(tries: int) -> int:
    """How often an update was begun once it is claimed again: from then on, that a suspect is begun is noted apart."""
    return tries if tries > TOGETHER else tries + 1


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be done with an update that came in."""

    state: Literal["mine", "done", "busy"]
    """Deal with it; it was dealt with; another replica is at it (or this one already)."""
    sends: Mapping[int, int | None] = field(default_factory=dict)
    """Of an update taken over from a run that ended: the sends that were done, step to message id."""
    tries: int = 1
    """How often it was begun and not ended, this time included. More than ``TOGETHER``: it may be what ended those
    runs, is to be dealt with by itself, and is not begun before ``begin`` says so."""

    @property
    def suspect(self) -> int:
        """0, or how often it was claimed or begun to be dealt with by itself."""
        return max(0, self.tries - TOGETHER)


@dataclass(frozen=True, slots=True)
class _Wanted:
    update_id: int
    fingerprint: str
    lease: float
    alone: bool


class Journal:
    """The journal of updates. Calls that come at once are written together."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime] | None = None) -> None:
        """*clock*: what the leases go by; None for the database's time, since replicas' clocks may differ."""
        self._connections = connections
        self._clock = clock
        self._owner = secrets.token_hex(8)
        self._at_work: dict[int, str] = {}
        self._finished: OrderedDict[int, str] = OrderedDict()
        """Fingerprints, so that an update is known also while the database is away."""
        self._take = connections.prompt.of(self._claim)
        self._note_sent = connections.prompt.of(_insert_sends)
        self._note_done = connections.prompt.of(self._done)

    async def claim(self, update_id: int, fingerprint: str = "", *, lease: float = 10.0, alone: bool = False) -> Claim:
        """Take an update for *lease* seconds, after which another replica may. Raises StorageError.

        *fingerprint*: anything that tells it from another update with this number, which a server that began anew
        (or another bot's) would send. *alone*: no other program can be at it (polling), so what an earlier run left
        open is taken at once. Where StorageError is raised, the update is this process's all the same, until
        ``done`` or ``release``: a question is answered without a journal rather than not at all.
        """
        if self._at_work.get(update_id) == fingerprint:
            return Claim("busy")
        if self._finished.get(update_id) == fingerprint:
            return Claim("done")
        self._at_work[update_id] = fingerprint
        try:
            claim = await self._take(_Wanted(update_id, fingerprint, lease, alone))
        except StorageError:
            # It is dealt with all the same, and stays known as long as this process lives.
            raise
        except BaseException:
            del self._at_work[update_id]
            raise
        if claim.state != "mine":
            del self._at_work[update_id]
        return claim

    async def begin(self, update_id: int) -> None:
        """Note that a suspect is being dealt with by itself. Raises StorageError."""
        begun = update(UpdateRow).where(UpdateRow.id == update_id).values(tries=UpdateRow.tries + 1)
        await self._connections.write(lambda c: c.execute(begun))

    async def clear(self, update_id: int, tries: int) -> None:
        """Note that an update waits for Telegram, so no run ends of it: *tries* is what counts. Raises StorageError."""
        cleared = update(UpdateRow).where(UpdateRow.id == update_id).values(tries=tries)
        await self._connections.write(lambda c: c.execute(cleared))

    async def sent(self, update_id: int, step: int, message_id: int | None = None) -> None:
        """Note that send number *step* of dealing with an update was done. Raises StorageError."""
        await self._note_sent((update_id, step, message_id))

    async def done(self, update_id: int) -> None:
        """Note that an update is dealt with. Raises StorageError; this process knows it all the same."""
        fingerprint = self._at_work.pop(update_id, "")
        self._finished[update_id] = fingerprint
        while len(self._finished) > _REMEMBERED:
            self._finished.popitem(last=False)
        await self._note_done((update_id, fingerprint))

    async def release(self, *update_ids: int) -> None:
        """Give updates back undone: whoever gets them next may take them at once. Raises StorageError."""
        for update_id in update_ids:
            self._at_work.pop(update_id, None)
        mine = and_(UpdateRow.id.in_(update_ids), UpdateRow.owner == self._owner, UpdateRow.done.is_(False))
        free = update(UpdateRow).where(mine)
        await self._connections.write(lambda c: c.execute(free.values(until=self._now(c), tries=0)))

    async def renew(self, update_ids: Sequence[int], lease: float) -> None:
        """Keep what is still being dealt with for *lease* seconds more. Raises StorageError."""
        mine = and_(UpdateRow.id.in_(update_ids), UpdateRow.owner == self._owner, UpdateRow.done.is_(False))
        longer, more = update(UpdateRow).where(mine), timedelta(seconds=lease)
        await self._connections.write(lambda c: c.execute(longer.values(until=self._now(c) + more)))

    async def confirmed(self, below: int) -> None:
        """Forget updates below this id: Telegram took the offset and will not send them again. Raises StorageError."""

        def work(connection: Connection) -> None:
            connection.execute(delete(UpdateRow).where(UpdateRow.id < below))
            connection.execute(delete(SendRow).where(SendRow.update_id < below))

        await self._connections.write(work)

    async def keep(self, update_id: int, fingerprint: str, content: str) -> bool:
        """Nothing is held here: what people write is in the database only where /privacy says so."""
        return False

    def kept(self) -> Sequence[tuple[str, str]]:
        """Nothing."""
        return ()

    def _now(self, connection: Connection) -> datetime:
        if self._clock is not None:
            return self._clock()
        if connection.dialect.name == "sqlite":
            return datetime.now(UTC)
        now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return now

    def _claim(self, connection: Connection, wanted: Sequence[_Wanted]) -> Sequence[Claim]:
        taken: dict[int, int] = {}
        for alone in {w.alone for w in wanted}:
            taken |= self._upsert(connection, [w for w in wanted if w.alone is alone], alone=alone)
        done = _done_of(connection, [w.update_id for w in wanted if w.update_id not in taken])
        self._begin_anew(connection, taken)
        sends = _sends_of(connection, list(taken))
        return [
            Claim("mine", sends.get(w.update_id, {}), taken[w.update_id])
            if w.update_id in taken
            else Claim("done" if w.update_id in done else "busy")
            for w in wanted
        ]

    def _upsert(self, connection: Connection, wanted: Sequence[_Wanted], *, alone: bool) -> dict[int, int]:
        """Take what is free; how often each of it was begun, 0 for what took the place of another one."""
        now = self._now(connection)
        insert = insert_into(connection, UpdateRow)
        new = insert.excluded
        another = UpdateRow.fingerprint != new.fingerprint
        left = UpdateRow.owner != self._owner if alone else UpdateRow.until <= now
        upsert = insert.on_conflict_do_update(
            index_elements=[UpdateRow.id],
            set_={
                "fingerprint": new.fingerprint,
                "owner": new.owner,
                "until": new.until,
                "done": False,
                "tries": case((another, 0), (UpdateRow.tries > TOGETHER, UpdateRow.tries), else_=UpdateRow.tries + 1),
            },
            where=or_(another, and_(UpdateRow.done.is_(False), left)),
        ).returning(UpdateRow.id, UpdateRow.tries)
        # In one order everywhere: two replicas that wait for each other's rows would wait for ever.
        rows = [
            {
                "id": w.update_id,
                "fingerprint": w.fingerprint,
                "owner": self._owner,
                "until": now + timedelta(seconds=w.lease),
                "done": False,
                "tries": 1,
            }
            for w in sorted(wanted, key=lambda w: w.update_id)
        ]
        return {row.id: row.tries for row in connection.execute(upsert, rows)}

    @staticmethod
    def _begin_anew(connection: Connection, taken: dict[int, int]) -> None:
        """The sends of another update with the same number are not those of this one."""
        if others := [update_id for update_id, tries in taken.items() if not tries]:
            connection.execute(delete(SendRow).where(SendRow.update_id.in_(others)))
            connection.execute(update(UpdateRow).where(UpdateRow.id.in_(others)).values(tries=1))
            taken.update(dict.fromkeys(others, 1))

    def _done(self, connection: Connection, done: Sequence[tuple[int, str]]) -> Sequence[None]:
        fingerprints = dict(sorted(done))
        now = self._now(connection)
        row = {"owner": self._owner, "until": now, "done": True, "tries": 1}
        # There is no row if the database was away when it was to be taken.
        upsert = insert_into(connection, UpdateRow).on_conflict_do_update(
            index_elements=[UpdateRow.id], set_={"done": True, "until": now}
        )
        connection.execute(upsert, [{"id": i, "fingerprint": f, **row} for i, f in fingerprints.items()])
        connection.execute(delete(SendRow).where(SendRow.update_id.in_(fingerprints)))
        return [None] * len(done)


def _insert_sends(connection: Connection, sends: Sequence[tuple[int, int, int | None]]) -> Sequence[None]:
    insert = insert_into(connection, SendRow)
    upsert = insert.on_conflict_do_update(
        index_elements=[SendRow.update_id, SendRow.step], set_={"message_id": insert.excluded.message_id}
    )
    ordered = sorted(sends, key=lambda send: send[:2])
    connection.execute(upsert, [{"update_id": u, "step": s, "message_id": m} for u, s, m in ordered])
    return [None] * len(sends)


def _done_of(connection: Connection, ids: Sequence[int]) -> set[int]:
    if not ids:
        return set()
    done = select(UpdateRow.id).where(UpdateRow.id.in_(ids), UpdateRow.done.is_(True))
    return set(connection.scalars(done))


def _sends_of(connection: Connection, ids: Sequence[int]) -> dict[int, dict[int, int | None]]:
    sends: dict[int, dict[int, int | None]] = {}
    if ids:
        rows = select(SendRow.update_id, SendRow.step, SendRow.message_id).where(SendRow.update_id.in_(ids))
        for update_id, step, message_id in connection.execute(rows):
            sends.setdefault(update_id, {})[step] = message_id
    return sends
