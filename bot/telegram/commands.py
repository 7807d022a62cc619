"""The one table of commands: the menus registered with Telegram and the help come from it.

What a command does stands in ``routes``, what the menus say of it in the catalogues, as ``command-NAME``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from telegram import BotCommand

from bot.telegram.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Command:
    """A command and where its menu shows it."""

    name: str
    group: bool = True
    admin: bool = False
    """Only for the bot's admins, in private."""


COMMANDS: Final = (
    Command("ask"),
    Command("panelists"),
    Command("panelist"),
    Command("topics"),
    Command("takeaway"),
    Command("about"),
    Command("reports"),
    Command("help"),
    Command("why"),
    Command("language"),
    Command("settings"),
    Command("status", group=False),
    Command("privacy", group=False),
    Command("forget", group=False),
    Command("start", group=False),
    # For the bot's admins
    Command("unanswered", group=False, admin=True),
    Command("stats", group=False, admin=True),
    Command("reload", group=False, admin=True),
    Command("history", group=False, admin=True),
    Command("rollback", group=False, admin=True),
    Command("export", group=False, admin=True),
    Command("digest", group=False, admin=True),
)


def shown(*, group: bool = False, admin: bool = False) -> Iterable[Command]:
    """The commands for private chats, for groups (*group*) or for admins (*admin*)."""
    return (c for c in COMMANDS if (c.group or not group) and (admin or not c.admin))


def menu(say: Catalogue, *, group: bool = False, admin: bool = False) -> list[BotCommand]:
    """The menu that Telegram shows."""
    return [BotCommand(c.name, say(f"command-{c.name}")) for c in shown(group=group, admin=admin)]
