"""What is kept, said truthfully, and how a person takes it back."""

from __future__ import annotations

from bot.errors import StorageError
from bot.telegram.arrival import Arrival
from bot.telegram.markup import View, text

_ALWAYS = (
    "privacy-choices",
    "privacy-groups",
    "privacy-figures",
    "privacy-admins",
    "privacy-journal",
    "privacy-log",
    "privacy-reports",
    "privacy-memory",
    "privacy-forget",
)


async def privacy(arrival: Arrival) -> View:
    """/privacy: what is kept, for how long, and without whom."""
    say, days = arrival.say, arrival.state.keep_days
    kept = [say("privacy-questions", days=days), say("privacy-taught")] if days else [say("privacy-no-questions")]
    return text(say("privacy-head"), "", *(f"• {line}" for line in (*kept, *map(say, _ALWAYS))))


async def forget(arrival: Arrival) -> View:
    """/forget: remove a person's choices and votes."""
    say = arrival.say
    if arrival.user is None or arrival.asker != arrival.user.id:
        return text(say("forget-nobody"))
    state = arrival.state
    state.conversations.forget_person(arrival.user.id)
    try:
        removed = await state.database.people.forget(arrival.user.id)
    except StorageError:
        state.health.unstored += 1
        return text(say("not-stored"))
    return text(say("forgotten", count=removed))
