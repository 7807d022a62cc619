"""/status: how the bot is doing; all of it for admins, in short for others."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from bot import __version__
from bot.app import OFF
from bot.errors import StorageError
from bot.telegram.arrival import Arrival
from bot.telegram.catalogue import Catalogue
from bot.telegram.markup import View, text

RIGHT_OFF, RIGHT_ON = (63, 70), (81, 84)
"""Per cent of the held-back questions that are answered rightly with words alone and with the shipped model: English,
then Urdu and Roman Urdu. Measured by ``python -m tests.bench_models``; a test holds them to the README's table."""


async def status(arrival: Arrival) -> View:
    """/status."""
    state, say = arrival.state, arrival.say
    library = state.live.current.library
    lines = [
        say("status-version", version=__version__),
        say(
            "status-knowledge",
            number=str(state.live.current.number),
            revision=library.revision,
            reports=len(arrival.answerer.reports),
        ),
        say("status-uptime", time=lasted(time.monotonic() - state.health.started, say)),
    ]
    lines.append(_without_model(say) if state.model == OFF else say("status-model", model=state.model))
    return text(*lines, *(await _within(arrival) if arrival.admin else ()))


def _without_model(say: Catalogue) -> str:
    (english, urdu), (english_on, urdu_on) = RIGHT_OFF, RIGHT_ON
    return say("status-model-off", english=english, urdu=urdu, english_on=english_on, urdu_on=urdu_on)


async def _within(arrival: Arrival) -> list[str]:
    health, say = arrival.state.health, arrival.say
    try:
        await arrival.state.database.check()
        database = say("status-database-fine")
    except StorageError as error:
        database = say("status-database-lost", error=str(error))
    seen = (datetime.now(UTC) - health.seen).total_seconds() if health.seen else 0.0
    return [
        say("status-seen", time=lasted(seen, say)),
        say("status-queue", busy=health.busy, waiting=health.waiting()),
        say("status-errors", errors=health.errors, unsent=health.unsent, unstored=health.unstored),
        database,
    ]


def lasted(seconds: float, say: Catalogue) -> str:
    """A span of time in its two largest units."""
    minutes, s = divmod(int(seconds), 60)
    hours, m = divmod(minutes, 60)
    days, h = divmod(hours, 24)
    if days:
        return say("time-days", days=days, hours=h)
    return say("time-hours", hours=h, minutes=m) if hours else say("time-minutes", minutes=m, seconds=s)
