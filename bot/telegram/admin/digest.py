"""The daily digest: what waits for the admins, if anything does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from telegram.error import TelegramError

from bot.errors import StorageError
from bot.telegram.admin.review import Page
from bot.telegram.arrival import Arrival
from bot.telegram.catalogue import Catalogue, choose
from bot.telegram.client import Client
from bot.telegram.markup import View, bold, escape, packed, text
from bot.telegram.sending import Place, deliver
from bot.telegram.state import State

_log = logging.getLogger(__name__)

_SHOWN = 5
_DAY = timedelta(days=1)


async def digest(arrival: Arrival) -> View:
    """/digest: off where it was on and on where it was off; /digest on, /digest off."""
    say, people = arrival.say, arrival.state.database.people
    if arrival.user is None:
        return text(say("admins-only"))
    try:
        wished = {"on": True, "off": False}.get(arrival.text.strip().casefold())
        wanted = not await people.digest(arrival.user.id) if wished is None else wished
        await people.set_digest(arrival.user.id, wanted)
    except StorageError as error:
        return text(say("digest-lost", error=str(error)))
    return text(say("digest-on" if wanted else "digest-off"))


async def run(state: State, bot: Client, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Send the digest every day, for ever."""
    while True:
        await asyncio.sleep(until(clock(), state.digest_at).total_seconds())
        now = clock()
        # One of several replicas sends it, and one that starts at that hour does not send it again.
        if await state.stored(state.database.tallies.first("digest", now.date()), False):
            await send(state, bot, now)


def until(now: datetime, at: time) -> timedelta:
    """How long it is from *now* to the next time of the day *at*; never nothing, so that no digest comes twice."""
    today = datetime.combine(now.astimezone(at.tzinfo).date(), at)
    return (today if now < today else today + _DAY) - now


async def send(state: State, bot: Client, now: datetime) -> None:
    """Send the digest of the day before *now* to every admin who wants it, if there is anything."""
    try:
        fresh = await state.database.review.count("new", now - _DAY)
        if not fresh:
            return
        waiting = await state.database.review.count("new")
        items = await state.database.review.page("new", 0, _SHOWN)
    except StorageError as error:
        _log.warning("no digest: %s", error)
        return
    questions = [(item.question, item.count) for item in items]
    for admin in sorted(state.admins):
        if await state.stored(state.database.people.digest(admin), False):
            say = await language_of(state, admin)
            await tell(state, bot, admin, view(say, fresh, waiting, questions))


def view(say: Catalogue, fresh: int, waiting: int, questions: list[tuple[str, int]]) -> View:
    """The digest as it is read."""
    lines = [say("stats-counted", what=question, count=count) for question, count in questions]
    blocks = [
        bold(say("digest-head", fresh=fresh, waiting=waiting)),
        escape("\n".join(lines)),
        escape(say("digest-how")),
    ]
    return View(packed(blocks, "\n\n"), (((say("digest-open"), Page("new", 0)),),))


async def language_of(state: State, admin: int) -> Catalogue:
    """The language that an admin has chosen."""
    return choose([await state.stored(state.database.people.language(admin), None)])


async def tell(state: State, bot: Client, admin: int, shown: View) -> None:
    """Send something to an admin who has not asked just now; one who never started the bot cannot be reached."""
    try:
        await deliver(bot, Place(admin), shown)
    except TelegramError as error:
        _log.warning("admin %d was not told: %s", admin, error.message)
