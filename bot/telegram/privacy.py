"""What is kept, said truthfully."""

from __future__ import annotations

from bot.telegram.arrival import Arrival
from bot.telegram.markup import View, text


async def privacy(arrival: Arrival) -> View:
    """/privacy."""
    return text(arrival.say("privacy"))
