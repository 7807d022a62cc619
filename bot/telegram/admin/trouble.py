"""What could not be stored is told to the admins: once, and again only after it had worked for a while."""

from __future__ import annotations

import asyncio
import time

from bot.errors import StorageError
from bot.telegram.admin import digest
from bot.telegram.client import Client
from bot.telegram.markup import text
from bot.telegram.state import State

_LOOK_SECONDS = 0.5
_OVER_SECONDS = 600.0


async def tell(state: State, bot: Client) -> None:
    """Look after what is not stored, for ever."""
    told, last, count = False, 0.0, 0
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        now = time.monotonic()
        if state.health.unstored > count:
            count, last = state.health.unstored, now
            if not told:
                told = True
                await _to_all(state, bot)
        elif told and now - last > _OVER_SECONDS:
            try:
                await state.database.check()
            except StorageError:
                last = now
            else:
                told = False


async def _to_all(state: State, bot: Client) -> None:
    shown = state.health.trouble
    for admin in sorted(state.admins):
        say = await digest.language_of(state, admin)
        await digest.tell(state, bot, admin, text(say("trouble-unstored", error=shown)))
