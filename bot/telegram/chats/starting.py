"""/start: the beginning of a conversation, or where a link leads."""

from __future__ import annotations

from typing import Final

from bot.telegram.arrival import Arrival
from bot.telegram.callbacks import Parser
from bot.telegram.chats import browsing
from bot.telegram.chats.buttons import ShowAnswer, ShowList, ShowPanelist, ShowPoint
from bot.telegram.markup import View, escape, with_note
from bot.telegram.menus import register_admin

_LINKED: Final = Parser((ShowAnswer, ShowList, ShowPanelist, ShowPoint))
"""What a link may ask for: anybody can write one, so only what may be read anyway."""
_PLAIN = frozenset({"", "inline"})
"""Links that lead to the beginning."""


async def start(arrival: Arrival) -> View:
    """/start, or /start PAYLOAD from a link."""
    if arrival.admin and arrival.user is not None:
        await register_admin(arrival.bot, arrival.user.id)
    button = _LINKED.linked(arrival.text)
    view = await browsing.linked(arrival, button) if button else None
    if view is not None:
        return view
    welcome = await browsing.help(arrival)
    return welcome if arrival.text in _PLAIN else with_note(welcome, escape(arrival.say("link-leads-nowhere")))
