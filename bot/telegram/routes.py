"""The tables: which handler each command, each kind of button and each other kind of arrival has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from bot.telegram.admin import changes, digest, documents, history, review, stats, status
from bot.telegram.arrival import B, Handler, Press, PressHandler, Reaction
from bot.telegram.callbacks import Button, Parser
from bot.telegram.chats import asking, browsing, choosing, inline, preferences, privacy, reports, starting, voting, why
from bot.telegram.chats.buttons import (
    Dismiss,
    Set,
    ShowList,
    ShowOthers,
    ShowPanelist,
    ShowPoint,
    Speak,
    Use,
    Vote,
)
from bot.telegram.commands import COMMANDS


@dataclass(frozen=True, slots=True)
class On:
    """One kind of button and what its press does."""

    kind: type[Button]
    handler: Callable[[Press, Button], Awaitable[Reaction]]
    admin: bool


def on(kind: type[B], handler: PressHandler[B], *, admin: bool = False) -> On:
    """A line of the table of buttons; *admin*: only for the bot's admins, in private."""
    return On(kind, cast("Callable[[Press, Button], Awaitable[Reaction]]", handler), admin)


ON_COMMAND: Final[Mapping[str, Handler]] = {
    "ask": asking.ask,
    "panelists": browsing.panelists,
    "panelist": browsing.panelist,
    "topics": browsing.topics,
    "takeaway": browsing.takeaway,
    "about": browsing.about,
    "reports": reports.reports,
    "help": browsing.help,
    "start": starting.start,
    "why": why.why,
    "language": preferences.language,
    "settings": preferences.settings,
    "status": status.status,
    "privacy": privacy.privacy,
    "forget": privacy.forget,
    # For the bot's admins (bot.telegram.commands says so, and it is checked before)
    "unanswered": review.unanswered,
    "stats": stats.stats,
    "reload": changes.reload,
    "history": history.history,
    "rollback": history.rollback,
    "export": history.export,
    "digest": digest.digest,
}

ON_BUTTON: Final = (
    on(ShowPanelist, browsing.shown_pressed),
    on(ShowPoint, browsing.shown_pressed),
    on(ShowList, browsing.shown_pressed),
    on(ShowOthers, browsing.others_pressed),
    on(Dismiss, choosing.dismissed),
    on(Vote, voting.voted),
    on(Speak, preferences.language_pressed),
    on(Set, preferences.set_pressed),
    on(Use, reports.use_pressed),
    # For the bot's admins
    on(changes.Take, changes.take_pressed, admin=True),
    on(changes.Leave, changes.leave_pressed, admin=True),
    on(changes.Remember, changes.remember_pressed, admin=True),
    on(changes.Back, changes.back_pressed, admin=True),
    on(history.Revisions, history.page_pressed, admin=True),
    on(review.Page, review.page_pressed, admin=True),
    on(review.Mark, review.mark_pressed, admin=True),
    on(review.Teach, review.teach_pressed, admin=True),
    on(review.Unteach, review.unteach_pressed, admin=True),
    on(stats.Span, stats.span_pressed, admin=True),
)

ON_QUESTION: Final[Handler] = asking.question
ON_EDIT: Final[Handler] = asking.edited
ON_OVERHEARD: Final[Handler] = asking.overheard
ON_DOCUMENT: Final[Handler] = documents.document
"""A file from an admin in private."""
ON_INLINE: Final = inline.offered
ON_MOVE: Final = preferences.moved

FOR_ADMINS: Final = frozenset(c.name for c in COMMANDS if c.admin)
PARSER: Final = Parser(line.kind for line in ON_BUTTON)
BUTTONS: Final = {line.kind: line for line in ON_BUTTON}
