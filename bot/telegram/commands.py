"""The one table of commands: the menus registered with Telegram and the help come from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from telegram import BotCommand


@dataclass(frozen=True, slots=True)
class Command:
    """A command and where its menu shows it."""

    name: str
    text: str
    group: bool = True
    admin: bool = False


COMMANDS: Final = (
    Command("ask", "ask a question: /ask what about privacy?"),
    Command("panelists", "who was on the panel"),
    Command("panelist", "all that one person said: /panelist NAME"),
    Command("topics", "what they spoke on"),
    Command("takeaway", "what it comes to in sum"),
    Command("about", "the event: date, organisers, panel"),
    Command("help", "how to ask"),
    Command("privacy", "what the bot keeps", group=False),
    Command("start", "begin", group=False),
    Command("reload", "read the knowledge again", group=False, admin=True),
)


def menu(*, group: bool = False, admin: bool = False) -> list[BotCommand]:
    """The commands shown in private chats, in groups (*group*) or to admins (*admin*)."""
    shown = [c for c in COMMANDS if (c.group or not group) and (admin or not c.admin)]
    return [BotCommand(c.name, c.text) for c in shown]
