"""The command menus that Telegram shows: for private chats, for groups, and for each admin of the bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram.catalogue import DEFAULT, Catalogue, catalogues
from bot.telegram.commands import menu

_log = logging.getLogger(__name__)

_CALL_SECONDS: Final = 4.0
"""A server that was away answers nothing of what it was asked before."""
_AGAIN_SECONDS: Final = 2.0


async def register_menus(bot: Bot, admins: Iterable[int]) -> None:
    """Register all menus, as soon as the server answers; what it refuses is logged and left out."""
    for say in catalogues().values():
        await _register(bot, BotCommandScopeAllPrivateChats(), menu(say), say)
        await _register(bot, BotCommandScopeAllGroupChats(), menu(say, group=True), say)
    for admin in sorted(admins):
        for say in catalogues().values():
            await _register(bot, BotCommandScopeChat(admin), menu(say, admin=True), say)


async def register_admin(bot: Bot, admin: int) -> None:
    """Register the menu of an admin who starts the bot: before that there was no chat for it."""
    for say in catalogues().values():
        try:
            await _ask(bot, BotCommandScopeChat(admin), menu(say, admin=True), say)
        except TelegramError as error:
            _log.info("the admins' menu is not registered: %s", error.message)


async def _register(bot: Bot, scope: BotCommandScope, commands: list[BotCommand], say: Catalogue) -> None:
    while True:
        try:
            return await _ask(bot, scope, commands, say)
        except (Forbidden, BadRequest) as error:
            if isinstance(scope, BotCommandScopeChat):
                _log.info("admin %s gets the admins' menu with /start: %s", scope.chat_id, error.message)
            else:
                _log.warning("the command menu for %s was not registered: %s", scope.type, error.message)
            return None
        except TelegramError as error:
            _log.info("the command menu for %s is not registered yet: %s", scope.type, error.message)
            await asyncio.sleep(_AGAIN_SECONDS)


async def _ask(bot: Bot, scope: BotCommandScope, commands: list[BotCommand], say: Catalogue) -> None:
    code = None if say.code == DEFAULT else say.code
    await bot.set_my_commands(commands, scope=scope, language_code=code, read_timeout=_CALL_SECONDS)
