"""What people choose: the language for themselves; for a group, by its admins, how the bot behaves in it."""

from __future__ import annotations

import logging
from dataclasses import replace

from telegram.error import TelegramError

from bot.errors import StorageError
from bot.storage.chats import ChatSettings
from bot.telegram.arrival import Arrival, Press, Reaction
from bot.telegram.catalogue import Catalogue, catalogues, choose
from bot.telegram.chats.buttons import Set, Speak
from bot.telegram.markup import Row, View, bold, escape
from bot.telegram.markup import text as plain
from bot.telegram.state import State
from bot.telegram.updates import Message

_log = logging.getLogger(__name__)
_ON, _OFF = "on", "off"


async def settings(arrival: Arrival) -> View:
    """/settings: in a group how the bot behaves there, in private the language."""
    if arrival.private:
        return await language(arrival)
    if not await may_set(arrival):
        return plain(arrival.say("settings-admins-only"))
    return _panel(arrival, arrival.settings)


async def language(arrival: Arrival) -> View:
    """/language: choose; or /language CODE at once."""
    say, wished = arrival.say, arrival.text.casefold()
    if not arrival.private and not await may_set(arrival):
        return plain(say("language-admins-only"))
    for code, catalogue in catalogues().items():
        if wished and wished in (code, catalogue.name.casefold()):
            return await _spoken(arrival, code)
    chosen = arrival.settings.language if not arrival.private else await _own(arrival)
    return plain(say("language-choose" if arrival.private else "language-choose-group"), rows=_languages(say, chosen))


async def language_pressed(press: Press, button: Speak) -> Reaction:
    """A language was chosen, or Telegram's (empty)."""
    if button.language and button.language not in catalogues():
        return Reaction(note=press.say("gone"))
    if not press.private and not await may_set(press):
        return Reaction(note=press.say("settings-admins-only"), alert=True)
    return Reaction(edit=await _spoken(press, button.language))


async def set_pressed(press: Press, button: Set) -> Reaction:
    """One setting of a group was changed."""
    if press.private or not await may_set(press):
        return Reaction(note=press.say("settings-admins-only"), alert=True)
    changed = _changed(press, button)
    if changed is None:
        return Reaction(note=press.say("gone"))
    try:
        await press.state.database.chats.save(press.chat.id, changed)
    except StorageError as error:
        return Reaction(note=not_stored(press, error), alert=True)
    if changed.reports != press.settings.reports:
        press.state.conversations.forget_chat(press.chat.id)
    here = replace(press, settings=changed, say=choose([changed.language, press.say.code]))
    return Reaction(edit=_panel(here, changed))


async def may_set(arrival: Arrival) -> bool:
    """Whether this is an admin of the group, also one who stays anonymous."""
    message = arrival.message
    # A press comes from the admin in person; the message above the button is the bot's own.
    if not isinstance(arrival, Press) and message is not None and message.sender_chat is not None:
        return message.sender_chat.id == arrival.chat.id
    try:
        admins = await arrival.bot.get_chat_administrators(arrival.chat.id)
    except TelegramError as error:
        _log.info("the admins of a chat are not known: %s", error.message)
        return False
    return arrival.user is not None and arrival.user.id in {a.user.id for a in admins}


def _changed(press: Press, button: Set) -> ChatSettings | None:
    """The chat's settings with one changed; None for what cannot be set."""
    now = press.settings
    match button.setting, button.value:
        case "language", code if code in ("", *catalogues()):
            return replace(now, language=code or None)
        case "mode", "asked":
            return replace(now, mode="asked")
        case "mode", "open":
            return replace(now, mode="open")
        case "quiet", ("on" | "off") as value:
            return replace(now, quiet=value == _ON)
        case "report", chosen:
            return _toggled(press, chosen)
    return None


def _toggled(press: Press, report: str) -> ChatSettings | None:
    """Whether the chat uses a report, turned round; using none would be using all."""
    known = {r.id for r in press.state.live.current.library.reports}
    if report not in known:
        return None
    used = (press.settings.reports & known or known) ^ {report}
    return replace(press.settings, reports=frozenset() if used in (set(), known) else frozenset(used))


def _panel(arrival: Arrival, now: ChatSettings) -> View:
    say = arrival.say
    lines = [bold(say("settings-title")), escape(say("settings-explained"))]
    if now.mode == "open" and not arrival.bot.can_read_all_group_messages:
        lines.append(escape(say("settings-privacy-mode")))
    languages = [("", say("language-automatic")), *((c.code, c.name) for c in catalogues().values())]
    rows: list[Row] = [
        tuple((marked(name, code == (now.language or "")), Set("language", code)) for code, name in languages),
        tuple(
            (marked(say(f"settings-mode-{mode}"), mode == now.mode), Set("mode", mode)) for mode in ("asked", "open")
        ),
        ((marked(say("settings-quiet"), now.quiet), Set("quiet", _OFF if now.quiet else _ON)),),
    ]
    reports = arrival.state.live.current.library.reports
    if len(reports) > 1:
        used = now.reports & {r.id for r in reports} or {r.id for r in reports}
        rows += [((marked(r.title, r.id in used), Set("report", r.id)),) for r in reports[:_MOST_REPORTS]]
    return View(("\n\n".join(lines),), tuple(rows))


_MOST_REPORTS = 50
"""Reports that have a button; Telegram shows at most a hundred."""


def marked(label: str, chosen: bool) -> str:
    """A label with a tick if it is what is chosen."""
    return f"✓ {label}" if chosen else label


def _languages(say: Catalogue, chosen: str | None) -> tuple[Row, ...]:
    automatic = (marked(say("language-automatic"), not chosen), Speak(""))
    named = tuple((marked(c.name, c.code == chosen), Speak(c.code)) for c in catalogues().values())
    return (named, (automatic,))


async def _own(arrival: Arrival) -> str | None:
    return (
        await arrival.state.stored(arrival.state.database.people.language(arrival.user.id), None)
        if arrival.user
        else None
    )


async def _spoken(arrival: Arrival, code: str) -> View:
    """Choose a language, for the person in private, for the chat in a group; empty for Telegram's."""
    database = arrival.state.database
    try:
        if not arrival.private:
            await database.chats.save(arrival.chat.id, replace(arrival.settings, language=code or None))
        elif arrival.user is not None:
            await database.people.set_language(arrival.user.id, code or None)
    except StorageError as error:
        return plain(not_stored(arrival, error))
    say = choose([code or (arrival.user.language_code if arrival.user else None)])
    return plain(say("language-chosen" if arrival.private else "language-chosen-group"))


def not_stored(arrival: Arrival, error: StorageError) -> str:
    """Count a choice that the database did not take; what to say of it."""
    arrival.state.health.unstored += 1
    _log.warning("a choice was not stored: %s", error)
    return arrival.say("not-stored")


async def moved(state: State, message: Message) -> None:
    """A group became a supergroup, which both tell: its settings follow."""
    if message.migrate_to_chat_id is not None:
        old, new = message.chat.id, message.migrate_to_chat_id
    elif message.migrate_from_chat_id is not None:
        old, new = message.migrate_from_chat_id, message.chat.id
    else:
        return
    await state.stored(state.database.chats.move(old, new), None)
